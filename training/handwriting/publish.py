"""Exports the network, measures the file, and writes the card and the parity fixture."""

import json
from pathlib import Path

import numpy as np
import torch
from onnxruntime import InferenceSession
from torch import nn

from ..common.card import write_card
from ..common.export import export_onnx
from ..common.metrics import classification_metrics, confusion_matrix, rate
from ..common.onnx_eval import fit_temperature, median_milliseconds, open_session, run_batches, softmax
from ..common.paths import ROOT, publish_model
from ..common.run import Run
from ..handwriting_strokes import read_drawings, render
from .augmentation import brush_strokes
from .cards import LABELS, card_of, failures_of
from .data import Numerals, generated, held_out, read_numerals
from .preparation import SIDE, preprocess
from .settings import Settings


def export(net: nn.Module, path: Path) -> InferenceSession:
    """Writes image float32 [batch, 1, 64, 64] -> logits [batch, 15] to `path`, and opens it."""
    batch = {0: "batch"}
    example = {"image": torch.zeros(1, 1, SIDE, SIDE)}
    export_onnx(net, example, "logits", path, {"image": batch, "logits": batch})
    return open_session(path)


def calibrate(logits: np.ndarray, truth: np.ndarray) -> tuple[float, float]:
    """Temperature, and the threshold that 99 % of these pictures pass, within 0.5 and 0.95."""
    temperature = fit_temperature(logits, truth)
    lowest = float(np.quantile(softmax(logits / temperature).max(1), 0.01))
    return temperature, min(max(round(lowest, 3), 0.5), 0.95)


def measure(
    probabilities: np.ndarray, truth: np.ndarray, split: str, threshold: float
) -> tuple[list[dict], dict]:
    """Figures and confusion matrix of probabilities [n, 15]."""
    metrics = classification_metrics(probabilities, truth, split, LABELS)
    metrics.append(rate("confident", split, probabilities.max(1) >= threshold))
    counts = confusion_matrix(truth, probabilities.argmax(1), len(LABELS)).tolist()
    return metrics, {"split": split, "labels": LABELS, "counts": counts}


def measure_own(
    drawings: list[dict], foreign: list[dict], probabilities: np.ndarray, threshold: float
) -> list[dict]:
    """Figures on the own drawings of the fifteen, and on those of other things; `probabilities` of both."""
    n = len(drawings)
    truth = np.array([LABELS.index(d["character"]) for d in drawings])
    sure = probabilities.max(1) >= threshold
    split = "自制笔画（手工骨架加随机变化，未参加训练）"
    return [
        rate("accuracy", split, probabilities[:n].argmax(1) == truth),
        rate("confident", split, sure[:n]),
        rate("rejected", "自制的类外图画", ~sure[n:], "15类之外的字和涂画，答「不确定」的比例"),
    ]


def write_fixture(logits: np.ndarray) -> None:
    """Python's logits of the own drawings for `tests/unit/handwriting.test.ts`."""
    rows = [json.dumps([round(float(v), 5) for v in row]) for row in logits]
    fixture = ROOT / "tests" / "fixtures" / "handwriting.logits.json"
    fixture.write_text("[\n" + ",\n".join(rows) + "\n]\n", encoding="utf-8")


def publish(s: Settings, run: Run, net: nn.Module, data: Numerals) -> None:
    """Exports a trained network on the CPU into the run's folder, measures the file and writes its card.

    Only the whole recipe, no trial (`--dev-only`) or smoke run, then sees the own drawings and goes to the site; a
    trial does not read the test half either.
    """
    seconds = run.seconds
    path = run.folder / "model.onnx"
    session = export(net, path)

    def logits_of(inputs: np.ndarray) -> np.ndarray:
        return run_batches(session, {"image": inputs})

    dev = held_out(data[2], s.dev_writers)
    inputs, truth = data[0][dev], data[1][dev]
    genuine, redrawn = logits_of(inputs), logits_of(brush_strokes(inputs))
    temperature, threshold = calibrate(np.concatenate([genuine, redrawn]), np.tile(truth, 2))
    split = f"dev（train中{s.dev_writers}名书写者）"
    metrics, confusion = measure(softmax(genuine / temperature), truth, split, threshold)
    run.log(temperature=temperature, threshold=threshold, dev_accuracy=metrics[0]["value"])
    if not s.dev_only:
        test = generated(1) if s.smoke else read_numerals("test")
        split = f"test的一半（{len(np.unique(test[2]))}名未见过的书写者）"
        probabilities = softmax(logits_of(test[0]) / temperature)
        measured, confusion = measure(probabilities, test[1], split, threshold)
        metrics = [metrics[0], *measured]

    failures: list[dict] = []
    public = not s.smoke and not s.dev_only
    if public:
        drawings, foreign = read_drawings(), read_drawings("foreign")
        own_logits = logits_of(np.stack([preprocess(render(d)) for d in drawings + foreign]))
        own = softmax(own_logits / temperature)
        metrics += measure_own(drawings, foreign, own, threshold)
        failures = failures_of(drawings + foreign, own, threshold)

    card = card_of(
        s,
        run,
        data,
        parameters=sum(p.numel() for p in net.parameters()),
        seconds=seconds,
        temperature=temperature,
        threshold=threshold,
        metrics=metrics,
        confusion=confusion,
        failures=failures,
    )
    write_card(run.folder, card)
    if public:
        publish_model(run.folder, "handwriting")
        write_fixture(own_logits)
    run.log(
        bytes=path.stat().st_size,
        milliseconds=median_milliseconds(session, {"image": inputs[:1]}),
        failures=len(failures),
    )
    for m in metrics:
        if not m["name"].startswith("f1:"):
            print(m)
