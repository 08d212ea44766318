"""Words and their parts of speech as jieba's dictionary has them: what pre-training teaches besides characters."""

import logging

import jieba
import jieba.posseg
import numpy as np

jieba.setLogLevel(logging.WARNING)

# jieba's parts of speech that are told apart: by their first letter, x for what is left, and names of all kinds
SPEECH = [*"xnvamtdpcufrqjse", "nr", "nrt", "ns", "nt", "nz"]


def words_of(text: str) -> np.ndarray:
    """Targets int64 [length] of jieba's words: four places in the word (BIES) for every part of speech."""
    targets: list[int] = []
    for word, flag in jieba.posseg.cut(text):
        kind = flag if flag in SPEECH else flag[:1]
        base = 4 * (SPEECH.index(kind) if kind in SPEECH else 0)
        targets += [base + 3] if len(word) == 1 else [base, *[base + 1] * (len(word) - 2), base + 2]
    return np.array(targets, dtype=np.int64)


def split_text(text: str, limit: int = 100) -> list[str]:
    """Parts of `limit` characters; what is left over at the end is dropped when shorter than five."""
    return [text[i : i + limit] for i in range(0, len(text), limit) if len(text[i : i + limit]) > 4]
