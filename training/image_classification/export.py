"""The network as it ships: the same function, in the operations that ONNX Runtime runs fastest on one core."""

import torch
import torch.nn.functional as F
from torch import nn

from .network import Net
from .winograd import Winograd


def fold(conv: nn.Conv2d, norm: nn.BatchNorm2d) -> nn.Conv2d:
    """One convolution that does what `conv` and `norm` do in evaluation mode."""
    scale = norm.weight / torch.sqrt(norm.running_var + norm.eps)
    folded = nn.Conv2d(conv.in_channels, conv.out_channels, 3, padding=1)
    folded.weight.data = conv.weight.data * scale.view(-1, 1, 1, 1)
    folded.bias.data = (norm.bias - norm.running_mean * scale).detach()
    return folded


def neighbourhoods(side: int) -> torch.Tensor:
    """For each pixel of a square its nine neighbours, row by row, int32 [side * side * 9]; side * side is outside."""
    inside = torch.arange(side * side, dtype=torch.float32).view(1, 1, side, side)
    padded = F.pad(inside, (1, 1, 1, 1), value=side * side)
    return F.unfold(padded, 3)[0].T.flatten().int()


def in_rows(x: torch.Tensor, channels: int, side: int) -> torch.Tensor:
    """[n, channels, side, side] -> [n, side * side, channels]; with plain numbers the graph need not ask for shapes."""
    return x.reshape(-1, channels, side * side).transpose(1, 2)


class Product(nn.Module):
    """A 3x3 convolution as one product of matrices: pixels in rows, [n, side * side, cin] -> [n, side * side, cout].

    On small pictures ONNX Runtime multiplies so up to twice as fast as in its Conv, on one core and in WebAssembly: it
    packs the constant matrix once, and its rows are long. Unrolling follows Chellapilla et al. 2006.
    """

    def __init__(self, conv: nn.Conv2d, side: int) -> None:
        super().__init__()
        self.pixels, self.columns = side**2, 9 * conv.in_channels
        self.weight = nn.Parameter(conv.weight.data.permute(2, 3, 1, 0).reshape(self.columns, -1))
        self.bias = conv.bias
        self.register_buffer("neighbourhoods", neighbourhoods(side))

    def forward(self, x: torch.Tensor) -> torch.Tensor:
        x = F.pad(x, (0, 0, 0, 1)).index_select(1, self.neighbourhoods)
        return x.reshape(-1, self.pixels, self.columns) @ self.weight + self.bias


def pool(x: torch.Tensor, side: int) -> torch.Tensor:
    """The largest of each 2x2 pixels: [n, side * side, channels] -> [n, (side // 2) ** 2, channels]."""
    channels = x.shape[2]
    x = x.transpose(1, 2).reshape(-1, channels, side, side)
    return in_rows(F.max_pool2d(x, 2), channels, side // 2)


class Exported(nn.Module):
    """The same function, ready for export: batch normalisation folded, convolutions as products of matrices."""

    def __init__(self, net: Net) -> None:
        super().__init__()
        self.whiten, self.head = net.whiten, net.head
        sides = (31, 15, 15, 15, 7, 7, 7, 3, 3)
        convolutions = [
            fold(conv, norm)
            for group in net.groups
            for conv, norm in (
                (group.conv1, group.norm1),
                (group.conv2, group.norm2),
                (group.conv3, group.norm3),
            )
        ]
        # Winograd's products need many tiles to pay: with 7x7 pixels there are four
        self.products = nn.ModuleList(
            Winograd(conv, side) if side > 7 else Product(conv, side)
            for conv, side in zip(convolutions, sides, strict=True)
        )

    def forward(self, x: torch.Tensor) -> torch.Tensor:
        x = F.gelu(self.whiten(x))
        x = in_rows(x, self.whiten.out_channels, 31)
        for group, side in enumerate((31, 15, 7)):
            grow, one, two = self.products[3 * group : 3 * group + 3]
            # the scale of a normalisation is positive, so that pooling before or after it is the same
            x = F.gelu(pool(grow(x), side))
            x = F.gelu(x + two(F.gelu(one(x))))
        return self.head(x.amax(1)) / self.head.in_features
