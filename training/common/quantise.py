"""Weight-only quantisation of ONNX graphs: int8 initialisers, dequantised in the graph, computed in float32.

The download shrinks to about a quarter while activations stay float32, so accuracy hardly moves and no
int8 kernels are needed (in WebAssembly they can be slower than float32 ones).
"""

import numpy as np
import onnx
import torch
from onnx import TensorProto, helper, numpy_helper


def int8_scale(weight: np.ndarray, axis: int) -> np.ndarray:
    """Symmetric scale per slice along `axis`: the largest magnitude maps to 127; slices of zeros get 1."""
    others = tuple(i for i in range(weight.ndim) if i != axis % weight.ndim)
    largest = np.abs(weight).max(axis=others)
    return np.where(largest > 0, largest / 127, 1).astype(np.float32)


def quantise_int8(weight: np.ndarray, axis: int) -> tuple[np.ndarray, np.ndarray]:
    """Rounds `weight` to int8 with one scale per slice along `axis`; returns (int8 weight, float32 scale)."""
    scale = int8_scale(weight, axis)
    shape = [1] * weight.ndim
    shape[axis % weight.ndim] = -1
    return np.clip(np.rint(weight / scale.reshape(shape)), -127, 127).astype(np.int8), scale


def fake_quantise(weight: torch.Tensor, axis: int, bits: int = 8) -> torch.Tensor:
    """`weight` as it will be after quantisation, with the gradient of the identity (straight-through estimator).

    Bengio et al. 2013, arXiv:1308.3432. Use it in the forward pass of a short fine-tuning.
    """
    limit = 2 ** (bits - 1) - 1
    others = tuple(i for i in range(weight.ndim) if i != axis % weight.ndim)
    scale = (weight.detach().abs().amax(dim=others, keepdim=True) / limit).clamp_min(1e-8)
    rounded = (weight / scale).round().clamp(-limit, limit) * scale
    return weight + (rounded - weight).detach()


def _channel_axis(node: onnx.NodeProto, rank: int) -> int:
    """The output-channel axis of the weight that `node` consumes."""
    if node.op_type == "Conv":
        return 0
    if node.op_type == "Gemm":
        transposed = any(a.name == "transB" and a.i == 1 for a in node.attribute)
        return 0 if transposed else 1
    return rank - 1


def quantise_weights(model: onnx.ModelProto, minimum: int = 1024) -> onnx.ModelProto:
    """Replaces float32 weights of at least `minimum` elements by int8 ones, in place; returns the model.

    Weights of Conv, Gemm and MatMul get one scale per output channel. Embedding tables (the data of a Gather along
    axis 0) get one per column and are dequantised after the Gather, so that the table never expands. Opset >= 13.
    """
    graph = model.graph
    consumers: dict[str, list[onnx.NodeProto]] = {}
    for node in graph.node:
        for name in node.input:
            consumers.setdefault(name, []).append(node)

    for initializer in list(graph.initializer):
        weight = numpy_helper.to_array(initializer)
        users = consumers.get(initializer.name, [])
        if weight.dtype != np.float32 or weight.ndim < 2 or weight.size < minimum or not users:
            continue
        kinds = {node.op_type for node in users}
        if kinds == {"Gather"}:
            _quantise_table(graph, initializer, weight, users)
        elif kinds <= {"Conv", "Gemm", "MatMul"}:
            _quantise_operand(graph, initializer, weight, users)
    return model


def _replace(
    graph: onnx.GraphProto, initializer: onnx.TensorProto, values: np.ndarray, scale: np.ndarray
) -> None:
    initializer.CopyFrom(numpy_helper.from_array(values, initializer.name))
    graph.initializer.append(numpy_helper.from_array(scale, initializer.name + ".scale"))


def _quantise_table(graph, initializer, weight: np.ndarray, users: list[onnx.NodeProto]) -> None:
    values, scale = quantise_int8(weight, axis=weight.ndim - 1)
    _replace(graph, initializer, values, scale)
    for node in users:
        output, rows = node.output[0], node.output[0] + ".int8"
        node.output[0] = rows
        dequantise = helper.make_node(
            "DequantizeLinear", [rows, initializer.name + ".scale"], [output], axis=-1
        )
        graph.node.insert(list(graph.node).index(node) + 1, dequantise)


def _quantise_operand(graph, initializer, weight: np.ndarray, users: list[onnx.NodeProto]) -> None:
    axis = _channel_axis(users[0], weight.ndim)
    values, scale = quantise_int8(weight, axis)
    _replace(graph, initializer, values, scale)
    output = initializer.name + ".float"
    dequantise = helper.make_node(
        "DequantizeLinear", [initializer.name, initializer.name + ".scale"], [output], axis=axis
    )
    first = min(list(graph.node).index(node) for node in users)
    for node in users:
        node.input[:] = [output if name == initializer.name else name for name in node.input]
    graph.node.insert(first, dequantise)


def weight_bytes(model: onnx.ModelProto) -> int:
    """Bytes of all initialisers: what the file weighs apart from the graph itself."""
    return sum(
        int(np.prod(t.dims, dtype=np.int64)) * helper.tensor_dtype_to_np_dtype(t.data_type).itemsize
        for t in model.graph.initializer
        if t.data_type != TensorProto.STRING
    )
