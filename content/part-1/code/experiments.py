"""Training with the functions of network.py: XOR, and gradients through twenty layers.

2.4 节关于 XOR 与梯度消失的数字由 main() 打印；运行：python experiments.py
"""

from __future__ import annotations

from collections.abc import Iterator
from itertools import pairwise

import numpy as np

from network import Array, Layer, Network, backward, forward, update

XOR_INPUT = np.array([[0.0, 0.0], [0.0, 1.0], [1.0, 0.0], [1.0, 1.0]])
XOR_TARGET = np.array([[0.0], [1.0], [1.0], [0.0]])


def initial(sizes: list[int], hidden: str, rng: np.random.Generator) -> Network:
    """Random weights whose scale keeps signals steady: He for ReLU, Glorot otherwise."""
    return [
        Layer(rng.normal(0.0, np.sqrt(2.0 / (m if hidden == "relu" else m + n)), (m, n)), np.zeros(n))
        for m, n in pairwise(sizes)
    ]


def train(network: Network, x: Array, y: Array, rate: float, hidden: str) -> Iterator[Network]:
    """Yield the network before the first step and after every step of gradient descent."""
    while True:
        yield network
        network = update(network, backward(network, forward(network, x, hidden), y, hidden), rate)


def steps_to_solve_xor(hidden: str, seed: int, limit: int = 10_000) -> int | None:
    """Count the steps until every probability is within 0.1 of its target."""
    network = initial([2, 4, 4, 1], hidden, np.random.default_rng(seed))
    for step, state in enumerate(train(network, XOR_INPUT, XOR_TARGET, 1.0, hidden)):
        if np.all(np.abs(forward(state, XOR_INPUT, hidden)[-1] - XOR_TARGET) < 0.1):
            return step
        if step == limit:
            return None


def gradient_norms(hidden: str, depth: int = 20, width: int = 32, trials: int = 20) -> Array:
    """Typical size (geometric mean) of dL/dW in each hidden layer of a fresh network."""
    logs = []
    for seed in range(trials):
        rng = np.random.default_rng(seed)
        network = initial([width] * (depth + 1) + [1], hidden, rng)
        x = rng.normal(size=(64, width))
        y = rng.integers(0, 2, (64, 1)).astype(float)
        gradients = backward(network, forward(network, x, hidden), y, hidden)
        logs.append([np.log(np.linalg.norm(layer.weight)) for layer in gradients[:depth]])
    return np.exp(np.mean(logs, axis=0))


def main() -> None:
    """Print the numbers that section 2.4 quotes."""
    for hidden in ("sigmoid", "tanh"):
        steps = [steps_to_solve_xor(hidden, seed) for seed in range(5)]
        print(f"XOR，{hidden}：五个随机种子各用 {steps} 步")
    for hidden in ("sigmoid", "tanh", "relu"):
        norms = gradient_norms(hidden)
        print(f"20 层，{hidden}：第 1 层梯度 {norms[0]:.1e}，第 20 层 {norms[-1]:.1e}")


if __name__ == "__main__":
    main()
