"""The settings; every field is an option of the command line."""

from dataclasses import dataclass


@dataclass(frozen=True)
class Settings:
    """Settings of the numeral recogniser."""

    epochs: int = 16
    batch_size: int = 128
    dev_writers: int = 8
    lr: float = 3e-3
    weight_decay: float = 0.05
    label_smoothing: float = 0.05
    ema: float = 0.995
    scribbles: int = 8  # in every batch
    seed: int = 1
    device: str = "auto"
    run: str = "handwriting"
    resume: bool = False
    smoke: bool = False
    dev_only: bool = False
