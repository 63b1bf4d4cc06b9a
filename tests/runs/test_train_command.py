"""`solieu train`, `solieu evaluate` and `solieu crossval` as they are called."""

import json
from collections.abc import Callable
from pathlib import Path
from typing import Any

import pytest

from solieu.annotation import Document
from solieu.annotation.jsonl import read_jsonl, write_jsonl
from solieu.models.loading import load_tagger
from solieu.training.config import load_config
from solieu.training.evaluation import evaluate, predict

CONLL = """\
Bệnh_nhân O
35 B-AGE
tuổi O
ở O
Huế B-CITY

Ông O
An B-NAME
về O
Cà B-CITY
Mau I-CITY
"""


def refused(outcome: Any) -> str:
    """Return the one sentence with which a command has ended."""
    assert (outcome.status, outcome.out) == (2, "")
    (line,) = outcome.err.splitlines()
    return str(line).removeprefix("error: ")


class TestTrain:
    def test_trains_and_evaluates_and_says_where_the_model_is(
        self, solieu: Callable[..., Any], config_file: Path, corpus: Any, tmp_path: Path
    ) -> None:
        outcome = solieu("train", config_file, f"data.dev={corpus.dev}", f"data.evaluate={corpus.test}")

        assert (outcome.status, outcome.err) == (0, "")
        lines = outcome.out.splitlines()
        assert lines[0] == "16 articles with 48 spans to train on, 16 for development, 16 for evaluation"
        assert lines[1].startswith("training: epoch 1 of 2: loss ")
        assert "strict: same start, end and label; 16 articles" in lines[3]
        assert lines[-1] == f"the model and its record are in {tmp_path / 'run'}"
        assert (tmp_path / "run" / "model.safetensors").exists()

    def test_takes_values_in_place_of_the_file_s(
        self, solieu: Callable[..., Any], config_file: Path, corpus: Any, tmp_path: Path
    ) -> None:
        words = ["epochs=1", "learning_rate=3e-4", f"output={tmp_path / 'other'}", "data.dev=0.3", "seed=7"]

        assert solieu("train", config_file, *words, f"data.train={corpus.train},{corpus.dev}").status == 0

        config = load_config(tmp_path / "other" / "config.yaml")
        assert (config.epochs, config.learning_rate, config.seed) == (1, 3e-4, 7)
        assert config.data.train == (corpus.train, corpus.dev)
        data = json.loads((tmp_path / "other" / "data.json").read_text(encoding="utf-8"))
        assert data["train"]["documents"] + data["dev"]["documents"] == 32
        assert 0 < data["dev"]["documents"] < 20

    def test_refuses_mistakes_in_one_sentence(
        self, solieu: Callable[..., Any], config_file: Path, tmp_path: Path
    ) -> None:
        def message(*words: str) -> str:
            return refused(solieu("train", config_file, *words))

        assert message("epochs=x") == "command line: 'epochs' must be a whole number of at least 1, but is 'x'"
        assert message("data.train=none.jsonl").startswith("none.jsonl: cannot be read (No such file")
        assert message("data.labels=none.yaml").startswith("none.yaml: cannot be read (No such file")
        assert not (tmp_path / "run").exists()

    def test_refuses_a_directory_that_is_in_use_unless_it_may_be_replaced(
        self, solieu: Callable[..., Any], config_file: Path, tmp_path: Path
    ) -> None:
        assert solieu("train", config_file, "epochs=1").status == 0

        assert "holds a run; give another output=, or --overwrite" in refused(solieu("train", config_file))
        assert solieu("train", config_file, "epochs=1", "--overwrite").status == 0
        message = refused(solieu("train", config_file, f"output={tmp_path}", "--overwrite"))
        assert message.startswith(f"{tmp_path}: the output directory is not empty, and what it holds is no run")
        assert config_file.exists()

    @pytest.mark.slow
    def test_shows_a_bar_with_loss_and_f1_in_a_terminal(
        self, in_a_terminal: Callable[..., str], config_file: Path, corpus: Any, tmp_path: Path
    ) -> None:
        shown = in_a_terminal("train", config_file, f"data.dev={corpus.dev}")

        last = json.loads((tmp_path / "run" / "metrics.jsonl").read_text(encoding="utf-8").splitlines()[-1])
        assert f"loss {last['loss']:.3f}  F1 {last['f1']:.3f}" in shown
        assert "━━━" in shown
        assert not any(noise in shown for noise in ("it/s", "Loading", "Writing", "Warning", "{'"))


class TestConllFilesWithTheirOwnLabels:
    @pytest.fixture
    def files(self, tmp_path: Path) -> tuple[Path, Path]:
        train, test = tmp_path / "train.conll", tmp_path / "test.conll"
        train.write_text(CONLL, encoding="utf-8")
        test.write_text(CONLL.replace("Huế", "Vinh").replace("Mau", "Mâu"), encoding="utf-8")
        return train, test

    def test_train_evaluate_and_extract(
        self, solieu: Callable[..., Any], config_file: Path, files: tuple[Path, Path], tmp_path: Path
    ) -> None:
        train, test = files
        trained = solieu(
            *("train", config_file, f"data.train={train}", f"data.evaluate={test}"),
            *("epochs=40", "learning_rate=5e-3", "dropout=0"),
        )
        assert (trained.status, trained.err) == (0, "")

        evaluated = solieu("evaluate", "--model", tmp_path / "run", "--data", test, "--json", tmp_path / "scores.json")
        assert evaluated.status == 0
        scores = json.loads((tmp_path / "scores.json").read_text(encoding="utf-8"))
        assert scores["strict"]["labels"].keys() == {"AGE", "CITY", "NAME"}
        assert scores["documents"] == 2
        assert "CITY" in evaluated.out

        (tmp_path / "a.txt").write_text("Ông An về Cà Mau", encoding="utf-8")
        extracted = solieu("extract", tmp_path / "run", tmp_path / "a.txt")
        found = {(span["text"], span["label"]) for span in json.loads(extracted.out)["spans"]}
        assert found == {("An", "NAME"), ("Cà Mau", "CITY")}

    def test_may_have_a_label_file(
        self, solieu: Callable[..., Any], config_file: Path, files: tuple[Path, Path], tmp_path: Path
    ) -> None:
        labels = tmp_path / "labels.yaml"
        labels.write_text("labels: [{name: NAME}, {name: CITY}, {name: AGE}, {name: DISEASE}]\n", encoding="utf-8")

        assert solieu("train", config_file, f"data.train={files[0]}", f"data.labels={labels}").status == 0

        config = json.loads((tmp_path / "run" / "config.json").read_text(encoding="utf-8"))
        assert list(config["id2label"].values())[::2] == ["O", "I-NAME", "I-CITY", "I-AGE", "I-DISEASE"]

    def test_must_have_only_labels_of_the_label_file(
        self, solieu: Callable[..., Any], config_file: Path, files: tuple[Path, Path], tmp_path: Path
    ) -> None:
        labels = tmp_path / "labels.yaml"
        labels.write_text("labels: [{name: NAME}, {name: CITY}]\n", encoding="utf-8")

        message = refused(solieu("train", config_file, f"data.train={files[0]}", f"data.labels={labels}"))

        assert message.startswith("data.train: document 'train-1' has the label 'AGE', which is not among NAME, CITY")


class TestEvaluate:
    def test_shows_a_table_and_writes_the_scores(
        self, solieu: Callable[..., Any], run: Path, corpus: Any, tmp_path: Path
    ) -> None:
        outcome = solieu("evaluate", "--model", run, "--data", corpus.test, "--json", tmp_path / "scores.json")

        assert (outcome.status, outcome.err) == (0, "")
        scores = json.loads((tmp_path / "scores.json").read_text(encoding="utf-8"))
        tagger, settings = load_tagger(run)
        gold = list(read_jsonl(corpus.test))
        assert scores == evaluate(gold, predict(tagger, gold), settings.schema).as_dict()
        micro = scores["strict"]["micro"]
        rows = [line.split() for line in outcome.out.splitlines()]
        assert [f"{micro[key]:.4f}" for key in ("precision", "recall", "f1")] in [row[1:4] for row in rows if row]
        assert "warning" not in outcome.out

    def test_takes_several_files(self, solieu: Callable[..., Any], run: Path, corpus: Any, tmp_path: Path) -> None:
        write_jsonl(list(read_jsonl(corpus.test))[:4], tmp_path / "one.jsonl")
        write_jsonl(list(read_jsonl(corpus.test))[4:], tmp_path / "two.jsonl")

        outcome = solieu("evaluate", "--model", run, "--data", tmp_path / "one.jsonl", "--data", tmp_path / "two.jsonl")

        assert "; 16 articles" in outcome.out

    def test_refuses_articles_that_the_model_was_trained_on(
        self, solieu: Callable[..., Any], run: Path, corpus: Any
    ) -> None:
        for seen in (corpus.train, corpus.dev):
            assert refused(solieu("evaluate", "--model", run, "--data", seen)) == (
                f"{seen}: the model was trained on, or chosen by, every one of these articles, so a score would say "
                "nothing; give articles that it has not seen, or --allow-seen to score them all the same"
            )

    def test_scores_them_all_the_same_if_asked_and_warns(
        self, solieu: Callable[..., Any], run: Path, corpus: Any, tmp_path: Path
    ) -> None:
        words = ["--data", corpus.train, "--allow-seen", "--json", tmp_path / "scores.json"]

        outcome = solieu("evaluate", "--model", run, *words)

        warning = "the model was trained on, or chosen by, 16 of these 16 articles; the scores are too good"
        assert outcome.status == 0
        assert outcome.out.splitlines()[-1] == f"warning: {warning}"
        assert json.loads((tmp_path / "scores.json").read_text(encoding="utf-8"))["warnings"] == [warning]

    def test_warns_if_the_model_was_trained_on_some(self, solieu: Callable[..., Any], run: Path, corpus: Any) -> None:
        outcome = solieu("evaluate", "--model", run, "--data", corpus.train, "--data", corpus.test)

        assert outcome.status == 0
        assert "warning: the model was trained on, or chosen by, 16 of these 32 articles" in outcome.out

    def test_warns_where_seqeval_counts_otherwise(self, solieu: Callable[..., Any], run: Path, tmp_path: Path) -> None:
        (tmp_path / "a.txt").write_text("Sáng 2/6, Đại tá Trần Thị Bình đến Cà Mau.\n" * 3, encoding="utf-8")
        record = json.loads(solieu("extract", run, tmp_path / "a.txt").out)
        # The same entities, but one of them goes on for a space that follows it.
        span = next(span for span in record["spans"] if record["text"][span["end"]] == " ")
        span["end"] += 1
        span["text"] += " "
        (tmp_path / "gold.jsonl").write_text(json.dumps(record), encoding="utf-8")

        outcome = solieu("evaluate", "--model", run, "--data", tmp_path / "gold.jsonl")

        assert outcome.status == 0
        assert "warning: seqeval's strict F1 on tags is 1.0000, on character spans it is 0." in outcome.out

    def test_refuses_labels_that_the_model_lacks(self, solieu: Callable[..., Any], run: Path, tmp_path: Path) -> None:
        (tmp_path / "a.conll").write_text(CONLL, encoding="utf-8")

        message = refused(solieu("evaluate", "--model", run, "--data", tmp_path / "a.conll"))

        assert message.startswith(f"{tmp_path / 'a.conll'}: document 'a-1' has the label 'AGE', which is not among")

    def test_shows_the_scores_even_if_their_file_cannot_be_written(
        self, solieu: Callable[..., Any], run: Path, corpus: Any, tmp_path: Path
    ) -> None:
        outcome = solieu("evaluate", "--model", run, "--data", corpus.test, "--json", tmp_path / "none" / "x.json")

        assert outcome.status == 2
        assert "micro" in outcome.out
        assert "make the folder first" in outcome.err

    def test_refuses_what_is_no_annotated_file_or_no_model(
        self, solieu: Callable[..., Any], run: Path, corpus: Any, tmp_path: Path
    ) -> None:
        (tmp_path / "a.txt").write_text("Huế", encoding="utf-8")

        def message(model: Path, data: object) -> str:
            return refused(solieu("evaluate", "--model", model, "--data", data))

        assert "none.jsonl: cannot be read" in message(run, tmp_path / "none.jsonl")
        assert "a.txt: annotated data must be JSONL" in message(run, tmp_path / "a.txt")
        assert "none: there is no such directory" in message(tmp_path / "none", corpus.test)


class TestCrossval:
    def test_shows_the_scores_of_all_articles_and_says_where_they_are(
        self, solieu: Callable[..., Any], config_file: Path, articles: list[Document], tmp_path: Path
    ) -> None:
        write_jsonl(articles[0:9:3], tmp_path / "folds.jsonl")

        outcome = solieu("crossval", config_file, f"data.evaluate={tmp_path / 'folds.jsonl'}", "epochs=1")

        assert (outcome.status, outcome.err) == (0, "")
        assert "; 3 articles" in outcome.out
        assert outcome.out.splitlines()[-1] == f"scores and predictions are in {tmp_path / 'run'}"
        assert {path.name for path in (tmp_path / "run").iterdir()} >= {"evaluation.json", "predictions.jsonl"}

    def test_refuses_mistakes_in_one_sentence(
        self, solieu: Callable[..., Any], config_file: Path, tmp_path: Path
    ) -> None:
        assert "needs at least two articles in data.evaluate" in refused(solieu("crossval", config_file))
        other = tmp_path / "other.conll"
        other.write_text("Huế\tB-CITY\n", encoding="utf-8")
        sentence = refused(solieu("crossval", config_file, f"data.evaluate={other}"))
        assert f"{other}: has the label 'CITY', which the training data do not have" in sentence
