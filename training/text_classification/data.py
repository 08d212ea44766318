"""Headlines, the character vocabulary, augmented headlines, and generated data for smoke runs."""

import gzip
from collections import Counter
from dataclasses import dataclass
from pathlib import Path

import numpy as np

from ..common.paths import data_dir
from .features import normalise


@dataclass(frozen=True)
class Split:
    """Normalised headlines and their class ids."""

    texts: list[str]
    labels: np.ndarray


@dataclass(frozen=True)
class Corpus:
    """All that training needs. `classes` are (id, Chinese name)."""

    classes: list[tuple[str, str]]
    train: Split
    dev: Split


def read_split(*files: Path) -> Split:
    """Rows `headline<TAB>label` of one or more files, plain or gzip."""
    texts, labels = [], []
    for file in files:
        with (
            gzip.open(file, "rt", encoding="utf-8")
            if file.suffix == ".gz"
            else file.open(encoding="utf-8") as lines
        ):
            for line in lines:
                text, label = line.rstrip("\n").rsplit("\t", 1)
                texts.append(normalise(text))
                labels.append(int(label))
    return Split(texts, np.array(labels))


def read_classes() -> list[tuple[str, str]]:
    rows = (data_dir("thucnews") / "classes.tsv").read_text(encoding="utf-8").splitlines()[1:]
    return [(name, chinese) for _, name, chinese in (row.split("\t") for row in rows)]


def read_corpus() -> Corpus:
    """train + extra for training, dev for every decision; the test split is left to `read_test`."""
    folder = data_dir("thucnews")
    return Corpus(
        classes=read_classes(),
        train=read_split(folder / "train.tsv.gz", folder / "extra.tsv"),
        dev=read_split(folder / "dev.tsv"),
    )


def read_test() -> Split:
    return read_split(data_dir("thucnews") / "test.tsv")


def build_vocabulary(texts: list[str], least: int = 3) -> str:
    """Characters that occur at least `least` times, most frequent first (ties in code point order)."""
    counts = Counter("".join(texts))
    kept = [c for c, n in counts.items() if n >= least]
    return "".join(sorted(kept, key=lambda c: (-counts[c], c)))


def splice(texts: list[str], n: int, generator: np.random.Generator) -> list[str]:
    """`n` synthetic headlines: the start of one and the end of another, or one with a span cut out.

    They have no true label; teachers label them. Cuts prefer the spaces and punctuation that headlines have.
    """
    result = []
    first, second = generator.integers(0, len(texts), (2, n))
    for i, j, mode in zip(first, second, generator.random(n), strict=True):
        a, b = texts[i], texts[j]
        if mode < 0.7:
            result.append((a[: _cut(a, generator)] + b[_cut(b, generator) :])[:40].strip() or a)
        else:
            start, width = generator.integers(0, max(1, len(a) - 4)), generator.integers(2, 8)
            result.append((a[:start] + a[start + width :]).strip() or a)
    return result


def _cut(text: str, generator: np.random.Generator) -> int:
    """A place to cut: a space or punctuation mark mostly, any place otherwise."""
    marks = [i for i, c in enumerate(text) if c in " ,:()《》\"'!?-|、。:"]
    if marks and generator.random() < 0.6:
        return int(generator.choice(marks))
    return int(generator.integers(len(text) // 4, 3 * len(text) // 4 + 1))


def generated_corpus(n: int = 600, seed: int = 0) -> Corpus:
    """Nonsense headlines for smoke runs: each class has its own two dozen characters among common ones."""
    generator = np.random.default_rng(seed)
    classes = [(f"class-{i}", f"第{i}类") for i in range(10)]

    def split(size: int) -> Split:
        labels = generator.integers(0, 10, size)
        texts = []
        for label in labels:
            own = 0x5000 + 24 * label + generator.integers(0, 24, 5)
            common = 0x6000 + generator.integers(0, 80, 6)
            texts.append("".join(map(chr, generator.permutation(np.concatenate([own, common])))))
        return Split(texts, labels)

    return Corpus(classes, split(n), split(n // 3))
