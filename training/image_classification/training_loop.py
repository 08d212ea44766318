"""Airbench's recipe on the pictures and their labels."""

from dataclasses import dataclass

import torch
import torch.nn.functional as F

from ..common.run import Run, autocast
from .augmentation import crop, cut_out, paste
from .data import normalise
from .network import Net, Norm
from .optimiser import optimisers, set_rates
from .settings import Settings


@dataclass(frozen=True)
class Pictures:
    """Pictures to learn from, on the device of the network, and others to watch, which are never trained on."""

    padded: torch.Tensor  # uint8 [n, 3, 32 + 2 pad, 32 + 2 pad]
    labels: torch.Tensor  # [n]
    pad: int
    dev: torch.Tensor  # uint8 [m, 3, 32, 32]
    dev_labels: torch.Tensor  # [m]

    def draw(self, places: torch.Tensor, turned: torch.Tensor) -> torch.Tensor:
        """Normalised pictures [b, 3, 32, 32], shifted at random; those marked in `turned` [b] are mirrored."""
        images = normalise(crop(self.padded[places], self.pad))
        return torch.where(turned.view(-1, 1, 1, 1), images.flip(3), images)

    def batches(self, size: int) -> torch.Tensor:
        """The places of all pictures, shuffled, [steps, size]; what is left over is left out."""
        steps = len(self.padded) // size
        return torch.randperm(len(self.padded))[: steps * size].view(steps, size).to(self.padded.device)

    def dev_accuracy(self, net: Net) -> float:
        """Share of the watched pictures that `net` names right."""
        return (predict(net, self.dev).argmax(1) == self.dev_labels).float().mean().item()


@torch.no_grad()
def predict(net: Net, pictures: torch.Tensor) -> torch.Tensor:
    """Logits [n, 10] of uint8 pictures, in float32."""
    net.eval()
    device = net.head.weight.device
    return torch.cat([net(normalise(part.to(device))).float().cpu() for part in pictures.split(500)])


def train(s: Settings, run: Run, net: Net, pictures: Pictures) -> None:
    """Trains `net`, whose whitening is set, from its first epoch or from the last checkpoint of `run`."""
    device = net.head.weight.device
    sgd, muon = optimisers(net, s)
    flips = torch.rand(len(pictures.padded), generator=torch.Generator().manual_seed(s.seed)) < 0.5
    flips = flips.to(device)
    first = 0
    if s.resume and (state := run.load("checkpoint")):
        net.load_state_dict(state["net"])
        sgd.load_state_dict(state["sgd"])
        muon.load_state_dict(state["muon"])
        first = state["epoch"]
    for epoch in range(first, s.epochs):
        net.train()
        net.whiten.bias.requires_grad = epoch < s.whiten_epochs
        total = 0.0
        torch.manual_seed(s.seed * 1000 + epoch)
        batches = pictures.batches(s.batch_size)
        for step, batch in enumerate(batches):
            done = epoch + step / len(batches)
            set_rates(1 - done / s.epochs, sgd, muon)
            sgd.param_groups[0]["lr"] = s.bias_lr * max(0.0, 1 - done / min(s.whiten_epochs, s.epochs))
            # alternating flip (airbench): random in the first epoch, then each picture turns every epoch
            images = cut_out(pictures.draw(batch, flips[batch] ^ (epoch % 2 == 1)), s.cutout)
            with autocast(device):
                logits = net(images.contiguous(memory_format=torch.channels_last))
            loss = F.cross_entropy(
                logits.float(), pictures.labels[batch], label_smoothing=s.label_smoothing, reduction="sum"
            )
            net.zero_grad(set_to_none=True)
            loss.backward()
            sgd.step()
            muon.step()
            total += loss.item() / s.batch_size
        run.log(epoch=epoch + 1, loss=total / len(batches), dev_accuracy=pictures.dev_accuracy(net))
        run.save(
            "checkpoint", net=net.state_dict(), sgd=sgd.state_dict(), muon=muon.state_dict(), epoch=epoch + 1
        )


@torch.no_grad()
def settle(s: Settings, net: Net, pictures: Pictures) -> None:
    """Measures the statistics of normalisation anew, on 20 batches: training leaves those of the last few.

    The pictures are pasted into each other. Plain ones serve dev as well, but then flat areas, of which photos of the
    sky have most, stand out so much that most drawings become aeroplanes.
    """
    torch.manual_seed(s.seed * 1000 + s.epochs)
    net.train()
    for module in net.modules():
        if isinstance(module, Norm):
            module.reset_running_stats()
            module.momentum = None  # the plain mean over batches
    for batch in pictures.batches(s.batch_size)[:20]:
        images = paste(pictures.draw(batch, torch.rand(len(batch), device=batch.device) < 0.5))
        net(images.contiguous(memory_format=torch.channels_last))
    net.eval()
