"""The whole recipe, from the repository root:

python -m training.handwriting            # train, export, evaluate, write the card
python -m training.handwriting --resume   # go on from the last epoch; after the last, only export and evaluate
python -m training.handwriting --dev-only # a trial of a recipe: neither the test half nor the site
python -m training.handwriting --smoke    # seconds, on generated drawings, no data set needed
"""

from dataclasses import replace

from ..common.run import Run, pick_device
from ..common.settings import start
from .data import generated, read_numerals
from .publish import publish
from .settings import Settings
from .training_loop import train

SMOKE = {"epochs": 9, "batch_size": 30, "dev_writers": 2, "lr": 5e-3, "resume": False}


def main(s: Settings) -> None:
    if s.smoke:
        s = replace(s, **SMOKE, run=s.run + "-smoke")
    data = generated(0) if s.smoke else read_numerals("train")
    run = Run(s, pick_device(s.device))
    publish(s, run, train(s, run, data), data)


if __name__ == "__main__":
    start(main, Settings)
