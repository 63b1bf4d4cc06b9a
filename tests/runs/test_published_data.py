"""CoNLL files of words and of syllables with labels of their own, from training to figures that can be compared."""

import json
from collections.abc import Callable
from itertools import product
from pathlib import Path
from typing import Any

import pytest
from rich.console import Console

from solieu.annotation.conll_read import read_conll
from solieu.annotation.conll_retag import retag_conll
from solieu.annotation.corpus import read_documents, token_places
from solieu.models.loading import load_tagger
from solieu.training.config import DataConfig, TrainingConfig
from solieu.training.evaluation import evaluate, predict
from solieu.training.measures.tag_levels import score_levels
from solieu.training.train import train

# Sentences in the format of the published files: a word and its tag, one space between them, BIO.
GRADES = ("Đại_tá", "Trung_tá", "Thiếu_tá")
NAMES = ("Lâm_Minh_Hồng", "Nguyễn_Văn An", "Trần_Thị_Bình", "Lê_Văn_Nam")
PLACES = ("Long_An", "Hà_Nội", "Cà_Mau", "Hải_Phòng")
SPLITS = ("test", "dev", "train")


def sentences() -> list[list[tuple[str, str]]]:
    found = []
    for grade, name, place in product(GRADES, NAMES, PLACES):
        first, *others = name.split()
        named = [(first, "B-WHO"), *((word, "I-WHO") for word in others)]
        opening = [("Sáng", "O"), ("2/6", "O"), (",", "O")]
        found.append([*opening, (grade, "B-GRADE"), *named, ("đến", "O"), (place, "B-PLACE"), (".", "O")])
    return found


def as_syllables(word: str, tag: str) -> list[tuple[str, str]]:
    first, *others = word.split("_")
    return [(first, tag), *((syllable, tag.replace("B-", "I-")) for syllable in others)]


@pytest.fixture(scope="module", params=["word", "syllable"])
def level(request: pytest.FixtureRequest) -> str:
    found: str = request.param
    return found


@pytest.fixture(scope="module")
def data(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """The three splits, at both levels."""
    directory = tmp_path_factory.mktemp("data")
    for name, number in zip(SPLITS, range(3), strict=True):
        part = sentences()[number::3]
        for level, rows in (
            ("word", part),
            ("syllable", [[row for word in sentence for row in as_syllables(*word)] for sentence in part]),
        ):
            content = "".join("".join(f"{word} {tag}\n" for word, tag in sentence) + "\n" for sentence in rows)
            (directory / f"{name}_{level}.conll").write_text(content, encoding="utf-8")
    return directory


@pytest.fixture(scope="module")
def trained(
    data: Path, level: str, settings: Callable[..., TrainingConfig], tmp_path_factory: pytest.TempPathFactory
) -> Path:
    """The run of a small encoder on the files of one level."""
    test, dev, train_file = ((str(data / f"{name}_{level}.conll"),) for name in SPLITS)
    output = tmp_path_factory.mktemp(level) / "run"
    train(settings(output, data=DataConfig(train_file, dev, test), epochs=30, dropout=0.0), Console(quiet=True))
    return output


@pytest.mark.parametrize("name", SPLITS)
def test_both_levels_hold_the_same_texts_and_spans(data: Path, name: str) -> None:
    words, syllables = (read_conll(data / f"{name}_{level}.conll") for level in ("word", "syllable"))

    assert [document.text for document in words] == [document.text for document in syllables]
    assert [document.spans for document in words] == [document.spans for document in syllables]
    assert words[0].text.startswith("Sáng 2/6 , Đại tá Lâm Minh Hồng đến ")


@pytest.mark.slow
def test_training_and_evaluation_give_figures_at_every_level(
    data: Path, level: str, trained: Path, tmp_path: Path, solieu: Callable[..., Any]
) -> None:
    test = data / f"test_{level}.conll"

    done = solieu("evaluate", "--model", trained, "--data", test, "--json", tmp_path / "scores.json")

    assert done.status == 0, done.err
    scores = json.loads((tmp_path / "scores.json").read_text(encoding="utf-8"))
    assert scores["strict"]["labels"].keys() == {"GRADE", "PLACE", "WHO"}
    assert scores["strict"]["micro"]["f1"] == scores["seqeval_strict_f1"] > 0.2
    assert scores["documents"] == 16

    tagger, settings = load_tagger(str(trained))
    gold = read_documents(test)
    predicted = predict(tagger, gold)
    words, syllables = score_levels(gold, predicted, settings.schema, tokens=token_places(test))
    assert (words.origin, syllables.origin) == ("file" if level == "word" else "pyvi", "file")
    assert syllables.f1 == pytest.approx(scores["strict"]["micro"]["f1"], abs=1e-6)
    if words.cut_gold == words.cut_predicted == 0:
        assert words.f1 == pytest.approx(syllables.f1)

    inexact = retag_conll(test, predicted, tmp_path / "predicted.conll")
    rows = (tmp_path / "predicted.conll").read_text(encoding="utf-8").splitlines()
    assert [row.partition(" ")[0] for row in rows] == [
        row.partition(" ")[0] for row in test.read_text(encoding="utf-8").splitlines()
    ]
    if not inexact:
        again = evaluate(gold, read_conll(tmp_path / "predicted.conll"), settings.schema)
        assert again.strict.micro.f1 == pytest.approx(scores["strict"]["micro"]["f1"], abs=1e-6)


@pytest.mark.slow
def test_a_model_of_one_level_finds_the_same_spans_in_files_of_the_other(data: Path, trained: Path) -> None:
    tagger, _ = load_tagger(str(trained))

    words, syllables = (
        [document.spans for document in predict(tagger, read_conll(data / f"test_{level}.conll"))]
        for level in ("word", "syllable")
    )

    assert words == syllables
    assert any(words)
