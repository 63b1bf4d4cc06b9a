"""The commands that make results of articles: `solieu extract` and `solieu tables`."""

from __future__ import annotations

from pathlib import Path
from typing import Annotated

import typer

from solieu.articles import Columns
from solieu.batch.command import (
    Engine,
    LogJson,
    MaxCharacters,
    OverwriteDirectory,
    Quiet,
    RayAddress,
    ShardSize,
    Workers,
    choose_engine,
    extract_into_directory,
    has_shards,
    refuse_directory_options,
)
from solieu.outputs import Format, TableFormat, refuse_empty


def extract(
    model: Annotated[str, typer.Argument(help="A directory that `solieu train` or `solieu export` wrote.")],
    paths: Annotated[
        list[str],
        typer.Argument(
            help="Articles: .txt, .jsonl, .csv, .tsv, .parquet, .arrow, .html, .docx, .pdf, some of them also .gz or "
            ".zst; directories of them; patterns in quotation marks, such as 'news/2024-*.jsonl.gz'; or - .",
        ),
    ],
    out: Annotated[
        str | None,
        typer.Option(
            metavar="FILE|DIRECTORY/",
            help="Write to this file, or to shards in this directory; csv and parquet to a directory; - is standard "
            "output.",
        ),
    ] = None,
    format_: Annotated[
        Format | None,
        typer.Option(
            "--format",
            help="jsonl: the articles. html: a page of them. Others: tables (bảng thực thể, số liệu, nhân sự).",
        ),
    ] = None,
    values: Annotated[
        bool, typer.Option("--values", help="Give every entity its normalised value, in the JSONL.")
    ] = False,
    links: Annotated[bool, typer.Option("--links", help="Say which entities belong together, in the JSONL.")] = False,
    text_column: Annotated[
        str, typer.Option(metavar="NAME", help="The column of tables, or field of JSON objects, with the texts.")
    ] = "text",
    id_column: Annotated[str, typer.Option(metavar="NAME", help="That with the ids, if there is one.")] = "id",
    shard_size: ShardSize = None,
    max_characters: MaxCharacters = None,
    overwrite: OverwriteDirectory = False,
    quiet: Quiet = False,
    log_json: LogJson = False,
    engine: Engine = None,
    workers: Workers = None,
    ray_address: RayAddress = None,
) -> None:
    """Find the entities of articles; without --out, shown in colour in a terminal and as JSONL elsewhere.

    With --out DIRECTORY/, the same command goes on after an interruption, and nothing is lost.
    """
    refuse_empty(out)
    out = None if out == "-" else out
    columns = Columns(text_column, id_column)
    ray = choose_engine(engine, workers, ray_address)
    if out is not None and has_shards(out, shard_size, format_, ray):
        raise typer.Exit(
            extract_into_directory(
                *(model, paths, out),
                format_=format_,
                values=values,
                links=links,
                shard_size=shard_size,
                max_characters=max_characters,
                overwrite=overwrite,
                quiet=quiet,
                log_json=log_json,
                columns=columns,
                ray=ray,
            )
        )
    refuse_directory_options(shard_size, max_characters, overwrite=overwrite, quiet=quiet, log_json=log_json, ray=ray)
    from solieu.extract import extract as run

    errors = run(
        *(model, paths, None if out is None else Path(out)),
        values=values,
        links=links,
        format_=format_,
        columns=columns,
    )
    if errors:
        raise typer.Exit(1)


def tables(
    paths: Annotated[list[str], typer.Argument(help="Extracted or annotated articles: .jsonl, directories, or - .")],
    out: Annotated[
        str,
        typer.Option(metavar="PATH", help="Write this .xlsx or .html file; csv and parquet to this directory."),
    ],
    format_: Annotated[TableFormat | None, typer.Option("--format", help="The format of the tables.")] = None,
) -> None:
    """Make tables (bảng thực thể, số liệu, nhân sự) or a page of articles whose entities are known, without a model."""
    from solieu.tabulate import tabulate

    refuse_empty(out)
    if tabulate(paths, Path(out), format_):
        raise typer.Exit(1)
