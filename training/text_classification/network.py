"""One small network family: embeddings of characters and hashed n-grams, blocks, pooling, logits.

Without blocks it is a fastText-like bag of n-grams, with gated convolutions of width 3 a text CNN; convolutions alone
know word order, so that any length works. Teachers and student differ in their settings only.
"""

from dataclasses import dataclass

import torch
import torch.nn.functional as F
from torch import Tensor, nn

from ..common.quantise import fake_quantise


@dataclass(frozen=True)
class NetworkSettings:
    """Sizes. `characters` counts PAD and UNKNOWN; `buckets` rows of n-grams are shared by bigrams and trigrams."""

    characters: int
    classes: int
    width: int = 128
    blocks: int = 2  # gated convolutions
    heads: int = 4
    buckets: int = 32768
    gram_width: int = 16
    dropout: float = 0.1
    drop_characters: float = 0.05
    drop_grams: float = 0.2


class ChannelDropout(nn.Module):
    """Dropout of whole channels of x [batch, length, width]: one decision for all positions of a text.

    Stronger than dropping single values, and needs a random number per channel instead of one per value.
    """

    def __init__(self, probability: float) -> None:
        super().__init__()
        self.keep = 1 - probability

    def forward(self, x: Tensor) -> Tensor:
        if not self.training or self.keep == 1:
            return x
        kept = torch.rand(x.shape[0], *[1] * (x.ndim - 2), x.shape[-1], device=x.device) < self.keep
        return x * (kept / self.keep).to(x.dtype)


class GatedConvolution(nn.Module):
    """x + GLU(conv3(x)) (Dauphin et al. 2017, arXiv:1612.08083).

    The convolution is a matrix product over each character and its two neighbours: in PyTorch on a CPU and in
    WebAssembly that is several times as fast as a one-dimensional convolution.
    """

    def __init__(self, s: NetworkSettings) -> None:
        super().__init__()
        self.norm = nn.LayerNorm(s.width)
        self.conv = nn.Linear(3 * s.width, 2 * s.width)
        self.dropout = ChannelDropout(s.dropout)

    def forward(self, x: Tensor, mask: Tensor) -> Tensor:
        # Masked input: what lies past the end must not leak in, or padding would change the result.
        h = F.pad(self.norm(x) * mask[..., None], (0, 0, 1, 1))
        neighbours = torch.cat([h[:, :-2], h[:, 1:-1], h[:, 2:]], dim=-1)
        value, gate = self.conv(neighbours).chunk(2, dim=-1)
        return x + self.dropout(value * torch.sigmoid(gate))


class Network(nn.Module):
    """characters [batch, length] and grams [batch, length, 2] -> logits [batch, classes].

    `table_bits` > 0 rounds the embedding tables in the forward pass (quantisation-aware training).
    """

    def __init__(self, s: NetworkSettings) -> None:
        super().__init__()
        self.settings = s
        self.table_bits = 0
        self.characters = nn.Embedding(s.characters, s.width)
        self.grams = nn.Embedding(s.buckets, s.gram_width)
        nn.init.normal_(self.characters.weight, std=0.1)
        nn.init.normal_(self.grams.weight, std=0.01)  # rare rows stay near zero: no noise
        self.widen = nn.Linear(2 * s.gram_width, s.width)
        self.norm = nn.LayerNorm(s.width)
        self.dropout = ChannelDropout(s.dropout)
        self.blocks = nn.ModuleList(GatedConvolution(s) for _ in range(s.blocks))
        self.last_norm = nn.LayerNorm(s.width)
        self.attend = nn.Linear(s.width, s.heads)
        self.head = nn.Linear(2 * s.width, s.classes)

    def table(self, embedding: nn.Embedding) -> Tensor:
        weight = embedding.weight
        return fake_quantise(weight, axis=1, bits=self.table_bits) if self.table_bits else weight

    def encode(self, characters: Tensor, grams: Tensor) -> tuple[Tensor, Tensor]:
        """States [batch, length, width] and the mask [batch, length] of real characters (1.0 or 0.0)."""
        mask = (characters != 0).float()
        if self.training and self.settings.drop_characters:
            characters = characters.masked_fill(
                (torch.rand(characters.shape, device=characters.device) < self.settings.drop_characters)
                & (characters != 0),
                1,
            )
        if self.training and self.settings.drop_grams:
            grams = grams.masked_fill(
                torch.rand(grams.shape, device=grams.device) < self.settings.drop_grams, 0
            )
        rows = F.embedding(grams, self.table(self.grams)) * (grams != 0).float()[..., None]
        x = F.embedding(characters, self.table(self.characters)) + self.widen(rows.flatten(2))
        x = self.dropout(self.norm(x))
        for block in self.blocks:
            x = block(x, mask)
        return self.last_norm(x), mask

    def pool(self, x: Tensor, mask: Tensor) -> Tensor:
        """Two summaries side by side [batch, 2 width]: attention-weighted mean per head, and the maximum."""
        batch, length, width = x.shape
        heads = self.settings.heads
        scores = self.attend(x) + ((mask - 1) * 1e4)[..., None]
        weights = torch.softmax(scores, dim=1).transpose(1, 2)  # [batch, heads, length]
        values = x.reshape(batch, length, heads, width // heads).permute(0, 2, 1, 3)
        mean = (weights.unsqueeze(2) @ values).reshape(batch, width)
        largest = (x + ((mask - 1) * 1e4)[..., None]).amax(dim=1) * mask[:, :1]  # zero for an empty text
        return torch.cat([mean, largest], dim=-1)

    def forward(self, characters: Tensor, grams: Tensor) -> Tensor:
        return self.head(self.dropout(self.pool(*self.encode(characters, grams))))
