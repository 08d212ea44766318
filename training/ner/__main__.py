"""The whole recipe: `python -m training.ner` from the repository root.

Both stages of training keep a checkpoint below `training/runs/ner/`; `--resume` picks up where a run stopped, and
after the last epoch only exports and measures again. `--smoke` runs every stage on generated sentences in seconds,
needs no data set and writes nothing outside its run folder; `--dev-only` is for trying recipes.
"""

from dataclasses import replace

from ..common.run import Run, pick_device, set_seed
from ..common.settings import start
from .data import generated, read_msra, read_rows, read_texts
from .features import Vocabulary
from .lexicon import Lexicon, dictionary_words
from .network import Net
from .pretraining import pretrain
from .publish import publish
from .settings import Settings
from .training_loop import train
from .words import split_text

SMOKE = {"epochs": 4, "pretrain_epochs": 2, "tokens": 600, "buckets": 1024, "width": 32, "min_count": 1}
SMOKE |= {"lr": 1e-2, "pretrain_lr": 1e-2}
SMOKE_WORDS = {"北京": "ns", "长江": "ns", "今天": "t", "王小明": "nr"}


def unlabelled() -> list[str]:
    """Paragraphs of CMRC 2018 and DRCD, and headlines of THUCNews."""
    paragraphs = [
        text
        for name in ("cmrc2018-contexts.txt.gz", "drcd-contexts.txt.gz")
        for text in read_texts("zh-text", name)
    ]
    return paragraphs + [line.split("\t")[0] for line in read_texts("thucnews", "train.tsv.gz")]


def main(s: Settings) -> None:
    if s.smoke:
        s = replace(s, **SMOKE, run=s.run + "-smoke")
        msra, more, uner = generated(150, 0), generated(50, 3), generated(20, 1)
        devs, texts = {"dev": generated(40, 2)}, []
    else:
        msra, more, msra_dev = read_msra()
        uner = read_rows("uner-zh", "train")
        devs = {"dev_msra": msra_dev, "dev_uner": read_rows("uner-zh", "dev")}
        texts = unlabelled()
    device = pick_device(s.device)
    run = Run(s, device)
    set_seed(s.seed)
    marked = [row["text"] for row in msra + uner]
    vocabulary = Vocabulary.build(marked, s.min_count)
    lexicon = Lexicon(SMOKE_WORDS if s.smoke else dictionary_words())
    net = Net(s, len(vocabulary)).to(device)
    run.log(characters=len(vocabulary), parameters=net.shipped_parameters())
    if s.pretrain_epochs:
        parts = [part for text in marked + texts for part in split_text(text)]
        pretrain(s, run, net, vocabulary, lexicon, parts)
    rows = msra + more + uner * s.uner_weight
    average = train(s, run, net, vocabulary, lexicon, {"train": rows, **devs})
    publish(s, run, average, vocabulary, lexicon, run.seconds)


if __name__ == "__main__":
    start(main, Settings)
