"""Settings are frozen dataclasses; every field is a command-line option of the same name."""

import argparse
from dataclasses import MISSING, fields
from typing import TypeVar, get_type_hints

T = TypeVar("T")


def parse_settings(cls: type[T], argv: list[str] | None = None) -> T:
    """Builds the settings `cls` from the command line: field `batch_size` is `--batch-size`, booleans are flags.

    Supports int, float, str and bool fields with defaults. Exits with argparse's message on bad input.
    """
    parser = argparse.ArgumentParser(
        description=cls.__doc__, formatter_class=argparse.ArgumentDefaultsHelpFormatter
    )
    hints = get_type_hints(cls)
    for field in fields(cls):
        if field.default is MISSING:
            raise TypeError(f"setting {field.name} has no default")
        option = "--" + field.name.replace("_", "-")
        note = field.metadata.get("help", " ")
        if hints[field.name] is bool:
            parser.add_argument(
                option, action=argparse.BooleanOptionalAction, default=field.default, help=note
            )
        else:
            parser.add_argument(option, type=hints[field.name], default=field.default, help=note)
    return cls(**vars(parser.parse_args(argv)))
