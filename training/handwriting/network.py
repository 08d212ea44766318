"""The network, as it is trained and exported."""

import torch
import torch.nn.functional as F
from torch import nn

from ..handwriting_strokes import CHARACTERS


def conv(cin: int, cout: int, side: int = 3, stride: int = 1) -> nn.Sequential:
    return nn.Sequential(
        nn.Conv2d(cin, cout, side, stride, side // 2, bias=False), nn.BatchNorm2d(cout), nn.ReLU(inplace=True)
    )


class Residual(nn.Module):
    """relu(x + f(x)), f two 3x3 convolutions (He et al. 2015, arXiv:1512.03385)."""

    def __init__(self, width: int) -> None:
        super().__init__()
        self.first = conv(width, width)
        self.second = nn.Sequential(nn.Conv2d(width, width, 3, 1, 1, bias=False), nn.BatchNorm2d(width))
        nn.init.zeros_(self.second[1].weight)

    def forward(self, x: torch.Tensor) -> torch.Tensor:
        return F.relu(x + self.second(self.first(x)))


def network() -> nn.Sequential:
    """Pictures [n, 1, 64, 64] -> logits [n, 15]."""
    return nn.Sequential(
        conv(1, 16, 5, 2), conv(16, 32, 3, 2), Residual(32), conv(32, 64, 3, 2), Residual(64), conv(64, 128, 3, 2),
        nn.AdaptiveAvgPool2d(1), nn.Flatten(), nn.Dropout(0.2), nn.Linear(128, len(CHARACTERS)),
    )  # fmt: skip
