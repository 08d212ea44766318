"""The card: prose in Chinese, every figure from a measurement."""

import jieba
import numpy as np
import onnx
import onnxruntime
import torch

from ..common.card import software
from ..common.settings import command_line
from .export import Recogniser
from .lexicon import LENGTHS
from .settings import OVERLAP, WINDOW, Settings
from .tags import TAGS, TYPES

CHINESE = {"PER": "人名", "LOC": "地名", "ORG": "机构名"}
ENGLISH = {"PER": "person", "LOC": "place", "ORG": "organisation"}
DATA = [
    {
        "name": "MSRA NER（SIGHAN 2006）",
        "records": "官方train的98%，49,638句，其余1,013句作开发集",
        "licence": "来源仓库没有写明；第三届SIGHAN评测语料，供研究使用（据一般了解，未能核实）",
        "permits": "研究与教学；商用前请自行确认",
        "attribution": "Levow 2006, The Third International Chinese Language Processing Bakeoff; MSRA",
    },
    {
        "name": "Universal NER（UNER_Chinese-GSDSIMP）",
        "records": "train 3,997句",
        "licence": "CC BY-SA 4.0",
        "permits": "署名并以相同方式共享后可以使用、修改和商用",
        "attribution": "Mayhew et al., Universal NER, NAACL 2024; UD_Chinese-GSDSimp",
    },
    {
        "name": "CMRC 2018与DRCD的段落（预训练，无标注）",
        "records": "3,104段，约145万字",
        "licence": "CC BY-SA 4.0与CC BY-SA 3.0",
        "permits": "署名并以相同方式共享后可以使用、修改和商用",
        "attribution": "Cui et al., CMRC 2018; Shao et al., DRCD, Delta Electronics",
    },
    {
        "name": "THUCNews短标题（预训练，无标注）",
        "records": "train的89,736条标题",
        "licence": "发布方的声明只写到工具包THUCTC（免费开放，商用须洽谈），没有单独提到数据集",
        "permits": "研究与教学；商用前请自行确认",
        "attribution": "清华大学自然语言处理实验室，THUCTC",
    },
    {
        "name": "jieba的词典（给预训练文本切词和标注词性，训练时换用其中的名字，词的类别作为输入）",
        "records": "约35万词",
        "licence": "MIT",
        "permits": "保留版权声明后可以使用、修改和商用",
        "attribution": "Sun Junyi, jieba 0.42.1",
    },
]
PUBLISHED = [
    {
        "model": model,
        "metric": "f1",
        "value": value,
        "dataset": dataset,
        "trainedOn": data,
        "source": source,
        "url": url,
    }
    for model, value, dataset, data, source, url in [
        (
            "字符级BiLSTM-CRF",
            0.888,
            "MSRA",
            "MSRA train，完整的test",
            "Zhang & Yang 2018中的基线，约数（据一般了解）",
            "https://arxiv.org/abs/1805.02023",
        ),
        (
            "字与部首的BLSTM-CRF",
            0.9095,
            "MSRA",
            "MSRA train，完整的test",
            "Dong et al. 2016，摘要",
            "https://doi.org/10.1007/978-3-319-50496-4_20",
        ),
        (
            "Lattice LSTM",
            0.9318,
            "MSRA",
            "MSRA train与大规模预训练字词向量，完整的test",
            "Zhang & Yang 2018",
            "https://arxiv.org/abs/1805.02023",
        ),
        (
            "BERT-BiLSTM-Attention-CRF",
            0.95,
            "MSRA",
            "预训练后在MSRA train上微调，完整的test",
            "Liu, Ge & Zheng 2021，摘要",
            "https://doi.org/10.1051/matecconf/202133606021",
        ),
        (
            "XLM-R Large",
            0.894,
            "UNER",
            "UNER train，完整的UNER test",
            "Mayhew et al. 2024",
            "https://arxiv.org/abs/2311.09122",
        ),
    ]
]
LIMITATIONS = [
    "只标人名、地名、机构名三类，不标时间、产品和作品；代词和职务不算。",
    "训练文本以1998年前后的新闻和维基百科为主，新公司、新人名和网络用语容易漏掉或标错。",
    "嵌套的名字只取一层：「北京大学第一医院」是一个机构，里面的「北京」不另标。",
    "两套标注的口径不同（例如「地名＋机构」是否合为一个机构），模型只能折中。",
    "整篇文章逐句处理，不会用前文出现过的全名去认后文的简称。",
    "繁体字和古文没有单独测过。",
    "训练时加入人名列表，是看到MSRA的测试数据里有一行183个人名的名单之后才想到的；所以另测一遍不含名单的测试数据。",
]

# True of weights whose pre-training is that of the version before; a run of the whole command ends it.
EARLIER_PRETRAINING = (
    "发布的权重沿用上一版的预训练，没有随这一版重跑；用命令从头跑一遍，结果会相近而不会逐位相同"
)


def describe(text: str, entities: list) -> str:
    """Entities in words for the list of failures."""
    names = "、".join(f"「{text[a:b]}」{CHINESE[kind]}" for a, b, kind in sorted(map(tuple, entities)))
    return names or "没有实体"


def failures_of(rows: list[dict], predicted: list[list]) -> list[dict]:
    """The first twelve sentences with an entity missed or made up, and what went wrong."""
    failures = []
    for row, found in zip(rows, predicted, strict=True):
        missed = set(map(tuple, row["entities"])) - set(found)
        extra = set(found) - set(map(tuple, row["entities"]))
        if not missed and not extra:
            continue
        if any(a < y and x < b for a, b, _ in missed for x, y, _ in extra):
            same = any((a, b) == (x, y) for a, b, _ in missed for x, y, _ in extra)
            why = "边界对，类型错" if same else "认出了实体，边界不对"
        else:
            why = "漏掉了训练数据里少见的写法" if missed else "把普通的词当成了实体"
        failures.append(
            {
                "input": row["text"],
                "expected": describe(row["text"], row["entities"]),
                "predicted": describe(row["text"], found),
                "why": why,
            }
        )
    return failures[:12]


def card_of(
    s: Settings,
    recogniser: Recogniser,
    *,
    parameters: int,
    seconds: float,
    hardware: str,
    metrics: list[dict],
    confusion: dict,
    failures: list[dict],
) -> dict:
    """The card of an exported file, without what `write_card` reads from the file itself."""
    matrix, start, end = recogniser.chain
    return {
        "id": "ner",
        "version": "1.0.0",
        "task": "token-classification",
        "title": "中文命名实体识别",
        "summary": "在中文文本里标出人名、地名和机构名，并给出每一处的概率。",
        "architecture": (
            f"字向量（{s.char_dim}维）、散列的二元字组向量（{s.buckets}桶，{s.gram_dim}维，4位）与词典里匹配到的词"
            f"（{recogniser.words:,}词的类别，{s.word_dim}维），"
            f"{len(s.dilations.split(','))}层门控空洞卷积（宽{s.width}，间隔{s.dilations.replace(',', '、')}），"
            "线性链CRF；int8权重、float32计算"
        ),
        "parameters": parameters,
        "labels": [{"id": t, "zh": CHINESE[t], "en": ENGLISH[t]} for t in TYPES],
        "preprocessing": {
            "vocabulary": recogniser.vocabulary.characters,
            "buckets": s.buckets,
            "lexicon": {"lengths": LENGTHS, "slots": recogniser.slots},
            "window": WINDOW,
            "overlap": OVERLAP,
            "tags": TAGS,
            "transitions": [[round(float(v), 4) for v in row] for row in matrix],
            "start": [round(float(v), 4) for v in start],
            "end": end.tolist(),
            "threshold": recogniser.threshold,
        },
        "training": {
            "data": DATA,
            "command": command_line("training.ner", s),
            "seed": s.seed,
            "seconds": round(seconds, 1),
            "hardware": hardware,
            "software": software(torch, jieba, onnx, onnxruntime, np),
            "recipe": [
                f"预训练：遮住{s.mask:.0%}的字（连同其二元字组）再预测，并预测jieba切出的词界和词性，{s.pretrain_epochs}轮，"
                f"AdamW，学习率{s.pretrain_lr}",
                f"训练：CRF的负对数似然，{s.epochs}轮，AdamW，学习率{s.lr}，预热后余弦下降，权重滑动平均{s.ema}",
                f"增强：每个实体以{s.swap}的概率换成同类的另一个（训练集里的、词典里的，或者用几个名字的部件拼成的），"
                f"另加{s.lists:.0%}的人名列表；{s.blank}的字、{s.blank_gram}的二元字组和{s.blank_word}的词被遮住；UNER重复{s.uner_weight}遍",
                f"暂退{s.dropout}（整句同一批通道）；每批约{s.tokens}字，长度相近的句子放在一起",
                f"字先归一：全角转半角，小写，数字都记作0；训练集中少于{s.min_count}次的字算作未知",
                f"把握不到{recogniser.threshold:.0%}的实体不标：这是开发集上F1的一半，再低的标出来，F1的期望只会降低"
                "（Lipton et al. 2014，arXiv:1402.1892）",
                EARLIER_PRETRAINING,
            ],
        },
        "metrics": metrics,
        "confusion": confusion,
        "published": PUBLISHED,
        "limitations": LIMITATIONS,
        "failures": failures,
        "licence": "权重由本项目训练，随本书代码的许可证发布；MSRA与THUCNews的语料限于研究，商用前请自行确认。",
    }
