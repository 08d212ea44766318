"""Words of jieba's dictionary as an input: which of them begin at each place, and of what kind.

Words that match the sentence help a character model to find names it was never taught (Ma et al. 2020,
arXiv:1908.05969). The dictionary itself would be larger than the network. It is kept as a table that answers without
holding the words: three places of it add up to the kind of a word, and to a number above all kinds for nearly anything
else (Chazelle et al. 2004, The Bloomier Filter; filled by peeling as in Graf and Lemire 2020, arXiv:1912.08258).
`src/demos/ner/lexicon.ts` computes the same places.
"""

import jieba
import numpy as np

from .features import fold, mix

LENGTHS = (2, 3, 4, 5, 6)  # characters of the words that are looked up
PROBES = 3
KINDS = ["nr", "nrt", "ns", "nt", "nz", "often", "n", "v", "a", "m", "t", "i", "j", "r", "d", "x"]
NONE = len(KINDS)
RANGE = 1 << 16  # values of the table; of all other strings NONE / RANGE pass for a word
NAMES = ("nrt", "ns", "nt", "nz")


def kind_of(tag: str, frequency: int) -> str:
    """The kind of a word by jieba's part of speech; frequent nouns are told apart."""
    if tag == "nrfg":
        return "nrt"
    if tag in KINDS:
        return "often" if tag == "n" and frequency >= 100 else tag
    letter = "i" if tag[:1] == "l" else tag[:1]
    return letter if letter in KINDS else "x"


def dictionary_words() -> dict[str, str]:
    """Kinds of the words of jieba's dictionary that have a length of LENGTHS.

    All NAMES are in; of people, who are too many, and of common words those that were counted more than three times.
    """
    words = {}
    for line in jieba.get_dict_file():
        word, count, tag = line.decode("utf-8").split()
        kind = kind_of(tag, int(count))
        if len(word) in LENGTHS and (int(count) > 3 or kind in NAMES):
            words[word] = kind
    return words


def states_of(points: np.ndarray) -> np.ndarray:
    """A 32-bit number uint32 [length, 5] for the string of each of LENGTHS that begins at each place, 0 where it
    would reach beyond the end or across a 0. Wrapping arithmetic, the same in lexicon.ts."""
    size, longest = len(points), max(LENGTHS)
    padded = np.concatenate([points, np.zeros(longest, np.int64)]).astype(np.uint32)
    state, whole, states = np.zeros(size, np.uint32), np.ones(size, bool), []
    with np.errstate(over="ignore"):
        for k in range(longest):
            here = padded[k : k + size]
            state = (state ^ here) * np.uint32(0x9E3779B1)
            state = state ^ (state >> np.uint32(15))
            whole &= here != 0
            if k + 1 in LENGTHS:
                states.append(np.where(whole, state, 0))
    return np.stack(states, axis=1)


def places_of(states: np.ndarray, slots: int) -> np.ndarray:
    """Places int64 [..., 3] in a table of `slots`, one in each third, from 1; 0 for the state 0."""
    third = (slots - 1) // PROBES
    with np.errstate(over="ignore"):
        mixed = [mix(states + np.uint32(k) * np.uint32(0xC2B2AE35)) % np.uint32(third) for k in range(PROBES)]
    places = np.stack([m.astype(np.int64) + 1 + k * third for k, m in enumerate(mixed)], axis=-1)
    return np.where(states[..., None] == 0, 0, places)


class Lexicon:
    """The filled table: int64 [slots] of values below RANGE; place 0 stands for no word."""

    def __init__(self, words: dict[str, str]) -> None:
        kinds: dict[int, int] = {}
        for word, kind in words.items():
            points = np.array([fold(ord(c)) for c in word], dtype=np.int64)
            state = int(states_of(points)[0, LENGTHS.index(len(word))])
            kinds.setdefault(state, KINDS.index(kind))
        states = np.array(list(kinds), dtype=np.uint32)
        third = int(len(states) * 1.23 / PROBES) + 11
        while (order := peel(places_of(states, 1 + PROBES * third))) is None:
            third += 1 + third // 50
        slots = 1 + PROBES * third
        self.words = len(states)
        # noise in unused places: zeros would add up to a kind too often
        self.table = np.random.default_rng(0).integers(RANGE, size=slots)
        self.table[0] = (RANGE - 1) // PROBES
        places, values = places_of(states, slots), list(kinds.values())
        for key, free in reversed(order):
            others = sum(int(self.table[p]) for p in places[key] if p != free)
            self.table[free] = (values[key] - others) % RANGE

    def kinds(self, points: np.ndarray) -> np.ndarray:
        """Kinds int64 [length, 5] of the words that begin at each place of folded code points; NONE where there is
        no word. A 0 among `points` separates texts."""
        places = places_of(states_of(points), len(self.table))
        return np.minimum(self.table[places].sum(-1) % RANGE, NONE)


def peel(places: np.ndarray) -> list[tuple[int, int]] | None:
    """An order of keys, each with a place that no later key needs, or None where there is none; places [keys, 3]."""
    users: dict[int, set[int]] = {}
    for key, row in enumerate(places.tolist()):
        for place in row:
            users.setdefault(place, set()).add(key)
    single = [place for place, keys in users.items() if len(keys) == 1]
    order = []
    while single:
        place = single.pop()
        if not users[place]:
            continue
        key = next(iter(users[place]))
        order.append((key, place))
        for other in places[key].tolist():
            users[other].discard(key)
            if len(users[other]) == 1:
                single.append(other)
    return order if len(order) == len(places) else None
