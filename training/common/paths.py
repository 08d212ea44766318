"""Where things lie: data (never in the repository), published models, and runs (git-ignored)."""

import os
import shutil
from pathlib import Path

ROOT = Path(__file__).resolve().parents[2]
RUNS = ROOT / "training" / "runs"


class MissingDataError(FileNotFoundError):
    """A data set is not where it is looked for."""


def data_dir(name: str) -> Path:
    """Folder of the data set `name`: below $AI_BOOK_DATA, or ../shared/data beside the repository.

    Raises MissingDataError, with what to do, when there is none.
    """
    base = Path(os.environ.get("AI_BOOK_DATA") or ROOT.parent / "shared" / "data")
    folder = base / name
    if not folder.is_dir():
        raise MissingDataError(
            f'no data set {name!r} in {base}: see "Data" in training/README.md, or try --smoke'
        )
    return folder


def model_dir(model_id: str) -> Path:
    """Folder that the site serves a model from: `public/models/<id>`."""
    return ROOT / "public" / "models" / model_id


def publish_model(folder: Path, model_id: str) -> None:
    """Copies `model.onnx` and the card from a run's `folder` to the site; FileNotFoundError when either is missing."""
    files = [folder / name for name in ("model.onnx", "model.json")]
    for file in files:
        if not file.exists():
            raise FileNotFoundError(f"{file} is missing: nothing was published")
    target = model_dir(model_id)
    target.mkdir(parents=True, exist_ok=True)
    for file in files:
        shutil.copyfile(file, target / file.name)
