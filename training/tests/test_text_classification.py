"""Text classification: features, augmentation, the network's indifference to padding, export, and the whole recipe."""

import json

import numpy as np
import onnx
import pytest
import torch

from training.common.onnx_eval import open_session, run_batches
from training.text_classification.__main__ import Recipe, Settings, main, smaller
from training.text_classification.cards import failures
from training.text_classification.data import build_vocabulary, generated_corpus, splice
from training.text_classification.export import linear_inputs, network_graph, network_inputs
from training.text_classification.features import character_ids, code_points, gram_hash, gram_ids, normalise
from training.text_classification.linear import linear_graph, train_linear
from training.text_classification.network import Network, NetworkSettings
from training.text_classification.probes import PROBES
from training.text_classification.publish import accuracy_of
from training.text_classification.traditional import PAIRS, TO_SIMPLIFIED
from training.text_classification.training_loop import Examples


def test_normalise():
    assert normalise("　ＡＢＣ　漲\t\n 1 ") == "abc 涨 1"
    assert normalise("臺灣歌手發表新專輯") == "台湾歌手发表新专辑"
    assert normalise(" \u3000\u200b ") == ""


def test_hash_equals_the_typescript_one():
    """The same values stand in tests/unit/text-classification.test.ts."""
    values = [gram_hash(np.array(codes)) for codes in ([0x4E2D], [0x4E2D, 0x56FD], [0x1F600, 0, 0])]
    assert [int(v) for v in values] == [2007897909, 3186993100, 1360989574]


def test_traditional_table_maps_to_characters_outside_itself():
    assert len(PAIRS) % 2 == 0
    assert all(chr(t) != s and ord(s) not in TO_SIMPLIFIED for t, s in TO_SIMPLIFIED.items())


def test_ids_and_grams():
    codes = code_points(["甲乙", "丙"])
    assert character_ids(codes, "乙甲").tolist() == [[3, 2], [1, 0]]
    grams = gram_ids(codes, 1000)
    assert grams.shape == (2, 2, 2) and (grams[1, 1] == 0).all() and (grams[0] > 0).all()
    assert code_points([""]).tolist() == [[0]]


def test_rare_grams_are_drawn_anew():
    examples = Examples.encode(["甲乙丙", "甲乙丙", "丁戊"], "甲乙丙丁戊", 10_000, once=False)
    assert (examples.grams[0] > 0).all() and (examples.grams[2, :2] == -1).all()
    _, first = examples.batch(torch.tensor([2]), torch.device("cpu"))
    _, second = examples.batch(torch.tensor([2]), torch.device("cpu"))
    assert (first > 0).all() and not torch.equal(first, second)


def test_splice_makes_texts():
    texts = generated_corpus(40).train.texts
    made = splice(texts, 100, np.random.default_rng(0))
    assert len(made) == 100 and all(0 < len(text) <= 40 for text in made)


@pytest.mark.parametrize("bits", [0, 4])
def test_exported_network_agrees_and_ignores_padding(tmp_path, bits):
    torch.manual_seed(0)
    vocabulary = build_vocabulary(generated_corpus().train.texts)
    network = Network(
        NetworkSettings(len(vocabulary) + 2, 10, width=32, blocks=1, buckets=512, gram_width=8)
    ).eval()
    network.table_bits = bits
    texts = [vocabulary[:5], vocabulary[7:30], "", "生字"]
    inputs = network_inputs(texts, vocabulary, 512)
    with torch.inference_mode():
        expected = network(*(torch.from_numpy(value) for value in inputs.values())).numpy()
    network_graph(network, 1.0, tmp_path / "model.onnx")
    session = open_session(tmp_path / "model.onnx")
    together = run_batches(session, inputs)
    alone = [run_batches(session, network_inputs([text], vocabulary, 512))[0] for text in texts]
    assert np.abs(together - np.stack(alone)).max() < 1e-4
    assert np.abs(together - expected).max() < 0.02 * np.abs(expected).max()


def test_linear_model_learns_and_exports(tmp_path):
    corpus = generated_corpus()
    model = train_linear(corpus.train, 5000)
    onnx.save(linear_graph(model, 0.5), tmp_path / "model.onnx")
    logits = run_batches(open_session(tmp_path / "model.onnx"), linear_inputs(["", *corpus.dev.texts], 5000))
    assert np.allclose(logits[0], 2 * model.bias, atol=1e-5)
    assert (logits[1:].argmax(1) == corpus.dev.labels).mean() > 0.9


def test_failure_gallery_keeps_errors_only():
    labels = ["finance", "stocks"]
    probabilities = np.tile([0.9, 0.1], (len(PROBES), 1))
    found = failures(probabilities, labels)
    right = {text for text, expected, _ in PROBES if expected == "finance"}
    assert len(found) >= 8 and not right & {entry["input"] for entry in found}


def test_networks_begin_alike_whatever_was_drawn_before(tmp_path, monkeypatch):
    monkeypatch.setattr("training.common.run.RUNS", tmp_path)
    recipe = Recipe(Settings(smoke=True, device="cpu"))
    first = recipe.network(recipe.student).state_dict()
    torch.rand(3)
    torch.testing.assert_close(recipe.network(recipe.student).state_dict(), first, rtol=0, atol=0)


def test_a_trial_sees_no_test_and_stays_in_its_folder(tmp_path, monkeypatch):
    monkeypatch.setattr("training.common.run.RUNS", tmp_path / "runs")
    monkeypatch.setattr("training.common.paths.ROOT", tmp_path)
    monkeypatch.setattr("training.text_classification.publish.ROOT", tmp_path)
    monkeypatch.setattr("training.text_classification.__main__.read_corpus", generated_corpus)
    monkeypatch.setattr("training.text_classification.__main__.read_test", pytest.fail)
    monkeypatch.setattr(Recipe, "distilled", lambda recipe: Network(smaller(recipe.student)))
    main(Settings(dev_only=True, device="cpu", run="trial", linear_buckets=2000))
    assert [p.name for p in tmp_path.iterdir()] == ["runs"]
    for name in ("network", "linear"):
        card = json.loads((tmp_path / "runs" / "trial" / name / "model.json").read_text(encoding="utf-8"))
        assert accuracy_of(card, "test") is None and accuracy_of(card, "dev") is not None
        assert card["training"]["command"].endswith("text_classification --linear-buckets 2000")


def test_smoke_run(tmp_path, monkeypatch):
    monkeypatch.setattr("training.common.run.RUNS", tmp_path)
    main(Settings(smoke=True, device="cpu", run="t"))
    for name in ("network", "linear"):
        card = json.loads((tmp_path / "t-smoke" / name / "model.json").read_text(encoding="utf-8"))
        assert (tmp_path / "t-smoke" / name / "model.onnx").stat().st_size == card["file"]["bytes"]
        assert accuracy_of(card, "dev") > 0.8
