"""Entity-level figures: an entity counts when its start, end and type are right."""

from collections.abc import Callable

import numpy as np

from ..common.metrics import bootstrap, metric
from .tags import TYPES


def f1(counts: np.ndarray) -> float:
    """F1 of counts [right, predicted, true]."""
    return float(2 * counts[0] / max(1, counts[1] + counts[2]))


def count_entities(predicted: list, truth: list) -> np.ndarray:
    """Counts [right, predicted, true] of exact matches (start, end, type)."""
    a, b = set(map(tuple, predicted)), set(map(tuple, truth))
    return np.array([len(a & b), len(a), len(b)])


def precision(counts: np.ndarray) -> float:
    """Part of the entities found that are right, of counts [right, predicted, true]."""
    return float(counts[0] / max(1, counts[1]))


def recall(counts: np.ndarray) -> float:
    """Part of the true entities that are found, of counts [right, predicted, true]."""
    return float(counts[0] / max(1, counts[2]))


def f1_metrics(predicted: list[list], rows: list[dict], split: str, note: str = "") -> list[dict]:
    """Entity-level F1, precision and recall, and F1 of each type, with bootstrap intervals over sentences.

    With a `note`, for a comparison, precision and recall are left out.
    """
    result = []
    for kind in [None, *TYPES]:
        counts = np.array(
            [
                count_entities(
                    [e for e in p if kind in (None, e[2])],
                    [e for e in row["entities"] if kind in (None, e[2])],
                )
                for p, row in zip(predicted, rows, strict=True)
            ]
        )
        _, found, true = counts.sum(0).tolist()

        def add(
            name: str, measure: Callable[[np.ndarray], float], n: int, counts: np.ndarray = counts
        ) -> None:
            interval = bootstrap(lambda index: measure(counts[index].sum(0)), len(counts))
            result.append(metric(name, split, measure(counts.sum(0)), interval, n, note or None))

        add(f"f1:{kind}" if kind else "f1", f1, true)
        if kind is None and not note:
            add("precision", precision, found)
            add("recall", recall, true)
    return result


def confusion_of(predicted: list[list], rows: list[dict], split: str) -> dict:
    """Types of the true entities against those found at the same place; the last row and column are no entity."""
    counts = np.zeros((len(TYPES) + 1, len(TYPES) + 1), dtype=int)
    for found, row in zip(predicted, rows, strict=True):
        truth = {(a, b): TYPES.index(kind) for a, b, kind in row["entities"]}
        guess = {(a, b): TYPES.index(kind) for a, b, kind in found}
        for place in truth.keys() | guess.keys():
            counts[truth.get(place, -1), guess.get(place, -1)] += 1
    return {
        "split": f"{split}；边界完全一致才算同一个实体，不一致的两边都记在「非实体」",
        "labels": [*TYPES, "非实体"],
        "counts": counts.tolist(),
    }
