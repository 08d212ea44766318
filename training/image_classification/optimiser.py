"""Muon for the filters, SGD for everything else."""

import math

import torch
from torch import nn

from .network import Net
from .settings import Settings


def orthogonalise(gradient: torch.Tensor, steps: int = 3) -> torch.Tensor:
    """The nearest semi-orthogonal matrix, roughly: a quintic Newton-Schulz iteration (Jordan 2024, Muon)."""
    x = gradient.bfloat16()
    x = x / (x.norm() + 1e-7)
    tall = x.shape[0] > x.shape[1]
    x = x.T if tall else x
    for _ in range(steps):
        a = x @ x.T
        x = 3.4445 * x + (-4.7750 * a + 2.0315 * a @ a) @ x
    return x.T if tall else x


class Muon(torch.optim.Optimizer):
    """Nesterov momentum, orthogonalised; filters keep a mean norm of one."""

    def __init__(self, params: list[dict], lr: float, momentum: float) -> None:
        super().__init__(params, {"lr": lr, "momentum": momentum})

    @torch.no_grad()
    def step(self) -> None:
        for group in self.param_groups:
            for p in group["params"]:
                buffer = self.state[p].setdefault("buffer", torch.zeros_like(p))
                buffer.mul_(group["momentum"]).add_(p.grad)
                nesterov = p.grad.add(buffer, alpha=group["momentum"])
                p.mul_(math.sqrt(len(p)) / p.norm())
                update = orthogonalise(nesterov.reshape(len(p), -1)).view(p.shape)
                p.add_(update.to(p.dtype), alpha=-group["lr"])


def optimisers(net: Net, s: Settings) -> tuple[torch.optim.SGD, Muon]:
    """One for the whitening's bias, the other biases and the head, one for the filters; `peak` is the highest rate."""
    decay = s.weight_decay * s.batch_size

    def group(params: list[nn.Parameter], lr: float) -> dict:
        return {"params": params, "lr": lr, "peak": lr, "weight_decay": decay / lr}

    trained = [p for p in net.groups.parameters() if p.requires_grad]
    biases = group([p for p in trained if p.ndim == 1], s.bias_lr)
    sgd = torch.optim.SGD(
        [group([net.whiten.bias], s.bias_lr), biases, group([net.head.weight], s.head_lr)],
        momentum=s.sgd_momentum,
        nesterov=True,
    )
    filters = {"params": [p for p in trained if p.ndim == 4], "peak": s.muon_lr}
    return sgd, Muon([filters], s.muon_lr, s.muon_momentum)


def set_rates(share: float, *optimisers: torch.optim.Optimizer) -> None:
    """Each group's rate becomes `share` of its peak."""
    for optimiser in optimisers:
        for group in optimiser.param_groups:
            group["lr"] = share * group["peak"]
