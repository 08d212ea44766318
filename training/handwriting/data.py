"""Scans of numerals by writer, and own drawings for smoke runs."""

import numpy as np

from ..common.paths import data_dir
from ..handwriting_strokes import CHARACTERS, SKELETONS, draw, render
from .preparation import preprocess, to_rgba

ENGLISH = ["zero", "one", "two", "three", "four", "five", "six", "seven", "eight", "nine", "ten"]
ENGLISH += ["hundred", "thousand", "ten thousand", "hundred million"]

# Inputs float32 [n, 1, 64, 64], labels and writers int64 [n]
Numerals = tuple[np.ndarray, np.ndarray, np.ndarray]


def read_numerals(split: str) -> Numerals:
    """Inputs [n, 1, 64, 64], labels and writers [n] of `split` (train or test)."""
    packed = np.load(data_dir("numerals-zh") / f"{split}.npz")
    inputs = np.stack([preprocess(to_rgba(picture)) for picture in packed["images"]])
    return inputs, packed["labels"].astype(np.int64), packed["writer"].astype(np.int64)


def generated(seed: int) -> Numerals:
    """Own drawings in the form of `read_numerals`, by ten made-up writers, for the smoke run."""
    rng = np.random.default_rng(seed)
    labels = np.tile(np.arange(len(CHARACTERS)), 20)
    pictures = [render(draw(SKELETONS[CHARACTERS[k]][i % 2], rng)) for i, k in enumerate(labels)]
    return np.stack([preprocess(p) for p in pictures]), labels, np.arange(len(labels)) // len(CHARACTERS) % 10


def held_out(writers: np.ndarray, n: int) -> np.ndarray:
    """Which pictures are of the `n` writers held out for decisions, the same ones for all runs; bool, as `writers`."""
    return np.isin(writers, np.random.default_rng(0).permutation(np.unique(writers))[:n])
