"""Paragraphs as words, marks and entities: what the links of figures are drawn from."""

from __future__ import annotations

import re
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from functools import cache

from solieu.annotation.documents import Document, Span
from solieu.annotation.sentences import LINE_BREAK, Sentences
from solieu.models.links.wordlists import plain, word_lists
from solieu.models.pyvi_segmenter import dictionary_words

# A word with what is inside it ("Ch’Ơm", "10.000", "m2"), or a mark, or a line break.
_TOKEN = re.compile(r"[^\W_](?:[^\W_]|[\u0300-\u036f]|[’'./-](?=[^\W_]))*|[^\w\s]|_")


@dataclass(frozen=True, slots=True)
class Token:
    """A word, a mark or an entity.

    Args:
        start: Where it starts, in code points.
        end: Where it ends.
        said: Its text in composed small letters.
        span: The entity, if it is one.
        sentence: The number of the sentence in which it starts.
    """

    start: int
    end: int
    said: str
    span: Span | None
    sentence: int

    @property
    def word(self) -> str:
        """The word or mark in composed small letters; empty for an entity."""
        return "" if self.span else self.said

    @property
    def label(self) -> str:
        """The entity's label; empty for words and marks."""
        return self.span.label if self.span else ""

    @property
    def is_mark(self) -> bool:
        """Whether it is a punctuation mark."""
        return self.span is None and not self.said[0].isalnum()


def paragraphs(document: Document, sentences: Sentences) -> Iterator[Sequence[Token]]:
    """Yield the lines of an article that have an INDICATOR, as tokens."""
    line: list[Token] = []
    position = 0
    for span in (*document.spans, None):
        end = len(document.text) if span is None else span.start
        for part in _lines(document.text, position, end):
            if part is None:
                if any(token.label == "INDICATOR" for token in line):
                    yield line
                line = []
                continue
            line.append(Token(*part, plain(document.text[slice(*part)]), None, sentences.number(part[0])))
        if span is not None:
            said = plain(document.span_text(span))
            line.append(Token(span.start, span.end, said, span, sentences.number(span.start)))
            position = span.end
    if any(token.label == "INDICATOR" for token in line):
        yield line


def _lines(text: str, start: int, end: int) -> Iterator[tuple[int, int] | None]:
    """Yield where the words and marks are, and None for each line break."""
    position = start
    for break_ in (*LINE_BREAK.finditer(text, start, end), None):
        until = end if break_ is None else break_.start()
        yield from (match.span() for match in _TOKEN.finditer(text, position, until))
        if break_ is not None:
            yield None
            position = break_.end()


class Phrases:
    """Phrases of some words, found in tokens."""

    def __init__(self, phrases: Sequence[str]) -> None:
        self._phrases = {tuple(phrase.split()) for phrase in phrases}
        self._longest = max(len(phrase) for phrase in self._phrases)
        self._firsts = frozenset(phrase[0] for phrase in self._phrases)
        self._lasts = frozenset(phrase[-1] for phrase in self._phrases)

    def at(self, tokens: Sequence[Token], index: int) -> int:
        """Return how many words the longest phrase has that begins at a token, 0 for none."""
        if index >= len(tokens) or tokens[index].word not in self._firsts:
            return 0
        words = tuple(token.word for token in tokens[index : index + self._longest])
        return next((size for size in range(len(words), 0, -1) if words[:size] in self._phrases), 0)

    def before(self, tokens: Sequence[Token], index: int) -> int:
        """Return how many words the longest phrase has that ends before a token, 0 for none."""
        if not 0 < index <= len(tokens) or tokens[index - 1].word not in self._lasts:
            return 0
        words = tuple(token.word for token in tokens[max(0, index - self._longest) : index])
        return next((size for size in range(len(words), 0, -1) if words[-size:] in self._phrases), 0)

    def __contains__(self, words: Sequence[str]) -> bool:
        return tuple(words) in self._phrases

    def whole_at(self, tokens: Sequence[Token], index: int) -> int:
        """Return what `at` does, but 0 where a single syllable is only a part of a word of the dictionary.

        ``chỉ`` is not found in ``chỉ tiêu``, nor ``khai`` in ``công khai``.
        """
        size = self.at(tokens, index)
        return 0 if size == 1 and (is_word(tokens, index) or (index > 0 and is_word(tokens, index - 1))) else size


def is_word(tokens: Sequence[Token], index: int) -> bool:
    """Tell whether a token and the one behind it are a word of the dictionary."""
    return " ".join(token.word for token in tokens[index : index + 2]) in _pairs()


@cache
def phrases(name: str) -> Phrases:
    """Return a list of ``configs/links/figures.yaml``."""
    return Phrases(word_lists("figures")[name])


@cache
def _pairs() -> frozenset[str]:
    """Return the words of two syllables in pyvi's dictionary."""
    return frozenset(plain(word) for word in dictionary_words() if word.count(" ") == 1)
