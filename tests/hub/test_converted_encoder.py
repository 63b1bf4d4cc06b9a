"""A converted encoder of the hub, loaded."""

from collections.abc import Callable
from pathlib import Path
from typing import Any

import pytest
import torch
from safetensors.torch import load_file, save_file
from transformers import AutoModelForTokenClassification, RobertaConfig, RobertaForMaskedLM

from solieu.models.phobert_tokenizer import load_tokenizer


@pytest.fixture
def published(tmp_path: Path) -> dict[str, bytes]:
    """The files of a small model of PhoBERT's kind as the hub's bot converts it: with a head for masked words."""
    torch.manual_seed(1)
    config = RobertaConfig(
        vocab_size=7,
        hidden_size=8,
        num_hidden_layers=1,
        num_attention_heads=2,
        intermediate_size=16,
        max_position_embeddings=258,
        type_vocab_size=1,
        tokenizer_class="PhobertTokenizer",
    )
    RobertaForMaskedLM(config).save_pretrained(tmp_path / "published")
    path = tmp_path / "published" / "model.safetensors"
    # Older releases of transformers saved these, too.
    others = {
        "roberta.embeddings.position_ids": torch.arange(258)[None],
        "roberta.pooler.dense.weight": torch.ones(8, 8),
    }
    save_file(load_file(path) | others, path, metadata={"format": "pt"})
    (path.parent / "vocab.txt").write_text("Công 9\nan 8\n", encoding="utf-8")
    merges = "n g</w> 9\na n</w> 8\nô ng</w> 7\nC ông</w> 6\n"
    (path.parent / "bpe.codes").write_text(merges, encoding="utf-8")
    return {file.name: file.read_bytes() for file in path.parent.iterdir()}


def test_a_converted_encoder_is_loaded_with_its_weights_and_its_tokenizer(
    hub: Any, new_repository: Any, proposal: Any, locate: Callable[..., str], published: dict[str, bytes]
) -> None:
    main = {name: data for name, data in published.items() if name != "model.safetensors"}
    main["pytorch_model.bin"] = b"pickle"
    hub.repositories["org/name"] = new_repository({"main": main, "refs/pr/1": published}, [proposal(1)])

    directory = Path(locate("org/name"))
    model, report = AutoModelForTokenClassification.from_pretrained(
        directory, num_labels=3, use_safetensors=True, output_loading_info=True
    )

    assert sorted(report["missing_keys"]) == ["classifier.bias", "classifier.weight"]
    words = load_file(directory / "model.safetensors")["roberta.embeddings.word_embeddings.weight"]
    assert torch.equal(model.roberta.embeddings.word_embeddings.weight, words)
    assert load_tokenizer(directory)("Công an A")["input_ids"] == [0, 4, 5, 3, 2]
