"""From text to numbers. `src/demos/text-classification/pipeline.ts` does the same in TypeScript, bit for bit."""

import re
import unicodedata

import numpy as np

from .traditional import TO_SIMPLIFIED

PAD, UNKNOWN = 0, 1
MAX_LENGTH = 64

# Spelled out because \s means different sets in Python and JavaScript.
_WHITE_SPACE = re.compile(r"[\t-\r\x1c-\x20\x85\xa0\u1680\u2000-\u200b\u2028\u2029\u202f\u205f\u3000\ufeff]+")
_MASK = np.uint64(0xFFFFFFFF)


def normalise(text: str) -> str:
    """NFKC (full width to half width), lower case, traditional to simplified, runs of white space to one space."""
    text = unicodedata.normalize("NFKC", text).lower().translate(TO_SIMPLIFIED)
    return _WHITE_SPACE.sub(" ", text).strip(" ")


def gram_hash(codes: np.ndarray) -> np.ndarray:
    """32-bit hash of the n-grams `codes` [..., n] of code points: FNV-1a over code points, then a mixing step.

    FNV-1a: http://www.isthe.com/chongo/tech/comp/fnv/; the last lines are the start of MurmurHash3's finaliser.
    """
    codes = np.asarray(codes, dtype=np.uint64)
    h = np.full(codes.shape[:-1], 0x811C9DC5 ^ codes.shape[-1], dtype=np.uint64)
    for k in range(codes.shape[-1]):
        h = ((h ^ codes[..., k]) * np.uint64(0x01000193)) & _MASK
    h ^= h >> np.uint64(15)
    h = (h * np.uint64(0x85EBCA6B)) & _MASK
    return h ^ (h >> np.uint64(13))


def to_bucket(hashes: np.ndarray, buckets: int) -> np.ndarray:
    """Row of a hashed table for each hash: 1 .. buckets - 1; row 0 is for padding."""
    return (1 + hashes % np.uint64(buckets - 1)).astype(np.int32)


def code_points(texts: list[str], length: int = MAX_LENGTH) -> np.ndarray:
    """Code points of normalised texts [n, longest], cut at `length`, 0 after the end."""
    longest = max(1, min(length, max(map(len, texts), default=1)))
    codes = np.zeros((len(texts), longest), dtype=np.int32)
    for row, text in zip(codes, texts, strict=True):
        values = [ord(c) for c in text[:longest]]
        row[: len(values)] = values
    return codes


def character_ids(codes: np.ndarray, vocabulary: str) -> np.ndarray:
    """Ids [n, length] int32: PAD after the end, UNKNOWN outside the vocabulary, else 2 + place in it."""
    table = np.full(0x110000, UNKNOWN, dtype=np.int32)
    table[0] = PAD
    table[[ord(c) for c in vocabulary]] = np.arange(2, 2 + len(vocabulary))
    return table[codes]


def gram_windows(codes: np.ndarray) -> np.ndarray:
    """Hashes [n, length, 2] of the bigram and the trigram that start at each character.

    Past the end code point 0 stands in, so that the last characters know that they are last.
    """
    padded = np.pad(codes, ((0, 0), (0, 2)))
    n = codes.shape[1]
    windows = np.stack([padded[:, k : k + n] for k in range(3)], axis=-1)
    return np.stack([gram_hash(windows[..., :2]), gram_hash(windows)], axis=-1)


def gram_ids(codes: np.ndarray, buckets: int) -> np.ndarray:
    """Rows [n, length, 2] of the n-grams that start at each character; 0 where there is no character."""
    return to_bucket(gram_windows(codes), buckets) * (codes != 0)[..., None]


def gram_hashes(text: str, orders: tuple[int, ...] = (1, 2, 3)) -> np.ndarray:
    """Hashes of all n-grams inside a normalised text (cut at MAX_LENGTH), uint64."""
    codes = np.array([ord(c) for c in text[:MAX_LENGTH]], dtype=np.int64)
    parts = [gram_hash(np.lib.stride_tricks.sliding_window_view(codes, n)) for n in orders if len(codes) >= n]
    return np.concatenate(parts) if parts else np.zeros(0, dtype=np.uint64)


def gram_set(text: str, buckets: int) -> np.ndarray:
    """Sorted distinct buckets of the n-grams of a text: the bag of n-grams that the linear model reads."""
    return np.unique(to_bucket(gram_hashes(text), buckets))
