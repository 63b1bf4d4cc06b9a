"""What `solieu extract` does when it writes to a directory, and the options that only this has."""

from __future__ import annotations

from collections.abc import Sequence
from pathlib import Path
from typing import Annotated

import typer

from solieu.annotation.errors import SolieuError
from solieu.articles import Columns
from solieu.outputs import Format

_SHARD_SIZE = 2000
_MAX_CHARACTERS = 5_000_000

ShardSize = Annotated[
    int | None,
    typer.Option(min=1, help="With --out DIRECTORY/: the articles of a shard.", show_default=f"{_SHARD_SIZE}"),
]
MaxCharacters = Annotated[
    int | None,
    typer.Option(
        min=1,
        help="With --out DIRECTORY/: longer articles become errors.",
        show_default=f"{_MAX_CHARACTERS}",
    ),
]
OverwriteDirectory = Annotated[
    bool, typer.Option("--overwrite", help="With --out DIRECTORY/: begin anew in place of the run that it holds.")
]
Quiet = Annotated[bool, typer.Option("--quiet", help="With --out DIRECTORY/: no progress and no summary.")]
LogJson = Annotated[bool, typer.Option("--log-json", help="With --out DIRECTORY/: JSON lines on standard error.")]


def has_shards(out: str, shard_size: int | None, format_: Format | None) -> bool:
    """Whether results go into the shards of a directory.

    Tables do if that is asked for; JSONL also if there is a directory of that name, or if its name ends in a slash.
    """
    if shard_size is not None:
        return True
    return format_ in (None, "jsonl") and (out.endswith("/") or Path(out).is_dir())


def refuse_directory_options(
    shard_size: int | None, max_characters: int | None, *, overwrite: bool, quiet: bool, log_json: bool
) -> None:
    """Refuse options that mean something only where a directory is written to."""
    given = {
        "--shard-size": shard_size is not None,
        "--max-characters": max_characters is not None,
        "--overwrite": overwrite,
        "--quiet": quiet,
        "--log-json": log_json,
    }
    for option, is_given in given.items():
        if is_given:
            raise SolieuError(f"{option} is for results in a directory; give --out DIRECTORY/")


def extract_into_directory(
    model: str,
    paths: Sequence[str],
    out: str,
    *,
    format_: Format | None,
    values: bool,
    links: bool,
    shard_size: int | None,
    max_characters: int | None,
    overwrite: bool,
    quiet: bool,
    log_json: bool,
    columns: Columns,
) -> int:
    """Run `solieu extract` into a directory, as its options say.

    Returns:
        The exit status.

    Raises:
        SolieuError: The run is refused or cannot go on; with ``log_json`` an event says so, and the status is 2.
    """
    from solieu.batch.json_reporter import JsonReporter
    from solieu.batch.manifest import Settings
    from solieu.batch.reporters import Reporter
    from solieu.batch.run import run_batch
    from solieu.batch.shard_writers import WRITERS
    from solieu.batch.terminal_reporter import TerminalReporter

    if format_ is not None and format_ not in WRITERS:
        raise SolieuError(f"--format {format_} makes one file; with --shard-size give --format {', '.join(WRITERS)}")
    settings = Settings(
        shard_size or _SHARD_SIZE,
        max_characters or _MAX_CHARACTERS,
        values=values,
        links=links,
        format=format_ or "jsonl",
        columns=columns,
    )
    if not log_json:
        reporter = Reporter() if quiet else TerminalReporter()
        return run_batch(model, paths, Path(out), settings, reporter, overwrite=overwrite)
    events = JsonReporter()
    try:
        return run_batch(model, paths, Path(out), settings, events, overwrite=overwrite)
    except SolieuError as error:
        events.failed(str(error))
        return 2
