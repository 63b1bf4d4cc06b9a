"""Web pages saved as HTML: each is one article, without what is around it."""

from __future__ import annotations

import codecs
import logging
import re
import unicodedata
from collections.abc import Iterator

from solieu.annotation.documents import Document
from solieu.annotation.errors import SolieuError
from solieu.annotation.plain_text import decode_text
from solieu.articles.sources import Source

# The bytes of a page for each character of its article: most are markup, scripts and images.
_BYTES = 32
_MARKS = ((codecs.BOM_UTF8, "utf-8-sig"), (codecs.BOM_UTF16_LE, "utf-16"), (codecs.BOM_UTF16_BE, "utf-16"))
_CHARSET = re.compile(rb"""<(?:meta|\?xml)\b[^>]*?(?:charset|encoding)\s*=\s*["']?\s*([\w.:-]+)""", re.IGNORECASE)
# The longest line of an article has so many characters at least; what has less is a menu, or says that there is none.
_SENTENCE = 40
_HEAD = 1 << 12  # where the charset is looked for


def read_web_page(source: Source) -> Iterator[Document | SolieuError]:
    """Read the article of a web page; nothing is fetched.

    Its text has a line for each paragraph, heading, item of a list and row of a table, and begins with the title. It
    is in Unicode's form NFC, and offsets are those in this text. ``meta`` has ``title``, ``url`` and ``published``, the
    date, where the page's metadata have them.

    With trafilatura: it keeps Vietnamese articles and leaves menus, related news and comments out, tells the
    publication from a later change, and needs no model. It guesses no date from the text, as it would by default: the
    day of an event would be taken for that of the publication.

    Args:
        source: The page, in UTF-8, UTF-16, or the encoding that it says.

    Yields:
        The article.

    Raises:
        SolieuError: There is no line of 40 characters in it, as an article has, it is too large, or its encoding is
            unknown.
        OSError: The source cannot be read.
    """
    page = _decode(source.read(_BYTES), source.name)
    from trafilatura import bare_extraction

    for library in ("trafilatura", "htmldate"):
        logging.getLogger(library).addHandler(logging.NullHandler())  # what is wrong, is said by the error
    try:
        found = bare_extraction(
            page,
            include_comments=False,
            with_metadata=True,
            date_extraction_params={"original_date": True, "extensive_search": False},
        )
    except Exception as error:  # the page is anybody's, and what parses it may stumble over it
        raise SolieuError(f"{source.name}: cannot be read as a web page ({error})") from None
    lines = [] if found is None or isinstance(found, dict) else (found.text or "").splitlines()
    if found is None or isinstance(found, dict) or max(map(len, lines), default=0) < _SENTENCE:
        raise SolieuError(f"{source.name}: has no text of an article; give the page of one article as it was saved")
    meta = {"title": found.title, "url": found.url, "published": found.date}
    text = _with_title(_without_bars(found.text or ""), found.title)
    yield Document(
        unicodedata.normalize("NFC", text), id=source.id, meta={key: value for key, value in meta.items() if value}
    )


def _decode(data: bytes, name: str) -> str:
    """Decode a page: by its byte order mark, as UTF-8 if it is that, as UTF-16, or by the charset that it says."""
    for mark, encoding in _MARKS:
        if data.startswith(mark):
            return data.decode(encoding, errors="replace")
    if b"\0" in data[:2]:
        return data.decode("utf-16-be" if data[:1] == b"\0" else "utf-16-le", errors="replace")
    said = _CHARSET.search(data[:_HEAD])
    try:
        return decode_text(data, name)
    except SolieuError:
        if said is None or not data:
            raise
    encoding = said[1].decode("ascii")
    try:
        return data.decode(encoding, errors="replace")
    except (LookupError, UnicodeError):  # the latter of codecs that are none of texts
        raise SolieuError(f"{name}: says that it is in {encoding!r}, which is no known encoding; convert it") from None


def _without_bars(text: str) -> str:
    """Separate the cells of tables by tabs, where trafilatura draws bars."""
    text = re.sub(r"^\|(?:---\|)+\n?", "", text, flags=re.MULTILINE)
    return re.sub(
        r"^\| (.*?) \|[ ]?$",
        lambda row: "\t".join(cell.strip() for cell in row[1].split(" | ")),
        text,
        flags=re.MULTILINE,
    )


def _with_title(text: str, title: str | None) -> str:
    """Put the title before the text, unless it is there."""
    if not title or " ".join(title.split()).casefold() in " ".join(text[: 2 * len(title) + 200].split()).casefold():
        return text
    return f"{title}\n{text}"
