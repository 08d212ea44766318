"""Own pictures for the picture classifier: simple scenes of flat shapes, varied by a seeded generator.

They are never trained on. `python -m training.image_drawings` writes them to
tests/fixtures/image-classification-drawings.json; the tests of the pipeline and the card's failures use them.
"""

import json

import numpy as np

from .common.paths import ROOT

FIXTURE = ROOT / "tests" / "fixtures" / "image-classification-drawings.json"

# Scenes in a box of 100 x 100: background colours (top, bottom), then shapes in painting order, each with a colour.
# "r" x y width height, "e" centre x, y and radii, "p" x y x y x y ...
SCENES: dict[str, list] = {
    "airplane": [
        [[110, 165, 225], [190, 215, 240]],
        ["e", [50, 50, 40, 7], [225, 228, 232]],
        ["p", [44, 50, 70, 84, 60, 84, 30, 52], [190, 195, 200]],
        ["p", [46, 46, 62, 24, 56, 24, 34, 46], [200, 204, 210]],
        ["p", [84, 48, 96, 28, 90, 28, 76, 46], [205, 60, 60]],
        ["e", [16, 48, 3, 2], [60, 80, 110]],
    ],
    "automobile": [
        [[170, 190, 210], [110, 112, 116]],
        ["r", [0, 70, 100, 30], [95, 96, 100]],
        ["r", [10, 48, 80, 24], [190, 35, 40]],
        ["p", [24, 49, 36, 30, 68, 30, 80, 49], [170, 30, 36]],
        ["p", [30, 47, 39, 33, 50, 33, 50, 47], [150, 190, 215]],
        ["p", [54, 47, 54, 33, 66, 33, 73, 47], [150, 190, 215]],
        ["e", [28, 72, 10, 10], [25, 25, 28]],
        ["e", [72, 72, 10, 10], [25, 25, 28]],
        ["e", [28, 72, 4, 4], [190, 190, 195]],
        ["e", [72, 72, 4, 4], [190, 190, 195]],
    ],
    "bird": [
        [[120, 175, 120], [70, 120, 70]],
        ["r", [0, 76, 100, 6], [110, 80, 50]],
        ["e", [48, 54, 24, 17], [150, 105, 60]],
        ["e", [70, 36, 12, 11], [165, 118, 70]],
        ["p", [80, 35, 94, 39, 80, 42], [230, 170, 50]],
        ["p", [28, 56, 4, 70, 8, 58, 30, 48], [110, 75, 45]],
        ["e", [44, 54, 14, 9], [105, 72, 42]],
        ["e", [73, 33, 2, 2], [15, 15, 15]],
        ["r", [44, 68, 2, 10], [90, 60, 30]],
        ["r", [54, 68, 2, 10], [90, 60, 30]],
    ],
    "cat": [
        [[205, 190, 170], [160, 140, 120]],
        ["e", [50, 86, 30, 26], [120, 112, 104]],
        ["e", [50, 46, 30, 27], [135, 126, 118]],
        ["p", [22, 38, 24, 8, 44, 24], [125, 116, 108]],
        ["p", [78, 38, 76, 8, 56, 24], [125, 116, 108]],
        ["e", [38, 44, 6, 6], [190, 205, 90]],
        ["e", [62, 44, 6, 6], [190, 205, 90]],
        ["e", [38, 44, 2, 5], [15, 15, 15]],
        ["e", [62, 44, 2, 5], [15, 15, 15]],
        ["p", [46, 56, 54, 56, 50, 61], [220, 140, 140]],
    ],
    "deer": [
        [[120, 150, 95], [95, 125, 60]],
        ["e", [46, 56, 26, 13], [150, 100, 58]],
        ["p", [62, 56, 70, 30, 78, 32, 74, 58], [150, 100, 58]],
        ["e", [78, 29, 10, 6], [158, 108, 64]],
        ["r", [26, 62, 4, 30], [130, 85, 48]],
        ["r", [36, 62, 4, 30], [130, 85, 48]],
        ["r", [56, 62, 4, 30], [130, 85, 48]],
        ["r", [66, 60, 4, 32], [130, 85, 48]],
        ["p", [72, 25, 66, 4, 69, 4, 75, 24], [90, 62, 38]],
        ["p", [78, 24, 84, 4, 87, 4, 81, 24], [90, 62, 38]],
        ["p", [68, 14, 60, 8, 61, 6, 70, 11], [90, 62, 38]],
    ],
    "dog": [
        [[150, 185, 120], [105, 150, 80]],
        ["e", [50, 82, 28, 26], [205, 165, 110]],
        ["e", [50, 44, 25, 25], [215, 175, 120]],
        ["e", [26, 46, 9, 20], [140, 95, 55]],
        ["e", [74, 46, 9, 20], [140, 95, 55]],
        ["e", [50, 58, 13, 11], [235, 210, 170]],
        ["e", [50, 53, 5, 4], [25, 20, 20]],
        ["e", [40, 40, 3, 3], [25, 20, 20]],
        ["e", [60, 40, 3, 3], [25, 20, 20]],
        ["e", [50, 67, 4, 6], [225, 110, 120]],
    ],
    "frog": [
        [[70, 110, 60], [110, 95, 60]],
        ["e", [50, 62, 34, 22], [95, 160, 50]],
        ["e", [50, 46, 26, 16], [105, 172, 58]],
        ["e", [34, 34, 8, 8], [115, 180, 65]],
        ["e", [66, 34, 8, 8], [115, 180, 65]],
        ["e", [34, 34, 4, 4], [20, 20, 15]],
        ["e", [66, 34, 4, 4], [20, 20, 15]],
        ["e", [18, 78, 12, 7], [85, 145, 45]],
        ["e", [82, 78, 12, 7], [85, 145, 45]],
    ],
    "horse": [
        [[150, 190, 225], [110, 150, 75]],
        ["r", [0, 68, 100, 32], [110, 150, 75]],
        ["e", [46, 50, 28, 14], [110, 65, 38]],
        ["p", [60, 48, 72, 16, 86, 20, 76, 54], [110, 65, 38]],
        ["p", [72, 14, 94, 30, 90, 38, 74, 28], [118, 70, 42]],
        ["p", [60, 44, 70, 12, 73, 14, 66, 46], [40, 25, 18]],
        ["r", [24, 56, 5, 36], [95, 55, 32]],
        ["r", [34, 56, 5, 34], [95, 55, 32]],
        ["r", [58, 56, 5, 36], [95, 55, 32]],
        ["r", [67, 54, 5, 36], [95, 55, 32]],
        ["p", [20, 44, 8, 74, 13, 74, 22, 50], [40, 25, 18]],
    ],
    "ship": [
        [[160, 195, 230], [50, 95, 150]],
        ["r", [0, 62, 100, 38], [40, 85, 140]],
        ["p", [6, 52, 94, 52, 84, 72, 16, 72], [45, 50, 70]],
        ["r", [24, 38, 46, 14], [235, 235, 235]],
        ["r", [34, 28, 26, 10], [220, 222, 226]],
        ["r", [44, 14, 8, 14], [200, 60, 50]],
        ["r", [28, 42, 38, 3], [90, 120, 150]],
    ],
    "truck": [
        [[175, 200, 225], [120, 120, 118]],
        ["r", [0, 76, 100, 24], [105, 104, 102]],
        ["r", [6, 24, 58, 48], [225, 225, 220]],
        ["r", [66, 38, 26, 34], [45, 95, 170]],
        ["r", [76, 42, 14, 13], [160, 200, 220]],
        ["r", [4, 70, 90, 5], [50, 50, 55]],
        ["e", [20, 78, 8, 8], [25, 25, 28]],
        ["e", [48, 78, 8, 8], [25, 25, 28]],
        ["e", [80, 78, 8, 8], [25, 25, 28]],
    ],
}


def vary(scene: list, rng: np.random.Generator) -> dict:
    """One picture of a scene: size, and shapes in pixels after scaling, shifting, mirroring and recolouring."""
    width, height = (int(v) for v in rng.choice([32, 48, 96, 150], 2))
    side, mirror = min(width, height), bool(rng.integers(2))
    scale = side / 100 * rng.uniform(0.75, 1.05)
    x0 = width / 2 - 50 * scale + rng.normal(0, 0.03) * side
    y0 = height / 2 - 50 * scale + rng.normal(0, 0.03) * side
    tint = rng.integers(-18, 19, 3)

    def colour(c: list[int]) -> list[int]:
        return [int(v) for v in np.clip(np.array(c) + tint + rng.integers(-12, 13, 3), 0, 255)]

    def across(x: float) -> float:
        return round(x0 + (100 - x if mirror else x) * scale, 1)

    shapes = []
    for kind, numbers, paint in scene[1:]:
        if kind == "r":
            x, y, w, h = numbers
            left = min(across(x), across(x + w))
            placed = [left, round(y0 + y * scale, 1), round(w * scale, 1), round(h * scale, 1)]
            if w == 100:  # ground and water reach both edges
                placed[0], placed[2] = 0, width
                placed[3] = height
        elif kind == "e":
            x, y, rx, ry = numbers
            placed = [across(x), round(y0 + y * scale, 1), round(rx * scale, 1), round(ry * scale, 1)]
        else:
            pairs = zip(numbers[::2], numbers[1::2], strict=True)
            placed = [v for x, y in pairs for v in (across(x), round(y0 + y * scale, 1))]
        shapes.append([kind, placed, colour(paint)])
    return {"width": width, "height": height, "sky": [colour(c) for c in scene[0]], "shapes": shapes}


def render(picture: dict) -> np.ndarray:
    """RGBA uint8 [height, width, 4]: a vertical gradient, then the shapes, each pixel by its centre."""
    width, height = picture["width"], picture["height"]
    x, y = np.arange(width)[None, :] + 0.5, np.arange(height)[:, None] + 0.5
    top, bottom = (np.array(c, dtype=float) for c in picture["sky"])
    part = (y / height)[..., None]
    image = np.floor(top + (bottom - top) * part + 0.5) + np.zeros((height, width, 1))
    for kind, n, colour in picture["shapes"]:
        if kind == "r":
            inside = (x >= n[0]) & (x < n[0] + n[2]) & (y >= n[1]) & (y < n[1] + n[3])
        elif kind == "e":
            dx, dy = x - n[0], y - n[1]
            inside = dx * dx * (n[3] * n[3]) + dy * dy * (n[2] * n[2]) <= n[2] * n[2] * (n[3] * n[3])
        else:
            inside = np.zeros((height, width), dtype=bool)
            points = list(zip(n[::2], n[1::2], strict=True))
            for (ax, ay), (bx, by) in zip(points, points[1:] + points[:1], strict=True):
                crosses = (ay > y) != (by > y)
                if ay != by:
                    inside ^= crosses & ((x - ax) * (by - ay) < (bx - ax) * (y - ay)) ^ (crosses & (by < ay))
        image[inside] = colour
    return np.dstack([image, np.full((height, width), 255)]).astype(np.uint8)


def read_pictures() -> list[dict]:
    """The stored pictures, each with the `label` it was drawn for."""
    return json.loads(FIXTURE.read_text(encoding="utf-8"))


def main() -> None:
    rng = np.random.default_rng(20261123)
    pictures = [{"label": label, **vary(scene, rng)} for label, scene in SCENES.items() for _ in range(6)]
    FIXTURE.parent.mkdir(parents=True, exist_ok=True)
    FIXTURE.write_text(
        "[\n" + ",\n".join(json.dumps(p, separators=(",", ":")) for p in pictures) + "\n]\n", encoding="utf-8"
    )


if __name__ == "__main__":
    main()
