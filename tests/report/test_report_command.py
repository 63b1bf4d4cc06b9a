"""The command: from files, and from the directory of a cross validation."""

import json
from collections.abc import Callable
from pathlib import Path
from typing import Any

import pytest
import yaml

from solieu.annotation import Document, SolieuError, Span
from solieu.annotation.jsonl import write_jsonl
from solieu.cli import main
from solieu.training.config import DataConfig, TrainingConfig
from solieu.training.corpora import file_hashes
from solieu.training.report import ReportInput
from solieu.training.report.crossval_input import read_crossval
from solieu.training.report.inputs import entity_key


@pytest.fixture
def solieu(monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]) -> Callable[..., tuple[int, str]]:
    """Runs a command; returns its exit status and what it printed."""

    def call(*words: object) -> tuple[int, str]:
        monkeypatch.setattr("sys.argv", ["solieu", *map(str, words)])
        status = 0
        try:
            main()
        except SystemExit as end:
            status = int(end.code or 0)
        return status, "".join(capsys.readouterr())

    return call


@pytest.fixture
def files(tmp_path: Path, content: ReportInput) -> Path:
    write_jsonl(content.gold, tmp_path / "gold.jsonl")
    write_jsonl(reversed(content.predicted), tmp_path / "predicted.jsonl")
    return tmp_path


class TestFiles:
    def test_html_and_markdown_are_written_side_by_side(self, files: Path, solieu: Callable[..., Any]) -> None:
        (files / "curve.json").write_text(json.dumps({"sizes": [1, 2], "f1": [0.1, 0.2]}), encoding="utf-8")

        status, printed = solieu(
            *("report", "--gold", files / "gold.jsonl", "--predicted", files / "predicted.jsonl"),
            *("--train", files / "gold.jsonl", "--baseline", f"same={files / 'predicted.jsonl'}"),
            *("--curve", files / "curve.json", "--out", files / "report.html"),
        )

        assert status == 0
        assert printed == f"the report is in {files / 'report.html'} and {files / 'report.md'}\n"
        page = (files / "report.html").read_text(encoding="utf-8")
        assert "F1, same" in page
        assert 'id="curve"' in page
        assert "All of the annotated entities were seen in training" in (files / "report.md").read_text(
            encoding="utf-8"
        )

    def test_an_article_without_a_prediction_is_named(self, files: Path, solieu: Callable[..., Any]) -> None:
        write_jsonl([Document("another")], files / "predicted.jsonl")

        status, printed = solieu(
            *("report", "--gold", files / "gold.jsonl", "--predicted", files / "predicted.jsonl"),
            *("--out", files / "report.html"),
        )

        assert status == 2
        assert "predicted.jsonl: has no prediction for 'first'" in printed
        assert not (files / "report.html").exists()

    @pytest.mark.parametrize(
        ("words", "message"),
        [
            ([], "give CROSSVAL_DIR, or all of --gold FILE, --predicted FILE and --out FILE.html"),
            (["runs/cv", "--gold", "x.jsonl"], "give either CROSSVAL_DIR or files"),
            (["--gold", "G", "--predicted", "P", "--out", "O.html", "--baseline", "crf"], "expected NAME=FILE"),
            (["--gold", "G", "--predicted", "P", "--out", "O.html", "--curve", "G"], "gold.jsonl: is not JSON"),
        ],
    )
    def test_what_does_not_fit_is_one_sentence(
        self, files: Path, solieu: Callable[..., Any], words: list[str], message: str
    ) -> None:
        names = {"G": files / "gold.jsonl", "P": files / "predicted.jsonl", "O.html": files / "O.html"}

        status, printed = solieu("report", *(names.get(word, word) for word in words))

        assert status == 2
        assert message in printed
        assert printed.count("\n") == 1


class TestCrossval:
    @pytest.fixture
    def directory(self, tmp_path: Path, content: ReportInput) -> Path:
        """A cross validation over two articles, with one article always trained on."""
        write_jsonl([Document("Long An", (Span(0, 7, "LOC"),), "always")], tmp_path / "train.jsonl")
        write_jsonl(content.gold, tmp_path / "evaluate.jsonl")
        data = DataConfig((str(tmp_path / "train.jsonl"),), evaluate=(str(tmp_path / "evaluate.jsonl"),))
        folder = tmp_path / "cv"
        folder.mkdir()
        config = TrainingConfig(encoder="compact", data=data, output=str(folder))
        record = {**config.as_dict(), "folds": None, "sha256": file_hashes(data)}
        (folder / "crossval.yaml").write_text(yaml.safe_dump(record), encoding="utf-8")
        for number, document in enumerate(content.predicted, start=1):
            write_jsonl([document], folder / f"fold-{number}.jsonl")
        return folder

    def test_the_report_goes_into_the_directory(self, directory: Path, solieu: Callable[..., Any]) -> None:
        status, printed = solieu("report", directory)

        assert (status, printed) == (0, f"the report is in {directory / 'report.html'} and {directory / 'report.md'}\n")
        assert "solieu · cv" in (directory / "report.html").read_text(encoding="utf-8")

    def test_each_article_is_compared_with_what_its_own_model_was_trained_on(self, directory: Path) -> None:
        found = read_crossval(directory)

        assert [document.id for document in found.gold] == ["first", "second"]
        first, second = found.trained
        assert first is not None
        assert second is not None
        assert entity_key("LOC", "Long An") in first & second
        assert entity_key("LOC", "Hà Nội") in first - second
        assert entity_key("PERSON", "Lâm Minh Hồng") in second - first

    def test_an_unfinished_one_says_so(self, directory: Path) -> None:
        (directory / "fold-1.jsonl").unlink()

        found = read_crossval(directory)

        assert [document.id for document in found.gold] == ["second"]
        assert "1 of 2 articles so far" in found.notes[0]

    def test_parts_of_the_training_articles_are_held_out_too(self, directory: Path) -> None:
        record = yaml.safe_load((directory / "crossval.yaml").read_text(encoding="utf-8"))
        record["data"] |= {"train": record["data"]["evaluate"], "evaluate": []}
        record |= {"folds": 2, "sha256": {}}
        (directory / "crossval.yaml").write_text(yaml.safe_dump(record), encoding="utf-8")

        found = read_crossval(directory)

        assert found.trained[0] is not None
        assert entity_key("LOC", "Hà Nội") in found.trained[0]
        assert entity_key("PERSON", "Lâm Minh Hồng") not in found.trained[0]
        assert found.notes == ()

    def test_changed_data_are_refused(self, directory: Path, content: ReportInput) -> None:
        write_jsonl(content.predicted, directory.parent / "evaluate.jsonl")

        with pytest.raises(SolieuError, match=r"evaluate\.jsonl: has changed since the cross validation"):
            read_crossval(directory)

    def test_missing_data_are_refused_with_the_place_that_names_them(self, directory: Path) -> None:
        (directory.parent / "evaluate.jsonl").unlink()

        with pytest.raises(SolieuError, match=r"crossval\.yaml names it; run this where"):
            read_crossval(directory)

    def test_a_directory_of_something_else_is_refused(self, tmp_path: Path) -> None:
        with pytest.raises(SolieuError, match=r"holds no crossval\.yaml; give the directory of a cross validation"):
            read_crossval(tmp_path)

    def test_one_without_a_finished_fold_is_refused(self, directory: Path) -> None:
        for path in directory.glob("fold-*"):
            path.unlink()

        with pytest.raises(SolieuError, match="no fold is finished yet"):
            read_crossval(directory)
