"""The whole recipe: `python -m training.text_classification` from the repository root.

Each stage keeps a checkpoint below `training/runs/text-classification/`; `--resume` picks up where a run stopped.
`--smoke` runs every stage on generated headlines in seconds and writes nothing outside its run folder.
"""

from dataclasses import asdict, dataclass, replace
from pathlib import Path
from typing import NamedTuple

import numpy as np
import torch
from torch import Tensor

from ..common.paths import model_dir
from ..common.run import Run, pick_device, set_seed
from ..common.settings import parse_settings
from .data import Corpus, build_vocabulary, generated_corpus, read_corpus, read_test, splice
from .distil import Teacher, opinion, rewrite
from .export import file_logits, linear_inputs
from .network import Network, NetworkSettings
from .publish import accuracy_of, publish_linear, publish_network, write_fixture, write_report
from .training_loop import CharacterModel, Examples, Fit, accuracy, fit, hard_targets, predict, pretrain

COMMAND = "python -m training.text_classification"


@dataclass(frozen=True)
class Settings:
    """Trains, distils, exports and measures both models of the demo text-classification."""

    device: str = "auto"
    seed: int = 0
    hardware: str = "2 CPU cores"
    linear_buckets: int = 190_000
    plain: int = 50_000
    pretrain_epochs: int = 4
    warm_epochs: int = 2
    student_epochs: int = 3
    rewritten: int = 118_492
    spliced: int = 118_492
    linear: bool = True
    resume: bool = False
    smoke: bool = False


SMOKE = {
    "linear_buckets": 2_000,
    "plain": 100,
    "pretrain_epochs": 1,
    "warm_epochs": 1,
    "student_epochs": 2,
    "rewritten": 200,
    "spliced": 200,
}


def teachers(base: NetworkSettings) -> list[Teacher]:
    """Three kinds of network, which err in different places."""
    bag = replace(
        base, width=64, blocks="", buckets=262_144, gram_width=64, drop_grams=0.3, drop_characters=0.05
    )
    convolution = replace(
        base, width=144, blocks="cc", buckets=262_144, gram_width=32, drop_grams=0.4, dropout=0.25
    )
    transformer = replace(
        base, width=144, blocks="cafcaf", expand=3, buckets=65_536, gram_width=32, drop_grams=0.4, dropout=0.2
    )
    return [
        Teacher("bag", bag, Fit(4, 2e-3, size=512, table_factor=3, table_decay=0.05)),
        Teacher("convolution", convolution, Fit(3, 2e-3, table_factor=2, table_decay=0.05)),
        Teacher("transformer", transformer, Fit(3, 1e-3), pretrained=True),
    ]


def student(base: NetworkSettings, epochs: int) -> tuple[NetworkSettings, Fit]:
    """What readers download: 96 channels, 8 columns per n-gram."""
    sizes = replace(
        base, width=96, blocks="cafcaf", expand=2, buckets=81_920, gram_width=8, drop_grams=0.15, dropout=0.05
    )
    return replace(sizes, drop_characters=0.03), Fit(epochs, 3e-3, size=512, table_factor=2, ema=0.998)


def smaller(settings: NetworkSettings) -> NetworkSettings:
    return replace(settings, width=32, buckets=512, gram_width=8)


class Opinions(NamedTuple):
    """Probabilities [n, classes] of a group of teachers on texts and on dev."""

    texts: Tensor
    dev: Tensor


class Recipe:
    """The stages in order; each reads what the earlier ones left in the run folder."""

    def __init__(self, settings: Settings) -> None:
        self.settings = replace(settings, **SMOKE) if settings.smoke else settings
        self.run = Run("text-classification-smoke" if settings.smoke else "text-classification")
        self.resume = settings.resume and not settings.smoke
        self.device = pick_device(settings.device)
        set_seed(settings.seed)
        self.corpus: Corpus = generated_corpus() if settings.smoke else read_corpus()
        folder = self.run.folder / "linear" if settings.smoke else model_dir("text-classification-linear")
        self.linear_file = folder / "model.onnx"
        self.classes = len(self.corpus.classes)
        self.vocabulary = build_vocabulary(self.corpus.train.texts + self.corpus.plain)
        base = NetworkSettings(len(self.vocabulary) + 2, self.classes, drop_characters=0.1)
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

    def pretrained(self) -> CharacterModel:
        """Stage 1: masked characters on the training headlines and general text."""
        sizes = next(t.network for t in self.teachers if t.pretrained)
        calm = replace(sizes, dropout=0.0, drop_characters=0.0, drop_grams=0.1)
        model = CharacterModel(Network(calm))
        texts = self.corpus.train.texts + self.corpus.plain[: self.settings.plain]
        pretrain(
            model,
            self.encode(texts, sizes.buckets),
            self.run,
            epochs=self.settings.pretrain_epochs,
            seed=self.settings.seed,
            device=self.device,
            resume=self.resume,
        )
        return model

    def taught(self, teacher: Teacher, start: CharacterModel | None = None) -> Network:
        """Stage 2: one teacher on the labelled headlines."""
        network = Network(teacher.network)
        if start:
            network.load_state_dict(start.network.state_dict())
        train, dev = self.corpus.train, self.corpus.dev
        return fit(
            network,
            self.encode(train.texts, teacher.network.buckets, once=False),
            hard_targets(train.labels, self.classes, smoothing=0.05),
            self.run,
            teacher.fit,
            dev=self.encode(dev.texts, teacher.network.buckets),
            dev_labels=dev.labels,
            device=self.device,
            seed=self.settings.seed,
            name=f"teacher-{teacher.name}",
            resume=self.resume,
        )

    def spliced(self) -> list[str]:
        """Stage 3a: headlines without a label, spliced and cut from the training headlines."""
        generator = np.random.default_rng(self.settings.seed)
        return splice(self.corpus.train.texts, self.settings.spliced, generator)

    def rewritten(self, model: CharacterModel) -> list[str]:
        """Stage 3b: headlines without a label, 30 % of their characters drawn anew; kept in the run folder."""
        state = self.run.load("rewritten") if self.resume else None
        if state is None:
            s, texts = self.settings, self.corpus.train.texts
            order = np.random.default_rng(s.seed + 1).permutation(s.rewritten)
            chosen = [texts[i % len(texts)] for i in order]
            made = rewrite(model, chosen, self.vocabulary, share=0.3, seed=s.seed, device=self.device)
            state = {"texts": made}
            self.run.save("rewritten", **state)
        return state["texts"]

    def labelled(self, texts: list[str], networks: list[Network], linear: bool) -> Tensor:
        """Mean probability of each class [n, classes] over the networks and, if wanted, the linear model."""
        logits = [predict(n, self.encode(texts, n.settings.buckets), self.device) for n in networks]
        if linear:
            buckets = self.settings.linear_buckets
            found = file_logits(self.linear_file, texts, lambda t: linear_inputs(t, buckets))
            logits.append(torch.from_numpy(found))
        return opinion(logits)

    def opinions(self, name: str, networks: list[Network], texts: list[str], linear: bool) -> Opinions:
        """What teachers say about texts and about dev; kept in the run folder, for it is slow to compute."""
        state = self.run.load(name) if self.resume else None
        if state is None:
            state = {
                "texts": self.labelled(texts, networks, linear),
                "dev": self.labelled(self.corpus.dev.texts, networks, linear),
            }
            self.run.save(name, **state)
            self.run.log(stage=name, dev=accuracy(state["dev"], self.corpus.dev.labels))
        return Opinions(state["texts"], state["dev"])

    def learnt(self, name: str, texts: list[str], targets: Tensor, epochs: int, network: Network) -> Network:
        """Stage 4: the student learns the teachers' probabilities, with its tables rounded to four bits."""
        dev = self.corpus.dev
        return fit(
            network,
            self.encode(texts, self.student.buckets, once=False),
            targets,
            self.run,
            replace(self.student_fit, epochs=epochs),
            dev=self.encode(dev.texts, self.student.buckets),
            dev_labels=dev.labels,
            device=self.device,
            seed=self.settings.seed,
            name=name,
            resume=self.resume,
        )

    def warm(self) -> tuple[list[Network], Opinions, Network]:
        """The simple teachers, their opinions, and a student that has followed them."""
        simple = [self.taught(t) for t in self.teachers if not t.pretrained]
        texts = self.corpus.train.texts + self.spliced()
        found = self.opinions("simple-teachers", simple, texts, linear=True)
        student = Network(self.student)
        student.table_bits = 4
        epochs = self.settings.warm_epochs
        return simple, found, self.learnt("student-warm", texts, found.texts, epochs, student)

    def distilled(self) -> Network:
        """The student after it has followed all teachers on training, spliced and rewritten headlines."""
        simple, found, student = self.warm()
        model = self.pretrained()
        deep = [self.taught(t, model) for t in self.teachers if t.pretrained]
        rewritten = self.rewritten(model)
        texts = self.corpus.train.texts + self.spliced() + rewritten
        more = self.opinions("simple-teachers-rewritten", simple, rewritten, linear=True)
        last = self.opinions("deep-teachers", deep, texts, linear=False)

        # A mean over all teachers, from the means of the two groups.
        share = len(deep) / (len(simple) + 1 + len(deep))
        targets = torch.cat([found.texts, more.texts]).lerp(last.texts, share)
        together = found.dev.lerp(last.dev, share)
        self.run.log(stage="all-teachers", dev=accuracy(together, self.corpus.dev.labels))
        return self.learnt("student", texts, targets, self.settings.student_epochs, student)


def describe(recipe: Recipe) -> list[str]:
    """The recipe in Chinese for the card."""
    s = recipe.settings
    return [
        "规范化：全角转半角、小写、繁体转简体、合并空白；字表之外的字记为「未知」",
        f"遮字预训练：遮住两成的字让网络填空，{s.pretrain_epochs}轮，只用训练集标题和无标注文本，不用开发集与测试集",
        "教师：字组词袋、门控卷积、从预训练出发的小Transformer各一个，加上线性n元模型，概率取平均",
        "只出现过一次的字组在训练时每次换成随机的桶：防止网络死记标题，也让它习惯没见过的字组",
        f"合成标题：由预训练模型改写{s.rewritten:,}条（三成的字重新抽取），拼接与删节{s.spliced:,}条，由教师打分",
        f"学生：在全部标题上先学简单教师的概率{s.warm_epochs}轮，再学全体教师的概率{s.student_epochs}轮，权重取滑动平均；嵌入表在训练中就按4位取整",
        "在开发集上拟合温度并并入最后一层；其余权重取整为8位整数",
    ]


def subfolder(folder: Path | None, name: str) -> Path | None:
    if folder:
        (folder / name).mkdir(exist_ok=True)
        return folder / name
    return None


def main(settings: Settings) -> None:
    recipe = Recipe(settings)
    recipe.run.log(settings=asdict(recipe.settings), device=str(recipe.device))
    folder = recipe.run.folder if settings.smoke else None
    test = None if settings.smoke else read_test()
    common = {"seed": settings.seed, "hardware": settings.hardware, "command": COMMAND}
    if settings.linear:
        card = publish_linear(
            recipe.corpus,
            test,
            buckets=recipe.settings.linear_buckets,
            folder=subfolder(folder, "linear"),
            **common,
        )
        recipe.run.log(stage="linear", dev=accuracy_of(card, "dev"), test=accuracy_of(card, "test"))
    network = recipe.distilled()
    card = publish_network(
        network,
        recipe.vocabulary,
        recipe.corpus,
        test,
        recipe=describe(recipe),
        seconds=recipe.run.seconds,
        folder=subfolder(folder, "network"),
        **common,
    )
    recipe.run.log(stage="network", dev=accuracy_of(card, "dev"), test=accuracy_of(card, "test"))
    if not settings.smoke:
        write_fixture()
        write_report(recipe.run)


if __name__ == "__main__":
    main(parse_settings(Settings))
