"""The numeral recogniser: input preparation, thinning, augmentation and the smoke run."""

import json

import numpy as np
import pytest
import torch

from training.common.images import axis_weights, resample
from training.common.run import Run
from training.handwriting.__main__ import main
from training.handwriting.augmentation import augment, scribbles
from training.handwriting.data import generated
from training.handwriting.network import network
from training.handwriting.preparation import preprocess
from training.handwriting.publish import publish
from training.handwriting.settings import Settings
from training.handwriting.skeletons import distances, skeletons
from training.handwriting_strokes import CHARACTERS, FOREIGN, SKELETONS, draw, read_drawings, render


def drawing(**changes: object) -> dict:
    stroke = [[10.0, 20.0], [80.0, 24.0]]
    return {"side": 96, "width": 5.0, "ink": 20, "paper": 240, "strokes": [stroke]} | changes


@pytest.mark.parametrize(("source", "target"), [(1, 5), (5, 1), (7, 3), (3, 7), (64, 48), (9, 9)])
def test_axis_weights_sum_to_one(source: int, target: int) -> None:
    weights = axis_weights(source, target)
    assert weights.shape == (target, source)
    np.testing.assert_allclose(weights.sum(1), 1)


def test_shrinking_keeps_the_mean_and_equal_size_changes_nothing() -> None:
    plane = np.random.default_rng(0).random((21, 35))
    assert resample(plane, 4, 6).mean() == pytest.approx(plane.mean())
    np.testing.assert_array_equal(resample(plane, 21, 35), plane)


def test_input_is_centred_and_fills_the_box() -> None:
    x = preprocess(render(drawing()))[0]
    columns = np.flatnonzero(x.max(0) > 0)
    assert x.shape == (64, 64)
    assert len(columns) == 48
    assert columns[0] == (64 - 48) // 2
    assert x.max() == 1


def test_polarity_does_not_matter() -> None:
    a = preprocess(render(drawing(ink=0, paper=255)))
    b = preprocess(render(drawing(ink=255, paper=0)))
    np.testing.assert_allclose(a, b, atol=1e-6)


def test_opacity_is_the_ink_of_a_transparent_canvas() -> None:
    drawn = render(drawing(ink=255, paper=0))
    clear = drawn.copy()
    clear[..., 3], clear[..., :3] = drawn[..., 0], 0
    np.testing.assert_allclose(preprocess(clear), preprocess(drawn), atol=1e-6)


def test_blank_canvas_and_single_pixel_give_an_empty_input() -> None:
    assert preprocess(np.full((40, 30, 4), 255, np.uint8)).max() == 0
    assert preprocess(np.full((1, 1, 4), 7, np.uint8)).max() == 0


def test_skeleton_of_a_thick_bar_is_a_line() -> None:
    picture = np.zeros((1, 40, 40), dtype=bool)
    picture[0, 15:22, 5:35] = True
    thin = skeletons(picture)[0]
    assert 20 <= thin.sum() <= 34
    assert thin.sum(0).max() == 1


def test_augmented_pictures_stay_in_range_and_keep_ink() -> None:
    torch.manual_seed(0)
    inputs, _, _ = generated(0)
    out = augment(torch.from_numpy(inputs[:40]), torch.from_numpy(distances(inputs[:40])))
    assert out.shape == (40, 1, 64, 64)
    assert out.min() >= 0
    assert out.max() <= 1
    assert (out.amax((1, 2, 3)) > 0.3).all()
    assert scribbles(3, torch.device("cpu")).amax((1, 2, 3)).min() > 0.3


def test_own_drawings_cover_every_class_and_fit_their_canvas() -> None:
    drawings = read_drawings()
    for character in CHARACTERS:
        assert len(SKELETONS[character]) == 2
        assert sum(d["character"] == character for d in drawings) >= 5
    assert not set(FOREIGN) & set(CHARACTERS)
    for d in drawings:
        points = np.concatenate([np.array(s) for s in d["strokes"]])
        assert points.min() >= 0
        assert points.max() <= d["side"]


def test_drawing_is_deterministic() -> None:
    a, b = (draw(SKELETONS["五"][0], np.random.default_rng(3)) for _ in range(2))
    assert a == b


def test_smoke(tmp_path, monkeypatch) -> None:
    monkeypatch.setattr("training.common.run.RUNS", tmp_path)
    main(Settings(smoke=True, device="cpu", run="t"))
    card = json.loads((tmp_path / "t-smoke" / "model.json").read_text(encoding="utf-8"))
    assert card["outputs"] == [{"name": "logits", "dtype": "float32", "shape": ["batch", 15]}]
    assert sum(map(sum, card["confusion"]["counts"])) == 300
    assert next(m["value"] for m in card["metrics"] if m["split"].startswith("test")) > 0.8


def test_a_trial_sees_no_test_and_stays_in_its_folder(tmp_path, monkeypatch) -> None:
    monkeypatch.setattr("training.common.run.RUNS", tmp_path / "runs")
    monkeypatch.setattr("training.common.paths.ROOT", tmp_path)
    monkeypatch.setattr("training.handwriting.publish.ROOT", tmp_path)
    read: list[str] = []
    monkeypatch.setattr("training.handwriting.publish.read_numerals", read.append)
    s = Settings(run="trial", dev_only=True, dev_writers=2)
    publish(s, Run(s, torch.device("cpu")), network(), generated(0))
    assert not read
    assert [p.name for p in tmp_path.iterdir()] == ["runs"]
    card = json.loads((tmp_path / "runs" / "trial" / "model.json").read_text(encoding="utf-8"))
    assert {m["split"] for m in card["metrics"]} == {"dev（train中2名书写者）"}
    assert card["training"]["data"][0]["records"] == "10名书写者的300张，其中2名书写者的60张留作开发集"
    assert card["training"]["command"] == "python -m training.handwriting --dev-writers 2"
