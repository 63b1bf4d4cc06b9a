"""`solieu data check` and `solieu data stats` as they are called."""

from collections.abc import Callable
from pathlib import Path
from typing import Any


class TestCheck:
    def test_is_satisfied_with_good_files(self, solieu: Callable[..., Any], corpus: Any) -> None:
        outcome = solieu("data", "check", corpus.train, "--against", corpus.test)

        assert (outcome.status, outcome.err) == (0, "")
        lines = outcome.out.splitlines()
        assert lines[0] == "good  format: 32 documents in 2 files can be read, and every span fits its text"
        assert {line.split()[0] for line in lines} == {"good", "warn"}

    def test_fails_if_an_article_is_in_training_and_in_evaluation(
        self, solieu: Callable[..., Any], corpus: Any, tmp_path: Path
    ) -> None:
        lines = Path(corpus.train).read_text(encoding="utf-8").splitlines(keepends=True)
        (tmp_path / "kept.jsonl").write_text(lines[3].replace('"id": "a11"', '"id": "b"'), encoding="utf-8")

        outcome = solieu("data", "check", corpus.train, "--against", tmp_path / "kept.jsonl")

        assert outcome.status == 1
        (line,) = [line for line in outcome.out.splitlines() if line.startswith("fail")]
        assert line.startswith("fail  leakage: ")
        assert "are the same text; take it out of training or evaluation" in line

    def test_names_each_line_that_cannot_be_read(self, solieu: Callable[..., Any], tmp_path: Path) -> None:
        path = tmp_path / "a.jsonl"
        path.write_text('{"text": "Huế"}\n[]\n{\n', encoding="utf-8")

        outcome = solieu("data", "check", path)

        assert outcome.status == 1
        fails = [line for line in outcome.out.splitlines() if line.startswith("fail")]
        assert [line.split(": ")[1] for line in fails] == [f"{path}, line 2", f"{path}, line 3"]

    def test_takes_a_label_file(self, solieu: Callable[..., Any], tmp_path: Path) -> None:
        data, labels = tmp_path / "a.jsonl", tmp_path / "labels.yaml"
        data.write_text('{"text": "Huế", "spans": [{"start": 0, "end": 3, "label": "CITY"}]}\n', encoding="utf-8")
        labels.write_text("labels: [{name: CITY}]\n", encoding="utf-8")

        assert "the label 'CITY' is unknown" in solieu("data", "check", data).out
        assert solieu("data", "check", data, "--labels", labels).status == 0

    def test_takes_the_labels_that_conll_files_bring_along(self, solieu: Callable[..., Any], tmp_path: Path) -> None:
        data = tmp_path / "a.conll"
        data.write_text("Huế B-CITY\n", encoding="utf-8")

        assert solieu("data", "check", data).status == 0

    def test_refuses_a_label_file_that_is_none(self, solieu: Callable[..., Any], corpus: Any, tmp_path: Path) -> None:
        outcome = solieu("data", "check", corpus.train, "--labels", tmp_path / "none.yaml")

        assert (outcome.status, outcome.out) == (2, "")
        assert (
            outcome.err
            == f"error: {tmp_path / 'none.yaml'}: cannot be read (No such file or directory); give a label file\n"
        )


class TestStats:
    def test_counts_articles_and_spans_by_label(self, solieu: Callable[..., Any], corpus: Any) -> None:
        outcome = solieu("data", "stats", corpus.train, corpus.dev)

        assert (outcome.status, outcome.err) == (0, "")
        assert outcome.out.startswith("32 articles, ")
        assert ", 96 spans\n" in outcome.out
        rows = [line.split()[:3] for line in outcome.out.splitlines()]
        assert ["PERSON", "32", "4"] in rows

    def test_refuses_a_file_that_cannot_be_read(self, solieu: Callable[..., Any], tmp_path: Path) -> None:
        outcome = solieu("data", "stats", tmp_path / "none.jsonl")

        assert (outcome.status, outcome.out) == (2, "")
        assert "none.jsonl: cannot be read" in outcome.err
