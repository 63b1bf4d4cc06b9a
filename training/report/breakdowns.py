"""Scores of parts of the spans: entities new to the model, lengths, and kinds of documents."""

from __future__ import annotations

import re
from collections import Counter
from collections.abc import Callable, Sequence
from dataclasses import dataclass
from typing import Any

from solieu.annotation.documents import Document, Span
from solieu.training.measures.scoring import Score, count_matches, score
from solieu.training.report.error_analysis import Comparison
from solieu.training.report.inputs import ReportInput, entity_key

# Lengths in words that are taken together: from, to.
LENGTHS: tuple[tuple[int, int | None], ...] = ((1, 1), (2, 2), (3, 4), (5, 7), (8, 12), (13, None))
# How many values of a field are shown by themselves.
MOST_VALUES = 8
_DATE = re.compile(r"(\d{4})-\d\d-\d\d")


@dataclass(frozen=True, slots=True)
class Share:
    """How many of how many.

    Args:
        part: How many.
        whole: Of how many.
    """

    part: int
    whole: int

    @property
    def ratio(self) -> float | None:
        """The share, in [0, 1]; None of nothing."""
        return self.part / self.whole if self.whole else None


@dataclass(frozen=True, slots=True)
class Novelty:
    """How many entities were found that training had shown, and that it had not.

    Args:
        label: The label; None for all.
        seen: Found entities of those that were trained on, whatever their case and spaces.
        unseen: Found entities of the others.
    """

    label: str | None
    seen: Share
    unseen: Share


def novelty(content: ReportInput, comparisons: Sequence[Comparison]) -> list[Novelty]:
    """Return the recall of seen and unseen entities, of all labels first.

    Args:
        content: The report's input.
        comparisons: Its comparisons.

    Returns:
        One entry for all labels and one for each that occurs; nothing where training entities are not known.
    """
    found: dict[str, Counter[tuple[bool, bool]]] = {}
    for comparison in comparisons:
        seen = is_seen(content, comparison)
        if seen is not None and comparison.gold_label:
            found.setdefault(comparison.gold_label, Counter())[seen, comparison.kind == "correct"] += 1

    def entry(label: str | None, counts: Counter[tuple[bool, bool]]) -> Novelty:
        shares = [Share(counts[seen, True], counts[seen, True] + counts[seen, False]) for seen in (True, False)]
        return Novelty(label, *shares)

    if not found:
        return []
    total: Counter[tuple[bool, bool]] = sum(found.values(), Counter())
    return [entry(None, total), *(entry(label, found[label]) for label in content.schema.names if label in found)]


def is_seen(content: ReportInput, comparison: Comparison) -> bool | None:
    """Tell whether an annotated entity was trained on; None if that is not known or nothing is annotated."""
    trained = content.trained[comparison.document] if content.trained else None
    span = comparison.pair.gold
    if trained is None or span is None:
        return None
    return entity_key(span.label, content.gold[comparison.document].span_text(span)) in trained


@dataclass(frozen=True, slots=True)
class LengthScore:
    """How well spans of a length are found.

    Args:
        low: The fewest words.
        high: The most; None for any number.
        recall: Found ones of the annotated spans of that length.
        precision: Correct ones of the predicted spans of that length.
    """

    low: int
    high: int | None
    recall: Share
    precision: Share


def by_length(content: ReportInput, comparisons: Sequence[Comparison]) -> list[LengthScore]:
    """Return recall and precision by length in words (what stands between white space)."""
    counts: Counter[tuple[int, str, bool]] = Counter()
    for comparison in comparisons:
        document = content.gold[comparison.document]
        for side, span in (("gold", comparison.pair.gold), ("predicted", comparison.pair.predicted)):
            if span is not None:
                counts[_length_class(document, span), side, comparison.kind == "correct"] += 1

    def share(number: int, side: str) -> Share:
        return Share(counts[number, side, True], counts[number, side, True] + counts[number, side, False])

    scores = [
        LengthScore(*bounds, share(number, "gold"), share(number, "predicted")) for number, bounds in enumerate(LENGTHS)
    ]
    return [length for length in scores if length.recall.whole or length.precision.whole]


def _length_class(document: Document, span: Span) -> int:
    words = max(1, len(document.span_text(span).split()))
    return next(number for number, (_, high) in enumerate(LENGTHS) if high is None or words <= high)


@dataclass(frozen=True, slots=True)
class GroupScore:
    """The scores of some of the documents.

    Args:
        value: What they share; None for a group without a value of its own.
        others: How many rare values the group takes together; 0 if it has a value or none is given.
        documents: How many documents there are.
        score: Their strict micro score.
    """

    value: str | None
    others: int
    documents: int
    score: Score


@dataclass(frozen=True, slots=True)
class FieldScores:
    """The scores by what documents have in a field.

    Args:
        field: The field's name in ``meta``.
        groups: The values, those of the most documents first, then the rest, then the documents without any.
    """

    field: str
    groups: list[GroupScore]


def by_field(content: ReportInput) -> list[FieldScores]:
    """Return the scores by each field of ``meta`` with at least two values that tell documents apart.

    Dates are taken by year. Fields with a value of its own for each of many documents (an address, a name) are
    left out, as are values that are no plain strings, numbers or truth values.
    """
    fields = dict.fromkeys(name for document in content.gold for name in document.meta)
    found = []
    for name in fields:
        values = [_plain(document.meta.get(name)) for document in content.gold]
        given = [value for value in values if value is not None]
        if given and all(_DATE.fullmatch(value) for value in given):
            values = [value and value[:4] for value in values]
        counts = Counter(value for value in values if value is not None)
        if len(counts) < 2 or (len(counts) > MOST_VALUES and counts.most_common(1)[0][1] == 1):
            continue
        found.append(FieldScores(name, _groups(content, values, counts)))
    return found


def _plain(value: Any) -> str | None:
    """Return a value that can name a group."""
    text = str(value).strip() if isinstance(value, str | int | float | bool) else ""
    return text or None


def _groups(content: ReportInput, values: Sequence[str | None], counts: Counter[str]) -> list[GroupScore]:
    common = [value for value, _ in counts.most_common(MOST_VALUES if len(counts) > MOST_VALUES + 1 else None)]
    rare = len(counts) - len(common)

    def group(value: str | None, others: int, belongs: Callable[[str | None], bool]) -> GroupScore | None:
        chosen = [number for number, own in enumerate(values) if belongs(own)]
        if not chosen:
            return None
        sides = [[documents[number] for number in chosen] for documents in (content.gold, content.predicted)]
        return GroupScore(
            value, others, len(chosen), score(count_matches(sides[0], sides[1], content.schema.names)).micro
        )

    shown = set(common)
    groups = [group(value, 0, lambda own, value=value: own == value) for value in common]  # type: ignore[misc]
    groups.append(group(None, rare, lambda own: own is not None and own not in shown))
    groups.append(group(None, 0, lambda own: own is None))
    return [found for found in groups if found is not None]
