"""Text to numbers: folded characters, their ids, hashed bigrams. `src/demos/ner/features.ts` does the same."""

from collections import Counter

import numpy as np

PAD, UNKNOWN, MASK = 0, 1, 2  # character ids; real characters start at FIRST
FIRST = 3


def fold(point: int) -> int:
    """Code point as the model sees it: half-width, lower case, every digit 0, every blank, emoji or half
    surrogate pair a space."""
    if 0xFF01 <= point <= 0xFF5E:
        point -= 0xFEE0
    if point in (0, 9, 10, 13, 160, 0x3000) or 0xD800 <= point <= 0xDFFF or 0x1F000 <= point <= 0x1FFFF:
        return 32
    if 48 <= point <= 57:
        return 48
    if 65 <= point <= 90:
        return point + 32
    return point


def mix(h: np.ndarray) -> np.ndarray:
    """Spreads the bits of uint32 numbers; wrapping arithmetic, the same in features.ts."""
    with np.errstate(over="ignore"):
        h = (h ^ (h >> np.uint32(15))) * np.uint32(0x2C1B3C6D)
        h = (h ^ (h >> np.uint32(12))) * np.uint32(0x297A2D39)
    return h ^ (h >> np.uint32(15))


def hash_pair(a: np.ndarray, b: np.ndarray, seed: int, buckets: int) -> np.ndarray:
    """Buckets 1..buckets-1 of pairs of code points; wrapping 32-bit arithmetic, the same in features.ts."""
    with np.errstate(over="ignore"):
        h = a.astype(np.uint32) * np.uint32(0x9E3779B1) + b.astype(np.uint32) * np.uint32(0x85EBCA6B)
        h = mix(h + np.uint32(seed) * np.uint32(0xC2B2AE35))
    return (h % np.uint32(buckets - 1)).astype(np.int64) + 1


def points_of(text: str) -> np.ndarray:
    """Folded code points int64 [length]."""
    return np.array([fold(ord(c)) for c in text], dtype=np.int64)


def grams_of(points: np.ndarray, buckets: int) -> np.ndarray:
    """Hashed bigrams int64 [length + 1, 2]: row t joins characters t - 1 and t, with 0 beyond the ends."""
    left, right = np.concatenate([[0], points]), np.concatenate([points, [0]])
    return np.stack([hash_pair(left, right, seed, buckets) for seed in (1, 2)], axis=1)


class Vocabulary:
    """Folded characters by descending frequency; ids follow PAD, UNKNOWN and MASK."""

    def __init__(self, characters: str) -> None:
        self.characters = characters
        self.ids = {ord(c): FIRST + i for i, c in enumerate(characters)}

    def __len__(self) -> int:
        return FIRST + len(self.characters)

    @classmethod
    def build(cls, texts: list[str], min_count: int) -> "Vocabulary":
        """The characters that occur at least `min_count` times in `texts`."""
        counts = Counter(chr(fold(ord(c))) for text in texts for c in text)
        return cls(
            "".join(c for c, n in sorted(counts.items(), key=lambda x: (-x[1], x[0])) if n >= min_count)
        )

    def encode(self, points: np.ndarray) -> np.ndarray:
        """Ids int64 [length] of folded code points."""
        return np.array([self.ids.get(p, UNKNOWN) for p in points.tolist()], dtype=np.int64)
