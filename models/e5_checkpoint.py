"""An E5 weights file as an ordinary Hugging Face checkpoint: BERT's tensors and a fast tokenizer."""

from __future__ import annotations

from pathlib import Path

import numpy as np
import torch
from numpy.typing import NDArray
from tokenizers import Regex, Tokenizer, decoders, normalizers, pre_tokenizers, processors
from tokenizers.models import Unigram
from transformers import BertConfig, BertModel, PreTrainedTokenizerFast

from solieu.models.e5_file import E5File
from solieu.models.quiet import quiet_transformers

FORMAT_VERSION = 1  # part of the cached checkpoint's name: raise it with every change of what is written
MASK = "<mask>"
# No text comes out as a special piece: any other way to cut it scores higher. This lowers the score of
# unknown characters too, on which no choice hangs: each character of a longer piece is a piece itself.
SPECIAL_SCORE = -1000.0

_EMBEDDINGS = {
    "emb.word": "embeddings.word_embeddings.weight",
    "emb.pos": "embeddings.position_embeddings.weight",
    "emb.type": "embeddings.token_type_embeddings.weight",
    "emb.ln.w": "embeddings.LayerNorm.weight",
    "emb.ln.b": "embeddings.LayerNorm.bias",
}
_LAYER_PARTS = {
    "q": "attention.self.query",
    "k": "attention.self.key",
    "v": "attention.self.value",
    "ao": "attention.output.dense",
    "aln": "attention.output.LayerNorm",
    "fi": "intermediate.dense",
    "fo": "output.dense",
    "oln": "output.LayerNorm",
}


def special_pieces(file: E5File) -> dict[str, str]:
    """Return the pieces that stand for no text, by their name in a Hugging Face tokenizer."""
    bos, eos = file.pieces[file.bos_id], file.pieces[file.eos_id]
    special = {
        "bos_token": bos,
        "eos_token": eos,
        "cls_token": bos,
        "sep_token": eos,
        "pad_token": file.pieces[file.pad_id],
        "unk_token": file.pieces[file.unk_id],
    }
    if MASK in file.pieces:
        special["mask_token"] = MASK
    return special


def unigram_model(file: E5File, kept: NDArray[np.intp] | None = None) -> Unigram:
    """Return the file's SentencePiece Unigram model.

    Args:
        file: The weights file.
        kept: Ids of the pieces to keep, rising, shape (kept,); None for all. The unknown piece is one
            of them.

    Returns:
        A model whose piece ``i`` is piece ``kept[i]`` of the file.
    """
    ids = range(len(file.pieces)) if kept is None else kept.tolist()
    special = set(special_pieces(file).values())
    scores = file.scores.tolist()
    vocabulary = [(file.pieces[i], SPECIAL_SCORE if file.pieces[i] in special else scores[i]) for i in ids]
    return Unigram(vocabulary, unk_id=ids.index(file.unk_id), byte_fallback=False)


def fast_tokenizer(file: E5File, kept: NDArray[np.intp] | None = None) -> PreTrainedTokenizerFast:
    """Return the model's tokenizer: normalisation, words, Unigram pieces, ``<s> … </s>``.

    The normalisation is SentencePiece's ``nmt_nfkc``: NFKC, with control characters removed and zero-width
    characters turned into spaces. Of its differences from NFKC only the full-width tilde is not followed
    (``～`` becomes ``~`` here) and letters that Unicode has got since.

    In decomposed text (NFD) the offsets of a piece can leave out combining marks of its last character,
    as those of ``tokenizers`` do.

    Args:
        file: The weights file.
        kept: Ids of the pieces to keep, rising, shape (kept,); None for all.

    Returns:
        A fast tokenizer with a length limit of the encoder's positions, to which special pieces that are
        written out in a text are text.
    """
    tokenizer = Tokenizer(unigram_model(file, kept))
    tokenizer.normalizer = normalizers.Sequence(
        [
            *(_replacement(file, becomes) for becomes in ("", " ") if becomes in file.replacements.values()),
            normalizers.NFKC(),
        ]
    )
    tokenizer.pre_tokenizer = pre_tokenizers.Sequence(
        [pre_tokenizers.WhitespaceSplit(), pre_tokenizers.Metaspace(prepend_scheme="always")]
    )
    tokenizer.decoder = decoders.Metaspace(prepend_scheme="always")
    special = special_pieces(file)
    bos, eos = special["bos_token"], special["eos_token"]
    tokenizer.post_processor = processors.TemplateProcessing(
        single=f"{bos} $A {eos}",
        pair=f"{bos} $A {eos} {eos} $B {eos}",
        special_tokens=[(piece, tokenizer.token_to_id(piece)) for piece in (bos, eos)],
    )
    return PreTrainedTokenizerFast(  # type: ignore[no-untyped-call]
        tokenizer_object=tokenizer,
        model_max_length=file.dimensions.positions,
        model_input_names=["input_ids", "attention_mask"],
        split_special_tokens=True,
        **special,
    )


def bert_model(file: E5File, kept: NDArray[np.intp] | None = None) -> BertModel:
    """Return the encoder, dequantised to float32, without a pooling layer (the file has none).

    Args:
        file: The weights file.
        kept: Ids of the vocabulary rows to keep, rising, shape (kept,); None for all.

    Returns:
        A ``BertModel`` whose vocabulary has ``len(kept)`` rows, in evaluation mode.

    Raises:
        SolieuError: A weight is not finite.
    """
    sizes = file.dimensions
    ids = list(range(len(file.pieces)) if kept is None else kept.tolist())
    config = BertConfig(
        vocab_size=sizes.vocabulary if kept is None else len(kept),
        hidden_size=sizes.hidden,
        num_hidden_layers=sizes.layers,
        num_attention_heads=sizes.heads,
        intermediate_size=sizes.feed_forward,
        max_position_embeddings=sizes.positions,
        type_vocab_size=sizes.token_types,
        layer_norm_eps=sizes.layer_norm_epsilon,
        bos_token_id=ids.index(file.bos_id),
        eos_token_id=ids.index(file.eos_id),
        pad_token_id=ids.index(file.pad_id),
    )
    weights = {
        name: torch.from_numpy(file.tensor(stored, kept if stored == "emb.word" else None))
        for stored, name in _tensor_names(sizes.layers).items()
    }
    return BertModel.from_pretrained(None, config=config, state_dict=weights, add_pooling_layer=False)


def write_checkpoint(directory: Path, file: E5File, kept: NDArray[np.intp] | None = None) -> None:
    """Write the encoder and its tokenizer, as float32 safetensors, JSON and nothing else.

    Args:
        directory: An existing directory.
        file: The weights file.
        kept: Ids of the pieces to keep, rising, shape (kept,); None for all.

    Raises:
        SolieuError: A weight is not finite.
    """
    with quiet_transformers():
        fast_tokenizer(file, kept).save_pretrained(directory)
        bert_model(file, kept).save_pretrained(directory)
    # safetensors writes for the owner alone; other users of a shared cache read the rest.
    (directory / "model.safetensors").chmod((directory / "config.json").stat().st_mode)


def _tensor_names(layers: int) -> dict[str, str]:
    """Return BERT's name for each tensor of the file."""
    names = dict(_EMBEDDINGS)
    for layer in range(layers):
        for stored, part in _LAYER_PARTS.items():
            names[f"l{layer}.{stored}.w"] = f"encoder.layer.{layer}.{part}.weight"
            names[f"l{layer}.{stored}.b"] = f"encoder.layer.{layer}.{part}.bias"
    return names


def _replacement(file: E5File, becomes: str) -> normalizers.Replace:
    """Return the part of the file's normalisation that turns characters into ``becomes``."""
    replaced = (character for character, other in file.replacements.items() if other == becomes)
    character_class = "".join(f"\\x{{{ord(character):04x}}}" for character in replaced)
    return normalizers.Replace(Regex(f"[{character_class}]"), becomes)
