"""The settings; every field is an option of the command line."""

from dataclasses import dataclass

from .lexicon import LENGTHS

# Long sentences are read in windows of so many characters; the middle of an overlap is seen whole by both.
WINDOW, OVERLAP = 160, 48


@dataclass(frozen=True)
class Settings:
    """Settings of the named-entity recogniser."""

    char_dim: int = 64
    gram_dim: int = 16
    buckets: int = 49152
    word_dim: int = 48
    width: int = 160
    dilations: str = "1,2,4,8,1"
    dropout: float = 0.3
    min_count: int = 3
    pretrain_epochs: int = 2
    epochs: int = 14
    tokens: int = 4096  # characters in a batch, padding included
    lr: float = 2e-3
    pretrain_lr: float = 3e-3
    mask: float = 0.15  # probability that a character is masked in pre-training
    fill_weight: float = 0.5  # of the loss on masked characters, beside that on words
    weight_decay: float = 0.02
    swap: float = 0.35  # probability that an entity is replaced by another of its type, known or invented
    lists: float = 0.02  # lists of names added, as a part of the training rows
    blank: float = 0.05  # probability that a character is hidden
    blank_gram: float = 0.15  # probability that a bigram is hidden: rare ones invite learning by heart
    blank_word: float = 0.2  # probability that a word of the dictionary is not seen
    uner_weight: int = 2
    ema: float = 0.999
    seed: int = 2
    device: str = "auto"
    run: str = "ner"
    resume: bool = False
    smoke: bool = False
    dev_only: bool = False

    def __post_init__(self) -> None:
        if 2 * self.reach > OVERLAP:
            raise ValueError(
                f"windows overlap by {OVERLAP} characters, fewer than twice the {self.reach} seen around"
            )

    @property
    def reach(self) -> int:
        """Characters on either side that a tag can depend on: by the convolutions, a bigram and the longest word."""
        return sum(map(int, self.dilations.split(","))) + 1 + max(LENGTHS) - 1
