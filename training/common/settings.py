"""Settings are frozen dataclasses; every field is a command-line option of the same name."""

import argparse
import shlex
from collections.abc import Callable
from dataclasses import MISSING, Field, fields
from typing import TypeVar, get_type_hints

from .paths import MissingDataError

T = TypeVar("T")

# Options that say what to do with a recipe; all others are the recipe. One that a single recipe has says so in its
# metadata: `field(default=True, metadata={"handling": "what it does"})`.
HANDLING = {
    "device": "auto, cpu, cuda or mps",
    "run": "folder of log and checkpoints below training/runs",
    "resume": "go on where the run of this name was stopped",
    "smoke": "every stage on generated data, in seconds",
    "dev_only": "a trial: the test half is not read, model and figures stay in the run's folder",
}


def handling(field: Field) -> str | None:
    """What an option does with a recipe; None for a part of the recipe itself."""
    return HANDLING.get(field.name) or field.metadata.get("handling")


def parse_settings(cls: type[T], argv: list[str] | None = None) -> T:
    """Builds the settings `cls` from the command line: field `batch_size` is `--batch-size`, booleans are flags.

    Supports int, float, str and bool fields with defaults. Exits with argparse's message on bad input.
    """
    parser = argparse.ArgumentParser(description=cls.__doc__)
    hints = get_type_hints(cls)
    for field in fields(cls):
        if field.default is MISSING:
            raise TypeError(f"setting {field.name} has no default")
        option = "--" + field.name.replace("_", "-")
        note = ", ".join(filter(None, [handling(field), "default: %(default)s"]))
        if hints[field.name] is bool:
            parser.add_argument(
                option, action=argparse.BooleanOptionalAction, default=field.default, help=note
            )
        else:
            parser.add_argument(option, type=hints[field.name], default=field.default, help=note)
    return cls(**vars(parser.parse_args(argv)))


def start(main: Callable[[T], None], cls: type[T]) -> None:
    """Runs `main` with the settings of the command line; exits with a message when a data set is missing."""
    try:
        main(parse_settings(cls))
    except MissingDataError as error:
        raise SystemExit(str(error)) from None


def recipe_values(settings: object) -> dict:
    """The fields of `settings` that decide what is learnt, by name."""
    return {f.name: getattr(settings, f.name) for f in fields(settings) if not handling(f)}


def command_line(module: str, settings: object) -> str:
    """The command that repeats a recipe: `python -m <module>` and the options that differ from their defaults."""
    defaults, options = recipe_values(type(settings)()), []
    for name, value in recipe_values(settings).items():
        if value != defaults[name]:
            options += ["--" + name.replace("_", "-"), str(value)]
    return shlex.join(["python", "-m", module, *options])
