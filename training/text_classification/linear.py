"""The classical model: hashed character 1-3-grams and a linear classifier, ten int8 weights per bucket.

Presence of n-grams, weighted by rarity, then a linear support vector machine; compare NBSVM (Wang and Manning 2012).
"""

from dataclasses import dataclass

import numpy as np
import onnx
from onnx import TensorProto, helper, numpy_helper
from scipy.sparse import csr_matrix, diags
from sklearn.svm import LinearSVC

from ..common.quantise import quantise_int8
from .data import Split
from .features import gram_hashes, gram_set, to_bucket


@dataclass(frozen=True)
class Linear:
    """weight [buckets, classes] and bias [classes]; row 0 is zero (padding). The idf is folded into `weight`."""

    weight: np.ndarray
    bias: np.ndarray


def bags(texts: list[str], buckets: int, known: np.ndarray | None = None) -> csr_matrix:
    """Presence of hashed n-grams [n, buckets], each row scaled by 1 / sqrt(number of its n-grams).

    With `known` (sorted hashes) all other n-grams leave no mark, though they count in the scale.
    """
    rows, columns, scales = [], [], []
    for row, text in enumerate(texts):
        hashes = gram_hashes(text)
        scales.append(1 / np.sqrt(max(1, len(gram_set(text, buckets)))))
        if known is not None:
            place = np.minimum(np.searchsorted(known, hashes), len(known) - 1)
            hashes = hashes[known[place] == hashes]
        found = np.unique(to_bucket(hashes, buckets))
        rows.append(np.full(len(found), row, dtype=np.int32))
        columns.append(found)
    indices = (np.concatenate(rows), np.concatenate(columns))
    values = np.array(scales)[indices[0]]
    return csr_matrix((values, indices), (len(texts), buckets))


def train_linear(train: Split, buckets: int, c: float = 0.1, seed: int = 0) -> Linear:
    """One-against-rest linear SVM on presence weighted by the root of the idf; deterministic for a seed.

    N-grams seen only once are left out of training: they teach nothing general, and in a table without a vocabulary
    they would disturb the frequent n-grams that share their bucket.
    """
    hashes, counts = np.unique(np.concatenate([gram_hashes(t) for t in train.texts]), return_counts=True)
    x = bags(train.texts, buckets, known=hashes[counts > 1])
    idf = np.sqrt(np.log((1 + x.shape[0]) / (1 + np.bincount(x.indices, minlength=buckets))) + 1)
    model = LinearSVC(C=c, random_state=seed).fit(x @ diags(idf), train.labels)
    weight = (model.coef_ * idf).T.astype(np.float32)
    weight[0] = 0
    return Linear(weight, model.intercept_.astype(np.float32))


def linear_graph(model: Linear, temperature: float) -> onnx.ModelProto:
    """buckets int32 [batch, grams], 0 = padding -> logits [batch, classes].

    logits = (sum of the rows / sqrt(number of n-grams) + bias) / temperature; rows are int8 with a scale per class.
    """
    values, scale = quantise_int8(model.weight, axis=1)
    initializers = {
        "rows": values,
        "scale": (scale / temperature).astype(np.float32),
        "bias": (model.bias / temperature).astype(np.float32),
        "zero": np.array(0, np.int32),
        "one": np.array(1, np.float32),
        "grams_axis": np.array([1], np.int64),
    }
    nodes = [
        helper.make_node("Gather", ["rows", "buckets"], ["picked"]),
        helper.make_node("Cast", ["picked"], ["picked_float"], to=TensorProto.FLOAT),
        helper.make_node("ReduceSum", ["picked_float", "grams_axis"], ["sum"], keepdims=0),
        helper.make_node("Equal", ["buckets", "zero"], ["padding"]),
        helper.make_node("Not", ["padding"], ["real"]),
        helper.make_node("Cast", ["real"], ["real_float"], to=TensorProto.FLOAT),
        helper.make_node("ReduceSum", ["real_float", "grams_axis"], ["count"], keepdims=1),
        helper.make_node("Max", ["count", "one"], ["at_least_one"]),
        helper.make_node("Sqrt", ["at_least_one"], ["root"]),
        helper.make_node("Div", ["sum", "root"], ["mean"]),
        helper.make_node("Mul", ["mean", "scale"], ["scaled"]),
        helper.make_node("Add", ["scaled", "bias"], ["logits"]),
    ]
    graph = helper.make_graph(
        nodes,
        "linear",
        [helper.make_tensor_value_info("buckets", TensorProto.INT32, ["batch", "grams"])],
        [helper.make_tensor_value_info("logits", TensorProto.FLOAT, ["batch", len(model.bias)])],
        [numpy_helper.from_array(value, name) for name, value in initializers.items()],
    )
    return helper.make_model(graph, opset_imports=[helper.make_opsetid("", 17)], ir_version=8)


def pad_bags(texts: list[str], buckets: int) -> np.ndarray:
    """The graph's input [n, most grams] int32 for normalised texts, padded with 0; at least one column."""
    rows = [gram_set(text, buckets) for text in texts]
    result = np.zeros((len(rows), max([1, *map(len, rows)])), dtype=np.int32)
    for target, row in zip(result, rows, strict=True):
        target[: len(row)] = row
    return result
