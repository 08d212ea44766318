"""The cards of both models: prose in Chinese, every figure from a measurement."""

import jieba
import numpy as np
import onnx
import onnxruntime
import sklearn
import torch

from ..common.card import software
from .features import MAX_LENGTH
from .probes import PROBES
from .traditional import PAIRS

SOURCE = "https://github.com/649453932/Chinese-Text-Classification-Pytorch"
PUBLISHED = {
    "ERNIE": 0.9461,
    "BERT": 0.9483,
    "fastText": 0.9223,
    "TextRCNN": 0.9154,
    "DPCNN": 0.9125,
    "TextCNN": 0.9122,
    "TextRNN": 0.9112,
    "TextRNN + Attention": 0.9090,
    "Transformer": 0.8991,
}
ENGLISH = {"realty": "real estate"}

NEWS = {
    "name": "THUCNews短标题子集（10类）",
    "records": "118,492条标题（训练89,736条，另加同一语料的28,756条），开发集10,000条，测试集5,000条",
    "licence": "发布方的声明只写到工具包THUCTC（免费开放，商用须洽谈），没有单独提到数据集",
    "permits": "研究与教学；商业用途须取得许可。书中不含任何一条原始标题",
    "attribution": "THUCTC，孙茂松、李景阳、郭志芃、赵宇、郑亚斌、司宪策、刘知远，2016，来自新浪新闻",
}
DICTIONARY = {
    "name": "jieba的词典（给以词为单位的教师切词）",
    "records": "约35万词",
    "licence": "MIT",
    "permits": "保留版权声明后可以使用、修改和商用",
    "attribution": "Sun Junyi, jieba 0.42.1",
}
LIMITATIONS = [
    "只认识10类新闻话题，任何输入都会被归入其中一类：闲聊、菜谱、乱码也会得到一个看上去很确定的答案。",
    "训练数据是2005～2011年前后的新闻标题，之后出现的人名、公司、产品和网络用语大多没有见过。",
    "只看字词的组合，不懂反讽、比喻与事实真假；一句话有两个话题时往往由更强的几个词决定。",
    "财经与股票、科技与游戏之间的界线部分取决于编辑习惯；时政、科技与股票也常互相混淆，数目见混淆矩阵。",
    f"最多读取前{MAX_LENGTH}个字符，更长的文字会被截断；模型是用平均19字的标题训练的，用于整篇文章时结果没有验证过。",
    "繁体字用一张约千字的手工对照表转成简体，表外的繁体字与地区用词差异不处理。",
    "训练数据的许可以研究为限，商业使用前须取得授权并换用自己的数据重新训练。",
]


def published() -> list[dict]:
    """Figures of the data set's reference repository, on the full test split."""
    return [
        {
            "model": model,
            "metric": "accuracy",
            "value": value,
            "trainedOn": "官方训练集180,000条，完整测试集10,000条",
            "source": "649453932/Chinese-Text-Classification-Pytorch，README",
            "url": SOURCE,
        }
        for model, value in PUBLISHED.items()
    ]


def labels_of(classes: list[tuple[str, str]]) -> list[dict]:
    return [{"id": name, "zh": chinese, "en": ENGLISH.get(name, name)} for name, chinese in classes]


def failures(probabilities: np.ndarray, labels: list[str], least: int = 8) -> list[dict]:
    """The probes that went wrong, given the probabilities [probes, classes]; nonsense counts when it is sure.

    `least` asks for that many entries: the surest answers to texts without a topic come in after the errors.
    """
    wrong, sure = [], []
    for (text, expected, why), row in zip(PROBES, probabilities, strict=True):
        predicted, probability = labels[int(row.argmax())], float(row.max())
        if predicted == expected:
            continue
        entry = {
            "input": text,
            "expected": expected or "无（不属于任何一类）",
            "predicted": predicted,
            "probability": round(probability, 4),
            "why": why,
        }
        (wrong if expected else sure).append(entry)
    sure.sort(key=lambda entry: -entry["probability"])
    confident = [entry for entry in sure if entry["probability"] > 0.5]
    return wrong + (confident if len(wrong) + len(confident) >= least else sure)


def shared_card(classes: list[tuple[str, str]]) -> dict:
    return {
        "version": "1.0.0",
        "task": "text-classification",
        "labels": labels_of(classes),
        "published": published(),
        "licence": "权重由本书训练；训练数据的许可以研究与教学为限，权重按同样的限制提供",
    }


def network_card(
    *,
    classes: list[tuple[str, str]],
    vocabulary: str,
    buckets: int,
    architecture: str,
    parameters: int,
    recipe: list[str],
    command: str,
    seed: int,
    seconds: float,
    hardware: str,
    metrics: list[dict],
    confusion: dict,
    failed: list[dict],
) -> dict:
    return shared_card(classes) | {
        "id": "text-classification",
        "title": "新闻标题分类：蒸馏的小网络",
        "summary": "读一条中文新闻标题，给出10个话题的概率。由一组较大的教师模型蒸馏而来，权重压缩为8位和4位整数。",
        "architecture": architecture,
        "parameters": parameters,
        "preprocessing": {
            "maxLength": MAX_LENGTH,
            "buckets": buckets,
            "vocabulary": vocabulary,
            "traditional": PAIRS,
        },
        "training": {
            "data": [NEWS, DICTIONARY],
            "command": command,
            "seed": seed,
            "seconds": round(seconds),
            "hardware": hardware,
            "software": software(torch, jieba, sklearn, onnx, onnxruntime, np),
            "recipe": recipe,
        },
        "metrics": metrics,
        "confusion": confusion,
        "limitations": LIMITATIONS,
        "failures": failed,
    }


def linear_card(
    *,
    classes: list[tuple[str, str]],
    buckets: int,
    parameters: int,
    command: str,
    seed: int,
    seconds: float,
    hardware: str,
    metrics: list[dict],
    confusion: dict,
    failed: list[dict],
) -> dict:
    return shared_card(classes) | {
        "id": "text-classification-linear",
        "title": "新闻标题分类：线性n元模型",
        "summary": "经典做法：把标题拆成1～3个字的片段，每个片段给10个话题各投一票，票数相加。没有隐藏层，也没有词表。",
        "architecture": f"字符1～3元组散列到{buckets:,}个桶，按稀有程度加权的线性支持向量机（一对其余），8位整数权重",
        "parameters": parameters,
        "preprocessing": {
            "maxLength": MAX_LENGTH,
            "buckets": buckets,
            "orders": [1, 2, 3],
            "traditional": PAIRS,
        },
        "training": {
            "data": [NEWS],
            "command": command,
            "seed": seed,
            "seconds": round(seconds),
            "hardware": hardware,
            "software": software(sklearn, onnx, onnxruntime, np),
            "recipe": [
                "规范化：全角转半角、小写、繁体转简体、合并空白",
                "取所有1～3字片段（同一片段只计一次），用FNV-1a散列到固定数目的桶，不需要词表",
                "按片段的稀有程度（逆文档频率的平方根）加权，除以片段数的平方根",
                "线性支持向量机，一对其余；在开发集上拟合温度，使概率可信",
                "权重取整为8位整数，每一类一个比例尺",
            ],
        },
        "metrics": metrics,
        "confusion": confusion,
        "limitations": [
            *LIMITATIONS,
            "散列会让不相干的片段偶尔落进同一个桶；片段之间没有顺序，也没有近义词的概念。",
        ],
        "failures": failed,
    }
