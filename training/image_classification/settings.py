"""The settings; every field is an option of the command line."""

from dataclasses import dataclass


@dataclass(frozen=True)
class Settings:
    """Settings of the picture classifier."""

    epochs: int = 27
    batch_size: int = 500
    dev: int = 2000  # pictures held out of train, for temperature and threshold
    width1: int = 64
    width2: int = 160
    width3: int = 224
    muon_lr: float = 0.06
    muon_momentum: float = 0.9
    bias_lr: float = 0.02
    head_lr: float = 0.25
    sgd_momentum: float = 0.85
    weight_decay: float = 2e-6
    label_smoothing: float = 0.2
    translate: int = 4
    cutout: int = 8  # side of the square that is hidden
    whiten_epochs: int = 3
    seed: int = 1
    device: str = "auto"
    run: str = "image-classification"
    resume: bool = False
    smoke: bool = False
    dev_only: bool = False
