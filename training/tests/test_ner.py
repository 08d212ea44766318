"""The entity recogniser: hashing, tags, the CRF against brute force, sentences and the smoke run."""

import itertools
import json
import random

import numpy as np
import pytest
import torch

from training.common.run import Run
from training.ner.__main__ import main
from training.ner.batches import Encoded, hide
from training.ner.crf import allowed, certainties, crf_loss, moves, viterbi
from training.ner.data import generated, own_sentences
from training.ner.export import sentences
from training.ner.features import MASK, UNKNOWN, Vocabulary, fold, grams_of, points_of
from training.ner.lexicon import KINDS, LENGTHS, NONE, Lexicon, places_of, states_of
from training.ner.measure import count_entities, f1, f1_metrics
from training.ner.names import Mentions, swap_entities
from training.ner.network import Net, Words
from training.ner.publish import publish, threshold_for, without_lists
from training.ner.settings import Settings
from training.ner.tags import TAGS, TYPES, entities_of, tags_of


def test_fold_makes_variants_equal() -> None:
    assert [chr(fold(ord(c))) for c in "Ａa９7　\n中，😀\ud800"] == [
        "a",
        "a",
        "0",
        "0",
        " ",
        " ",
        "中",
        ",",
        " ",
        " ",
    ]


def test_hash_is_stable() -> None:
    # the same values stand in tests/unit/ner.test.ts
    points = np.array([0x4E2D, 0x56FD, 0x1F600])
    assert grams_of(points, 49152).tolist() == HASHES


HASHES = [[43270, 217], [43267, 163], [4862, 23625], [22751, 27747]]


def test_places_are_stable() -> None:
    # the same values stand in tests/unit/ner.test.ts
    assert places_of(states_of(points_of("中国人民银行")), 192727)[1].tolist() == PLACES


PLACES = [
    [25254, 92639, 163834],
    [21209, 79667, 162463],
    [41979, 118022, 156443],
    [9366, 83426, 131202],
    [0, 0, 0],
]


def test_lexicon_knows_its_words_and_hardly_any_other() -> None:
    letters = [chr(0x4E00 + i) for i in range(60)]
    strings = ["".join(pair) for pair in itertools.product(letters, repeat=2)]
    words = {word: KINDS[i % len(KINDS)] for i, word in enumerate(strings[:2000])}
    lexicon = Lexicon(words)
    kinds = lexicon.kinds(points_of(" ".join(strings)))[::3, 0]
    assert kinds[:2000].tolist() == [KINDS.index(kind) for kind in words.values()]
    assert (kinds[2000:] != NONE).mean() < 0.005


def test_words_end_with_their_text() -> None:
    lexicon = Lexicon({"北京": "ns", "北京大学": "nt"})
    kinds = lexicon.kinds(
        np.concatenate([points_of("在北京大学"), [0], points_of("北"), [0], points_of("京")])
    )
    found = [(i, LENGTHS[k], KINDS[kinds[i, k]]) for i, k in np.argwhere(kinds != NONE).tolist()]
    assert found == [(1, 2, "ns"), (1, 4, "nt")]


def test_every_place_of_a_word_gets_its_vector() -> None:
    words = Words(4)
    words.table.weight.data.zero_()
    words.table.weight.data[NONE + 1] = 1.0  # the second length-2 row: kind 0, second place
    kinds = torch.full((1, 3, len(LENGTHS)), NONE)
    kinds[0, 0, 0] = 0
    assert words(kinds)[0, :, 0].tolist() == [0, 1, 0]


def test_tags_and_entities_are_inverse() -> None:
    entities = [[0, 1, "PER"], [1, 4, "LOC"], [6, 8, "ORG"]]
    tags = tags_of(9, entities)
    assert [TAGS[t] for t in tags[:4]] == ["S-PER", "B-LOC", "I-LOC", "E-LOC"]
    assert entities_of(tags) == [tuple(e) for e in entities]


def test_allowed_moves() -> None:
    matrix, start = allowed()
    index = TAGS.index
    assert matrix[index("B-PER"), index("E-PER")]
    assert not matrix[index("B-PER"), index("E-LOC")]
    assert not matrix[index("B-PER"), index("O")]
    assert matrix[index("S-ORG"), index("B-LOC")]
    assert not start[index("I-PER")]


def paths(places: int):
    return itertools.product(range(len(TAGS)), repeat=places)


def test_crf_loss_and_viterbi_equal_brute_force() -> None:
    torch.manual_seed(0)
    net = Net(Settings(buckets=64, width=8), 10)
    torch.nn.init.normal_(net.transitions)
    torch.nn.init.normal_(net.start)
    emissions = torch.randn(1, 3, len(TAGS))
    matrix, start = (scores.detach().numpy() for scores in moves(net))
    e = emissions[0].numpy()
    scores = {
        p: start[p[0]]
        + sum(e[i, t] for i, t in enumerate(p))
        + sum(matrix[a, b] for a, b in itertools.pairwise(p))
        for p in paths(3)
    }
    total = np.logaddexp.reduce(np.array(list(scores.values()), dtype=np.float64))
    tags = (1, 3, 0)
    loss = crf_loss(net, emissions, torch.tensor([tags]), torch.tensor([3]))
    np.testing.assert_allclose(loss.item(), total - scores[tags], rtol=1e-4)
    assert tuple(viterbi(e, matrix, start)) == max(scores, key=scores.get)


def test_certainties_equal_brute_force() -> None:
    rng = np.random.default_rng(0)
    emissions, matrix = rng.normal(size=(4, 13)), rng.normal(size=(13, 13))
    start, end = rng.normal(size=(2, 13))
    path, spans = np.array([3, 1, 2, 4]), [(0, 1, "PER"), (1, 4, "LOC"), (0, 4, "ORG")]
    every = np.array(list(paths(4)))
    scores = start[every[:, 0]] + end[every[:, -1]] + emissions[np.arange(4), every].sum(1)
    weights = np.exp(scores + matrix[every[:, :-1], every[:, 1:]].sum(1))
    expected = [weights[(every[:, a:b] == path[a:b]).all(1)].sum() / weights.sum() for a, b, _ in spans]
    np.testing.assert_allclose(certainties(emissions, path, spans, (matrix, start, end)), expected)


def test_the_threshold_is_half_of_f1() -> None:
    class Half:
        def find(self, text: str) -> list[tuple[int, int, str]]:
            return [(0, 1, "PER")] if text == "王" else []

    rows = [{"text": text, "entities": [[0, 1, "PER"]]} for text in "王李"]
    assert threshold_for(Half(), rows) == 0.33


def test_padding_changes_nothing() -> None:
    torch.manual_seed(0)
    net = Net(Settings(buckets=64, width=8), 10).eval()
    points = points_of("中文字符")
    vocabulary = Vocabulary("中文字")
    lexicon = Lexicon({"中文": "n"})
    data = Encoded([{"text": "中文字符"}, {"text": "中文字符中文"}], vocabulary, 64, lexicon)
    alone, both = data.batch([0]), data.batch([0, 1])
    assert alone[0].tolist() == [[3, 4, 5, UNKNOWN]]
    with torch.no_grad():
        torch.testing.assert_close(net(*alone[:3])[0], net(*both[:3])[0, : len(points)])
    net.train()
    tags = torch.zeros(2, 6, dtype=torch.long)
    emissions = torch.randn(2, 6, len(TAGS))
    short = crf_loss(net, emissions[:1, :4], tags[:1, :4], torch.tensor([4]))
    torch.testing.assert_close(crf_loss(net, emissions[:1], tags[:1], torch.tensor([4])), short)


def test_swapping_keeps_offsets_right() -> None:
    rng = random.Random(0)
    row = {"text": "王五去北京。", "entities": [[0, 2, "PER"], [3, 5, "LOC"]]}
    source = {"text": "欧阳小明在乌鲁木齐", "entities": [[0, 4, "PER"], [5, 9, "LOC"]]}
    mentions = Mentions([source])
    swapped = swap_entities(row, mentions, 1.0, rng)
    assert swapped["text"] == "欧阳小明去乌鲁木齐。"
    assert [swapped["text"][a:b] for a, b, _ in swapped["entities"]] == ["欧阳小明", "乌鲁木齐"]
    assert swap_entities(row, mentions, 0.0, rng) == row


def test_names_are_invented_from_parts() -> None:
    rows = [
        {
            "text": "王小明、王建国、王丽、王芳、王强",
            "entities": [[0, 3, "PER"], [4, 7, "PER"], [8, 10, "PER"]],
        },
        {
            "text": "王芳、王强、江城县、海城市",
            "entities": [[0, 2, "PER"], [3, 5, "PER"], [6, 9, "LOC"], [10, 13, "LOC"]],
        },
        {"text": "江城县新华书店", "entities": [[0, 7, "ORG"]]},
    ]
    mentions, rng = Mentions(rows), random.Random(0)
    people = {mentions.person(rng) for _ in range(100)}
    assert people - set(mentions.known["PER"])
    assert all(name[0] == "王" and 2 <= len(name) <= 3 for name in people)
    shops = {mentions.organisation(rng) for _ in range(50)}
    assert len(shops) > 1 and all(name.endswith("新华书店") for name in shops)
    listed = mentions.people(rng)
    assert [listed["text"][a:b][0] for a, b, _ in listed["entities"]] == ["王"] * len(listed["entities"])
    assert len(listed["entities"]) > 4


def test_hiding_a_character_hides_its_bigrams() -> None:
    chars, grams = torch.tensor([[5, 6, 7]]), torch.ones(1, 4, 2, dtype=torch.long)
    hidden, pairs = hide(chars, grams, torch.tensor([[False, True, False]]))
    assert hidden.tolist() == [[5, MASK, 7]]
    assert pairs[0, :, 0].tolist() == [1, 0, 0, 1]


def test_sentences() -> None:
    text = "他说：「走！」然后……  \n\n走了"
    assert [text[a:b] for a, b in sentences(text)] == ["他说：「走！」", "然后……", "走了"]
    assert sentences("") == []
    assert sentences(" \n") == []


def test_own_sentences_are_well_formed() -> None:
    rows = own_sentences()
    assert len(rows) >= 50
    for row in rows:
        assert not set("[]|") & set(row["text"])
        for a, b, kind in row["entities"]:
            assert kind in TYPES
            assert 0 <= a < b <= len(row["text"])


def test_f1_counts_exact_matches() -> None:
    counts = count_entities([(0, 2, "PER"), (3, 5, "LOC")], [[0, 2, "PER"], [3, 5, "ORG"], [7, 8, "ORG"]])
    assert counts.tolist() == [1, 2, 3]
    assert f1(counts) == 0.4


def test_measures_share_one_bootstrap_over_sentences() -> None:
    rows = [{"entities": [[0, 1, "PER"], [2, 3, "LOC"]]}, {"entities": [[0, 1, "ORG"]]}] * 20
    found = [[(0, 1, "PER")], [(0, 1, "ORG"), (4, 5, "LOC")]] * 20
    measured = {m["name"]: m for m in f1_metrics(found, rows, "x")}
    assert measured["precision"]["value"] == measured["recall"]["value"] == pytest.approx(2 / 3, abs=1e-5)
    assert measured["recall"]["n"] == 60 and measured["f1:LOC"]["value"] == 0
    # Wilson's interval, which takes entities for independent, begins at 0.54
    low, high = measured["precision"]["interval"]
    assert 0.55 < low < 0.65 and 0.68 < high < 0.8
    assert [m["name"] for m in f1_metrics(found, rows, "x", "rules")] == ["f1", "f1:PER", "f1:LOC", "f1:ORG"]


def test_lists_of_names_are_left_out_once() -> None:
    plain = {"text": "王", "entities": [[0, 1, "PER"]]}
    listed = {"text": "王" * 51, "entities": [[i, i + 1, "PER"] for i in range(51)]}
    metric = without_lists([[], [(0, 1, "PER")]], [listed, plain])
    assert metric["value"] == 1 and metric["n"] == 1
    assert "去掉1行" in metric["note"]


def test_a_trial_sees_no_test_and_stays_in_its_folder(tmp_path, monkeypatch) -> None:
    monkeypatch.setattr("training.common.run.RUNS", tmp_path / "runs")
    monkeypatch.setattr("training.common.paths.ROOT", tmp_path)
    monkeypatch.setattr("training.ner.publish.ROOT", tmp_path)
    read: list[str] = []

    def rows(_: str, split: str) -> list[dict]:
        read.append(split)
        return generated(10, 0)

    for module in ("data", "publish"):
        monkeypatch.setattr(f"training.ner.{module}.read_rows", rows)
    s = Settings(buckets=64, width=8, run="trial", dev_only=True, swap=0.5)
    run, vocabulary = Run(s, torch.device("cpu")), Vocabulary("王北京")
    publish(s, run, Net(s, len(vocabulary)), vocabulary, Lexicon({"北京": "ns"}), 1.0)
    assert read == ["dev", "train", "dev"]
    assert [p.name for p in tmp_path.iterdir()] == ["runs"]
    card = json.loads((tmp_path / "runs" / "trial" / "model.json").read_text(encoding="utf-8"))
    assert card["training"]["command"] == "python -m training.ner --buckets 64 --width 8 --swap 0.5"


def test_windows_overlap_by_more_than_the_network_sees() -> None:
    with pytest.raises(ValueError, match="overlap"):
        Settings(dilations="1,2,4,8,16")


def smoke(run: str, resume: bool = False) -> None:
    main(Settings(smoke=True, device="cpu", run=run, resume=resume))


def test_smoke(tmp_path, monkeypatch) -> None:
    monkeypatch.setattr("training.common.run.RUNS", tmp_path)
    smoke("t")
    card = json.loads((tmp_path / "t-smoke" / "model.json").read_text(encoding="utf-8"))
    assert card["outputs"] == [{"name": "emissions", "dtype": "float32", "shape": ["batch", "length", 13]}]
    assert len(card["preprocessing"]["transitions"]) == 13
    assert card["metrics"][0]["name"] == "f1" and card["metrics"][0]["value"] > 0.8
    log = (tmp_path / "t-smoke" / "log.jsonl").read_text(encoding="utf-8")
    cutting = [row["cutting"] for row in map(json.loads, log.splitlines()) if "pretrain_epoch" in row]
    assert cutting[-1] < 0.9 * cutting[0], "pre-training learns"
    graph = (tmp_path / "t-smoke" / "model.onnx").read_bytes()
    smoke("t", resume=True)
    assert (tmp_path / "t-smoke" / "model.onnx").read_bytes() == graph
    log = (tmp_path / "t-smoke" / "log.jsonl").read_text(encoding="utf-8")
    assert log.count('"epoch"') == 4, "nothing is trained twice"


def test_a_resumed_run_gives_the_weights_of_a_whole_one(tmp_path, monkeypatch) -> None:
    monkeypatch.setattr("training.common.run.RUNS", tmp_path)
    monkeypatch.setattr("training.ner.__main__.publish", lambda *_: None)
    smoke("whole")
    save = Run.save

    def save_and_stop(run: Run, name: str, **state: object) -> None:
        save(run, name, **state)
        if state["epoch"] == 1:
            raise KeyboardInterrupt

    monkeypatch.setattr(Run, "save", save_and_stop)
    for resume in (False, True):  # in pre-training, then in training
        with pytest.raises(KeyboardInterrupt):
            smoke("parts", resume)
    smoke("parts", resume=True)
    whole, parts = (
        torch.load(tmp_path / f"{name}-smoke" / "train.pt", weights_only=False) for name in ("whole", "parts")
    )
    assert parts["epoch"] == whole["epoch"] == 4
    torch.testing.assert_close(parts["net"], whole["net"], rtol=0, atol=0)
    torch.testing.assert_close(parts["average"], whole["average"], rtol=0, atol=0)
