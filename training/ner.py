"""Trains and exports the named-entity recogniser of the book: people, places and organisations in Chinese text.

Characters and hashed character bigrams go through gated dilated convolutions (van den Oord et al. 2016; Strubell
et al. 2017, arXiv:1702.02098) into a linear-chain CRF (Lafferty et al. 2001). The graph gives the emissions; the
transition matrix ships in the card, and Viterbi runs in the pipeline. Before that the network learns from unlabelled
text: to fill in masked characters, and to cut and tag words as jieba's dictionary does (cf. the word-boundary features
of Zhang and Yang 2018, arXiv:1805.02023), so that 350,000 words are known without a dictionary in the browser.

    python -m training.ner            # pre-train, train, export, evaluate, write the card
    python -m training.ner --smoke    # seconds, on generated sentences, no data set needed
"""

import copy
import gzip
import json
import random
import re
import subprocess
from collections import Counter
from collections.abc import Iterator
from concurrent.futures import ProcessPoolExecutor
from dataclasses import dataclass, replace
from pathlib import Path

import jieba
import jieba.posseg
import numpy as np
import onnx
import onnxruntime
import torch
import torch.nn.functional as F
from torch import nn

from .common.card import hardware, software, write_card
from .common.export import export_onnx
from .common.metrics import bootstrap, metric, wilson
from .common.onnx_eval import median_milliseconds, open_session
from .common.paths import ROOT, data_dir, model_dir
from .common.run import Run, autocast, pick_device, set_seed
from .common.settings import parse_settings

TYPES = ["PER", "LOC", "ORG"]
TAGS = ["O"] + [f"{part}-{kind}" for kind in TYPES for part in "BIES"]
# jieba's parts of speech that are told apart: by their first letter, x for what is left, and names of all kinds
SPEECH = [*"xnvamtdpcufrqjse", "nr", "nrt", "ns", "nt", "nz"]
CHINESE = {"PER": "人名", "LOC": "地名", "ORG": "机构名"}
ENGLISH = {"PER": "person", "LOC": "place", "ORG": "organisation"}
SENTENCES = ROOT / "tests" / "fixtures" / "ner-sentences.txt"
PAD, UNKNOWN, MASK = 0, 1, 2  # character ids; real characters start at FIRST
FIRST = 3

DATA = [
    {
        "name": "MSRA NER（SIGHAN 2006）",
        "records": "官方train的90%，45,586句，其余10%作开发集",
        "licence": "来源仓库没有写明；第三届SIGHAN评测语料，供研究使用（据一般了解，未能核实）",
        "permits": "研究与教学；商用前请自行确认",
        "attribution": "Levow 2006, The Third International Chinese Language Processing Bakeoff; MSRA",
    },
    {
        "name": "Universal NER（UNER_Chinese-GSDSIMP）",
        "records": "train 3,997句",
        "licence": "CC BY-SA 4.0",
        "permits": "署名并以相同方式共享后可以使用、修改和商用",
        "attribution": "Mayhew et al., Universal NER, NAACL 2024; UD_Chinese-GSDSimp",
    },
    {
        "name": "CMRC 2018与DRCD的段落（预训练，无标注）",
        "records": "3,104段，约145万字",
        "licence": "CC BY-SA 4.0与CC BY-SA 3.0",
        "permits": "署名并以相同方式共享后可以使用、修改和商用",
        "attribution": "Cui et al., CMRC 2018; Shao et al., DRCD, Delta Electronics",
    },
    {
        "name": "THUCNews短标题（预训练，无标注）",
        "records": "train的89,736条标题",
        "licence": "供研究使用（据一般了解，未能核实）",
        "permits": "研究与教学；商用前请自行确认",
        "attribution": "清华大学自然语言处理实验室，THUCTC",
    },
    {
        "name": "jieba的词典（给预训练文本切词和标注词性，训练时换用其中的名字）",
        "records": "约35万词",
        "licence": "MIT",
        "permits": "保留版权声明后可以使用、修改和商用",
        "attribution": "Sun Junyi, jieba 0.42.1",
    },
]
PUBLISHED = [
    {"model": model, "metric": "f1", "value": value, "trainedOn": data, "source": source}
    for model, value, data, source in [
        ("字符级BiLSTM-CRF", 0.888, "MSRA train，完整的test", "Zhang & Yang 2018中的基线（据一般了解）"),
        (
            "Lattice LSTM",
            0.9318,
            "MSRA train与大规模预训练字词向量，完整的test",
            "Zhang & Yang 2018, arXiv:1805.02023",
        ),
        ("BERT", 0.95, "预训练后在MSRA train上微调，完整的test", "约数（据一般了解）"),
        ("XLM-R Large", 0.894, "UNER train，完整的UNER test", "Mayhew et al. 2024, arXiv:2311.09122"),
    ]
]


@dataclass(frozen=True)
class Settings:
    """Settings of the named-entity recogniser."""

    char_dim: int = 64
    gram_dim: int = 16
    buckets: int = 49152
    width: int = 160
    dilations: str = "1,2,4,8,1"
    dropout: float = 0.3
    min_count: int = 3
    pretrain_epochs: int = 2
    epochs: int = 14
    tokens: int = 4096  # characters in a batch, padding included
    lr: float = 2e-3
    pretrain_lr: float = 3e-3
    fill_weight: float = 0.5  # of the loss on masked characters, beside that on words
    weight_decay: float = 0.02
    swap: float = 0.35  # probability that an entity is replaced by another of its type, known or invented
    lists: float = 0.02  # lists of names added, as a part of the training rows
    blank: float = 0.05  # probability that a character is hidden
    blank_gram: float = 0.15  # probability that a bigram is hidden: rare ones invite learning by heart
    uner_weight: int = 2
    ema: float = 0.999
    seed: int = 1
    device: str = "auto"
    run: str = "ner"
    resume: bool = False
    smoke: bool = False


# ---------------------------------------------------------------- text to numbers


def fold(point: int) -> int:
    """Code point as the model sees it: half-width, lower case, every digit 0, every blank, emoji or half
    surrogate pair a space."""
    if 0xFF01 <= point <= 0xFF5E:
        point -= 0xFEE0
    if point in (9, 10, 13, 160, 0x3000) or 0xD800 <= point <= 0xDFFF or 0x1F000 <= point <= 0x1FFFF:
        return 32
    if 48 <= point <= 57:
        return 48
    if 65 <= point <= 90:
        return point + 32
    return point


def hash_pair(a: np.ndarray, b: np.ndarray, seed: int, buckets: int) -> np.ndarray:
    """Buckets 1..buckets-1 of pairs of code points; wrapping 32-bit arithmetic, the same in pipeline.ts."""
    with np.errstate(over="ignore"):
        h = a.astype(np.uint32) * np.uint32(0x9E3779B1) + b.astype(np.uint32) * np.uint32(0x85EBCA6B)
        h = h + np.uint32(seed) * np.uint32(0xC2B2AE35)
        h = (h ^ (h >> np.uint32(15))) * np.uint32(0x2C1B3C6D)
        h = (h ^ (h >> np.uint32(12))) * np.uint32(0x297A2D39)
        h = h ^ (h >> np.uint32(15))
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
        counts = Counter(chr(fold(ord(c))) for text in texts for c in text)
        return cls(
            "".join(c for c, n in sorted(counts.items(), key=lambda x: (-x[1], x[0])) if n >= min_count)
        )

    def encode(self, points: np.ndarray) -> np.ndarray:
        return np.array([self.ids.get(p, UNKNOWN) for p in points.tolist()], dtype=np.int64)


# ---------------------------------------------------------------- the network


def drop(x: torch.Tensor, probability: float, training: bool) -> torch.Tensor:
    """Dropout of whole channels of a sentence [n, t, c] (variational: Gal and Ghahramani 2016), cheap to draw."""
    if not training or probability == 0:
        return x
    keep = torch.rand(x.shape[0], 1, x.shape[2], device=x.device) >= probability
    return x * (keep / (1 - probability)).to(x.dtype)


class Block(nn.Module):
    """x + gated convolution of three positions, `dilation` apart: [n, t, c] -> [n, t, c]."""

    def __init__(self, width: int, dilation: int) -> None:
        super().__init__()
        self.dilation = dilation
        self.norm = nn.LayerNorm(width)
        self.mix = nn.Linear(3 * width, 2 * width)

    def forward(self, x: torch.Tensor, mask: torch.Tensor, dropout: float) -> torch.Tensor:
        y = drop(self.norm(x), dropout, self.training) * mask
        y = F.pad(y, (0, 0, self.dilation, self.dilation))
        t = x.shape[1]
        y = torch.cat([y[:, i * self.dilation :][:, :t] for i in range(3)], dim=2)
        value, gate = self.mix(y).chunk(2, dim=2)
        return x + value * torch.sigmoid(gate)


class Net(nn.Module):
    """Characters int64 [n, t] (0 is padding) and bigrams int64 [n, t + 1, 2] -> emissions [n, t, 13]."""

    def __init__(self, s: Settings, characters: int) -> None:
        super().__init__()
        self.dropout = s.dropout
        self.chars = nn.Embedding(characters, s.char_dim)
        self.grams = nn.Embedding(s.buckets, s.gram_dim)
        nn.init.normal_(self.chars.weight, std=0.5)
        nn.init.normal_(self.grams.weight, std=0.5)
        self.enter = nn.Linear(s.char_dim + 2 * s.gram_dim, s.width)
        self.blocks = nn.ModuleList(Block(s.width, int(d)) for d in s.dilations.split(","))
        self.norm = nn.LayerNorm(s.width)
        self.tags = nn.Linear(s.width, len(TAGS))
        self.fill = nn.Linear(s.width, s.char_dim)  # for pre-training only; not exported
        self.fill_bias = nn.Parameter(torch.zeros(characters))
        self.fill_words = nn.Linear(s.width, 4 * len(SPEECH))
        self.transitions = nn.Parameter(torch.zeros(len(TAGS), len(TAGS)))
        self.start = nn.Parameter(torch.zeros(len(TAGS)))

    def body(self, chars: torch.Tensor, grams: torch.Tensor) -> torch.Tensor:
        mask = (chars != PAD).unsqueeze(2).float()
        pairs = self.grams(grams).sum(2)
        x = torch.cat([self.chars(chars), pairs[:, :-1], pairs[:, 1:]], dim=2)
        x = self.enter(drop(x, self.dropout, self.training)) * mask
        for block in self.blocks:
            x = block(x, mask, self.dropout)
        return drop(self.norm(x), self.dropout, self.training)

    def forward(self, chars: torch.Tensor, grams: torch.Tensor) -> torch.Tensor:
        return self.tags(self.body(chars, grams))


# ---------------------------------------------------------------- the CRF


def allowed() -> tuple[np.ndarray, np.ndarray]:
    """Which tag may follow which (BIES), bool [13, 13] from row to column, and which may start, bool [13].

    A sentence may stop anywhere: texts are cut into windows.
    """

    def ok(a: str, b: str) -> bool:
        opened = a[0] in "BI"
        return b[0] in "IE" and a[1:] == b[1:] if opened else b[0] in "BSO"

    return np.array([[ok(a, b) for b in TAGS] for a in TAGS]), np.array([t[0] in "BSO" for t in TAGS])


_ALLOWED, _START = allowed()
_FORBIDDEN = torch.from_numpy(np.where(_ALLOWED, 0.0, -1e4).astype(np.float32))
_FORBIDDEN_START = torch.from_numpy(np.where(_START, 0.0, -1e4).astype(np.float32))


def crf_loss(net: Net, emissions: torch.Tensor, tags: torch.Tensor, lengths: torch.Tensor) -> torch.Tensor:
    """Mean negative log likelihood per sentence of tags [n, t]; by the forward algorithm."""
    e = emissions.float()
    t = e.shape[1]
    matrix = net.transitions + _FORBIDDEN.to(e.device)
    start = net.start + _FORBIDDEN_START.to(e.device)
    inside = torch.arange(t, device=e.device) < lengths[:, None]
    score = (e.gather(2, tags[:, :, None]).squeeze(2) * inside).sum(1) + start[tags[:, 0]]
    score = score + (matrix[tags[:, :-1], tags[:, 1:]] * inside[:, 1:]).sum(1)
    alpha, factor = start + e[:, 0], matrix.exp()
    for i in range(1, t):
        top = alpha.amax(1, keepdim=True).detach()
        step = ((alpha - top).exp() @ factor).clamp_min(1e-30).log() + top + e[:, i]
        alpha = torch.where(inside[:, i, None], step, alpha)
    return (alpha.logsumexp(1) - score).mean()


def viterbi(
    emissions: np.ndarray, matrix: np.ndarray, start: np.ndarray, end: np.ndarray | float = 0.0
) -> np.ndarray:
    """The best tags [t] of emissions [t, 13] (Viterbi 1967); forbidden moves are very negative in `matrix`."""
    score, back = start + emissions[0], []
    for row in emissions[1:]:
        total = score[:, None] + matrix
        back.append(total.argmax(0))
        score = total.max(0) + row
    path = [int((score + end).argmax())]
    for pointers in reversed(back):
        path.append(int(pointers[path[-1]]))
    return np.array(path[::-1])


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


# ---------------------------------------------------------------- data


def read_rows(name: str, split: str) -> list[dict]:
    """Rows {"text", "entities"} of a data set and split."""
    path = data_dir(name) / f"{split}.jsonl.gz"
    if path.exists():
        with gzip.open(path, "rt", encoding="utf-8") as file:
            return [json.loads(line) for line in file]
    with path.with_suffix("").open(encoding="utf-8") as file:
        return [json.loads(line) for line in file]


def read_texts(name: str, file: str) -> list[str]:
    """Lines of an unlabelled gzip text file."""
    with gzip.open(data_dir(name) / file, "rt", encoding="utf-8") as lines:
        return [line.strip() for line in lines if line.strip()]


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


class Encoded:
    """Sentences as arrays, ready for batches."""

    def __init__(self, rows: list[dict], vocabulary: Vocabulary, buckets: int) -> None:
        self.points = [points_of(row["text"]) for row in rows]
        self.chars = [vocabulary.encode(p) for p in self.points]
        self.grams = [grams_of(p, buckets) for p in self.points]
        self.tags = [
            tags_of(len(p), row.get("entities", [])) for p, row in zip(self.points, rows, strict=True)
        ]

    def batch(self, index: list[int]) -> tuple[torch.Tensor, torch.Tensor, torch.Tensor, torch.Tensor]:
        """Characters [n, t], bigrams [n, t + 1, 2], tags [n, t] and lengths [n] of the chosen sentences."""
        lengths = np.array([len(self.chars[i]) for i in index])
        n, t = len(index), int(lengths.max())
        chars, tags = np.zeros((n, t), np.int64), np.zeros((n, t), np.int64)
        grams = np.zeros((n, t + 1, 2), np.int64)
        for row, i in enumerate(index):
            k = lengths[row]
            chars[row, :k], tags[row, :k], grams[row, : k + 1] = self.chars[i], self.tags[i], self.grams[i]
        return tuple(torch.from_numpy(a) for a in (chars, grams, tags, lengths))

    def batches(self, tokens: int, rng: random.Random | None) -> Iterator[list[int]]:
        """Indices of sentences of like length, at most `tokens` characters a batch with padding."""
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
        return iter(groups)


def hide(chars: torch.Tensor, grams: torch.Tensor, chosen: torch.Tensor) -> tuple[torch.Tensor, torch.Tensor]:
    """Replaces the chosen characters by MASK and the bigrams they are part of by bucket 0."""
    chars = torch.where(chosen, MASK, chars)
    touched = F.pad(chosen, (1, 0)) | F.pad(chosen, (0, 1))
    return chars, grams.masked_fill(touched.unsqueeze(2), 0)


def words_of(text: str) -> np.ndarray:
    """Targets int64 [length] of jieba's words: four places in the word (BIES) for every part of speech."""
    jieba.setLogLevel(jieba.logging.WARNING)
    targets: list[int] = []
    for word, flag in jieba.posseg.cut(text):
        kind = flag if flag in SPEECH else flag[:1]
        base = 4 * (SPEECH.index(kind) if kind in SPEECH else 0)
        targets += [base + 3] if len(word) == 1 else [base, *[base + 1] * (len(word) - 2), base + 2]
    return np.array(targets, dtype=np.int64)


def split_text(text: str, limit: int = 100) -> list[str]:
    return [text[i : i + limit] for i in range(0, len(text), limit) if len(text[i : i + limit]) > 4]


# ---------------------------------------------------------------- pre-training and training


def schedule(step: int, total: int) -> float:
    """Linear warm-up over the first 5 %, then a cosine down to 2 %."""
    warm = max(1, total // 20)
    if step < warm:
        return (step + 1) / warm
    return 0.02 + 0.98 * 0.5 * (1 + np.cos(np.pi * (step - warm) / max(1, total - warm)))


def parameter_groups(net: Net, lr: float, decay: float) -> list[dict]:
    """Weight decay for matrices only, not for tables, biases and norms."""
    matrices = [p for n, p in net.named_parameters() if n.endswith(("mix.weight", "enter.weight"))]
    others = [p for p in net.parameters() if not any(p is q for q in matrices)]
    return [
        {"params": matrices, "weight_decay": decay, "lr": lr},
        {"params": others, "weight_decay": 0.0, "lr": lr},
    ]


def pretrain(s: Settings, run: Run, net: Net, vocabulary: Vocabulary, texts: list[str]) -> None:
    """Masked characters (15 %, hidden with their bigrams), and words with their parts of speech as jieba has them."""
    device = next(net.parameters()).device
    net.dropout = 0.1
    data = Encoded([{"text": t} for t in texts], vocabulary, s.buckets)
    with ProcessPoolExecutor() as pool:
        data.tags = list(pool.map(words_of, texts, chunksize=500))
    run.log(texts=len(texts), characters=sum(map(len, texts)))
    optimiser = torch.optim.AdamW(parameter_groups(net, s.pretrain_lr, s.weight_decay), betas=(0.9, 0.98))
    per_epoch = sum(1 for _ in data.batches(s.tokens, random.Random(0)))
    step, first = 0, 0
    if s.resume and (state := run.load("pretrain")):
        net.load_state_dict(state["net"])
        optimiser.load_state_dict(state["optimiser"])
        first, step = state["epoch"], state["step"]
    for epoch in range(first, s.pretrain_epochs):
        net.train()
        rng = random.Random(s.seed * 100 + epoch)
        losses = []
        for index in data.batches(s.tokens, rng):
            chars, grams, words, _ = (a.to(device) for a in data.batch(index))
            inside = chars != PAD
            chosen = (torch.rand(chars.shape, device=device) < 0.15) & inside
            hidden, pairs = hide(chars, grams, chosen)
            for group in optimiser.param_groups:
                group["lr"] = s.pretrain_lr * schedule(step, s.pretrain_epochs * per_epoch)
            with autocast(device):
                seen = net.body(hidden, pairs)
                logits = net.fill(seen[chosen]) @ net.chars.weight.T + net.fill_bias
                spoken = net.fill_words(seen[inside])
            losses.append(
                [
                    F.cross_entropy(logits.float(), chars[chosen], ignore_index=UNKNOWN),
                    F.cross_entropy(spoken.float(), words[inside]),
                ]
            )
            loss = s.fill_weight * losses[-1][0] + losses[-1][1]
            optimiser.zero_grad(set_to_none=True)
            loss.backward()
            nn.utils.clip_grad_norm_(net.parameters(), 1.0)
            optimiser.step()
            losses[-1] = [part.item() for part in losses[-1]]
            step += 1
            if step % 200 == 0:
                filling, cutting = np.mean(losses[-200:], axis=0).tolist()
                run.log(
                    pretrain_step=step, of=s.pretrain_epochs * per_epoch, filling=filling, cutting=cutting
                )
        run.save(
            "pretrain", net=net.state_dict(), optimiser=optimiser.state_dict(), epoch=epoch + 1, step=step
        )


def f1(counts: np.ndarray) -> float:
    """F1 of counts [right, predicted, true]."""
    return float(2 * counts[0] / max(1, counts[1] + counts[2]))


def count_entities(predicted: list, truth: list) -> np.ndarray:
    """Counts [right, predicted, true] of exact matches (start, end, type)."""
    a, b = set(map(tuple, predicted)), set(map(tuple, truth))
    return np.array([len(a & b), len(a), len(b)])


@torch.no_grad()
def evaluate(net: Net, data: Encoded, rows: list[dict]) -> tuple[float, np.ndarray]:
    """Micro F1 and counts [n, 3] of `rows`."""
    net.eval()
    device = next(net.parameters()).device
    matrix = (net.transitions + _FORBIDDEN.to(device)).cpu().numpy()
    start = (net.start + _FORBIDDEN_START.to(device)).cpu().numpy()
    counts = np.zeros((len(rows), 3), dtype=np.int64)
    for index in data.batches(8192, None):
        chars, grams, _, lengths = data.batch(index)
        emissions = net(chars.to(device), grams.to(device)).float().cpu().numpy()
        for i, e, k in zip(index, emissions, lengths.tolist(), strict=True):
            found = entities_of(viterbi(e[:k], matrix, start))
            counts[i] = count_entities(found, rows[i]["entities"])
    return f1(counts.sum(0)), counts


def train(s: Settings, run: Run, net: Net, vocabulary: Vocabulary, sets: dict[str, list[dict]]) -> Net:
    """Trains with the CRF loss on sets["train"], watching sets["dev*"]; returns the moving average."""
    device = next(net.parameters()).device
    net.dropout = s.dropout
    rows = sets["train"]
    mentions = Mentions(rows)
    devs = {name: (Encoded(r, vocabulary, s.buckets), r) for name, r in sets.items() if name != "train"}

    optimiser = torch.optim.AdamW(parameter_groups(net, s.lr, s.weight_decay), betas=(0.9, 0.98))
    average = copy.deepcopy(net)
    first, step, total = 0, 0, None
    if s.resume and (state := run.load("train")):
        net.load_state_dict(state["net"])
        average.load_state_dict(state["average"])
        optimiser.load_state_dict(state["optimiser"])
        first, step, total = state["epoch"], state["step"], state["total"]
    for epoch in range(first, s.epochs):
        rng = random.Random(s.seed * 1000 + epoch)
        torch.manual_seed(s.seed * 1000 + epoch)
        varied = [swap_entities(row, mentions, s.swap, rng) for row in rows]
        varied += [mentions.people(rng) for _ in range(round(s.lists * len(rows)))]
        data = Encoded(varied, vocabulary, s.buckets)
        groups = list(data.batches(s.tokens, rng))
        total = total or len(groups) * s.epochs
        net.train()
        losses = []
        for index in groups:
            chars, grams, tags, lengths = (a.to(device) for a in data.batch(index))
            chars, grams = hide(
                chars, grams, (torch.rand(chars.shape, device=device) < s.blank) & (chars != PAD)
            )
            grams = grams.masked_fill(
                torch.rand(grams.shape[:2], device=device).unsqueeze(2) < s.blank_gram, 0
            )
            for group in optimiser.param_groups:
                group["lr"] = s.lr * schedule(step, total)
            with autocast(device):
                emissions = net(chars, grams)
            loss = crf_loss(net, emissions, tags, lengths)
            optimiser.zero_grad(set_to_none=True)
            loss.backward()
            nn.utils.clip_grad_norm_(net.parameters(), 5.0)
            optimiser.step()
            step += 1
            keep = min(s.ema, step / (step + 20))
            with torch.no_grad():
                for a, b in zip(average.parameters(), net.parameters(), strict=True):
                    a.lerp_(b, 1 - keep)
            losses.append(loss.item())
        scores = {name: evaluate(average, *dev)[0] for name, dev in devs.items()}
        run.log(epoch=epoch + 1, loss=float(np.mean(losses)), **scores)
        run.save(
            "train",
            net=net.state_dict(),
            average=average.state_dict(),
            optimiser=optimiser.state_dict(),
            epoch=epoch + 1,
            step=step,
            total=total,
        )
    return average


# ---------------------------------------------------------------- decoding as the pipeline does it


ENDS, CLOSERS = set("。！？!?；;…\n\r"), set("”’』」）)】》\"'")


def sentences(text: str) -> list[tuple[int, int]]:
    """Sentences [start, end) of a text, cut after 。！？；… and line ends, without blanks around."""
    found, start, ended = [], 0, False
    for i, c in enumerate(text):
        if ended and c not in ENDS and c not in CLOSERS:
            found.append((start, i))
            start, ended = i, False
        ended = ended or c in ENDS
    found.append((start, len(text)))
    trimmed = []
    for a, b in found:
        solid = [i for i in range(a, b) if fold(ord(text[i])) != 32]
        if solid:
            trimmed.append((solid[0], solid[-1] + 1))
    return trimmed


class Exported(nn.Module):
    """The network without what only pre-training and the CRF need; int32 inputs."""

    def __init__(self, net: Net) -> None:
        super().__init__()
        self.net = net

    def forward(self, characters: torch.Tensor, bigrams: torch.Tensor) -> torch.Tensor:
        return self.net(characters, bigrams)


class Recogniser:
    """The exported file with its CRF: text in, entities (start, end, type) in code points out."""

    def __init__(self, path: Path, net: Net, vocabulary: Vocabulary, buckets: int) -> None:
        self.session, self.vocabulary, self.buckets = open_session(path), vocabulary, buckets
        self.matrix = (net.transitions.detach() + _FORBIDDEN).numpy().round(4)
        self.start = (net.start.detach() + _FORBIDDEN_START).numpy().round(4)
        self.end = np.array([0.0 if t[0] in "OES" else -1e4 for t in TAGS])

    def emissions(self, text: str) -> np.ndarray:
        points = points_of(text)
        chars = self.vocabulary.encode(points).astype(np.int32)[None]
        grams = grams_of(points, self.buckets).astype(np.int32)[None]
        return self.session.run(None, {"characters": chars, "bigrams": grams})[0][0]

    def find(self, text: str) -> list[tuple[int, int, str]]:
        found = []
        for a, b in sentences(text):
            tags = viterbi(self.emissions(text[a:b]), self.matrix, self.start, self.end)
            found += [(a + x, a + y, kind) for x, y, kind in entities_of(tags)]
        return found

    def milliseconds(self, length: int) -> float:
        points = points_of("国" * length)
        return median_milliseconds(
            self.session,
            {
                "characters": self.vocabulary.encode(points).astype(np.int32)[None],
                "bigrams": grams_of(points, self.buckets).astype(np.int32)[None],
            },
            50,
        )


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


def rule_entities(texts: list[str]) -> list[list[tuple[int, int, str]]]:
    """What the rules of src/demos/ner/rules.ts find, by Node; offsets in code points."""
    program = """
        import { readFileSync } from 'node:fs';
        import { findByRules } from './src/demos/ner/rules.ts';
        for (const text of JSON.parse(readFileSync(0, 'utf8'))) {
          const points = (i) => [...text.slice(0, i)].length;
          const found = findByRules(text).map((e) => [points(e.start), points(e.end), e.type]);
          console.log(JSON.stringify(found));
        }
    """
    node = ROOT / "node_modules" / ".bin" / "node"
    done = subprocess.run(
        [str(node), "--input-type=module", "-e", program],
        input=json.dumps(texts),
        capture_output=True,
        text=True,
        check=True,
        cwd=ROOT,
    )
    return [[tuple(e) for e in json.loads(line)] for line in done.stdout.splitlines()]


def f1_metrics(predicted: list[list], rows: list[dict], split: str, note: str = "") -> list[dict]:
    """Entity-level precision, recall and F1 with bootstrap intervals over sentences, and F1 of each type."""
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
        right, found, true = counts.sum(0)

        def score(index: np.ndarray, counts: np.ndarray = counts) -> float:
            return f1(counts[index].sum(0))

        name = f"f1:{kind}" if kind else "f1"
        interval = bootstrap(score, len(rows))
        result.append(metric(name, split, f1(counts.sum(0)), interval, int(true), note or None))
        if kind is None and not note:
            result.append(metric("precision", split, right / max(1, found), wilson(right, found), int(found)))
            result.append(metric("recall", split, right / max(1, true), wilson(right, true), int(true)))
    return result


# ---------------------------------------------------------------- own sentences, card


def own_sentences() -> list[dict]:
    """Rows {"text", "entities"} of tests/fixtures/ner-sentences.txt, where an entity is [text|type] (type O: none)."""
    rows = []
    for line in SENTENCES.read_text(encoding="utf-8").splitlines():
        text, entities = "", []
        for plain, marked, kind in re.findall(r"([^\[]+)|\[([^|\]]+)\|(\w+)\]", line):
            if marked and kind != "O":
                entities.append([len(text), len(text) + len(marked), kind])
            text += plain or marked
        rows.append({"text": text, "entities": entities})
    return rows


def describe(text: str, entities: list) -> str:
    names = "、".join(f"「{text[a:b]}」{CHINESE[kind]}" for a, b, kind in sorted(map(tuple, entities)))
    return names or "没有实体"


def failures_of(rows: list[dict], predicted: list[list]) -> list[dict]:
    failures = []
    for row, found in zip(rows, predicted, strict=True):
        missed = set(map(tuple, row["entities"])) - set(found)
        extra = set(found) - set(map(tuple, row["entities"]))
        if not missed and not extra:
            continue
        if any(a < y and x < b for a, b, _ in missed for x, y, _ in extra):
            same = any((a, b) == (x, y) for a, b, _ in missed for x, y, _ in extra)
            why = "边界对，类型错" if same else "认出了实体，边界不对"
        else:
            why = "漏掉了训练数据里少见的写法" if missed else "把普通的词当成了实体"
        failures.append(
            {
                "input": row["text"],
                "expected": describe(row["text"], row["entities"]),
                "predicted": describe(row["text"], found),
                "why": why,
            }
        )
    return failures[:12]


def generated(n: int, seed: int) -> list[dict]:
    """Sentences put together from few names and phrases, for the smoke run."""
    rng = random.Random(seed)
    names = {
        "PER": ["王小明", "李四", "欧阳文"],
        "LOC": ["北京", "长江", "四川省"],
        "ORG": ["大河公司", "红星小学"],
    }
    rows = []
    for _ in range(n):
        text, entities = "", []
        for _ in range(rng.randint(1, 4)):
            text += rng.choice(["我在", "看见", "，后来到了", "今天去", "他说"])
            if rng.random() < 0.7:
                kind = rng.choice(TYPES)
                name = rng.choice(names[kind])
                entities.append([len(text), len(text) + len(name), kind])
                text += name
        rows.append({"text": text + "。", "entities": entities})
    return rows


def publish(s: Settings, run: Run, net: Net, vocabulary: Vocabulary, seconds: float) -> None:
    """Exports the network, evaluates the file and writes the card."""
    folder = run.folder if s.smoke else model_dir("ner")
    path = folder / "model.onnx"
    free = {0: "batch", 1: "length"}
    examples = {
        "characters": torch.ones(2, 7, dtype=torch.int32),
        "bigrams": torch.ones(2, 8, 2, dtype=torch.int32),
    }
    net = net.cpu().eval()
    export_onnx(
        Exported(net),
        examples,
        "emissions",
        path,
        {"characters": free, "bigrams": {0: "batch", 1: "places"}, "emissions": free},
    )
    recogniser = Recogniser(path, net, vocabulary, s.buckets)

    metrics: list[dict] = []
    sets = [("自造句子", generated(40, 5))]
    if not s.smoke:
        sets = [
            ("MSRA dev（官方train的10%）", read_rows("msra-ner", "dev")),
            ("UNER dev", read_rows("uner-zh", "dev")),
            ("MSRA test的一半", read_rows("msra-ner", "test")),
            ("UNER test的一半", read_rows("uner-zh", "test")),
        ]
    confusion: dict = {}
    for split, rows in sets:
        found = [recogniser.find(row["text"]) for row in rows]
        metrics += f1_metrics(found, rows, split)
        run.log(split=split, f1=metrics[-6]["value"])
        if s.smoke or split.startswith("MSRA test"):
            confusion = confusion_of(found, rows, split)
    failures: list[dict] = []
    if not s.smoke:
        for split, rows in sets[2:]:
            note = "对照：姓氏表、后缀表与地名表的规则（src/demos/ner/rules.ts）"
            metrics += f1_metrics(rule_entities([row["text"] for row in rows]), rows, split, note)
        own = own_sentences()
        found = [recogniser.find(row["text"]) for row in own]
        metrics += f1_metrics(found, own, "自编句子")[:1]
        failures = failures_of(own, found)
        parity = [
            {
                "text": row["text"],
                "entities": sorted(e),
                "emissions": [
                    [round(float(v), 4) for v in place]
                    for a, b in sentences(row["text"])
                    for place in recogniser.emissions(row["text"][a:b])
                ],
            }
            for row, e in zip(own, found, strict=True)
        ]
        lines = [json.dumps(p, ensure_ascii=False, separators=(",", ":")) for p in parity]
        fixture = ROOT / "tests" / "fixtures" / "ner.logits.json"
        fixture.write_text("[\n" + ",\n".join(lines) + "\n]\n", encoding="utf-8")

    shipped = sum(p.numel() for n, p in net.named_parameters() if not n.startswith("fill"))
    card = {
        "id": "ner",
        "version": "1.0.0",
        "task": "token-classification",
        "title": "中文命名实体识别",
        "summary": "在中文文本里标出人名、地名和机构名，并给出每一处的概率。",
        "architecture": (
            f"字向量（{s.char_dim}维）与散列的二元字组向量（{s.buckets}桶，{s.gram_dim}维），"
            f"{len(s.dilations.split(','))}层门控空洞卷积（宽{s.width}，间隔{s.dilations.replace(',', '、')}），"
            "线性链CRF；int8权重、float32计算"
        ),
        "parameters": shipped,
        "labels": [{"id": t, "zh": CHINESE[t], "en": ENGLISH[t]} for t in TYPES],
        "preprocessing": {
            "vocabulary": vocabulary.characters,
            "buckets": s.buckets,
            "window": 160,
            "overlap": 40,
            "tags": TAGS,
            "transitions": [[round(float(v), 4) for v in row] for row in recogniser.matrix],
            "start": [round(float(v), 4) for v in recogniser.start],
            "end": recogniser.end.tolist(),
        },
        "training": {
            "data": DATA,
            "command": "python -m training.ner",
            "seed": s.seed,
            "seconds": round(seconds, 1),
            "hardware": hardware(pick_device(s.device)),
            "software": software(torch, jieba, onnx, onnxruntime, np),
            "recipe": [
                f"预训练：遮住15%的字（连同其二元字组）再预测，并预测jieba切出的词界和词性，{s.pretrain_epochs}轮，"
                f"AdamW，学习率{s.pretrain_lr}",
                f"训练：CRF的负对数似然，{s.epochs}轮，AdamW，学习率{s.lr}，预热后余弦下降，权重滑动平均{s.ema}",
                f"增强：每个实体以{s.swap}的概率换成同类的另一个（训练集里的、词典里的，或者用几个名字的部件拼成的），"
                f"另加{s.lists:.0%}的人名列表；{s.blank}的字和{s.blank_gram}的二元字组被遮住；UNER重复{s.uner_weight}遍",
                f"随机失活{s.dropout}（整句同一批通道）；每批约{s.tokens}字，长度相近的句子放在一起",
                "字先归一：全角转半角，小写，数字都记作0；训练集中少于3次的字算作未知",
            ],
        },
        "metrics": metrics,
        "confusion": confusion,
        "published": PUBLISHED,
        "limitations": [
            "只标人名、地名、机构名三类，不标时间、产品和作品；代词和职务不算。",
            "训练文本以1998年前后的新闻和维基百科为主，新公司、新人名和网络用语容易漏掉或标错。",
            "嵌套的名字只取一层：「北京大学第一医院」是一个机构，里面的「北京」不另标。",
            "两套标注的口径不同（例如「地名＋机构」是否合为一个机构），模型只能折中。",
            "整篇文章逐句处理，不会用前文出现过的全名去认后文的简称。",
            "繁体字和古文没有单独测过。",
        ],
        "failures": failures,
        "licence": "权重由本项目训练，随本书代码的许可证发布；MSRA语料限于研究，商用前请自行确认。",
    }
    write_card(folder, card)
    run.log(bytes=path.stat().st_size, milliseconds_100=recogniser.milliseconds(100), failures=len(failures))


def main(s: Settings) -> None:
    if s.smoke:
        s = replace(
            s,
            epochs=2,
            pretrain_epochs=1,
            tokens=600,
            buckets=1024,
            width=32,
            min_count=1,
            run=s.run + "-smoke",
        )
    run = Run(s.run)
    set_seed(s.seed)
    device = pick_device(s.device)
    if s.smoke:
        msra, uner, sets = generated(200, 0), generated(20, 1), {"dev": generated(40, 2)}
    else:
        msra, uner = read_rows("msra-ner", "train"), read_rows("uner-zh", "train")
        sets = {"dev_msra": read_rows("msra-ner", "dev"), "dev_uner": read_rows("uner-zh", "dev")}
    texts = [row["text"] for row in msra + uner]
    vocabulary = Vocabulary.build(texts, s.min_count)
    net = Net(s, len(vocabulary)).to(device)
    run.log(
        characters=len(vocabulary),
        parameters=sum(p.numel() for n, p in net.named_parameters() if not n.startswith("fill")),
    )
    if s.pretrain_epochs:
        if not s.smoke:
            for name in ("cmrc2018-contexts.txt.gz", "drcd-contexts.txt.gz"):
                texts += read_texts("zh-text", name)
            texts += [line.split("\t")[0] for line in read_texts("thucnews", "train.tsv.gz")]
        pretrain(s, run, net, vocabulary, [part for text in texts for part in split_text(text)])
    average = train(s, run, net, vocabulary, {"train": msra + uner * s.uner_weight, **sets})
    publish(s, run, average, vocabulary, run.seconds)


if __name__ == "__main__":
    main(parse_settings(Settings))
