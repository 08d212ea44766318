"""Training on augmented pictures and scribbles, with a moving average of the weights."""

import copy

import torch
import torch.nn.functional as F
from torch import nn

from ..common.run import Run, autocast, pick_device, set_seed
from ..handwriting_strokes import CHARACTERS
from .augmentation import augment, scribbles
from .data import Numerals, held_out
from .network import network
from .settings import Settings
from .skeletons import distances


@torch.no_grad()
def logits_of(net: nn.Module, inputs: torch.Tensor) -> torch.Tensor:
    net.eval()
    device = next(net.parameters()).device
    return torch.cat([net(part.to(device)).float().cpu() for part in inputs.split(500)])


def train(s: Settings, run: Run, data: Numerals) -> nn.Module:
    """Trains on all writers but those held out; returns the moving average of the weights, on the CPU."""
    device = pick_device(s.device)
    set_seed(s.seed)
    inputs, labels, writers = data
    dev = held_out(writers, s.dev_writers)
    scans, y = torch.from_numpy(inputs[~dev]).to(device), torch.from_numpy(labels[~dev]).to(device)
    fields = torch.from_numpy(distances(inputs[~dev])).to(device)

    net = network().to(device, memory_format=torch.channels_last)
    average = copy.deepcopy(net)
    steps = len(y) // s.batch_size
    optimiser = torch.optim.AdamW(net.parameters(), s.lr, weight_decay=s.weight_decay)
    rate = torch.optim.lr_scheduler.OneCycleLR(optimiser, s.lr, steps * s.epochs, pct_start=0.15)
    first = 0
    if s.resume and (state := run.load("checkpoint")):
        for part, name in ((net, "net"), (average, "average"), (optimiser, "optimiser"), (rate, "rate")):
            part.load_state_dict(state[name])
        first = state["epoch"]
    targets = F.one_hot(y, len(CHARACTERS)).float() * (1 - s.label_smoothing)
    targets = targets + s.label_smoothing / len(CHARACTERS)
    unsure = torch.full((s.scribbles, len(CHARACTERS)), 1 / len(CHARACTERS), device=device)
    for epoch in range(first, s.epochs):
        net.train()
        torch.manual_seed(s.seed * 1000 + epoch)
        total = 0.0
        for step, batch in enumerate(torch.randperm(len(y))[: steps * s.batch_size].view(steps, -1)):
            batch = batch.to(device)
            pictures = torch.cat([augment(scans[batch], fields[batch]), scribbles(s.scribbles, device)])
            with autocast(device):
                logits = net(pictures.contiguous(memory_format=torch.channels_last))
            loss = F.cross_entropy(logits.float(), torch.cat([targets[batch], unsure]))
            optimiser.zero_grad(set_to_none=True)
            loss.backward()
            optimiser.step()
            rate.step()
            total += loss.item()
            done = epoch * steps + step
            keep = min(s.ema, (done + 1) / (done + 20))
            with torch.no_grad():
                for a, b in zip(average.state_dict().values(), net.state_dict().values(), strict=True):
                    a.copy_(a.lerp(b, 1 - keep) if a.is_floating_point() else b)
        right = logits_of(average, torch.from_numpy(inputs[dev])).argmax(1).numpy() == labels[dev]
        run.log(epoch=epoch + 1, loss=total / steps, dev_accuracy=float(right.mean()))
        run.save(
            "checkpoint",
            net=net.state_dict(),
            average=average.state_dict(),
            optimiser=optimiser.state_dict(),
            rate=rate.state_dict(),
            epoch=epoch + 1,
        )
    return average.cpu()
