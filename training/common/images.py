"""Resampling and grey levels of pictures: the same arithmetic, in float64, as `src/demos/image/`."""

import math
from functools import lru_cache

import numpy as np


@lru_cache(maxsize=4096)
def axis_weights(source: int, target: int) -> np.ndarray:
    """Matrix [target, source] that resamples one axis; every row sums to 1.

    Shrinking averages the covered stretch (box filter, fractions of pixels included), so nothing aliases;
    enlarging interpolates linearly between pixel centres.
    """
    weights, step = np.zeros((target, source)), source / target
    for i in range(target):
        if step >= 1:
            a, b = i * step, (i + 1) * step
            for j in range(math.floor(a), min(source, math.ceil(b))):
                weights[i, j] = max(0.0, min(b, j + 1) - max(a, j)) / step
        else:
            centre = min(max((i + 0.5) * step - 0.5, 0.0), source - 1.0)
            j = math.floor(centre)
            weights[i, j] += 1 - (centre - j)
            if centre > j:
                weights[i, j + 1] += centre - j
    return weights


def resample(plane: np.ndarray, height: int, width: int) -> np.ndarray:
    """Plane [h, w] -> [height, width]. Works on the stored sRGB values, as CIFAR-10 and most software do."""
    return axis_weights(plane.shape[0], height) @ plane @ axis_weights(plane.shape[1], width).T


def over_white(rgba: np.ndarray) -> np.ndarray:
    """RGBA uint8 [h, w, 4] laid over white: float64 [h, w, 3] in 0..1."""
    alpha = rgba[..., 3:].astype(np.float64) / 255
    return rgba[..., :3] / 255 * alpha + (1 - alpha)


def grey(rgb: np.ndarray) -> np.ndarray:
    """Luma of [h, w, 3] by ITU-R BT.601: 0.299 R + 0.587 G + 0.114 B."""
    return 0.299 * rgb[..., 0] + 0.587 * rgb[..., 1] + 0.114 * rgb[..., 2]
