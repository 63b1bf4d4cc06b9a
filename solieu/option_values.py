"""Options that several commands have, and values of options that are more than a number: lists, words for numbers."""

from __future__ import annotations

from pathlib import Path
from typing import Annotated, Literal

import typer

from solieu.annotation.errors import SolieuError

Overrides = Annotated[
    list[str] | None,
    typer.Argument(metavar="KEY=VALUE", help="Values in place of the file's, e.g. epochs=6."),
]
Overwrite = Annotated[bool, typer.Option("--overwrite", help="Replace the run that the output directory holds.")]
Labels = Annotated[
    Path | None, typer.Option(help="A label file; by default solieu's own labels, or those found in CoNLL files.")
]

_MOST = 2**32 - 1
Agree = Annotated[
    Literal["majority", "first", "longest"] | None,
    typer.Option(help="Make one article of several annotators' versions, by this rule."),
]
Disagreements = Annotated[Path | None, typer.Option(help="With --agree: list here where annotators differ, JSONL.")]
Skipped = Annotated[
    Path | None, typer.Option(help="Write articles that were skipped or called unusable to this file, JSONL.")
]
OnlyLabels = Annotated[Path | None, typer.Option(help="A label file; refuse other labels than those in it.")]


def parse_jobs(text: str) -> int | Literal["auto"]:
    """Read the value of ``--jobs``.

    Args:
        text: A whole number or ``auto``.

    Raises:
        SolieuError: It is neither.
    """
    if text == "auto":
        return "auto"
    number = _whole(text)
    if number is None:
        raise SolieuError(f"--jobs must be a whole number or auto, but is {text!r}")
    return number


def parse_seeds(text: str) -> list[int]:
    """Read the value of ``--seeds``.

    Args:
        text: Whole numbers with commas between them.

    Raises:
        SolieuError: It is something else, or a number stands in it twice.
    """
    seeds = [_whole(part) for part in text.split(",")]
    found = [seed for seed in seeds if seed is not None and 0 <= seed <= _MOST]
    if len(found) < len(seeds):
        raise SolieuError(f"--seeds must be whole numbers from 0 to {_MOST}, such as 1,2,3, but is {text!r}")
    if len(set(found)) < len(found):
        raise SolieuError(f"--seeds must be different numbers, but is {text!r}")
    return found


def parse_sizes(text: str) -> list[int | Literal["all"]]:
    """Read the value of ``--sizes``.

    Args:
        text: Whole numbers, or ``all``, with commas between them.

    Raises:
        SolieuError: It is something else.
    """
    sizes: list[int | Literal["all"]] = []
    for part in text.split(","):
        number = _whole(part)
        if part.strip() == "all":
            sizes.append("all")
        elif number is None or number < 1:
            raise SolieuError(f"--sizes must be numbers of articles or all, such as 25,50,all, but is {text!r}")
        else:
            sizes.append(number)
    return sizes


def _whole(text: str) -> int | None:
    """Return a whole number, or None if the text is none."""
    try:
        return int(text)
    except ValueError:
        return None
