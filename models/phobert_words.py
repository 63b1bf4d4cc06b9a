"""PhoBERT's ids of words, many words at a time and without offsets: what training and inference need most."""

from __future__ import annotations

from collections.abc import Sequence
from functools import cached_property
from itertools import pairwise

import numpy as np
from tokenizers import Regex, Tokenizer, pre_tokenizers
from tokenizers.models import BPE

from solieu.models.phobert_vocabulary import UNKNOWN, WORD_END, Merge, Numbering

# What `PhobertTokenizer` splits at: white space of Python, of which that of `tokenizers` is a part. A line feed
# at the end of a word belongs to it.
_SPACE = "".join(f"\\x{{{ord(char):x}}}" for char in map(chr, range(0x3001)) if char.isspace())
SPLITTING = pre_tokenizers.Split(Regex(f"[^{_SPACE}]+\\n?"), "removed", invert=True)
_END = "\n"  # ends each word in a text of words
_TOGETHER = 50  # words in a text


class PhobertWords:
    """Encodes words by PhoBERT's byte-pair encoding.

    `tokenizers` spends more time on making one word of a text an object of its own than on its merges. So here
    a text of many words is one long word to it, in which a line feed ends each: first of all a character is joined
    with the line feed behind it, which makes the symbol that PhoBERT starts from at the end of a word. No merge
    goes on from such a symbol, so none joins two words.

    Args:
        numbering: The ids of the symbols, from `number_symbols`.
        merges: The merges, from `read_merges`.
    """

    def __init__(self, numbering: Numbering, merges: Sequence[Merge]) -> None:
        self.numbering = numbering
        self._merges = merges
        ids = {_renamed(symbol): number for symbol, number in numbering.ids.items()}
        characters = [UNKNOWN, *sorted({name[0] for name in ids if len(name.removesuffix(_END)) == 1})]
        for symbol in (_END, *characters, *(character + _END for character in characters)):
            ids.setdefault(symbol, len(ids))
        ends = [(character, _END) for character in characters]
        inner = [(first, _renamed(second)) for first, second in merges]
        self._texts = Tokenizer(BPE(vocab=ids, merges=ends + inner, unk_token=UNKNOWN))
        # For each id what PhoBERT has for it, and whether it ends a word.
        self._in_phobert = np.full(len(ids), numbering.ids[UNKNOWN])
        self._in_phobert[: numbering.own] = range(numbering.own)
        self._in_phobert[list(numbering.extra)] = list(numbering.extra.values())
        self._ends_word = np.zeros(len(ids), dtype=np.bool_)
        self._ends_word[[number for symbol, number in ids.items() if symbol.endswith(_END)]] = True

    def encode(self, words: Sequence[str]) -> list[tuple[int, ...]]:
        """Encode words, each by itself.

        Args:
            words: The words. What looks like a special piece in them is text.

        Returns:
            PhoBERT's ids of each word; none for one that is white space.
        """
        if not words:
            return []
        text = "".join(words)
        if not all(words) or text.split(None, 1) != [text]:  # there is white space in one
            extra = self.numbering.extra
            found = self._splitting.encode_batch_fast(list(words))
            return [tuple(extra.get(number, number) for number in word.ids) for word in found]
        texts = [_END.join([*words[first : first + _TOGETHER], ""]) for first in range(0, len(words), _TOGETHER)]
        symbols = np.concatenate([text.ids for text in self._texts.encode_batch_fast(texts)])
        ids = tuple(self._in_phobert[symbols].tolist())
        ends = np.flatnonzero(self._ends_word[symbols]) + 1
        return [ids[start:end] for start, end in pairwise([0, *ends.tolist()])]

    @cached_property
    def _splitting(self) -> Tokenizer:
        """What splits a word at white space; few texts need it."""
        splitting = Tokenizer(byte_pairs(self.numbering, self._merges))
        splitting.pre_tokenizer = SPLITTING
        return splitting


def byte_pairs(numbering: Numbering, merges: Sequence[Merge]) -> BPE:
    """Return PhoBERT's byte-pair encoding of a word, with an id of its own for each symbol."""
    return BPE(vocab=numbering.ids, merges=list(merges), unk_token=UNKNOWN, end_of_word_suffix=WORD_END)


def _renamed(symbol: str) -> str:
    """Return a symbol with a line feed where it ends a word."""
    return symbol[: -len(WORD_END)] + _END if symbol.endswith(WORD_END) else symbol
