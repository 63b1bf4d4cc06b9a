"""Words to subword ids, word by word, so that every subword belongs to one word by construction."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from itertools import chain, filterfalse
from typing import TYPE_CHECKING

from solieu.models.word_tokenizer import WordTokenizer, word_tokenizer
from solieu.models.words import Words

if TYPE_CHECKING:  # it imports torch
    from transformers import PreTrainedTokenizerBase

# Distinct words remembered; beyond it the memory starts afresh, so that an archive's names cannot fill it.
_MEMORY = 500_000


class SubwordEncoder:
    """Encodes the words of texts, and remembers them.

    A word after a space and the same word glued to the one before it (the ``)`` of ``(2013)``) are different
    subwords to most tokenizers; both are encoded as they would be in running text. To PhoBERT, whose input has a
    space around every word, they are the same.

    Args:
        tokenizer: What encodes words, or a fast tokenizer of transformers.

    Raises:
        SolieuError: The tokenizer is one of transformers, but not a fast one.
    """

    def __init__(self, tokenizer: WordTokenizer | PreTrainedTokenizerBase) -> None:
        if not isinstance(tokenizer, WordTokenizer):
            tokenizer = word_tokenizer(tokenizer)
        self._encoders = tokenizer.encoders
        # Where words after a space and glued ones are encoded alike, they are remembered together.
        self._memory: dict[bool, dict[str, tuple[int, ...]]] = {spaced: {} for spaced in self._encoders}
        self._longest = 0  # subwords of the longest word that is remembered
        self._unknown = (tokenizer.unknown,)
        self.prefix, self.suffix = tokenizer.prefix, tokenizer.suffix

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
