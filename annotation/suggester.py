"""Spans suggested by rules and word lists, for the first articles of a project, before there is a model.

The rules are in ``configs/suggester/*.yaml``; this module applies them. Every rule that matches gives a candidate.
Where candidates overlap, one that holds another wins over it, and of two that cross or cover the same characters
the one whose label stands higher in the schema does.
"""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from functools import cache
from pathlib import Path

import regex

from solieu.annotation.documents import Document, Span
from solieu.annotation.labels import LabelSchema
from solieu.annotation.suggester_rules import NOT_MARKED, Rule, load_rules
from solieu.annotation.text_view import TextView, view_text
from solieu.configs import config_path

_LETTER_OR_DIGIT = regex.compile(r"[\p{L}\p{N}]")
# Where a rule can begin to match, and the one or two characters by which rules are chosen. There are few such pairs in
# a text; characters of other scripts are left out, so that there cannot be many.
_START = regex.compile(r"(?:(?=([\x20-\x7E\p{Latin}“”][\x20-\x7E\p{Latin}]?)))?(?:^.|(?<!\w)\S)")

Candidate = tuple[int, int, str]


class Suggester:
    """Finds spans by rules; it needs no model and no training.

    >>> document = Suggester.default().suggest("Đại tá Lâm Minh Hồng - Giám đốc Công an tỉnh")
    >>> [(document.span_text(span), span.label) for span in document.spans]
    [('Đại tá', 'RANK'), ('Lâm Minh Hồng', 'PERSON'), ('Giám đốc', 'POSITION'), ('Công an tỉnh', 'ORG')]

    Args:
        rules: The rules, from `load_rules`.
        schema: The labels that they may give; their order settles conflicts.
    """

    def __init__(self, rules: Iterable[Rule], schema: LabelSchema) -> None:
        self.schema = schema
        self._rules = tuple(rules)
        self._order = {label: number for number, label in enumerate((NOT_MARKED, *schema.names))}
        self._by_first: dict[str, list[tuple[int, Rule]]] = {}

    @classmethod
    def default(cls) -> Suggester:
        """Return the suggester with solieu's own rules, ``configs/suggester``; they are read once."""
        return _default()

    @classmethod
    def load(cls, directory: str | Path, schema: LabelSchema | None = None) -> Suggester:
        """Read the rules of a directory laid out like ``configs/suggester``.

        Args:
            directory: The directory with the ``.yaml`` files.
            schema: The labels; by default solieu's own.

        Raises:
            SolieuError: There is no rule file, or one cannot be used; the message names the file and the entry.
        """
        schema = schema or LabelSchema.default()
        return cls(load_rules(directory, schema), schema)

    def suggest(self, text: str | Document) -> Document:
        """Suggest the spans of a text.

        Args:
            text: An article, exactly as it was read; a document keeps its id and metadata, and its spans are
                replaced.

        Returns:
            The article with its spans: flat, without scores, offsets in code points of the text.
        """
        document = text if isinstance(text, Document) else Document(text)
        view = view_text(document.text, old_tones=True)
        spans: list[Span] = []
        start = 0
        for line in view.text.split("\n"):
            for first, last, label in self._line(line):
                spans.extend(_original(view, start + first, start + last, label))
            start += len(line) + 1
        return document.with_spans(_apart(spans))

    def _line(self, line: str) -> list[Candidate]:
        """Return the entities of one line of the view, in order."""
        if not _LETTER_OR_DIGIT.search(line):
            return []
        candidates: set[Candidate] = set()
        done = [0] * len(self._rules)
        for start in _START.finditer(line):
            for number, rule in self._beginning_with(start[1] or ""):
                if start.start() >= done[number]:
                    found, done[number] = rule.candidates(line, start.start())
                    candidates.update(found)
        chosen = self._settled(_outermost(candidates))
        return [candidate for candidate in chosen if candidate[2] != NOT_MARKED]

    def _beginning_with(self, characters: str) -> list[tuple[int, Rule]]:
        """Return the rules, with their numbers, that can match what begins with some characters."""
        if characters not in self._by_first:
            self._by_first[characters] = [
                (number, rule) for number, rule in enumerate(self._rules) if rule.can_begin_with(characters)
            ]
        return self._by_first[characters]

    def _settled(self, candidates: list[Candidate]) -> list[Candidate]:
        """Choose among candidates of which none holds another; those with the higher label are chosen first."""
        free_until: list[Candidate] = []
        for candidate in candidates:
            # Starts and ends both rise, so that only the last ones chosen can cross the next.
            while free_until and free_until[-1][1] > candidate[0] and self._wins(candidate, free_until[-1]):
                free_until.pop()
            if not free_until or free_until[-1][1] <= candidate[0]:
                free_until.append(candidate)
        return free_until

    def _wins(self, later: Candidate, earlier: Candidate) -> bool:
        """Whether the candidate that starts later stands higher in the schema."""
        return self._order[later[2]] < self._order[earlier[2]]


@cache
def _default() -> Suggester:
    return Suggester.load(config_path("suggester"))


def _outermost(candidates: Iterable[Candidate]) -> list[Candidate]:
    """Leave out candidates that another one holds; those of equal extent stay, in the text's order."""
    kept: list[Candidate] = []
    for candidate in sorted(candidates, key=lambda found: (found[0], -found[1])):
        if not kept or candidate[1] > kept[-1][1] or candidate[:2] == kept[-1][:2]:
            kept.append(candidate)
    return kept


def _original(view: TextView, start: int, end: int, label: str) -> Iterator[Span]:
    """Yield the span of original characters for a stretch of the view."""
    first, last = view.start(start), view.end(end)
    if first < last:
        yield Span(first, last, label)


def _apart(spans: Iterable[Span]) -> Iterator[Span]:
    """Leave out spans that begin inside the one before: a mark without a composed form belongs to both."""
    end = 0
    for span in spans:
        if span.start >= end:
            yield span
            end = span.end
