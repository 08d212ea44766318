"""The shared parts: intervals, quantisation of graphs, settings, cards."""

import json
from dataclasses import dataclass
from importlib import import_module

import numpy as np
import onnx
import pytest
import torch
from onnx import TensorProto, helper, numpy_helper

from training.common.card import write_card
from training.common.metrics import (
    bootstrap,
    classification_metrics,
    confusion_matrix,
    expected_calibration_error,
    f1_scores,
    wilson,
)
from training.common.onnx_eval import fit_temperature, open_session, softmax
from training.common.paths import MissingDataError, data_dir, model_dir, publish_model
from training.common.quantise import fake_quantise, quantise_int8, quantise_weights, weight_bytes
from training.common.run import Run
from training.common.settings import command_line, parse_settings, start


def tiny_model(table: np.ndarray, weight: np.ndarray) -> onnx.ModelProto:
    """ids [batch, length] -> table rows -> rows @ weight."""
    graph = helper.make_graph(
        [
            helper.make_node("Gather", ["table", "ids"], ["rows"]),
            helper.make_node("MatMul", ["rows", "weight"], ["y"]),
        ],
        "tiny",
        [helper.make_tensor_value_info("ids", TensorProto.INT64, ["batch", "length"])],
        [helper.make_tensor_value_info("y", TensorProto.FLOAT, ["batch", "length", weight.shape[1]])],
        [numpy_helper.from_array(table, "table"), numpy_helper.from_array(weight, "weight")],
    )
    return helper.make_model(graph, opset_imports=[helper.make_opsetid("", 17)], ir_version=8)


def test_wilson_known_values():
    assert wilson(8, 10) == pytest.approx((0.4902, 0.9433), abs=1e-4)
    assert wilson(0, 10)[0] == 0
    assert wilson(5, 5)[1] == 1
    assert wilson(0, 0) == (0, 1)


TRUTH, PREDICTED = np.array([0, 0, 1, 2]), np.array([0, 1, 1, 1])


def test_confusion_has_the_truth_in_rows():
    assert confusion_matrix(TRUTH, PREDICTED, 4).tolist() == [
        [1, 1, 0, 0],
        [0, 1, 0, 0],
        [0, 1, 0, 0],
        [0, 0, 0, 0],
    ]


def test_f1_of_each_class():
    assert f1_scores(TRUTH, PREDICTED, 4).tolist() == pytest.approx([2 / 3, 1 / 2, 0, 0])


def test_calibration_error_is_the_mean_gap_of_its_bins():
    # 0.9 sure and half right, a gap of 0.4; 0.6 sure and all wrong, a gap of 0.6; 1.0 sure and right, none
    sure = np.array([0.9, 0.9, 0.6, 0.6, 0.6, 0.6, 1.0, 1.0])
    probabilities = np.stack([sure, 1 - sure], axis=1)
    truth = np.array([0, 1, 1, 1, 1, 1, 0, 0])
    assert expected_calibration_error(probabilities, truth) == pytest.approx(2 / 8 * 0.4 + 4 / 8 * 0.6)
    # one wide bin averages what all are sure of: 0.775, and 3 of 8 right
    assert expected_calibration_error(probabilities, truth, bins=1) == pytest.approx(0.775 - 3 / 8)


def test_bootstrap_interval_of_a_mean():
    hits = np.arange(400) % 2
    low, high = bootstrap(lambda i: hits[i].mean(), 400)
    assert low == pytest.approx(0.5 - 1.96 * 0.025, abs=0.008)
    assert high == pytest.approx(0.5 + 1.96 * 0.025, abs=0.008)
    assert bootstrap(lambda i: hits[i].mean(), 400) == (low, high)
    assert bootstrap(lambda i: float(len(set(i.tolist())) == 400), 400) == (0, 0), "drawn with replacement"


def test_figures_of_a_classifier():
    probabilities = np.eye(4)[PREDICTED] * 0.6 + 0.1
    figures = {m["name"]: m for m in classification_metrics(probabilities, TRUTH, "dev", list("abcd"))}
    assert figures["accuracy"]["value"] == 0.5
    assert figures["accuracy"]["interval"] == [round(bound, 5) for bound in wilson(2, 4)]
    assert figures["macro-f1"]["value"] == pytest.approx((2 / 3 + 1 / 2) / 4, abs=1e-5)
    assert figures["f1:b"]["value"] == 0.5 and figures["f1:b"]["n"] == 4
    error = figures["calibration-error"]
    assert error["value"] == pytest.approx(0.2) and "interval" not in error


def test_quantised_graph_stays_close_and_shrinks(tmp_path):
    generator = np.random.default_rng(0)
    table = generator.normal(size=(200, 16)).astype(np.float32)
    weight = generator.normal(size=(16, 128)).astype(np.float32)
    ids = generator.integers(0, 200, (3, 5))

    float_model = tiny_model(table, weight)
    expected = open_session_of(float_model, tmp_path / "float.onnx").run(None, {"ids": ids})[0]
    small = quantise_weights(tiny_model(table, weight))
    onnx.checker.check_model(small)
    actual = open_session_of(small, tmp_path / "int8.onnx").run(None, {"ids": ids})[0]

    assert np.abs(actual - expected).max() < 0.05 * np.abs(expected).max()
    assert weight_bytes(small) < 0.3 * weight_bytes(float_model)


def test_packed_table_equals_its_fake_quantisation(tmp_path):
    generator = np.random.default_rng(0)
    table = generator.normal(size=(200, 16)).astype(np.float32)
    weight = np.eye(16, dtype=np.float32)
    ids = generator.integers(0, 200, (3, 5))
    packed = quantise_weights(tiny_model(table, weight), table_bits=4)
    onnx.checker.check_model(packed)
    actual = open_session_of(packed, tmp_path / "int4.onnx").run(None, {"ids": ids})[0]
    expected = fake_quantise(torch.from_numpy(table), axis=1, bits=4).numpy()[ids]
    assert np.abs(actual - expected).max() < 1e-6
    assert weight_bytes(packed) < 200 * 8 + 16 * 16 * 4 + 16 * 4 + 20


def open_session_of(model: onnx.ModelProto, path):
    onnx.save(model, path)
    return open_session(path)


def test_quantise_round_trip_error_is_half_a_step():
    weight = np.random.default_rng(1).normal(size=(7, 9)).astype(np.float32)
    values, scale = quantise_int8(weight, axis=0)
    assert np.abs(values * scale[:, None] - weight).max() <= scale.max() / 2 + 1e-6


def test_fake_quantise_matches_and_passes_gradients():
    weight = torch.randn(6, 4, requires_grad=True)
    rounded = fake_quantise(weight, axis=1)
    values, scale = quantise_int8(weight.detach().numpy(), axis=1)
    assert np.allclose(rounded.detach().numpy(), values * scale, atol=1e-6)
    rounded.sum().backward()
    assert torch.equal(weight.grad, torch.ones_like(weight))


def test_calibration_and_temperature():
    generator = np.random.default_rng(0)
    truth = generator.integers(0, 3, 4000)
    logits = 4 * np.eye(3)[np.where(generator.random(4000) < 0.7, truth, (truth + 1) % 3)]
    temperature = fit_temperature(logits, truth)
    before = expected_calibration_error(softmax(logits), truth)
    after = expected_calibration_error(softmax(logits / temperature), truth)
    assert temperature > 1.5 and after < 0.02 < before


def test_settings_become_options():
    @dataclass(frozen=True)
    class Settings:
        """Example."""

        batch_size: int = 8
        rate: float = 0.1
        smoke: bool = False

    assert parse_settings(Settings, ["--batch-size", "4", "--smoke"]) == Settings(4, 0.1, True)


@dataclass(frozen=True)
class Recipe:
    """Settings of a run."""

    run: str = "x"
    rate: float = 0.1
    device: str = "auto"
    resume: bool = False
    dev_only: bool = False


@pytest.fixture
def runs(tmp_path, monkeypatch):
    monkeypatch.setattr("training.common.run.RUNS", tmp_path)
    return tmp_path


DEVICE = torch.device("cpu")


def test_run_resumes(runs):
    run = Run(Recipe(), DEVICE)
    assert run.load("state") is None
    run.save("state", epoch=3, weights=torch.ones(2))
    run.log(epoch=3, accuracy=0.5)
    assert Run(Recipe(resume=True, device="cpu", dev_only=True), DEVICE).load("state")["epoch"] == 3
    assert json.loads((runs / "x" / "log.jsonl").read_text())["accuracy"] == 0.5


def test_a_run_goes_on_with_its_own_settings_only(runs):
    Run(Recipe(), DEVICE).save("state", epoch=3)
    with pytest.raises(ValueError, match=r"\(rate\)"):
        Run(Recipe(rate=0.2, resume=True), DEVICE).load("state")
    old = torch.load(runs / "x" / "state.pt", weights_only=False)
    del old["settings"]  # as checkpoints were before they kept them
    torch.save(old, runs / "x" / "state.pt")
    assert Run(Recipe(rate=0.2, resume=True), DEVICE).load("state")["epoch"] == 3


def test_a_new_run_forgets_the_one_before(runs):
    before = Run(Recipe(), DEVICE)
    before.save("state", epoch=3)
    before.log(epoch=3)
    run = Run(Recipe(), DEVICE)
    assert run.load("state") is None
    assert not (runs / "x" / "log.jsonl").exists()


def test_a_command_names_what_differs():
    assert command_line("training.x", Recipe(run="y", resume=True)) == "python -m training.x"
    assert command_line("training.x", Recipe(rate=0.2)) == "python -m training.x --rate 0.2"


def test_help_tells_the_defaults(capsys):
    with pytest.raises(SystemExit):
        parse_settings(Recipe, ["--help"])
    told = capsys.readouterr().out
    assert "default: 0.1" in told and "default: x" in told


def test_missing_data_is_told_without_a_traceback(tmp_path, monkeypatch):
    monkeypatch.setenv("AI_BOOK_DATA", str(tmp_path))
    monkeypatch.setattr("sys.argv", ["x"])
    with pytest.raises(SystemExit, match=r"no data set 'cifar10' in .*see \"Data\""):
        start(lambda _: data_dir("cifar10"), Recipe)


@pytest.mark.parametrize("package", ["handwriting", "image_classification", "ner", "text_classification"])
def test_without_data_no_run_begins(package, runs, monkeypatch):
    monkeypatch.setenv("AI_BOOK_DATA", str(runs))
    recipe = import_module(f"training.{package}.__main__")
    with pytest.raises(MissingDataError):
        recipe.main(recipe.Settings())
    assert not list(runs.iterdir())


def test_card_measures_the_file(tmp_path):
    model = tiny_model(np.zeros((4, 2), np.float32), np.zeros((2, 3), np.float32))
    onnx.save(model, tmp_path / "model.onnx")
    with pytest.raises(ValueError, match="title"):
        write_card(tmp_path, {"id": "x"})
    names = "id version task title summary architecture parameters labels preprocessing training published"
    card = dict.fromkeys([*names.split(), "limitations", "failures", "licence"], "x")
    probabilities = np.full((4, 2), 0.5)
    card["metrics"] = classification_metrics(probabilities, np.zeros(4, int), "dev", ["a", "b"])
    written = write_card(tmp_path, card)
    assert written["inputs"] == [{"name": "ids", "dtype": "int64", "shape": ["batch", "length"]}]
    assert written["file"]["bytes"] == (tmp_path / "model.onnx").stat().st_size
    assert json.loads((tmp_path / "model.json").read_text())["metrics"][0]["value"] == 1


def test_a_model_is_published_with_its_card_or_not_at_all(tmp_path, monkeypatch):
    monkeypatch.setattr("training.common.paths.ROOT", tmp_path)
    run = tmp_path / "run"
    run.mkdir()
    (run / "model.onnx").write_bytes(b"new")
    with pytest.raises(FileNotFoundError):
        publish_model(run, "x")
    assert not (model_dir("x") / "model.onnx").exists()
    (run / "model.json").write_text("{}")
    publish_model(run, "x")
    assert (model_dir("x") / "model.onnx").read_bytes() == b"new"
    assert (model_dir("x") / "model.json").read_text() == "{}"
