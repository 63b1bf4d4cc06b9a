"""Plain text files, read exactly, with a diagnosis when they are not UTF-8."""

from __future__ import annotations

import unicodedata
from itertools import pairwise
from pathlib import Path

from solieu.annotation.errors import SolieuError
from solieu.annotation.uris import open_file

_BYTE_ORDER_MARKS = (
    (b"\xff\xfe\x00\x00", "UTF-32LE"),
    (b"\x00\x00\xfe\xff", "UTF-32BE"),
    (b"\xff\xfe", "UTF-16LE"),
    (b"\xfe\xff", "UTF-16BE"),
)
# How files begin that are no texts, and what they are.
_NO_TEXTS = (
    (b"\x1f\x8b", "compressed with gzip; decompress it, or give its name one more suffix .gz"),
    (b"\x28\xb5\x2f\xfd", "compressed with zstd; decompress it, or give its name one more suffix .zst"),
    (b"PK\x03\x04", "a zip archive, or a file of Word or Excel; give the articles in it"),
    (b"\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1", "an old file of Word or Excel; save it as text"),
    (b"%PDF-", "a PDF file; give its name the suffix .pdf"),
    (b"PAR1", "a Parquet file; give its name the suffix .parquet"),
    (b"ARROW1", "an Arrow file; give its name the suffix .arrow"),
)


def read_text(path: str | Path) -> str:
    """Read a UTF-8 text file exactly: line ends stay as they are, nothing is normalised.

    Only a byte order mark at the very beginning is dropped, since it says how the file is encoded and is no
    part of the text; offsets count from the character after it.

    Args:
        path: The file.

    Returns:
        The text.

    Raises:
        SolieuError: The file cannot be read, is empty, or is not UTF-8.
    """
    try:
        with open_file(path) as stream:
            data = stream.read()
    except OSError as error:
        raise SolieuError(f"{path}: cannot be read ({error.strerror}); give a text file") from None
    return decode_text(data, str(path))


def decode_text(data: bytes, name: str) -> str:
    """Decode UTF-8 bytes exactly, but for a byte order mark at the beginning, which is dropped.

    Args:
        data: The bytes of a whole text, or of one line of a file.
        name: What the bytes are called in an error, such as a file's name.

    Returns:
        The text.

    Raises:
        SolieuError: There is no text, or the bytes are not UTF-8; the message names the first byte that
            is not, the encoding that the bytes look like, and how to convert them.
    """
    try:
        text = data.decode("utf-8-sig")
    except UnicodeDecodeError as error:
        where = f"byte 0x{data[error.start]:02X} at offset {error.start}"
        raise SolieuError(f"{name}: is not UTF-8 ({where}); {_diagnosis(data)}") from None
    if not text:
        raise SolieuError(f"{name}: is empty; give a text")
    if data.count(0) * 4 > len(data):
        raise SolieuError(f"{name}: is not UTF-8 text ({data.count(0)} zero bytes); {_diagnosis(data)}")
    return text


def _diagnosis(data: bytes) -> str:
    """Say what bytes that are not UTF-8 are, or which encoding they look like, and what to do about it."""
    for beginning, kind in _NO_TEXTS:
        if data.startswith(beginning):
            return f"it is {kind}"
    encoding = _utf16_or_utf32(data)
    if encoding is None:
        decoded = data.decode("utf-8", errors="replace")
        damaged = decoded.count("�")
        if sum(character > "\x7f" for character in decoded) > 3 * damaged:
            return "it looks like damaged UTF-8 (cut or mixed with another encoding); save it again as UTF-8"
        if not _is_windows_1258(data):
            return (
                "it looks like a legacy Vietnamese encoding such as TCVN3 or VNI; "
                "convert it to UTF-8 (TCVN3: iconv -f TCVN -t UTF-8)"
            )
        encoding = "CP1258"
    shown = "Windows-1258" if encoding == "CP1258" else encoding
    return f"it looks like {shown}; convert it with: iconv -f {encoding} -t UTF-8"


def _utf16_or_utf32(data: bytes) -> str | None:
    """Name the encoding by its byte order mark, or by where its zero bytes are."""
    for mark, encoding in _BYTE_ORDER_MARKS:
        if data.startswith(mark):
            return encoding
    even, odd = data[::2].count(0), data[1::2].count(0)
    if (even + odd) * 8 < len(data):
        return None
    if (even + odd) * 2 > len(data) * 1.2:
        return "UTF-32BE" if data.startswith(b"\0") else "UTF-32LE"
    return "UTF-16LE" if odd > even else "UTF-16BE"


def _is_windows_1258(data: bytes) -> bool:
    """Tell whether the bytes read as Windows-1258, whose tone marks are characters after their vowel.

    TCVN3 and VNI use the same bytes otherwise, so their text puts those marks after consonants as well.
    """
    try:
        text = data.decode("cp1258")
    except UnicodeDecodeError:
        return False
    pairs = [pair for pair in pairwise(text) if unicodedata.combining(pair[1])]
    on_vowels = sum(unicodedata.normalize("NFD", vowel)[0] in "aeiouyAEIOUY" for vowel, _ in pairs)
    return bool(pairs) and on_vowels >= 0.95 * len(pairs)
