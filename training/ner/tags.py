"""Tags of characters, four places in an entity (BIES) for every type, and the entities that they spell."""

import numpy as np

TYPES = ["PER", "LOC", "ORG"]
TAGS = ["O"] + [f"{part}-{kind}" for kind in TYPES for part in "BIES"]


def tags_of(length: int, entities: list) -> np.ndarray:
    """BIES tag ids int64 [length] of entities [start, end, type]."""
    tags = np.zeros(length, dtype=np.int64)
    for a, b, kind in entities:
        base = 1 + 4 * TYPES.index(kind)
        if b - a == 1:
            tags[a] = base + 3
        else:
            tags[a], tags[a + 1 : b - 1], tags[b - 1] = base, base + 1, base + 2
    return tags


def entities_of(tags: np.ndarray) -> list[tuple[int, int, str]]:
    """Entities (start, end, type) of a valid BIES sequence; one that the end cuts off counts up to there."""
    found, begin = [], 0
    for i, tag in enumerate(tags.tolist()):
        if tag == 0:
            continue
        part = (tag - 1) % 4
        if part in (0, 3):
            begin = i
        if part in (2, 3) or i == len(tags) - 1:
            found.append((begin, i + 1, TYPES[(tag - 1) // 4]))
    return found
