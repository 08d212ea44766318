"""Exports the network, measures the file, and writes the card and the parity fixture."""

import json

import numpy as np

from ..common.card import write_card
from ..common.paths import ROOT, publish_model
from ..common.run import Run
from .cards import card_of, failures_of
from .data import generated, own_sentences, read_msra, read_rows
from .export import Recogniser, sentences, write_graph
from .features import Vocabulary
from .lexicon import Lexicon
from .measure import confusion_of, count_entities, f1, f1_metrics
from .network import Net
from .rules import rule_entities
from .settings import Settings

MSRA_TEST = "MSRA test的一半"
TEST = {MSRA_TEST: "msra-ner", "UNER test的一半": "uner-zh"}
# A sentence with more entities is a bare list of names.
LISTED = 50


def read_sets(s: Settings) -> dict[str, list[dict]]:
    """Rows to measure on, by the name of the split in the card; a trial never reads the test half."""
    if s.smoke:
        return {"自造句子": generated(40, 5)}
    dev = {"MSRA dev（官方train的2%）": read_msra()[2], "UNER dev": read_rows("uner-zh", "dev")}
    if s.dev_only:
        return dev
    return dev | {split: read_rows(name, "test") for split, name in TEST.items()}


def without_lists(found: list[list], rows: list[dict]) -> dict:
    """F1 on the test half of MSRA without its bare lists of names."""
    kept = [i for i, row in enumerate(rows) if len(row["entities"]) <= LISTED]
    note = f"去掉{len(rows) - len(kept)}行名单（实体多于{LISTED}个）"
    return f1_metrics([found[i] for i in kept], [rows[i] for i in kept], f"{MSRA_TEST}，不含名单", note)[0]


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


def threshold_for(recogniser: Recogniser, rows: list[dict]) -> float:
    """Half of F1 on `rows`: an entity less certain than that lowers the F1 that can be expected (Lipton et al. 2014,
    arXiv:1402.1892)."""
    counts = [count_entities(recogniser.find(row["text"]), row["entities"]) for row in rows]
    return round(f1(np.sum(counts, axis=0)) / 2, 2)


def publish(
    s: Settings, run: Run, net: Net, vocabulary: Vocabulary, lexicon: Lexicon, seconds: float
) -> None:
    """Exports `net`, trained for `seconds`, into the run's folder, measures the file and writes its card.

    Only the whole recipe, no trial (`--dev-only`) or smoke run, is then compared with the rules, runs on our own
    sentences and goes to the site.
    """
    path = run.folder / "model.onnx"
    net = net.cpu().eval()
    write_graph(net, lexicon, path)
    recogniser = Recogniser(path, net, vocabulary, s.buckets, lexicon)

    sets = read_sets(s)
    recogniser.threshold = threshold_for(recogniser, next(iter(sets.values())))
    found = {split: [recogniser.find(row["text"]) for row in rows] for split, rows in sets.items()}
    metrics: list[dict] = []
    failures: list[dict] = []
    for split, rows in sets.items():
        measured = f1_metrics(found[split], rows, split)
        metrics += measured
        run.log(split=split, f1=measured[0]["value"])
    judged = MSRA_TEST if MSRA_TEST in sets else next(iter(sets))
    public = not s.smoke and not s.dev_only
    if public:
        metrics.append(without_lists(found[MSRA_TEST], sets[MSRA_TEST]))
        note = "对照：姓氏表、后缀表与地名表的规则（src/demos/ner/rules.ts）"
        for split in TEST:
            rows = sets[split]
            metrics += f1_metrics(rule_entities([row["text"] for row in rows]), rows, split, note)
        own = own_sentences()
        own_found = [recogniser.find(row["text"]) for row in own]
        metrics += f1_metrics(own_found, own, "自编句子")[:1]
        failures = failures_of(own, own_found)

    card = card_of(
        s,
        recogniser,
        parameters=net.shipped_parameters(),
        seconds=seconds,
        hardware=run.hardware,
        metrics=metrics,
        confusion=confusion_of(found[judged], sets[judged], judged),
        failures=failures,
    )
    write_card(run.folder, card)
    if public:
        publish_model(run.folder, "ner")
        write_fixture(recogniser, own, own_found)
    run.log(bytes=path.stat().st_size, milliseconds_100=recogniser.milliseconds(100), failures=len(failures))
