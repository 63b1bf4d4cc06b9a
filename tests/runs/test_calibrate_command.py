"""`solieu calibrate`: a model's scores made to say how often spans are right."""

import json
import shutil
from collections.abc import Callable
from dataclasses import replace
from hashlib import sha256
from pathlib import Path
from typing import Any

import pytest
import yaml
from rich.console import Console

from solieu.annotation import Document, SolieuError
from solieu.annotation.jsonl import read_jsonl, write_jsonl
from solieu.models.checkpoint import load_settings
from solieu.models.loading import load_tagger
from solieu.training.calibrate import calibrate
from solieu.training.config import DataConfig, TrainingConfig
from solieu.training.crossval import crossval
from solieu.training.crossval_results import read_crossval
from solieu.training.measures.calibration import collect_spans, fit_temperature
from solieu.training.train import train

QUIET = Console(quiet=True)


@pytest.fixture(scope="module")
def articles_file(tmp_path_factory: pytest.TempPathFactory, articles: list[Document]) -> Path:
    """Twelve articles, in one of which an annotator has made mistakes, so that some predictions are wrong."""
    path = tmp_path_factory.mktemp("calibrate") / "articles.jsonl"
    wrong = [replace(document, spans=document.spans[1:]) for document in articles[:2]]
    write_jsonl([*wrong, *articles[2:12]], path)
    return path


@pytest.fixture(scope="module")
def configuration(articles_file: Path, settings: Callable[..., TrainingConfig]) -> TrainingConfig:
    data = DataConfig((str(articles_file),))
    return settings(articles_file.parent / "crossval", data=data, epochs=20, dropout=0.0)


@pytest.fixture(scope="module")
def finished(configuration: TrainingConfig) -> tuple[Path, Path]:
    """The directories of a model and of a cross validation of the same configuration."""
    model = replace(configuration, output=str(Path(configuration.output).with_name("model")))
    train(model, QUIET)
    crossval(configuration, QUIET, folds=3)
    return Path(model.output), Path(configuration.output)


@pytest.fixture
def model(finished: tuple[Path, Path], tmp_path: Path) -> Path:
    return Path(shutil.copytree(finished[0], tmp_path / "model"))


@pytest.fixture
def validation(finished: tuple[Path, Path], tmp_path: Path) -> Path:
    return Path(shutil.copytree(finished[1], tmp_path / "crossval"))


def change_yaml(path: Path, **changes: Any) -> None:
    path.write_text(yaml.safe_dump({**yaml.safe_load(path.read_text()), **changes}, allow_unicode=True))


def refusal(model: Path, validation: Path) -> str:
    """The sentence of a refusal, after which the model is as it was."""
    before = (model / "solieu.json").read_bytes()
    with pytest.raises(SolieuError) as error:
        calibrate(model, validation)
    assert (model / "solieu.json").read_bytes() == before
    assert "\n" not in str(error.value)
    return str(error.value)


def test_the_model_gets_the_temperature_of_what_was_held_out(model: Path, validation: Path) -> None:
    found = calibrate(model, validation, resamples=50)

    results = read_crossval(validation)
    spans = collect_spans(results.gold, results.predicted, results.fold_numbers)
    assert found.temperature == fit_temperature(spans.scores, spans.right)
    assert load_settings(model).temperature == found.temperature
    assert load_tagger(model)[0].temperature == found.temperature
    assert (found.articles, len(found.fold_temperatures)) == (12, len(set(spans.folds.tolist())))


def test_spans_and_everything_else_stay(model: Path, validation: Path, articles: list[Document]) -> None:
    texts = [document.text for document in articles]
    before, settings = load_tagger(model)[0].predict(texts), load_settings(model)

    temperature = calibrate(model, validation, resamples=50).temperature

    after = load_tagger(model)[0].predict(texts)
    assert [[replace(span, score=None) for span in spans] for spans in before] == [
        [replace(span, score=None) for span in spans] for spans in after
    ]
    assert load_settings(model) == replace(settings, temperature=temperature)


def test_every_prediction_belongs_to_the_fold_that_held_its_article_out(validation: Path) -> None:
    results = read_crossval(validation)

    for number in (1, 2, 3):
        held_out = {document.id for document in read_jsonl(validation / f"fold-{number}.jsonl")}
        assert {
            gold.id for gold, fold in zip(results.gold, results.fold_numbers, strict=True) if fold == number
        } == held_out


def test_the_card_says_so_once(model: Path, validation: Path) -> None:
    calibrate(model, validation, resamples=50)
    once = (model / "README.md").read_text(encoding="utf-8")
    calibrate(model, validation, resamples=50)

    assert (model / "README.md").read_text(encoding="utf-8") == once
    assert once.count("## Calibration") == 1
    assert once.index("## Evaluation") < once.index("The spans' scores are calibrated: temperature")


def test_the_command_shows_curve_errors_and_temperature(
    solieu: Callable[..., Any], model: Path, validation: Path, tmp_path: Path
) -> None:
    outcome = solieu("calibrate", model, validation, "--json", tmp_path / "calibration.json")

    assert (outcome.status, outcome.err) == (0, "")
    for words in ("mean score", "before", "after", "expected calibration error", "temperature:", "without one fold"):
        assert words in outcome.out
    content = json.loads((tmp_path / "calibration.json").read_text())
    assert content["temperature"] == pytest.approx(load_settings(model).temperature, abs=1e-6)
    assert set(content["before"]) == set(content["after"]) == {"width", "mass"}
    assert 0 <= content["after"]["width"]["expected_calibration_error"]["value"] <= 1


@pytest.mark.parametrize(
    ("key", "value"), [("encoder", "compact"), ("segmenter", "pyvi"), ("old_tones", True), ("crf", True)]
)
def test_a_cross_validation_of_another_configuration_is_refused(
    model: Path, validation: Path, key: str, value: object
) -> None:
    change_yaml(validation / "crossval.yaml", **{key: value})

    sentence = refusal(model, validation)

    assert f"is a cross validation with {key} {value}, but {model} has {key} " in sentence


def test_other_labels_are_refused(model: Path, validation: Path, tmp_path: Path) -> None:
    labels = tmp_path / "labels.yaml"
    labels.write_text("labels:\n  - name: RANK\n  - name: PERSON\n  - name: LOC\n")
    record = yaml.safe_load((validation / "crossval.yaml").read_text())
    change_yaml(
        validation / "crossval.yaml",
        data={**record["data"], "labels": str(labels)},
        sha256={**record["sha256"], str(labels): sha256(labels.read_bytes()).hexdigest()},
    )

    assert "is a cross validation with labels RANK, PERSON, LOC, but" in refusal(model, validation)


def test_what_else_differs_is_a_warning(model: Path, validation: Path) -> None:
    change_yaml(validation / "crossval.yaml", epochs=99)

    warnings = calibrate(model, validation, resamples=50).warnings

    assert "epochs 99 there and 20 here" in warnings[0]


def test_a_temperature_that_does_not_help_on_other_folds_is_a_warning(model: Path, validation: Path) -> None:
    found = calibrate(model, validation, resamples=50)

    helps = found.after["width"].error.value < found.before["width"].error.value
    assert any("the temperature makes scores no better" in warning for warning in found.warnings) != helps


def test_an_annotated_file_that_has_changed_since_is_refused(
    model: Path, validation: Path, articles: list[Document], articles_file: Path
) -> None:
    kept = articles_file.read_bytes()
    write_jsonl(articles[:12], articles_file)
    try:
        assert f"{articles_file}: is not the file that the cross validation" in refusal(model, validation)
        articles_file.unlink()
        assert f"{articles_file}: is missing" in refusal(model, validation)
    finally:
        articles_file.write_bytes(kept)


@pytest.mark.parametrize("name", ["crossval.yaml", "fold-1.jsonl"])
def test_a_cross_validation_that_is_not_whole_is_refused(model: Path, validation: Path, name: str) -> None:
    (validation / name).unlink()

    assert name in refusal(model, validation)


def test_a_prediction_of_no_annotated_article_is_refused(model: Path, validation: Path) -> None:
    documents = list(read_jsonl(validation / "fold-1.jsonl"))
    write_jsonl([*documents, Document("Công an", (), "other")], validation / "fold-1.jsonl")

    assert "document 'other' is none of those that this fold holds out" in refusal(model, validation)


def test_a_model_whose_configuration_is_not_known_is_refused(model: Path, validation: Path) -> None:
    (model / "config.yaml").unlink()

    assert "nothing says how the model was trained" in refusal(model, validation)


def test_scores_that_no_temperature_fits_are_refused(model: Path, validation: Path) -> None:
    results = read_crossval(validation)
    for fold in results.folds:
        right = [
            prediction.with_spans(span for span in prediction.spans if replace(span, score=None) in gold.spans)
            for gold, prediction in zip(fold.gold, fold.predicted, strict=True)
        ]
        write_jsonl(right, validation / f"fold-{fold.number}.jsonl")

    assert "no temperature from 0.05 to 20 fits" in refusal(model, validation)


def test_what_is_no_model_is_refused(solieu: Callable[..., Any], validation: Path, tmp_path: Path) -> None:
    outcome = solieu("calibrate", tmp_path / "nowhere", validation)

    assert outcome.status == 2
    assert "has no solieu.json" in outcome.err
    assert "Traceback" not in outcome.err


def test_an_evaluation_by_articles_has_a_fold_for_each(
    tmp_path: Path, articles: list[Document], settings: Callable[..., TrainingConfig], corpus: Any
) -> None:
    write_jsonl(articles[0:9:3], tmp_path / "folds.jsonl")
    data = DataConfig((corpus.train,), evaluate=(str(tmp_path / "folds.jsonl"),))
    crossval(settings(tmp_path / "cv", data=data, epochs=1), QUIET)

    results = read_crossval(tmp_path / "cv")

    assert results.fold_numbers == [1, 2, 3]
    assert [document.id for document in results.gold] == [document.id for document in articles[0:9:3]]
