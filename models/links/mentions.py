"""Mentions: a name with its rank, an office with its organizations, a body; what people's links are drawn between."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from dataclasses import dataclass

from solieu.annotation.documents import Document, Span
from solieu.annotation.sentences import Sentences
from solieu.models.links.wording import Gap, any_of, gap_between
from solieu.models.links.wordlists import plain

_ASIDES = ("LOC", "DATE", "AWARD")
_MARKS = (",", "-", "–", "(")
_PARTS = (*_MARKS, ")", "), ", "thuộc", "của", "trực thuộc", ", thuộc")


@dataclass(frozen=True, slots=True)
class Mention:
    """A name, an office, a rank or a body.

    Args:
        head: The PERSON, POSITION, RANK or ORG span.
        start: Where it starts, in code points; for a name with a rank, where the rank starts.
        end: Where it ends, with its organizations.
        rank: The rank directly before a name.
        bodies: The organizations in which an office is held; the body itself. Those that they are a part of are not
            among them, but the mention reaches to their end.
        gap: What stands before it and behind the last mention.
        between: The text between the two.
    """

    head: Span
    start: int
    end: int
    rank: Span | None
    bodies: tuple[Span, ...]
    gap: Gap


def mentions(document: Document, sentences: Sentences) -> Iterator[Mention]:
    """Yield the mentions of an article in the order of the text."""
    reader = _Reader(document, sentences)
    index = 0
    while index < len(document.spans):
        mention, index = reader.read(index)
        if mention is not None:
            yield mention


class _Reader:
    def __init__(self, document: Document, sentences: Sentences) -> None:
        self._text = document.text
        self._spans = document.spans
        self._sentences = sentences
        self._last_end: int | None = None
        self._asides: list[Span] = []

    def read(self, index: int) -> tuple[Mention | None, int]:
        """Return the mention that begins at a span, if one does, and the index of the next span."""
        span = self._spans[index]
        if span.label in _ASIDES:
            self._asides.append(span)
            return None, index + 1
        if span.label not in ("PERSON", "RANK", "POSITION", "ORG"):
            self._last_end = None
            return None, index + 1
        gap = self._gap_before(span)
        head, rank, following = span, None, index + 1
        bodies: Sequence[Span] = ()
        if span.label == "RANK" and self._is_rank_of_next(index):
            head, rank, following = self._spans[index + 1], span, index + 2
        elif span.label == "POSITION":
            bodies, following = self._bodies(index)
        elif span.label == "ORG":
            bodies, following = (span,), self._behind_parents(index)
        end = self._spans[following - 1].end
        self._last_end, self._asides = end, []
        return Mention(head, span.start, end, rank, tuple(bodies), gap), following

    def _gap_before(self, span: Span) -> Gap:
        if self._last_end is None or not self._joined(self._last_end, span.start):
            return Gap.BREAK
        asides = [aside for aside in self._asides if aside.start >= self._last_end]
        pieces, position = [], self._last_end
        for aside in asides[:8]:
            pieces.append(self._text[position : aside.start])
            position = aside.end
        pieces.append(self._text[position : span.start])
        return gap_between(" ".join(pieces) if asides else pieces[0], with_asides=bool(asides))

    def _joined(self, end: int, start: int) -> bool:
        """Tell whether an entity ends in the sentence in which another one starts."""
        return self._sentences.number(max(0, end - 1)) == self._sentences.number(start)

    def _follows(self, index: int, label: str) -> str | None:
        """Return the text between a span and the next one if that has a label and stands in the same sentence."""
        if index + 1 >= len(self._spans) or self._spans[index + 1].label != label:
            return None
        left, right = self._spans[index], self._spans[index + 1]
        if right.start - left.end > 60 or not self._joined(left.end, right.start):
            return None
        return self._text[left.end : right.start]

    def _is_rank_of_next(self, index: int) -> bool:
        between = self._follows(index, "PERSON")
        if between is None:
            return False
        gap = gap_between(between)
        return gap is Gap.TIGHT or (gap is Gap.COMMA and any(title in plain(between) for title in ("gs", "ts", "sĩ")))

    def _bodies(self, index: int) -> tuple[Sequence[Span], int]:
        """Return the bodies in which the position at ``index`` is held, and the index behind them and their parents."""
        between = self._follows(index, "ORG")
        if between is None or plain(between) not in ("", "của", "tại", "thuộc", "ở"):
            return (), index + 1
        first = self._spans[index + 1]
        following = self._behind_parents(index + 1)
        joined = self._follows(index + 1, "ORG")
        if joined is not None and plain(joined) in ("và", "-", "–") and self._alike(first, self._spans[index + 2]):
            return (first, self._spans[index + 2]), index + 3
        return (first,), following

    def _alike(self, left: Span, right: Span) -> bool:
        """Tell whether two bodies are of one rank: whether their first two words are the same."""
        return self._words(left)[:2] == self._words(right)[:2]

    def _words(self, span: Span) -> list[str]:
        return plain(self._text[span.start : span.end]).split()

    def _behind_parents(self, index: int) -> int:
        """Return the index behind the body at ``index`` and the bodies that it is a part of."""
        while True:
            between = self._follows(index, "ORG")
            if between is None or plain(between) not in _PARTS:
                return index + 1
            if plain(between) in _MARKS and not any_of("units").match(" ".join(self._words(self._spans[index]))):
                return index + 1
            index += 1
