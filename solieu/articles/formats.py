"""The formats of articles by the suffixes of their files."""

from __future__ import annotations

from collections.abc import Callable, Iterator
from dataclasses import dataclass
from importlib.util import find_spec
from pathlib import PurePath

from solieu.annotation.documents import Document
from solieu.annotation.errors import SolieuError
from solieu.articles.columnar_files import read_arrow, read_parquet
from solieu.articles.csv_files import read_csv
from solieu.articles.json_lines import read_json_lines
from solieu.articles.pdf_files import read_pdf
from solieu.articles.sources import COMPRESSED, Source, without_compression
from solieu.articles.text_files import read_text_file
from solieu.articles.web_pages import read_web_page
from solieu.articles.word_files import read_word


@dataclass(frozen=True, slots=True)
class Format:
    """A format of articles.

    Args:
        suffixes: How its files' names end, in lower case.
        read: Reads the articles of a source, and errors in the places of those that cannot be read.
        compressible: Whether its files may be compressed as a whole.
        needs: The module, from the extra ``pages``, that it is read with.
        package: The package that has this module.
    """

    suffixes: tuple[str, ...]
    read: Callable[[Source], Iterator[Document | SolieuError]]
    compressible: bool = True
    needs: str | None = None
    package: str = ""

    def is_installed(self) -> bool:
        """Whether what it is read with is installed."""
        return self.needs is None or find_spec(self.needs) is not None


FORMATS = (
    Format((".txt",), read_text_file),
    Format((".jsonl", ".ndjson"), read_json_lines),
    Format((".csv", ".tsv"), read_csv),
    Format((".parquet",), read_parquet, compressible=False),
    Format((".arrow",), read_arrow, compressible=False),
    Format((".html", ".htm"), read_web_page, needs="trafilatura", package="trafilatura"),
    Format((".docx",), read_word, compressible=False, needs="docx", package="python-docx"),
    Format((".pdf",), read_pdf, compressible=False, needs="pypdf", package="pypdf"),
)
_BY_SUFFIX = {suffix: format_ for format_ in FORMATS for suffix in format_.suffixes}
KNOWN = f"{', '.join(_BY_SUFFIX)}; most of them also with {' or '.join(COMPRESSED)}"


def format_of(file: str) -> Format | None:
    """Return the format that a file's name says, or None."""
    path, compression = without_compression(file)
    found = _BY_SUFFIX.get(PurePath(path).suffix.lower())
    return None if found is None or (compression and not found.compressible) else found


def missing_package(format_: Format, what: str) -> SolieuError:
    """Return the error that says what cannot be done without a package, and how to install it."""
    return SolieuError(
        f"{what}, because {format_.package} is not installed: install it with `pip install 'solieu[pages]'`"
    )
