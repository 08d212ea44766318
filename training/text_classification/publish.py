"""Exports both models, measures the files on dev and test, and writes the cards."""

import json
import time
from pathlib import Path

import numpy as np
import onnx

from ..common.card import write_card
from ..common.onnx_eval import fit_temperature, open_session, softmax
from ..common.paths import ROOT, model_dir
from ..common.report import replace_between
from ..common.run import Run
from .cards import PROBES, failures, linear_card, network_card
from .data import Corpus, Split
from .export import Inputs, file_logits, linear_inputs, measure, network_graph, network_inputs
from .features import normalise
from .linear import linear_graph, train_linear
from .network import Network

NETWORK, LINEAR = "text-classification", "text-classification-linear"


def calibrated(write, path: Path, dev: Split, inputs: Inputs) -> float:
    """Writes the file twice: plain, to fit the temperature on dev with it, then with the temperature folded in."""
    write(1.0)
    temperature = fit_temperature(file_logits(path, dev.texts, inputs), dev.labels)
    write(temperature)
    return temperature


def measured(
    path: Path, corpus: Corpus, test: Split | None, inputs: Inputs
) -> tuple[list[dict], dict, list[dict]]:
    """Metrics on dev and test, the confusion matrix of the last split measured, and the failed probes of a file."""
    labels = [name for name, _ in corpus.classes]
    metrics, confusion = [], {}
    for name, split in {"dev": corpus.dev, "test": test}.items():
        if split is None:
            continue
        values, counts = measure(path, split, name, inputs, labels)
        metrics += values
        confusion = {"split": name, "labels": labels, "counts": counts.tolist()}
    probes = [normalise(text) for text, _, _ in PROBES]
    return metrics, confusion, failures(softmax(file_logits(path, probes, inputs)), labels)


def publish_linear(
    corpus: Corpus,
    test: Split | None,
    *,
    buckets: int,
    seed: int,
    hardware: str,
    command: str,
    folder: Path,
) -> dict:
    """Trains, exports and describes the linear model in `folder`; returns its card."""
    folder.mkdir(parents=True, exist_ok=True)
    path = folder / "model.onnx"
    start = time.perf_counter()
    model = train_linear(corpus.train, buckets, seed=seed)
    seconds = time.perf_counter() - start

    def inputs(texts: list[str]) -> dict[str, np.ndarray]:
        return linear_inputs(texts, buckets)

    calibrated(lambda t: onnx.save(linear_graph(model, t), path), path, corpus.dev, inputs)
    metrics, confusion, failed = measured(path, corpus, test, inputs)
    card = linear_card(
        classes=corpus.classes,
        buckets=buckets,
        parameters=model.weight.size + model.bias.size,
        command=command,
        seed=seed,
        seconds=seconds,
        hardware=hardware,
        metrics=metrics,
        confusion=confusion,
        failed=failed,
    )
    return write_card(folder, card)


def publish_network(
    network: Network,
    vocabulary: str,
    corpus: Corpus,
    test: Split | None,
    *,
    recipe: list[str],
    seed: int,
    seconds: float,
    hardware: str,
    command: str,
    folder: Path,
) -> dict:
    """Exports and describes the network in `folder`; returns its card."""
    folder.mkdir(parents=True, exist_ok=True)
    path = folder / "model.onnx"
    s = network.settings

    def inputs(texts: list[str]) -> dict[str, np.ndarray]:
        return network_inputs(texts, vocabulary, s.buckets)

    calibrated(lambda t: network_graph(network, t, path), path, corpus.dev, inputs)
    metrics, confusion, failed = measured(path, corpus, test, inputs)
    card = network_card(
        classes=corpus.classes,
        vocabulary=vocabulary,
        buckets=s.buckets,
        architecture=(
            f"字嵌入（{s.characters:,}字×{s.width}维）与散列的二元、三元字组嵌入（{s.buckets:,}桶×{s.gram_width}维），"
            f"{s.blocks}层门控卷积，注意力池化与最大池化，线性输出；"
            "嵌入表4位整数，其余权重8位整数"
        ),
        parameters=sum(p.numel() for p in network.parameters()),
        recipe=recipe,
        command=command,
        seed=seed,
        seconds=seconds,
        hardware=hardware,
        metrics=metrics,
        confusion=confusion,
        failed=failed,
    )
    return write_card(folder, card)


def accuracy_of(card: dict, split: str) -> float | None:
    """The accuracy that a card reports on a split."""
    return next(
        (m["value"] for m in card["metrics"] if m["name"] == "accuracy" and m["split"] == split), None
    )


# Invented inputs for the parity test: every kind of text a reader may type.
PARITY_TEXTS: list[str] = [
    "央行宣布下调存款准备金率半个百分点", "城南新盘开盘三小时售罄 均价每平米两万一", "沪指午后跳水跌逾2% 券商股领跌", "高考作文题目出炉 考生直呼意外",
    "国产火箭完成首次海上回收试验", "男子深夜见义勇为勇救落水儿童", "外长会晤商讨边境合作议题", "主队加时赛绝杀对手 挺进四强",
    "新资料片上线 玩家可组队挑战百层塔", "歌手新专辑发布 首日销量破百万", "ＦＵＬＬ　ｗｉｄｔｈ　ｔｅｘｔ　１２３", "股票漲停板背後的資金從哪裡來",
    "臺灣歌手發表新專輯", "iPhone 20 发布：屏幕能卷起来了", "NBA总决赛第7场：107-105", "a", "的", "，", "  前后 有  空白\t\n和换行  ", "",
    "\u3000\u3000全角空格开头", "emoji😀也要能读", "𠮷野家是什么家", "龘靐齉齾", "Ünïcödé ÀÉÎ", "ﬁ ligature ① ㈱ ㎏", "1234567890", "!!!???...",
    "基金经理离职潮再起", "保障房申请条件放宽", "创业板指数收涨3.2%", "考研国家线公布", "量子计算机实现新突破", "地铁口的煎饼摊", "议会通过预算案",
    "羽毛球混双摘金", "电竞战队夺冠 粉丝狂欢", "导演新片定档国庆", "这只股票比国足还让人伤心", "小米涨价，粥铺老板直叹气", "asdf qwer zxcv 1234",
    "的的的的的的的的的的", "A股B股H股", "二手房交易税费怎么算？看这一篇", "图文：运动员赛前热身", "组图：红毯造型盘点", "专家：明年利率或将走低",
    "小学生用编程画出银河系", "老人跌倒谁来扶（下）", "(快讯)地震局：某地发生4.5级地震", "《长安十二时》将拍续集", "“双减”之后的周末", "GDP增速6.5％",
    "长" * 80, "春天来了万物复苏" * 20, "房价 股价 票价 油价 菜价", "c++ vs. rust: 谁更快", "ＣＢＡ全明星赛 北区险胜南区", "３Ｄ打印的房子能住人吗", "於是他們決定買樓",
]  # fmt: skip


def write_fixture() -> None:
    """Python's logits on PARITY_TEXTS for `tests/unit/text-classification.test.ts`."""
    network_folder, linear_folder = model_dir(NETWORK), model_dir(LINEAR)
    texts = [normalise(text) for text in PARITY_TEXTS]
    preprocessing = json.loads((network_folder / "model.json").read_text(encoding="utf-8"))["preprocessing"]
    buckets = json.loads((linear_folder / "model.json").read_text(encoding="utf-8"))["preprocessing"][
        "buckets"
    ]
    network, linear = open_session(network_folder / "model.onnx"), open_session(linear_folder / "model.onnx")
    rows = []
    for text, normal in zip(PARITY_TEXTS, texts, strict=True):
        inputs = network_inputs([normal], preprocessing["vocabulary"], preprocessing["buckets"])
        rows.append(
            {
                "text": text,
                "normalised": normal,
                "characters": inputs["characters"][0].tolist(),
                "grams": inputs["grams"][0].flatten().tolist(),
                "buckets": linear_inputs([normal], buckets)["buckets"][0].tolist(),
                "network": [round(float(v), 6) for v in network.run(None, inputs)[0][0]],
                "linear": [
                    round(float(v), 6) for v in linear.run(None, linear_inputs([normal], buckets))[0][0]
                ],
            }
        )
    lines = ",\n".join("  " + json.dumps(row, ensure_ascii=False) for row in rows)
    fixture = ROOT / "tests" / "fixtures" / "text-classification.json"
    fixture.parent.mkdir(parents=True, exist_ok=True)
    fixture.write_text(f"[\n{lines}\n]\n", encoding="utf-8")


def write_report(run: Run) -> None:
    """Rewrites the figures between the markers of `training/README.md` from the cards and the log of `run`."""
    lines = ["| model | dev | test (95 % interval) | macro F1 | ECE | bytes |", "|---|---|---|---|---|---|"]
    for name in (NETWORK, LINEAR):
        card = json.loads((model_dir(name) / "model.json").read_text(encoding="utf-8"))
        found = {(m["name"], m["split"]): m for m in card["metrics"]}
        dev, test = found["accuracy", "dev"], found["accuracy", "test"]
        low, high = test["interval"]
        lines.append(
            f"| {name} | {dev['value']:.2%} | {test['value']:.2%} ({low:.2%} to {high:.2%}) "
            f"| {found['macro-f1', 'test']['value']:.4f} | {found['calibration-error', 'test']['value']:.4f} "
            f"| {card['file']['bytes']:,} |"
        )
    lines += ["", "| stage | epochs | dev | seconds so far |", "|---|---|---|---|"]
    rows = [json.loads(line) for line in (run.folder / "log.jsonl").read_text(encoding="utf-8").splitlines()]
    last = {row["stage"]: row for row in rows if "stage" in row and row["stage"] not in ("linear", "network")}
    for stage, row in last.items():
        lines.append(f"| {stage} | {row.get('epoch', '')} | {row['dev']:.2%} | {row['seconds']:.0f} |")
    replace_between(ROOT / "training" / "README.md", "text-classification", "\n".join(lines))
