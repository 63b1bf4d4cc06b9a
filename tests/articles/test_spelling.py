"""Files whose names look like those that are given, and are spelt with composed or decomposed letters instead."""

import unicodedata
from collections.abc import Callable
from pathlib import Path

import pytest

from solieu.articles import find_files

COMPOSED = "Tin mới ở Đắk Lắk"
DECOMPOSED = unicodedata.normalize("NFD", COMPOSED)


@pytest.mark.parametrize(("there", "given"), [(COMPOSED, DECOMPOSED), (DECOMPOSED, COMPOSED)])
class TestAPath:
    def test_names_the_only_file_and_folder_that_look_like_it(
        self, tmp_path: Path, written: Callable[..., str], there: str, given: str
    ) -> None:
        file = written(f"{there}/{there}.txt", "x")

        for path in (f"{tmp_path}/{given}/{given}.txt", f"{tmp_path}/{there}/{given}.txt"):
            assert find_files([path]) == ([file], [])
        assert find_files([f"{tmp_path}/{given}"]) == ([file], [])

    def test_is_looked_for_in_the_current_directory(
        self, tmp_path: Path, written: Callable[..., str], monkeypatch: pytest.MonkeyPatch, there: str, given: str
    ) -> None:
        written(f"{there}.txt", "x")
        monkeypatch.chdir(tmp_path)

        assert find_files([f"{given}.txt", f"./{there}.txt"]) == ([f"{there}.txt"], [])

    def test_may_be_a_pattern(self, tmp_path: Path, written: Callable[..., str], there: str, given: str) -> None:
        file = written(f"{there}/{there}.txt", "x")

        for pattern in (f"{given}/*.txt", f"{given}/{given[:9]}*.txt", f"{given}/**/{given[:9]}*", f"*/{given}.t?t"):
            assert find_files([f"{tmp_path}/{pattern}"]) == ([file], []), pattern


def test_a_path_that_looks_like_two_names_stays_as_it_is_given(tmp_path: Path, written: Callable[..., str]) -> None:
    for name in ("Đắk", "Đă\u0301k"):
        written(f"{name}.txt", "x")
    path = f"{tmp_path}/Đa\u0306\u0301k.txt"

    assert find_files([path]) == ([path], [])


def test_a_path_under_which_there_is_something_is_that(written: Callable[..., str]) -> None:
    written(f"{DECOMPOSED}.txt", "x")
    file = written(f"{COMPOSED}.txt", "x")

    assert find_files([file]) == ([file], [])


def test_a_pattern_stays_spelt_as_it_is(
    tmp_path: Path, written: Callable[..., str], monkeypatch: pytest.MonkeyPatch
) -> None:
    written(f"{COMPOSED}.txt", "x")
    monkeypatch.chdir(tmp_path)

    assert find_files(["./Tin mới*.txt"]) == ([f"./{COMPOSED}.txt"], [])


def test_a_path_that_looks_like_nothing_stays_as_it_is_given(tmp_path: Path) -> None:
    path = f"{tmp_path}/{COMPOSED}/không có.txt"

    assert find_files([path]) == ([path], [])
