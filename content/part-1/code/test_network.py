"""Checks the code of chapter 2, and that the chapter quotes what the code computes."""

from __future__ import annotations

import json
import re
from pathlib import Path

import numpy as np
import pytest

import experiments
import figures
import network as net

CHAPTER = (Path(__file__).parents[1] / "ch02.mdx").read_text(encoding="utf-8")

# What `python network.py` prints, and so what section 2.4 says.
PRINTED = """\
前向
  z1 = [0.9, -0.6]  a1 = [0.7109, 0.3543]
  z2 = [0.2492, 0.1637]  a2 = [0.562, 0.5408]
  z3 = [-0.5045]  a3 = [0.3765]
  损失 L = 0.9769
反向（只有一个样本，偏置的梯度就是 δ）
  δ3 = [-0.6235]  ∂L/∂W3 = [[-0.3504], [-0.3372]]
  δ2 = [0.0921, -0.1239]  ∂L/∂W2 = [[0.0655, -0.0881], [0.0326, -0.0439]]
  δ1 = [0.0196, -0.0262]  ∂L/∂W1 = [[0.0196, -0.0262], [0.0098, -0.0131]]
更新（学习率 0.5）
  W1 = [[0.3902, -0.5869], [0.7951, 0.2065]]  b1 = [0.0902, -0.0869]
  W2 = [[0.4673, -0.356], [-0.3163, 0.7219]]  b2 = [-0.046, 0.2619]
  W3 = [[-0.4248], [0.9686]]  b3 = [-0.2882]
  新的 p = 0.5077，新的 L = 0.6778
梯度检验：相对误差小于 1e-8？True
"""

# key of figures.arithmetic() -> (value, the words of the chapter)
QUOTED = {
    "sigmoid'(5)": (0.00665, r"\sigma'(5)=0.0066"),
    "max gelu'": (1.129, "1.129"),
    "min gelu": (-0.170, "−0.170"),
    "softmax 0": (0.665, "(0.665,0.245,0.090)"),
    "softmax 1": (0.245, "(0.665,0.245,0.090)"),
    "softmax 2": (0.090, "(0.665,0.245,0.090)"),
    "warm softmax 0": (0.419, "(0.419,0.326,0.254)"),
    "warm softmax 1": (0.326, "(0.419,0.326,0.254)"),
    "warm softmax 2": (0.254, "(0.419,0.326,0.254)"),
    "cross-entropy 0": (0.408, "损失为0.408"),
    "cross-entropy 2": (2.408, "损失为2.408"),
    "ln 10": (2.303, "10类是2.303"),
    "ln 50257": (10.82, "词元是10.82"),
    "neuron": (0.690, "得0.690"),
    "1.2^20": (38.3, "绝对值放大到38倍"),
    "embedding share": (0.209, "21%"),
    "0.99^100": (0.366, "还剩37%"),
    "0.9^100": (2.66e-5, "只剩0.003%"),
    "gpt-3 flops": (3.15e23, r"3.15\times10^{23}"),
    "bert ratio": (384.0, "相差384倍"),
    "masked of 512": (76.8, "约77处"),
    "lora matrix": (65536.0, "=65536$个"),
    "lora matrix share": (0.00391, "0.39%"),
    "lora model": (4194304.0, "=4194304$个"),
    "lora model share": (0.000626, "0.063%"),
    "pretraining flops": (4.02e22, r"4.0\times10^{22}"),
    "full flops": (6.03e17, r"6.0\times10^{17}"),
    "lora flops": (4.02e17, r"4.0\times10^{17}"),
    "distillation flops": (7.6e16, r"7.6\times10^{16}"),
    "soft prompt": (81920.0, "8.2万"),
    "full memory GB": (107.2, "107GB"),
    "lora memory GB": (13.47, "13.5GB"),
    "weights GB": (13.4, "13.4GB"),
    "adapter MB": (8.39, "8.4MB"),
    "few-shot flops per call": (6.7e12, r"6.7\times10^{12}"),
    "break-even calls": (60000.0, "6万次"),
    "rank 16 model": (16777216.0, "=16777216$个，占0.25%"),
    "rank 16 MB": (33.55, "33.6MB"),
    "mse delta at -6": (-0.00246, "−0.0025"),
    "cross-entropy delta at -6": (-0.9975, "−0.9975"),
    "delta ratio at -6": (405.0, "相差405倍"),
    "(1/4)^10": (9.54e-7, r"9.5\times10^{-7}"),
    "(1/4)^20": (9.09e-13, r"9.1\times10^{-13}"),
    "exercise days": (5.87, "5.9天"),
}


def random_case(hidden: str, rows: int = 5) -> tuple[net.Network, net.Array, net.Array]:
    rng = np.random.default_rng(7)
    network = experiments.initial([3, 5, 4, 1], hidden, rng)
    return network, rng.normal(size=(rows, 3)), rng.integers(0, 2, (rows, 1)).astype(float)


def chart(figure: str) -> dict[str, list[list[float]]]:
    """The points a line chart of the chapter draws."""
    block = re.search(rf'<Figure id="{figure}".*?</Figure>', CHAPTER, re.DOTALL)
    assert block, f"no figure {figure}"
    found = re.findall(r"name:\s*'([^']+)',\s*points:\s*(\[\[.*?\]\])", block[0], re.DOTALL)
    return {name: json.loads(re.sub(r",\s*\]", "]", values)) for name, values in found}


def test_main_prints_the_quoted_numbers(capsys: pytest.CaptureFixture[str]) -> None:
    net.main()
    assert capsys.readouterr().out == PRINTED


def test_chapter_quotes_the_printed_numbers() -> None:
    section = CHAPTER[CHAPTER.index("## 2.4") : CHAPTER.index("## 小结")].replace("−", "-")
    for number in set(re.findall(r"-?\d+\.\d{3,}", PRINTED)):
        assert number in section, number


def test_table_of_passes() -> None:
    network, x, y = net.example()
    activations = net.forward(network, x)
    gradients = net.backward(network, activations, y)
    table = CHAPTER.replace("−", "-")
    for i, layer in enumerate(network[:-1]):
        a = activations[i + 1][0]
        cells = [(activations[i] @ layer.weight + layer.bias)[0], a, a * (1 - a), gradients[i].bias]
        row = " | ".join("(" + ", ".join(f"{v:.4f}" for v in cell) + ")" for cell in cells)
        assert f"| {i + 1} | {row} |" in table
    lengths = [np.linalg.norm(gradients[i].bias) for i in (2, 1, 0)]
    assert "从{:.4f}到{:.4f}再到{:.4f}".format(*lengths) in table


def test_table_of_updates() -> None:
    network, x, y = net.example()
    gradients = net.backward(network, net.forward(network, x), y)
    table = CHAPTER.replace("−", "-")
    for layer, gradient, new in zip(network, gradients, net.update(network, gradients, 0.5), strict=True):
        for values in zip(
            *(np.concatenate([p.weight.ravel(), p.bias]) for p in (layer, gradient, new)), strict=True
        ):
            assert "| {:.1f} | {:.4f} | {:.4f} |".format(*values) in table


@pytest.mark.parametrize("hidden", sorted(net.ACTIVATIONS))
def test_gradients_agree_with_finite_differences(hidden: str) -> None:
    network, x, y = random_case(hidden)
    analytic = net.backward(network, net.forward(network, x, hidden), y, hidden)
    assert net.relative_error(analytic, net.numerical_gradient(network, x, y, hidden)) < 1e-6


def test_shapes() -> None:
    network, x, y = random_case("tanh", rows=6)
    activations = net.forward(network, x, "tanh")
    assert [a.shape for a in activations] == [(6, 3), (6, 5), (6, 4), (6, 1)]
    for layer, gradient in zip(network, net.backward(network, activations, y, "tanh"), strict=True):
        assert gradient.weight.shape == layer.weight.shape
        assert gradient.bias.shape == layer.bias.shape


def test_numerical_gradient_leaves_the_network_alone() -> None:
    network, x, y = random_case("sigmoid")
    copies = [net.Layer(layer.weight.copy(), layer.bias.copy()) for layer in network]
    net.numerical_gradient(network, x, y)
    for layer, copy in zip(network, copies, strict=True):
        assert np.array_equal(layer.weight, copy.weight)
        assert np.array_equal(layer.bias, copy.bias)


def test_one_update_lowers_the_loss() -> None:
    network, x, y = net.example()
    activations = net.forward(network, x)
    updated = net.update(network, net.backward(network, activations, y), 0.5)
    assert net.loss(net.forward(updated, x)[-1], y) < net.loss(activations[-1], y)


def test_loss_of_an_undecided_network_is_ln_2() -> None:
    assert net.loss(np.full((4, 1), 0.5), experiments.XOR_TARGET) == pytest.approx(np.log(2))


def test_training_solves_xor() -> None:
    steps = {h: [experiments.steps_to_solve_xor(h, seed) for seed in range(5)] for h in ("sigmoid", "tanh")}
    assert (min(steps["sigmoid"]), max(steps["sigmoid"])) == pytest.approx((471, 2239), abs=3)
    assert (min(steps["tanh"]), max(steps["tanh"])) == pytest.approx((32, 77), abs=1)
    assert "471～2239步" in CHAPTER
    assert "32～77步" in CHAPTER


def test_training_gives_up() -> None:
    assert experiments.steps_to_solve_xor("sigmoid", 0, limit=10) is None


def test_listings_are_the_tested_files() -> None:
    for name in ("network", "experiments"):
        assert f"import {name} from './code/{name}.py?raw'" in CHAPTER
        assert f'<Code code={{{name}}} lang="python" title="{name}.py" />' in CHAPTER


def same_chart(drawn: dict[str, list[list[float]]], computed: dict[str, figures.Points], rel: float) -> None:
    assert list(drawn) == list(computed)
    for name, expected in computed.items():
        np.testing.assert_allclose(drawn[name], expected, rtol=rel, atol=1e-16, err_msg=name)


def test_charts() -> None:
    same_chart(chart("fig-activations"), figures.activation_chart(), 1e-6)
    same_chart(chart("fig-optimizers"), figures.optimizer_chart(), 0.01)
    curves, hits = figures.overfitting()
    same_chart(chart("fig-overfitting"), curves, 0.05)
    assert (hits[200], hits[3000]) == pytest.approx((0.83, 0.79), abs=0.006)
    depth = np.arange(1, 21)
    names = {"Sigmoid": "sigmoid", "Tanh": "tanh", "ReLU": "relu"}
    norms = {name: figures.points(depth, experiments.gradient_norms(h), 2) for name, h in names.items()}
    same_chart(chart("fig-vanishing"), norms, 0.03)
    first, last = norms["Sigmoid"][0][1], norms["Sigmoid"][-1][1]
    assert (first / last) ** (1 / 19) == pytest.approx(0.23, abs=0.005)


def test_transfer_table() -> None:
    for n, row in figures.transfer().items():
        cells = [
            float(v)
            for v in re.search(rf"^\| {n} \| (.+) \|$", CHAPTER, re.MULTILINE)[1].replace("%", "").split("|")
        ]
        assert [100 * v for v in row.values()] == pytest.approx(cells, abs=0.6)


@pytest.mark.parametrize("key", figures.arithmetic())
def test_arithmetic(key: str) -> None:
    value, words = QUOTED[key]
    assert figures.arithmetic()[key] == pytest.approx(value, rel=5e-3)
    assert words in CHAPTER


def test_attention_examples() -> None:
    apple = [1.0, 1.0]
    weights, out = figures.self_attention(np.array([apple, [1.0, 0.0], [2.0, 0.0]]))
    assert weights[0] == pytest.approx([0.401, 0.198, 0.401], abs=5e-4)
    assert out[0] == pytest.approx([1.401, 0.401], abs=5e-4)
    weights, out = figures.self_attention(np.array([apple, [0.0, 0.0], [0.0, 2.0]]))
    assert weights[0] == pytest.approx([0.446, 0.108, 0.446], abs=5e-4)
    assert out[0] == pytest.approx([0.446, 1.337], abs=5e-4)
    weights, out = figures.self_attention(np.array([apple, [2.0, 0.0], [0.0, 2.0]]))
    assert weights[0] == pytest.approx([1 / 3] * 3)
    assert out[0] == pytest.approx(apple)
    for words in ("(0.401,0.198,0.401)", "(1.401,0.401)", "(0.446,0.108,0.446)", "(0.446,1.337)"):
        assert words in CHAPTER


def exercise_programs(network: net.Network) -> list:
    """The two `backprop` of the debugging exercise: as given, and as corrected."""
    exercise = re.search(r'<Exercise id="ex-debug">.*?</Exercise>', CHAPTER, re.DOTALL)[0]
    programs = []
    for source in re.findall(r"```python\n(.*?)```", exercise, re.DOTALL):
        scope = {f"W{i}": layer.weight for i, layer in enumerate(network, start=1)}
        exec(source, scope)  # noqa: S102
        programs.append(scope["backprop"])
    return programs


def test_debugging_exercise() -> None:
    network, x, y = net.example()
    wrong, right = exercise_programs(network)
    p = net.forward(network, x)[-1]
    with pytest.raises(ValueError, match="size 2 is different from 1"):
        wrong(p, y)
    four = np.tile(p, (4, 1))
    with pytest.raises(ValueError, match="size 4 is different from 1"):
        wrong(four, np.ones((4, 1)))
    x4, y4 = experiments.XOR_INPUT, experiments.XOR_TARGET
    for inputs, target in ((x, y), (x4, y4)):
        activations = net.forward(network, inputs)
        expected = net.backward(network, activations, target)
        for (weight, bias), gradient in zip(right(*activations, target), expected, strict=True):
            assert weight == pytest.approx(gradient.weight)
            assert bias == pytest.approx(gradient.bias)
