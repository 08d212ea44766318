"""The shared parts: intervals, quantisation of graphs, settings, cards."""

import json
from dataclasses import dataclass

import numpy as np
import onnx
import pytest
import torch
from onnx import TensorProto, helper, numpy_helper

from training.common.card import write_card
from training.common.metrics import classification_metrics, expected_calibration_error, wilson
from training.common.onnx_eval import fit_temperature, open_session, softmax
from training.common.quantise import fake_quantise, quantise_int8, quantise_weights, weight_bytes
from training.common.run import Run
from training.common.settings import parse_settings


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


def test_run_resumes(tmp_path, monkeypatch):
    monkeypatch.setattr("training.common.run.RUNS", tmp_path)
    device = torch.device("cpu")
    run = Run("x", device)
    assert run.load("state") is None
    run.save("state", epoch=3, weights=torch.ones(2))
    run.log(epoch=3, accuracy=0.5)
    assert Run("x", device).load("state")["epoch"] == 3
    assert json.loads((tmp_path / "x" / "log.jsonl").read_text())["accuracy"] == 0.5


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
