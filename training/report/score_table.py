"""The rows of the score table: the model by label, and the baselines beside it."""

from __future__ import annotations

from collections.abc import Callable, Mapping
from dataclasses import dataclass

from solieu.training.baselines.run_baselines import BASELINES
from solieu.training.measures.resampling import Flag
from solieu.training.measures.scoring import Score, Scores, count_matches, score, score_schemes
from solieu.training.report.inputs import ReportInput
from solieu.training.report.verdict import FEW_SPANS


@dataclass(frozen=True, slots=True)
class ScoreRow:
    """One line of the table.

    Args:
        name: The label, ``"micro"`` or ``"macro"``.
        strict: The model's score by the strict criterion.
        schemes: Its scores by the other criteria, in their order.
        baselines: The baselines' strict scores, in their order.
    """

    name: str
    strict: Score
    schemes: tuple[Score, ...]
    baselines: tuple[Score, ...]

    @property
    def few(self) -> bool:
        """Whether there are too few annotated entities to judge by."""
        return self.strict.gold is not None and self.strict.gold < FEW_SPANS

    @property
    def scores(self) -> tuple[Score, ...]:
        """All scores of the row."""
        return (self.strict, *self.schemes, *self.baselines)


@dataclass(frozen=True, slots=True)
class ScoreTable:
    """The scores of a model and of baselines.

    Args:
        schemes: The names of the criteria beside the strict one.
        baselines: The baselines' names.
        rows: A row for each label that occurs.
        micro: The row of all spans together.
        macro: The row of the mean over labels.
        strict: The model's scores by the strict criterion.
        baseline_scores: The baselines' by the same, by name.
    """

    schemes: tuple[str, ...]
    baselines: tuple[str, ...]
    rows: tuple[ScoreRow, ...]
    micro: ScoreRow
    macro: ScoreRow
    strict: Scores
    baseline_scores: Mapping[str, Scores]

    @property
    def known_baselines(self) -> bool:
        """Whether all baselines are solieu's own, so that it can be said what they are."""
        return bool(self.baselines) and set(self.baselines) <= set(BASELINES)

    @property
    def flags(self) -> tuple[Flag, ...]:
        """What must be explained: the flags that an interval of the table has."""
        rows = (*self.rows, self.micro, self.macro)
        found = {flag for row in rows for shown in row.scores for flag in shown.flags}
        return tuple(flag for flag in Flag if flag in found)


def score_table(content: ReportInput) -> ScoreTable:
    """Score the model and the baselines.

    Args:
        content: The report's input.

    Returns:
        The table; labels that neither is annotated nor predicted are left out.
    """
    labels = content.schema.names
    model = score_schemes(count_matches(content.gold, content.predicted, labels))
    strict = model.pop("strict")
    baselines = {
        name: score(count_matches(content.gold, documents, labels)) for name, documents in content.baselines.items()
    }

    def row(name: str, of: Callable[[Scores], Score]) -> ScoreRow:
        return ScoreRow(name, of(strict), tuple(map(of, model.values())), tuple(map(of, baselines.values())))

    rows = [row(name, lambda scores, name=name: scores.labels[name]) for name in content.schema.names]  # type: ignore[misc]
    occurring = [row for row in rows if any(s.gold or s.predicted for s in (row.strict, *row.baselines))]
    micro, macro = row("micro", lambda scores: scores.micro), row("macro", lambda scores: scores.macro)
    return ScoreTable(tuple(model), tuple(baselines), tuple(occurring), micro, macro, strict, baselines)
