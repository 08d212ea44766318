"""A 3x3 convolution with a quarter of the multiplications (Lavin and Gray 2016, arXiv:1509.09308).

The picture is cut into tiles of 4x4 pixels. Each with its border, 6x6 pixels, is transformed, multiplied place by
place with the transformed filters, and transformed back: 36 products for 16 pixels instead of 144. The result is the
same but for rounding.
"""

import torch
import torch.nn.functional as F
from torch import nn

TILE, WINDOW = 4, 6  # pixels of a side without and with the border

# F(4x4, 3x3) with the points 0, 1, -1, 2, -2 and infinity: Lavin and Gray 2016, section 4.3
OF_PIXELS = [
    [4, 0, -5, 0, 1, 0],
    [0, -4, -4, 1, 1, 0],
    [0, 4, -4, -1, 1, 0],
    [0, -2, -1, 2, 1, 0],
    [0, 2, -1, -2, 1, 0],
    [0, 4, 0, -5, 0, 1],
]
OF_FILTERS = [
    [1 / 4, 0, 0],
    [-1 / 6, -1 / 6, -1 / 6],
    [-1 / 6, 1 / 6, -1 / 6],
    [1 / 24, 1 / 12, 1 / 6],
    [1 / 24, -1 / 12, 1 / 6],
    [0, 0, 1],
]
BACK = [[1, 1, 1, 1, 1, 0], [0, 1, -1, 2, -2, 0], [0, 1, 1, 4, 4, 0], [0, 1, -1, 8, -8, 1]]


class Winograd(nn.Module):
    """`conv`, which has a border of zeros, of pixels in rows: [n, side * side, cin] -> [n, side * side, cout].

    Its filters stay 3x3 in the file; ONNX Runtime transforms them once, when it loads it.
    """

    def __init__(self, conv: nn.Conv2d, side: int) -> None:
        super().__init__()
        self.cin, self.cout, across = conv.in_channels, conv.out_channels, -(-side // TILE)
        self.tiles = across**2
        self.weight = nn.Parameter(conv.weight.data.permute(1, 2, 3, 0).contiguous())
        self.bias = conv.bias
        for name, matrix in (("of_pixels", OF_PIXELS), ("of_filters", OF_FILTERS), ("back", BACK)):
            self.register_buffer(name, torch.tensor(matrix, dtype=torch.float32))
        pixels = torch.full([across * TILE + 2] * 2, side * side)  # side * side is outside
        pixels[1 : side + 1, 1 : side + 1] = torch.arange(side * side).view(side, side)
        windows = pixels.unfold(0, WINDOW, TILE).unfold(1, WINDOW, TILE)  # [across, across, 6, 6]
        self.register_buffer("windows", windows.permute(2, 3, 0, 1).flatten().int())
        places = torch.arange(TILE**2 * self.tiles).view(TILE, TILE, across, across)
        picture = places.permute(2, 0, 3, 1).reshape([across * TILE] * 2)
        self.register_buffer("picture", picture[:side, :side].flatten().int())

    def forward(self, x: torch.Tensor) -> torch.Tensor:
        # a transform multiplies columns, then rows: every reshape brings one of the two to the front
        filters = self.of_filters @ self.weight
        filters = self.of_filters @ filters.reshape(self.cin, 3, WINDOW * self.cout)
        filters = filters.reshape(self.cin, WINDOW**2, self.cout).transpose(0, 1)
        x = F.pad(x, (0, 0, 0, 1)).index_select(1, self.windows)
        x = self.of_pixels @ x.reshape(-1, WINDOW, WINDOW * self.tiles * self.cin)
        x = self.of_pixels @ x.reshape(-1, WINDOW, WINDOW, self.tiles * self.cin)
        x = x.reshape(-1, WINDOW**2, self.tiles, self.cin) @ filters
        x = self.back @ x.reshape(-1, WINDOW, WINDOW * self.tiles * self.cout)
        x = self.back @ x.reshape(-1, TILE, WINDOW, self.tiles * self.cout)
        return x.reshape(-1, TILE**2 * self.tiles, self.cout).index_select(1, self.picture) + self.bias
