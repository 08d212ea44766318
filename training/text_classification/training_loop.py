"""Batches, masked-character pre-training, and classifier training with hard labels, soft labels or both."""

import copy
import math
from collections.abc import Iterator
from dataclasses import dataclass

import numpy as np
import torch
import torch.nn.functional as F
from torch import Tensor, nn

from ..common.run import Run
from .features import UNKNOWN, character_ids, code_points, gram_ids
from .network import Network


@dataclass(frozen=True)
class Examples:
    """Encoded texts: characters [n, length], grams [n, length, 2], lengths [n]; soft or hard targets or none."""

    characters: Tensor
    grams: Tensor
    lengths: Tensor

    @staticmethod
    def encode(texts: list[str], vocabulary: str, buckets: int) -> "Examples":
        codes = code_points(texts, 40)
        return Examples(
            torch.from_numpy(character_ids(codes, vocabulary)),
            torch.from_numpy(gram_ids(codes, buckets)),
            torch.from_numpy((codes != 0).sum(1)),
        )

    def __len__(self) -> int:
        return len(self.characters)

    def batch(self, index: Tensor, device: torch.device) -> tuple[Tensor, Tensor]:
        """Characters and grams of the rows `index`, cut at the longest of them."""
        longest = int(self.lengths[index].max())
        return (
            self.characters[index, :longest].to(device),
            self.grams[index, :longest].to(device),
        )


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


def autocast(device: torch.device) -> torch.autocast:
    """bfloat16 for matrix products: three times as fast on CPUs that have it, and on GPUs."""
    return torch.autocast(device.type, dtype=torch.bfloat16)


def schedule(step: int, steps: int, warm_up: float = 0.05) -> float:
    """Factor of the learning rate: linear warm-up, then a cosine down to zero."""
    done = step / max(1, steps)
    if done < warm_up:
        return done / warm_up
    return 0.5 * (1 + math.cos(math.pi * (done - warm_up) / (1 - warm_up)))


def optimiser(network: nn.Module, rate: float, decay: float) -> torch.optim.AdamW:
    """AdamW; no weight decay on vectors (norms, biases) and embedding tables."""
    tables = {id(m.weight) for m in network.modules() if isinstance(m, nn.Embedding)}
    parameters = list(network.parameters())
    decayed = [p for p in parameters if p.ndim > 1 and id(p) not in tables]
    rest = [p for p in parameters if p.ndim <= 1 or id(p) in tables]
    groups = [{"params": decayed, "weight_decay": decay}, {"params": rest, "weight_decay": 0.0}]
    return torch.optim.AdamW(groups, lr=rate, betas=(0.9, 0.98), fused=True)


def pretrain(
    network: Network,
    examples: Examples,
    run: Run,
    *,
    epochs: int,
    rate: float = 1e-3,
    size: int = 256,
    seed: int = 0,
    device: torch.device,
    resume: bool = True,
) -> None:
    """Masked characters: hide 20 % and let the encoder name them (Devlin et al. 2019, arXiv:1810.04805).

    N-grams that touch a hidden character are hidden too. The output layer is the character table itself.
    """
    network.to(device).train()
    transform = nn.Linear(network.settings.width, network.settings.width).to(device)
    bias = nn.Parameter(torch.zeros(network.settings.characters, device=device))
    everything = nn.ModuleList([network, transform])
    everything.register_parameter("bias", bias)
    adam = optimiser(everything, rate, 0.01)
    steps_per_epoch = math.ceil(len(examples) / size)
    first, step = 0, 0
    state = run.load("pretrain") if resume else None
    if state:
        everything.load_state_dict(state["model"])
        adam.load_state_dict(state["adam"])
        first, step = state["epoch"], state["step"]
    for epoch in range(first, epochs):
        generator = torch.Generator().manual_seed(seed + epoch)
        total, right, seen = 0.0, 0, 0
        for index in shuffled(examples.lengths, size, generator):
            characters, grams = examples.batch(index, device)
            hidden = (torch.rand(characters.shape, generator=generator).to(device) < 0.2) & (characters > 1)
            if not hidden.any():
                continue
            next_one = F.pad(hidden[:, 1:], (0, 1))
            next_two = F.pad(hidden[:, 2:], (0, 2))[:, : hidden.shape[1]]
            touched = torch.stack([hidden | next_one, hidden | next_one | next_two], dim=-1)
            for group in adam.param_groups:
                group["lr"] = rate * schedule(step, epochs * steps_per_epoch)
            with autocast(device):
                states, _ = network.encode(
                    characters.masked_fill(hidden, UNKNOWN), grams.masked_fill(touched, 0)
                )
                logits = F.gelu(transform(states[hidden])) @ network.characters.weight.T
            logits = logits.float() + bias
            loss = F.cross_entropy(logits, characters[hidden].long())
            adam.zero_grad(set_to_none=True)
            loss.backward()
            nn.utils.clip_grad_norm_(everything.parameters(), 1.0)
            adam.step()
            step += 1
            total += loss.item() * len(logits)
            right += int((logits.argmax(1) == characters[hidden]).sum())
            seen += len(logits)
            if step % 200 == 0:
                run.log(stage="pretrain", step=step, loss=total / seen, accuracy=right / seen)
        run.save(
            "pretrain", model=everything.state_dict(), adam=adam.state_dict(), epoch=epoch + 1, step=step
        )
        run.log(stage="pretrain", epoch=epoch + 1, loss=total / seen, accuracy=right / seen)


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


def fit(
    network: Network,
    examples: Examples,
    targets: Tensor,
    run: Run,
    *,
    dev: Examples,
    dev_labels: np.ndarray,
    epochs: int,
    rate: float,
    device: torch.device,
    size: int = 256,
    seed: int = 0,
    decay: float = 0.05,
    ema: float = 0.998,
    table_factor: float = 1.0,
    name: str = "fit",
    resume: bool = True,
) -> Network:
    """Trains on probabilities `targets` [n, classes] with cross entropy; returns the moving average of the weights.

    The average (EMA) is what is evaluated after each epoch and what is kept. `table_factor` scales the learning
    rate of the n-gram and character tables, whose rows are seen far less often than the other weights.
    """
    network.to(device)
    average = copy.deepcopy(network)
    adam = optimiser(network, rate, decay)
    adam.param_groups[1]["factor"] = table_factor
    steps_per_epoch = math.ceil(len(examples) / size)
    first, step = 0, 0
    state = run.load(name) if resume else None
    if state:
        network.load_state_dict(state["model"])
        average.load_state_dict(state["average"])
        adam.load_state_dict(state["adam"])
        first, step = state["epoch"], state["step"]
    for epoch in range(first, epochs):
        generator = torch.Generator().manual_seed(seed + 1000 * epoch)
        torch.manual_seed(seed + 1000 * epoch)
        network.train()
        total, seen = 0.0, 0
        for index in shuffled(examples.lengths, size, generator):
            for group in adam.param_groups:
                group["lr"] = rate * schedule(step, epochs * steps_per_epoch) * group.get("factor", 1.0)
            with autocast(device):
                logits = network(*examples.batch(index, device))
            loss = F.cross_entropy(logits.float(), targets[index].to(device))
            adam.zero_grad(set_to_none=True)
            loss.backward()
            nn.utils.clip_grad_norm_(network.parameters(), 1.0)
            adam.step()
            step += 1
            with torch.no_grad():
                weight = min(ema, (step + 1) / (step + 10))
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
        )
    return average


def hard_targets(labels: np.ndarray, classes: int, smoothing: float = 0.0) -> Tensor:
    """One-hot rows [n, classes] with label smoothing (Szegedy et al. 2016, arXiv:1512.00567)."""
    one_hot = F.one_hot(torch.from_numpy(labels), classes).float()
    return one_hot * (1 - smoothing) + smoothing / classes
