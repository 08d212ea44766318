"""From pixels to the input of the network; src/demos/handwriting/pipeline.ts holds the same arithmetic."""

import math

import numpy as np

from ..common.images import grey, over_white, resample

SIDE, BOX, LARGEST = 64, 48, 320
FLOOR, WHITE_PART, BLACK_PART, EDGE = 0.06, 0.5, 0.12, 0.3


def ink_of(rgba: np.ndarray) -> np.ndarray:
    """RGBA uint8 [h, w, 4] -> ink 0..1 [h, w]: distance from the paper, whichever of the two is darker.

    The paper is the median of the border. On a transparent canvas the ink is the opacity.
    """
    border = np.concatenate([rgba[0], rgba[-1], rgba[1:-1, 0], rgba[1:-1, -1]])
    clear = np.sort(border[:, 3])[len(border) // 2] < 128
    plane = rgba[..., 3] / 255 if clear else grey(over_white(rgba))
    h, w = plane.shape
    if max(h, w) > LARGEST:
        scale = LARGEST / max(h, w)
        plane = resample(plane, max(1, math.floor(h * scale + 0.5)), max(1, math.floor(w * scale + 0.5)))
    edge = np.concatenate([plane[0], plane[-1], plane[1:-1, 0], plane[1:-1, -1]])
    distance = np.abs(plane - np.sort(edge)[len(edge) // 2])
    top = distance.max()
    if top < FLOOR:
        return np.zeros_like(distance)
    black = max(FLOOR * 0.8, BLACK_PART * top)
    return np.clip((distance - black) / (WHITE_PART * top - black), 0, 1)


def fit(ink: np.ndarray) -> np.ndarray:
    """Crops ink [h, w] to what is drawn and centres it, 48 pixels on its longer side, in [64, 64]."""
    out = np.zeros((SIDE, SIDE))
    rows, columns = np.flatnonzero((ink > EDGE).any(1)), np.flatnonzero((ink > EDGE).any(0))
    if len(rows) == 0:
        return out
    part = ink[rows[0] : rows[-1] + 1, columns[0] : columns[-1] + 1]
    h, w = part.shape
    scale = BOX / max(h, w)
    nh, nw = max(1, math.floor(h * scale + 0.5)), max(1, math.floor(w * scale + 0.5))
    small = resample(part, nh, nw)
    y, x = (SIDE - nh) // 2, (SIDE - nw) // 2
    out[y : y + nh, x : x + nw] = small / small.max()
    return out


def preprocess(rgba: np.ndarray) -> np.ndarray:
    """RGBA uint8 [h, w, 4] -> float32 [1, 64, 64], ink 1 on 0."""
    return fit(ink_of(rgba)).astype(np.float32)[None]


def to_rgba(plane: np.ndarray) -> np.ndarray:
    """Grey uint8 [h, w] -> opaque RGBA."""
    return np.dstack([plane, plane, plane, np.full_like(plane, 255)])
