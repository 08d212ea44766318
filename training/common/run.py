"""One training run: seeds, device, a log of metrics (JSON Lines) and checkpoints that can be resumed."""

import json
import os
import platform
import random
import time
from typing import Protocol

import numpy as np
import torch

from .paths import RUNS
from .settings import recipe_values


def set_seed(seed: int) -> None:
    """Seeds Python, NumPy and PyTorch."""
    random.seed(seed)
    np.random.seed(seed)
    torch.manual_seed(seed)


def pick_device(name: str = "auto") -> torch.device:
    """`auto` takes CUDA, then Apple's MPS, then the CPU; any other name is passed to PyTorch.

    On the CPU the number of threads follows OMP_NUM_THREADS (one when unset), to stay polite on shared machines.
    """
    if name == "auto":
        name = "cuda" if torch.cuda.is_available() else "mps" if torch.backends.mps.is_available() else "cpu"
    if name == "cpu":
        torch.set_num_threads(int(os.environ.get("OMP_NUM_THREADS", "1")))
    return torch.device(name)


def precision(device: torch.device) -> str:
    """Format of matrix products: bfloat16, but float32 on a CPU that only emulates it, thirty times slower."""
    fast = device.type != "cpu" or torch.cpu.get_capabilities().get("avx512_bf16", False)
    return "bfloat16" if fast else "float32"


def autocast(device: torch.device) -> torch.autocast:
    """Mixed precision where it is fast (`precision`)."""
    return torch.autocast(device.type, torch.bfloat16, enabled=precision(device) == "bfloat16")


def hardware(device: torch.device) -> str:
    """What a model was trained on, for example "2个CPU核心（AMD EPYC，float32）"."""
    if device.type == "cuda":
        return f"{torch.cuda.get_device_name(device)}（{precision(device)}）"
    name = torch.cpu.get_capabilities().get("cpu_name") or platform.machine()
    return f"{os.cpu_count()}个CPU核心（{name}，{precision(device)}）"


class Settings(Protocol):
    """What a run has to know of the settings of a recipe."""

    run: str
    resume: bool


class Run:
    """A folder below `training/runs/` with `log.jsonl` and checkpoints, for settings with the fields `run` (its name)
    and `resume`.

    `seconds` is the training time over all resumed parts, `hardware` what they ran on: checkpoints keep both, and
    they go into the card. Checkpoints also keep the recipe, so that no run goes on with another one. A run that does
    not resume removes log and checkpoints that an earlier one of its name has left.
    """

    def __init__(self, settings: Settings, device: torch.device) -> None:
        self.folder = RUNS / settings.run
        self._here = hardware(device)
        self._machines: list[str] = []
        self._recipe = recipe_values(settings)
        self.folder.mkdir(parents=True, exist_ok=True)
        if not settings.resume:
            for old in [self.folder / "log.jsonl", *self.folder.glob("*.pt")]:
                old.unlink(missing_ok=True)
        self._before = 0.0
        self._start = time.perf_counter()

    @property
    def seconds(self) -> float:
        return self._before + time.perf_counter() - self._start

    @property
    def hardware(self) -> str:
        return "；".join(self._machines or [self._here])

    def log(self, **values: object) -> None:
        """Appends a row to `log.jsonl` and prints it."""
        row = {"seconds": round(self.seconds, 1), **values}
        with (self.folder / "log.jsonl").open("a", encoding="utf-8") as file:
            file.write(json.dumps(row, ensure_ascii=False) + "\n")
        print(
            " ".join(f"{k}={v:.4f}" if isinstance(v, float) else f"{k}={v}" for k, v in row.items()),
            flush=True,
        )

    def save(self, name: str, **state: object) -> None:
        """Writes checkpoint `<name>.pt`; the rename makes sure that a killed run never leaves half a file."""
        if self._here not in self._machines:
            self._machines.append(self._here)
        target = self.folder / f"{name}.pt"
        temporary = target.with_suffix(".tmp")
        kept = {"seconds": self.seconds, "hardware": self._machines, "settings": self._recipe}
        torch.save({**state, **kept}, temporary)
        temporary.replace(target)

    def load(self, name: str) -> dict | None:
        """Reads checkpoint `<name>.pt` and takes over its training time; None when there is none.

        Raises ValueError when it was made with another recipe. Old checkpoints that keep none are taken as they are.
        """
        target = self.folder / f"{name}.pt"
        if not target.exists():
            return None
        state = torch.load(target, map_location="cpu", weights_only=False)
        made_with = state.get("settings", self._recipe)
        differing = [k for k in self._recipe if made_with.get(k, self._recipe[k]) != self._recipe[k]]
        if differing:
            changed = ", ".join(differing)
            raise ValueError(
                f"{target} was made with other settings ({changed}): take those, or another --run"
            )
        self._before, self._start = max(self.seconds, state["seconds"]), time.perf_counter()
        self._machines = state.get("hardware", [])
        return state
