"""What the figures mean, in plain sentences."""

from __future__ import annotations

from collections import Counter
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from typing import Literal

from solieu.annotation.labels import LabelSchema
from solieu.training.measures.comparison import Difference
from solieu.training.measures.scoring import Score, Scores
from solieu.training.report.breakdowns import Novelty
from solieu.training.report.error_analysis import ERROR_KINDS, Comparison
from solieu.training.report.wording import Bilingual, joined, say

# Lower ends of F1's interval from which a model is called good, and usable with care.
HIGH, MIDDLE = 0.90, 0.75
# With fewer articles, and for labels with fewer annotated entities, the reader is warned.
FEW_DOCUMENTS, FEW_SPANS = 20, 20
_WEAKEST = 3
# Smaller p-values are not told from each other.
_SMALL_P = 0.001


@dataclass(frozen=True, slots=True)
class Verdict:
    """A judgement and the sentences that it rests on.

    Args:
        level: How good the model is.
        headline: The same in words.
        rule: How that was decided.
        sentences: What there is to know, the most important first.
    """

    level: Literal["high", "middle", "low"]
    headline: Bilingual
    rule: Bilingual
    sentences: tuple[Bilingual, ...]


def judge(
    scores: Scores,
    comparisons: Sequence[Comparison],
    schema: LabelSchema,
    *,
    documents: int,
    baselines: Mapping[str, Difference],
    novelty: Sequence[Novelty],
) -> Verdict:
    """Say what a model's scores mean.

    Args:
        scores: The model's strict scores.
        comparisons: Its comparisons.
        schema: The labels.
        documents: How many documents were scored.
        baselines: What the model's micro-F1 differs by from that of baselines, by name; the model comes second.
        novelty: The recall of seen and new entities, of all labels first; may be empty.
    """
    micro = scores.micro
    if not micro.gold:
        predicted = say("verdict.none.predicted", predicted=micro.predicted)
        return Verdict("low", say("verdict.none"), say("verdict.none.rule"), (predicted,))
    decisive = micro.interval[0] if micro.interval else micro.f1
    level: Literal["high", "middle", "low"] = "high" if decisive >= HIGH else "middle" if decisive >= MIDDLE else "low"
    sentences = [say("verdict.found", **_counts(micro)), _interval(micro)]
    if documents < FEW_DOCUMENTS:
        sentences.append(say("verdict.few", documents=documents))
    sentences += _labels(scores, schema)
    sentences.append(_kinds(comparisons))
    sentences += _novelty(novelty)
    sentences += [_against(name, difference) for name, difference in baselines.items()]
    rule = say("verdict.rule" if micro.interval else "verdict.rule.point")
    return Verdict(level, say(f"verdict.{level}"), rule, tuple(sentences))


def _counts(score: Score) -> dict[str, float | int | None]:
    return {
        "recall": score.recall,
        "precision": score.precision,
        "correct": score.correct,
        "gold": score.gold,
        "predicted": score.predicted,
    }


def _interval(micro: Score) -> Bilingual:
    if micro.interval is None:
        return say("verdict.no_interval", f1=micro.f1)
    low, high = micro.interval
    return say("verdict.interval", f1=micro.f1, low=low, high=high)


def _labels(scores: Scores, schema: LabelSchema) -> list[Bilingual]:
    """Name the weakest labels and those that are too rare."""
    titles = {label.name: Bilingual(label.title_vi, label.title_en) for label in schema.labels}
    sentences = []
    judged = {name: score for name, score in scores.labels.items() if (score.gold or 0) >= FEW_SPANS}
    weakest = sorted(judged, key=lambda name: judged[name].f1)[:_WEAKEST]
    if len(judged) > 1:
        named = joined(say("verdict.label", label=titles[name], f1=judged[name].f1) for name in weakest)
        sentences.append(say("verdict.weak", labels=named))
    rare = {name: score.gold or 0 for name, score in scores.labels.items() if 0 < (score.gold or 0) < FEW_SPANS}
    if rare:
        named = joined(say("verdict.label.count", label=titles[name], count=count) for name, count in rare.items())
        sentences.append(say("verdict.rare", labels=named))
    return sentences


def _kinds(comparisons: Sequence[Comparison]) -> Bilingual:
    """Count the errors by kind."""
    counts = Counter(comparison.kind for comparison in comparisons)
    errors = sum(counts[kind] for kind in ERROR_KINDS)
    if not errors:
        return say("verdict.no_errors")
    kinds = sorted((kind for kind in ERROR_KINDS if counts[kind]), key=lambda kind: -counts[kind])
    named = joined(say("verdict.kind", kind=say(f"kind.{kind}"), count=counts[kind]) for kind in kinds)
    return say("verdict.kinds", errors=errors, kinds=named)


def _novelty(novelty: Sequence[Novelty]) -> list[Bilingual]:
    """Compare the recall of new entities with that of seen ones."""
    if not novelty:
        return []
    seen, unseen = novelty[0].seen, novelty[0].unseen
    if unseen.ratio is None:
        return [say("verdict.only_seen")]
    if seen.ratio is None:
        return [say("verdict.only_new", unseen=unseen.ratio)]
    return [say("verdict.novelty", seen=seen.ratio, unseen=unseen.ratio, new=unseen.whole)]


def _against(name: str, found: Difference) -> Bilingual:
    """Compare the model with a baseline on the same articles."""
    if not found.differing:
        return say("verdict.baseline.same", name=name)
    how = "better" if found.difference > 0 else "worse"
    sentence = say(
        f"verdict.baseline.{how}" if found.is_shown else "verdict.baseline.open",
        name=name,
        f1=found.first,
    )
    p = say("verdict.p.small") if found.p < _SMALL_P else say("verdict.p", p=found.p)
    if found.interval is None:
        return joined([sentence, say("verdict.evidence.point", difference=found.difference, p=p)], " ")
    low, high = found.interval
    return joined([sentence, say("verdict.evidence", difference=found.difference, low=low, high=high, p=p)], " ")
