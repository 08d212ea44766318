"""The learning rate over time and the weight decay, the same in pre-training and training."""

import numpy as np

from .network import Net


def schedule(step: int, total: int) -> float:
    """Linear warm-up over the first 5 %, then a cosine down to 2 %."""
    warm = max(1, total // 20)
    if step < warm:
        return (step + 1) / warm
    return 0.02 + 0.98 * 0.5 * (1 + np.cos(np.pi * (step - warm) / max(1, total - warm)))


def parameter_groups(net: Net, lr: float, decay: float) -> list[dict]:
    """Weight decay for matrices only, not for tables, biases and norms."""
    matrices = [p for n, p in net.named_parameters() if n.endswith(("mix.weight", "enter.weight"))]
    others = [p for p in net.parameters() if not any(p is q for q in matrices)]
    return [
        {"params": matrices, "weight_decay": decay, "lr": lr},
        {"params": others, "weight_decay": 0.0, "lr": lr},
    ]
