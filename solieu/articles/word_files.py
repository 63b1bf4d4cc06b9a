"""Word files (.docx): each is one article."""

from __future__ import annotations

from collections.abc import Iterator
from typing import IO, TYPE_CHECKING, cast
from zipfile import BadZipFile, ZipFile

from solieu.annotation.documents import Document
from solieu.annotation.errors import SolieuError
from solieu.articles.sources import Source

if TYPE_CHECKING:
    from docx.document import Document as WordDocument
    from docx.table import Table, _Cell

# The bytes of the unpacked parts of a file for each character of its article: most are formatting.
_BYTES = 256


def read_word(source: Source) -> Iterator[Document | SolieuError]:
    """Read the paragraphs and tables of a Word file in their order.

    A paragraph is a line, as long as it has no line break in it. So is a row of a table, with tabs between the cells;
    but where a cell holds several paragraphs, as in tables that are there for the layout, each of these is a line.
    Headers, footers, footnotes, text boxes and comments are left out, and numbers of lists, which are not in the text.

    With python-docx: it gives paragraphs, with the text of their links, and tables in the order of the document.

    Args:
        source: The file.

    Yields:
        The article.

    Raises:
        SolieuError: It is no Word file, is encrypted or damaged, has no text, or too much.
        OSError: The source cannot be read.
    """
    import docx

    with source.open() as stream:
        if stream.read(8) == b"\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1":
            raise SolieuError(
                f"{source.name}: is encrypted, or of Word before 2007; save it as .docx, without a password"
            )
        try:
            with ZipFile(stream) as archive:
                size = sum(part.file_size for part in archive.infolist() if part.filename.endswith(".xml"))
            longest = source.bytes_for(_BYTES)
            if longest is not None and size > longest:
                raise SolieuError(f"{source.name}: is too large; its text may have {longest} bytes, so split it")
            lines = list(_lines(docx.Document(cast(IO[bytes], stream))))
        except SolieuError:
            raise
        except BadZipFile:
            raise SolieuError(f"{source.name}: is no Word file, or is damaged; save it as .docx again") from None
        except Exception as error:  # the file is anybody's, and what parses it may stumble over it
            raise SolieuError(f"{source.name}: cannot be read as a Word file ({error}); save it again") from None
    text = "\n".join(lines)
    if not text.strip():
        raise SolieuError(f"{source.name}: has no text; give a Word file with an article in its body")
    yield Document(text, id=source.id)


def _lines(container: WordDocument | _Cell) -> Iterator[str]:
    from docx.text.paragraph import Paragraph

    for block in container.iter_inner_content():
        if isinstance(block, Paragraph):
            yield block.text
        else:
            yield from _rows(block)


def _rows(table: Table) -> Iterator[str]:
    """Yield the lines of a table; a cell that is merged of several is given once."""
    given: set[object] = set()
    for row in table.rows:
        cells = []
        for cell in row.cells:
            if cell._tc not in given:
                given.add(cell._tc)
                cells.append([line for line in _lines(cell) if line.strip()])
        if all(len(lines) <= 1 for lines in cells):
            yield "\t".join("".join(lines) for lines in cells)
        else:
            yield from (line for lines in cells for line in lines)
