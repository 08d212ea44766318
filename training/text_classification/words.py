"""A teacher that sees words: TF-IDF of words and word pairs, linear SVM. It brings in jieba's dictionary."""

import logging
from dataclasses import dataclass

import jieba
import numpy as np
from sklearn.feature_extraction.text import TfidfVectorizer
from sklearn.svm import LinearSVC

from ..common.onnx_eval import fit_temperature, softmax
from .data import Split

jieba.setLogLevel(logging.ERROR)


def cut(text: str) -> str:
    """The words of a text, separated by spaces."""
    return " ".join(word for word in jieba.cut(text) if word.strip())


@dataclass(frozen=True)
class WordModel:
    """Vectoriser, classifier and the temperature that makes its scores probabilities."""

    vectoriser: TfidfVectorizer
    classifier: LinearSVC
    temperature: float

    def scores(self, texts: list[str]) -> np.ndarray:
        """Decision values [n, classes]."""
        return self.classifier.decision_function(self.vectoriser.transform(map(cut, texts)))

    def probabilities(self, texts: list[str]) -> np.ndarray:
        """Probabilities [n, classes]."""
        return softmax(self.scores(texts) / self.temperature)


def train_words(train: Split, dev: Split, c: float = 0.3, seed: int = 0) -> WordModel:
    """Fits on `train`; `dev` sets the temperature only."""
    vectoriser = TfidfVectorizer(token_pattern=r"\S+", ngram_range=(1, 2), sublinear_tf=True, min_df=2)
    classifier = LinearSVC(C=c, random_state=seed)
    classifier.fit(vectoriser.fit_transform(map(cut, train.texts)), train.labels)
    model = WordModel(vectoriser, classifier, 1.0)
    return WordModel(vectoriser, classifier, fit_temperature(model.scores(dev.texts), dev.labels))
