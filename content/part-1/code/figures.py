"""Numbers behind the charts and the small worked examples of chapter 2.

图上的点与文中的小算例都出自这里；运行：python figures.py
"""

from __future__ import annotations

import json
from math import erf, pi, sqrt

import numpy as np

from experiments import gradient_norms, initial, train
from network import Array, Network, backward, forward, loss, sigmoid, update

Points = list[list[float]]


def gelu(x: Array) -> Array:
    """x times the standard normal distribution function."""
    return x * np.array([0.5 * (1.0 + erf(v / sqrt(2.0))) for v in x])


def gelu_derivative(x: Array) -> Array:
    """Phi(x) + x phi(x)."""
    density = np.exp(-(x**2) / 2.0) / sqrt(2.0 * pi)
    return np.array([0.5 * (1.0 + erf(v / sqrt(2.0))) for v in x]) + x * density


def points(xs: Array, ys: Array, digits: int) -> Points:
    """Pairs for a chart; `digits` counts significant digits."""
    return [[float(f"{x:g}"), float(f"{y:.{digits}g}")] for x, y in zip(xs, ys, strict=True)]


def activation_chart() -> dict[str, Points]:
    """The four activation functions from -3 to 3."""
    x = np.arange(-12, 13) / 4.0
    curves = {"Sigmoid": sigmoid(x), "Tanh": np.tanh(x), "ReLU": np.maximum(x, 0.0), "GELU": gelu(x)}
    return {name: points(x, np.round(y, 3), 4) for name, y in curves.items()}


def descend(method: str, rate: float, steps: int) -> Array:
    """Loss of a narrow valley, (w1^2 + 100 w2^2) / 2, from (1, 1), step by step."""
    curvature = np.array([1.0, 100.0])
    w, v, m, s = np.ones(2), np.zeros(2), np.zeros(2), np.zeros(2)
    losses = []
    for t in range(1, steps + 2):
        losses.append(0.5 * float(np.sum(curvature * w**2)))
        g = curvature * w
        if method == "momentum":
            v = 0.9 * v + g
            w = w - rate * v
        elif method == "adam":
            m, s = 0.9 * m + 0.1 * g, 0.999 * s + 0.001 * g**2
            w = w - rate * (m / (1 - 0.9**t)) / (np.sqrt(s / (1 - 0.999**t)) + 1e-8)
        else:
            w = w - rate * g
    return np.array(losses)


def optimizer_chart() -> dict[str, Points]:
    """Gradient descent at two rates, momentum and Adam on the same valley."""
    runs = {
        "梯度下降，学习率0.0205": ("plain", 0.0205, 40),
        "梯度下降，学习率0.019": ("plain", 0.019, 100),
        "动量法，学习率0.01": ("momentum", 0.01, 100),
        "Adam，学习率0.1": ("adam", 0.1, 100),
    }
    chart = {}
    for name, (method, rate, steps) in runs.items():
        at = np.arange(0, steps + 1, 5)
        chart[name] = points(at, descend(method, rate, steps)[at], 3)
    return chart


def signs(rng: np.random.Generator, n: int, noise: float = 0.0, degrees: float = 0.0) -> tuple[Array, Array]:
    """Points in a square, labelled by whether their (rotated) coordinates have the same sign."""
    x = rng.uniform(-1.0, 1.0, (n, 2))
    angle = np.deg2rad(degrees)
    u = x @ np.array([[np.cos(angle), -np.sin(angle)], [np.sin(angle), np.cos(angle)]])
    y = (u[:, :1] * u[:, 1:] > 0.0).astype(float)
    return x, np.where(rng.random((n, 1)) < noise, 1.0 - y, y)


def accuracy(network: Network, x: Array, y: Array) -> float:
    """Share of samples on the right side of one half."""
    return float(np.mean((forward(network, x, "tanh")[-1] > 0.5) == (y > 0.5)))


def overfitting() -> tuple[dict[str, Points], dict[int, float]]:
    """Losses on 40 noisy training points and 2,000 validation points; validation accuracy."""
    rng = np.random.default_rng(1)
    x, y = signs(rng, 40, noise=0.1)
    x_val, y_val = signs(rng, 2000, noise=0.1)
    network = initial([2, 16, 16, 1], "tanh", rng)
    at = [0, 50, 100, 150, 200, 300, 400, 600, 800, 1000, 1500, 2000, 2500, 3000]
    rows, hits = [], {}
    for step, state in enumerate(train(network, x, y, 0.3, "tanh")):
        if step in at:
            pair = [loss(forward(state, a, "tanh")[-1], b) for a, b in ((x, y), (x_val, y_val))]
            rows.append(pair)
            hits[step] = accuracy(state, x_val, y_val)
        if step == at[-1]:
            break
    curves = np.array(rows)
    return {
        "训练集": points(np.array(at), curves[:, 0], 3),
        "验证集": points(np.array(at), curves[:, 1], 3),
    }, hits


def fit(network: Network, x: Array, y: Array, rate: float, frozen: int = 0, steps: int = 1000) -> Network:
    """Train all layers but the first `frozen` ones."""
    for _ in range(steps):
        gradients = backward(network, forward(network, x, "tanh"), y, "tanh")
        network = network[:frozen] + update(network[frozen:], gradients[frozen:], rate)
    return network


def transfer(trials: int = 20) -> dict[int, dict[str, float]]:
    """Mean accuracy on a related task: from scratch, new head only, full fine-tuning."""
    scores: dict[int, list[list[float]]] = {8: [], 16: [], 32: []}
    for seed in range(trials):
        rng = np.random.default_rng(seed)
        source = fit(initial([2, 16, 16, 1], "tanh", rng), *signs(rng, 1000), rate=1.0)
        x_test, y_test = signs(rng, 2000, degrees=15.0)
        for n, rows in scores.items():
            x, y = signs(rng, n, degrees=15.0)
            scratch = fit(initial([2, 16, 16, 1], "tanh", rng), x, 1.0 - y, rate=0.3)
            start = source[:2] + initial([16, 1], "tanh", rng)
            head, full = (fit(start, x, 1.0 - y, rate=0.3, frozen=k) for k in (2, 0))
            rows.append([accuracy(net, x_test, 1.0 - y_test) for net in (scratch, head, full)])
    names = ("从头训练", "只训输出层", "全量微调")
    return {n: dict(zip(names, np.mean(rows, axis=0).tolist(), strict=True)) for n, rows in scores.items()}


def self_attention(x: Array) -> tuple[Array, Array]:
    """Scaled dot-product attention with identity projections."""
    scores = np.exp(x @ x.T / np.sqrt(x.shape[1]))
    weights = scores / scores.sum(axis=1, keepdims=True)
    return weights, weights @ x


def softmax(z: Array) -> Array:
    """Probabilities that sum to one."""
    e = np.exp(z - z.max())
    return e / e.sum()


def arithmetic() -> dict[str, float]:
    """The one-line calculations quoted in the text."""
    scores = np.array([2.0, 1.0, 0.0])
    cold, warm = softmax(scores), softmax(scores / 4.0)
    s5, s6 = float(sigmoid(np.array(5.0))), float(sigmoid(np.array(-6.0)))
    n, d, layers = 6.7e9, 4096, 32  # 参数量、宽度、层数
    samples = 10_000 * 500  # 任务数据：1万条，每条500词元
    tokens = 3 * samples  # 过3遍
    adapter = layers * 2 * 8 * 2 * d  # 每层2个矩阵，秩8
    rank16 = layers * 4 * 16 * 2 * d  # 每层4个矩阵，秩16
    return {
        "neuron": float(sigmoid(np.array(3 * 0.6 + 2 * 0.5 - 2))),
        "sigmoid'(5)": s5 * (1 - s5),
        "max gelu'": float(gelu_derivative(np.array([sqrt(2.0)]))[0]),
        "min gelu": float(gelu(np.arange(-100, -50) / 100.0).min()),
        **{f"softmax {k}": float(v) for k, v in enumerate(cold)},
        **{f"warm softmax {k}": float(v) for k, v in enumerate(warm)},
        "cross-entropy 0": float(-np.log(cold[0])),
        "cross-entropy 2": float(-np.log(cold[2])),
        "ln 10": float(np.log(10)),
        "ln 50257": float(np.log(50257)),
        "1.2^20": 1.2**20,
        "embedding share": 30_000 * 768 / 110e6,
        "0.99^100": 0.99**100,
        "0.9^100": 0.9**100,
        "gpt-3 flops": 6 * 175e9 * 300e9,
        "bert ratio": 16 * 4 * 24 / 4,
        "masked of 512": 0.15 * 512,
        "lora matrix": 8 * 2 * d,
        "lora matrix share": 8 * 2 * d / d**2,
        "lora model": adapter,
        "lora model share": adapter / n,
        "pretraining flops": 6 * n * 1e12,
        "full flops": 6 * n * tokens,
        "lora flops": 4 * n * tokens,
        "distillation flops": 2 * n * samples + 6 * 1e8 * tokens,
        "soft prompt": 20 * d,
        "full memory GB": 16 * n / 1e9,
        "lora memory GB": (2 * n + 16 * adapter) / 1e9,
        "weights GB": 2 * n / 1e9,
        "adapter MB": 2 * adapter / 1e6,
        "few-shot flops per call": 2 * n * 500,
        "break-even calls": 4 * n * tokens / (2 * n * 500),
        "rank 16 model": rank16,
        "rank 16 MB": 2 * rank16 / 1e6,
        "mse delta at -6": (s6 - 1) * s6 * (1 - s6),
        "cross-entropy delta at -6": s6 - 1,
        "delta ratio at -6": 1 / (s6 * (1 - s6)),
        "(1/4)^10": 0.25**10,
        "(1/4)^20": 0.25**20,
        "exercise days": 6 * 1.3e9 * 26e9 / (0.4 * 1e15) / 86_400,
    }


def main() -> None:
    """Print everything as JSON."""
    apple = np.array([1.0, 1.0])
    phrases = {
        "苹果 发布 手机": np.array([apple, [1.0, 0.0], [2.0, 0.0]]),
        "苹果 又 甜": np.array([apple, [0.0, 0.0], [0.0, 2.0]]),
    }
    depth = np.arange(1, 21)
    report = {
        "激活函数": activation_chart(),
        "优化器": optimizer_chart(),
        "过拟合": overfitting(),
        "迁移": transfer(),
        "梯度": {k: points(depth, gradient_norms(k), 2) for k in ("sigmoid", "tanh", "relu")},
        "注意力": {k: [np.round(a[0], 3).tolist() for a in self_attention(v)] for k, v in phrases.items()},
        "算式": arithmetic(),
    }
    for key, value in report.items():
        print(key, json.dumps(value, ensure_ascii=False))


if __name__ == "__main__":
    main()
