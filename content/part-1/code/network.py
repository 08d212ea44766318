"""A small fully connected network, small enough to check by hand.

2.4 节的全部数字都由 main() 打印；运行：python network.py
"""

from __future__ import annotations

from collections.abc import Callable
from typing import NamedTuple

import numpy as np
from numpy.typing import NDArray

Array = NDArray[np.float64]


class Layer(NamedTuple):
    """Parameters of one layer, or the gradients with respect to them."""

    weight: Array  # 形状 (输入数, 输出数)
    bias: Array  # 形状 (输出数,)


Network = list[Layer]


def sigmoid(z: Array) -> Array:
    """Logistic function, written with tanh so that it never overflows."""
    return 0.5 * (1.0 + np.tanh(0.5 * z))


# 每个激活函数配一个导数；导数用激活值 a 表示，反向传播就不必再存 z
ACTIVATIONS: dict[str, tuple[Callable[[Array], Array], Callable[[Array], Array]]] = {
    "sigmoid": (sigmoid, lambda a: a * (1.0 - a)),
    "tanh": (np.tanh, lambda a: 1.0 - a**2),
    "relu": (lambda z: np.maximum(z, 0.0), lambda a: (a > 0.0).astype(float)),
}


def forward(network: Network, x: Array, hidden: str = "sigmoid") -> list[Array]:
    """Return the activations of every layer: [x, a1, ..., p]."""
    activate = ACTIVATIONS[hidden][0]
    activations = [x]
    for weight, bias in network[:-1]:
        activations.append(activate(activations[-1] @ weight + bias))
    weight, bias = network[-1]
    activations.append(sigmoid(activations[-1] @ weight + bias))  # 输出层：概率
    return activations


def loss(p: Array, y: Array) -> float:
    """Binary cross-entropy, averaged over the rows (samples)."""
    return float(-np.mean(y * np.log(p) + (1.0 - y) * np.log(1.0 - p)))


def backward(network: Network, activations: list[Array], y: Array, hidden: str = "sigmoid") -> Network:
    """Return the gradient of the loss for every weight and bias, layer by layer."""
    derivative = ACTIVATIONS[hidden][1]
    gradients: Network = []
    delta = (activations[-1] - y) / len(y)  # 输出层：Sigmoid 与交叉熵抵消后只剩 p - y
    for i in reversed(range(len(network))):
        a = activations[i]  # 这一层的输入
        gradients.insert(0, Layer(a.T @ delta, delta.sum(axis=0)))
        if i > 0:  # 误差信号往回传一层，并逐元素乘以激活函数的导数
            delta = (delta @ network[i].weight.T) * derivative(a)
    return gradients


def update(network: Network, gradients: Network, rate: float) -> Network:
    """One step of gradient descent; returns a new network."""
    return [
        Layer(layer.weight - rate * gradient.weight, layer.bias - rate * gradient.bias)
        for layer, gradient in zip(network, gradients, strict=True)
    ]


def numerical_gradient(
    network: Network, x: Array, y: Array, hidden: str = "sigmoid", step: float = 1e-5
) -> Network:
    """Central differences: nudge each parameter up and down and watch the loss."""
    gradients = [Layer(np.zeros_like(layer.weight), np.zeros_like(layer.bias)) for layer in network]
    for layer, gradient in zip(network, gradients, strict=True):
        for values, slots in zip(layer, gradient, strict=True):
            for index in np.ndindex(values.shape):
                original = values[index]
                values[index] = original + step
                above = loss(forward(network, x, hidden)[-1], y)
                values[index] = original - step
                below = loss(forward(network, x, hidden)[-1], y)
                values[index] = original
                slots[index] = (above - below) / (2.0 * step)
    return gradients


def relative_error(a: Network, b: Network) -> float:
    """Distance between two sets of gradients, relative to their size."""
    u, v = (np.concatenate([array.ravel() for layer in g for array in layer]) for g in (a, b))
    return float(np.linalg.norm(u - v) / (np.linalg.norm(u) + np.linalg.norm(v)))


def example() -> tuple[Network, Array, Array]:
    """The 2-2-2-1 network of section 2.4 with its one training sample."""
    network = [
        Layer(np.array([[0.4, -0.6], [0.8, 0.2]]), np.array([0.1, -0.1])),
        Layer(np.array([[0.5, -0.4], [-0.3, 0.7]]), np.array([0.0, 0.2])),
        Layer(np.array([[-0.6], [0.8]]), np.array([-0.6])),
    ]
    return network, np.array([[1.0, 0.5]]), np.array([[1.0]])


def rounded(array: Array) -> list[float]:
    """Four decimals, as printed in the book."""
    return np.round(array, 4).tolist()


def main(rate: float = 0.5) -> None:
    """Print every number that section 2.4 works out by hand."""
    network, x, y = example()

    activations = forward(network, x)
    print("前向")
    for i, layer in enumerate(network):
        z = activations[i] @ layer.weight + layer.bias
        print(f"  z{i + 1} = {rounded(z[0])}  a{i + 1} = {rounded(activations[i + 1][0])}")
    print(f"  损失 L = {loss(activations[-1], y):.4f}")

    gradients = backward(network, activations, y)
    print("反向（只有一个样本，偏置的梯度就是 δ）")
    for i in reversed(range(len(network))):
        weight, bias = gradients[i]
        print(f"  δ{i + 1} = {rounded(bias)}  ∂L/∂W{i + 1} = {rounded(weight)}")

    updated = update(network, gradients, rate)
    print(f"更新（学习率 {rate}）")
    for i, (weight, bias) in enumerate(updated, start=1):
        print(f"  W{i} = {rounded(weight)}  b{i} = {rounded(bias)}")
    p = forward(updated, x)[-1]
    print(f"  新的 p = {p[0, 0]:.4f}，新的 L = {loss(p, y):.4f}")

    error = relative_error(gradients, numerical_gradient(network, x, y))
    print(f"梯度检验：相对误差小于 1e-8？{error < 1e-8}")


if __name__ == "__main__":
    main()
