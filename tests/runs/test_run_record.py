"""What a run leaves on disk: the record of how it came about, and a checkpoint that others load."""

import json
import stat
from collections.abc import Callable
from hashlib import sha256
from pathlib import Path
from typing import Any

import pytest
import torch
from rich.console import Console
from safetensors.torch import load_file

from solieu.annotation import Document, Span
from solieu.annotation.jsonl import read_jsonl, write_jsonl
from solieu.models.checkpoint import load_settings
from solieu.models.extractor import Extractor
from solieu.models.loading import load_tagger
from solieu.training.config import DataConfig, TrainingConfig, load_config
from solieu.training.evaluation import evaluate, predict
from solieu.training.train import train

QUIET = Console(quiet=True)


def metrics(run: Path) -> list[dict[str, float]]:
    return [json.loads(line) for line in (run / "metrics.jsonl").read_text(encoding="utf-8").splitlines()]


def saved_f1(run: Path, path: str) -> float:
    """Measure the model that a run has saved."""
    gold = list(read_jsonl(path))
    tagger, settings = load_tagger(run, precision="fp32")
    return evaluate(gold, predict(tagger, gold), settings.schema, resamples=1).strict.micro.f1


class TestTheRecord:
    def test_a_run_s_directory_holds_the_model_and_how_it_came_about(self, run: Path) -> None:
        assert {path.name for path in run.iterdir()} == {
            *("config.json", "model.safetensors", "tokenizer.json", "tokenizer_config.json", "solieu.json"),
            *("config.yaml", "metrics.jsonl", "environment.json", "data.json", "evaluation.json", "README.md"),
            "tensorboard",
        }

    def test_the_configuration_is_that_of_the_run(self, run: Path, trained_config: TrainingConfig) -> None:
        assert load_config(run / "config.yaml") == trained_config

    def test_the_metrics_are_those_of_each_epoch(self, run: Path) -> None:
        epochs = metrics(run)

        assert [epoch["epoch"] for epoch in epochs] == list(range(1, 41))
        assert all(epoch.keys() == {"epoch", "step", "loss", "f1", "precision", "recall"} for epoch in epochs)
        assert [epoch["step"] for epoch in epochs] == [epoch * epochs[0]["step"] for epoch in range(1, 41)]

    def test_the_environment_is_that_of_the_run(self, run: Path) -> None:
        environment = json.loads((run / "environment.json").read_text(encoding="utf-8"))

        assert environment["packages"]["torch"] == torch.__version__
        assert environment["packages"].keys() >= {"solieu", "transformers", "tokenizers", "datasets", "accelerate"}
        assert environment.keys() >= {"python", "platform", "device", "threads", "training_seconds"}
        assert environment["dtype"] == "float32"

    def test_the_data_are_known_by_their_hashes_and_sizes(self, run: Path, corpus: Any) -> None:
        data = json.loads((run / "data.json").read_text(encoding="utf-8"))

        paths = (corpus.train, corpus.dev, corpus.test)
        assert data["sha256"] == {path: sha256(Path(path).read_bytes()).hexdigest() for path in paths}
        assert (data["train"]["documents"], data["train"]["spans"]) == (16, 48)
        assert data["dev"]["ids"] == [document.id for document in read_jsonl(corpus.dev)]
        assert data["evaluate"] == {"documents": 16, "spans": 48, "left_out_because_trained_on": 0}
        assert data["cut_spans"] == 0

    def test_spans_that_no_tags_give_back_are_counted(
        self, tmp_path: Path, settings: Callable[..., TrainingConfig]
    ) -> None:
        documents = [Document("Ông An ở\nCà Mau.", (Span(4, 6, "PERSON"), Span(7, 15, "LOC")), "a1")]
        write_jsonl(documents, tmp_path / "train.jsonl")

        train(settings(tmp_path / "run", data=DataConfig((str(tmp_path / "train.jsonl"),))), QUIET)

        assert json.loads((tmp_path / "run" / "data.json").read_text(encoding="utf-8"))["cut_spans"] == 1

    def test_the_evaluation_is_that_of_the_saved_model(self, run: Path, corpus: Any) -> None:
        evaluation = json.loads((run / "evaluation.json").read_text(encoding="utf-8"))

        micro = evaluation["strict"]["micro"]
        assert micro["f1"] == pytest.approx(saved_f1(run, corpus.test), abs=1e-6)
        assert 0 < micro["interval"][0] < micro["f1"] < micro["interval"][1] < 1
        assert evaluation["documents"] == 16
        assert evaluation["warnings"] == []

    def test_the_model_card_says_what_was_measured(self, run: Path) -> None:
        card = (run / "README.md").read_text(encoding="utf-8")
        strict = json.loads((run / "evaluation.json").read_text(encoding="utf-8"))["strict"]
        best = max(metrics(run), key=lambda epoch: epoch["f1"])

        for name in ("micro", "macro"):
            precision, recall, f1 = (f"{strict[name][key]:.3f}" for key in ("precision", "recall", "f1"))
            low, high = strict[name]["interval"]
            assert f"| {name} | {precision} | {recall} | {f1} | {low:.3f} – {high:.3f} |" in card
        assert f"| PERSON | {strict['labels']['PERSON']['precision']:.3f} |" in card
        assert "| AWARD |" not in card  # no such entity was annotated or predicted
        assert f"number {best['epoch']}, the best on 16 development articles" in card
        assert f"strict micro-F1 {best['f1']:.3f}" in card
        assert "40 epochs on 16 articles with 48 spans" in card

    def test_the_model_card_gives_the_hub_no_directory_for_a_model_s_name(self, run: Path) -> None:
        head = (run / "README.md").read_text(encoding="utf-8").split("---\n")[1]

        assert "base_model" not in head
        assert "license" not in head
        assert "pipeline_tag: token-classification" in head

    def test_without_evaluation_articles_the_card_says_so(
        self, tmp_path: Path, settings: Callable[..., TrainingConfig]
    ) -> None:
        assert train(settings(tmp_path / "run"), QUIET) is None

        assert "no fitting articles were given" in (tmp_path / "run" / "README.md").read_text(encoding="utf-8")
        assert not (tmp_path / "run" / "evaluation.json").exists()

    def test_without_evaluation_articles_that_it_has_not_seen_the_card_says_so(
        self, tmp_path: Path, corpus: Any, settings: Callable[..., TrainingConfig]
    ) -> None:
        assert (
            train(settings(tmp_path / "run", data=DataConfig((corpus.train,), evaluate=(corpus.train,))), QUIET) is None
        )

        assert "every evaluation article was trained on" in (tmp_path / "run" / "README.md").read_text(encoding="utf-8")


class TestTheCheckpoint:
    def test_solieu_loads_it(self, run: Path, corpus: Any) -> None:
        article = next(read_jsonl(corpus.test))

        document = Extractor.from_pretrained(run).extract(article.text)

        assert document.text == article.text
        assert document.spans

    def test_transformers_loads_it_as_any_other(self, run: Path) -> None:
        from transformers import AutoModelForTokenClassification, AutoTokenizer, pipeline

        model = AutoModelForTokenClassification.from_pretrained(run)
        tokenizer = AutoTokenizer.from_pretrained(run)
        found = pipeline("token-classification", model=str(run), aggregation_strategy="simple")("Đại tá Lâm Minh Hồng")

        assert model.config.id2label[1] == "B-PERSON"
        assert model.config.label2id["I-CAMPAIGN"] == 20
        assert tokenizer("Huế")["input_ids"]
        assert {"entity_group", "score", "word", "start", "end"} <= found[0].keys()

    def test_transformers_loads_it_in_bf16_too(self, tmp_path: Path, settings: Callable[..., TrainingConfig]) -> None:
        from transformers import pipeline

        train(settings(tmp_path / "run", precision="bf16"), QUIET)

        assert load_file(tmp_path / "run" / "model.safetensors")["classifier.weight"].dtype == torch.bfloat16
        pipeline("token-classification", model=str(tmp_path / "run"))("Đại tá Lâm Minh Hồng")

    @pytest.mark.parametrize(("name", "trim"), [("Nguyễn Văn An", True), ("An.", False), ("“An”", False)])
    def test_it_takes_punctuation_off_the_edges_of_entities_if_the_annotation_does(
        self, tmp_path: Path, settings: Callable[..., TrainingConfig], name: str, trim: bool
    ) -> None:
        document = Document(f"Ông {name} đến", (Span(4, 4 + len(name), "PERSON"),), "a1")
        write_jsonl([document], tmp_path / "train.jsonl")

        train(settings(tmp_path / "run", data=DataConfig((str(tmp_path / "train.jsonl"),)), epochs=1), QUIET)

        assert load_settings(tmp_path / "run").trim is trim

    def test_everybody_may_read_its_files(self, run: Path) -> None:
        modes = {path.name: stat.S_IMODE(path.stat().st_mode) for path in run.iterdir()}

        assert {name for name, mode in modes.items() if mode & 0o444 != 0o444} == set()

    def test_it_holds_no_pickle(self, run: Path) -> None:
        assert {path.suffix for path in run.glob("*.*")} == {".json", ".jsonl", ".md", ".safetensors", ".yaml"}

    def test_it_remembers_what_it_was_trained_on_and_chosen_by(self, run: Path, corpus: Any) -> None:
        settings = load_settings(run)

        for path, seen in ((corpus.train, 16), (corpus.dev, 16), (corpus.test, 0)):
            assert settings.seen(document.text for document in read_jsonl(path)) == seen

    def test_a_training_that_goes_on_from_it_remembers_that_too(
        self, tmp_path: Path, run: Path, corpus: Any, settings: Callable[..., TrainingConfig]
    ) -> None:
        data = DataConfig((corpus.test,), evaluate=(corpus.dev,))

        evaluation = train(settings(tmp_path / "next", data=data, encoder=str(run)), QUIET)

        seen = load_settings(tmp_path / "next")
        assert seen.seen(document.text for path in (corpus.train, corpus.dev) for document in read_jsonl(path)) == 32
        assert evaluation is not None
        assert evaluation.warnings == (
            "the model was trained on, or chosen by, 16 of these 16 articles; the scores are too good",
        )

    def test_a_training_may_go_on_from_it_with_other_labels(
        self, tmp_path: Path, run: Path, settings: Callable[..., TrainingConfig]
    ) -> None:
        (tmp_path / "train.conll").write_text("An B-PATIENT\nở O\nHuế B-CITY\n", encoding="utf-8")
        data = DataConfig((str(tmp_path / "train.conll"),))

        train(settings(tmp_path / "next", data=data, encoder=str(run)), QUIET)

        assert Extractor.from_pretrained(tmp_path / "next").schema.names == ("CITY", "PATIENT")
