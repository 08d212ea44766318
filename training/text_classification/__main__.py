"""The whole recipe: `python -m training.text_classification` from the repository root.

Each stage keeps a checkpoint below `training/runs/text-classification/`; `--resume` picks up where a run stopped.
`--smoke` runs every stage on generated headlines in seconds and writes nothing outside its run folder. `--dev-only` is
for trying recipes: it leaves the test half alone and stays in its run folder as well; give it a `--run` of its own.
"""

from dataclasses import asdict, dataclass, field, replace

import numpy as np
import torch
from torch import Tensor

from ..common.onnx_eval import softmax
from ..common.paths import model_dir, publish_model
from ..common.run import Run, pick_device, set_seed
from ..common.settings import command_line, start
from .data import Corpus, build_vocabulary, generated_corpus, read_corpus, read_test, splice
from .export import file_logits, linear_inputs
from .network import Network, NetworkSettings
from .publish import (
    LINEAR,
    NETWORK,
    accuracy_of,
    publish_linear,
    publish_network,
    write_fixture,
    write_report,
)
from .training_loop import Examples, Fit, accuracy, fit, hard_targets, predict
from .words import train_words

MODULE = "training.text_classification"


@dataclass(frozen=True)
class Settings:
    """Trains, distils, exports and measures both models of the demo text-classification."""

    device: str = "auto"
    seed: int = 0
    linear_buckets: int = 190_000
    spliced: int = 236_984
    student_epochs: int = 6
    linear: bool = field(default=True, metadata={"handling": "train the linear model anew"})
    run: str = "text-classification"
    resume: bool = False
    smoke: bool = False
    dev_only: bool = False


SMOKE = {"linear_buckets": 2_000, "spliced": 200, "student_epochs": 4, "resume": False}


@dataclass(frozen=True)
class Teacher:
    """A network of the ensemble (Hinton et al. 2015, arXiv:1503.02531) and how it is trained."""

    name: str
    network: NetworkSettings
    fit: Fit


def teachers(base: NetworkSettings) -> list[Teacher]:
    """Networks that err in different places: a bag of n-grams and a text CNN."""
    bag = replace(base, width=64, blocks=0, buckets=262_144, gram_width=64, drop_grams=0.3)
    convolution = replace(
        base,
        width=144,
        blocks=2,
        buckets=262_144,
        gram_width=32,
        drop_grams=0.4,
        dropout=0.25,
        drop_characters=0.1,
    )
    return [
        Teacher("bag", bag, Fit(4, 2e-3, size=512, table_factor=3, table_decay=0.05)),
        Teacher("convolution", convolution, Fit(3, 2e-3, table_factor=2, table_decay=0.05)),
    ]


def student(base: NetworkSettings, epochs: int) -> tuple[NetworkSettings, Fit]:
    """What readers download: most of its bytes are the n-gram table, 8 columns of four bits."""
    sizes = replace(
        base,
        width=96,
        blocks=2,
        buckets=131_072,
        gram_width=8,
        dropout=0.05,
        drop_characters=0.03,
        drop_grams=0.15,
    )
    return sizes, Fit(epochs, 3e-3, size=512, table_factor=2)


def smaller(settings: NetworkSettings) -> NetworkSettings:
    return replace(settings, width=32, buckets=512, gram_width=8)


class Recipe:
    """The stages in order; each reads what the earlier ones left in the run folder."""

    def __init__(self, settings: Settings) -> None:
        if settings.smoke:
            settings = replace(settings, **SMOKE, run=settings.run + "-smoke")
        self.settings = settings
        self.corpus: Corpus = generated_corpus() if settings.smoke else read_corpus()
        self.device = pick_device(settings.device)
        self.run = Run(settings, self.device)
        set_seed(settings.seed)
        linear = self.run.folder / "linear" if settings.linear else model_dir(LINEAR)
        self.linear_file = linear / "model.onnx"
        self.classes = len(self.corpus.classes)
        self.vocabulary = build_vocabulary(self.corpus.train.texts)
        base = NetworkSettings(len(self.vocabulary) + 2, self.classes)
        self.teachers = teachers(base)
        self.student, self.student_fit = student(base, self.settings.student_epochs)
        if settings.smoke:
            self.teachers = [
                replace(t, network=smaller(t.network), fit=replace(t.fit, epochs=2, size=64))
                for t in self.teachers
            ]
            self.student = smaller(self.student)
            self.student_fit = replace(self.student_fit, size=64)

    def encode(self, texts: list[str], buckets: int, once: bool = True) -> Examples:
        return Examples.encode(texts, self.vocabulary, buckets, once)

    def network(self, sizes: NetworkSettings) -> Network:
        """A network with random weights: the same ones whatever ran, or was read from checkpoints, before."""
        torch.manual_seed(self.settings.seed)
        return Network(sizes)

    def taught(self, teacher: Teacher) -> Network:
        """Stage 1: one teacher on the labelled headlines."""
        train, dev = self.corpus.train, self.corpus.dev
        return fit(
            self.network(teacher.network),
            self.encode(train.texts, teacher.network.buckets, once=False),
            hard_targets(train.labels, self.classes, smoothing=0.05),
            self.run,
            teacher.fit,
            dev=self.encode(dev.texts, teacher.network.buckets),
            dev_labels=dev.labels,
            device=self.device,
            seed=self.settings.seed,
            name=f"teacher-{teacher.name}",
            resume=self.settings.resume,
        )

    def texts(self) -> list[str]:
        """Training headlines, then headlines without a label: spliced and cut from them."""
        known = self.corpus.train.texts
        return known + splice(known, self.settings.spliced, np.random.default_rng(self.settings.seed))

    def opinions(self, texts: list[str]) -> Tensor:
        """Stage 2: the teachers' mean probability of each class [n, classes] for texts.

        The ensemble is the networks, the published linear model, and a linear model over words. What they say is kept
        in the run folder, for it is slow to compute.
        """
        state = self.run.load("opinions") if self.settings.resume else None
        if state:
            return state["targets"]
        dev = self.corpus.dev
        words = train_words(self.corpus.train, dev, seed=self.settings.seed)
        buckets = self.settings.linear_buckets
        groups = []
        for group in (texts, dev.texts):
            linear = softmax(file_logits(self.linear_file, group, lambda t: linear_inputs(t, buckets)))
            groups.append([linear, words.probabilities(group)])
        for network in map(self.taught, self.teachers):
            for group, said in zip((texts, dev.texts), groups, strict=True):
                logits = predict(network, self.encode(group, network.settings.buckets), self.device)
                said.append(softmax(logits.numpy()))
        targets, together = (torch.from_numpy(np.mean(said, axis=0)).float() for said in groups)
        self.run.log(stage="teachers together", dev=accuracy(together, dev.labels))
        self.run.save("opinions", targets=targets)
        return targets

    def distilled(self) -> Network:
        """Stage 3: the student learns the teachers' probabilities, with its tables rounded to four bits."""
        texts, dev = self.texts(), self.corpus.dev
        targets = self.opinions(texts)
        network = self.network(self.student)
        network.table_bits = 4
        return fit(
            network,
            self.encode(texts, self.student.buckets, once=False),
            targets,
            self.run,
            self.student_fit,
            dev=self.encode(dev.texts, self.student.buckets),
            dev_labels=dev.labels,
            device=self.device,
            seed=self.settings.seed,
            name="student",
            resume=self.settings.resume,
        )


def describe(recipe: Recipe) -> list[str]:
    """The recipe in Chinese for the card."""
    s = recipe.settings
    return [
        "规范化：全角转半角、小写、繁体转简体、合并空白；字表之外的字记为「未知」",
        "教师：字组词袋网络、门控卷积网络、线性n元模型、以词为单位的线性模型，概率取平均",
        "只出现过一次的字组在训练时每次换成随机的桶：防止网络死记标题，也让它习惯没见过的字组",
        f"合成标题：把训练集标题拼接、删节成{s.spliced:,}条没有标签的文字，由教师打分；不用开发集与测试集的文字",
        f"学生：在全部标题上学习教师的概率，{s.student_epochs}轮，权重取滑动平均；嵌入表在训练中就按4位取整",
        "在开发集上拟合温度并并入最后一层；其余权重取整为8位整数",
    ]


def main(settings: Settings) -> None:
    recipe = Recipe(settings)
    settings, run = recipe.settings, recipe.run
    run.log(settings=asdict(settings), device=str(recipe.device))
    public = not settings.smoke and not settings.dev_only
    test = read_test() if public else None
    common = {"seed": settings.seed, "command": command_line(MODULE, settings)}
    if settings.linear:
        card = publish_linear(
            recipe.corpus,
            test,
            buckets=settings.linear_buckets,
            folder=run.folder / "linear",
            hardware=run.hardware,
            **common,
        )
        run.log(stage="linear", dev=accuracy_of(card, "dev"), test=accuracy_of(card, "test"))
    network = recipe.distilled()
    card = publish_network(
        network,
        recipe.vocabulary,
        recipe.corpus,
        test,
        recipe=describe(recipe),
        seconds=run.seconds,
        folder=run.folder / "network",
        hardware=run.hardware,
        **common,
    )
    run.log(stage="network", dev=accuracy_of(card, "dev"), test=accuracy_of(card, "test"))
    if public:
        if settings.linear:
            publish_model(run.folder / "linear", LINEAR)
        publish_model(run.folder / "network", NETWORK)
        write_fixture()
        write_report(run)


if __name__ == "__main__":
    start(main, Settings)
