"""The network, as it is trained; `export.py` holds what ships."""

import torch
import torch.nn.functional as F
from torch import nn

from .data import LABELS
from .settings import Settings


class Norm(nn.BatchNorm2d):
    """Batch normalisation with a fixed scale of one: only the bias is learnt."""

    def __init__(self, channels: int) -> None:
        super().__init__(channels, eps=1e-12, momentum=0.4)
        self.weight.requires_grad = False


class Conv(nn.Conv2d):
    """3x3 convolution whose first filters start as the identity."""

    def __init__(self, cin: int, cout: int) -> None:
        super().__init__(cin, cout, 3, padding=1, bias=False)
        nn.init.dirac_(self.weight.data[:cin])


class Group(nn.Module):
    """conv, pool, norm, GELU, then two convolutions beside a shortcut: [n, cin, s, s] -> [n, cout, s//2, s//2]."""

    def __init__(self, cin: int, cout: int) -> None:
        super().__init__()
        self.conv1, self.norm1 = Conv(cin, cout), Norm(cout)
        self.conv2, self.norm2 = Conv(cout, cout), Norm(cout)
        self.conv3, self.norm3 = Conv(cout, cout), Norm(cout)

    def forward(self, x: torch.Tensor) -> torch.Tensor:
        x = F.gelu(self.norm1(F.max_pool2d(self.conv1(x), 2)))
        y = F.gelu(self.norm2(self.conv2(x)))
        return F.gelu(x + self.norm3(self.conv3(y)))


class Net(nn.Module):
    """Normalised pictures [n, 3, 32, 32] -> logits [n, 10]."""

    def __init__(self, s: Settings) -> None:
        super().__init__()
        self.whiten = nn.Conv2d(3, 24, 2, bias=True)
        self.whiten.weight.requires_grad = False
        self.groups = nn.Sequential(Group(24, s.width1), Group(s.width1, s.width2), Group(s.width2, s.width3))
        self.head = nn.Linear(s.width3, len(LABELS), bias=False)
        self.head.weight.data /= self.head.weight.data.std()

    def forward(self, x: torch.Tensor) -> torch.Tensor:
        x = self.groups(F.gelu(self.whiten(x)))
        return self.head(x.amax((2, 3))) / self.head.in_features


def whitening_filters(pictures: torch.Tensor) -> torch.Tensor:
    """Filters [24, 3, 2, 2] that decorrelate 2x2 patches: eigenvectors over root eigenvalues, and their negatives."""
    patches = F.unfold(pictures, 2).transpose(1, 2).reshape(-1, 12)
    values, vectors = torch.linalg.eigh(patches.T @ patches / len(patches))
    filters = (vectors / torch.sqrt(values + 5e-4)).T.flip(0).reshape(12, 3, 2, 2)
    return torch.cat([filters, -filters])
