"""From trained weights to ONNX files and measured figures."""

import copy
from collections.abc import Callable
from pathlib import Path

import numpy as np
import onnx
import torch

from ..common.export import export_onnx
from ..common.metrics import classification_metrics, confusion_matrix
from ..common.onnx_eval import open_session, run_batches, softmax
from .data import Split
from .features import character_ids, code_points, gram_ids
from .linear import pad_bags
from .network import Network


def network_graph(network: Network, temperature: float, path: Path) -> None:
    """Writes characters int32 [batch, length], grams int32 [batch, length, 2] -> logits float32 [batch, classes].

    The temperature is folded into the last layer; weights become int8, tables the bits they were trained for.
    """
    network = copy.deepcopy(network).cpu()
    bits, network.table_bits = network.table_bits or 8, 0
    with torch.no_grad():
        network.head.weight /= temperature
        network.head.bias /= temperature
    examples = {
        "characters": torch.ones(2, 5, dtype=torch.int32),
        "grams": torch.ones(2, 5, 2, dtype=torch.int32),
    }
    free = {0: "batch", 1: "length"}
    axes = {"characters": free, "grams": free, "logits": {0: "batch"}}
    model = export_onnx(network, examples, "logits", path, axes, table_bits=bits)
    shorten_names(model)
    onnx.checker.check_model(model)
    onnx.save(model, path)


def shorten_names(model: onnx.ModelProto) -> None:
    """Gives all values but inputs and outputs short names: the exporter's take bytes."""
    graph = model.graph
    short: dict[str, str] = {"": ""} | {value.name: value.name for value in [*graph.input, *graph.output]}

    def rename(name: str) -> str:
        return short.setdefault(name, f"t{len(short)}")

    for node in graph.node:
        node.input[:] = [rename(name) for name in node.input]
        node.output[:] = [rename(name) for name in node.output]
    for initializer in graph.initializer:
        initializer.name = rename(initializer.name)
    del model.metadata_props[:]


def network_inputs(texts: list[str], vocabulary: str, buckets: int) -> dict[str, np.ndarray]:
    """The graph's inputs for normalised texts."""
    codes = code_points(texts)
    return {"characters": character_ids(codes, vocabulary), "grams": gram_ids(codes, buckets)}


def linear_inputs(texts: list[str], buckets: int) -> dict[str, np.ndarray]:
    return {"buckets": pad_bags(texts, buckets)}


Inputs = Callable[[list[str]], dict[str, np.ndarray]]


def file_logits(path: Path, texts: list[str], inputs: Inputs) -> np.ndarray:
    """Logits of the exported file."""
    session = open_session(path)
    parts = [run_batches(session, inputs(texts[i : i + 1024])) for i in range(0, len(texts), 1024)]
    return np.concatenate(parts)


def measure(
    path: Path, split: Split, name: str, inputs: Inputs, labels: list[str]
) -> tuple[list[dict], np.ndarray]:
    """Metrics of the exported file on a split, and its confusion matrix."""
    probabilities = softmax(file_logits(path, split.texts, inputs))
    return (
        classification_metrics(probabilities, split.labels, name, labels),
        confusion_matrix(split.labels, probabilities.argmax(1), len(labels)),
    )
