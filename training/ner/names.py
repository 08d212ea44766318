"""Names in exchange for those of the training set: known ones, those of jieba's dictionary, and invented ones."""

import random
from collections import Counter

import jieba

from .tags import TYPES


def dictionary_names() -> dict[str, list[str]]:
    """People, places and organisations of jieba's dictionary (its tags nr, nrt, ns, nt), of at least two characters."""
    kinds = {"nr": "PER", "nrt": "PER", "ns": "LOC", "nt": "ORG"}
    names: dict[str, list[str]] = {kind: [] for kind in TYPES}
    for line in jieba.get_dict_file():
        word, _, tag = line.decode("utf-8").split()
        if tag in kinds and len(word) > 1 and not (tag == "nr" and len(word) > 3):
            names[kinds[tag]].append(word)
    return names


class Mentions:
    """The names of the training set by type, those of a dictionary, and new ones put together from their parts.

    Most names a reader types were in no training set; a network that only sees known names learns a list.
    """

    PLACE_ENDS = "省市县区镇乡村州"

    def __init__(self, rows: list[dict]) -> None:
        found: dict[str, set[str]] = {kind: set() for kind in TYPES}
        for row in rows:
            for a, b, kind in row["entities"]:
                found[kind].add(row["text"][a:b])
        self.known = {kind: sorted(names) for kind, names in found.items()}
        short = [name for name in self.known["PER"] if len(name) in (2, 3)]
        starts = Counter(name[0] for name in short)
        chinese = [name for name in short if starts[name[0]] >= 5]
        self.surnames = [name[0] for name in chinese]
        self.given = [name[1:] for name in chinese]
        self.foreign = [name for name in self.known["PER"] if len(name) >= 4 and "·" not in name]
        self.stems = [n[:-1] for n in self.known["LOC"] if len(n) == 3 and n[-1] in self.PLACE_ENDS]
        self.places = found["LOC"]
        self.listed = {kind: self.like_known(kind, words) for kind, words in dictionary_names().items()}

    def like_known(self, kind: str, words: list[str]) -> list[str]:
        """Those of `words` that begin like people of the training set, or end like its places and organisations."""
        part = (lambda name: name[:1]) if kind == "PER" else (lambda name: name[-1:])
        counts = Counter(map(part, self.known[kind]))
        return [word for word in words if counts[part(word)] >= 10] or self.known[kind]

    def person(self, rng: random.Random) -> str:
        """An invented person: surname and given name of two people, or the halves of two longer names."""
        if self.foreign and (rng.random() < 0.2 or not self.surnames):
            head, tail = rng.choice(self.foreign), rng.choice(self.foreign)
            return head[: (len(head) + 1) // 2] + tail[len(tail) // 2 :]
        if not self.surnames:
            return rng.choice(self.known["PER"])
        given = rng.choice(self.given)
        if len(given) == 2 and rng.random() < 0.5:
            given = given[0] + rng.choice(self.given)[-1]
        return rng.choice(self.surnames) + given

    def place(self, rng: random.Random) -> str:
        """An invented place: the characters of two stems and the usual ending, or a known place."""
        if not self.stems or rng.random() < 0.5:
            return rng.choice(self.known["LOC"])
        return rng.choice(self.stems)[0] + rng.choice(self.stems)[-1] + rng.choice(self.PLACE_ENDS)

    def organisation(self, rng: random.Random) -> str:
        """A known organisation; one that begins with a known place is moved to another."""
        name = rng.choice(self.known["ORG"])
        for end in range(min(4, len(name) - 2), 1, -1):
            if name[:end] in self.places:
                return self.place(rng) + name[end:]
        return name

    def draw(self, kind: str, rng: random.Random) -> str:
        """A known mention of `kind`, one of the dictionary, or an invented one, equally often."""
        source = rng.randrange(3)
        if source < 2:
            return rng.choice((self.known, self.listed)[source][kind])
        return {"PER": self.person, "LOC": self.place, "ORG": self.organisation}[kind](rng)

    def people(self, rng: random.Random) -> dict:
        """A list of names as newspapers print them: with a mark between them, or none."""
        mark = rng.choice(["、", "、", " ", "", "，"])
        text, entities = "", []
        while len(text) < rng.randint(20, 95):
            name = self.draw("PER", rng)
            entities.append([len(text), len(text) + len(name), "PER"])
            text += name + mark
        return {"text": text, "entities": entities}


def swap_entities(row: dict, mentions: Mentions, probability: float, rng: random.Random) -> dict:
    """A copy of `row` in which some entities are replaced by other mentions of their type."""
    text, parts, entities, position, length = row["text"], [], [], 0, 0
    for a, b, kind in row["entities"]:
        parts.append(text[position:a])
        length += a - position
        mention = mentions.draw(kind, rng) if rng.random() < probability else text[a:b]
        parts.append(mention)
        entities.append([length, length + len(mention), kind])
        length += len(mention)
        position = b
    parts.append(text[position:])
    return {"text": "".join(parts), "entities": entities}
