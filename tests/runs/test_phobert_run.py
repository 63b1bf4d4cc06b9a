"""A checkpoint of PhoBERT's shape and its real tokenizer files, through everything that solieu does."""

import json
import shutil
import unicodedata
from collections.abc import Callable
from pathlib import Path
from typing import Any

import pytest
import torch
from rich.console import Console
from transformers import AutoTokenizer, RobertaConfig, RobertaModel, pipeline

from solieu import Extractor
from solieu.annotation.documents import Document
from solieu.annotation.jsonl import read_jsonl
from solieu.configs import config_path
from solieu.models.loading import load_tagger
from solieu.training.config import load_config
from solieu.training.train import train

FILES = Path(__file__).parents[3] / "shared" / "phobert-tokenizer"
pytestmark = [
    pytest.mark.skipif(not FILES.is_dir(), reason="PhoBERT's own vocab.txt and bpe.codes are not beside the project"),
    pytest.mark.slow,
]
# Tones in both placements, words of several syllables, a code, and a word that PhoBERT's vocabulary lacks a piece for.
TEXT = "Sáng 2/6, Thượng tá Lâm Minh Hồng, Phó Giám đốc Công an tỉnh Hòa Bình, ký Quyết định số 15/QĐ-UBND."


@pytest.fixture(scope="module")
def encoder(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """The directory of an encoder as the hub has PhoBERT, but small and with random weights."""
    directory = tmp_path_factory.mktemp("phobert")
    torch.manual_seed(1)
    config = RobertaConfig(
        vocab_size=64001,
        max_position_embeddings=258,
        type_vocab_size=1,
        hidden_size=32,
        num_hidden_layers=2,
        num_attention_heads=2,
        intermediate_size=64,
        initializer_range=0.3,
        tokenizer_class="PhobertTokenizer",
    )
    RobertaModel(config).save_pretrained(directory)
    for name in ("vocab.txt", "bpe.codes"):
        shutil.copy(FILES / name, directory)
    return directory


@pytest.fixture(scope="module")
def words(encoder: Path, corpus: Any) -> list[str]:
    """What is given to commands after the configuration ``phobert-base.yaml``."""
    return [
        *(f"encoder={encoder}", f"data.train={corpus.train}", f"data.dev={corpus.dev}", f"data.evaluate={corpus.test}"),
        *("patience=null", "crf=false", "learning_rate=3e-3", "batch_subwords=128", "precision=fp32"),
    ]


@pytest.fixture(scope="module")
def trained(words: list[str], tmp_path_factory: pytest.TempPathFactory) -> Path:
    """The directory of a finished run."""
    output = tmp_path_factory.mktemp("runs") / "phobert"
    train(load_config(config_path("phobert-base.yaml"), [*words, "epochs=40", f"output={output}"]), Console(quiet=True))
    return output


def test_it_learns(trained: Path) -> None:
    epochs = [json.loads(line) for line in (trained / "metrics.jsonl").read_text(encoding="utf-8").splitlines()]

    assert epochs[-1]["loss"] < epochs[0]["loss"] / 2
    assert json.loads((trained / "evaluation.json").read_text(encoding="utf-8"))["strict"]["micro"]["f1"] > 0.3


def test_a_saved_model_remembers_how_its_words_are_made(trained: Path) -> None:
    tagger, settings = load_tagger(trained)

    assert (settings.segmentation.segmenter, settings.segmentation.old_tones) == ("pyvi", True)
    assert settings.max_length == 256
    texts = tagger.text_encoder.encode(TEXT).words.texts
    assert {"Giám_đốc", "Công_an", "Hoà_Bình", "Quyết_định"} <= set(texts)


def test_the_commands_take_it(
    trained: Path, corpus: Any, words: list[str], tmp_path: Path, solieu: Callable[..., Any]
) -> None:
    (tmp_path / "article.txt").write_text(TEXT, encoding="utf-8")

    evaluated = solieu("evaluate", "--model", trained, "--data", corpus.test)
    extracted = solieu("extract", trained, tmp_path / "article.txt", "--out", tmp_path / "out.jsonl")
    validated = solieu(
        "crossval", config_path("phobert-base.yaml"), *words, "epochs=1", f"output={tmp_path / 'cv'}", "--folds", 2
    )

    assert (evaluated.status, extracted.status, validated.status) == (0, 0, 0), validated.err
    assert "cut entities: 0" in evaluated.out
    assert [document.text for document in read_jsonl(tmp_path / "out.jsonl")] == [TEXT]
    assert len(list(read_jsonl(tmp_path / "cv" / "predictions.jsonl"))) == 32


@pytest.mark.parametrize("form", ["NFC", "NFD"])
def test_spans_are_characters_of_the_text_as_it_was_given(trained: Path, articles: list[Document], form: str) -> None:
    text = unicodedata.normalize(form, articles[0].text.replace("Sáng", "👮 Sáng\u200b"))

    document = Extractor.from_pretrained(trained, precision="fp32").extract(text)

    assert document.text == text
    assert {unicodedata.normalize("NFC", document.span_text(span)) for span in document.spans} & {
        unicodedata.normalize("NFC", articles[0].span_text(span)) for span in articles[0].spans
    }


def test_both_placements_of_tones_are_the_same_to_it(trained: Path) -> None:
    extractor = Extractor.from_pretrained(trained, precision="fp32")

    new, old = (extractor.extract(text).spans for text in (TEXT, TEXT.replace("Hòa", "Hoà")))

    assert [(span.start, span.end, span.label) for span in new] == [(span.start, span.end, span.label) for span in old]


def test_transformers_loads_the_saved_model_with_offsets(trained: Path) -> None:
    tokenizer = AutoTokenizer.from_pretrained(trained)
    assert tokenizer.is_fast
    assert (trained / "vocab.txt").read_bytes() == (FILES / "vocab.txt").read_bytes()
    assert (trained / "bpe.codes").read_bytes() == (FILES / "bpe.codes").read_bytes()

    # A word that ends in a piece without a vocabulary entry, which a tokenizer of transformers must not choke on.
    segmented = "Thượng_tá Lâm Minh_Hồng xặc_biệt"
    found = pipeline("token-classification", model=str(trained))(segmented)

    assert found
    assert all(segmented[entity["start"] : entity["end"]].strip() for entity in found)


def test_transformers_computes_what_solieu_computes(trained: Path) -> None:
    tagger, _ = load_tagger(trained, precision="fp32")
    encoded = tagger.text_encoder.encode("Thượng tá Lâm Minh Hồng")
    ours = tagger.logits([encoded])[0]

    plain = AutoTokenizer.from_pretrained(trained)(" ".join(encoded.words.texts), return_tensors="pt")
    with torch.inference_mode():
        theirs = tagger.model(input_ids=plain["input_ids"], attention_mask=plain["attention_mask"]).logits[0]

    firsts = [plain.word_to_tokens(number).start for number in range(len(encoded.words))]
    torch.testing.assert_close(torch.from_numpy(ours), theirs[firsts], rtol=1e-4, atol=1e-4)


def test_windows_cover_articles_of_any_length(trained: Path, articles: list[Document]) -> None:
    text = " ".join(document.text.replace("\n", " ") for document in articles) * 3

    tagger, _ = load_tagger(trained)
    encoded = tagger.text_encoder.encode(text)

    assert max(len(window.ids) for window in encoded.windows) <= 256
    assert sum(len(window.window.kept) for window in encoded.windows) == len(encoded.words)


def test_a_training_can_go_on_from_it(
    trained: Path, words: list[str], tmp_path: Path, solieu: Callable[..., Any]
) -> None:
    outcome = solieu(
        *("train", config_path("phobert-base.yaml"), f"encoder={trained}", *words[1:3], *words[4:]),
        *("epochs=1", "data.evaluate=", f"output={tmp_path / 'next'}"),
    )

    assert outcome.status == 0, outcome.err
