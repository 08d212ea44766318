"""Exports the network, measures the file, and writes the card and the parity fixture."""

import json

from ..common.card import write_card
from ..common.paths import ROOT, model_dir
from ..common.run import Run
from .cards import card_of, failures_of
from .data import generated, own_sentences, read_rows
from .export import Recogniser, sentences, write_graph
from .features import Vocabulary
from .lexicon import Lexicon
from .measure import confusion_of, f1_metrics
from .network import Net
from .rules import rule_entities
from .settings import Settings

DEV = {"MSRA dev（官方train的10%）": "msra-ner", "UNER dev": "uner-zh"}
TEST = {"MSRA test的一半": "msra-ner", "UNER test的一半": "uner-zh"}
GENERATED = "自造句子"
CONFUSION = {GENERATED, "MSRA test的一半"}


def read_sets(smoke: bool) -> dict[str, list[dict]]:
    """Rows to measure on, by the name of the split in the card."""
    if smoke:
        return {GENERATED: generated(40, 5)}
    dev = {split: read_rows(name, "dev") for split, name in DEV.items()}
    return dev | {split: read_rows(name, "test") for split, name in TEST.items()}


def write_fixture(recogniser: Recogniser, rows: list[dict], predicted: list[list]) -> None:
    """Python's emissions and entities for `tests/unit/ner.test.ts`."""
    parity = [
        {
            "text": row["text"],
            "entities": sorted(found),
            "emissions": [
                [round(float(v), 4) for v in place]
                for a, b in sentences(row["text"])
                for place in recogniser.emissions(row["text"][a:b])
            ],
        }
        for row, found in zip(rows, predicted, strict=True)
    ]
    lines = [json.dumps(p, ensure_ascii=False, separators=(",", ":")) for p in parity]
    fixture = ROOT / "tests" / "fixtures" / "ner.logits.json"
    fixture.write_text("[\n" + ",\n".join(lines) + "\n]\n", encoding="utf-8")


def publish(
    s: Settings, run: Run, net: Net, vocabulary: Vocabulary, lexicon: Lexicon, seconds: float
) -> None:
    """The three steps for `net`, trained for `seconds`; a smoke run skips the rules and the fixture."""
    folder = run.folder if s.smoke else model_dir("ner")
    path = folder / "model.onnx"
    net = net.cpu().eval()
    write_graph(net, lexicon, path)
    recogniser = Recogniser(path, net, vocabulary, s.buckets, lexicon)

    sets = read_sets(s.smoke)
    metrics: list[dict] = []
    confusion: dict = {}
    failures: list[dict] = []
    for split, rows in sets.items():
        found = [recogniser.find(row["text"]) for row in rows]
        measured = f1_metrics(found, rows, split)
        metrics += measured
        run.log(split=split, f1=measured[0]["value"])
        if split in CONFUSION:
            confusion = confusion_of(found, rows, split)
    if not s.smoke:
        note = "对照：姓氏表、后缀表与地名表的规则（src/demos/ner/rules.ts）"
        for split in TEST:
            rows = sets[split]
            metrics += f1_metrics(rule_entities([row["text"] for row in rows]), rows, split, note)
        own = own_sentences()
        found = [recogniser.find(row["text"]) for row in own]
        metrics += f1_metrics(found, own, "自编句子")[:1]
        failures = failures_of(own, found)
        write_fixture(recogniser, own, found)

    card = card_of(
        s,
        recogniser,
        parameters=net.shipped_parameters(),
        seconds=seconds,
        hardware=run.hardware,
        metrics=metrics,
        confusion=confusion,
        failures=failures,
    )
    write_card(folder, card)
    run.log(bytes=path.stat().st_size, milliseconds_100=recogniser.milliseconds(100), failures=len(failures))
