"""How long an article may be before it is read."""

import json
from collections.abc import Callable

from solieu.annotation import Document
from solieu.articles import read_articles

Written = Callable[[str, str | bytes], str]


class TestAnArticleThatIsTooLong:
    def test_is_a_line_of_more_than_8_bytes_a_character(self, written: Written) -> None:
        longest, longer = (json.dumps({"text": "a" * length}) for length in (67, 68))
        assert len(longest) == 79  # and the line feed
        file = written("a.jsonl", f"{longer}\n{longest}\n{longer}\n")

        first, second, third = read_articles([file], max_characters=10)

        assert str(first) == f"{file}, line 1: is too long; an article's line may have 80 bytes, so split it"
        assert isinstance(second, Document)
        assert (len(second.text), second.id) == (67, "a-2")  # that it has more than 10 characters the caller sees
        assert "line 3: is too long" in str(third)

    def test_is_a_text_of_more_than_4_bytes_a_character(self, written: Written) -> None:
        files = [written(f"{count}.txt", "a" * count) for count in (40, 41)]

        shorter, longer = read_articles(files, max_characters=10)

        assert isinstance(shorter, Document)
        assert str(longer) == f"{files[1]}: is too large; an article may have 40 bytes, so split it"

    def test_is_none_where_nothing_is_said(self, written: Written) -> None:
        file = written("a.jsonl", json.dumps({"text": "a" * 3_000_000}))

        (document,) = read_articles([file])

        assert isinstance(document, Document)
