"""A fast tokenizer for PhoBERT, built from its ``vocab.txt`` and ``bpe.codes``.

transformers has only `PhobertTokenizer`, which is written in Python and knows no offsets. This one does the same
byte-pair encoding with the `tokenizers` package and gives the same ids.
"""

from __future__ import annotations

import json
import os
from collections.abc import Mapping, Sequence
from pathlib import Path
from types import MappingProxyType
from typing import Any

import torch
from tokenizers import AddedToken, Encoding, Tokenizer, decoders, processors
from transformers import AutoTokenizer, PreTrainedModel, PreTrainedTokenizerBase, PreTrainedTokenizerFast

from solieu.annotation.atomic import write_atomically
from solieu.annotation.errors import SolieuError
from solieu.models.phobert_vocabulary import (
    MERGES_FILE,
    SPECIAL,
    VOCABULARY_FILE,
    WORD_END,
    Merge,
    Numbering,
    number_symbols,
    read_merges,
    read_pieces,
)
from solieu.models.phobert_words import SPLITTING, PhobertWords, byte_pairs

# Subwords, the two special ones included: PhoBERT has 258 positions and counts from the padding id on.
LONGEST_INPUT = 256
_NAMES = {"bos_token": "<s>", "cls_token": "<s>", "eos_token": "</s>", "sep_token": "</s>"}
_NAMES |= {"pad_token": "<pad>", "unk_token": "<unk>", "mask_token": "<mask>"}


class PhobertTokenizerFast(PreTrainedTokenizerFast):
    """PhoBERT's tokenizer with offsets, word ids and the ids of transformers' `PhobertTokenizer`.

    A symbol of byte-pair encoding that ``vocab.txt`` lacks is ``<unk>`` to PhoBERT, but `tokenizers` needs an id of
    its own for it, past PhoBERT's. What this class returns has these ids replaced. A plain tokenizer that
    transformers loads from ``tokenizer.json`` leaves them; `add_unknown_rows` makes the encoder read them as
    ``<unk>``.

    Args:
        vocab_file: ``vocab.txt``.
        merges_file: ``bpe.codes``.
        model_max_length: The most subwords of an input, special ones included.

    Raises:
        SolieuError: A file cannot be read or is not as PhoBERT's.
    """

    def __init__(
        self, vocab_file: str | Path, merges_file: str | Path, *, model_max_length: int = LONGEST_INPUT
    ) -> None:
        self._files = {VOCABULARY_FILE: _read(Path(vocab_file)), MERGES_FILE: _read(Path(merges_file))}
        merges = read_merges(self._files[MERGES_FILE], str(merges_file))
        numbering = number_symbols(read_pieces(self._files[VOCABULARY_FILE], str(vocab_file)), merges)
        self._extra, self._own = numbering.extra, numbering.own
        self.words = PhobertWords(numbering, merges)
        self._tokenizer = _backend(numbering, merges)
        super().__init__(  # type: ignore[no-untyped-call]
            model_max_length=model_max_length, model_input_names=["input_ids", "attention_mask"], **_NAMES
        )

    @property
    def extra_ids(self) -> Mapping[int, int]:
        """For each id past PhoBERT's own, the one that PhoBERT has for it: that of ``<unk>`` with few exceptions."""
        return MappingProxyType(self._extra)

    @property
    def own_size(self) -> int:
        """How many ids PhoBERT has; ``len(tokenizer)`` counts the extra ones, too."""
        return self._own

    def encode_words(self, words: Sequence[str]) -> list[tuple[int, ...]]:
        """Encode words, each by itself.

        Args:
            words: The words. What looks like a special piece in them is text.

        Returns:
            PhoBERT's ids of each word; none for one that is white space.
        """
        return self.words.encode(words)

    def _replaced(self, ids: list[int]) -> list[int]:
        return [self._extra.get(number, number) for number in ids]

    def _convert_encoding(self, *arguments: Any, **options: Any) -> tuple[dict[str, Any], list[Encoding]]:
        # All that transformers encodes goes through here.
        columns, encodings = super()._convert_encoding(*arguments, **options)
        columns["input_ids"] = [self._replaced(ids) for ids in columns["input_ids"]]
        return columns, encodings

    def _convert_token_to_id_with_added_voc(self, token: str) -> int:
        return self._replaced([super()._convert_token_to_id_with_added_voc(token)])[0]

    def save_pretrained(
        self, save_directory: str | os.PathLike[str], *arguments: Any, **options: Any
    ) -> tuple[str, ...]:
        """Write ``tokenizer.json`` for `AutoTokenizer`, and PhoBERT's own files as they were read.

        Args:
            save_directory: The checkpoint.
            arguments: As for any tokenizer of transformers.
            options: As for any tokenizer of transformers.

        Returns:
            The files.
        """
        settings = self.init_kwargs | {"model_max_length": self.model_max_length}
        plain = PreTrainedTokenizerFast(tokenizer_object=self._tokenizer, **settings)  # type: ignore[no-untyped-call]
        saved = list(plain.save_pretrained(save_directory, *arguments, **options))
        for name, content in self._files.items():
            path = Path(save_directory, name)
            with write_atomically(path, "wb") as file:
                file.write(content)
            saved.append(str(path))
        return tuple(saved)


def load_tokenizer(directory: Path) -> PreTrainedTokenizerBase:
    """Load a checkpoint's tokenizer: PhoBERT's from its own files, any other as transformers does.

    Args:
        directory: The checkpoint.

    Raises:
        SolieuError: PhoBERT's files are damaged, one is missing, or the settings are not PhoBERT's.
    """
    settings = _settings(directory / "tokenizer_config.json")
    declared = settings.get("tokenizer_class") or _settings(directory / "config.json").get("tokenizer_class")
    missing = [name for name in (VOCABULARY_FILE, MERGES_FILE) if not (directory / name).is_file()]
    # "PhobertTokenizer" is what PhoBERT's authors write, the others what `save_pretrained` writes.
    if not missing and declared in (None, "PhobertTokenizer", "TokenizersBackend", "PreTrainedTokenizerFast"):
        _check_special(directory, settings)
        limit = int(min(settings.get("model_max_length") or LONGEST_INPUT, LONGEST_INPUT))
        return PhobertTokenizerFast(directory / VOCABULARY_FILE, directory / MERGES_FILE, model_max_length=limit)
    if declared == "PhobertTokenizer":
        raise SolieuError(f"{directory}: PhoBERT's tokenizer lacks {' and '.join(missing)}; copy the checkpoint whole")
    tokenizer: PreTrainedTokenizerBase = AutoTokenizer.from_pretrained(directory, trust_remote_code=False)
    return tokenizer


def add_unknown_rows(model: PreTrainedModel, tokenizer: PreTrainedTokenizerBase) -> None:
    """Give an encoder a word embedding for each extra id of PhoBERT's tokenizer, equal to that of PhoBERT's id for it.

    Then `transformers.pipeline`, which reads ``tokenizer.json`` and knows nothing of replaced ids, computes what
    PhoBERT computes. Where word embeddings are trained, do it again before saving.

    Args:
        model: The encoder, with or without a head. Its configuration is updated; the type of its weights and
            whether they are trained stay as they are.
        tokenizer: Its tokenizer. Without extra ids nothing happens.
    """
    if not isinstance(tokenizer, PhobertTokenizerFast) or not tokenizer.extra_ids:
        return
    weight = model.get_input_embeddings().get_parameter("weight")
    trained = weight.requires_grad
    if len(tokenizer) > len(weight):
        model.resize_token_embeddings(len(tokenizer), mean_resizing=False)
        weight = model.get_input_embeddings().get_parameter("weight")
    with torch.no_grad():
        weight[list(tokenizer.extra_ids)] = weight[list(tokenizer.extra_ids.values())]
    weight.requires_grad = trained


def _backend(numbering: Numbering, merges: Sequence[Merge]) -> Tokenizer:
    """Return PhoBERT's tokenizer but for the extra ids."""
    backend = Tokenizer(byte_pairs(numbering, merges))
    backend.pre_tokenizer = SPLITTING
    backend.decoder = decoders.BPEDecoder(suffix=WORD_END)
    backend.post_processor = processors.TemplateProcessing(
        single="<s> $A </s>",
        pair="<s> $A </s> </s> $B </s>",
        special_tokens=[(piece, numbering.ids[piece]) for piece in ("<s>", "</s>")],
    )
    backend.add_special_tokens([AddedToken(piece, special=True, normalized=False) for piece in SPECIAL])
    return backend


def _read(path: Path) -> bytes:
    try:
        return path.read_bytes()
    except OSError as error:
        raise SolieuError(f"{path}: cannot be read ({error.strerror}); copy the checkpoint whole") from None


def _settings(path: Path) -> dict[str, Any]:
    """Read a file of settings, which need not be there."""
    if not path.is_file():
        return {}
    try:
        content = json.loads(_read(path))
    except ValueError as error:
        raise SolieuError(f"{path}: is no JSON ({error}); copy the checkpoint whole") from None
    if not isinstance(content, dict):
        raise SolieuError(f"{path}: expected a JSON object, got {type(content).__name__}; copy the checkpoint whole")
    return content


def _check_special(directory: Path, settings: dict[str, Any]) -> None:
    """Check that a checkpoint has PhoBERT's special pieces and no others."""
    legacy = _settings(directory / "added_tokens.json")
    added = [_content(token) for token in settings.get("added_tokens_decoder", {}).values()]
    for piece in [*added, *legacy]:
        if piece not in SPECIAL:
            raise SolieuError(
                f"{directory}: adds the piece {piece!r} to PhoBERT's vocabulary, which solieu does not support; give "
                "a checkpoint with PhoBERT's vocabulary"
            )
    for name, piece in _NAMES.items():
        if name in settings and _content(settings[name]) != piece:
            raise SolieuError(
                f"{directory / 'tokenizer_config.json'}: expected {name} to be {piece!r} as PhoBERT's, got "
                f"{_content(settings[name])!r}; give a checkpoint with PhoBERT's vocabulary"
            )


def _content(token: Any) -> Any:
    """Return the text of a special piece, which transformers writes in two ways."""
    return token.get("content") if isinstance(token, dict) else token
