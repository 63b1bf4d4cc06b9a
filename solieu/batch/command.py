"""What `solieu extract` does when it writes to a directory, and the options that only this has."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from contextlib import contextmanager
from dataclasses import dataclass
from pathlib import Path
from typing import TYPE_CHECKING, Annotated, Literal

import typer

from solieu.annotation.errors import SolieuError
from solieu.annotation.uris import is_uri
from solieu.articles import Columns
from solieu.batch.file_names import MANIFEST
from solieu.outputs import Format, is_called_like_a_file, told_by_suffix

if TYPE_CHECKING:
    from solieu.batch.manifest import Settings
    from solieu.batch.reporters import Reporter
    from solieu.batch.run import Batch
    from solieu.batch.store import Store

_SHARD_SIZE = 2000
_MAX_CHARACTERS = 5_000_000

ShardSize = Annotated[
    int | None,
    typer.Option(
        min=1,
        help="With --out DIRECTORY/: the articles of a shard; tables get shards with it.",
        show_default=f"{_SHARD_SIZE}",
    ),
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


Engine = Annotated[
    Literal["ray"] | None,
    typer.Option(
        # The help takes what is in square brackets for markup, unless a backslash stands before it.
        help="With --out DIRECTORY/: who works; ray is workers on a Ray cluster (pip install 'solieu\\[ray]')."
    ),
]
Workers = Annotated[
    int | None, typer.Option(min=1, help="With --engine ray: how many workers; by default one for each GPU.")
]
RayAddress = Annotated[
    str | None,
    typer.Option(metavar="HOST:PORT", help="With --engine ray: a cluster that runs; by default one on this machine."),
]


@dataclass(frozen=True)
class OnRay:
    """That workers on a Ray cluster work.

    Args:
        workers: How many, or None for as many as fit.
        address: Where the cluster is, or None for one on this machine.
    """

    workers: int | None
    address: str | None


def choose_engine(engine: Literal["ray"] | None, workers: int | None, ray_address: str | None) -> OnRay | None:
    """Find out who works; None stands for this process.

    Raises:
        SolieuError: There are options for workers, but there shall be none.
    """
    if engine == "ray":
        return OnRay(workers, ray_address)
    for option, value in {"--workers": workers, "--ray-address": ray_address}.items():
        if value is not None:
            raise SolieuError(f"{option} is for workers on a Ray cluster; give --engine ray as well")
    return None


def has_shards(out: str, shard_size: int | None, format_: Format | None, ray: OnRay | None) -> bool:
    """Whether results go into the shards of a directory.

    Tables do if that is asked for, or if workers on a Ray cluster or object storage are, or if a run was begun there;
    JSONL also if there is a directory of that name, or if its name ends in a slash.
    """
    if shard_size is not None or ray is not None or is_uri(out) or (Path(out) / MANIFEST).is_file():
        return True
    return format_ in (None, "jsonl") and (out.endswith("/") or Path(out).is_dir())


def refuse_directory_options(
    shard_size: int | None,
    max_characters: int | None,
    *,
    overwrite: bool,
    quiet: bool,
    log_json: bool,
    ray: OnRay | None,
) -> None:
    """Refuse options that mean something only where a directory is written to."""
    given = {
        "--shard-size": shard_size is not None,
        "--max-characters": max_characters is not None,
        "--overwrite": overwrite,
        "--quiet": quiet,
        "--log-json": log_json,
        "--engine": ray is not None,
    }
    for option, is_given in given.items():
        if is_given:
            raise SolieuError(f"{option} is for results in shards; give --out DIRECTORY/, for tables with --shard-size")


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
    ray: OnRay | None = None,
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
    from solieu.batch.store import find_store
    from solieu.batch.terminal_reporter import TerminalReporter

    settings = Settings(
        shard_size or _SHARD_SIZE,
        max_characters or _MAX_CHARACTERS,
        values=values,
        links=links,
        format=format_ or "jsonl",
        columns=columns,
    )
    reporter = JsonReporter() if log_json else Reporter() if quiet else TerminalReporter()
    try:
        if format_ is not None and format_ not in WRITERS:
            raise SolieuError(f"--format {format_} makes one file; results in shards are {', '.join(WRITERS)}")
        if format_ is None and (told := told_by_suffix(out)):
            raise SolieuError(f"{out}: is called like a file; results in shards need a directory, and --format {told}")
        if not is_uri(out) and is_called_like_a_file(out):
            raise SolieuError(f"{out}: is called like a file; results in shards need a directory: --out {out}/")
        with find_store(out) as store, _batch(model, store, settings, reporter, ray) as batch:
            return run_batch(batch, paths, overwrite=overwrite)
    except SolieuError as error:
        if not isinstance(reporter, JsonReporter):
            raise
        reporter.failed(str(error))
        return 2


@contextmanager
def _batch(model: str, store: Store, settings: Settings, reporter: Reporter, ray: OnRay | None) -> Iterator[Batch]:
    """Make what is run, on a Ray cluster or in this process."""
    from solieu.batch.run import Batch

    if ray is None:
        yield Batch(model, store, settings, reporter)
        return
    from solieu.batch.ray_batch import RayBatch
    from solieu.batch.ray_cluster import cluster

    with cluster(ray.workers, ray.address) as found:
        yield RayBatch(model, store, settings, reporter, found)
