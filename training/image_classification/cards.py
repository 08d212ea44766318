"""What the card says of the picture classifier."""

import numpy as np
import onnx
import onnxruntime
import torch

from ..common.card import software
from ..common.run import Run
from ..common.settings import command_line
from .data import CHINESE, LABELS, MEAN, STD
from .settings import Settings

PUBLISHED = [
    {
        "model": model,
        "metric": "accuracy",
        "value": value,
        "trainedOn": "CIFAR-10原图的train，在完整的test上测试",
        "source": source,
        "url": url,
    }
    for model, value, source, url in [
        ("ResNet-20", 0.9125, "He et al. 2015，表6", "https://arxiv.org/abs/1512.03385"),
        ("ResNet-110", 0.9357, "He et al. 2015，表6", "https://arxiv.org/abs/1512.03385"),
        ("airbench94", 0.9401, "Jordan 2024，测试时翻转与平移取平均", "https://arxiv.org/abs/2404.00498"),
    ]
]
DATA = {
    "name": "CIFAR-10（JPEG版）",
    "licence": "来源仓库没有写明，CIFAR-10本身也没有正式许可证（据一般了解）",
    "permits": "学术界惯用于研究与教学；商用前请自行确认",
    "attribution": "Alex Krizhevsky, Learning Multiple Layers of Features from Tiny Images, 2009",
}
LIMITATIONS = [
    "只认这十类，其他东西（人、树、房子）也会被归入其中一类，只是多半没有把握。",
    "图片缩到32×32像素，主体太小或偏在一边时看不清；非正方形的图片只看中间的方形。",
    "训练和测试用的是重新压缩过的JPEG图片，与原图上的结果不能精确到小数点后一位去比。",
    "测试集中约3%的图片与训练集近似重复（据一般了解），对没见过的照片准确率会低一些。",
    "卡通、线稿、俯视或夜间的照片不在训练数据里。",
]
# True of the published weights only; a run of the whole command ends it.
SHIPPED = (
    "发布的权重：训练留下的检查点已丢失，取的是当时导出、已取整为8位整数的权重，其后重新统计了均值与方差；"
    "用命令从头跑一遍，结果会相近而不会逐位相同"
)


def failures_of(pictures: list[dict], probabilities: np.ndarray, threshold: float) -> list[dict]:
    """The first wrong picture of each scene."""
    found: dict[str, dict] = {}
    for picture, p in zip(pictures, probabilities, strict=True):
        expected, guess = picture["label"], LABELS[int(p.argmax())]
        if guess == expected or expected in found:
            continue
        sure = "过了阈值，没有说「不确定」" if p.max() >= threshold else "没有过阈值，显示的是「不确定」"
        found[expected] = {
            "input": f"用色块画的{CHINESE[expected]}（{picture['width']}×{picture['height']}像素，取中间的方形）",
            "expected": CHINESE[expected],
            "predicted": CHINESE[guess],
            "probability": round(float(p.max()), 4),
            "why": f"训练数据都是照片，色块画没有真实的纹理和光影；{sure}",
        }
    return list(found.values())


def recipe_of(s: Settings, threshold: float) -> list[str]:
    """How it was trained, step by step."""
    return [
        f"{s.epochs}轮，批量{s.batch_size}，学习率线性降到0，标签平滑{s.label_smoothing}",
        f"卷积核用Muon（正交化的Nesterov动量，学习率{s.muon_lr}，动量{s.muon_momentum}），其余参数用SGD",
        "首层为图像块的白化滤波器，由训练集的协方差算出，权重不训练",
        f"增强：交替水平翻转，上下左右随机平移至多{s.translate}像素（反射填充），遮住一个{s.cutout}×{s.cutout}的方块；测试时不用翻转平均",
        "训练后在互相拼贴过的图片上重新统计归一化的均值与方差",
        f"在开发集上拟合温度；阈值取使开发集上有把握的回答至少98%正确的最小值，为{threshold}",
        SHIPPED,
    ]


def card_of(
    s: Settings,
    run: Run,
    *,
    parameters: int,
    seconds: float,
    temperature: float,
    threshold: float,
    **measured: object,
) -> dict:
    """The card but for what the file itself tells; `measured` are its metrics, confusion and failures."""
    return {
        "id": "image-classification",
        "version": "1.1.0",
        "task": "image-classification",
        "title": "十类图片分类",
        "summary": "把一张图片归入飞机、汽车、鸟、猫、鹿、狗、蛙、马、船、卡车之一；没有把握时说「不确定」。",
        "architecture": (
            f"卷积网络：固定的2×2白化卷积（24通道），三组3×3卷积（{s.width1}—{s.width2}—{s.width3}通道，"
            "每组三层，后两层旁有残差连接，最大池化降采样），GELU，全局最大池化；约1亿次乘加，int8权重、float32计算"
        ),
        "parameters": parameters,
        "labels": [{"id": name, "zh": CHINESE[name], "en": name} for name in LABELS],
        "preprocessing": {
            "side": 32,
            "mean": MEAN,
            "std": STD,
            "temperature": round(temperature, 4),
            "threshold": threshold,
        },
        "training": {
            "data": [{**DATA, "records": f"train的50,000张，其中{s.dev}张留作开发集"}],
            "command": command_line("training.image_classification", s),
            "seed": s.seed,
            "seconds": round(seconds, 1),
            "hardware": run.hardware,
            "software": software(torch, onnx, onnxruntime, np),
            "recipe": recipe_of(s, threshold),
        },
        "published": PUBLISHED,
        "limitations": LIMITATIONS,
        "licence": "权重由本项目训练，随本书代码的许可证发布；训练数据没有正式许可证，商用前请自行确认。",
        **measured,
    }
