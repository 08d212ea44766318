"""Exports the network, measures the file, and writes the card and the parity fixture."""

import json

import numpy as np
import torch
from onnxruntime import InferenceSession

from ..common.card import write_card
from ..common.export import export_onnx
from ..common.metrics import classification_metrics, confusion_matrix, rate
from ..common.onnx_eval import fit_temperature, median_milliseconds, open_session, run_batches, softmax
from ..common.paths import ROOT, publish_model
from ..common.run import Run
from ..image_drawings import read_pictures, render
from .cards import card_of, failures_of
from .data import LABELS, generated, normalise, preprocess, read_cifar10
from .export import Exported
from .network import Net
from .settings import Settings
from .training_loop import Pictures

TEST = "test的一半"
# Share of the confident answers on dev that must be right.
PRECISION = 0.98


def confidence_threshold(probabilities: np.ndarray, truth: np.ndarray, precision: float) -> float:
    """The lowest threshold (in steps of 0.01) above which at least `precision` of the answers are right."""
    top, right = probabilities.max(1), probabilities.argmax(1) == truth
    for threshold in np.arange(30, 100) / 100:
        if right[top >= threshold].mean() >= precision:
            return float(threshold)
    return 0.99


def measure(
    session: InferenceSession, pictures: np.ndarray, truth: np.ndarray, split: str, temperature: float
) -> tuple[np.ndarray, list[dict], dict]:
    """Probabilities for uint8 `pictures`, their figures, and the confusion matrix."""
    logits = run_batches(session, {"image": normalise(torch.from_numpy(pictures)).numpy()})
    probabilities = softmax(logits / temperature)
    counts = confusion_matrix(truth, probabilities.argmax(1), len(LABELS)).tolist()
    confusion = {"split": split, "labels": LABELS, "counts": counts}
    return probabilities, classification_metrics(probabilities, truth, split, LABELS), confusion


def write_fixture(logits: np.ndarray) -> None:
    """Python's logits of the own drawings for `tests/unit/image-classification.test.ts`."""
    rows = [json.dumps([round(float(v), 5) for v in row]) for row in logits]
    fixture = ROOT / "tests" / "fixtures" / "image-classification.logits.json"
    fixture.write_text("[\n" + ",\n".join(rows) + "\n]\n", encoding="utf-8")


def publish(s: Settings, run: Run, net: Net, pictures: Pictures) -> None:
    """Exports a trained network on the CPU into the run's folder, measures the file and writes its card.

    Only the whole recipe, no trial (`--dev-only`) or smoke run, then sees the own drawings and goes to the site; a
    trial does not read the test half either.
    """
    seconds = run.seconds
    path, batch = run.folder / "model.onnx", {0: "batch"}
    exported = Exported(net.float()).eval()
    example = {"image": torch.zeros(1, 3, 32, 32)}
    export_onnx(exported, example, "logits", path, {"image": batch, "logits": batch})
    session = open_session(path)

    dev_pictures, dev_truth = pictures.dev.numpy(), pictures.dev_labels.numpy()
    temperature = fit_temperature(run_batches(session, {"image": normalise(pictures.dev).numpy()}), dev_truth)
    dev = f"dev（train中留出的{len(dev_truth)}张）"
    probabilities, metrics, confusion = measure(session, dev_pictures, dev_truth, dev, temperature)
    threshold = confidence_threshold(probabilities, dev_truth, PRECISION)
    right, sure = probabilities.argmax(1) == dev_truth, probabilities.max(1) >= threshold
    run.log(temperature=temperature, threshold=threshold, dev_accuracy=right.mean(), dev_covered=sure.mean())
    if not s.dev_only:
        metrics = [
            rate("accuracy", dev, right, "用于定温度和阈值"),
            rate("confident", dev, sure, f"概率不低于{threshold}的比例"),
        ]
        images, truth = generated(500, 1) if s.smoke else read_cifar10("test")
        probabilities, measured, confusion = measure(session, images, truth, TEST, temperature)
        right, sure = probabilities.argmax(1) == truth, probabilities.max(1) >= threshold
        metrics += [
            *measured,
            rate("confident", TEST, sure),
            rate("accuracy-when-confident", TEST, right[sure]),
        ]

    failures: list[dict] = []
    public = not s.smoke and not s.dev_only
    if public:
        own = read_pictures()
        logits = run_batches(session, {"image": np.stack([preprocess(render(p)) for p in own])})
        answers = softmax(logits / temperature)
        own_truth = np.array([LABELS.index(p["label"]) for p in own])
        note = "卡通式的色块，与训练用的照片相差很远；也用来选定重新统计的办法"
        metrics.append(rate("accuracy", "自制的色块画", answers.argmax(1) == own_truth, note))
        failures = failures_of(own, answers, threshold)

    card = card_of(
        s,
        run,
        parameters=sum(p.numel() for p in exported.parameters()),
        seconds=seconds,
        temperature=temperature,
        threshold=threshold,
        metrics=metrics,
        confusion=confusion,
        failures=failures,
    )
    write_card(run.folder, card)
    if public:
        publish_model(run.folder, "image-classification")
        write_fixture(logits)
    milliseconds = median_milliseconds(session, {"image": np.zeros((1, 3, 32, 32), np.float32)})
    run.log(bytes=path.stat().st_size, milliseconds=milliseconds, failures=len(failures))
    for m in metrics:
        if not m["name"].startswith("f1:"):
            print(m)
