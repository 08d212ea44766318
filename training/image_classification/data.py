"""Pictures of CIFAR-10 and what the network gets to see of any picture."""

import io
from itertools import pairwise

import numpy as np
import torch
from PIL import Image

from ..common.images import over_white, resample
from ..common.paths import data_dir

CHINESE = {
    "airplane": "飞机",
    "automobile": "汽车",
    "bird": "鸟",
    "cat": "猫",
    "deer": "鹿",
    "dog": "狗",
    "frog": "蛙",
    "horse": "马",
    "ship": "船",
    "truck": "卡车",
}
LABELS = list(CHINESE)
MEAN, STD = (0.4914, 0.4822, 0.4465), (0.2470, 0.2435, 0.2616)


def read_cifar10(split: str) -> tuple[np.ndarray, np.ndarray]:
    """Pictures uint8 [n, 3, 32, 32] and labels int64 [n] of `split` (train or test)."""
    packed = np.load(data_dir("cifar10") / f"{split}.npz")
    data, offsets, labels = packed["data"], packed["offsets"], packed["labels"]
    pictures = np.stack(
        [
            np.asarray(Image.open(io.BytesIO(data[a:b].tobytes())).convert("RGB"))
            for a, b in pairwise(offsets.tolist())
        ]
    )
    return np.ascontiguousarray(pictures.transpose(0, 3, 1, 2)), labels.astype(np.int64)


def generated(n: int, seed: int) -> tuple[np.ndarray, np.ndarray]:
    """Stand-ins for the smoke run: noise over one of ten colours."""
    rng = np.random.default_rng(seed)
    labels = rng.integers(0, len(LABELS), n)
    colours = np.random.default_rng(7).integers(40, 215, (len(LABELS), 3, 1, 1))
    noise = rng.integers(-40, 40, (n, 3, 32, 32))
    return np.clip(colours[labels] + noise, 0, 255).astype(np.uint8), labels.astype(np.int64)


def normalise(pictures: torch.Tensor) -> torch.Tensor:
    """uint8 [n, 3, s, s] -> float32, each channel with zero mean and unit variance over CIFAR-10."""
    mean = torch.tensor(MEAN, device=pictures.device).view(1, 3, 1, 1)
    std = torch.tensor(STD, device=pictures.device).view(1, 3, 1, 1)
    return (pictures.float() / 255 - mean) / std


def preprocess(rgba: np.ndarray) -> np.ndarray:
    """RGBA uint8 [h, w, 4] -> float32 [3, 32, 32]: middle square over white, box filter, normalised."""
    h, w = rgba.shape[:2]
    side = min(h, w)
    y, x = (h - side) // 2, (w - side) // 2
    rgb = over_white(rgba)[y : y + side, x : x + side]
    planes = [(resample(rgb[..., c], 32, 32) - MEAN[c]) / STD[c] for c in range(3)]
    return np.stack(planes).astype(np.float32)


def held_out(n: int, dev: int) -> tuple[torch.Tensor, torch.Tensor]:
    """Places of n pictures, shuffled once for all runs: those to train on, and the last `dev`."""
    order = torch.from_numpy(np.random.default_rng(0).permutation(n))
    return order[:-dev], order[-dev:]
