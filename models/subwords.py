"""Words to subword ids, word by word, so that every subword belongs to one word by construction."""

from __future__ import annotations

import json
from collections.abc import Callable, Iterable, Sequence
from functools import partial
from itertools import chain, filterfalse
from typing import Any

from tokenizers import Tokenizer
from transformers import PreTrainedTokenizerBase

from solieu.annotation.errors import SolieuError
from solieu.models.phobert_tokenizer import PhobertTokenizerFast
from solieu.models.words import Words

# Distinct words remembered; beyond it the memory starts afresh, so that an archive's names cannot fill it.
_MEMORY = 500_000

_Encode = Callable[[Sequence[str]], list[tuple[int, ...]]]


class SubwordEncoder:
    """Encodes words with a fast tokenizer.

    A word after a space and the same word glued to the one before it (the ``)`` of ``(2013)``) are different
    subwords to most tokenizers; both are encoded as they would be in running text. To PhoBERT, whose input has a
    space around every word, they are the same.

    Args:
        tokenizer: A fast tokenizer of transformers.

    Raises:
        SolieuError: The tokenizer is not a fast one.
    """

    def __init__(self, tokenizer: PreTrainedTokenizerBase) -> None:
        if not tokenizer.is_fast:
            raise SolieuError(
                f"{tokenizer.name_or_path}: its tokenizer {type(tokenizer).__name__} has no fast version "
                "(tokenizer.json), which solieu needs to find the subwords of each word"
            )
        self._encoders = _encoders(tokenizer)
        # Where words after a space and glued ones are encoded alike, they are remembered together.
        self._memory: dict[bool, dict[str, tuple[int, ...]]] = {spaced: {} for spaced in self._encoders}
        self._longest = 0  # subwords of the longest word that is remembered
        unknown = tokenizer.unk_token_id
        self._unknown: tuple[int, ...] = (int(unknown),) if unknown is not None else (0,)
        self.prefix, self.suffix = _special_ids(tokenizer)

    def encode(self, words: Words, limit: int) -> list[tuple[int, ...]]:
        """Return the subword ids of each word.

        Args:
            words: The words of a text.
            limit: The most subwords of one word; the rest of a word that has more is not shown to the
                encoder (the word still gets its tag).

        Returns:
            For each word at least one id and at most ``limit``.
        """
        return self.encode_many([words], limit)[0]

    def encode_many(self, texts: Sequence[Words], limit: int) -> list[list[tuple[int, ...]]]:
        """Return the subword ids of each word of several texts, which is faster than one text after the other.

        Args:
            texts: The words of each text.
            limit: The most subwords of one word, as for `encode`.

        Returns:
            For each text what `encode` returns.
        """
        if len(self._memory) == 1:
            memory = self._remembering(True, chain.from_iterable(words.texts for words in texts))
            found = [list(map(memory.__getitem__, words.texts)) for words in texts]
        else:
            pairs = [list(zip(words.texts, words.spaced, strict=True)) for words in texts]
            spaced, glued = (
                self._remembering(kind, (text for each in pairs for text, space in each if space is kind))
                for kind in (True, False)
            )
            found = [[spaced[text] if space else glued[text] for text, space in each] for each in pairs]
        return found if self._longest <= limit else [[ids[:limit] for ids in each] for each in found]

    def _remembering(self, spaced: bool, texts: Iterable[str]) -> dict[str, tuple[int, ...]]:
        """Return the memory once it has the ids of each text."""
        memory = self._memory[spaced]
        wanted = dict.fromkeys(texts)
        new = list(filterfalse(memory.__contains__, wanted))
        if len(memory) + len(new) > _MEMORY:
            memory.clear()
            new = list(wanted)
        if new:
            ids = self._encoders[spaced](new)
            self._longest = max(self._longest, *map(len, ids))
            memory.update(zip(new, ids if all(ids) else [each or self._unknown for each in ids], strict=True))
        return memory


def _encoders(tokenizer: PreTrainedTokenizerBase) -> dict[bool, _Encode]:
    """Return what encodes words after a space and, unless that does the same, what encodes glued ones."""
    if isinstance(tokenizer, PhobertTokenizerFast):
        return {True: tokenizer.encode_words}
    content = tokenizer.backend_tokenizer.to_str()
    return {spaced: partial(_encode_alone, _with_space(content, spaced)) for spaced in (True, False)}


def _encode_alone(backend: Tokenizer, words: Sequence[str]) -> list[tuple[int, ...]]:
    """Encode words, each by itself."""
    return [tuple(word.ids) for word in backend.encode_batch_fast(words, add_special_tokens=False)]


def _with_space(content: str, spaced: bool) -> Tokenizer:
    """Return the tokenizer set to put a space before what it encodes, or to put none."""
    layout = json.loads(content)
    for step in _steps(layout.get("pre_tokenizer")):
        if step["type"] == "Metaspace":
            step["prepend_scheme"] = "always" if spaced else "never"
        elif step["type"] == "ByteLevel":
            step["add_prefix_space"] = spaced
    layout["truncation"] = layout["padding"] = None
    backend = Tokenizer.from_str(json.dumps(layout))
    # An article that writes out "</s>" or "<mask>" means these characters.
    backend.encode_special_tokens = True
    return backend


def _steps(step: dict[str, Any] | None) -> list[dict[str, Any]]:
    """Flatten a pre-tokenizer that may be a sequence of several."""
    if step is None:
        return []
    if step["type"] == "Sequence":
        return [inner for part in step["pretokenizers"] for inner in _steps(part)]
    return [step]


def _special_ids(tokenizer: PreTrainedTokenizerBase) -> tuple[list[int], list[int]]:
    """Return the special ids that the tokenizer puts before and after a text."""
    encoded = tokenizer("a", return_special_tokens_mask=True)
    ids, special = encoded["input_ids"], encoded["special_tokens_mask"]
    first = special.index(0)
    last = len(special) - special[::-1].index(0)
    return list(ids[:first]), list(ids[last:])
