"""The exported file with its CRF, and decoding as the pipeline does it."""

from pathlib import Path

import numpy as np
import torch
from torch import nn

from ..common.export import export_onnx
from ..common.onnx_eval import median_milliseconds, open_session
from .crf import moves, viterbi
from .features import Vocabulary, fold, grams_of, points_of
from .network import Net
from .tags import TAGS, entities_of

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
    """The network under the name `net`, with which names of weights in the published file begin."""

    def __init__(self, net: Net) -> None:
        super().__init__()
        self.net = net

    def forward(self, characters: torch.Tensor, bigrams: torch.Tensor) -> torch.Tensor:
        return self.net(characters, bigrams)


def write_graph(net: Net, path: Path) -> None:
    """Writes characters int32 [batch, length], bigrams int32 [batch, places, 2] -> emissions [batch, length, 13]."""
    examples = {
        "characters": torch.ones(2, 7, dtype=torch.int32),
        "bigrams": torch.ones(2, 8, 2, dtype=torch.int32),
    }
    free = {0: "batch", 1: "length"}
    export_onnx(
        Exported(net),
        examples,
        "emissions",
        path,
        {"characters": free, "bigrams": {0: "batch", 1: "places"}, "emissions": free},
    )


class Recogniser:
    """The exported file with its CRF: text in, entities (start, end, type) in code points out."""

    def __init__(self, path: Path, net: Net, vocabulary: Vocabulary, buckets: int) -> None:
        self.session, self.vocabulary, self.buckets = open_session(path), vocabulary, buckets
        self.matrix, self.start = (scores.detach().numpy().round(4) for scores in moves(net))
        self.end = np.array([0.0 if t[0] in "OES" else -1e4 for t in TAGS])

    def inputs(self, text: str) -> dict[str, np.ndarray]:
        """The graph's inputs for one sentence."""
        points = points_of(text)
        return {
            "characters": self.vocabulary.encode(points).astype(np.int32)[None],
            "bigrams": grams_of(points, self.buckets).astype(np.int32)[None],
        }

    def emissions(self, text: str) -> np.ndarray:
        """Emissions [length, 13] of one sentence."""
        return self.session.run(None, self.inputs(text))[0][0]

    def find(self, text: str) -> list[tuple[int, int, str]]:
        """Entities of a text, sentence by sentence."""
        found = []
        for a, b in sentences(text):
            tags = viterbi(self.emissions(text[a:b]), self.matrix, self.start, self.end)
            found += [(a + x, a + y, kind) for x, y, kind in entities_of(tags)]
        return found

    def milliseconds(self, length: int) -> float:
        """Median time of the graph for a sentence of `length` characters."""
        return median_milliseconds(self.session, self.inputs("国" * length), 50)
