"""From trained weights to ONNX files, measured figures and cards."""

import copy
import warnings
from collections.abc import Callable
from pathlib import Path

import numpy as np
import onnx
import torch

from ..common.metrics import classification_metrics, confusion_matrix
from ..common.onnx_eval import open_session, run_batches, softmax
from ..common.quantise import quantise_weights
from .data import Split
from .features import character_ids, code_points, gram_ids
from .linear import pad_bags
from .network import Network


def network_graph(network: Network, temperature: float, path: Path) -> None:
    """Writes characters int32 [batch, length], grams int32 [batch, length, 2] -> logits float32 [batch, classes].

    The temperature is folded into the last layer; weights become int8, tables the bits they were trained for.
    """
    network = copy.deepcopy(network).cpu().eval()
    bits, network.table_bits = network.table_bits or 8, 0
    with torch.no_grad():
        network.head.weight /= temperature
        network.head.bias /= temperature
    example = (torch.ones(2, 5, dtype=torch.int32), torch.ones(2, 5, 2, dtype=torch.int32))
    free = {0: "batch", 1: "length"}
    with warnings.catch_warnings():
        warnings.simplefilter("ignore")  # the TorchScript exporter warns of its age and of traced sizes
        torch.onnx.export(
            network,
            example,
            str(path),
            dynamo=False,
            opset_version=17,
            input_names=["characters", "grams"],
            output_names=["logits"],
            dynamic_axes={"characters": free, "grams": free, "logits": {0: "batch"}},
        )
    model = quantise_weights(onnx.load(path), table_bits=bits)
    strip(model)
    onnx.checker.check_model(model)
    onnx.save(model, path)


def strip(model: onnx.ModelProto) -> None:
    """Shortens names and drops notes of the exporter: they take bytes and carry its paths."""
    graph = model.graph
    kept = {value.name for value in [*graph.input, *graph.output]}
    short: dict[str, str] = {"": ""} | {name: name for name in kept}

    def rename(name: str) -> str:
        return short.setdefault(name, f"t{len(short)}")

    for node in graph.node:
        node.name = ""
        node.doc_string = ""
        node.input[:] = [rename(name) for name in node.input]
        node.output[:] = [rename(name) for name in node.output]
    for initializer in graph.initializer:
        initializer.name = rename(initializer.name)
    del graph.value_info[:]
    del model.metadata_props[:]
    for node in graph.node:
        del node.metadata_props[:]


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
