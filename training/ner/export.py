"""The exported file with its CRF, and decoding as the pipeline does it."""

from pathlib import Path

import numpy as np
import onnx
import torch
from onnx import TensorProto, helper, numpy_helper
from torch import nn

from ..common.export import export_onnx
from ..common.onnx_eval import median_milliseconds, open_session
from .crf import certainties, moves, viterbi
from .features import Vocabulary, fold, grams_of, points_of
from .lexicon import LENGTHS, NONE, PROBES, RANGE, Lexicon, places_of, states_of
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
    """The network, with the lexicon's table before it."""

    def __init__(self, net: Net, lexicon: Lexicon) -> None:
        super().__init__()
        self.net = net
        self.register_buffer("lexicon", torch.from_numpy(lexicon.table.astype(np.int32)))

    def forward(self, characters: torch.Tensor, bigrams: torch.Tensor, words: torch.Tensor) -> torch.Tensor:
        sums = self.lexicon[words].sum(-1, dtype=torch.int32) % RANGE
        return self.net(characters, bigrams, sums.clamp(max=NONE))


def narrow_lexicon(model: onnx.ModelProto) -> None:
    """Stores the lexicon's table as uint16, half of what it was, and widens what is looked up in it."""
    graph = model.graph
    table = next(t for t in graph.initializer if t.name == "lexicon")
    table.CopyFrom(numpy_helper.from_array(numpy_helper.to_array(table).astype(np.uint16), "lexicon"))
    gather = next(node for node in graph.node if "lexicon" in node.input)
    output, narrow = gather.output[0], gather.output[0] + ".uint16"
    gather.output[0] = narrow
    widen = helper.make_node("Cast", [narrow], [output], to=TensorProto.INT32)
    graph.node.insert(list(graph.node).index(gather) + 1, widen)


def write_graph(net: Net, lexicon: Lexicon, path: Path) -> None:
    """Writes characters int32 [batch, length], bigrams int32 [batch, length + 1, 2] and places in the lexicon's table
    int32 [batch, length, 5, 3] -> emissions [batch, length, 13]."""
    examples = {
        "characters": torch.ones(2, 7, dtype=torch.int32),
        "bigrams": torch.ones(2, 8, 2, dtype=torch.int32),
        "words": torch.ones(2, 7, len(LENGTHS), PROBES, dtype=torch.int32),
    }
    free = {0: "batch", 1: "length"}
    net.rounded = False  # quantise_weights rounds
    model = export_onnx(
        Exported(net, lexicon),
        examples,
        "emissions",
        path,
        {"characters": free, "bigrams": {0: "batch", 1: "places"}, "words": free, "emissions": free},
        table_bits={"net.grams.weight": 4},
    )
    net.rounded = True
    narrow_lexicon(model)
    onnx.save(model, path)


class Recogniser:
    """The exported file with its CRF: text in, entities (start, end, type) in code points out.

    Those with a probability below `threshold` are left out.
    """

    threshold = 0.0

    def __init__(self, path: Path, net: Net, vocabulary: Vocabulary, buckets: int, lexicon: Lexicon) -> None:
        self.session, self.vocabulary, self.buckets = open_session(path), vocabulary, buckets
        self.words, self.slots = lexicon.words, len(lexicon.table)
        matrix, start = (scores.detach().numpy().round(4) for scores in moves(net))
        self.chain = (matrix, start, np.array([0.0 if t[0] in "OES" else -1e4 for t in TAGS]))

    def inputs(self, text: str) -> dict[str, np.ndarray]:
        """The graph's inputs for one sentence."""
        points = points_of(text)
        return {
            "characters": self.vocabulary.encode(points).astype(np.int32)[None],
            "bigrams": grams_of(points, self.buckets).astype(np.int32)[None],
            "words": places_of(states_of(points), self.slots).astype(np.int32)[None],
        }

    def emissions(self, text: str) -> np.ndarray:
        """Emissions [length, 13] of one sentence."""
        return self.session.run(None, self.inputs(text))[0][0]

    def find(self, text: str) -> list[tuple[int, int, str]]:
        """Entities of a text, sentence by sentence."""
        found = []
        for a, b in sentences(text):
            emissions = self.emissions(text[a:b])
            tags = viterbi(emissions, *self.chain)
            spans = entities_of(tags)
            sure = certainties(emissions, tags, spans, self.chain)
            found += [
                (a + x, a + y, kind)
                for (x, y, kind), p in zip(spans, sure, strict=True)
                if p >= self.threshold
            ]
        return found

    def milliseconds(self, length: int) -> float:
        """Median time of the graph for a sentence of `length` characters."""
        return median_milliseconds(self.session, self.inputs("国" * length), 50)
