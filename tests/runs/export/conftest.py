"""Small taggers of every kind, exported to ONNX."""

from collections.abc import Sequence
from dataclasses import dataclass
from pathlib import Path
from typing import Any

import numpy as np
import pytest
import torch
from transformers import (
    BertConfig,
    BertForTokenClassification,
    PreTrainedTokenizerFast,
    RobertaConfig,
    RobertaForTokenClassification,
)

from solieu import Extractor
from solieu.annotation import Document, LabelSchema
from solieu.annotation.jsonl import write_jsonl
from solieu.models.checkpoint import CRF_FILE, CheckpointSettings, save_settings
from solieu.models.crf_scores import CrfScores, save_crf
from solieu.models.phobert_tokenizer import PhobertTokenizerFast, add_unknown_rows
from solieu.models.segmentation import WordSegmentation
from solieu.training.export import export

SCHEMA = LabelSchema.default()
KINDS = ("bert", "bert-mean-crf", "phobert")


@dataclass(frozen=True)
class Exported:
    """A model and what became of it.

    Args:
        source: The checkpoint.
        directory: The same in ONNX, fp32.
        data: Articles annotated by the checkpoint itself, so that its F1 is 1.
    """

    source: Path
    directory: Path
    data: Path


def _bert(tokenizer: PreTrainedTokenizerFast, directory: Path, **settings: Any) -> None:
    """Write a checkpoint of BERT's shape with one layer, for as little to export as can be."""
    config = BertConfig(
        vocab_size=len(tokenizer),
        hidden_size=32,
        num_hidden_layers=1,
        num_attention_heads=2,
        intermediate_size=64,
        max_position_embeddings=128,
        pad_token_id=tokenizer.pad_token_id,
        initializer_range=0.5,  # wide, so that different words get different tags
        id2label=SCHEMA.id2label,
        label2id=SCHEMA.label2id,
    )
    BertForTokenClassification(config).save_pretrained(directory)
    tokenizer.save_pretrained(directory)
    save_settings(directory, CheckpointSettings(SCHEMA, **settings), "0.1.0")


def _crf(directory: Path) -> None:
    """Write the scores of a CRF."""
    random, tags = np.random.default_rng(1), len(SCHEMA.tags)
    shapes = ((tags, tags), (tags,), (tags,))
    save_crf(CrfScores(*(random.normal(size=shape).astype(np.float32) for shape in shapes)), directory / CRF_FILE)


def _phobert(texts: Sequence[str], directory: Path) -> None:
    """Write a checkpoint of PhoBERT's shape, whose pieces are single characters, ``ng`` and ``nh``."""
    characters = sorted({char for text in texts for char in text if not char.isspace()} | {"_"})
    pieces = [piece for char in characters for piece in (char, f"{char}@@")]
    files = directory / "vocab.txt", directory / "bpe.codes"
    files[0].write_text("".join(f"{piece} 1\n" for piece in [*pieces, "ng", "nh@@"]), encoding="utf-8")
    files[1].write_text("n g</w> 9\nn h 8\nn h</w> 7\n", encoding="utf-8")
    tokenizer = PhobertTokenizerFast(*files)
    config = RobertaConfig(
        vocab_size=tokenizer.own_size,
        hidden_size=32,
        num_hidden_layers=1,
        num_attention_heads=2,
        intermediate_size=64,
        max_position_embeddings=258,
        type_vocab_size=1,
        initializer_range=0.4,
        id2label=SCHEMA.id2label,
        label2id=SCHEMA.label2id,
        tokenizer_class="PhobertTokenizer",
    )
    model = RobertaForTokenClassification(config)
    add_unknown_rows(model, tokenizer)
    model.save_pretrained(directory)
    tokenizer.save_pretrained(directory)
    segmentation = WordSegmentation("pyvi", old_tones=True)
    save_settings(directory, CheckpointSettings(SCHEMA, max_length=256, overlap=64, segmentation=segmentation), "0.1.0")


@pytest.fixture(scope="session")
def sources(
    tiny_tokenizer: PreTrainedTokenizerFast, seeds: list[Document], tmp_path_factory: pytest.TempPathFactory
) -> dict[str, Path]:
    """Checkpoints by kind."""
    found = {kind: tmp_path_factory.mktemp(kind) for kind in KINDS}
    with torch.random.fork_rng(devices=[]):
        torch.manual_seed(1)
        _bert(tiny_tokenizer, found["bert"], max_length=128, overlap=32)
        others = {"pooling": "mean", "crf": True, "temperature": 1.5}
        _bert(tiny_tokenizer, found["bert-mean-crf"], max_length=64, overlap=16, **others)
        _crf(found["bert-mean-crf"])
        _phobert([document.text for document in seeds], found["phobert"])
    return found


def _export(source: Path, seeds: list[Document], folder: Path) -> Exported:
    extractor = Extractor.from_pretrained(source, device="cpu", precision="fp32")
    articles = list(extractor.extract_many(document.text[:1500] for document in seeds[:4]))
    write_jsonl(
        (Document(found.text, found.spans, str(number)) for number, found in enumerate(articles)), folder / "data.jsonl"
    )
    export(source, folder / "model", articles, "the articles")
    return Exported(source, folder / "model", folder / "data.jsonl")


@pytest.fixture(scope="session")
def bert(sources: dict[str, Path], seeds: list[Document], tmp_path_factory: pytest.TempPathFactory) -> Exported:
    """A BERT that judges words by their first subword, one by one."""
    return _export(sources["bert"], seeds, tmp_path_factory.mktemp("exported"))


@pytest.fixture(scope="session", params=KINDS)
def exported(
    request: pytest.FixtureRequest,
    sources: dict[str, Path],
    seeds: list[Document],
    tmp_path_factory: pytest.TempPathFactory,
) -> Exported:
    """Each kind of tagger."""
    if request.param == "bert":
        found: Exported = request.getfixturevalue("bert")
        return found
    return _export(sources[request.param], seeds, tmp_path_factory.mktemp("exported"))
