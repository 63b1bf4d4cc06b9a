"""Joining: what a segmenter may make one word of, and what it may not."""

import random
from collections.abc import Sequence
from dataclasses import dataclass, field
from itertools import pairwise

import pytest
import regex
from hypothesis import given
from hypothesis import strategies as st

from solieu.annotation import Document
from solieu.annotation.text_view import view_text
from solieu.annotation.tones import old_placement
from solieu.models.joining import join_syllables
from solieu.models.words import MAX_WORD_LENGTH, Words, find_words


@dataclass
class Everything:
    """Takes whatever it gets for one word, and remembers it."""

    sentences: list[list[str]] = field(default_factory=list)

    def joins(self, tokens: Sequence[str]) -> list[bool]:
        self.sentences.append(list(tokens))
        return [True] * len(tokens)


@dataclass
class Anything:
    """Decides by chance."""

    seed: int

    def joins(self, tokens: Sequence[str]) -> list[bool]:
        chance = random.Random(self.seed)
        return [chance.random() < 0.7 for _ in tokens]


def joined(text: str, edges: Sequence[int] = ()) -> list[str]:
    return join_syllables(find_words(text, edges), Everything(), edges).texts


def test_a_joined_word_goes_from_its_first_syllable_to_its_last() -> None:
    words = join_syllables(find_words("(công \u00a0an tỉnh)"), Everything())

    assert words.texts == ["(", "công_an_tỉnh", ")"]
    assert (words.starts, words.ends) == ([0, 1, 14], [1, 14, 15])
    assert words.spaced == [True, False, False]


def test_the_segmenter_gets_the_tokens_of_a_sentence_in_the_old_placement() -> None:
    segmenter = Everything()

    words = join_syllables(find_words("Hòa giải, 16h30. Ủy ban!\nHết"), segmenter)

    assert segmenter.sentences == [["Hoà", "giải", ",", "16h30", "."], ["Uỷ", "ban", "!"], ["Hết"]]
    assert words.texts == ["Hòa_giải", ",", "16h30", ".", "Ủy_ban", "!", "Hết"]


@pytest.mark.parametrize(
    ("text", "words"),
    [
        ("công, an", ["công", ",", "an"]),
        ("công-An", ["công", "-", "An"]),
        ("công _ an", ["công", "_", "an"]),
        ("công_an", ["công", "_", "an"]),
        ("công\u200ban", ["côngan"]),
        ("công\nan", ["công", "an"]),
        ("công\u2028an", ["công", "an"]),
        ("10 điểm", ["10", "điểm"]),
        ("phòng C02", ["phòng", "C02"]),
        ("lớp 5a nhỏ", ["lớp", "5a", "nhỏ"]),
        ("tiêm vắc-xin mới", ["tiêm", "vắc-xin", "mới"]),
        ("xem a.vn ngay", ["xem", "a.vn", "ngay"]),
        ("👍 tốt", ["👍", "tốt"]),
    ],
)
def test_only_runs_of_letters_with_white_space_between_them_are_joined(text: str, words: list[str]) -> None:
    assert joined(text) == words


def test_pieces_of_a_long_word_are_not_joined() -> None:
    words = joined("a" * 100 + " b")

    assert [len(word) for word in words] == [48, 48, 6]


def test_no_joined_word_is_longer_than_a_word_may_be() -> None:
    words = joined("nghiêng " * 40)

    assert max(map(len, words)) <= MAX_WORD_LENGTH
    assert "_".join(words) == "_".join(["nghiêng"] * 40)


@pytest.mark.parametrize(
    ("text", "words"),
    [
        # A capital letter begins a name after a lower-case word, and an abbreviation is a word of its own.
        ("đồng chí Hồng", ["đồng_chí", "Hồng"]),
        ("Đại tá Lâm Minh Hồng", ["Đại_tá", "Lâm_Minh_Hồng"]),
        ("tỉnh UBND tỉnh", ["tỉnh", "UBND", "tỉnh"]),
        ("Trưởng CAQ", ["Trưởng", "CAQ"]),
        ("CÔNG AN", ["CÔNG_AN"]),
        ("Nguyễn Văn A", ["Nguyễn_Văn_A"]),
        # What begins a sentence has a capital letter whatever it is.
        ("Ông Hoàng Minh", ["Ông", "Hoàng_Minh"]),
        ("Đi. Từ Gia Lai", ["Đi", ".", "Từ", "Gia_Lai"]),
        ("Tỉnh, Bà Rịa", ["Tỉnh", ",", "Bà_Rịa"]),
        # An office stands apart from the unit that it heads.
        ("phó trưởng phòng", ["phó", "trưởng", "phòng"]),
        ("Trưởng thôn", ["Trưởng", "thôn"]),
        ("Chánh Văn phòng", ["Chánh", "Văn_phòng"]),
        ("trưởng thành", ["trưởng_thành"]),
        # Units of time and money stand apart beside a number.
        ("ra sáng 26/6", ["ra", "sáng", "26/6"]),
        ("có 10 năm học", ["có", "10", "năm", "học"]),
        ("có 6 triệu đồng tiền", ["có", "6", "triệu_đồng", "tiền"]),
        ("hàng năm học", ["hàng_năm_học"]),
        ("mười người dân", ["mười_người_dân"]),
    ],
)
def test_edges_of_entities_are_no_place_to_join(text: str, words: list[str]) -> None:
    assert joined(text) == words


@pytest.mark.parametrize("edge", [4, 5])
def test_a_word_never_crosses_an_edge(edge: int) -> None:
    assert joined("công an", [edge]) == ["công", "an"]


def test_an_edge_elsewhere_changes_nothing() -> None:
    assert joined("công an tỉnh", [0, 7, 12]) == ["công_an", "tỉnh"]


def test_words_keep_their_lines() -> None:
    words = join_syllables(find_words("công an\n\ntỉnh nhà, huyện nhà"), Everything())

    assert [[words.texts[number] for number in line] for line in words.line_ranges()] == [
        ["công_an"],
        ["tỉnh_nhà", ",", "huyện_nhà"],
    ]


def test_a_line_without_any_end_reaches_the_segmenter_in_pieces() -> None:
    segmenter = Everything()

    join_syllables(find_words("a b c, " * 10_000), segmenter)

    assert max(map(len, segmenter.sentences)) <= 400
    assert all(sentence[-1] == "," for sentence in segmenter.sentences)


def check(document: Document, words: Words, *, old_tones: bool) -> None:
    """What holds for the words of any text, whatever joined them."""
    cuts = [edge for span in document.spans for edge in (span.start, span.end)]
    rest = list(document.text)
    for text, start, end in zip(words.texts, words.starts, words.ends, strict=True):
        view = view_text(document.text[start:end], old_tones=old_tones).text
        assert "_".join(view.split()) == text
        rest[start:end] = [""] * (end - start)
        if " " in view:
            assert not any(start < cut < end for cut in cuts)
            assert regex.fullmatch(r"[\p{L}\p{M} ]+", view)
    assert not view_text("".join(rest)).text.strip()
    assert all(end <= start for end, start in zip(words.ends, words.starts[1:], strict=False))
    assert all(first < last for first, last in pairwise([*words.lines, len(words)]))


@given(st.from_type(Document), st.integers(0, 9), st.booleans())
def test_whatever_the_segmenter_says_words_cover_the_text_in_order(
    document: Document, seed: int, old_tones: bool
) -> None:
    cuts = [edge for span in document.spans for edge in (span.start, span.end)]
    syllables = find_words(document.text, cuts, old_tones=old_tones)

    words = join_syllables(syllables, Anything(seed), cuts)

    check(document, words, old_tones=old_tones)
    assert len(words.lines) == len(syllables.lines)
    assert old_placement("".join(words.texts)).replace("_", "") == old_placement("".join(syllables.texts)).replace(
        "_", ""
    )


def test_an_edge_between_a_letter_and_what_shows_nothing_is_not_crossed() -> None:
    # The variation selector belongs to the letter before it, so the edge stands inside the first syllable.
    words = find_words("Công\ufe0f an", (4,))

    assert join_syllables(words, Everything(), (4,)).texts == ["Công", "an"]
    assert join_syllables(words, Everything()).texts == ["Công_an"]
