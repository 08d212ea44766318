"""Figures for the cards: accuracy with Wilson intervals, F1 with bootstrap intervals, calibration, confusion."""

import math
from collections.abc import Callable

import numpy as np

Z95 = 1.959964
BINS = 15  # of confidence, for the calibration error


def wilson(correct: int, n: int) -> tuple[float, float]:
    """95 % Wilson score interval of a proportion (Wilson 1927, doi:10.1080/01621459.1927.10502953)."""
    if n == 0:
        return 0.0, 1.0
    p, z2 = correct / n, Z95 * Z95
    centre = (p + z2 / (2 * n)) / (1 + z2 / n)
    half = Z95 / (1 + z2 / n) * math.sqrt(p * (1 - p) / n + z2 / (4 * n * n))
    return max(0.0, centre - half), min(1.0, centre + half)


def confusion_matrix(truth: np.ndarray, predicted: np.ndarray, classes: int) -> np.ndarray:
    """Counts [classes, classes]: rows are the true class, columns the predicted one."""
    return np.bincount(truth * classes + predicted, minlength=classes * classes).reshape(classes, classes)


def f1_scores(truth: np.ndarray, predicted: np.ndarray, classes: int) -> np.ndarray:
    """F1 of each class [classes]; 0 for a class that neither occurs nor is predicted."""
    counts = confusion_matrix(truth, predicted, classes)
    return 2 * np.diag(counts) / np.maximum(counts.sum(0) + counts.sum(1), 1)


def expected_calibration_error(probabilities: np.ndarray, truth: np.ndarray, bins: int = BINS) -> float:
    """Mean gap between confidence and accuracy over equal-width bins (Guo et al. 2017, arXiv:1706.04599)."""
    confidence, correct = probabilities.max(1), probabilities.argmax(1) == truth
    index = np.minimum((confidence * bins).astype(int), bins - 1)
    gaps = [
        abs(confidence[index == b].mean() - correct[index == b].mean()) * (index == b).mean()
        for b in np.unique(index)
    ]
    return float(sum(gaps))


def bootstrap(
    statistic: Callable[[np.ndarray], float], n: int, rounds: int = 500, seed: int = 0
) -> tuple[float, float]:
    """95 % percentile bootstrap interval of `statistic(indices)`, indices drawn from range(n) with replacement."""
    generator = np.random.default_rng(seed)
    values = [statistic(generator.integers(0, n, n)) for _ in range(rounds)]
    low, high = np.percentile(values, [2.5, 97.5])
    return float(low), float(high)


def metric(
    name: str,
    split: str,
    value: float,
    interval: tuple[float, float] | None,
    n: int,
    note: str | None = None,
) -> dict:
    """One entry of a card's `metrics`; fractions, not percent, rounded to five places."""
    entry: dict = {"name": name, "split": split, "value": round(float(value), 5)}
    if interval:
        entry["interval"] = [round(float(bound), 5) for bound in interval]
    entry["n"] = int(n)
    return entry | ({"note": note} if note else {})


def rate(name: str, split: str, hits: np.ndarray, note: str | None = None) -> dict:
    """The share of `hits` [n] (bool) as a metric with Wilson's interval."""
    count, n = int(hits.sum()), len(hits)
    return metric(name, split, count / max(1, n), wilson(count, n), n, note)


def classification_metrics(
    probabilities: np.ndarray, truth: np.ndarray, split: str, labels: list[str]
) -> list[dict]:
    """Accuracy, macro F1, calibration error and per-class F1 of probabilities [n, classes] against truth [n].

    The calibration error has no interval: it is too large on average, and resampling would add the same once more.
    """
    n, classes, predicted = len(truth), len(labels), probabilities.argmax(1)

    def macro(i: np.ndarray) -> float:
        return float(f1_scores(truth[i], predicted[i], classes).mean())

    everything = np.arange(n)
    error = expected_calibration_error(probabilities, truth, BINS)
    result = [
        rate("accuracy", split, predicted == truth),
        metric("macro-f1", split, macro(everything), bootstrap(macro, n), n),
        metric("calibration-error", split, error, None, n, f"ECE，分{BINS}档"),
    ]
    for index, label in enumerate(labels):

        def one(i: np.ndarray, index: int = index) -> float:
            return float(f1_scores(truth[i], predicted[i], classes)[index])

        result.append(metric(f"f1:{label}", split, one(everything), bootstrap(one, n, rounds=200), n))
    return result
