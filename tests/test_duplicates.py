"""Texts that stand twice, word for word or nearly so."""

import unicodedata

import pytest

from solieu.annotation.duplicates import Duplicate, duplicates

WORDS = [f"từ{number}" for number in range(100)]
TEXT = " ".join(WORDS)


@pytest.mark.parametrize("other", [TEXT.replace(" ", "\n\t"), f" {TEXT}\n", unicodedata.normalize("NFD", TEXT)])
def test_white_space_and_the_normal_form_make_no_difference(other: str) -> None:
    assert duplicates([TEXT, other]) == [Duplicate(0, 1, 1.0, same=True)]


def test_case_and_punctuation_make_a_near_copy() -> None:
    assert duplicates([TEXT, TEXT.upper().replace(" ", ", ")]) == [Duplicate(0, 1, 1.0, same=False)]


def test_containment_is_the_share_of_the_shorter_texts_runs_of_eight_words() -> None:
    # 20 words make 13 runs of eight, of which the first 8 lie in the first 15 words.
    shorter = " ".join([*WORDS[:15], "a", "b", "c", "d", "e"])

    [pair] = duplicates([TEXT, shorter])
    assert pair.containment == pytest.approx(8 / 13)
    assert not pair.same


def test_texts_that_share_less_than_half_are_no_copies() -> None:
    assert duplicates([TEXT, " ".join([*WORDS[:40], *(f"khác{number}" for number in range(60))])]) == []


def test_texts_of_fewer_than_eight_words_are_passed_over() -> None:
    assert duplicates([" ".join(WORDS[:7])] * 2) == []


def test_each_further_copy_is_paired_with_the_first() -> None:
    assert [(pair.first, pair.second) for pair in duplicates([TEXT] * 4)] == [(0, 1), (0, 2), (0, 3)]


def test_boilerplate_of_many_pages_makes_no_copies() -> None:
    pages = [f"{TEXT} {' '.join(f'bài{page}từ{number}' for number in range(30))}" for page in range(30)]

    assert duplicates(pages) == []
