"""Training with the CRF loss on sentences whose names change from epoch to epoch."""

import copy
import random

import numpy as np
import torch
from torch import nn

from ..common.run import Run, autocast
from .batches import Encoded, hide
from .crf import crf_loss, moves, viterbi
from .features import PAD, Vocabulary
from .lexicon import NONE, Lexicon
from .measure import count_entities, f1
from .names import Mentions, swap_entities
from .network import Net
from .optimiser import parameter_groups, schedule
from .settings import Settings
from .tags import entities_of


@torch.no_grad()
def evaluate(net: Net, data: Encoded, rows: list[dict]) -> float:
    """Micro F1 of `rows`."""
    net.eval()
    device = next(net.parameters()).device
    matrix, start = (scores.cpu().numpy() for scores in moves(net))
    counts = np.zeros(3, dtype=np.int64)
    for index in data.batches(8192, None):
        chars, grams, kinds, _, lengths = (a.to(device) for a in data.batch(index))
        emissions = net(chars, grams, kinds).float().cpu().numpy()
        for i, e, k in zip(index, emissions, lengths.tolist(), strict=True):
            found = entities_of(viterbi(e[:k], matrix, start))
            counts += count_entities(found, rows[i]["entities"])
    return f1(counts)


def train(
    s: Settings, run: Run, net: Net, vocabulary: Vocabulary, lexicon: Lexicon, sets: dict[str, list[dict]]
) -> Net:
    """Trains with the CRF loss on sets["train"], watching sets["dev*"]; returns the moving average."""
    device = next(net.parameters()).device
    net.dropout = s.dropout
    rows = sets["train"]
    mentions = Mentions(rows)
    devs = {
        name: (Encoded(r, vocabulary, s.buckets, lexicon), r) for name, r in sets.items() if name != "train"
    }

    optimiser = torch.optim.AdamW(parameter_groups(net, s.lr, s.weight_decay), betas=(0.9, 0.98))
    average = copy.deepcopy(net)
    first, step, total = 0, 0, None
    if s.resume and (state := run.load("train")):
        net.load_state_dict(state["net"])
        average.load_state_dict(state["average"])
        optimiser.load_state_dict(state["optimiser"])
        first, step, total = state["epoch"], state["step"], state["total"]
    for epoch in range(first, s.epochs):
        rng = random.Random(s.seed * 1000 + epoch)
        torch.manual_seed(s.seed * 1000 + epoch)
        varied = [swap_entities(row, mentions, s.swap, rng) for row in rows]
        varied += [mentions.people(rng) for _ in range(round(s.lists * len(rows)))]
        data = Encoded(varied, vocabulary, s.buckets, lexicon)
        groups = data.batches(s.tokens, rng)
        total = total or len(groups) * s.epochs
        net.train()
        losses = []
        for index in groups:
            chars, grams, kinds, tags, lengths = (a.to(device) for a in data.batch(index))
            chars, grams = hide(
                chars, grams, (torch.rand(chars.shape, device=device) < s.blank) & (chars != PAD)
            )
            grams = grams.masked_fill(
                torch.rand(grams.shape[:2], device=device).unsqueeze(2) < s.blank_gram, 0
            )
            kinds = torch.where(torch.rand(kinds.shape, device=device) < s.blank_word, NONE, kinds)
            for group in optimiser.param_groups:
                group["lr"] = s.lr * schedule(step, total)
            with autocast(device):
                emissions = net(chars, grams, kinds)
            loss = crf_loss(net, emissions, tags, lengths)
            optimiser.zero_grad(set_to_none=True)
            loss.backward()
            nn.utils.clip_grad_norm_(net.parameters(), 5.0)
            optimiser.step()
            step += 1
            keep = min(s.ema, step / (step + 20))
            with torch.no_grad():
                for a, b in zip(average.parameters(), net.parameters(), strict=True):
                    a.lerp_(b, 1 - keep)
            losses.append(loss.item())
        scores = {name: evaluate(average, *dev) for name, dev in devs.items()}
        run.log(epoch=epoch + 1, loss=float(np.mean(losses)), **scores)
        run.save(
            "train",
            net=net.state_dict(),
            average=average.state_dict(),
            optimiser=optimiser.state_dict(),
            epoch=epoch + 1,
            step=step,
            total=total,
        )
    return average
