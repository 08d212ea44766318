"""What training does to pictures so that the network cannot learn them by heart."""

import math

import torch


def crop(padded: torch.Tensor, pad: int) -> torch.Tensor:
    """A random 32x32 window of each padded picture, the same for all three channels."""
    if pad == 0:
        return padded
    out = torch.empty(*padded.shape[:2], 32, 32, dtype=padded.dtype, device=padded.device)
    shifts = torch.randint(0, 2 * pad + 1, (2, len(padded)), device=padded.device)
    for dy in range(2 * pad + 1):
        for dx in range(2 * pad + 1):
            chosen = (shifts[0] == dy) & (shifts[1] == dx)
            out[chosen] = padded[chosen][:, :, dy : dy + 32, dx : dx + 32]
    return out


def cut_out(images: torch.Tensor, side: int) -> torch.Tensor:
    """Hides a square of each picture at a random place (DeVries and Taylor 2017); near the edge only a part."""
    n, size = len(images), images.shape[-1]
    if side == 0:
        return images
    middle = torch.randint(0, size, (2, n, 1), device=images.device)
    near = (torch.arange(size, device=images.device) - middle + side // 2).ge(0) & (
        torch.arange(size, device=images.device) - middle < side - side // 2
    )
    return images.masked_fill((near[0][:, :, None] & near[1][:, None, :])[:, None], 0.0)


def paste(images: torch.Tensor) -> torch.Tensor:
    """Each picture gets a rectangle of another one, at the same random place in all (CutMix, Yun et al. 2019)."""
    n, side = len(images), images.shape[-1]
    other = torch.randperm(n, device=images.device)
    # Uniform in the area that is pasted, Beta(1, 1); what would lie outside is cut off.
    length = int(side * math.sqrt(torch.rand(1).item()))
    top, left = (torch.randint(side, (2,)) - length // 2).tolist()
    rows = slice(max(0, top), min(side, top + length))
    columns = slice(max(0, left), min(side, left + length))
    pasted = images.clone()
    pasted[:, :, rows, columns] = images[other][:, :, rows, columns]
    return pasted
