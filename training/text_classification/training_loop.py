"""Batches, prediction, and training on hard or soft labels."""

import copy
import math
from collections.abc import Iterator
from dataclasses import dataclass

import numpy as np
import torch
import torch.nn.functional as F
from torch import Tensor, nn

from ..common.run import Run, autocast
from .features import character_ids, code_points, gram_ids, gram_windows
from .network import Network


@dataclass(frozen=True)
class Examples:
    """Encoded texts: characters [n, length], grams [n, length, 2], lengths [n].

    A gram of -1 gets a random row each time it is read. Texts for training carry it where an n-gram occurs in one
    text only: such an n-gram would let the network learn that text by heart, while a reader's text brings n-grams
    never seen, whose buckets hold something else. Their share is about the same (Good 1953).
    """

    characters: Tensor
    grams: Tensor
    lengths: Tensor
    buckets: int

    @staticmethod
    def encode(texts: list[str], vocabulary: str, buckets: int, once: bool = True) -> "Examples":
        """With `once` False, n-grams that occur only once in `texts` become -1: for training."""
        codes = code_points(texts, 40)
        grams = torch.from_numpy(gram_ids(codes, buckets))
        if not once:
            hashes = gram_windows(codes)
            _, place, counts = np.unique(hashes, return_inverse=True, return_counts=True)
            rare = torch.from_numpy((counts == 1)[place].reshape(hashes.shape))
            grams = grams.masked_fill(rare & (grams != 0), -1)
        return Examples(
            torch.from_numpy(character_ids(codes, vocabulary)),
            grams,
            torch.from_numpy((codes != 0).sum(1)),
            buckets,
        )

    def __len__(self) -> int:
        return len(self.characters)

    def batch(self, index: Tensor, device: torch.device) -> tuple[Tensor, Tensor]:
        """Characters and grams of the rows `index`, cut at the longest of them."""
        longest = int(self.lengths[index].max())
        grams = self.grams[index, :longest]
        grams = torch.where(grams < 0, torch.randint_like(grams, 1, self.buckets), grams)
        return self.characters[index, :longest].to(device), grams.to(device)


def shuffled(lengths: Tensor, size: int, generator: torch.Generator) -> Iterator[Tensor]:
    """Batches of row numbers in random order; rows of similar length share a batch to save padding."""
    n = len(lengths)
    order = torch.randperm(n, generator=generator)
    pool = size * 50
    batches = []
    for start in range(0, n, pool):
        part = order[start : start + pool]
        part = part[torch.argsort(lengths[part], stable=True)]
        batches += list(part.split(size))
    for i in torch.randperm(len(batches), generator=generator):
        yield batches[i]


def schedule(step: int, steps: int, warm_up: float = 0.05) -> float:
    """Factor of the learning rate: linear warm-up, then a cosine down to zero."""
    done = step / max(1, steps)
    if done < warm_up:
        return done / warm_up
    return 0.5 * (1 + math.cos(math.pi * (done - warm_up) / (1 - warm_up)))


def optimiser(network: nn.Module, rate: float, decay: float, table_decay: float = 0.0) -> torch.optim.AdamW:
    """AdamW; no weight decay on vectors (norms, biases), its own on embedding tables."""
    tables = {id(m.weight) for m in network.modules() if isinstance(m, nn.Embedding)}
    parameters = list(network.parameters())
    groups = [
        {"params": [p for p in parameters if p.ndim > 1 and id(p) not in tables], "weight_decay": decay},
        {"params": [p for p in parameters if id(p) in tables], "weight_decay": table_decay},
        {"params": [p for p in parameters if p.ndim == 1], "weight_decay": 0.0},
    ]
    return torch.optim.AdamW(groups, lr=rate, betas=(0.9, 0.98), fused=True)


@torch.inference_mode()
def predict(network: Network, examples: Examples, device: torch.device, size: int = 512) -> Tensor:
    """Logits [n, classes] float32 on the CPU; rows are sorted by length inside, to save padding."""
    network.to(device).eval()
    order = torch.argsort(examples.lengths)
    parts = []
    for index in order.split(size):
        with autocast(device):
            parts.append(network(*examples.batch(index, device)).float().cpu())
    logits = torch.empty(len(examples), parts[0].shape[1])
    logits[order] = torch.cat(parts)
    return logits


def accuracy(logits: Tensor, labels: np.ndarray) -> float:
    return float((logits.argmax(1).numpy() == labels).mean())


@dataclass(frozen=True)
class Fit:
    """How to train. `table_factor` scales the learning rate of the embedding tables, whose rows are seen rarely."""

    epochs: int
    rate: float
    size: int = 256
    decay: float = 0.05
    table_decay: float = 0.0
    table_factor: float = 1.0
    ema: float = 0.998


def fit(
    network: Network,
    examples: Examples,
    targets: Tensor,
    run: Run,
    how: Fit,
    *,
    dev: Examples,
    dev_labels: np.ndarray,
    device: torch.device,
    seed: int = 0,
    name: str = "fit",
    resume: bool = True,
) -> Network:
    """Trains on probabilities `targets` [n, classes] with cross entropy; returns the moving average of the weights.

    The average (EMA) is what is evaluated on dev after each epoch and what is kept.
    """
    network.to(device)
    average = copy.deepcopy(network)
    adam = optimiser(network, how.rate, how.decay, how.table_decay)
    adam.param_groups[1]["factor"] = how.table_factor
    steps_per_epoch = math.ceil(len(examples) / how.size)
    first, step = 0, 0
    state = run.load(name) if resume else None
    if state:
        network.load_state_dict(state["model"])
        average.load_state_dict(state["average"])
        adam.load_state_dict(state["adam"])
        first, step = state["epoch"], state["step"]
    for epoch in range(first, how.epochs):
        generator = torch.Generator().manual_seed(seed + 1000 * epoch)
        torch.manual_seed(seed + 1000 * epoch)
        network.train()
        total, seen = 0.0, 0
        for index in shuffled(examples.lengths, how.size, generator):
            for group in adam.param_groups:
                group["lr"] = (
                    how.rate * schedule(step, how.epochs * steps_per_epoch) * group.get("factor", 1.0)
                )
            with autocast(device):
                logits = network(*examples.batch(index, device))
            loss = F.cross_entropy(logits.float(), targets[index].to(device))
            adam.zero_grad(set_to_none=True)
            loss.backward()
            nn.utils.clip_grad_norm_(network.parameters(), 1.0)
            adam.step()
            step += 1
            with torch.no_grad():
                weight = min(how.ema, (step + 1) / (step + 10))
                for slow, fast in zip(average.parameters(), network.parameters(), strict=True):
                    slow.lerp_(fast, 1 - weight)
            total += loss.item() * len(index)
            seen += len(index)
        score = accuracy(predict(average, dev, device), dev_labels)
        run.log(stage=name, epoch=epoch + 1, loss=total / seen, dev=score)
        run.save(
            name,
            model=network.state_dict(),
            average=average.state_dict(),
            adam=adam.state_dict(),
            epoch=epoch + 1,
            step=step,
            dev=score,
        )
    return average


def hard_targets(labels: np.ndarray, classes: int, smoothing: float = 0.0) -> Tensor:
    """One-hot rows [n, classes] with label smoothing (Szegedy et al. 2016, arXiv:1512.00567)."""
    one_hot = F.one_hot(torch.from_numpy(labels), classes).float()
    return one_hot * (1 - smoothing) + smoothing / classes
