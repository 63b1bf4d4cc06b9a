"""One document of several annotators' versions, and the places where they disagree."""

from __future__ import annotations

import json
from collections import Counter
from collections.abc import Iterable, Sequence
from dataclasses import dataclass, replace
from pathlib import Path
from typing import Any, Literal

from solieu.annotation.annotated_versions import AnnotatedVersion
from solieu.annotation.atomic import write_atomically
from solieu.annotation.documents import Document, Span
from solieu.annotation.errors import SolieuError

Rule = Literal["majority", "first", "longest"]


@dataclass(frozen=True, slots=True)
class Disagreement:
    """A place in an article that annotators read differently.

    Args:
        document: The article's id.
        start: Where the place begins: at the first offset of the spans that differ.
        end: Where it ends.
        text: The characters from ``start`` to ``end``.
        readings: Each annotator with the spans that they marked there, the earliest version first.
        chosen: The spans that the rule took.
    """

    document: str
    start: int
    end: int
    text: str
    readings: tuple[tuple[str, tuple[Span, ...]], ...]
    chosen: tuple[Span, ...]


def adjudicate(versions: Iterable[AnnotatedVersion], rule: Rule) -> tuple[Document, list[Disagreement]]:
    """Make one document of an article's versions.

    Skipped and unusable versions do not count. If versions are marked as ground truth, only these count: that is how
    a person settles an article in Label Studio. What all marked alike is taken. Elsewhere the article falls into
    places, runs of spans that overlap each other, and in each of them

    - ``"majority"`` takes the spans that more than half of the versions have (of two: both), and no others;
    - ``"first"`` takes what the earliest version has there, which may be nothing;
    - ``"longest"`` takes the longest span, then the longest of those that do not overlap it, and so on; of spans of
      one length that which more versions have, then that of the earliest version.

    The result does not depend on the order of the versions, and is flat by each rule.

    Args:
        versions: The versions of one article.
        rule: How to decide.

    Returns:
        The document, with the rule and the annotators in its ``meta`` under ``adjudication``, and the disagreements
        in the order of the text.

    Raises:
        SolieuError: There is no version that counts, the texts differ, or there is no such rule.
    """
    if rule not in ("majority", "first", "longest"):
        raise SolieuError(f"there is no rule {rule!r} to agree by; use majority, first or longest")
    counted = [version for version in versions if version.usable]
    counted = [version for version in counted if version.ground_truth] or counted
    if not counted:
        raise SolieuError("an article needs at least one version that is neither skipped nor unusable")
    counted.sort(key=lambda version: (version.created or "", version.annotator, str(version.annotations)))
    first = counted[0].document
    for version in counted:
        if version.document.text != first.text:
            raise SolieuError(
                f"document {first.id!r}: the versions of {counted[0].annotator or 'unknown'} and "
                f"{version.annotator or 'unknown'} differ in their text; adjudicate one article at a time"
            )
    spans: list[Span] = []
    disagreements: list[Disagreement] = []
    for start, end in _places(counted):
        readings = [
            tuple(
                Span(span.start, span.end, span.label)  # scores are no matter of agreement
                for span in version.document.spans
                if start <= span.start and span.end <= end
            )
            for version in counted
        ]
        chosen = readings[0] if len(set(readings)) == 1 else _chosen(readings, rule)
        spans += chosen
        if len(set(readings)) > 1:
            named = zip((version.annotator for version in counted), readings, strict=True)
            disagreements.append(Disagreement(first.id, start, end, first.text[start:end], tuple(named), chosen))
    made = {"rule": rule, "annotators": [version.annotator for version in counted], "disagreements": len(disagreements)}
    return replace(first, spans=tuple(spans), meta={**first.meta, "adjudication": made}), disagreements


def adjudicate_all(versions: Sequence[AnnotatedVersion], rule: Rule) -> tuple[list[Document], list[Disagreement]]:
    """Adjudicate several articles.

    Args:
        versions: The versions of all of them, in any order.
        rule: How to decide.

    Returns:
        A document for each article that has a version that counts, in the order in which the articles first appear,
        and all disagreements.

    Raises:
        SolieuError: There is no such rule.
    """
    articles: dict[tuple[str, str], list[AnnotatedVersion]] = {}
    for version in versions:
        if version.usable:
            articles.setdefault((version.document.id, version.document.text), []).append(version)
    documents: list[Document] = []
    disagreements: list[Disagreement] = []
    for article in articles.values():
        document, found = adjudicate(article, rule)
        documents.append(document)
        disagreements += found
    return documents, disagreements


def _places(versions: Sequence[AnnotatedVersion]) -> list[tuple[int, int]]:
    """Return the stretches that spans of any version cover, joined where spans overlap."""
    places: list[tuple[int, int]] = []
    spans = [span for version in versions for span in version.document.spans]
    for span in sorted(spans, key=lambda span: (span.start, span.end)):
        if places and span.start < places[-1][1]:
            places[-1] = (places[-1][0], max(places[-1][1], span.end))
        else:
            places.append((span.start, span.end))
    return places


def _chosen(readings: Sequence[tuple[Span, ...]], rule: Rule) -> tuple[Span, ...]:
    if rule == "first":
        return readings[0]
    votes = Counter(span for reading in readings for span in reading)
    if rule == "majority":
        # Two spans that overlap cannot both have it: some version would have to hold both.
        return tuple(sorted(span for span, count in votes.items() if 2 * count > len(readings)))
    earliest = {span: index for index, reading in reversed(list(enumerate(readings))) for span in reading}
    taken: list[Span] = []
    for span in sorted(votes, key=lambda span: (span.start - span.end, -votes[span], earliest[span], span)):
        if all(span.end <= other.start or other.end <= span.start for other in taken):
            taken.append(span)
    return tuple(sorted(taken))


def write_disagreements(disagreements: Iterable[Disagreement], path: str | Path) -> None:
    """Write disagreements as JSON Lines, one a line, for a person to settle.

    Args:
        disagreements: The disagreements.
        path: The file.

    Raises:
        SolieuError: The file cannot be written.
    """
    with write_atomically(path, "wb") as stream:
        for disagreement in disagreements:
            record = {
                "document": disagreement.document,
                "start": disagreement.start,
                "end": disagreement.end,
                "text": disagreement.text,
                "readings": [
                    {"annotator": annotator, "spans": _records(spans)} for annotator, spans in disagreement.readings
                ],
                "chosen": _records(disagreement.chosen),
            }
            line = json.dumps(record, ensure_ascii=False).encode("utf-8", "surrogatepass")
            stream.write(line + b"\n")


def _records(spans: Iterable[Span]) -> list[dict[str, Any]]:
    return [{"start": span.start, "end": span.end, "label": span.label} for span in spans]
