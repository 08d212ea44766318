"""Weight-only quantisation of ONNX graphs: int8 initialisers, dequantised in the graph, computed in float32.

The download shrinks to about a quarter while activations stay float32, so accuracy hardly moves and no
int8 kernels are needed (in WebAssembly they can be slower than float32 ones).
"""

from collections.abc import Mapping

import numpy as np
import onnx
import torch
from onnx import TensorProto, helper, numpy_helper

# Where to clip a bell-shaped distribution for the least squared error with 15 uniform levels.
INT4_CLIP = 2.6


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


def quantise_int4(table: np.ndarray) -> tuple[np.ndarray, np.ndarray]:
    """Rounds a table [rows, columns] to -7 .. 7 with one scale per column; returns (int8 values, float32 scale).

    With 15 levels only, a column is clipped at INT4_CLIP times its root mean square: rare large values would
    otherwise coarsen all others. Meant for tables trained with `fake_quantise(..., bits=4)`.
    """
    clip = np.minimum(np.abs(table).max(axis=0), INT4_CLIP * np.sqrt(np.mean(table**2, axis=0)))
    scale = (np.maximum(clip, 1e-8) / 7).astype(np.float32)
    return np.clip(np.rint(table / scale), -7, 7).astype(np.int8), scale


def pack_int4(values: np.ndarray) -> np.ndarray:
    """Two values of -8 .. 7 per byte, offset by 8: column i in the low half, column i + columns / 2 in the high."""
    half = values.shape[1] // 2
    offset = (values + 8).astype(np.uint8)
    return offset[:, :half] | (offset[:, half:] << 4)


def fake_quantise(weight: torch.Tensor, axis: int, bits: int = 8) -> torch.Tensor:
    """`weight` as it will be after quantisation, with the gradient of the identity (straight-through estimator).

    Bengio et al. 2013, arXiv:1308.3432. Use it in the forward pass of a short fine-tuning. The same rules as in
    `quantise_int8` and `quantise_int4`.
    """
    limit = 2 ** (bits - 1) - 1
    others = tuple(i for i in range(weight.ndim) if i != axis % weight.ndim)
    detached = weight.detach()
    largest = detached.abs().amax(dim=others, keepdim=True)
    if bits == 4:
        largest = largest.minimum(INT4_CLIP * detached.square().mean(dim=others, keepdim=True).sqrt())
    scale = (largest / limit).clamp_min(1e-8)
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


def quantise_weights(
    model: onnx.ModelProto, minimum: int = 1024, table_bits: int | Mapping[str, int] = 8
) -> onnx.ModelProto:
    """Replaces float32 weights of at least `minimum` elements by int8 ones, in place; returns the model.

    Weights of Conv, Gemm and MatMul get one scale per output channel. Embedding tables (the data of a Gather along
    axis 0) get one per column and are dequantised after the Gather, so that the table never expands. With
    `table_bits` 4 they are packed two to a byte and unpacked by plain arithmetic, which runs everywhere; a mapping says
    it by the name of the table, 8 where it says nothing. Opset >= 13.
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
            bits = table_bits if isinstance(table_bits, int) else table_bits.get(initializer.name, 8)
            quantise_table = _pack_table if bits == 4 else _quantise_table
            quantise_table(graph, initializer, weight, users)
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


def _pack_table(graph, initializer, weight: np.ndarray, users: list[onnx.NodeProto]) -> None:
    values, scale = quantise_int4(weight)
    _replace(graph, initializer, pack_int4(values), scale)
    constants = {"sixteenth": 1 / 16, "sixteen": 16.0, "eight": 8.0}
    for name, value in constants.items():
        graph.initializer.append(
            numpy_helper.from_array(np.array(value, np.float32), f"{initializer.name}.{name}")
        )
    for node in users:
        output, prefix = node.output[0], node.output[0] + "."
        node.output[0] = prefix + "packed"

        def step(
            operator: str, inputs: list[str], result: str, prefix: str = prefix, **attributes
        ) -> onnx.NodeProto:
            names = [prefix + i[1:] if i[0] == "." else i for i in inputs]
            result = prefix + result[1:] if result[0] == "." else result
            return helper.make_node(operator, names, [result], **attributes)

        name = initializer.name
        steps = [
            step("Cast", [".packed"], ".bytes", to=TensorProto.FLOAT),
            step("Mul", [".bytes", name + ".sixteenth"], ".shifted"),
            step("Floor", [".shifted"], ".high"),
            step("Mul", [".high", name + ".sixteen"], ".rest"),
            step("Sub", [".bytes", ".rest"], ".low"),
            step("Concat", [".low", ".high"], ".offset", axis=-1),
            step("Sub", [".offset", name + ".eight"], ".values"),
            step("Mul", [".values", name + ".scale"], output),
        ]
        place = list(graph.node).index(node) + 1
        for k, new in enumerate(steps):
            graph.node.insert(place + k, new)


def _quantise_operand(graph, initializer, weight: np.ndarray, users: list[onnx.NodeProto]) -> None:
    # Cast and Mul instead of DequantizeLinear: ONNX Runtime folds them once, when it loads the file, and then runs
    # its float32 kernels. From DequantizeLinear it makes MatMulNBits, which also rounds the activations.
    axis = _channel_axis(users[0], weight.ndim)
    values, scale = quantise_int8(weight, axis)
    shape = [1] * weight.ndim
    shape[axis] = -1
    _replace(graph, initializer, values, scale.reshape(shape))
    rounded, output = initializer.name + ".rounded", initializer.name + ".float"
    steps = [
        helper.make_node("Cast", [initializer.name], [rounded], to=TensorProto.FLOAT),
        helper.make_node("Mul", [rounded, initializer.name + ".scale"], [output]),
    ]
    first = min(list(graph.node).index(node) for node in users)
    for node in users:
        node.input[:] = [output if name == initializer.name else name for name in node.input]
    for step in reversed(steps):
        graph.node.insert(first, step)


def weight_bytes(model: onnx.ModelProto) -> int:
    """Bytes of all initialisers: what the file weighs apart from the graph itself."""
    return sum(
        int(np.prod(t.dims, dtype=np.int64)) * helper.tensor_dtype_to_np_dtype(t.data_type).itemsize
        for t in model.graph.initializer
        if t.data_type != TensorProto.STRING
    )
