"""Gated dilated convolutions over characters and bigrams (van den Oord et al. 2016, arXiv:1609.03499; Strubell et al.
2017, arXiv:1702.02098)."""

import torch
import torch.nn.functional as F
from torch import nn

from .features import PAD
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
        # what is called fill… is for pre-training only
        self.fill = nn.Linear(s.width, s.char_dim)
        self.fill_bias = nn.Parameter(torch.zeros(characters))
        self.fill_words = nn.Linear(s.width, 4 * len(SPEECH))
        self.transitions = nn.Parameter(torch.zeros(len(TAGS), len(TAGS)))
        self.start = nn.Parameter(torch.zeros(len(TAGS)))

    def body(self, chars: torch.Tensor, grams: torch.Tensor) -> torch.Tensor:
        """States [n, t, width], from which all heads read."""
        mask = (chars != PAD).unsqueeze(2).float()
        pairs = self.grams(grams).sum(2)
        x = torch.cat([self.chars(chars), pairs[:, :-1], pairs[:, 1:]], dim=2)
        x = self.enter(drop(x, self.dropout, self.training)) * mask
        for block in self.blocks:
            x = block(x, mask, self.dropout)
        return drop(self.norm(x), self.dropout, self.training)

    def forward(self, chars: torch.Tensor, grams: torch.Tensor) -> torch.Tensor:
        return self.tags(self.body(chars, grams))

    def shipped_parameters(self) -> int:
        """How many parameters reach the reader: those for pre-training do not."""
        return sum(p.numel() for name, p in self.named_parameters() if not name.startswith("fill"))
