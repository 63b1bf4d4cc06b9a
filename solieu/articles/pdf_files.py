"""PDF files: each is one article."""

from __future__ import annotations

import logging
import re
import unicodedata
from collections.abc import Iterable, Iterator, Sequence
from itertools import pairwise
from typing import IO, TYPE_CHECKING, cast

from solieu.annotation.documents import Document
from solieu.annotation.errors import SolieuError
from solieu.articles.sources import Source

if TYPE_CHECKING:
    from pypdf import PdfReader

# A line of a paragraph has so many characters at least: lists and tables mostly have less.
_SHORTEST = 40
_FULL = 0.9
_SENTENCE_END = re.compile(r"[.!?…:;][\"'”’»)\]]*$")
_ITEM = re.compile(r"[-–—•*+▪●○✓]|\(?(?:\d{1,3}|[a-zđ]|[IVX]+)[.)]\s")


def read_pdf(source: Source) -> Iterator[Document | SolieuError]:
    """Read the text of a PDF file, in Unicode's form NFC, page after page.

    A PDF file has lines but no paragraphs. The lines of a sentence are joined, by a space, because it must stand in
    one line to be understood. That is where a line does not end a sentence, the next is no item of a list, and

    - the next goes on with a small letter, or
    - the line is full: it has 40 characters at least, and with the first word of the next it would have more than
      90 % of those of the longest line of its page.

    All other line ends stay.

    With pypdf: of files that Skia, with which Chromium prints, and matplotlib write, it gives composed Vietnamese
    letters, spaces and lines as they were; its layout mode tears words apart. Text in columns is read in the order of
    the file.

    Args:
        source: The file.

    Yields:
        The article.

    Raises:
        SolieuError: It is no PDF file, is encrypted or damaged, or has no text, as scanned pages have none.
        OSError: The source cannot be read.
    """
    from pypdf import PdfReader

    logging.getLogger("pypdf").addHandler(logging.NullHandler())  # what is wrong, is said by the error
    with source.open() as stream:
        if b"%PDF-" not in stream.read(1024):
            raise SolieuError(f"{source.name}: is no PDF file, or is damaged; save it again")
        try:
            reader = PdfReader(cast(IO[bytes], stream))
            if reader.is_encrypted and not _opens(reader):
                raise SolieuError(f"{source.name}: is encrypted; save it without a password")
            number = len(reader.pages)
            pages = list(_pages(reader, source.max_characters, source.name))
        except SolieuError:
            raise
        except Exception as error:  # the file is anybody's, and what parses it may stumble over it
            reason = " ".join(str(error).split()) or type(error).__name__
            raise SolieuError(f"{source.name}: cannot be read as a PDF file ({reason}); save it again") from None
    text = unicodedata.normalize("NFC", "\n".join(joined_lines(pages)))
    if not text.strip():
        raise SolieuError(
            f"{source.name}: has no text on {number} page{'' if number == 1 else 's'}, as if it was scanned; "
            "recognise its text first, such as with ocrmypdf -l vie"
        )
    yield Document(text, id=source.id)


def _opens(reader: PdfReader) -> bool:
    """Whether a file opens without a password: then it is only guarded against changes."""
    from pypdf.errors import DependencyError

    try:
        return bool(reader.decrypt(""))
    except DependencyError:  # for the cipher AES, pypdf needs a package more
        return False


def _pages(reader: PdfReader, most: int | None, name: str) -> Iterator[list[str]]:
    """Yield the lines of each page, until there are more characters than an article may have."""
    characters = 0
    for page in reader.pages:
        text = page.extract_text()
        characters += len(text)
        if most is not None and characters > most:
            raise SolieuError(f"{name}: is too large; an article may have {most} characters, so split it")
        yield [line.strip() for line in text.splitlines()]


def joined_lines(pages: Iterable[Sequence[str]]) -> list[str]:
    """Join the lines of sentences, as `read_pdf` says.

    Args:
        pages: The lines of each page.

    Returns:
        The lines of all pages.
    """
    measured = [(page, max(map(len, page), default=0)) for page in pages]
    lines = [(line, longest) for page, longest in measured for line in page if line]
    parts = [[line] for line, _ in lines[:1]]
    for (line, longest), (following, _) in pairwise(lines):
        if _goes_on(line, following, longest):
            parts[-1].append(following)
        else:
            parts.append([following])
    return [" ".join(part) for part in parts]


def _goes_on(line: str, following: str, longest: int) -> bool:
    """Whether a sentence goes on in the following line."""
    if _ITEM.match(following) or _SENTENCE_END.search(line):
        return False
    if following[0].islower():
        return True
    with_word = len(line) + 1 + len(following.split(maxsplit=1)[0])
    return len(line) >= _SHORTEST and with_word > _FULL * longest
