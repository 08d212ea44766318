"""What the card says of the recogniser."""

import numpy as np
import onnx
import onnxruntime
import torch

from ..common.card import software
from ..common.run import Run
from ..common.settings import command_line
from ..handwriting_strokes import CHARACTERS, SKELETONS
from .data import ENGLISH, Numerals, held_out
from .preparation import BLACK_PART, BOX, EDGE, FLOOR, LARGEST, SIDE, WHITE_PART
from .settings import Settings

LABELS = list(CHARACTERS)
PUBLISHED = {
    "model": "定制的小型CNN",
    "metric": "accuracy",
    "value": 0.991,
    "trainedOn": "作者收集的手写中文数字；划分见论文，摘要没有写，未必按书写者，不能直接比较",
    "source": "Classification of Handwritten Chinese Numbers with Convolutional Neural Networks，摘要",
    "url": "https://boch.sciencegate.app/works/W3183969999",
}
DATA = {
    "name": "Handwritten Chinese Numbers（Chinese MNIST）",
    "licence": "CC BY 4.0（据一般了解，未能核实；整理者的代码仓库为MIT）",
    "permits": "署名后可以使用、修改和商用",
    "attribution": "K. Nazarpour and M. Chen, Newcastle University, 2017, doi:10.17634/137930-3",
}
LIMITATIONS = [
    "只认这15个字：大写（壹贰叁）、〇和阿拉伯数字都不在内，遇到时多半答「不确定」，也可能答错。",
    "一次只认一个字；两个字写在一起会被当成一个字。",
    "照片里纸面明暗不匀、有格线或杂物时，墨迹会取错。",
    "书写者由纽卡斯尔大学征集，儿童与老人的字没有测过。",
    f"自制笔画由{len(SKELETONS) * 2}套手工骨架加随机变化得到，不能代替真人的测试。",
]
WHY = {
    "小八": "左右两点像「八」的两笔，细线的竖钩没有留下足够的墨迹",
    "木六": "撇和捺与「六」的下半部相同，横上出头的一竖又像「六」的点",
    "回四": "方框里有笔画，与「四」的结构相近",
    "乱画百": "横线多而密，缩小后像「百」的几横",
}


def failures_of(drawings: list[dict], probabilities: np.ndarray, threshold: float) -> list[dict]:
    """The first wrong drawing of each character; one that is none of the fifteen is wrong when it is sure."""
    failures: list[dict] = []
    for d, p in zip(drawings, probabilities, strict=True):
        guess, expected = LABELS[int(p.argmax())], d["character"]
        known = expected in LABELS
        wrong = guess != expected if known else p.max() >= threshold
        if wrong and not any(f["expected"].startswith(expected) for f in failures):
            failures.append(
                {
                    "input": f"在{d['side']}×{d['side']}像素的画布上用{d['width']}像素宽的笔写「{expected}」",
                    "expected": expected if known else f"{expected}（不在15类之中，应答「不确定」）",
                    "predicted": guess,
                    "probability": round(float(p.max()), 4),
                    "why": WHY.get(expected + guess, f"写法与训练数据里的「{guess}」相近"),
                }
            )
    return failures


def records_of(s: Settings, data: Numerals) -> str:
    """How much there was to learn from, and who was held out."""
    writers, dev = data[2], held_out(data[2], s.dev_writers)
    return (
        f"{len(np.unique(writers))}名书写者的{len(writers):,}张，"
        f"其中{s.dev_writers}名书写者的{int(dev.sum()):,}张留作开发集"
    )


def recipe_of(s: Settings) -> list[str]:
    """How it was trained, step by step."""
    return [
        f"输入先求出墨迹（与纸色的差，深浅皆可）、裁到笔画外沿、按长边缩放到{BOX}像素、居中到{SIDE}×{SIDE}",
        "增强：平移、旋转、倾斜、缩放、弹性形变、加粗、变细、二值化、模糊；一半图片取骨架后用随机粗细的圆头笔重画",
        f"每批加{s.scribbles}张随机涂画，目标为均匀分布，让模型学会不确定",
        f"AdamW，单周期学习率{s.lr}，标签平滑{s.label_smoothing}，权重滑动平均{s.ema}，{s.epochs}轮，批量{s.batch_size}",
        "温度在开发集上拟合；阈值取开发集（原图与重画）最大概率的1%分位数，限制在0.5～0.95",
    ]


def card_of(
    s: Settings,
    run: Run,
    data: Numerals,
    *,
    parameters: int,
    seconds: float,
    temperature: float,
    threshold: float,
    **measured: object,
) -> dict:
    """The card but for what the file itself tells; `measured` are its metrics, confusion and failures."""
    return {
        "id": "handwriting",
        "version": "1.0.0",
        "task": "image-classification",
        "title": "手写中文数字识别",
        "summary": "认出手写的零到十、百、千、万、亿，共15个字；鼠标、手指和纸上的字都认。",
        "architecture": "残差卷积网络：5×5与3×3卷积，降采样4次，通道16—32—64—128，全局平均池化，int8权重、float32计算",
        "parameters": parameters,
        "labels": [{"id": c, "zh": c, "en": e} for c, e in zip(LABELS, ENGLISH, strict=True)],
        "preprocessing": {
            "side": SIDE,
            "box": BOX,
            "largest": LARGEST,
            "floor": FLOOR,
            "whitePart": WHITE_PART,
            "blackPart": BLACK_PART,
            "edge": EDGE,
            "temperature": round(temperature, 4),
            "threshold": threshold,
        },
        "training": {
            "data": [{**DATA, "records": records_of(s, data)}],
            "command": command_line("training.handwriting", s),
            "seed": s.seed,
            "seconds": round(seconds, 1),
            "hardware": run.hardware,
            "software": software(torch, onnx, onnxruntime, np),
            "recipe": recipe_of(s),
        },
        "published": [PUBLISHED],
        "limitations": LIMITATIONS,
        "licence": "权重由本项目训练，随本书代码的许可证发布；使用时请注明训练数据的作者。",
        **measured,
    }
