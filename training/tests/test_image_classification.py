"""The picture classifier: whitening, optimiser, preparation of pictures, folding and the smoke run."""

import json

import numpy as np
import pytest
import torch

from training.common.run import Run
from training.image_classification.__main__ import main
from training.image_classification.augmentation import crop, cut_out, paste
from training.image_classification.data import LABELS, MEAN, STD, generated, preprocess
from training.image_classification.export import Exported
from training.image_classification.network import Net, whitening_filters
from training.image_classification.optimiser import orthogonalise
from training.image_classification.publish import confidence_threshold, publish
from training.image_classification.settings import Settings
from training.image_classification.training_loop import Pictures, settle
from training.image_classification.winograd import Winograd
from training.image_drawings import read_pictures, render


def test_whitened_patches_are_uncorrelated() -> None:
    torch.manual_seed(0)
    pictures = torch.nn.functional.avg_pool2d(torch.randn(200, 3, 36, 36), 5, 1)
    filters = whitening_filters(pictures)
    out = torch.nn.functional.conv2d(pictures, filters)[:, :12].transpose(0, 1).reshape(12, -1)
    covariance = out @ out.T / out.shape[1]
    assert (covariance - torch.diag(covariance.diag())).abs().max() < 0.02
    torch.testing.assert_close(filters[:12], -filters[12:])


def test_orthogonalised_gradient_has_singular_values_near_one() -> None:
    torch.manual_seed(0)
    for shape in ((16, 40), (40, 16)):
        values = torch.linalg.svdvals(orthogonalise(torch.randn(shape), steps=5).float())
        assert values.min() > 0.5
        assert values.max() < 1.4


def test_crop_takes_windows_of_the_padded_picture() -> None:
    padded = torch.arange(36 * 36).view(1, 1, 36, 36).expand(5, 3, -1, -1).float()
    out = crop(padded, 2)
    assert out.shape == (5, 3, 32, 32)
    first = out[:, 0, 0, 0]
    torch.testing.assert_close(out[:, 2, 31, 31], first + 31 * 36 + 31)


def test_preprocess_takes_the_middle_square() -> None:
    picture = np.zeros((32, 96, 4), np.uint8)
    picture[:, 32:64] = 255
    out = preprocess(picture)
    assert out.shape == (3, 32, 32)
    for c in range(3):
        np.testing.assert_allclose(out[c], (1 - MEAN[c]) / STD[c], rtol=1e-6)


def test_transparent_pixels_count_as_white() -> None:
    clear = np.zeros((5, 5, 4), np.uint8)
    white = np.full((5, 5, 4), 255, np.uint8)
    np.testing.assert_allclose(preprocess(clear), preprocess(white))


def test_folding_keeps_the_logits() -> None:
    torch.manual_seed(0)
    net = Net(Settings())
    x = torch.randn(8, 3, 32, 32)
    net.train()
    for _ in range(8):
        net(x)
    net.eval()
    with torch.no_grad():
        torch.testing.assert_close(Exported(net)(x), net(x), rtol=1e-3, atol=1e-4)


@pytest.mark.parametrize("side", [3, 4, 5, 15, 31])
def test_winograd_equals_the_convolution(side: int) -> None:
    torch.manual_seed(side)
    conv = torch.nn.Conv2d(3, 5, 3, padding=1)
    x = torch.randn(2, 3, side, side)
    with torch.no_grad():
        rows = Winograd(conv, side)(x.flatten(2).transpose(1, 2))
        torch.testing.assert_close(rows, conv(x).flatten(2).transpose(1, 2), rtol=1e-4, atol=1e-5)


def test_threshold_reaches_the_precision() -> None:
    probabilities = np.array([[0.9, 0.1], [0.8, 0.2], [0.6, 0.4], [0.55, 0.45]])
    assert confidence_threshold(probabilities, np.zeros(4, int), 1.0) == 0.3
    truth = np.array([0, 0, 1, 0])
    threshold = confidence_threshold(probabilities, truth, 1.0)
    assert 0.6 < threshold <= 0.8


def test_own_pictures_render() -> None:
    pictures = read_pictures()
    assert len(pictures) >= 50
    assert {p["label"] for p in pictures} == set(LABELS)
    for p in pictures[::7]:
        image = render(p)
        assert image.shape == (p["height"], p["width"], 4)
        assert len(np.unique(image[..., :3].reshape(-1, 3), axis=0)) > 3


def test_smoke(tmp_path, monkeypatch) -> None:
    monkeypatch.setattr("training.common.run.RUNS", tmp_path)
    main(Settings(smoke=True, device="cpu", run="t", width2=64, width3=64))
    card = json.loads((tmp_path / "t-smoke" / "model.json").read_text(encoding="utf-8"))
    assert card["inputs"] == [{"name": "image", "dtype": "float32", "shape": ["batch", 3, 32, 32]}]
    assert (tmp_path / "t-smoke" / "checkpoint.pt").exists()
    assert next(m["value"] for m in card["metrics"] if m["name"] == "accuracy") > 0.8


def test_a_trial_sees_no_test_and_stays_in_its_folder(tmp_path, monkeypatch) -> None:
    monkeypatch.setattr("training.common.run.RUNS", tmp_path / "runs")
    monkeypatch.setattr("training.common.paths.ROOT", tmp_path)
    monkeypatch.setattr("training.image_classification.publish.ROOT", tmp_path)
    read: list[str] = []

    def refuse(split: str) -> None:
        read.append(split)

    monkeypatch.setattr("training.image_classification.publish.read_cifar10", refuse)
    images, labels = map(torch.from_numpy, generated(40, 0))
    s = Settings(width1=24, width2=24, width3=24, run="trial", dev_only=True)
    publish(s, Run(s, torch.device("cpu")), Net(s), Pictures(images, labels, 4, images, labels))
    assert not read
    assert [p.name for p in tmp_path.iterdir()] == ["runs"]
    card = json.loads((tmp_path / "runs" / "trial" / "model.json").read_text(encoding="utf-8"))
    assert {m["split"][:3] for m in card["metrics"]} == {"dev"}
    assert card["training"]["command"].endswith("--width1 24 --width2 24 --width3 24")


def test_cut_out_hides_a_square() -> None:
    torch.manual_seed(0)
    images = torch.ones(50, 3, 32, 32)
    hidden = (cut_out(images, 8) == 0).sum((2, 3))
    assert (hidden[:, 0] == hidden[:, 1]).all() and hidden.max() == 64 and hidden.min() >= 16
    assert torch.equal(cut_out(images, 0), images)


def test_paste_shows_one_rectangle_of_one_other_picture() -> None:
    torch.manual_seed(0)
    images = torch.arange(10.0).view(10, 1, 1, 1).expand(-1, 3, 32, 32)
    changed = 0
    for _ in range(20):
        pasted = paste(images)
        assert (images[:, 0, 0, 0] == torch.arange(10)).all()
        for i in range(10):
            foreign = pasted[i] != i
            if not foreign.any():
                continue
            changed += 1
            assert len(pasted[i][foreign].unique()) == 1
            rows, columns = foreign[0].any(1), foreign[0].any(0)
            assert (foreign == rows[:, None] & columns).all()
    assert changed > 100


def test_settle_measures_the_statistics_anew() -> None:
    torch.manual_seed(0)
    images = torch.randint(0, 256, (200, 3, 40, 40), dtype=torch.uint8)
    labels = torch.zeros(200, dtype=torch.long)
    pictures = Pictures(images, labels, 4, images[:, :, 4:36, 4:36], labels)
    net, settings = Net(Settings()), Settings(batch_size=20)
    settle(settings, net, pictures)
    seen: list[torch.Tensor] = []
    net.groups[0].norm1.register_forward_hook(lambda _, __, out: seen.append(out))
    with torch.no_grad():
        net(pictures.draw(torch.arange(200), torch.zeros(200, dtype=torch.bool)))
    assert seen[0].mean().abs() < 0.05
    assert abs(seen[0].std() - 1) < 0.1
    before = net.groups[0].norm1.running_mean.clone()
    settle(settings, net, pictures)
    assert torch.equal(net.groups[0].norm1.running_mean, before), "the same after a resumed run"


def test_a_run_remembers_what_it_ran_on(tmp_path, monkeypatch) -> None:
    monkeypatch.setattr("training.common.run.RUNS", tmp_path)
    monkeypatch.setattr("training.common.run.hardware", lambda _: "one machine")
    settings = Settings(run="r", resume=True)
    Run(settings, torch.device("cpu")).save("checkpoint")
    monkeypatch.setattr("training.common.run.hardware", lambda _: "another")
    run = Run(settings, torch.device("cpu"))
    run.load("checkpoint")
    assert run.hardware == "one machine"
    run.save("checkpoint")
    assert run.hardware == "one machine；another"
