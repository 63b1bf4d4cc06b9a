"""`solieu tables`: the tables, or the page, of articles whose entities are known already; no model is needed."""

from __future__ import annotations

from collections.abc import Sequence
from itertools import chain
from pathlib import Path, PurePath

from solieu.annotation.errors import SolieuError
from solieu.annotation.labels import LabelSchema
from solieu.articles import find_files, read_articles
from solieu.articles.formats import format_of
from solieu.articles.json_lines import read_json_lines
from solieu.batch.file_names import shard_of
from solieu.extract import readable_articles, refuse_overwriting, show_errors, write_counted
from solieu.outputs import TABLE_NAMES, TableFormat, choose_output

_SUFFIXES = (".csv", ".parquet")
_TABLES = {f"{name}{suffix}" for name in TABLE_NAMES for suffix in _SUFFIXES}


def tabulate(paths: Sequence[str], out: Path, format_: TableFormat | None) -> list[SolieuError]:
    """Write the tables of extracted or annotated articles.

    Args:
        paths: JSONL files, directories of them, or ``-``.
        out: The file or directory to write.
        format_: What is written; None for what the suffix of ``out`` tells.

    Returns:
        What could not be read; it has been reported on standard error, and everything else is in the tables.

    Raises:
        SolieuError: Nothing at all could be read, or the output would replace an input or does not fit its format.
    """
    output = choose_output(out, format_)
    if output is None or not output.has_tables:
        raise SolieuError(
            f"{out}: tables are made as FILE.xlsx or FILE.html, or in a directory with --format csv or parquet"
        )
    found, errors = find_files(paths)
    # Tables that were made already may be in a directory with what they were made of.
    files = [file for file in found if file in paths or not _is_table(PurePath(file))]
    texts = [file for file in files if not _has_entities(file)]
    errors += [SolieuError(f"{file}: has no entities; find them with `solieu extract`") for file in texts]
    files = [file for file in files if _has_entities(file)]
    refuse_overwriting(files, output)
    articles = readable_articles(read_articles(files), errors)
    first = next(articles, None)
    if first is None:
        errors = errors or [
            SolieuError(f"{paths[0]}: has only tables; give the .jsonl files that `solieu extract` writes")
        ]
        show_errors(errors[:-1])
        raise errors[-1]
    write_counted(chain([first], articles), output, LabelSchema.default())
    show_errors(errors)
    return errors


def _is_table(file: PurePath) -> bool:
    """Whether a file is called like a table, or like a shard of one."""
    is_shard = file.suffix in _SUFFIXES and file.parent.name in TABLE_NAMES and shard_of(file.name) is not None
    return is_shard or file.name in _TABLES


def _has_entities(file: str) -> bool:
    """Whether a file may have entities; what has a format of mere articles has none."""
    format_ = format_of(file)
    return file == "-" or format_ is None or format_.read is read_json_lines
