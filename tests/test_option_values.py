"""Lists and words that the command line takes in place of a number."""

from collections.abc import Callable
from typing import Any

import pytest

from solieu.annotation import SolieuError
from solieu.option_values import parse_jobs, parse_seeds, parse_sizes


@pytest.mark.parametrize(
    ("parse", "text", "value"),
    [
        (parse_jobs, "3", 3),
        (parse_jobs, "auto", "auto"),
        (parse_seeds, "1", [1]),
        (parse_seeds, "3, 1,0", [3, 1, 0]),
        (parse_sizes, "25,50, all", [25, 50, "all"]),
    ],
)
def test_they_are_read_as_they_are_written(parse: Callable[[str], Any], text: str, value: object) -> None:
    assert parse(text) == value


@pytest.mark.parametrize(
    ("parse", "text", "sentence"),
    [
        (parse_jobs, "many", "--jobs must be a whole number or auto, but is 'many'"),
        (parse_jobs, "", "--jobs must be a whole number or auto, but is ''"),
        (parse_seeds, "1,,2", "--seeds must be whole numbers from 0 to 4294967295, such as 1,2,3, but is '1,,2'"),
        (parse_seeds, "-1", "--seeds must be whole numbers from 0"),
        (parse_seeds, "1,2,1", "--seeds must be different numbers, but is '1,2,1'"),
        (parse_sizes, "25,most", "--sizes must be numbers of articles or all, such as 25,50,all, but is '25,most'"),
        (parse_sizes, "0", "--sizes must be numbers of articles or all"),
    ],
)
def test_anything_else_is_refused(parse: Callable[[str], Any], text: str, sentence: str) -> None:
    with pytest.raises(SolieuError) as refusal:
        parse(text)
    assert str(refusal.value).startswith(sentence)
