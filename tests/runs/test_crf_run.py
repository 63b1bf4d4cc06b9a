"""A model whose tags are judged by a CRF, from training to use."""

from collections.abc import Callable
from pathlib import Path
from typing import Any

import pytest
from rich.console import Console
from safetensors.numpy import load_file
from transformers import AutoModelForTokenClassification

from solieu import Extractor
from solieu.annotation import SolieuError
from solieu.annotation.documents import Document
from solieu.annotation.jsonl import read_jsonl
from solieu.models.loading import load_tagger
from solieu.training.config import DataConfig, TrainingConfig
from solieu.training.corpora import read_corpora
from solieu.training.evaluation import predict
from solieu.training.fit import fit, save_checkpoint

QUIET = Console(quiet=True)


@pytest.fixture(scope="module")
def saved(
    tmp_path_factory: pytest.TempPathFactory, corpus: Any, settings: Callable[..., TrainingConfig]
) -> tuple[Path, list[Document]]:
    """A saved model and what it predicted before it was saved."""
    directory = tmp_path_factory.mktemp("crf")
    config = settings(directory, data=DataConfig((corpus.train,), (corpus.dev,)), crf=True, pooling="mean", epochs=20)
    fitted = fit(config, read_corpora(config.data), directory / "scratch", QUIET, "")
    predicted = predict(fitted.tagger, list(read_jsonl(corpus.dev)))
    save_checkpoint(fitted, directory)
    return directory, predicted


def test_its_scores_are_in_a_file_of_their_own(saved: tuple[Path, list[Document]]) -> None:
    directory, _ = saved

    assert load_file(directory / "crf.safetensors").keys() == {"transitions", "start", "end"}
    assert not any(name.startswith("crf.") for name in load_file(directory / "model.safetensors"))


def test_a_loaded_model_predicts_what_it_did_before_it_was_saved(
    saved: tuple[Path, list[Document]], corpus: Any
) -> None:
    directory, predicted = saved

    tagger, settings = load_tagger(directory, precision="fp32")

    assert (settings.crf, settings.pooling) == (True, "mean")
    again = predict(tagger, list(read_jsonl(corpus.dev)))
    assert any(document.spans for document in predicted)
    for now, before in zip(again, predicted, strict=True):
        assert [(span.start, span.end, span.label) for span in now.spans] == [
            (span.start, span.end, span.label) for span in before.spans
        ]
        # Attention is computed by other products in training than in use.
        assert [span.score for span in now.spans] == pytest.approx([span.score for span in before.spans], abs=1e-5)


def test_scores_are_probabilities(saved: tuple[Path, list[Document]], articles: list[Document]) -> None:
    spans = Extractor.from_pretrained(saved[0]).extract(articles[0].text).spans

    assert all(span.score is not None and 0 < span.score <= 1 for span in spans)


def test_transformers_loads_the_rest_of_it(saved: tuple[Path, list[Document]]) -> None:
    _, report = AutoModelForTokenClassification.from_pretrained(saved[0], output_loading_info=True)

    assert not report["missing_keys"]
    assert not report["unexpected_keys"]


def test_without_its_scores_it_is_not_whole(saved: tuple[Path, list[Document]], tmp_path: Path) -> None:
    for path in saved[0].iterdir():
        if path.is_file() and path.name != "crf.safetensors":
            (tmp_path / path.name).write_bytes(path.read_bytes())

    with pytest.raises(SolieuError, match=r"the checkpoint lacks crf\.safetensors"):
        load_tagger(tmp_path)
