"""Where annotators disagree, stretch by stretch."""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from typing import Any, Literal, get_args

from solieu.annotation.documents import Span
from solieu.training.measures.shared_articles import SharedArticle

Kind = Literal["missing", "bounds", "label"]
KINDS: tuple[Kind, ...] = get_args(Kind)


@dataclass(frozen=True, slots=True)
class Disagreement:
    """A stretch of an article on which its annotators do not agree.

    Args:
        id: The article.
        start: Offset of the stretch's first character, in Unicode code points.
        end: Offset after its last.
        text: Its characters.
        kinds: ``"missing"`` if an annotator has no span here, ``"bounds"`` if those who have spans set their edges
            otherwise, ``"label"`` if they give other labels; at least one of the three.
        spans: What each annotator has here, by the annotator's name.
    """

    id: str
    start: int
    end: int
    text: str
    kinds: tuple[Kind, ...]
    spans: Mapping[str, tuple[Span, ...]]

    def as_dict(self) -> dict[str, Any]:
        """Return the disagreement as a line of a JSONL file holds it."""
        return {
            "id": self.id,
            "start": self.start,
            "end": self.end,
            "text": self.text,
            "kinds": list(self.kinds),
            "annotators": {
                name: [
                    {
                        "start": span.start,
                        "end": span.end,
                        "label": span.label,
                        "text": self.text[span.start - self.start : span.end - self.start],
                    }
                    for span in spans
                ]
                for name, spans in self.spans.items()
            },
        }


def find_disagreements(articles: Iterable[SharedArticle]) -> list[Disagreement]:
    """List where annotators disagree.

    A stretch is what spans of any annotators cover that overlap, one with the next. The annotators agree on it if all
    have the same spans there.

    Args:
        articles: The articles.

    Returns:
        The disagreements, in the order of the articles and their texts.
    """
    return [
        disagreement
        for article in articles
        for start, end, spans in _stretches(article)
        if (disagreement := _compare(article, start, end, spans)).kinds
    ]


def _stretches(article: SharedArticle) -> list[tuple[int, int, dict[str, list[Span]]]]:
    """Return start, end and each annotator's spans of every stretch that has some."""
    everything = sorted(
        ((span.start, span.end, name, span) for name, version in article.versions.items() for span in version.spans),
        key=lambda entry: entry[:2],
    )
    stretches: list[tuple[int, int, dict[str, list[Span]]]] = []
    for start, end, name, span in everything:
        if stretches and start < stretches[-1][1]:
            first, last, spans = stretches.pop()
            stretches.append((first, max(last, end), spans))
        else:
            stretches.append((start, end, {annotator: [] for annotator in article.versions}))
        stretches[-1][2][name].append(span)
    return stretches


def _compare(article: SharedArticle, start: int, end: int, spans: Mapping[str, list[Span]]) -> Disagreement:
    given = [own for own in spans.values() if own]
    bounds = {tuple((span.start, span.end) for span in own) for own in given}
    # Where the edges differ, the labels are compared as sets: which span is to have which label cannot be told.
    labels = {
        tuple(span.label for span in own) if len(bounds) == 1 else frozenset(span.label for span in own)
        for own in given
    }
    found = {"missing": len(given) < len(spans), "bounds": len(bounds) > 1, "label": len(labels) > 1}
    return Disagreement(
        article.id,
        start,
        end,
        article.text[start:end],
        tuple(kind for kind in KINDS if found[kind]),
        {name: tuple(own) for name, own in spans.items()},
    )
