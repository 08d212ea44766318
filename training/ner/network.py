"""Gated dilated convolutions over characters and bigrams (van den Oord et al. 2016, arXiv:1609.03499; Strubell et al.
2017, arXiv:1702.02098)."""

import torch
import torch.nn.functional as F
from torch import nn

from ..common.quantise import fake_quantise
from .features import PAD
from .lexicon import LENGTHS, NONE
from .settings import Settings
from .tags import TAGS
from .words import SPEECH


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


class Words(nn.Module):
    """Kinds of words that begin at each place int64 [n, t, 5] -> sum of the vectors of all words over it [n, t, dim].

    Every length, place in the word and kind has a vector of its own.
    """

    def __init__(self, dim: int) -> None:
        super().__init__()
        self.table = nn.Embedding(sum(LENGTHS) * (NONE + 1), dim)
        nn.init.normal_(self.table.weight, std=0.2)

    def forward(self, kinds: torch.Tensor) -> torch.Tensor:
        rows = []
        for column, length in enumerate(LENGTHS):
            for place in range(length):
                begun = F.pad(kinds[:, :, column], (place, 0), value=NONE)[:, : kinds.shape[1]]
                rows.append(begun + len(rows) * (NONE + 1))
        return self.table(torch.stack(rows, 2)).sum(2)


class Net(nn.Module):
    """Characters int64 [n, t] (0 is padding), bigrams int64 [n, t + 1, 2] and kinds of words int64 [n, t, 5] ->
    emissions [n, t, 13]."""

    def __init__(self, s: Settings, characters: int) -> None:
        super().__init__()
        self.dropout = s.dropout
        self.rounded = True  # bigrams as 4 bits hold them
        self.reads_words = True
        self.chars = nn.Embedding(characters, s.char_dim)
        self.grams = nn.Embedding(s.buckets, s.gram_dim)
        nn.init.normal_(self.chars.weight, std=0.5)
        nn.init.normal_(self.grams.weight, std=0.5)
        self.enter = nn.Linear(s.char_dim + 2 * s.gram_dim, s.width)
        self.words = Words(s.word_dim)
        self.enter_words = nn.Linear(s.word_dim, s.width, bias=False)
        self.blocks = nn.ModuleList(Block(s.width, int(d)) for d in s.dilations.split(","))
        self.norm = nn.LayerNorm(s.width)
        self.tags = nn.Linear(s.width, len(TAGS))
        # what is called fill… is for pre-training only
        self.fill = nn.Linear(s.width, s.char_dim)
        self.fill_bias = nn.Parameter(torch.zeros(characters))
        self.fill_words = nn.Linear(s.width, 4 * len(SPEECH))
        self.transitions = nn.Parameter(torch.zeros(len(TAGS), len(TAGS)))
        self.start = nn.Parameter(torch.zeros(len(TAGS)))

    def body(self, chars: torch.Tensor, grams: torch.Tensor, kinds: torch.Tensor) -> torch.Tensor:
        """States [n, t, width], from which all heads read."""
        mask = (chars != PAD).unsqueeze(2).float()
        table = fake_quantise(self.grams.weight, axis=1, bits=4) if self.rounded else self.grams.weight
        pairs = F.embedding(grams, table).sum(2)
        x = torch.cat([self.chars(chars), pairs[:, :-1], pairs[:, 1:]], dim=2)
        x = self.enter(drop(x, self.dropout, self.training))
        if self.reads_words:
            x = x + self.enter_words(drop(self.words(kinds), self.dropout, self.training))
        x = x * mask
        for block in self.blocks:
            x = block(x, mask, self.dropout)
        return drop(self.norm(x), self.dropout, self.training)

    def forward(self, chars: torch.Tensor, grams: torch.Tensor, kinds: torch.Tensor) -> torch.Tensor:
        return self.tags(self.body(chars, grams, kinds))

    def shipped_parameters(self) -> int:
        """How many parameters reach the reader: those for pre-training do not."""
        return sum(p.numel() for name, p in self.named_parameters() if not name.startswith("fill"))
