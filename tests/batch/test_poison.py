"""Articles that cannot be worked on: each is an error with its reason, and all others are done."""

import json
from collections.abc import Callable
from pathlib import Path
from typing import Any

import pytest

GOOD = '{"id": "good", "text": "Đại tá Lâm Minh Hồng"}'


def nested(depth: int) -> str:
    return f'{{"id": "{depth} deep", "text": "Huế", "meta": {{"a": {"[" * depth + "]" * depth}}}}}'


POISON = [
    (b"\x89PNG\r\x1a\x00\x00\x00IHDR", "is not UTF-8"),
    (b"\x00" * 100, "is not UTF-8 text"),
    (b'{"text": "Hu\xea"}', "is not UTF-8"),
    (b"Hue", "is not JSON"),
    (b'{"text": "Hue", "n": NaN}', "NaN is no JSON number"),
    (b'{"text": "Hue", "n": 1e999}', "is too large"),
    (b'{"text": 1}', "'text' must be a string, not a number"),
    (b'{"text": null}', "'text' must be a string, not null"),
    (b'{"id": [], "text": "Hue"}', "'id' must be a string, not a list"),
    (b'{"id": true, "text": "Hue"}', "'id' must be a string, not true or false"),
    (b'{"text": "Hue", "meta": 1}', "'meta' must be an object, not a number"),
    (b'{"text": "Hue", "spans": [{"start": 2, "end": 1, "label": "ORG"}]}', "a span needs 0 <= start < end"),
    (b'{"body": "Hue"}', "has no 'text'"),
    (b"[" * 10_000, "is nested too deeply"),
    (nested(5000).encode(), "is nested too deeply"),
    (b'{"id": "good-0", "text": "Hue"}', "'good-0': is called like an earlier one; give each article its own id"),
    (json.dumps({"text": "a" * 2001}).encode(), "has 2001 characters, but an article may have 2000"),
    (json.dumps({"text": "a" * 20_000}).encode(), "is too long; an article's line may have 16000 bytes"),
]


def errors_of(out: Path) -> list[dict[str, Any]]:
    return [json.loads(line) for path in sorted(out.glob("errors-*.jsonl")) for line in path.open("rb")]


class TestAnArticleThatCannotBeWorkedOn:
    def test_is_an_error_with_its_reason_and_stops_no_other(
        self, extract: Callable[..., Any], tmp_path: Path, ids: Callable[[Path], list[str]]
    ) -> None:
        path = tmp_path / "poisoned.jsonl"
        good = [f'{{"id": "good-{number}", "text": "Vinh"}}'.encode() for number in range(len(POISON))]
        lines = [line for pair in zip(good, [line for line, _ in POISON], strict=True) for line in pair]
        path.write_bytes(b"\n".join(lines))

        ended = extract("--max-characters", 2000, paths=(path,))

        assert ended.status == 1
        assert ids(tmp_path / "out") == [f"good-{number}" for number in range(len(POISON))]
        errors = errors_of(tmp_path / "out")
        assert [(error["number"], error["source"]) for error in errors] == [
            (2 * number, str(path)) for number in range(1, len(POISON) + 1)
        ]
        for error, (_, reason) in zip(errors, POISON, strict=True):
            assert reason in error["error"]
        assert f"{len(POISON)} errors, in {tmp_path / 'out'}/errors-*.jsonl:" in ended.said
        assert f"  {errors[0]['error']}" in ended.said

    def test_is_a_file_that_is_not_text_or_not_there(
        self, extract: Callable[..., Any], tmp_path: Path, articles: Path
    ) -> None:
        files = {"utf16.txt": "Huế".encode("utf-16"), "empty.txt": b"", "blank.txt": b" \n", "empty.jsonl": b""}
        for name, data in files.items():
            (tmp_path / name).write_bytes(data)
        (tmp_path / "long.txt").write_bytes(b"a" * 8001)
        (tmp_path / "empty folder").mkdir()
        paths = [*files, "long.txt", "none.txt", "empty folder"]

        ended = extract("--max-characters", 2000, paths=(*(tmp_path / name for name in paths), articles))

        assert ended.status == 1
        errors = errors_of(tmp_path / "out")
        reasons = [error["error"].removeprefix(f"{tmp_path}/").partition(" (")[0] for error in errors]
        assert reasons == [
            "empty folder: the directory holds no articles",
            "utf16.txt: is not UTF-8",
            "empty.txt: is empty; give a text",
            "blank.txt: is empty but for white space; give an article",
            "empty.jsonl: is empty; give a file with one article a line",
            "long.txt: is too large; an article may have 8000 bytes, so split it",
            "none.txt: cannot be read",
        ]
        assert [error["number"] for error in errors] == [1, 2, 3, 4, 5, 6, 7]

    def test_is_named_with_the_file_that_it_is_from(self, extract: Callable[..., Any], tmp_path: Path) -> None:
        path = tmp_path / "twice.jsonl"
        path.write_text('{"id": "a", "text": "Huế"}\n' * 2 + '{"id": "b", "text": "Cố đô Huế"}\n', encoding="utf-8")

        extract("--max-characters", 8, paths=(path,))

        assert [error["error"] for error in errors_of(tmp_path / "out")] == [
            f"{path}, document 'a': is called like an earlier one; give each article its own id",
            f"{path}, document 'b': has 9 characters, but an article may have 8; split it",
        ]

    def test_tells_its_reason_in_a_few_words_however_much_that_quotes(
        self, extract: Callable[..., Any], tmp_path: Path
    ) -> None:
        path = tmp_path / "poisoned.jsonl"
        text = "a" * 100_000
        spans = [{"start": 0, "end": 100_000, "label": "ORG", "text": "b" * 100_000}]
        path.write_text(json.dumps({"text": text, "spans": spans}), encoding="utf-8")

        extract(paths=(path,))

        (error,) = errors_of(tmp_path / "out")
        assert len(error["error"]) < 600


class TestAnOddArticle:
    def test_is_worked_on(self, extract: Callable[..., Any], tmp_path: Path, ids: Callable[[Path], list[str]]) -> None:
        records = [
            {"id": "surrogate \ud83d", "text": "\ud83d Huế"},
            {"id": "empty", "text": ""},
            {"id": "brackets", "text": "(" * 5000 + "Huế" + ")" * 5000},
            {"id": "controls", "text": "\x00\x1b[31m\u202e Huế\u2028"},
            {"id": "marks", "text": "e" + "\u0301" * 2000},
            {"id": "date", "text": "sáng 2/6", "published": {"not": "a date"}, "province": 7},
        ]
        path = tmp_path / "odd.jsonl"
        path.write_text("".join(json.dumps(record) + "\n" for record in records), encoding="utf-8")

        ended = extract("--values", paths=(path,))

        assert (ended.status, ids(tmp_path / "out")) == (0, [record["id"] for record in records]), ended.said

    def test_may_be_nested_but_not_so_that_nothing_reads_it_again(
        self, extract: Callable[..., Any], tmp_path: Path, ids: Callable[[Path], list[str]]
    ) -> None:
        depths = [10, 99, 100, 101, *range(800, 1000, 5)]
        path = tmp_path / "nested.jsonl"
        path.write_text("".join(nested(depth) + "\n" for depth in depths), encoding="utf-8")

        ended = extract(paths=(path,))

        assert (ended.status, ids(tmp_path / "out")) == (1, ["10 deep", "99 deep"])
        errors = errors_of(tmp_path / "out")
        assert len(errors) == len(depths) - 2
        assert "'meta' has more than 100 levels" in errors[0]["error"]

    @pytest.mark.slow
    def test_may_be_a_megabyte_on_one_line(
        self, extract: Callable[..., Any], tmp_path: Path, ids: Callable[[Path], list[str]]
    ) -> None:
        path = tmp_path / "long.jsonl"
        path.write_text(
            json.dumps({"text": f"Công an tỉnh Long An.{' ' * 80}" * 10_000}) + f"\n{GOOD}\n", encoding="utf-8"
        )

        ended = extract(paths=(path,))

        assert (ended.status, ids(tmp_path / "out")) == (0, ["long-1", "good"])


@pytest.mark.slow
def test_a_hundred_and_fifty_megabytes_on_one_line_do_not_come_into_memory(
    extract: Callable[..., Any], tmp_path: Path, ids: Callable[[Path], list[str]]
) -> None:
    def memory(megabytes: int) -> int:
        path = tmp_path / "long.jsonl"
        with path.open("wb") as stream:
            stream.write(b'{"text": "')
            for _ in range(megabytes):
                stream.write(b"a" * 1_000_000)
            stream.write(b'"}\n' + GOOD.encode())
        ended = extract("--overwrite", "--max-characters", 100_000, paths=(path,))
        assert (ended.status, ids(tmp_path / "out")) == (1, ["good"])
        return int(ended.memory)

    # Of files of some megabytes on it is measured which size of batches is fastest, which takes memory, too.
    assert memory(150) < memory(6) + 100_000_000
