"""The rows that are kept are those that Vietnamese text needs."""

from __future__ import annotations

import unicodedata
from collections import Counter
from pathlib import Path
from typing import Any

import numpy as np
import pytest

from solieu.annotation.errors import SolieuError
from solieu.models.vietnamese_vocabulary import read_syllables, spellings, vietnamese_pieces


def test_syllables_are_read_from_words_joined_in_either_way(tmp_path: Path) -> None:
    (tmp_path / "words.txt").write_text("Công an\nnhân_dân\nhoa\u0300\n", encoding="utf-8")
    assert read_syllables(tmp_path / "words.txt") == {"công", "an", "nhân", "dân", "hoà"}


def test_an_empty_word_list_is_refused(tmp_path: Path) -> None:
    (tmp_path / "words.txt").write_text("\n", encoding="utf-8")
    with pytest.raises(SolieuError, match="empty"):
        read_syllables(tmp_path / "words.txt")


def test_a_syllable_is_spelled_with_and_without_marks_in_three_cases() -> None:
    assert spellings("đồng") == {"đồng", "Đồng", "ĐỒNG", "đông", "Đông", "ĐÔNG", "dong", "Dong", "DONG"}


def test_a_tone_mark_has_two_places_in_an_open_syllable() -> None:
    assert {"thủy", "thuỷ", "Thủy", "Thuỷ", "THỦY", "THUỶ", "thuy"} <= spellings("thủy")
    assert {"hòa", "hoà"} <= spellings("hoà")


def test_pieces_are_kept_for_syllables_for_their_form_and_up_to_a_number() -> None:
    always = ["<s>", "▁", "中", "▁phường", "uyễn", "▁abc", "abcd", "▁UBND", "2023", "▁«", "▁été"]
    pieces = [*always, "한국", "▁Paris", "▁oben", "Lyon"]
    scores = -np.arange(len(pieces), dtype=np.float32)

    def kept(rows: int) -> list[str]:
        ids = vietnamese_pieces(pieces, scores, ["<s>"], ["abcd"], lambda text: [text], rows)
        return [pieces[i] for i in ids]

    assert kept(0) == always
    assert kept(13) == [*always, "▁Paris", "▁oben"]
    assert kept(99) == [piece for piece in pieces if piece != "한국"]


def same_share(one: Any, other: Any, text: str) -> float:
    """Return the share of a text's words that two tokenizers cut into the same pieces."""
    counts = Counter(text.split())
    words = list(counts)
    pairs = zip(words, one(words).encodings, other(words).encodings, strict=True)
    return sum(counts[word] for word, a, b in pairs if a.tokens == b.tokens) / counts.total()


def test_every_vietnamese_syllable_keeps_its_pieces(wheel: Path, trimmed: Any, whole: Any) -> None:
    syllables = read_syllables(wheel.parents[1] / "pyvi" / "models" / "words.txt")
    assert len(syllables) > 7000
    written = " ".join(sorted(spelling for syllable in syllables for spelling in spellings(syllable)))
    assert same_share(whole, trimmed, written) == 1
    assert same_share(whole, trimmed, written.replace(" ", " “")) == 1


def test_articles_keep_the_pieces_of_999_words_in_1000(lines: list[str], trimmed: Any, whole: Any) -> None:
    text = "\n".join(lines)
    assert same_share(whole, trimmed, text) >= 0.999
    assert same_share(whole, trimmed, text.upper()) >= 0.999
    assert same_share(whole, trimmed, unicodedata.normalize("NFD", text)) >= 0.999
    assert not any(3 in ids for ids in trimmed(lines)["input_ids"])


@pytest.mark.parametrize(
    "text",
    [
        "uỷ ủy hoà hòa thuỷ thủy khoẻ khỏe loè lòe Uỷ Ủy HOÀ HÒA",
        "cong an tinh long an bat giu doi tuong Nguyen Van Hoa",
        "09/CTr-BCA-MTTW 1470/QĐ-UBND 25/2021/TT-BCA 61C-123.45 0912.345.678 QL1A ĐT.741 1,5 tỷ 38.700",
        "Đắk Lắk Krông Pắc Y Ngông Niê Kđăm H'Hen Thạch Sô Phia Giàng A Páo Vừ Mí Kẻ Hoàng Su Phì Ảng Nậm Pồ",
        "PCCC&CNCH TNHH MTV TP.HCM (ANTT) XIII THPT",
        "https://baochinhphu.vn/phap-luat anninhmang@bocongan.gov.vn",
    ],
)
def test_what_articles_may_hold_keeps_its_pieces(trimmed: Any, whole: Any, text: str) -> None:
    assert same_share(whole, trimmed, text) == 1


@pytest.mark.parametrize(
    "text",
    [
        "The Ministry of Public Security has dismantled an international ring of online fraudsters.",
        "Le ministère de l'Intérieur a annoncé mardi l'arrestation de trois suspects près de la frontière.",
        "公安部 경찰청 Министерство внутренних дел กระทรวงมหาดไทย",
    ],
)
def test_other_languages_lose_length_but_no_character(trimmed: Any, whole: Any, text: str) -> None:
    assert trimmed.unk_token_id not in trimmed(text)["input_ids"]
    assert "".join(trimmed.tokenize(text)) == "".join(whole.tokenize(text))
