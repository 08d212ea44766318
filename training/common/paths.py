"""Where things lie: data (never in the repository), published models, and runs (git-ignored)."""

import os
from pathlib import Path

ROOT = Path(__file__).resolve().parents[2]
RUNS = ROOT / "training" / "runs"


def data_dir(name: str) -> Path:
    """Folder of the data set `name`: below $AI_BOOK_DATA, or ../shared/data beside the repository."""
    base = Path(os.environ.get("AI_BOOK_DATA") or ROOT.parent / "shared" / "data")
    folder = base / name
    if not folder.is_dir():
        raise FileNotFoundError(f"no data set {name!r}: set AI_BOOK_DATA to the folder that holds it")
    return folder


def model_dir(model_id: str) -> Path:
    """Folder that the site serves a model from: `public/models/<id>`; made when missing."""
    folder = ROOT / "public" / "models" / model_id
    folder.mkdir(parents=True, exist_ok=True)
    return folder
