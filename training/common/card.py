"""Writes `model.json`, the card beside a model file; its schema is `src/inference/manifest.ts`."""

import hashlib
import json
import platform
from collections.abc import Iterable
from pathlib import Path

import onnx
from onnx import TensorProto

_DTYPES = {
    TensorProto.FLOAT: "float32",
    TensorProto.INT32: "int32",
    TensorProto.INT64: "int64",
    TensorProto.UINT8: "uint8",
}
_REQUIRED = [
    "id",
    "version",
    "task",
    "title",
    "summary",
    "architecture",
    "parameters",
    "labels",
    "preprocessing",
    "training",
    "metrics",
    "published",
    "limitations",
    "failures",
    "licence",
]


def software(*modules: object) -> str:
    """Versions as one line, for example "Python 3.11.2, torch 2.13.0"; build suffixes such as +cpu are dropped."""
    parts = [f"{module.__name__} {module.__version__.split('+')[0]}" for module in modules]
    return ", ".join([f"Python {platform.python_version()}", *parts])


def tensor_specs(values: Iterable[onnx.ValueInfoProto]) -> list[dict]:
    """Name, dtype and shape of graph inputs or outputs; free dimensions keep their name."""
    return [
        {
            "name": value.name,
            "dtype": _DTYPES[value.type.tensor_type.elem_type],
            "shape": [d.dim_param or d.dim_value for d in value.type.tensor_type.shape.dim],
        }
        for value in values
    ]


def write_card(folder: Path, card: dict, file: str = "model.onnx") -> dict:
    """Adds `file`, `inputs` and `outputs`, read from the model beside it, and writes `<folder>/model.json`.

    `card` holds the other fields of the manifest. Returns the card as written; raises ValueError when a field lacks.
    """
    missing = [name for name in _REQUIRED if name not in card]
    if missing:
        raise ValueError(f"card lacks {', '.join(missing)}")
    data = (folder / file).read_bytes()
    graph = onnx.load_from_string(data).graph
    measured = {
        "file": {"name": file, "bytes": len(data), "sha256": hashlib.sha256(data).hexdigest()},
        "inputs": tensor_specs(graph.input),
        "outputs": tensor_specs(graph.output),
    }
    order = [*_REQUIRED[:7], *measured, *_REQUIRED[7:]]
    merged = {**card, **measured}
    complete = {name: merged[name] for name in [*order, *(k for k in merged if k not in order)]}
    text = json.dumps(complete, ensure_ascii=False, indent=2)
    (folder / "model.json").write_text(text + "\n", encoding="utf-8")
    return complete
