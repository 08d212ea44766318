"""Trains and exports the picture classifier of the book (CIFAR-10, ten classes, 32x32 pixels).

The network and its recipe follow Keller Jordan's airbench (arXiv:2404.00498): a fixed patch-whitening
convolution, three groups of 3x3 convolutions without strides, label smoothing, alternating flips, cutout, and a
linear learning rate; the convolutions are trained by Muon (orthogonalised momentum). Forward and backward passes
run in bfloat16, which current CPUs multiply several times faster than float32.

    python -m training.image_classification            # train, export, evaluate, write the card
    python -m training.image_classification --smoke    # seconds, on generated pictures, no data set needed
"""

import io
import json
import math
from dataclasses import dataclass, replace
from itertools import pairwise

import numpy as np
import onnx
import onnxruntime
import torch
import torch.nn.functional as F
from PIL import Image
from torch import nn

from .common.card import hardware, software, write_card
from .common.export import export_onnx
from .common.images import over_white, resample
from .common.metrics import classification_metrics, confusion_matrix, metric, wilson
from .common.onnx_eval import fit_temperature, median_milliseconds, open_session, run_batches, softmax
from .common.paths import ROOT, data_dir, model_dir
from .common.run import Run, autocast, pick_device, set_seed
from .common.settings import parse_settings
from .image_drawings import read_pictures, render

CHINESE = {
    "airplane": "飞机",
    "automobile": "汽车",
    "bird": "鸟",
    "cat": "猫",
    "deer": "鹿",
    "dog": "狗",
    "frog": "蛙",
    "horse": "马",
    "ship": "船",
    "truck": "卡车",
}
PUBLISHED = [
    ("ResNet-20", 0.9125, "He et al. 2015，表6", "https://arxiv.org/abs/1512.03385"),
    ("ResNet-110", 0.9357, "He et al. 2015，表6", "https://arxiv.org/abs/1512.03385"),
    ("airbench94", 0.9401, "Jordan 2024，测试时翻转与平移取平均", "https://arxiv.org/abs/2404.00498"),
]
LABELS = list(CHINESE)
MEAN, STD = (0.4914, 0.4822, 0.4465), (0.2470, 0.2435, 0.2616)


@dataclass(frozen=True)
class Settings:
    """Settings of the picture classifier."""

    epochs: int = 27
    batch_size: int = 500
    dev: int = 2000  # pictures held out of train, for temperature and threshold
    width1: int = 64
    width2: int = 160
    width3: int = 224
    muon_lr: float = 0.06
    muon_momentum: float = 0.9
    bias_lr: float = 0.02
    head_lr: float = 0.25
    sgd_momentum: float = 0.85
    weight_decay: float = 2e-6
    label_smoothing: float = 0.2
    translate: int = 4
    cutout: int = 8  # side of the square that is hidden
    whiten_epochs: int = 3
    seed: int = 1
    device: str = "auto"
    run: str = "image-classification"
    resume: bool = False
    smoke: bool = False


# ---------------------------------------------------------------- the network


class Norm(nn.BatchNorm2d):
    """Batch normalisation with a fixed scale of one: only the bias is learnt."""

    def __init__(self, channels: int) -> None:
        super().__init__(channels, eps=1e-12, momentum=0.4)
        self.weight.requires_grad = False


class Conv(nn.Conv2d):
    """3x3 convolution whose first filters start as the identity."""

    def __init__(self, cin: int, cout: int) -> None:
        super().__init__(cin, cout, 3, padding=1, bias=False)
        nn.init.dirac_(self.weight.data[:cin])


class Group(nn.Module):
    """conv, pool, norm, GELU, then two convolutions beside a shortcut: [n, cin, s, s] -> [n, cout, s//2, s//2]."""

    def __init__(self, cin: int, cout: int) -> None:
        super().__init__()
        self.conv1, self.norm1 = Conv(cin, cout), Norm(cout)
        self.conv2, self.norm2 = Conv(cout, cout), Norm(cout)
        self.conv3, self.norm3 = Conv(cout, cout), Norm(cout)

    def forward(self, x: torch.Tensor) -> torch.Tensor:
        x = F.gelu(self.norm1(F.max_pool2d(self.conv1(x), 2)))
        y = F.gelu(self.norm2(self.conv2(x)))
        return F.gelu(x + self.norm3(self.conv3(y)))


class Net(nn.Module):
    """Normalised pictures [n, 3, 32, 32] -> logits [n, 10]."""

    def __init__(self, s: Settings) -> None:
        super().__init__()
        self.whiten = nn.Conv2d(3, 24, 2, bias=True)
        self.whiten.weight.requires_grad = False
        self.groups = nn.Sequential(Group(24, s.width1), Group(s.width1, s.width2), Group(s.width2, s.width3))
        self.head = nn.Linear(s.width3, len(LABELS), bias=False)
        self.head.weight.data /= self.head.weight.data.std()

    def forward(self, x: torch.Tensor) -> torch.Tensor:
        x = self.groups(F.gelu(self.whiten(x)))
        return self.head(x.amax((2, 3))) / self.head.in_features


def whitening_filters(pictures: torch.Tensor) -> torch.Tensor:
    """Filters [24, 3, 2, 2] that decorrelate 2x2 patches: eigenvectors over root eigenvalues, and their negatives."""
    patches = F.unfold(pictures, 2).transpose(1, 2).reshape(-1, 12)
    values, vectors = torch.linalg.eigh(patches.T @ patches / len(patches))
    filters = (vectors / torch.sqrt(values + 5e-4)).T.flip(0).reshape(12, 3, 2, 2)
    return torch.cat([filters, -filters])


# ---------------------------------------------------------------- the optimiser


def orthogonalise(gradient: torch.Tensor, steps: int = 3) -> torch.Tensor:
    """The nearest semi-orthogonal matrix, roughly: a quintic Newton-Schulz iteration (Jordan 2024, Muon)."""
    x = gradient.bfloat16()
    x = x / (x.norm() + 1e-7)
    tall = x.shape[0] > x.shape[1]
    x = x.T if tall else x
    for _ in range(steps):
        a = x @ x.T
        x = 3.4445 * x + (-4.7750 * a + 2.0315 * a @ a) @ x
    return x.T if tall else x


class Muon(torch.optim.Optimizer):
    """Nesterov momentum, orthogonalised; filters keep a mean norm of one."""

    def __init__(self, params: list[nn.Parameter], lr: float, momentum: float) -> None:
        super().__init__(params, {"lr": lr, "momentum": momentum})

    @torch.no_grad()
    def step(self) -> None:
        for group in self.param_groups:
            for p in group["params"]:
                buffer = self.state[p].setdefault("buffer", torch.zeros_like(p))
                buffer.mul_(group["momentum"]).add_(p.grad)
                nesterov = p.grad.add(buffer, alpha=group["momentum"])
                p.mul_(math.sqrt(len(p)) / p.norm())
                update = orthogonalise(nesterov.reshape(len(p), -1)).view(p.shape)
                p.add_(update.to(p.dtype), alpha=-group["lr"])


# ---------------------------------------------------------------- data


def read_cifar10(split: str) -> tuple[np.ndarray, np.ndarray]:
    """Pictures uint8 [n, 3, 32, 32] and labels int64 [n] of `split` (train or test)."""
    packed = np.load(data_dir("cifar10") / f"{split}.npz")
    data, offsets, labels = packed["data"], packed["offsets"], packed["labels"]
    pictures = np.stack(
        [
            np.asarray(Image.open(io.BytesIO(data[a:b].tobytes())).convert("RGB"))
            for a, b in pairwise(offsets.tolist())
        ]
    )
    return np.ascontiguousarray(pictures.transpose(0, 3, 1, 2)), labels.astype(np.int64)


def generated(n: int, seed: int) -> tuple[np.ndarray, np.ndarray]:
    """Stand-ins for the smoke run: noise over one of ten colours."""
    rng = np.random.default_rng(seed)
    labels = rng.integers(0, len(LABELS), n)
    colours = np.random.default_rng(7).integers(40, 215, (len(LABELS), 3, 1, 1))
    noise = rng.integers(-40, 40, (n, 3, 32, 32))
    return np.clip(colours[labels] + noise, 0, 255).astype(np.uint8), labels.astype(np.int64)


def normalise(pictures: torch.Tensor) -> torch.Tensor:
    """uint8 [n, 3, s, s] -> float32, each channel with zero mean and unit variance over CIFAR-10."""
    mean = torch.tensor(MEAN, device=pictures.device).view(1, 3, 1, 1)
    std = torch.tensor(STD, device=pictures.device).view(1, 3, 1, 1)
    return (pictures.float() / 255 - mean) / std


def crop(padded: torch.Tensor, pad: int) -> torch.Tensor:
    """A random 32x32 window of each padded picture, the same for all three channels."""
    if pad == 0:
        return padded
    out = torch.empty(*padded.shape[:2], 32, 32, dtype=padded.dtype, device=padded.device)
    shifts = torch.randint(0, 2 * pad + 1, (2, len(padded)), device=padded.device)
    for dy in range(2 * pad + 1):
        for dx in range(2 * pad + 1):
            chosen = (shifts[0] == dy) & (shifts[1] == dx)
            out[chosen] = padded[chosen][:, :, dy : dy + 32, dx : dx + 32]
    return out


def cut_out(images: torch.Tensor, side: int) -> torch.Tensor:
    """Hides a square of each picture at a random place (DeVries and Taylor 2017); near the edge only a part."""
    n, size = len(images), images.shape[-1]
    if side == 0:
        return images
    middle = torch.randint(0, size, (2, n, 1), device=images.device)
    near = (torch.arange(size, device=images.device) - middle + side // 2).ge(0) & (
        torch.arange(size, device=images.device) - middle < side - side // 2
    )
    return images.masked_fill((near[0][:, :, None] & near[1][:, None, :])[:, None], 0.0)


# ---------------------------------------------------------------- training


@torch.no_grad()
def predict(net: Net, pictures: torch.Tensor) -> torch.Tensor:
    """Logits [n, 10] of uint8 pictures, in float32."""
    net.eval()
    device = net.head.weight.device
    return torch.cat([net(normalise(part.to(device))).float().cpu() for part in pictures.split(500)])


def train(s: Settings, run: Run, data: tuple[np.ndarray, np.ndarray]) -> tuple[Net, torch.Tensor]:
    """Trains on all of `data` but the last `s.dev` shuffled pictures; returns the network and the dev indices."""
    device = pick_device(s.device)
    set_seed(s.seed)
    pictures, labels = torch.from_numpy(data[0]), torch.from_numpy(data[1])
    order = torch.from_numpy(np.random.default_rng(0).permutation(len(labels)))
    train_index, dev_index = order[: -s.dev], order[-s.dev :]

    net = Net(s)
    net.whiten.weight.data = whitening_filters(normalise(pictures[train_index[:5000]]))
    net = net.to(device, memory_format=torch.channels_last)
    x = F.pad(pictures[train_index].float(), [s.translate] * 4, mode="reflect").byte().to(device)
    y = labels[train_index].to(device)

    filters = [p for p in net.groups.parameters() if p.requires_grad and p.ndim == 4]
    biases = [p for p in net.groups.parameters() if p.requires_grad and p.ndim == 1]
    decay = s.weight_decay * s.batch_size
    sgd = torch.optim.SGD(
        [
            {"params": [net.whiten.bias], "lr": s.bias_lr, "weight_decay": decay / s.bias_lr},
            {"params": biases, "lr": s.bias_lr, "weight_decay": decay / s.bias_lr},
            {"params": [net.head.weight], "lr": s.head_lr, "weight_decay": decay / s.head_lr},
        ],
        momentum=s.sgd_momentum,
        nesterov=True,
    )
    muon = Muon(filters, s.muon_lr, s.muon_momentum)
    groups = sgd.param_groups + muon.param_groups
    peaks = [s.bias_lr, s.bias_lr, s.head_lr, s.muon_lr]

    steps = len(x) // s.batch_size
    flips = torch.rand(len(x), generator=torch.Generator().manual_seed(s.seed)).to(device) < 0.5
    first = 0
    if s.resume and (state := run.load("checkpoint")):
        net.load_state_dict(state["net"])
        sgd.load_state_dict(state["sgd"])
        muon.load_state_dict(state["muon"])
        first = state["epoch"]
        groups = sgd.param_groups + muon.param_groups
    for epoch in range(first, s.epochs):
        net.train()
        net.whiten.bias.requires_grad = epoch < s.whiten_epochs
        total = 0.0
        torch.manual_seed(s.seed * 1000 + epoch)
        for step, batch in enumerate(torch.randperm(len(x))[: steps * s.batch_size].view(steps, -1)):
            done = epoch + step / steps
            for group, peak in zip(groups, peaks, strict=True):
                group["lr"] = peak * (1 - done / s.epochs)
            groups[0]["lr"] = s.bias_lr * max(0.0, 1 - done / min(s.whiten_epochs, s.epochs))
            batch = batch.to(device)
            # alternating flip (airbench): random in the first epoch, then each picture turns every epoch
            turned = (flips[batch] ^ (epoch % 2 == 1)).view(-1, 1, 1, 1)
            images = normalise(crop(x[batch], s.translate))
            images = cut_out(torch.where(turned, images.flip(3), images), s.cutout)
            images = images.contiguous(memory_format=torch.channels_last)
            with autocast(device):
                logits = net(images)
            loss = F.cross_entropy(
                logits.float(), y[batch], label_smoothing=s.label_smoothing, reduction="sum"
            )
            net.zero_grad(set_to_none=True)
            loss.backward()
            sgd.step()
            muon.step()
            total += loss.item() / s.batch_size
        hits = (predict(net, pictures[dev_index]).argmax(1) == labels[dev_index]).float().mean().item()
        run.log(epoch=epoch + 1, loss=total / steps, dev_accuracy=hits)
        run.save(
            "checkpoint",
            net=net.state_dict(),
            sgd=sgd.state_dict(),
            muon=muon.state_dict(),
            epoch=epoch + 1,
        )
    return net.cpu(), dev_index


# ---------------------------------------------------------------- export, evaluation, card


def fold(conv: nn.Conv2d, norm: nn.BatchNorm2d) -> nn.Conv2d:
    """One convolution that does what `conv` and `norm` do in evaluation mode."""
    scale = norm.weight / torch.sqrt(norm.running_var + norm.eps)
    folded = nn.Conv2d(conv.in_channels, conv.out_channels, 3, padding=1)
    folded.weight.data = conv.weight.data * scale.view(-1, 1, 1, 1)
    folded.bias.data = (norm.bias - norm.running_mean * scale).detach()
    return folded


def neighbourhoods(side: int) -> torch.Tensor:
    """For each pixel of a square its nine neighbours, row by row, int32 [side * side * 9]; side * side is outside."""
    inside = torch.arange(side * side, dtype=torch.float32).view(1, 1, side, side)
    padded = F.pad(inside, (1, 1, 1, 1), value=side * side)
    return F.unfold(padded, 3)[0].T.flatten().int()


def in_rows(x: torch.Tensor, channels: int, side: int) -> torch.Tensor:
    """[n, channels, side, side] -> [n, side * side, channels]; with plain numbers the graph need not ask for shapes."""
    return x.reshape(-1, channels, side * side).transpose(1, 2)


class Product(nn.Module):
    """A 3x3 convolution as one product of matrices: pixels in rows, [n, side * side, cin] -> [n, side * side, cout].

    On small pictures ONNX Runtime multiplies so up to twice as fast as in its Conv, on one core and in WebAssembly: it
    packs the constant matrix once, and its rows are long. Unrolling follows Chellapilla et al. 2006.
    """

    def __init__(self, conv: nn.Conv2d, side: int) -> None:
        super().__init__()
        self.side, self.columns = side, 9 * conv.in_channels
        self.weight = nn.Parameter(conv.weight.data.permute(2, 3, 1, 0).reshape(self.columns, -1))
        self.bias = conv.bias
        self.register_buffer("neighbourhoods", neighbourhoods(side))

    def forward(self, x: torch.Tensor) -> torch.Tensor:
        x = F.pad(x, (0, 0, 0, 1)).index_select(1, self.neighbourhoods)
        return x.reshape(-1, self.side**2, self.columns) @ self.weight + self.bias

    def pooled(self, x: torch.Tensor) -> torch.Tensor:
        """The largest of each 2x2 pixels of the result."""
        channels = self.weight.shape[1]
        x = self(x).transpose(1, 2).reshape(-1, channels, self.side, self.side)
        return in_rows(F.max_pool2d(x, 2), channels, self.side // 2)


class Exported(nn.Module):
    """The same function, ready for export: batch normalisation folded, small convolutions as products of matrices."""

    def __init__(self, net: Net) -> None:
        super().__init__()
        self.whiten, self.head = net.whiten, net.head
        first, *others = [
            fold(conv, norm)
            for group in net.groups
            for conv, norm in (
                (group.conv1, group.norm1),
                (group.conv2, group.norm2),
                (group.conv3, group.norm3),
            )
        ]
        self.first = first
        sides = (15, 15, 15, 7, 7, 7, 3, 3)
        self.products = nn.ModuleList(map(Product, others, sides))

    def forward(self, x: torch.Tensor) -> torch.Tensor:
        # the scale of a normalisation is positive, so that pooling before or after it is the same
        x = F.max_pool2d(self.first(F.gelu(self.whiten(x))), 2)
        x = F.gelu(in_rows(x, self.first.out_channels, 15))
        one, two, *later = self.products
        x = F.gelu(x + two(F.gelu(one(x))))
        for grow, one, two in (later[:3], later[3:]):
            x = F.gelu(grow.pooled(x))
            x = F.gelu(x + two(F.gelu(one(x))))
        return self.head(x.amax(1)) / self.head.in_features


def preprocess(rgba: np.ndarray) -> np.ndarray:
    """RGBA uint8 [h, w, 4] -> float32 [3, 32, 32]: middle square over white, box filter, normalised."""
    h, w = rgba.shape[:2]
    side = min(h, w)
    y, x = (h - side) // 2, (w - side) // 2
    rgb = over_white(rgba)[y : y + side, x : x + side]
    planes = [(resample(rgb[..., c], 32, 32) - MEAN[c]) / STD[c] for c in range(3)]
    return np.stack(planes).astype(np.float32)


def confidence_threshold(probabilities: np.ndarray, truth: np.ndarray, precision: float) -> float:
    """The lowest threshold (in steps of 0.01) above which at least `precision` of the answers are right."""
    top, right = probabilities.max(1), probabilities.argmax(1) == truth
    for threshold in np.arange(30, 100) / 100:
        if right[top >= threshold].mean() >= precision:
            return float(threshold)
    return 0.99


def failures_of(pictures: list[dict], probabilities: np.ndarray, threshold: float) -> list[dict]:
    """The first wrong picture of each scene, for the card."""
    found: dict[str, dict] = {}
    for picture, p in zip(pictures, probabilities, strict=True):
        expected, guess = picture["label"], LABELS[int(p.argmax())]
        if guess == expected or expected in found:
            continue
        sure = "而且很有把握" if p.max() >= threshold else "并说明没有把握"
        found[expected] = {
            "input": f"用色块画的{CHINESE[expected]}（{picture['width']}×{picture['height']}像素，取中间的方形）",
            "expected": CHINESE[expected],
            "predicted": CHINESE[guess],
            "probability": round(float(p.max()), 4),
            "why": f"训练数据都是照片，色块画没有毛皮和光影的纹理；{sure}地答成了{CHINESE[guess]}",
        }
    return list(found.values())


def main(s: Settings) -> None:
    if s.smoke:
        s = replace(s, epochs=2, batch_size=100, dev=100, run=s.run + "-smoke", resume=False)
    run = Run(s.run)
    data = generated(1100, 0) if s.smoke else read_cifar10("train")
    net, dev_index = train(s, run, data)
    seconds = run.seconds
    folder = run.folder if s.smoke else model_dir("image-classification")
    path, batch = folder / "model.onnx", {0: "batch"}
    exported = Exported(net.float()).eval()
    example = {"image": torch.zeros(1, 3, 32, 32)}
    export_onnx(exported, example, "logits", path, {"image": batch, "logits": batch})
    session = open_session(path)

    def run_file(pictures: np.ndarray) -> np.ndarray:
        return run_batches(session, {"image": normalise(torch.from_numpy(pictures)).numpy()})

    dev_truth = data[1][dev_index.numpy()]
    dev_logits = run_file(data[0][dev_index.numpy()])
    temperature = fit_temperature(dev_logits, dev_truth)
    dev_probabilities = softmax(dev_logits / temperature)
    threshold = confidence_threshold(dev_probabilities, dev_truth, 0.98)
    n = len(dev_truth)
    dev_right = int((dev_probabilities.argmax(1) == dev_truth).sum())
    covered = int((dev_probabilities.max(1) >= threshold).sum())
    run.log(temperature=temperature, threshold=threshold, dev_accuracy=dev_right / n, dev_covered=covered / n)

    dev_split, split = f"dev（train中留出的{n}张）", "test的一半"
    metrics = [
        metric("accuracy", dev_split, dev_right / n, wilson(dev_right, n), n, "用于定温度和阈值"),
        metric("confident", dev_split, covered / n, wilson(covered, n), n, f"概率不低于{threshold}的比例"),
    ]
    pictures, truth = generated(500, 1) if s.smoke else read_cifar10("test")
    probabilities = softmax(run_file(pictures) / temperature)
    metrics += classification_metrics(probabilities, truth, split, LABELS)
    sure, right = probabilities.max(1) >= threshold, probabilities.argmax(1) == truth
    both = int((sure & right).sum())
    metrics += [
        metric("confident", split, sure.mean(), wilson(int(sure.sum()), len(sure)), len(sure)),
        metric(
            "accuracy-when-confident",
            split,
            both / max(1, sure.sum()),
            wilson(both, int(sure.sum())),
            int(sure.sum()),
        ),
    ]

    failures: list[dict] = []
    if not s.smoke:
        own = read_pictures()
        logits = run_batches(session, {"image": np.stack([preprocess(render(p)) for p in own])})
        answers = softmax(logits / temperature)
        hits = int((answers.argmax(1) == [LABELS.index(p["label"]) for p in own]).sum())
        note = "卡通式的色块，与训练用的照片相差很远"
        metrics.append(
            metric("accuracy", "自制的色块画", hits / len(own), wilson(hits, len(own)), len(own), note)
        )
        failures = failures_of(own, answers, threshold)
        rows = [json.dumps([round(float(v), 5) for v in row]) for row in logits]
        fixture = ROOT / "tests" / "fixtures" / "image-classification.logits.json"
        fixture.write_text("[\n" + ",\n".join(rows) + "\n]\n", encoding="utf-8")

    milliseconds = median_milliseconds(session, {"image": np.zeros((1, 3, 32, 32), np.float32)})
    write_card(
        folder,
        {
            "id": "image-classification",
            "version": "1.0.0",
            "task": "image-classification",
            "title": "十类图片分类",
            "summary": "把一张图片归入飞机、汽车、鸟、猫、鹿、狗、蛙、马、船、卡车之一；没有把握时说「不确定」。",
            "architecture": (
                f"卷积网络：固定的2×2白化卷积（24通道），三组3×3卷积（{s.width1}—{s.width2}—{s.width3}通道，"
                "每组三层，后两层旁有残差连接，最大池化降采样），GELU，全局最大池化；约1亿次乘加，int8权重、float32计算"
            ),
            "parameters": sum(p.numel() for p in exported.parameters()),
            "labels": [{"id": name, "zh": CHINESE[name], "en": name} for name in LABELS],
            "preprocessing": {
                "side": 32,
                "mean": MEAN,
                "std": STD,
                "temperature": round(temperature, 4),
                "threshold": threshold,
            },
            "training": {
                "data": [
                    {
                        "name": "CIFAR-10（JPEG版）",
                        "records": f"train的50,000张，其中{n}张留作开发集",
                        "licence": "来源仓库没有写明，CIFAR-10本身也没有正式许可证（据一般了解）",
                        "permits": "学术界惯用于研究与教学；商用前请自行确认",
                        "attribution": "Alex Krizhevsky, Learning Multiple Layers of Features from Tiny Images, 2009",
                    }
                ],
                "command": "python -m training.image_classification",
                "seed": s.seed,
                "seconds": round(seconds, 1),
                "hardware": hardware(pick_device(s.device)),
                "software": software(torch, onnx, onnxruntime, np),
                "recipe": [
                    f"{s.epochs}轮，批量{s.batch_size}，学习率线性降到0，标签平滑{s.label_smoothing}",
                    f"卷积核用Muon（正交化的Nesterov动量，学习率{s.muon_lr}，动量{s.muon_momentum}），其余参数用SGD",
                    "首层为图像块的白化滤波器，由训练集的协方差算出，权重不训练",
                    f"增强：交替水平翻转，上下左右随机平移至多{s.translate}像素（反射填充），遮住一个{s.cutout}×{s.cutout}的方块；测试时不用翻转平均",
                    f"在开发集上拟合温度；阈值取使开发集上有把握的回答至少98%正确的最小值，为{threshold}",
                ],
            },
            "metrics": metrics,
            "confusion": {
                "split": split,
                "labels": LABELS,
                "counts": confusion_matrix(truth, probabilities.argmax(1), len(LABELS)).tolist(),
            },
            "published": [
                {
                    "model": model,
                    "metric": "accuracy",
                    "value": value,
                    "trainedOn": "CIFAR-10原图的train，在完整的test上测试",
                    "source": source,
                    "url": url,
                }
                for model, value, source, url in PUBLISHED
            ],
            "limitations": [
                "只认这十类，其他东西（人、树、房子）也会被归入其中一类，只是多半没有把握。",
                "图片缩到32×32像素，主体太小或偏在一边时看不清；非正方形的图片只看中间的方形。",
                "训练和测试用的是重新压缩过的JPEG图片，与原图上的结果不能精确到小数点后一位去比。",
                "测试集中约3%的图片与训练集近似重复（据一般了解），对没见过的照片准确率会低一些。",
                "卡通、线稿、俯视或夜间的照片不在训练数据里。",
            ],
            "failures": failures,
            "licence": "权重由本项目训练，随本书代码的许可证发布；训练数据没有正式许可证，商用前请自行确认。",
        },
    )
    run.log(bytes=path.stat().st_size, milliseconds=milliseconds, failures=len(failures))
    for m in metrics:
        if not m["name"].startswith("f1:"):
            print(m)


if __name__ == "__main__":
    main(parse_settings(Settings))
