"""`solieu extract`: what comes out, where it goes, and what happens to what cannot be read."""

import json
import os
import re
import shutil
import subprocess
import sys
from collections.abc import Callable
from pathlib import Path
from typing import Any

import pytest

from solieu.annotation import Document
from solieu.annotation.jsonl import read_jsonl

COLOUR = re.compile(r"\x1b\[[0-9;?]*[A-Za-z]")
TEXT = "Sáng 2/6, Đại tá Lâm Minh Hồng đến Cà Mau.\r\n"


@pytest.fixture
def article(tmp_path: Path) -> Path:
    path = tmp_path / "a.txt"
    path.write_bytes(TEXT.encode())
    return path


def refused(outcome: Any) -> str:
    """Return the one sentence with which a command has ended."""
    assert (outcome.status, outcome.out) == (2, "")
    (line,) = outcome.err.splitlines()
    return str(line).removeprefix("error: ")


class TestWhatComesOut:
    def test_is_a_line_of_json_for_each_article(self, solieu: Callable[..., Any], run: Path, article: Path) -> None:
        outcome = solieu("extract", run, article)

        assert (outcome.status, outcome.err) == (0, "")
        record = json.loads(outcome.out)
        assert outcome.out.endswith("}\n")
        assert list(record) == ["id", "text", "spans", "meta"]
        assert (record["id"], record["text"]) == (str(article), TEXT)
        assert record["spans"]
        for span in record["spans"]:
            assert list(span) == ["start", "end", "label", "text", "score"]
            assert span["text"] == TEXT[span["start"] : span["end"]]
            assert span["label"] in ("RANK", "PERSON", "LOC")
            assert 0 <= span["score"] <= 1

    def test_has_values_if_they_are_asked_for(self, solieu: Callable[..., Any], run: Path, article: Path) -> None:
        outcome = solieu("extract", run, article, "--values")

        assert (outcome.status, outcome.err) == (0, "")
        values = {span["text"]: span["value"] for span in json.loads(outcome.out)["spans"]}
        assert values["Đại tá"] == {"kind": "rank", "name": "Đại tá", "grade": "cấp tá", "order": 14}
        assert values["Lâm Minh Hồng"]["given"] == "Hồng"

    @pytest.mark.parametrize("out", ["out.jsonl", "out/"])
    def test_is_read_from_the_columns_that_are_named(
        self, solieu: Callable[..., Any], run: Path, tmp_path: Path, monkeypatch: pytest.MonkeyPatch, out: str
    ) -> None:
        monkeypatch.chdir(tmp_path)
        rows = "\ufeffMã;Nội dung;Ngày\r\nx1;Đại tá Lâm Minh Hồng;12/3/2024\r\n;Cà Mau;\r\n"
        Path("tin-2024.csv").write_text(rows, encoding="utf-8", newline="")

        outcome = solieu("extract", run, "tin-*.csv", "--text-column", "Nội dung", "--id-column", "Mã", "--out", out)

        assert outcome.status == 0
        written = list(read_jsonl(out if out.endswith(".jsonl") else "out/part-00000.jsonl"))
        assert [(document.id, document.text, document.meta) for document in written] == [
            ("x1", "Đại tá Lâm Minh Hồng", {"Ngày": "12/3/2024"}),
            ("tin-2024-3", "Cà Mau", {"Ngày": ""}),
        ]
        if out == "out/":
            outcome = solieu("extract", run, "tin-*.csv", "--out", out)
            assert "the run in it has " in refused(outcome)

    def test_is_the_same_in_a_file(self, solieu: Callable[..., Any], run: Path, article: Path, tmp_path: Path) -> None:
        printed = solieu("extract", run, article)
        written = solieu("extract", run, article, "--out", tmp_path / "out.jsonl")

        assert (tmp_path / "out.jsonl").read_text(encoding="utf-8") == printed.out
        assert (written.status, written.out) == (0, "")
        assert written.err == f"1 article written to {tmp_path / 'out.jsonl'}\n"

    def test_comes_from_text_json_lines_and_directories_in_order(
        self, solieu: Callable[..., Any], run: Path, article: Path, tmp_path: Path
    ) -> None:
        (tmp_path / "more").mkdir()
        (tmp_path / "more" / "b.txt").write_text("Huế", encoding="utf-8")
        (tmp_path / "more" / "c.jsonl").write_text(
            '{"id": "x", "text": "Vinh", "outlet": "Báo"}\n{"text": "Cà Mau"}\n', encoding="utf-8"
        )

        outcome = solieu("extract", run, tmp_path / "more", article)

        records = [json.loads(line) for line in outcome.out.splitlines()]
        assert [record["id"] for record in records] == [str(tmp_path / "more" / "b.txt"), "x", "c-2", str(article)]
        assert records[1]["meta"] == {"outlet": "Báo"}

    def test_replaces_the_entities_that_an_annotated_article_has(
        self, solieu: Callable[..., Any], run: Path, corpus: Any, tmp_path: Path
    ) -> None:
        solieu("extract", run, corpus.test, "--out", tmp_path / "out.jsonl")

        documents = list(read_jsonl(tmp_path / "out.jsonl"))
        assert [document.text for document in documents] == [document.text for document in read_jsonl(corpus.test)]
        assert all(span.score is not None for document in documents for span in document.spans)

    def test_can_be_read_in_any_text(self, solieu: Callable[..., Any], run: Path, tmp_path: Path) -> None:
        texts = ["Ha\u0300 No\u0323\u0302i 🚓\u2028Đại tá", "\ud83d lone", "[bold]x[/] :smile: \x1b[31m", ""]
        path = tmp_path / "a.jsonl"
        path.write_text("".join(json.dumps({"text": text}) + "\n" for text in texts), encoding="utf-8")

        outcome = solieu("extract", run, path)

        assert [json.loads(line)["text"] for line in outcome.out.split("\n")[:-1]] == texts


class TestWhatCannotBeRead:
    def test_is_reported_at_the_end_and_keeps_nothing_else_from_being_done(
        self, solieu: Callable[..., Any], run: Path, article: Path, tmp_path: Path
    ) -> None:
        (tmp_path / "utf16.txt").write_bytes(TEXT.encode("utf-16"))
        (tmp_path / "lines.jsonl").write_text('[]\n{"text": "Huế"}\n', encoding="utf-8")
        (tmp_path / "empty").mkdir()
        paths = [tmp_path / name for name in ("utf16.txt", "empty", "lines.jsonl", "none.txt")]

        outcome = solieu("extract", run, *paths, article)

        assert outcome.status == 1
        assert [json.loads(line)["id"] for line in outcome.out.splitlines()] == ["lines-2", str(article)]
        lines = sorted(outcome.err.splitlines())
        assert len(lines) == 4
        assert lines[0].startswith(f"error: {tmp_path / 'empty'}: the directory holds no articles")
        assert lines[1].startswith(f"error: {tmp_path / 'lines.jsonl'}, line 1: expected a JSON object")
        assert lines[2].startswith(f"error: {tmp_path / 'none.txt'}: cannot be read (No such file or directory)")
        assert lines[3].startswith(f"error: {tmp_path / 'utf16.txt'}: is not UTF-8 (byte 0xFF at offset 0)")

    def test_is_all_there_is_ends_with_status_2_and_each_reason(
        self, solieu: Callable[..., Any], run: Path, tmp_path: Path
    ) -> None:
        (tmp_path / "a.txt").touch()
        (tmp_path / "b.txt").write_bytes(b"H\xe0 N\xf4i")

        outcome = solieu("extract", run, tmp_path / "a.txt", tmp_path / "b.txt")

        assert (outcome.status, outcome.out) == (2, "")
        assert [line.partition(": ")[2].partition(" (")[0] for line in outcome.err.splitlines()] == [
            f"{tmp_path / 'a.txt'}: is empty; give a text",
            f"{tmp_path / 'b.txt'}: is not UTF-8",
        ]

    @pytest.mark.parametrize(
        ("name", "content", "message"),
        [
            ("a.txt", b"", "is empty; give a text"),
            ("a.txt", b" \n", "is empty but for white space; give an article"),
            ("a.txt", "Hà Nội có nhiều công an".encode("utf-16-le"), "it looks like UTF-16LE; convert it with: iconv"),
            ("a.txt", b"C\xabng an t\xd8nh", "is not UTF-8 (byte 0xAB at offset 1); it looks like a legacy"),
            ("a.jsonl", b"", "is empty; give a file with one article a line"),
            ("a.jsonl", b'"Hu\xe1\xba\xbf"', "line 1: expected a JSON object with 'text', not a string"),
            ("a.jsonl", b'{"text": "Vinh"', "line 1: is not JSON"),
            ("a.jsonl", b'{"id": "x"}', "line 1: has no 'text'"),
            (
                "a.jsonl",
                b'{"text": "Vinh", "spans": [{"start": 0, "end": 9, "label": "LOC"}]}',
                "LOC span 0-9 ends after the text",
            ),
            ("a.doc", b"x", "is no kind of file that articles are read from (.txt, .jsonl, "),
        ],
    )
    def test_is_named_in_one_sentence(
        self, solieu: Callable[..., Any], run: Path, tmp_path: Path, name: str, content: bytes, message: str
    ) -> None:
        (tmp_path / name).write_bytes(content)

        sentence = refused(solieu("extract", run, tmp_path / name))

        assert sentence.startswith(str(tmp_path / name))
        assert message in sentence

    def test_is_shown_as_it_is_called(self, solieu: Callable[..., Any], run: Path, tmp_path: Path) -> None:
        path = tmp_path / "[bold] :smile:" / ("dài " * 40 + ".txt")

        assert refused(solieu("extract", run, path)).startswith(f"{path}: the pattern matches no file")


class TestTheModel:
    def test_must_be_there(self, solieu: Callable[..., Any], article: Path, tmp_path: Path) -> None:
        assert "none: there is no such directory" in refused(solieu("extract", tmp_path / "none", article))

    def test_must_be_solieu_s(self, solieu: Callable[..., Any], article: Path, tiny_encoder: Path) -> None:
        assert "has no solieu.json, so it is no checkpoint" in refused(solieu("extract", tiny_encoder, article))

    @pytest.mark.parametrize("part", ["config.json", "tokenizer.json", "model.safetensors", "solieu.json"])
    def test_must_be_whole(
        self, solieu: Callable[..., Any], article: Path, run: Path, tmp_path: Path, part: str
    ) -> None:
        shutil.copytree(run, tmp_path / "model")
        (tmp_path / "model" / part).unlink()

        assert part in refused(solieu("extract", tmp_path / "model", article))

    def test_is_not_asked_for_anything_before_there_is_an_article(
        self, solieu: Callable[..., Any], tmp_path: Path
    ) -> None:
        assert "a.txt: cannot be read" in refused(solieu("extract", tmp_path / "none", tmp_path / "a.txt"))


class TestTheOutputFile:
    def test_stays_as_it_was_if_the_run_fails(
        self, solieu: Callable[..., Any], article: Path, run: Path, tmp_path: Path
    ) -> None:
        out = tmp_path / "out.jsonl"
        out.write_text("before", encoding="utf-8")

        refused(solieu("extract", tmp_path / "none", article, "--out", out))
        refused(solieu("extract", run, tmp_path / "none.txt", "--out", out))

        assert out.read_text(encoding="utf-8") == "before"
        assert {path.name for path in tmp_path.iterdir()} == {"a.txt", "out.jsonl"}

    def test_is_replaced_as_a_whole(self, solieu: Callable[..., Any], article: Path, run: Path, tmp_path: Path) -> None:
        out = tmp_path / "out.jsonl"
        out.write_text("before" * 1000, encoding="utf-8")

        assert solieu("extract", run, article, tmp_path / "none.txt", "--out", out).status == 1

        (document,) = read_jsonl(out)
        assert document.text == TEXT

    def test_must_have_a_folder(self, solieu: Callable[..., Any], article: Path, run: Path, tmp_path: Path) -> None:
        out = tmp_path / "none" / "out.jsonl"

        assert refused(solieu("extract", run, article, "--out", out)) == (
            f"{out}: cannot be written (No such file or directory); make the folder first"
        )

    @pytest.mark.parametrize("inside", [False, True])
    def test_must_not_be_one_of_the_articles_files(
        self, solieu: Callable[..., Any], run: Path, tmp_path: Path, inside: bool
    ) -> None:
        path = tmp_path / "articles.jsonl"
        path.write_text('{"text": "Huế"}\n', encoding="utf-8")

        message = refused(solieu("extract", run, tmp_path if inside else path, "--out", path))

        assert message == f"{path}: is among the articles; give another --out"
        assert path.read_text(encoding="utf-8") == '{"text": "Huế"}\n'


@pytest.mark.slow
class TestInItsOwnProcess:
    def test_standard_input_is_an_article(self, run: Path) -> None:
        done = subprocess.run(
            [sys.executable, "-m", "solieu", "extract", str(run), "-"], input=TEXT.encode(), capture_output=True
        )

        assert (done.returncode, done.stderr) == (0, b"")
        assert json.loads(done.stdout)["text"] == TEXT

    def test_json_is_utf_8_whatever_the_terminal_s_encoding(self, run: Path, article: Path) -> None:
        environment = os.environ | {"PYTHONIOENCODING": "ascii"}

        done = subprocess.run(
            [sys.executable, "-m", "solieu", "extract", str(run), str(article)], env=environment, capture_output=True
        )

        assert (done.returncode, done.stderr) == (0, b"")
        assert json.loads(done.stdout.decode("utf-8"))["text"] == TEXT

    @pytest.mark.parametrize("count", [1, 2000])
    def test_a_reader_that_goes_away_is_no_error_to_speak_of(self, run: Path, tmp_path: Path, count: int) -> None:
        path = tmp_path / "a.jsonl"
        path.write_text((json.dumps({"text": TEXT}) + "\n") * count, encoding="utf-8")
        reader, writer = os.pipe()
        process = subprocess.Popen(
            [sys.executable, "-m", "solieu", "extract", str(run), str(path)], stdout=writer, stderr=subprocess.PIPE
        )
        os.close(reader)
        os.close(writer)

        _, errors = process.communicate()

        assert errors == b""
        assert process.returncode == 1

    def test_a_terminal_shows_the_article_in_colour(
        self, in_a_terminal: Callable[..., str], run: Path, article: Path
    ) -> None:
        shown = in_a_terminal("extract", run, article)

        document = _extracted(run, article)
        assert document.spans
        assert "\x1b[" in shown
        plain = COLOUR.sub("", shown)
        assert str(article) in plain.replace("\n", "")
        for span in document.spans:
            assert f"{document.span_text(span)} {span.label}" in plain
        assert not plain.lstrip().startswith("{")

    def test_a_terminal_shows_a_bar_for_a_directory(
        self, in_a_terminal: Callable[..., str], run: Path, article: Path, tmp_path: Path
    ) -> None:
        shown = COLOUR.sub("", in_a_terminal("extract", run, article, "--out", f"{tmp_path / 'out'}/"))

        assert "extracting" in shown
        assert "articles/s" in shown
        assert "1 article in 1 shard" in shown
        (document,) = read_jsonl(tmp_path / "out" / "part-00000.jsonl")
        found = [(span.start, span.end, span.label) for span in document.spans]
        assert found == [(span.start, span.end, span.label) for span in _extracted(run, article).spans]
        assert (document.id, document.text) == (str(article), TEXT)


def _extracted(run: Path, article: Path) -> Document:
    from solieu.models.extractor import Extractor

    return Extractor.from_pretrained(run).extract(article.read_bytes().decode())
