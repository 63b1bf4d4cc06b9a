"""`solieu tables`, and `solieu extract` with a format of tables."""

import csv
import json
import signal
import subprocess
import sys
import time
from collections.abc import Callable
from pathlib import Path
from typing import Any

import openpyxl
import pyarrow.parquet as pq
import pytest

TEXT = "Sáng 2/6, Đại tá Lâm Minh Hồng đến Cà Mau."


@pytest.fixture
def article(tmp_path: Path) -> Path:
    path = tmp_path / "a.txt"
    path.write_text(TEXT, encoding="utf-8")
    return path


@pytest.fixture
def results(tmp_path: Path) -> Path:
    """What `solieu extract` wrote earlier: two articles."""
    path = tmp_path / "results.jsonl"
    spans = [{"start": 10, "end": 16, "label": "RANK"}, {"start": 17, "end": 30, "label": "PERSON", "score": 0.9}]
    lines = [{"id": name, "text": TEXT, "spans": spans, "meta": {"published": "2024-06-02"}} for name in "ab"]
    path.write_text("".join(json.dumps(line) + "\n" for line in lines), encoding="utf-8")
    return path


def refused(outcome: Any) -> str:
    assert (outcome.status, outcome.out) == (2, "")
    (line,) = outcome.err.splitlines()
    return str(line).removeprefix("error: ")


class TestTheOutput:
    @pytest.mark.parametrize("number", [signal.SIGTERM, signal.SIGHUP, signal.SIGINT])
    @pytest.mark.parametrize("out", [["t.xlsx"], ["t", "--format", "csv"]])
    def test_is_nothing_if_the_command_is_ended(self, tmp_path: Path, out: list[str], number: signal.Signals) -> None:
        words = [sys.executable, "-m", "solieu", "tables", "-", "--out", *out]

        def heed() -> None:
            signal.signal(number, signal.SIG_DFL)

        pipe = subprocess.PIPE
        with subprocess.Popen(words, cwd=tmp_path, stdin=pipe, stderr=pipe, preexec_fn=heed) as process:
            assert process.stdin is not None
            process.stdin.write(b'{"text": "Hu\xe1\xba\xbf"}\n')  # and more would come
            process.stdin.flush()
            end = time.monotonic() + 60
            while not any(tmp_path.rglob("*.tmp")):
                assert time.monotonic() < end
                time.sleep(0.01)
            process.send_signal(number)
            assert process.wait(60) == 128 + number

        assert list(tmp_path.iterdir()) == []

    def test_may_be_among_what_it_is_made_of(self, solieu: Callable[..., Any], results: Path) -> None:
        tables = results.parent / "tables"
        words = ("tables", results.parent, "--out", tables, "--format", "csv")

        assert solieu(*words).status == 0
        made = {file.name: file.read_bytes() for file in tables.iterdir()}
        assert solieu(*words).status == 0

        assert {file.name: file.read_bytes() for file in tables.iterdir()} == made

    def test_must_be_named(self, solieu: Callable[..., Any], results: Path, article: Path) -> None:
        said = "--out is empty; give a file or a directory"

        assert refused(solieu("tables", results, "--out", "", "--format", "csv")) == said
        assert refused(solieu("extract", "no model", article, "--out", "")) == said

    def test_is_standard_output_where_it_is_a_dash(
        self, solieu: Callable[..., Any], run: Path, article: Path, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
    ) -> None:
        monkeypatch.chdir(tmp_path)

        assert solieu("extract", run, article, "--out", "-").out == solieu("extract", run, article).out
        assert not (tmp_path / "-").exists()

    def test_must_have_a_folder(self, solieu: Callable[..., Any], results: Path, tmp_path: Path) -> None:
        out = tmp_path / "none" / "tables"

        assert refused(solieu("tables", results, "--out", out, "--format", "csv")) == (
            f"{out}: the directory cannot be made (No such file or directory); make the one above it first"
        )


def read_csv(path: Path) -> list[dict[str, str]]:
    with path.open(encoding="utf-8-sig", newline="") as stream:
        return list(csv.DictReader(stream))


class TestExtract:
    def test_writes_the_same_entities_as_tables_and_as_json_lines(
        self, solieu: Callable[..., Any], run: Path, article: Path, tmp_path: Path
    ) -> None:
        record = json.loads(solieu("extract", run, article, "--format", "jsonl").out)
        outcomes = [
            solieu("extract", run, article, "--out", tmp_path / "t", "--format", "csv"),
            solieu("extract", run, article, "--out", tmp_path / "t", "--format", "parquet"),
            solieu("extract", run, article, "--out", tmp_path / "t.xlsx"),
            solieu("extract", run, article, "--out", tmp_path / "t.html"),
        ]

        assert [(outcome.status, outcome.out) for outcome in outcomes] == [(0, "")] * 4
        assert outcomes[0].err == f"the tables of 1 article written to {tmp_path / 't'}\n"
        found = [(span["label"], span["text"], span["start"], span["score"]) for span in record["spans"]]
        assert found
        columns = ("label", "text", "start", "score")
        in_parquet = pq.read_table(tmp_path / "t" / "entities.parquet").to_pylist()
        assert [tuple(row[name] for name in columns) for row in in_parquet] == found
        in_csv = read_csv(tmp_path / "t" / "entities.csv")
        assert [tuple(row[name] for name in columns) for row in in_csv] == [tuple(map(str, row)) for row in found]
        sheet = openpyxl.load_workbook(tmp_path / "t.xlsx")["Thực thể"]
        assert [row[3] for row in sheet.iter_rows(min_row=2, values_only=True)] == [text for _, text, _, _ in found]
        assert outcomes[3].err == f"the page of 1 article written to {tmp_path / 't.html'}\n"
        assert "<title>t</title>" in (tmp_path / "t.html").read_text(encoding="utf-8")

    def test_says_which_entities_belong_together(self, solieu: Callable[..., Any], run: Path, article: Path) -> None:
        linked, plain = (
            json.loads(solieu("extract", run, article, "--format", "jsonl", *options).out)
            for options in (["--links"], [])
        )

        assert linked["spans"] == plain["spans"]
        assert "links" not in plain
        assert linked["links"]

    def test_never_replaces_its_input(self, solieu: Callable[..., Any], run: Path, tmp_path: Path) -> None:
        directory = tmp_path / "t"
        directory.mkdir()
        (tmp_path / "a.jsonl").write_text('{"text": "Huế"}\n', encoding="utf-8")
        (directory / "people.csv").symlink_to(tmp_path / "a.jsonl")

        outcome = solieu("extract", run, tmp_path / "a.jsonl", "--out", directory, "--format", "csv")

        assert refused(outcome) == f"{directory / 'people.csv'}: is among the articles; give another --out"

    def test_refuses_what_does_not_fit_before_it_loads_a_model(self, solieu: Callable[..., Any], article: Path) -> None:
        outcome = solieu("extract", "none", article, "--format", "xlsx")

        assert refused(outcome).startswith("--format xlsx cannot go to standard output")


class TestTables:
    def test_are_made_of_results_without_a_model(
        self, solieu: Callable[..., Any], results: Path, tmp_path: Path
    ) -> None:
        outcome = solieu("tables", results, "--out", tmp_path / "t", "--format", "csv")

        assert (outcome.status, outcome.out) == (0, "")
        assert outcome.err == f"the tables of 2 articles written to {tmp_path / 't'}\n"
        people = read_csv(tmp_path / "t" / "people.csv")
        assert [(row["article_id"], row["person"], row["ranks"]) for row in people] == [
            ("a", "Lâm Minh Hồng", "Đại tá"),
            ("b", "Lâm Minh Hồng", "Đại tá"),
        ]

    def test_import_no_torch(self, results: Path, tmp_path: Path) -> None:
        code = (
            "import sys; from solieu.tabulate import tabulate; from pathlib import Path\n"
            f"for out, form in (('a.xlsx', None), ('d', 'csv'), ('d', 'parquet')):\n"
            f"    assert tabulate([{str(results)!r}], Path({str(tmp_path)!r}) / out, form) == []\n"
            "print([name for name in ('torch', 'transformers') if name in sys.modules])"
        )

        done = subprocess.run([sys.executable, "-c", code], capture_output=True, text=True, check=True)

        assert done.stdout.strip() == "[]"

    def test_of_what_cannot_be_read_are_reported_and_the_others_made(
        self, solieu: Callable[..., Any], results: Path, article: Path, tmp_path: Path
    ) -> None:
        with results.open("a", encoding="utf-8") as stream:
            stream.write("[]\n")

        outcome = solieu("tables", results, article, "--out", tmp_path / "t.xlsx")

        assert outcome.status == 1
        assert f"error: {article}: has no entities; find them with `solieu extract`" in outcome.err.splitlines()
        assert f"error: {results}, line 3: expected a JSON object" in outcome.err
        assert openpyxl.load_workbook(tmp_path / "t.xlsx")["Nhân sự"].max_row == 3

    @pytest.mark.parametrize("name", ["a.txt", "a.csv", "a.html", "a.txt.gz", "a.parquet"])
    def test_are_not_made_of_what_has_no_entities(self, solieu: Callable[..., Any], tmp_path: Path, name: str) -> None:
        path = tmp_path / name
        path.write_text("id,text\n1,Huế\n", encoding="utf-8")

        assert refused(solieu("tables", path, "--out", tmp_path / "t.xlsx")) == (
            f"{path}: has no entities; find them with `solieu extract`"
        )

    def test_are_made_of_a_directory_of_shards(
        self, solieu: Callable[..., Any], run: Path, article: Path, tmp_path: Path
    ) -> None:
        (tmp_path / "none.txt").touch()
        paths = (article, tmp_path / "none.txt")
        assert solieu("extract", run, *paths, "--out", f"{tmp_path / 'shards'}/", "--quiet").status == 1

        outcome = solieu("tables", tmp_path / "shards", "--out", tmp_path / "t.xlsx")

        assert (outcome.status, outcome.err) == (0, f"the tables of 1 article written to {tmp_path / 't.xlsx'}\n")

    @pytest.mark.parametrize("words", [["--format", "csv"], ["--format", "parquet", "--shard-size", 1]])
    def test_are_not_made_of_tables(
        self, solieu: Callable[..., Any], run: Path, article: Path, results: Path, tmp_path: Path, words: list[object]
    ) -> None:
        tables = tmp_path / "tables"
        assert solieu("extract", run, article, "--out", tables, *words).status == 0

        assert refused(solieu("tables", tables, "--out", tmp_path / "t.xlsx")) == (
            f"{tables}: has only tables; give the .jsonl files that `solieu extract` writes"
        )
        outcome = solieu("tables", tables, results, "--out", tmp_path / "t.xlsx")
        assert (outcome.status, outcome.err) == (0, f"the tables of 2 articles written to {tmp_path / 't.xlsx'}\n")

    @pytest.mark.parametrize("words", [["t"], ["t.jsonl"]])
    def test_need_a_format(self, solieu: Callable[..., Any], results: Path, words: list[str]) -> None:
        message = refused(solieu("tables", results, "--out", *words))

        assert (
            message
            == f"{words[0]}: tables are made as FILE.xlsx or FILE.html, or in a directory with --format csv or parquet"
        )

    def test_of_nothing_are_not_made(self, solieu: Callable[..., Any], tmp_path: Path) -> None:
        (tmp_path / "a.jsonl").touch()

        outcome = solieu("tables", tmp_path / "a.jsonl", "--out", tmp_path / "t.xlsx")

        assert refused(outcome) == f"{tmp_path / 'a.jsonl'}: is empty; give a file with one article a line"
        assert not (tmp_path / "t.xlsx").exists()
