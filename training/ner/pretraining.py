"""Learning from unlabelled text: filling in masked characters, cutting and tagging words as jieba does.

Word boundaries help to find entities (Zhang and Yang 2018, arXiv:1805.02023).
"""

import random
from concurrent.futures import ProcessPoolExecutor

import numpy as np
import torch
import torch.nn.functional as F
from torch import nn

from ..common.run import Run, autocast
from .batches import Encoded, hide
from .features import PAD, UNKNOWN, Vocabulary
from .lexicon import Lexicon
from .network import Net
from .optimiser import parameter_groups, schedule
from .settings import Settings
from .words import words_of


def pretrain(
    s: Settings, run: Run, net: Net, vocabulary: Vocabulary, lexicon: Lexicon, texts: list[str]
) -> None:
    """Masked characters (hidden with their bigrams), and words with their parts of speech as jieba has them."""
    device = next(net.parameters()).device
    step, first = 0, 0
    state = run.load("pretrain") if s.resume else None
    if state:
        net.load_state_dict(state["net"])
        first, step = state["epoch"], state["step"]
        if first == s.pretrain_epochs:
            return
    net.dropout = 0.1
    net.reads_words = net.rounded = False  # words are what is to be learnt
    data = Encoded([{"text": t} for t in texts], vocabulary, s.buckets, lexicon)
    with ProcessPoolExecutor() as pool:
        data.tags = list(pool.map(words_of, texts, chunksize=500))
    run.log(texts=len(texts), characters=sum(map(len, texts)))
    optimiser = torch.optim.AdamW(parameter_groups(net, s.pretrain_lr, s.weight_decay), betas=(0.9, 0.98))
    per_epoch = len(data.batches(s.tokens, random.Random(0)))
    if state:
        optimiser.load_state_dict(state["optimiser"])
    for epoch in range(first, s.pretrain_epochs):
        net.train()
        rng = random.Random(s.seed * 100 + epoch)
        torch.manual_seed(s.seed * 100 + epoch)
        losses = []
        for index in data.batches(s.tokens, rng):
            chars, grams, kinds, words, _ = (a.to(device) for a in data.batch(index))
            inside = chars != PAD
            chosen = (torch.rand(chars.shape, device=device) < s.mask) & inside
            hidden, pairs = hide(chars, grams, chosen)
            for group in optimiser.param_groups:
                group["lr"] = s.pretrain_lr * schedule(step, s.pretrain_epochs * per_epoch)
            with autocast(device):
                seen = net.body(hidden, pairs, kinds)
                logits = net.fill(seen[chosen]) @ net.chars.weight.T + net.fill_bias
                spoken = net.fill_words(seen[inside])
            losses.append(
                [
                    F.cross_entropy(logits.float(), chars[chosen], ignore_index=UNKNOWN),
                    F.cross_entropy(spoken.float(), words[inside]),
                ]
            )
            loss = s.fill_weight * losses[-1][0] + losses[-1][1]
            optimiser.zero_grad(set_to_none=True)
            loss.backward()
            nn.utils.clip_grad_norm_(net.parameters(), 1.0)
            optimiser.step()
            losses[-1] = [part.item() for part in losses[-1]]
            step += 1
            if step % 200 == 0:
                filling, cutting = np.mean(losses[-200:], axis=0).tolist()
                run.log(
                    pretrain_step=step, of=s.pretrain_epochs * per_epoch, filling=filling, cutting=cutting
                )
        filling, cutting = np.mean(losses, axis=0).tolist()
        run.log(pretrain_epoch=epoch + 1, filling=filling, cutting=cutting)
        run.save(
            "pretrain", net=net.state_dict(), optimiser=optimiser.state_dict(), epoch=epoch + 1, step=step
        )
    net.reads_words = net.rounded = True
