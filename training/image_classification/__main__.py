"""The whole recipe, from the repository root:

    python -m training.image_classification            # train, export, evaluate, write the card
    python -m training.image_classification --dev-only # a trial of a recipe: neither the test half nor the site
    python -m training.image_classification --smoke    # seconds, on generated pictures, no data set needed

A checkpoint of each epoch lies below `training/runs/`; `--resume` picks up where a run stopped, and after the last
epoch only exports and measures again.
"""

from dataclasses import replace

import torch
import torch.nn.functional as F

from ..common.run import Run, pick_device, set_seed
from ..common.settings import start
from .data import generated, held_out, normalise, read_cifar10
from .network import Net, whitening_filters
from .publish import publish
from .settings import Settings
from .training_loop import Pictures, settle, train

SMOKE = {"epochs": 2, "batch_size": 100, "dev": 100, "resume": False}


def main(s: Settings) -> None:
    if s.smoke:
        s = replace(s, **SMOKE, run=s.run + "-smoke")
    images, labels = map(torch.from_numpy, generated(1100, 0) if s.smoke else read_cifar10("train"))
    device = pick_device(s.device)
    run = Run(s, device)
    set_seed(s.seed)
    training, dev = held_out(len(labels), s.dev)
    pictures = Pictures(
        F.pad(images[training].float(), [s.translate] * 4, mode="reflect").byte().to(device),
        labels[training].to(device),
        s.translate,
        images[dev],
        labels[dev],
    )
    net = Net(s)
    net.whiten.weight.data = whitening_filters(normalise(images[training[:5000]]))
    net = net.to(device, memory_format=torch.channels_last)
    train(s, run, net, pictures)
    settle(s, net, pictures)
    publish(s, run, net.cpu(), pictures)


if __name__ == "__main__":
    start(main, Settings)
