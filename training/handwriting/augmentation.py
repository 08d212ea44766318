"""What training makes of the pictures: bent, redrawn and blurred copies, and scribbles."""

import numpy as np
import torch
import torch.nn.functional as F

from .preparation import BOX, SIDE
from .skeletons import distances


def uniform(n: int, low: float, high: float, device: torch.device) -> torch.Tensor:
    return torch.rand(n, 1, 1, 1, device=device) * (high - low) + low


def brush(field: torch.Tensor, low: float = 0.3, high: float = 3.6) -> torch.Tensor:
    """Draws distance fields [n, 1, 64, 64] with a round brush of random radius and softness."""
    n, device = len(field), field.device
    return ((uniform(n, low, high, device) - field) / uniform(n, 0.5, 1.6, device) + 0.5).clamp(0, 1)


def stretch(x: torch.Tensor) -> torch.Tensor:
    return x / (x.amax((1, 2, 3), keepdim=True) + 1e-3)


def augment(scans: torch.Tensor, fields: torch.Tensor) -> torch.Tensor:
    """Shifted, turned, slanted, scaled and bent copies of [n, 1, 64, 64]; half are redrawn with a brush.

    The others keep the grey levels of the scan and are sometimes dilated, eroded, binarised or blurred.
    """
    n, device = len(scans), scans.device
    angle, shear = torch.randn(n, device=device) * 0.12, torch.randn(n, device=device) * 0.12
    sx, sy = (1 / (torch.rand(n, device=device) * 0.35 + 0.75) for _ in range(2))
    tx, ty = ((torch.rand(n, device=device) - 0.5) * 0.16 for _ in range(2))
    c, s = angle.cos(), angle.sin()
    rows = [torch.stack([c * sx, (shear - s) * sy, tx], 1), torch.stack([s * sx, c * sy, ty], 1)]
    grid = F.affine_grid(torch.stack(rows, 1), [n, 1, SIDE, SIDE], align_corners=False)
    bend = torch.randn(n, 2, 6, 6, device=device) * uniform(n, 0, 0.07, device)
    bend = F.interpolate(bend, size=(SIDE, SIDE), mode="bicubic", align_corners=True).permute(0, 2, 3, 1)
    redrawn = uniform(n, 0, 1, device) < 0.5
    moved = F.grid_sample(
        torch.where(redrawn, fields, scans), grid + bend, padding_mode="border", align_corners=False
    )
    thick = F.max_pool2d(moved, 3, 1, 1)
    thin = 0.4 * moved + 0.6 * F.pad(-F.max_pool2d(-moved, 2, 1), (0, 1, 0, 1))
    kind = uniform(n, 0, 1, device)
    scan = torch.where(kind < 0.25, thick, torch.where(kind < 0.35, thin, moved))
    hard = ((scan - uniform(n, 0.2, 0.5, device)) * uniform(n, 2, 20, device) + 0.5).clamp(0, 1)
    scan = stretch(torch.where(uniform(n, 0, 1, device) < 0.25, hard, scan))
    out = torch.where(redrawn, brush(moved), scan)
    blurred = stretch(F.avg_pool2d(out, 3, 1, 1))
    return torch.where(uniform(n, 0, 1, device) < 0.25, blurred, out).clamp(0, 1)


def scribbles(n: int, device: torch.device) -> torch.Tensor:
    """Random drawings [n, 1, 64, 64] of three to nine strokes: what is none of the fifteen."""
    points = torch.rand(n, 9, 2, 2, device=device) * (BOX + 4) + (SIDE - BOX - 4) / 2
    joined = torch.rand(n, 9, 1, device=device) < 0.5  # half of the strokes go on where the last one ended
    points[:, 1:, 0] = torch.where(joined[:, 1:], points[:, :-1, 1], points[:, 1:, 0])
    y, x = torch.meshgrid(*[torch.arange(SIDE, device=device) + 0.5] * 2, indexing="ij")
    pixel = torch.stack([x, y], -1).view(1, 1, -1, 2)
    a, b = points[:, :, :1], points[:, :, 1:]
    along = ((pixel - a) * (b - a)).sum(-1) / ((b - a) ** 2).sum(-1).clamp_min(1e-3)
    gap = (pixel - a - along.clamp(0, 1).unsqueeze(-1) * (b - a)).norm(dim=-1)
    used = torch.arange(9, device=device) < torch.randint(3, 10, (n, 1), device=device)
    field = gap.masked_fill(~used.unsqueeze(-1), 99).amin(1).view(n, 1, SIDE, SIDE)
    return brush(field)


def brush_strokes(inputs: np.ndarray) -> np.ndarray:
    """Inputs redrawn with a brush of radius 1.8, fields thresholded as in training."""
    return np.clip((1.8 - distances(inputs)) + 0.5, 0, 1)
