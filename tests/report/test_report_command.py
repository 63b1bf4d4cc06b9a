"""The command: from files, and from the directory of a cross validation."""

import json
import math
from collections.abc import Callable
from pathlib import Path
from typing import Any

import pytest
import yaml

from solieu.annotation import Document, SolieuError, Span
from solieu.annotation.jsonl import read_jsonl, write_jsonl
from solieu.cli import main
from solieu.training.baselines.by_fold import crossval_baselines
from solieu.training.baselines.string_match import StringMatch
from solieu.training.config import DataConfig, TrainingConfig
from solieu.training.corpora import file_hashes, read_corpora
from solieu.training.crossval_results import read_crossval
from solieu.training.held_out import parts_of_training
from solieu.training.report import ReportInput
from solieu.training.report.crossval_input import crossval_input
from solieu.training.report.inputs import entity_key


def documents_in(path: Path) -> list[Document]:
    return list(read_jsonl(path))


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
        (files / "curve").mkdir()
        points = [{"articles": 5, "mean": {"micro": {"f1": 0.1, "interval": None}}}]
        (files / "curve" / "learning-curve.json").write_text(json.dumps({"points": points}), encoding="utf-8")

        status, printed = solieu(
            *("report", "--gold", files / "gold.jsonl", "--predicted", files / "predicted.jsonl"),
            *("--train", files / "gold.jsonl", "--baseline", f"same={files / 'predicted.jsonl'}"),
            *("--no-baselines", "--curve", files / "curve", "--out", files / "report.html"),
        )

        assert status == 0
        assert printed == f"the report is in {files / 'report.html'} and {files / 'report.md'}\n"
        page = (files / "report.html").read_text(encoding="utf-8")
        assert "F1, same" in page
        assert 'id="curve"' in page
        assert "All of the annotated entities were seen in training" in (files / "report.md").read_text(
            encoding="utf-8"
        )

    def test_baselines_learn_from_the_articles_of_the_training(self, files: Path, solieu: Callable[..., Any]) -> None:
        write_jsonl([Document("Ở Hà Nội", (Span(2, 8, "LOC"),), "other")], files / "train.jsonl")

        status, printed = solieu(
            *("report", "--gold", files / "gold.jsonl", "--predicted", files / "predicted.jsonl"),
            *("--train", files / "train.jsonl", "--out", files / "report.html"),
        )

        assert status == 0, printed
        page = (files / "report.html").read_text(encoding="utf-8")
        assert "F1, string-match" in page
        assert "F1, feature-crf" in page

    def test_baselines_may_not_learn_what_is_to_be_predicted(self, files: Path, solieu: Callable[..., Any]) -> None:
        status, printed = solieu(
            *("report", "--gold", files / "gold.jsonl", "--predicted", files / "predicted.jsonl"),
            *("--train", files / "gold.jsonl", "--out", files / "report.html"),
        )

        assert status == 2
        assert "--train: 2 of the articles are also to be predicted" in printed

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
        page = (directory / "report.html").read_text(encoding="utf-8")
        assert "solieu · cv" in page
        assert "F1, string-match" in page
        assert "F1, feature-crf" in page

    def test_baselines_are_kept_fold_by_fold(self, directory: Path, content: ReportInput) -> None:
        first = documents_in(directory / "fold-1.jsonl")
        (directory / "fold-1.jsonl").unlink()
        crossval_baselines(read_crossval(directory, unfinished=True))
        file = directory / "baseline-string-match.jsonl"
        (second,) = documents_in(file)
        write_jsonl([second.with_spans(())], file)  # to see that it is not predicted again
        write_jsonl(first, directory / "fold-1.jsonl")

        found = crossval_baselines(read_crossval(directory))

        expected = StringMatch.fit([*documents_in(directory.parent / "train.jsonl"), content.gold[1]], content.schema)
        assert found["string-match"] == [*expected.predict([content.gold[0]]), second.with_spans(())]
        assert documents_in(file) == found["string-match"]

    def test_without_baselines_none_are_fitted(self, directory: Path, solieu: Callable[..., Any]) -> None:
        status, _ = solieu("report", directory, "--no-baselines")

        assert status == 0
        assert not list(directory.glob("baseline-*"))
        assert "F1, string-match" not in (directory / "report.html").read_text(encoding="utf-8")

    def test_each_article_is_compared_with_what_its_own_model_was_trained_on(self, directory: Path) -> None:
        found = crossval_input(read_crossval(directory), baselines={})

        assert [document.id for document in found.gold] == ["first", "second"]
        first, second = found.trained
        assert first is not None
        assert second is not None
        assert entity_key("LOC", "Long An") in first & second
        assert entity_key("LOC", "Hà Nội") in first - second
        assert entity_key("PERSON", "Lâm Minh Hồng") in second - first

    def test_scores_are_calibrated_by_the_other_folds(self, directory: Path, content: ReportInput) -> None:
        for number, gold in enumerate(content.gold, start=1):
            scored = [Span(span.start, span.end, span.label, 0.9) for span in gold.spans]
            wrong = Span(scored[0].start, scored[0].end, "AWARD", 0.9)
            write_jsonl([gold.with_spans([wrong, *scored[1:]])], directory / f"fold-{number}.jsonl")

        found = crossval_input(read_crossval(directory), baselines={}).calibration

        assert found is not None
        assert found.after is not None
        assert found.before.error.value == pytest.approx(0.1)
        assert found.temperature == pytest.approx(math.log(9) / math.log(4), rel=1e-6)

    def test_scores_that_are_missing_are_said_to_be(self, directory: Path) -> None:
        found = crossval_input(read_crossval(directory), baselines={})

        assert found.calibration is None
        assert "What the scores are worth was not measured" in found.notes[0]

    def test_an_unfinished_one_says_so(self, directory: Path) -> None:
        (directory / "fold-1.jsonl").unlink()

        found = crossval_input(read_crossval(directory, unfinished=True), baselines={})

        assert [document.id for document in found.gold] == ["second"]
        assert "1 of 2 articles so far" in found.notes[0]
        with pytest.raises(SolieuError, match=r"has no fold-1\.jsonl, so it is not finished"):
            read_crossval(directory)

    def test_parts_of_the_training_articles_are_held_out_too(self, directory: Path) -> None:
        record = yaml.safe_load((directory / "crossval.yaml").read_text(encoding="utf-8"))
        record["data"] |= {"train": record["data"]["evaluate"], "evaluate": []}
        record |= {"folds": 2}
        (directory / "crossval.yaml").write_text(yaml.safe_dump(record), encoding="utf-8")
        parts = parts_of_training(read_corpora(DataConfig(tuple(record["data"]["train"]))), 2).parts
        for number, part in enumerate(parts, start=1):
            write_jsonl(part, directory / f"fold-{number}.jsonl")

        found = crossval_input(read_crossval(directory), baselines={})

        trained = dict(zip([document.id for document in found.gold], found.trained, strict=True))
        assert trained["first"] is not None
        assert entity_key("LOC", "Hà Nội") in trained["first"]
        assert entity_key("PERSON", "Lâm Minh Hồng") not in trained["first"]

    def test_one_seed_of_several_is_read_from_its_own_directory(
        self, directory: Path, solieu: Callable[..., Any]
    ) -> None:
        record = yaml.safe_load((directory / "crossval.yaml").read_text(encoding="utf-8"))
        del record["seed"]
        (directory / "crossval.yaml").write_text(yaml.safe_dump(record | {"seeds": [7, 8]}), encoding="utf-8")
        (directory / "seed-7").mkdir()
        for path in directory.glob("fold-*"):
            path.rename(directory / "seed-7" / path.name)

        assert read_crossval(directory / "seed-7").config.seed == 7
        assert solieu("report", directory / "seed-7", "--no-baselines")[0] == 0
        assert (directory / "seed-7" / "report.html").is_file()
        with pytest.raises(SolieuError, match=r"with several seeds; give the directory of one: .*seed-7$"):
            read_crossval(directory)

    def test_a_fold_of_other_articles_is_refused(self, directory: Path) -> None:
        write_jsonl([Document("Công an", (), "other")], directory / "fold-2.jsonl")

        with pytest.raises(SolieuError, match=r"fold-2\.jsonl: document 'other' is none of those that this fold"):
            read_crossval(directory)

    def test_changed_data_are_refused(self, directory: Path, content: ReportInput) -> None:
        write_jsonl(content.predicted, directory.parent / "evaluate.jsonl")

        with pytest.raises(SolieuError, match=r"evaluate\.jsonl: is not the file that the cross validation"):
            read_crossval(directory)

    def test_missing_data_are_refused(self, directory: Path) -> None:
        (directory.parent / "evaluate.jsonl").unlink()

        with pytest.raises(SolieuError, match=r"evaluate\.jsonl: is missing, .*; run this in the folder"):
            read_crossval(directory)

    def test_a_directory_of_something_else_is_refused(self, tmp_path: Path) -> None:
        with pytest.raises(SolieuError, match=r"holds no crossval\.yaml, so it is no cross validation"):
            read_crossval(tmp_path)

    def test_one_without_a_finished_fold_is_refused(self, directory: Path) -> None:
        for path in directory.glob("fold-*"):
            path.unlink()

        with pytest.raises(SolieuError, match="no fold is finished yet"):
            read_crossval(directory, unfinished=True)
