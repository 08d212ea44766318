"""Rows {"text", "entities"} of the data sets, our own sentences, unlabelled text, and sentences for smoke runs."""

import gzip
import json
import random
import re

from ..common.paths import ROOT, data_dir
from .tags import TYPES

SENTENCES = ROOT / "tests" / "fixtures" / "ner-sentences.txt"


def read_rows(name: str, split: str) -> list[dict]:
    """Rows {"text", "entities"} of a data set and split."""
    path = data_dir(name) / f"{split}.jsonl.gz"
    if path.exists():
        with gzip.open(path, "rt", encoding="utf-8") as file:
            return [json.loads(line) for line in file]
    with path.with_suffix("").open(encoding="utf-8") as file:
        return [json.loads(line) for line in file]


def read_msra() -> tuple[list[dict], list[dict], list[dict]]:
    """Rows of MSRA: train, more of the same to learn from, and dev to measure on.

    The dev split is a tenth of the official train, drawn at random. Every fifth of its sentences is enough to choose
    by; published models learn the others too.
    """
    dev = read_rows("msra-ner", "dev")
    return read_rows("msra-ner", "train"), [row for i, row in enumerate(dev) if i % 5], dev[::5]


def read_texts(name: str, file: str) -> list[str]:
    """Lines of an unlabelled gzip text file."""
    with gzip.open(data_dir(name) / file, "rt", encoding="utf-8") as lines:
        return [line.strip() for line in lines if line.strip()]


def own_sentences() -> list[dict]:
    """Rows {"text", "entities"} of tests/fixtures/ner-sentences.txt, where an entity is [text|type] (type O: none)."""
    rows = []
    for line in SENTENCES.read_text(encoding="utf-8").splitlines():
        text, entities = "", []
        for plain, marked, kind in re.findall(r"([^\[]+)|\[([^|\]]+)\|(\w+)\]", line):
            if marked and kind != "O":
                entities.append([len(text), len(text) + len(marked), kind])
            text += plain or marked
        rows.append({"text": text, "entities": entities})
    return rows


def generated(n: int, seed: int) -> list[dict]:
    """Sentences put together from few names and phrases, for the smoke run."""
    rng = random.Random(seed)
    names = {
        "PER": ["王小明", "李四", "欧阳文"],
        "LOC": ["北京", "长江", "四川省"],
        "ORG": ["大河公司", "红星小学"],
    }
    rows = []
    for _ in range(n):
        text, entities = "", []
        for _ in range(rng.randint(1, 4)):
            text += rng.choice(["我在", "看见", "，后来到了", "今天去", "他说"])
            if rng.random() < 0.7:
                kind = rng.choice(TYPES)
                name = rng.choice(names[kind])
                entities.append([len(text), len(text) + len(name), kind])
                text += name
        rows.append({"text": text + "。", "entities": entities})
    return rows
