"""What a tokenizer makes of words, whatever holds it: transformers, a ``tokenizer.json``, or PhoBERT's own files."""

from __future__ import annotations

import json
from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass
from functools import partial
from pathlib import Path
from typing import TYPE_CHECKING, Any

from tokenizers import Tokenizer, pre_tokenizers

from solieu.annotation.errors import SolieuError
from solieu.models.phobert_vocabulary import UNKNOWN, number_symbols, read_merges, read_pieces, vocabulary_files
from solieu.models.phobert_words import PhobertWords

if TYPE_CHECKING:  # it takes a second to import, and imports torch
    from transformers import PreTrainedTokenizerBase

TOKENIZER_FILE = "tokenizer.json"
TOKENIZER_SETTINGS = "tokenizer_config.json"

Encode = Callable[[Sequence[str]], list[tuple[int, ...]]]


@dataclass(frozen=True, slots=True)
class WordTokenizer:
    """Encodes words, each by itself.

    Args:
        encoders: What encodes words after a space, under True, and glued ones, under False; without the second,
            the first encodes both.
        unknown: The id of a word of which nothing is left.
        prefix: The special ids before a text.
        suffix: The special ids after it.
        pieces: How many ids an encoder must know.
    """

    encoders: Mapping[bool, Encode]
    unknown: int
    prefix: list[int]
    suffix: list[int]
    pieces: int


def word_tokenizer(tokenizer: PreTrainedTokenizerBase) -> WordTokenizer:
    """Return how a tokenizer of transformers encodes words.

    Args:
        tokenizer: A fast tokenizer.

    Raises:
        SolieuError: It is a slow one.
    """
    if not tokenizer.is_fast:
        raise SolieuError(
            f"{tokenizer.name_or_path}: its tokenizer {type(tokenizer).__name__} has no fast version "
            "(tokenizer.json), which solieu needs to find the subwords of each word"
        )
    words = getattr(tokenizer, "words", None)  # PhoBERT's
    if isinstance(words, PhobertWords):
        return _of_phobert(words)
    return _of_backend(tokenizer.backend_tokenizer, tokenizer.unk_token_id)


def load_word_tokenizer(directory: Path) -> WordTokenizer:
    """Load the tokenizer of a directory that holds it as it is used, without transformers.

    Args:
        directory: It holds PhoBERT's two files, or ``tokenizer.json`` with ``tokenizer_config.json``.

    Raises:
        SolieuError: A file cannot be read or is damaged.
    """
    files = vocabulary_files(directory)
    if files is not None:
        vocabulary, codes = files
        pieces = read_pieces(_read(vocabulary), str(vocabulary))
        merges = read_merges(_read(codes), str(codes))
        return _of_phobert(PhobertWords(number_symbols(pieces, merges), merges))
    content, settings = _read(directory / TOKENIZER_FILE), _read(directory / TOKENIZER_SETTINGS)
    try:
        named = json.loads(settings).get("unk_token")
        backend = Tokenizer.from_buffer(content)
    except Exception as error:  # tokenizers raises no class of its own
        reason = " ".join(str(error).split())[:200]
        raise SolieuError(f"{directory}: the tokenizer is damaged ({reason}); copy the checkpoint whole") from None
    unknown = named.get("content") if isinstance(named, dict) else named
    return _of_backend(backend, None if unknown is None else backend.token_to_id(unknown))


def _of_phobert(words: PhobertWords) -> WordTokenizer:
    ids = words.numbering.ids
    # PhoBERT's input has a space around every word, so that none is glued to another.
    return WordTokenizer({True: words.encode}, ids[UNKNOWN], [ids["<s>"]], [ids["</s>"]], words.numbering.own)


def _of_backend(backend: Tokenizer, unknown: int | None) -> WordTokenizer:
    encoders = {spaced: partial(_encode_alone, _with_space(backend, spaced)) for spaced in (True, False)}
    encoded = _copy(backend).encode("a")
    first = encoded.special_tokens_mask.index(0)
    last = len(encoded.ids) - encoded.special_tokens_mask[::-1].index(0)
    return WordTokenizer(encoders, int(unknown or 0), encoded.ids[:first], encoded.ids[last:], backend.get_vocab_size())


def _encode_alone(backend: Tokenizer, words: Sequence[str]) -> list[tuple[int, ...]]:
    """Encode words, each by itself."""
    return [tuple(word.ids) for word in backend.encode_batch_fast(words, add_special_tokens=False)]


def _with_space(backend: Tokenizer, spaced: bool) -> Tokenizer:
    """Return a copy that puts a space before what it encodes, or puts none."""
    copy = _copy(backend)
    if backend.pre_tokenizer is not None:
        layout = json.loads(backend.pre_tokenizer.__getstate__())
        for step in _steps(layout):
            if step["type"] == "Metaspace":
                step["prepend_scheme"] = "always" if spaced else "never"
            elif step["type"] == "ByteLevel":
                step["add_prefix_space"] = spaced
        changed = pre_tokenizers.Whitespace()  # becomes what its new state says
        changed.__setstate__(json.dumps(layout).encode())
        copy.pre_tokenizer = changed
    return copy


def _copy(backend: Tokenizer) -> Tokenizer:
    """Return a tokenizer with the same model, which takes most of the memory and of the time to load."""
    copy = Tokenizer(backend.model)
    copy.normalizer, copy.pre_tokenizer, copy.post_processor = (
        backend.normalizer,
        backend.pre_tokenizer,
        backend.post_processor,
    )
    for _, token in sorted(backend.get_added_tokens_decoder().items()):
        (copy.add_special_tokens if token.special else copy.add_tokens)([token])
    # An article that writes out "</s>" or "<mask>" means these characters.
    copy.encode_special_tokens = True
    return copy


def _steps(step: dict[str, Any]) -> list[dict[str, Any]]:
    """Flatten a pre-tokenizer that may be a sequence of several."""
    if step["type"] == "Sequence":
        return [inner for part in step["pretokenizers"] for inner in _steps(part)]
    return [step]


def _read(path: Path) -> bytes:
    try:
        return path.read_bytes()
    except OSError as error:
        raise SolieuError(f"{path}: cannot be read ({error.strerror}); copy the checkpoint whole") from None
