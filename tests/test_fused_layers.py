"""Linear layers and what follows them as one operation."""

import copy
from collections.abc import Iterator
from pathlib import Path

import pytest
import torch
from torch import nn
from transformers import (
    BertConfig,
    BertForTokenClassification,
    RobertaConfig,
    RobertaForTokenClassification,
)

from solieu.annotation import Document
from solieu.models import Extractor
from solieu.models.fused_layers import FusedLinear, fuse_layers, has_fused_layers

needs_it = pytest.mark.skipif(not has_fused_layers(), reason="this PyTorch or processor has no fused layers in bf16")


def encoder(
    activation: str = "gelu", dtype: torch.dtype = torch.bfloat16, kin: str = "bert"
) -> BertForTokenClassification | RobertaForTokenClassification:
    torch.manual_seed(1)
    sizes = {"hidden_size": 32, "num_hidden_layers": 2, "num_attention_heads": 2, "intermediate_size": 64}
    model: BertForTokenClassification | RobertaForTokenClassification
    if kin == "bert":
        model = BertForTokenClassification(BertConfig(vocab_size=50, hidden_act=activation, num_labels=3, **sizes))
    else:
        model = RobertaForTokenClassification(RobertaConfig(vocab_size=50, num_labels=3, **sizes))
    return model.to(dtype).eval()


@needs_it
@pytest.mark.parametrize("kin", ["bert", "roberta"])
def test_the_logits_are_those_of_the_single_operations_but_for_rounding(kin: str) -> None:
    ids = torch.arange(2, 42).view(2, 20)
    mask = torch.ones(2, 20, dtype=torch.long)
    mask[1, 15:] = 0
    with torch.inference_mode():
        exact = encoder(dtype=torch.float32, kin=kin)(ids, mask).logits
        model = encoder(kin=kin)
        plain = model(ids, mask).logits

        assert fuse_layers(model) == 2 * 6

        fused = model(ids, mask).logits
    assert (fused.float() - exact).abs().max() <= 1.5 * (plain.float() - exact).abs().max()


@needs_it
@pytest.mark.parametrize(("rows", "length"), [(1, 1), (1, 3), (7, 11), (150, 30)])
def test_batches_of_any_size_are_read(rows: int, length: int) -> None:
    ids = torch.arange(rows * length).view(rows, length) % 50
    with torch.inference_mode():
        model = encoder()
        plain = model(ids).logits
        fuse_layers(model)

        assert (model(ids).logits - plain).abs().max() < 0.02


@needs_it
def test_the_weights_keep_their_names() -> None:
    model = encoder()
    weights = dict(model.state_dict())

    fuse_layers(model)

    assert all(torch.equal(weight, weights.pop(name)) for name, weight in model.state_dict().items())
    assert not weights


@needs_it
def test_a_copy_computes_the_same() -> None:
    ids = torch.arange(40).view(2, 20)
    model = encoder()
    fuse_layers(model)

    with torch.inference_mode():
        assert torch.equal(copy.deepcopy(model)(ids).logits, model(ids).logits)


@needs_it
def test_weights_that_are_loaded_anew_are_computed_with() -> None:
    ids = torch.arange(40).view(2, 20)
    model, other = encoder(), encoder()
    fuse_layers(model)
    with torch.no_grad():
        for weight in other.parameters():
            weight.mul_(2)

    model.load_state_dict(other.state_dict())

    with torch.inference_mode():
        assert (model(ids).logits - other(ids).logits).abs().max() < 0.05


@needs_it
def test_other_activations_stay_as_they_are() -> None:
    model = encoder("gelu_new")

    assert fuse_layers(model) == 2 * 5
    assert all(type(layer.intermediate.dense) is nn.Linear for layer in model.bert.encoder.layer)


def test_other_precisions_stay_as_they_are() -> None:
    assert fuse_layers(encoder(dtype=torch.float32)) == 0


def fused_layers(model: nn.Module) -> Iterator[nn.Module]:
    return (layer for layer in model.modules() if isinstance(layer, FusedLinear))


@needs_it
def test_an_extractor_in_bf16_has_it(tiny_checkpoint: Path, seeds: list[Document]) -> None:
    extractor = Extractor.from_pretrained(tiny_checkpoint, device="cpu", precision="bf16")

    assert list(fused_layers(extractor._tagger.model))  # type: ignore[attr-defined]
    assert extractor.extract(seeds[0].text).text == seeds[0].text
