"""PyTorch module -> ONNX file with int8 weights."""

import warnings
from collections.abc import Mapping
from pathlib import Path

import onnx
import torch
from torch import nn

from .quantise import quantise_weights


def export_onnx(
    net: nn.Module,
    examples: dict[str, torch.Tensor],
    output: str,
    path: Path,
    free: dict[str, dict[int, str]],
    quantise: bool = True,
    table_bits: int | Mapping[str, int] = 8,
) -> onnx.ModelProto:
    """Writes `net` (one output, in evaluation mode, batch normalisation folded) to `path`; returns the graph.

    `free` names the free dimensions of inputs and output by tensor name, `table_bits` is for `quantise_weights`. Names
    of nodes and notes of the exporter, which cost bytes and carry its paths, are dropped.
    """
    with warnings.catch_warnings():
        warnings.simplefilter("ignore")  # the TorchScript exporter warns of its age and of traced sizes
        torch.onnx.export(
            net.eval(),
            tuple(examples.values()),
            str(path),
            dynamo=False,
            opset_version=17,
            input_names=list(examples),
            output_names=[output],
            dynamic_axes=free,
        )
    model = onnx.load(path)
    if quantise:
        model = quantise_weights(model, table_bits=table_bits)
    for node in model.graph.node:
        node.name = ""
        node.doc_string = ""
        del node.metadata_props[:]
    del model.graph.value_info[:]
    onnx.checker.check_model(model)
    onnx.save(model, path)
    return model
