"""Everything that a report shows, ready for its templates."""

from __future__ import annotations

from collections import Counter
from collections.abc import Sequence
from dataclasses import dataclass
from importlib.metadata import version

from solieu.training.measures.comparison import Difference
from solieu.training.measures.comparison import compare as compare_systems
from solieu.training.measures.estimates import Estimate
from solieu.training.report.breakdowns import (
    FieldScores,
    LengthScore,
    Novelty,
    by_field,
    by_length,
    is_seen,
    novelty,
)
from solieu.training.report.context import Context, context_of
from solieu.training.report.edges import Shape, Shift
from solieu.training.report.error_analysis import (
    ERROR_KINDS,
    BoundaryGroup,
    Comparison,
    DocumentErrors,
    Kind,
    boundary_groups,
    compare,
    confusion,
    worst_documents,
)
from solieu.training.report.inputs import ReportInput
from solieu.training.report.label_views import LabelView, label_views
from solieu.training.report.score_table import ScoreTable, score_table
from solieu.training.report.verdict import Verdict, judge
from solieu.training.report.wording import Bilingual, joined, same, say

# How many of the hardest documents are listed.
MOST_DOCUMENTS = 10


@dataclass(frozen=True, slots=True)
class ErrorView:
    """How an error is shown.

    Args:
        number: Its number, from 1.
        comparison: The spans.
        document: The document's id.
        note: How the edges differ, or what became of a part; None if there is nothing to say.
        score: The model's score of the predicted span.
        new: Whether the annotated entity is not in the training data; None if that is not known.
        context: The line it stands in.
    """

    number: int
    comparison: Comparison
    document: str
    note: Bilingual | None
    score: float | None
    new: bool | None
    context: Context

    @property
    def kind(self) -> Kind:
        """The kind of error."""
        return self.comparison.kind


@dataclass(frozen=True)
class Page:
    """The content of a report.

    Args:
        content: What it was made from.
        version: The version of solieu that made it.
        names: What the documents are called.
        labels: The labels, by name.
        verdict: What the figures mean.
        table: The scores.
        counts: Pairs by annotated and predicted label.
        exact: Of the pairs with the same label, those with the same edges, by label.
        kinds: How many errors there are of each kind.
        boundaries: The boundary errors by kind.
        novelty: The recall of seen and new entities.
        lengths: The scores by length.
        fields: The scores by what is known about documents.
        worst: The hardest documents.
        errors: All errors.
    """

    content: ReportInput
    version: str
    names: tuple[str, ...]
    labels: dict[str, LabelView]
    verdict: Verdict
    table: ScoreTable
    counts: Counter[tuple[str | None, str | None]]
    exact: Counter[str]
    kinds: Counter[Kind]
    boundaries: list[BoundaryGroup]
    novelty: list[Novelty]
    lengths: list[LengthScore]
    fields: list[FieldScores]
    worst: list[DocumentErrors]
    errors: list[ErrorView]

    @property
    def occurring(self) -> list[LabelView]:
        """The labels that an annotated or a predicted span has."""
        used = {label for pair in self.counts for label in pair}
        return [label for name, label in self.labels.items() if name in used]

    @property
    def boundary_labels(self) -> set[str]:
        """The labels that have a boundary error."""
        return {label for group in self.boundaries for label in group.labels}

    @property
    def erring(self) -> list[int]:
        """The numbers of the documents with errors."""
        return sorted({error.comparison.document for error in self.errors})

    @property
    def off_diagonal(self) -> list[tuple[Bilingual, Bilingual, int]]:
        """The three cells of the confusion matrix, off its diagonal, with the most pairs."""
        cells = [(pair, count) for pair, count in self.counts.most_common() if pair[0] != pair[1]]
        return [(self.side(gold, "spurious"), self.side(said, "missed"), count) for (gold, said), count in cells[:3]]

    def side(self, label: str | None, otherwise: str) -> Bilingual:
        """Return a label's title, or what a missing span means."""
        return say(f"confusion.{otherwise}") if label is None else self.labels[label].title


def make_page(content: ReportInput) -> Page:
    """Analyse predictions for a report.

    Args:
        content: The report's input.
    """
    comparisons = compare(content.gold, content.predicted)
    errors = [comparison for comparison in comparisons if comparison.kind != "correct"]
    table = score_table(content)
    novelties = novelty(content, comparisons)
    names = _names(content)
    return Page(
        content=content,
        version=version("solieu"),
        names=names,
        labels=label_views(content.schema),
        verdict=judge(
            table.strict,
            comparisons,
            content.schema,
            documents=len(content.gold),
            baselines=_against_baselines(content),
            novelty=novelties,
        ),
        table=table,
        counts=confusion(comparisons),
        exact=Counter(item.gold_label for item in comparisons if item.kind == "correct" and item.gold_label),
        kinds=Counter(comparison.kind for comparison in errors),
        boundaries=boundary_groups(comparisons),
        novelty=novelties,
        lengths=by_length(content, comparisons),
        fields=by_field(content),
        worst=worst_documents(comparisons)[:MOST_DOCUMENTS],
        errors=[_error(number, content, names, comparison) for number, comparison in enumerate(errors, start=1)],
    )


def _against_baselines(content: ReportInput) -> dict[str, Difference]:
    """Compare the model with each baseline, on all spans together."""
    return {
        name: compare_systems(content.gold, documents, content.predicted, content.schema.names).micro
        for name, documents in content.baselines.items()
    }


def _names(content: ReportInput) -> tuple[str, ...]:
    """Return the documents' ids, each once; those without one are numbered."""
    ids = [document.id or f"#{number}" for number, document in enumerate(content.gold, start=1)]
    counts = Counter(ids)
    return tuple(f"{name} (#{number})" if counts[name] > 1 else name for number, name in enumerate(ids, start=1))


def _error(number: int, content: ReportInput, names: Sequence[str], comparison: Comparison) -> ErrorView:
    gold, predicted = content.gold[comparison.document], content.predicted[comparison.document]
    said = comparison.pair.predicted
    seen = is_seen(content, comparison)
    return ErrorView(
        number,
        comparison,
        names[comparison.document],
        _note(comparison),
        said.score if said else None,
        None if seen is None else not seen,
        context_of(gold, predicted, comparison.pair),
    )


def _note(comparison: Comparison) -> Bilingual | None:
    if comparison.shape:
        return describe(comparison.shape)
    if comparison.of_split:
        return say("shape.of_split")
    return say("shape.of_merger") if comparison.of_merger else None


def describe(shape: Shape) -> Bilingual:
    """Say how edges differ: "one word short on the left"."""
    if shape.kind != "shift":
        return say(f"shape.{shape.kind}")
    return joined([_describe_shift(shift) for shift in shape.shifts], "; ")


def _describe_shift(shift: Shift) -> Bilingual:
    size = "signs" if shift.signs else str(shift.words) if shift.words else "part"
    return say(f"shift.{shift.change}", size=say(f"size.{size}"), side=say(f"side.{shift.side}"))


def field_title(name: str) -> Bilingual:
    """Return what a field of ``meta`` is called."""
    known = {"outlet", "province", "topic", "published", "origin"}
    return say(f"field.{name}") if name in known else same(name)


def estimated(value: Estimate) -> Bilingual:
    """Write a value with its interval."""
    if value.interval is None:
        return say("calibration.value", value=value.value or 0.0)
    low, high = value.interval
    return say("calibration.range", value=value.value or 0.0, low=low, high=high)


def error_kinds(page: Page) -> list[Kind]:
    """Return the kinds of errors that occur, in their order."""
    return [kind for kind in ERROR_KINDS if page.kinds[kind]]
