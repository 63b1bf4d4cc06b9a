"""Clauses: the stretches of a paragraph between two punctuation marks, and how they begin."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from dataclasses import dataclass

from solieu.models.links.coordination import joins_nouns
from solieu.models.links.quotations import behind_title
from solieu.models.links.tokens import Token, phrases

# Words before what a sentence begins with are not more.
_LONGEST_PREAMBLE = 16


@dataclass(frozen=True, slots=True)
class Clause:
    """Words and entities without a mark between them.

    Args:
        start: The index of its first token.
        end: The index behind its last token.
        mark: The mark before it; empty at the beginning of a sentence.
        in_brackets: Whether it stands in round brackets.
    """

    start: int
    end: int
    mark: str
    in_brackets: bool


def clauses(tokens: Sequence[Token]) -> Iterator[Clause]:
    """Yield the clauses of a paragraph; a title in quotation marks lies within one."""
    start, mark, depth = 0, "", 0
    behind = 0  # the title that was met last
    for index, token in enumerate(tokens):
        begins = index > 0 and token.sentence != tokens[index - 1].sentence
        if begins:
            if start < index:
                yield Clause(start, index, mark, depth > 0)
            start, mark, depth = index, "", 0
        if index < behind:
            continue
        behind = behind_title(tokens, index) or 0
        if token.is_mark and token.word not in "/-–%" and not behind and not joins_nouns(tokens, index):
            if start < index:
                yield Clause(start, index, mark, depth > 0)
            depth = max(0, depth + (token.word == "(") - (token.word == ")"))
            start = index + 1
            mark = mark if mark == "" and token.word in '-–—•*+“"' and start == index + 1 and not depth else token.word
    if start < len(tokens):
        yield Clause(start, len(tokens), mark, depth > 0)


def behind_preamble(tokens: Sequence[Token], start: int, end: int) -> int:
    """Return the index behind the words, up to a comma, that stand before what a sentence begins with.

    ``Theo báo cáo của X, năm 2023 …``, ``Qua rà soát, xã Y có …``. They have no figure, no time and no place.

    Args:
        tokens: The paragraph.
        start: The index of the first token of the sentence.
        end: The index behind the tokens that are looked at.

    Returns:
        The index; ``start`` itself where there are no such words.
    """
    if not phrases("preambles").at(tokens, start):
        return start
    for at in range(start, min(end, start + _LONGEST_PREAMBLE)):
        if tokens[at].label in ("INDICATOR", "DATE", "LOC") or tokens[at].word in (";", ":", "("):
            return start
        if tokens[at].word == "," and not joins_nouns(tokens, at):
            return at + 1
    return start


def behind_openings(tokens: Sequence[Token], start: int, end: int) -> int:
    """Return the index behind the words and times that may open a clause before its subject or verb."""
    while start < end:
        size = phrases("openings").at(tokens, start)
        is_title = behind_title(tokens, start) is not None
        if is_title or (not size and tokens[start].label != "DATE" and not tokens[start].is_mark):
            return start
        start += size or 1
    return start
