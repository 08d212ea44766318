"""Running exported files through ONNX Runtime: the figures of a card come from the very file that is served."""

import time
from pathlib import Path

import numpy as np
import onnxruntime


def open_session(path: Path | str, threads: int = 1) -> onnxruntime.InferenceSession:
    """A CPU session of `threads` threads."""
    options = onnxruntime.SessionOptions()
    options.intra_op_num_threads = threads
    options.inter_op_num_threads = 1
    return onnxruntime.InferenceSession(str(path), options, providers=["CPUExecutionProvider"])


def run_batches(
    session: onnxruntime.InferenceSession, inputs: dict[str, np.ndarray], batch_size: int = 256
) -> np.ndarray:
    """The first output for all rows of `inputs` (same first dimension), computed batch by batch."""
    n = len(next(iter(inputs.values())))
    parts = [
        session.run(None, {name: value[i : i + batch_size] for name, value in inputs.items()})[0]
        for i in range(0, n, batch_size)
    ]
    return np.concatenate(parts)


def median_milliseconds(
    session: onnxruntime.InferenceSession, inputs: dict[str, np.ndarray], rounds: int = 200
) -> float:
    """Median run time of `inputs` in milliseconds, after ten warm-up runs."""
    for _ in range(10):
        session.run(None, inputs)
    times = []
    for _ in range(rounds):
        start = time.perf_counter()
        session.run(None, inputs)
        times.append(time.perf_counter() - start)
    return float(np.median(times) * 1000)


def softmax(logits: np.ndarray) -> np.ndarray:
    """Softmax over the last axis, in float64."""
    shifted = np.exp(logits.astype(np.float64) - logits.max(axis=-1, keepdims=True))
    return shifted / shifted.sum(axis=-1, keepdims=True)


def fit_temperature(logits: np.ndarray, truth: np.ndarray) -> float:
    """The temperature that minimises the cross entropy of softmax(logits / T) (Guo et al. 2017), by grid search."""
    grid = np.exp(np.linspace(np.log(0.25), np.log(4.0), 401))

    def loss(t: float) -> float:
        return -np.log(softmax(logits / t)[np.arange(len(truth)), truth] + 1e-12).mean()

    return float(min(grid, key=loss))
