"""Ids past PhoBERT's own have rows in the word embeddings, so that others compute what PhoBERT computes."""

from pathlib import Path

import pytest
import torch
from transformers import (
    AutoTokenizer,
    PreTrainedTokenizerFast,
    RobertaConfig,
    RobertaForMaskedLM,
    RobertaForTokenClassification,
)

from solieu.models.phobert_tokenizer import PhobertTokenizerFast, add_unknown_rows

NAMES = ("vocab.txt", "bpe.codes")


def test_a_saved_model_computes_the_same_from_extra_ids(
    saved: Path, fast: PhobertTokenizerFast, lacking_words: list[str]
) -> None:
    text = " ".join(lacking_words[:60])
    model = RobertaForTokenClassification.from_pretrained(saved).eval()
    plain = AutoTokenizer.from_pretrained(saved)(text, return_tensors="pt")
    exact = fast(text, return_tensors="pt")

    with torch.inference_mode():
        assert not torch.equal(plain["input_ids"], exact["input_ids"])
        assert torch.equal(model(**plain).logits, model(**exact).logits)


@pytest.mark.parametrize("dtype", [torch.float32, torch.bfloat16])
@pytest.mark.parametrize("trained", [True, False])
def test_rows_of_extra_ids_follow_the_one_of_unk(hand_made: Path, dtype: torch.dtype, trained: bool) -> None:
    fast = PhobertTokenizerFast(*(hand_made / name for name in NAMES))
    model = RobertaForMaskedLM(
        RobertaConfig(vocab_size=fast.own_size, hidden_size=8, num_hidden_layers=1, num_attention_heads=2)
    ).to(dtype)
    model.get_input_embeddings().weight.requires_grad = trained
    before = model.get_input_embeddings().weight.detach().clone()

    add_unknown_rows(model, fast)
    with torch.no_grad():
        model.get_input_embeddings().weight[fast.unk_token_id] = 7.0
    add_unknown_rows(model, fast)

    weight = model.get_input_embeddings().weight
    own = [number for number in range(fast.own_size) if number != fast.unk_token_id]
    assert (weight.dtype, weight.requires_grad) == (dtype, trained)
    assert weight.shape[0] == len(fast) == model.config.vocab_size
    assert torch.equal(weight[own], before[own])
    assert fast.extra_ids
    assert all(torch.equal(weight[extra], weight[number]) for extra, number in fast.extra_ids.items())
    assert model.get_input_embeddings().padding_idx == model.config.pad_token_id


def test_an_encoder_with_rows_to_spare_keeps_them(hand_made: Path) -> None:
    fast = PhobertTokenizerFast(*(hand_made / name for name in NAMES))
    model = RobertaForMaskedLM(RobertaConfig(vocab_size=100, hidden_size=8, num_hidden_layers=1, num_attention_heads=2))

    add_unknown_rows(model, fast)

    weight = model.get_input_embeddings().weight
    assert weight.shape[0] == model.config.vocab_size == 100
    assert torch.equal(weight[min(fast.extra_ids)], weight[fast.unk_token_id])


def test_the_encoders_of_other_tokenizers_stay_as_they_are(tiny_tokenizer: PreTrainedTokenizerFast) -> None:
    model = RobertaForMaskedLM(RobertaConfig(vocab_size=9, hidden_size=8, num_hidden_layers=1, num_attention_heads=2))

    add_unknown_rows(model, tiny_tokenizer)

    assert model.config.vocab_size == 9
