"""Sentences as padded arrays, grouped by length, and the hiding of characters in them."""

import random

import numpy as np
import torch
import torch.nn.functional as F

from .features import MASK, Vocabulary, grams_of, points_of
from .lexicon import LENGTHS, NONE, Lexicon
from .tags import tags_of


class Encoded:
    """Sentences as arrays, ready for batches."""

    def __init__(self, rows: list[dict], vocabulary: Vocabulary, buckets: int, lexicon: Lexicon) -> None:
        points = [points_of(row["text"]) for row in rows]
        ends = np.cumsum([len(p) + 1 for p in points])
        kinds = lexicon.kinds(np.concatenate([np.append(p, 0) for p in points]))
        self.kinds = [k[:-1].astype(np.uint8) for k in np.split(kinds, ends[:-1])]
        self.chars = [vocabulary.encode(p) for p in points]
        self.grams = [grams_of(p, buckets) for p in points]
        self.tags = [tags_of(len(p), row.get("entities", [])) for p, row in zip(points, rows, strict=True)]

    def batch(self, index: list[int]) -> tuple[torch.Tensor, ...]:
        """Characters [n, t], bigrams [n, t + 1, 2], kinds of words [n, t, 5], tags [n, t] and lengths [n] of the
        chosen sentences."""
        lengths = np.array([len(self.chars[i]) for i in index])
        n, t = len(index), int(lengths.max())
        chars, tags = np.zeros((n, t), np.int64), np.zeros((n, t), np.int64)
        grams = np.zeros((n, t + 1, 2), np.int64)
        kinds = np.full((n, t, len(LENGTHS)), NONE, np.int64)
        for row, i in enumerate(index):
            k = lengths[row]
            chars[row, :k], tags[row, :k], grams[row, : k + 1] = self.chars[i], self.tags[i], self.grams[i]
            kinds[row, :k] = self.kinds[i]
        return tuple(torch.from_numpy(a) for a in (chars, grams, kinds, tags, lengths))

    def batches(self, tokens: int, rng: random.Random | None) -> list[list[int]]:
        """Indices of sentences of like length, at most `tokens` characters a batch with padding.

        With `rng` the batches differ from call to call and come in random order.
        """
        noise = rng or random.Random(0)
        order = sorted(range(len(self.chars)), key=lambda i: len(self.chars[i]) + 3 * noise.random())
        groups, group = [], []
        for i in order:
            if group and (len(group) + 1) * len(self.chars[i]) > tokens:
                groups.append(group)
                group = []
            group.append(i)
        groups.append(group)
        if rng:
            rng.shuffle(groups)
        return groups


def hide(chars: torch.Tensor, grams: torch.Tensor, chosen: torch.Tensor) -> tuple[torch.Tensor, torch.Tensor]:
    """Replaces the chosen characters by MASK and the bigrams they are part of by bucket 0."""
    chars = torch.where(chosen, MASK, chars)
    touched = F.pad(chosen, (1, 0)) | F.pad(chosen, (0, 1))
    return chars, grams.masked_fill(touched.unsqueeze(2), 0)
