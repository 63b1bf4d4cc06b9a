"""Plain text is read exactly, and other encodings are recognised."""

import gzip
from pathlib import Path

import pytest

from solieu.annotation import SolieuError
from solieu.annotation.plain_text import decode_text, read_text

SENTENCE = "Công an tỉnh Long An tổ chức hội nghị, khen thưởng các tập thể và cá nhân xuất sắc. "
# The sentence's letters in TCVN3 (ABC), which has no codec in Python.
TCVN3 = {
    **{"ô": 0xAB, "ỉ": 0xD8, "ổ": 0xE6, "ứ": 0xF8, "ộ": 0xE9, "ị": 0xDE, "ư": 0xAD, "ở": 0xEB},
    **{"á": 0xB8, "ậ": 0xCB, "ể": 0xD3, "à": 0xB5, "â": 0xA9, "ấ": 0xCA, "ắ": 0xBE},
}


def windows_1258(text: str) -> bytes:
    """Encode as Windows does: a vowel with its shape, then its tone mark."""
    tones = str.maketrans({"ỉ": "i\u0309", "ổ": "ô\u0309", "ứ": "ư\u0301", "ộ": "ô\u0323", "ị": "i\u0323"})
    more = str.maketrans({"ở": "ơ\u0309", "ậ": "â\u0323", "ể": "ê\u0309", "ấ": "â\u0301", "ắ": "ă\u0301"})
    return text.translate(tones).translate(more).encode("cp1258")


@pytest.mark.parametrize(
    "text",
    [
        "Công an\r\ntỉnh\rLong An\n",
        "Ha\u0300 No\u0323\u0302i",
        "a\u2028b\x85c\x0cd\xa0e\u200bf🚓",
        "a\ufeffb",
        "\x00 một ký tự rỗng",
    ],
)
def test_a_text_is_read_character_by_character(tmp_path: Path, text: str) -> None:
    path = tmp_path / "a.txt"
    path.write_bytes(text.encode())

    assert read_text(path) == text


def test_a_byte_order_mark_at_the_beginning_is_no_part_of_the_text(tmp_path: Path) -> None:
    path = tmp_path / "a.txt"
    path.write_bytes(b"\xef\xbb\xbf" + "Hà Nội".encode())

    assert read_text(path) == "Hà Nội"


def test_an_empty_file_is_an_error_that_names_it(tmp_path: Path) -> None:
    (tmp_path / "a.txt").touch()

    with pytest.raises(SolieuError, match=r"a\.txt: is empty"):
        read_text(tmp_path / "a.txt")


def test_a_file_that_is_not_there_is_an_error_that_names_it(tmp_path: Path) -> None:
    with pytest.raises(SolieuError, match=r"a\.txt: cannot be read"):
        read_text(tmp_path / "a.txt")


@pytest.mark.parametrize("encoding", ["utf-16-le", "utf-16-be", "utf-32-le", "utf-32-be"])
@pytest.mark.parametrize("mark", ["", "\ufeff"])
def test_wide_encodings_are_named_with_and_without_their_mark(encoding: str, mark: str) -> None:
    name = encoding.upper().replace("-LE", "LE").replace("-BE", "BE")

    with pytest.raises(SolieuError, match=rf"a\.txt: .*looks like {name}; .*iconv -f {name} -t UTF-8"):
        decode_text((mark + SENTENCE).encode(encoding), "a.txt")


def test_windows_1258_is_named_with_the_first_byte_that_is_not_utf_8() -> None:
    with pytest.raises(SolieuError, match=r"byte 0xF4 at offset 1\); .*Windows-1258; .*iconv -f CP1258"):
        decode_text(windows_1258(SENTENCE), "a.txt")


def test_tcvn3_is_called_a_legacy_vietnamese_encoding() -> None:
    data = b"".join(bytes([TCVN3[c]]) if c in TCVN3 else c.encode("ascii") for c in SENTENCE)

    with pytest.raises(SolieuError, match="legacy Vietnamese encoding such as TCVN3 or VNI"):
        decode_text(data, "a.txt")


def test_utf_8_that_was_cut_is_called_damaged_and_not_another_encoding() -> None:
    data = SENTENCE.encode()

    with pytest.raises(SolieuError, match="damaged UTF-8"):
        decode_text(data[: data.rindex(b"\xe1\xba\xaf") + 2], "a.txt")


@pytest.mark.parametrize(
    ("data", "said"),
    [
        (
            gzip.compress(SENTENCE.encode()),
            "it is compressed with gzip; decompress it, or give its name one more suffix .gz",
        ),
        (
            b"\x28\xb5\x2f\xfd\x04\x58\x71",
            "it is compressed with zstd; decompress it, or give its name one more suffix .zst",
        ),
        (b"PK\x03\x04\x14\x00\x06\x00\xb5", "it is a zip archive, or a file of Word or Excel; give the articles in it"),
        (b"%PDF-1.7\n%\xb5\xed\xae", "it is a PDF file; give its name the suffix .pdf"),
    ],
)
def test_a_file_that_is_no_text_is_named_and_not_taken_for_an_old_encoding(data: bytes, said: str) -> None:
    with pytest.raises(SolieuError, match=rf"a.txt: is not UTF-8 .*; {said}$"):
        decode_text(data, "a.txt")
