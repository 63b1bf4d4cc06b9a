"""The feed-forward layer's first product and GELU as one operation."""

from collections.abc import Iterator
from pathlib import Path

import pytest
import torch
from torch import nn
from transformers import BertConfig, BertForTokenClassification

from solieu.annotation import Document
from solieu.models import Extractor
from solieu.models.fused_gelu import FusedGelu, fuse_gelu, has_fused_gelu

needs_it = pytest.mark.skipif(not has_fused_gelu(), reason="this PyTorch or processor has no fused GELU in bf16")


def encoder(activation: str = "gelu", dtype: torch.dtype = torch.bfloat16) -> BertForTokenClassification:
    torch.manual_seed(1)
    config = BertConfig(
        vocab_size=50, hidden_size=32, num_hidden_layers=2, num_attention_heads=2, intermediate_size=64, num_labels=3
    )
    config.hidden_act = activation
    return BertForTokenClassification(config).to(dtype).eval()


@needs_it
def test_the_logits_are_those_of_the_two_operations_but_for_rounding() -> None:
    ids = torch.arange(40).view(2, 20)
    with torch.inference_mode():
        exact = encoder(dtype=torch.float32)(ids).logits
        model = encoder()
        plain = model(ids).logits

        assert fuse_gelu(model) == 2

        fused = model(ids).logits
    assert (fused.float() - exact).abs().max() <= 1.5 * (plain.float() - exact).abs().max()


@needs_it
def test_the_weights_keep_their_names() -> None:
    model = encoder()
    names = set(model.state_dict())

    fuse_gelu(model)

    assert set(model.state_dict()) == names


@pytest.mark.parametrize(
    ("activation", "dtype"), [("gelu", torch.float32), ("gelu_new", torch.bfloat16), ("relu", torch.bfloat16)]
)
def test_other_activations_and_precisions_stay_as_they_are(activation: str, dtype: torch.dtype) -> None:
    assert fuse_gelu(encoder(activation, dtype)) == 0


def fused_layers(model: nn.Module) -> Iterator[nn.Module]:
    return (layer for layer in model.modules() if isinstance(layer, FusedGelu))


@needs_it
def test_an_extractor_in_bf16_has_it(tiny_checkpoint: Path, seeds: list[Document]) -> None:
    extractor = Extractor.from_pretrained(tiny_checkpoint, device="cpu", precision="bf16")

    assert list(fused_layers(extractor._tagger.model))  # type: ignore[attr-defined]
    assert extractor.extract(seeds[0].text).text == seeds[0].text
