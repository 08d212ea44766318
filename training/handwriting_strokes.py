"""Own stroke sequences: hand-made skeletons of the fifteen numerals, varied as people draw with mouse or finger.

They are never trained on. `python -m training.handwriting_strokes` writes tests/fixtures/handwriting-strokes.json,
where the card's figures on drawn input and the tests of the pipeline take them from.
"""

import json
import math
from itertools import pairwise

import numpy as np

from .common.paths import ROOT

FIXTURE = ROOT / "tests" / "fixtures" / "handwriting-strokes.json"
CHARACTERS = "零一二三四五六七八九十百千万亿"

# Two hands per character; a stroke is a list of x, y in a box of 100 x 100, y downwards.
SKELETONS: dict[str, list[list[list[int]]]] = {
    "零": [
        [
            [22, 12, 78, 12], [14, 24, 12, 36], [14, 24, 88, 24, 82, 36], [50, 12, 50, 46], [28, 30, 38, 33],
            [28, 39, 38, 42], [62, 33, 72, 30], [62, 42, 72, 39], [50, 48, 34, 60, 14, 70], [50, 48, 68, 60, 88, 68],
            [46, 62, 54, 67], [32, 74, 68, 74, 52, 90], [44, 86, 58, 97],
        ],
        [
            [28, 6, 74, 5], [18, 16, 14, 30], [18, 16, 86, 15, 80, 28], [50, 6, 49, 40], [30, 23, 39, 27],
            [29, 33, 38, 36], [60, 24, 70, 27], [60, 34, 70, 37], [49, 42, 36, 54, 20, 62], [50, 43, 64, 54, 82, 61],
            [40, 62, 60, 61], [34, 71, 64, 70, 54, 84, 48, 98], [42, 80, 52, 88],
        ],
    ],
    "一": [[[12, 52, 88, 48]], [[16, 56, 40, 52, 84, 50]]],
    "二": [[[28, 32, 72, 30], [12, 72, 88, 70]], [[32, 34, 66, 30], [18, 68, 50, 64, 86, 66]]],
    "三": [
        [[22, 22, 78, 20], [28, 50, 72, 48], [10, 80, 90, 78]],
        [[30, 24, 70, 18], [32, 48, 66, 44], [18, 76, 50, 71, 84, 73]],
    ],
    "四": [
        [
            [16, 24, 20, 80], [16, 24, 84, 22, 80, 80], [40, 24, 38, 44, 28, 58], [60, 24, 60, 48, 64, 54, 78, 54],
            [20, 78, 80, 78],
        ],
        [
            [22, 28, 26, 72], [22, 29, 80, 26, 74, 72], [42, 28, 40, 44, 34, 54], [58, 28, 58, 54], [25, 71, 76, 69],
        ],
    ],
    "五": [
        [[22, 20, 78, 18], [48, 20, 38, 82], [28, 48, 68, 46, 64, 82], [10, 84, 90, 82]],
        [[28, 16, 70, 13], [50, 16, 44, 48, 36, 80], [30, 44, 66, 41, 60, 80], [14, 82, 86, 79]],
    ],
    "六": [
        [[46, 10, 54, 22], [12, 36, 88, 34], [38, 50, 30, 70, 14, 88], [60, 50, 72, 68, 84, 86]],
        [[50, 8, 53, 24], [18, 40, 82, 34], [36, 52, 32, 66, 22, 84], [60, 50, 78, 80]],
    ],
    "七": [
        [[12, 48, 88, 38], [46, 12, 46, 74, 54, 84, 82, 84, 86, 70]],
        [[16, 50, 50, 44, 84, 36], [44, 16, 42, 66, 48, 80, 66, 84, 86, 78]],
    ],
    "八": [
        [[40, 26, 34, 52, 14, 82], [56, 20, 66, 50, 90, 82]],
        [[36, 30, 32, 54, 20, 74], [58, 26, 64, 48, 82, 76]],
    ],
    "九": [
        [[42, 10, 38, 50, 28, 72, 12, 90], [16, 38, 66, 34, 64, 70, 70, 84, 86, 84, 90, 70]],
        [[38, 14, 36, 48, 28, 70, 16, 84], [20, 40, 62, 34, 58, 66, 62, 80, 76, 84, 88, 78]],
    ],
    "十": [[[12, 48, 88, 46], [50, 10, 50, 92]], [[18, 46, 84, 40], [52, 14, 50, 50, 50, 88]]],
    "百": [
        [
            [14, 14, 86, 12], [50, 14, 46, 26, 38, 36], [26, 36, 26, 92], [26, 36, 76, 36, 76, 92], [26, 62, 74, 62],
            [26, 88, 75, 88],
        ],
        [
            [20, 12, 82, 8], [52, 11, 48, 22, 42, 32], [32, 34, 34, 88], [32, 35, 72, 32, 70, 88], [34, 58, 70, 56],
            [34, 85, 70, 83],
        ],
    ],
    "千": [
        [[70, 10, 48, 20, 24, 26], [10, 50, 90, 46], [50, 20, 50, 94]],
        [[66, 12, 50, 22, 32, 26], [16, 52, 84, 44], [52, 22, 52, 60, 50, 90]],
    ],
    "万": [
        [[12, 18, 88, 16], [44, 42, 78, 40, 74, 84, 60, 82], [44, 18, 42, 46, 34, 68, 14, 90]],
        [[20, 20, 82, 14], [44, 40, 72, 37, 66, 78, 56, 74], [46, 18, 42, 44, 34, 64, 20, 84]],
    ],
    "亿": [
        [[34, 10, 24, 32, 8, 50], [24, 34, 24, 92], [42, 22, 82, 20, 60, 48, 44, 76, 50, 86, 84, 86, 88, 70]],
        [[32, 14, 26, 30, 14, 46], [26, 34, 26, 84], [44, 26, 76, 22, 56, 50, 46, 72, 52, 82, 76, 82, 84, 74]],
    ],
}  # fmt: skip

# Things that are none of the fifteen: the demo should say that it is not sure.
FOREIGN: dict[str, list[list[int]]] = {
    "口": [[24, 24, 24, 80], [24, 24, 78, 24, 78, 80], [24, 78, 78, 78]],
    "大": [[14, 38, 86, 36], [50, 10, 48, 42, 36, 66, 12, 88], [50, 40, 64, 66, 88, 88]],
    "中": [[20, 30, 20, 64], [20, 30, 80, 30, 80, 64], [20, 62, 80, 62], [50, 8, 50, 94]],
    "小": [[50, 10, 50, 84, 40, 78], [28, 38, 16, 66], [70, 36, 86, 62]],
    "木": [[12, 36, 88, 34], [50, 8, 50, 94], [50, 36, 34, 62, 12, 80], [50, 36, 68, 62, 90, 78]],
    "回": [
        [14, 14, 14, 90], [14, 14, 86, 14, 86, 90], [36, 38, 36, 66], [36, 38, 64, 38, 64, 66], [36, 66, 64, 66],
        [14, 88, 86, 88],
    ],
    "8": [[66, 22, 50, 12, 34, 22, 36, 38, 64, 58, 68, 76, 50, 90, 32, 78, 36, 58, 62, 40, 66, 24]],
    "3": [[30, 18, 54, 10, 68, 26, 48, 46, 70, 66, 54, 90, 28, 80]],
    "圆": [[50, 10, 78, 20, 90, 50, 78, 80, 50, 90, 22, 80, 10, 50, 22, 20, 50, 10]],
    "乱画": [[10, 20, 80, 30, 20, 50, 90, 60, 15, 75, 70, 90, 60, 15, 30, 85]],
}  # fmt: skip


def smooth(points: np.ndarray, spacing: float, bend: float) -> np.ndarray:
    """Points along the polyline [n, 2], about `spacing` apart; `bend` (0..1) rounds the corners."""
    if bend > 0:
        for _ in range(2):  # corner cutting (Chaikin 1974)
            a, b = points[:-1], points[1:]
            cut = 0.25 * bend
            inner = np.stack([a + (b - a) * cut, b - (b - a) * cut], axis=1).reshape(-1, 2)
            points = np.concatenate([points[:1], inner, points[-1:]])
    lengths = np.concatenate([[0], np.cumsum(np.linalg.norm(np.diff(points, axis=0), axis=1))])
    n = max(2, round(lengths[-1] / spacing) + 1)
    at = np.linspace(0, lengths[-1], n)
    return np.stack([np.interp(at, lengths, points[:, k]) for k in (0, 1)], axis=1)


def draw(strokes: list[list[int]], rng: np.random.Generator) -> dict:
    """One drawing of a skeleton: canvas side, brush width, colours and strokes in canvas pixels."""
    side = int(rng.choice([96, 160, 200, 256]))
    size = side * rng.uniform(0.3, 0.92)
    slant, turn = rng.normal(0, 0.1), rng.normal(0, 0.05)
    stretch = rng.uniform(0.85, 1.15)
    speed = rng.uniform(3, 12)  # fast hands leave fewer points and rounder corners
    shake = rng.uniform(0.2, 1.3)
    matrix = np.array([[math.cos(turn), -math.sin(turn)], [math.sin(turn), math.cos(turn)]])
    matrix = matrix @ np.array([[stretch, -slant], [0, 1 / stretch]]) * size / 100
    placed = []
    for stroke in strokes:
        points = np.array(stroke, dtype=float).reshape(-1, 2)
        points = (points - points.mean(0)) * rng.normal(1, 0.06) + points.mean(0) + rng.normal(0, 1.6, 2)
        points = points + rng.normal(0, 1.0, points.shape)
        path = smooth(points, speed, rng.uniform(0, 1))
        phase, wave = rng.uniform(0, 6.28, 2), rng.uniform(12, 40)
        along = np.arange(len(path)) * speed
        path = path + shake * np.sin(along[:, None] / wave * 6.28 + phase)
        placed.append((path - 50) @ matrix.T)
    everything = np.concatenate(placed)
    low, high = everything.min(0), everything.max(0)
    room = np.maximum(side - (high - low) - 12, 0)
    shift = 6 + room * rng.uniform(0.2, 0.8, 2) - low
    dark = bool(rng.integers(2))
    return {
        "side": side,
        "width": round(float(size * rng.uniform(0.015, 0.085)) + 1, 1),
        "ink": int(rng.integers(0, 60) if dark else rng.integers(190, 256)),
        "paper": int(rng.integers(225, 256) if dark else rng.integers(0, 30)),
        "strokes": [[[round(float(v), 1) for v in point] for point in path + shift] for path in placed],
    }


def render(drawing: dict) -> np.ndarray:
    """RGBA uint8 [side, side, 4]: a round brush, one pixel of soft edge."""
    side, radius = drawing["side"], drawing["width"] / 2
    near = np.full((side, side), np.inf)
    for stroke in drawing["strokes"]:
        for (ax, ay), (bx, by) in pairwise(stroke):
            x0, x1 = (
                max(0, math.floor(min(ax, bx) - radius - 1)),
                min(side, math.ceil(max(ax, bx) + radius + 1)),
            )
            y0, y1 = (
                max(0, math.floor(min(ay, by) - radius - 1)),
                min(side, math.ceil(max(ay, by) + radius + 1)),
            )
            px, py = np.arange(x0, x1)[None, :] + 0.5, np.arange(y0, y1)[:, None] + 0.5
            dx, dy = bx - ax, by - ay
            length = dx * dx + dy * dy
            along = np.zeros((y1 - y0, x1 - x0))
            if length > 0:
                along = np.clip(((px - ax) * dx + (py - ay) * dy) / length, 0, 1)
            ex, ey = px - (ax + along * dx), py - (ay + along * dy)
            near[y0:y1, x0:x1] = np.minimum(near[y0:y1, x0:x1], ex * ex + ey * ey)
    cover = np.clip(radius - np.sqrt(near) + 0.5, 0, 1)
    level = np.floor(drawing["paper"] + (drawing["ink"] - drawing["paper"]) * cover + 0.5)
    return np.stack([level, level, level, np.full_like(level, 255)], axis=2).astype(np.uint8)


def read_drawings(kind: str = "drawings") -> list[dict]:
    """The stored drawings: `drawings` of the fifteen numerals, or `foreign` ones."""
    return json.loads(FIXTURE.read_text(encoding="utf-8"))[kind]


def main() -> None:
    rng = np.random.default_rng(20261123)
    drawings = [
        {"character": c, "hand": hand, **draw(SKELETONS[c][hand], rng)}
        for c in CHARACTERS
        for hand in (0, 1)
        for _ in range(5)
    ]
    foreign = [{"character": c, **draw(strokes, rng)} for c, strokes in FOREIGN.items() for _ in range(4)]
    rows = [json.dumps(d, ensure_ascii=False, separators=(",", ":")) for d in drawings]
    others = [json.dumps(d, ensure_ascii=False, separators=(",", ":")) for d in foreign]
    FIXTURE.parent.mkdir(parents=True, exist_ok=True)
    FIXTURE.write_text(
        '{"drawings":[\n' + ",\n".join(rows) + '\n],"foreign":[\n' + ",\n".join(others) + "\n]}\n",
        encoding="utf-8",
    )


if __name__ == "__main__":
    main()
