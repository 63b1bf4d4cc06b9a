"""An article that ends the process itself: it becomes an error when that has happened three times."""

import json
import signal
from collections.abc import Callable
from pathlib import Path
from typing import Any

import pytest

FAULT = Path(__file__).with_name("fault")


@pytest.mark.slow
class TestAnArticleThatEndsTheProcess:
    def test_is_found_and_the_others_are_as_if_it_had_not_been(
        self,
        warm: Any,
        tiny_checkpoint: Path,
        tmp_path: Path,
        write_articles: Callable[..., Path],
        content: Callable[[Path], dict[str, bytes]],
        ids: Callable[[Path], list[str]],
    ) -> None:
        articles = write_articles(tmp_path / "articles.jsonl", 12)
        lines = articles.read_text(encoding="utf-8").splitlines(keepends=True)
        lines[7] = json.dumps({"id": "a7", "text": "Đại tá SEGV"}) + "\n"
        articles.write_text("".join(lines), encoding="utf-8")
        out = tmp_path / "out"
        words = ("extract", tiny_checkpoint, articles, "--shard-size", 5, "--out", f"{out}/")

        for _ in range(3):
            assert warm.run(*words, fault=str(FAULT)).status == -signal.SIGSEGV
            assert ids(out) == [f"a{number}" for number in range(5)]
        ended = warm.run(*words, fault=str(FAULT))

        reason = (
            "document 'a7': ends the process that works on it (SIGSEGV), perhaps for want of memory; leave it out, or "
            "split it"
        )
        assert ended.status == 1
        assert "part-00001: the process has ended again and again while it worked on this" in ended.said
        assert ids(out) == [f"a{number}" for number in range(12) if number != 7]
        assert json.loads((out / "errors-00001.jsonl").read_bytes()) == {
            "number": 8,
            "source": str(articles),
            "id": "a7",
            "error": reason,
        }
        assert not (out / "begun.json").exists()

        lines[7] = "[]\n"
        articles.write_text("".join(lines), encoding="utf-8")
        assert warm.run(*words[:-1], f"{tmp_path / 'undisturbed'}/").status == 1
        same = {"part-00000.jsonl", "part-00001.jsonl", "part-00002.jsonl"}
        found, expected = content(out), content(tmp_path / "undisturbed")
        assert {name: found[name] for name in same} == {name: expected[name] for name in same}


def test_processes_that_end_for_other_reasons_make_no_article_an_error(
    extract: Callable[..., Any],
    tmp_path: Path,
    content: Callable[[Path], dict[str, bytes]],
) -> None:
    assert extract().status == 0
    expected = content(tmp_path / "out")
    for part in ("part-00001.json", "finished.json"):
        (tmp_path / "out" / part).unlink()
    (tmp_path / "out" / "begun.json").write_text('{"shard": 1, "times": 7}')

    ended = extract()

    assert ended.status == 0
    assert "trying its articles one by one" in ended.said
    assert content(tmp_path / "out") == expected


@pytest.mark.parametrize(
    "damaged", ['{"shard": 1, "times": "x"}', '{"shard": 1}', "[", "[]", '{"shard": 2, "times": 9}']
)
def test_a_count_that_is_damaged_or_of_another_shard_is_none(
    extract: Callable[..., Any], tmp_path: Path, content: Callable[[Path], dict[str, bytes]], damaged: str
) -> None:
    assert extract().status == 0
    expected = content(tmp_path / "out")
    for part in ("part-00001.json", "finished.json"):
        (tmp_path / "out" / part).unlink()
    (tmp_path / "out" / "begun.json").write_text(damaged)

    ended = extract()

    assert (ended.status, "one by one" in ended.said) == (0, False)
    assert content(tmp_path / "out") == expected
