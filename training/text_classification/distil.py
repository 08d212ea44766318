"""Teachers, invented headlines for them to label, and their averaged opinion (Hinton et al. 2015, arXiv:1503.02531)."""

from dataclasses import dataclass

import torch
from torch import Tensor

from .features import UNKNOWN
from .network import NetworkSettings
from .training_loop import CharacterModel, Examples, Fit, autocast, shuffled


@dataclass(frozen=True)
class Teacher:
    """A network of the ensemble; `pretrained` ones start from the masked-character model."""

    name: str
    network: NetworkSettings
    fit: Fit
    pretrained: bool = False


@torch.inference_mode()
def rewrite(
    model: CharacterModel,
    texts: list[str],
    vocabulary: str,
    *,
    share: float,
    seed: int,
    device: torch.device,
    size: int = 512,
) -> list[str]:
    """Variants of the texts: a `share` of the characters is hidden and drawn anew from the masked-character model.

    Compare the data augmentation of TinyBERT (Jiao et al. 2020, arXiv:1909.10351). Which class a variant belongs to
    is for the teachers to say.
    """
    model.to(device).eval()
    generator = torch.Generator().manual_seed(seed)
    torch.manual_seed(seed)
    examples = Examples.encode(texts, vocabulary, model.network.settings.buckets)
    result = [""] * len(texts)
    for index in shuffled(examples.lengths, size, generator):
        characters, grams = examples.batch(index, device)
        hidden = (torch.rand(characters.shape, generator=generator).to(device) < share) & (characters > 1)
        if hidden.any():
            with autocast(device):
                logits = model(characters, grams, hidden)
            logits[:, : UNKNOWN + 1] = -torch.inf
            drawn = torch.multinomial(torch.softmax(logits, dim=-1), 1).squeeze(1)
            characters = characters.masked_scatter(hidden, drawn.to(characters.dtype))
        for row, ids in zip(index.tolist(), characters.cpu().tolist(), strict=True):
            original = texts[row]
            kept = [
                vocabulary[i - 2] if i > UNKNOWN else original[k]
                for k, i in enumerate(ids)
                if k < len(original)
            ]
            result[row] = "".join(kept)
    return result


def opinion(logits: list[Tensor]) -> Tensor:
    """Mean probability [n, classes] of the teachers' logits."""
    return torch.stack([torch.softmax(part, dim=-1) for part in logits]).mean(0)
