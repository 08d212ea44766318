"""The baseline without learning: lists of surnames, endings and places, the very TypeScript that the demo shows."""

import json
import subprocess

from ..common.paths import ROOT


def rule_entities(texts: list[str]) -> list[list[tuple[int, int, str]]]:
    """What the rules of src/demos/ner/rules.ts find, by Node; offsets in code points."""
    program = """
        import { readFileSync } from 'node:fs';
        import { findByRules } from './src/demos/ner/rules.ts';
        for (const text of JSON.parse(readFileSync(0, 'utf8'))) {
          const points = (i) => [...text.slice(0, i)].length;
          const found = findByRules(text).map((e) => [points(e.start), points(e.end), e.type]);
          console.log(JSON.stringify(found));
        }
    """
    node = ROOT / "node_modules" / ".bin" / "node"
    done = subprocess.run(
        [str(node), "--input-type=module", "-e", program],
        input=json.dumps(texts),
        capture_output=True,
        text=True,
        check=True,
        cwd=ROOT,
    )
    return [[tuple(e) for e in json.loads(line)] for line in done.stdout.splitlines()]
