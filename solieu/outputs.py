"""Where `solieu extract` and `solieu tables` write: the choice of a format, its files, and what writes them."""

from __future__ import annotations

from collections.abc import Callable, Iterable, Mapping, Sequence
from dataclasses import dataclass
from pathlib import Path
from typing import Literal

from solieu.annotation.documents import Document
from solieu.annotation.errors import SolieuError
from solieu.annotation.jsonl import write_jsonl
from solieu.annotation.labels import LabelSchema

Format = Literal["jsonl", "csv", "parquet", "xlsx", "html"]
TableFormat = Literal["csv", "parquet", "xlsx", "html"]
TABLE_NAMES = ("entities", "figures", "people")
# The formats that a file's suffix tells; every other one is JSONL.
_SUFFIXES: Mapping[str, Format] = {
    ".csv": "csv",
    ".parquet": "parquet",
    ".xlsx": "xlsx",
    ".html": "html",
    ".htm": "html",
}
# The suffixes of what is not written, so that a file of JSON Lines must not have them.
_OF_OTHERS = (
    *(".gz", ".zst", ".bz2", ".xz", ".zip", ".7z"),
    *(".tsv", ".arrow", ".feather", ".xls", ".xlsm", ".ods", ".doc", ".docx", ".odt", ".pdf", ".xml"),
)


@dataclass(frozen=True, slots=True)
class Output:
    """What is written and where.

    Args:
        format: The format.
        path: The file, or the directory of the tables' files.
    """

    format: Format
    path: Path

    @property
    def has_tables(self) -> bool:
        """Whether tables are written, and not the articles themselves."""
        return self.format != "jsonl"

    @property
    def files(self) -> Sequence[Path]:
        """The files that will be written."""
        return list(self._tables().values()) if self.format in _DIRECTORY_WRITERS else [self.path]

    def write(self, documents: Iterable[Document], schema: LabelSchema) -> None:
        """Write articles, or their tables: all files or none.

        Args:
            documents: The articles with their entities; they are taken one at a time.
            schema: The labels, which a page shows in their colours.

        Raises:
            SolieuError: A file cannot be written.
        """
        if self.format in _DIRECTORY_WRITERS:
            self._write_directory(_DIRECTORY_WRITERS[self.format], documents)
        else:
            _FILE_WRITERS[self.format](documents, self.path, schema)

    def _write_directory(self, write: _DirectoryWriter, documents: Iterable[Document]) -> None:
        """Write the files of a directory; one that was made for them goes again if they cannot be written."""
        made = not self.path.exists()
        try:
            self.path.mkdir(exist_ok=True)
        except OSError as error:
            advice = "make the one above it first" if isinstance(error, FileNotFoundError) else "give one elsewhere"
            raise SolieuError(f"{self.path}: the directory cannot be made ({error.strerror}); {advice}") from None
        try:
            write(documents, self._tables())
        except BaseException:
            if made and not any(self.path.iterdir()):
                self.path.rmdir()
            raise

    def _tables(self) -> dict[str, Path]:
        """Return the tables' files by the tables' names."""
        return {name: self.path / f"{name}.{self.format}" for name in TABLE_NAMES}


def choose_output(out: Path | None, format_: Format | None) -> Output | None:
    """Find out what to write by ``--out`` and ``--format``.

    Args:
        out: A file or directory; None for standard output.
        format_: The format; None for the one that the suffix of ``out`` tells, or else JSONL.

    Returns:
        The output; None for standard output, which takes JSONL only.

    Raises:
        SolieuError: The two do not go together.
    """
    if out is None:
        if format_ in (None, "jsonl"):
            return None
        place = "DIRECTORY" if format_ in _DIRECTORY_WRITERS else f"FILE.{format_}"
        raise SolieuError(f"--format {format_} cannot go to standard output; give --out {place} as well")
    suffix = out.suffix.lower()
    chosen = format_ or told_by_suffix(str(out)) or "jsonl"
    if chosen in _DIRECTORY_WRITERS and not out.is_dir() and (out.exists() or suffix in _SUFFIXES):
        directory = out.with_suffix("") if suffix in _SUFFIXES else f"{out}-tables"
        raise SolieuError(
            f"{out}: {chosen} makes a file for each table; give a directory: --out {directory} --format {chosen}"
        )
    if chosen in ("xlsx", "html") and (_SUFFIXES.get(suffix) != chosen or out.is_dir()):
        thing = "a workbook" if chosen == "xlsx" else "a page"
        name = out.with_suffix(f".{chosen}")
        raise SolieuError(f"{out}: {thing} needs a name that ends in .{chosen}; give --out {name}")
    if chosen == "jsonl" and suffix in _SUFFIXES:
        raise SolieuError(f"{out}: --format jsonl does not fit {suffix}; give --out {out.with_suffix('.jsonl')}")
    if chosen == "jsonl" and suffix in _OF_OTHERS:
        stem = out.with_suffix("")
        fits = stem.suffix.lower() in (".jsonl", *_SUFFIXES)
        proposed = str(stem) if fits else f"{stem} with .jsonl, .xlsx or .html at its end"
        raise SolieuError(f"{out}: nothing is written as {suffix}; give --out {proposed}, or --out DIRECTORY/")
    return Output(chosen, out)


def refuse_empty(out: str | None) -> None:
    """Refuse an ``--out`` that names nothing, as ``"$DIRECTORY"`` does where that is not set.

    Raises:
        SolieuError: It would stand for the current directory.
    """
    if out == "":
        raise SolieuError("--out is empty; give a file or a directory")


def told_by_suffix(out: str) -> Format | None:
    """Return the format that the name of a file tells, or None."""
    return _SUFFIXES.get(Path(out).suffix.lower())


def is_called_like_a_file(out: str) -> bool:
    """Whether a path that is no directory yet has the suffix of a file, and no slash at its end."""
    is_directory = out.endswith("/") or Path(out).is_dir()
    return not is_directory and Path(out).suffix.lower() in (".jsonl", ".ndjson", *_SUFFIXES, *_OF_OTHERS)


def _write_csv(documents: Iterable[Document], paths: Mapping[str, Path]) -> None:
    from solieu.tables.csv_files import write_csv

    write_csv(documents, paths)


def _write_parquet(documents: Iterable[Document], paths: Mapping[str, Path]) -> None:
    from solieu.tables.parquet_files import write_parquet

    write_parquet(documents, paths)


def _write_jsonl(documents: Iterable[Document], path: Path, _: LabelSchema) -> None:
    write_jsonl(documents, path)


def _write_xlsx(documents: Iterable[Document], path: Path, _: LabelSchema) -> None:
    from solieu.tables.xlsx_file import write_xlsx

    write_xlsx(documents, path)


def _write_html(documents: Iterable[Document], path: Path, schema: LabelSchema) -> None:
    from solieu.html_view import write_html

    write_html(documents, schema, path)


_DirectoryWriter = Callable[[Iterable[Document], Mapping[str, Path]], None]
_FileWriter = Callable[[Iterable[Document], Path, LabelSchema], None]
# What writes a format; another one needs its line here, in `Format` and in `_SUFFIXES`.
_DIRECTORY_WRITERS: Mapping[Format, _DirectoryWriter] = {"csv": _write_csv, "parquet": _write_parquet}
_FILE_WRITERS: Mapping[Format, _FileWriter] = {"jsonl": _write_jsonl, "xlsx": _write_xlsx, "html": _write_html}
