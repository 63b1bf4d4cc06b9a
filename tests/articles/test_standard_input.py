"""Standard input: a text, or JSON Lines as they come."""

import io
import os
import subprocess
import sys
from collections.abc import Callable

import pytest

from solieu.annotation import Document
from solieu.articles import read_articles

Give = Callable[[str | bytes], None]
OnlyError = Callable[..., str]


def test_is_the_text_of_one_article(standard_input: Give) -> None:
    standard_input("Đại tá Lâm Minh Hồng\n{1}\n")

    assert list(read_articles(["-"])) == [Document("Đại tá Lâm Minh Hồng\n{1}\n", id="stdin")]


@pytest.mark.parametrize("text", ["{", "{ {", " \n\n{\n Huế", "\n" * 100_000 + "Huế"])
def test_is_a_text_whatever_it_begins_with_if_that_is_no_object(text: str, standard_input: Give) -> None:
    standard_input(text)

    assert list(read_articles(["-"])) == [Document(text, id="stdin")]


def test_is_json_lines_if_it_begins_as_a_json_object(standard_input: Give) -> None:
    standard_input('\n{"text": "Huế"}\n { "id": "x", "text": "Vinh"}')

    assert list(read_articles(["-"])) == [Document("Huế", id="stdin-2"), Document("Vinh", id="x")]


def test_is_json_lines_also_if_its_first_line_is_no_article(standard_input: Give) -> None:
    standard_input('{"id": 1}\n{"text": "Huế"}\n')

    error, article = read_articles(["-"])

    assert str(error).startswith("standard input, line 1: has no 'text'")
    assert article == Document("Huế", id="stdin-2")


@pytest.mark.parametrize(("content", "message"), [(b"", "is empty"), (b" \n", "is empty but"), (b"H\xe0", "UTF-8")])
def test_must_be_an_article(standard_input: Give, only_error: OnlyError, content: bytes, message: str) -> None:
    standard_input(content)

    assert message in only_error("-")


def test_that_is_too_long_is_an_error(standard_input: Give, only_error: OnlyError) -> None:
    standard_input("Huế " * 100_000)

    assert "is too large" in only_error("-", 1000)


def test_gives_an_article_as_soon_as_its_line_has_come(monkeypatch: pytest.MonkeyPatch) -> None:
    reading, writing = os.pipe()
    monkeypatch.setattr("sys.stdin", io.TextIOWrapper(open(reading, "rb")))  # noqa: PTH123, SIM115
    with open(writing, "wb", buffering=0) as pipe:  # noqa: PTH123
        articles = read_articles(["-"])
        for number in (1, 2):
            pipe.write(b'{"text": "Vinh"}\n')
            assert next(articles) == Document("Vinh", id=f"stdin-{number}")
    assert list(articles) == []


def test_is_not_held_in_memory() -> None:
    script = (
        "import resource; from solieu.articles import read_articles\n"
        "articles = read_articles(['-']); next(articles)\n"
        "before = resource.getrusage(resource.RUSAGE_SELF).ru_maxrss\n"
        "number = sum(1 for _ in articles)\n"
        "print(number, resource.getrusage(resource.RUSAGE_SELF).ru_maxrss - before < 20_000)"
    )
    lines = b'{"text": "%s"}\n' % (b"Vinh " * 4000) * 2500

    done = subprocess.run([sys.executable, "-c", script], input=lines, capture_output=True, check=True)

    assert done.stdout.split() == [b"2499", b"True"]
