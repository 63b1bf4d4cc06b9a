"""How far annotators agree on the entities of the same articles.

Four measures, over all labels and for each alone, each in [-1, 1] or, for the F1s, in [0, 1]:

- strict F1: one annotator's spans against the other's; the same are those with the same start, end and label.
- overlap F1: the same are those that overlap and have the same label, one to one.
- kappa: Cohen's kappa on tokens. The tokens are the words of `solieu.models.words.find_words`, split at every edge of
  an annotator's span; a token's value is the label of the span that it is in, or none.
- alpha: Krippendorff's alpha for nominal values on characters. Each character that is no white space is a unit; an
  annotator's value for it is the label of the span that it is in, or none. Annotators who have not annotated an
  article have no values there.

For a single label, the values of kappa and alpha are this label or anything else. The first three are measures of two
annotators; of more, the mean over their pairs is given. What has no value, such as the F1 of a label that nobody
uses, is None and does not count in a mean.
"""

from __future__ import annotations

from collections.abc import Callable, Sequence
from dataclasses import dataclass
from itertools import combinations
from typing import Any

import numpy as np
from numpy.typing import NDArray

from solieu.annotation.errors import SolieuError
from solieu.annotation.labels import LabelSchema
from solieu.training.measures.agreement_tables import (
    character_tables,
    character_values,
    matched_spans,
    span_counts,
    token_tables,
    token_values,
)
from solieu.training.measures.estimates import Estimate, estimate, sums_and_resampled
from solieu.training.measures.reliability import cohen_kappa, krippendorff_alpha, one_against_rest
from solieu.training.measures.resampling import RESAMPLES
from solieu.training.measures.shared_articles import SharedArticle, SharedArticles

MEASURES = ("strict_f1", "overlap_f1", "kappa", "alpha")


@dataclass(frozen=True, slots=True)
class Measures:
    """The measures of all labels together or of one.

    Args:
        strict_f1: F1 of spans with the same start, end and label.
        overlap_f1: F1 of spans that overlap and have the same label.
        kappa: Cohen's kappa on tokens.
        alpha: Krippendorff's alpha on characters.
        spans: How many spans each annotator has in the articles that are compared.
    """

    strict_f1: Estimate
    overlap_f1: Estimate
    kappa: Estimate
    alpha: Estimate
    spans: tuple[int, ...]

    def as_dict(self) -> dict[str, Any]:
        """Return the measures as JSON can hold them."""
        return {**{name: getattr(self, name).as_dict() for name in MEASURES}, "spans": list(self.spans)}


@dataclass(frozen=True, slots=True)
class AgreementOf:
    """The agreement of some annotators.

    Args:
        annotators: Their names.
        articles: How many articles at least two of them have annotated.
        overall: The measures over all labels.
        labels: The measures of each label that one of them has used.
    """

    annotators: tuple[str, ...]
    articles: int
    overall: Measures
    labels: dict[str, Measures]

    def as_dict(self) -> dict[str, Any]:
        """Return the agreement as JSON can hold it."""
        return {
            "annotators": list(self.annotators),
            "articles": self.articles,
            "overall": self.overall.as_dict(),
            "labels": {name: measures.as_dict() for name, measures in self.labels.items()},
        }


@dataclass(frozen=True, slots=True)
class Agreement:
    """The agreement of all annotators and of each two.

    Args:
        together: Of all: the F1s and kappa are means over the pairs, alpha is of all at once.
        pairs: Of each two who have annotated the same article.
        single: How many articles only one annotator has annotated; they are left out.
    """

    together: AgreementOf
    pairs: tuple[AgreementOf, ...]
    single: int

    def as_dict(self) -> dict[str, Any]:
        """Return the agreement as JSON can hold it."""
        return {
            "together": self.together.as_dict(),
            "pairs": [pair.as_dict() for pair in self.pairs],
            "articles_of_one_annotator": self.single,
        }


@dataclass(frozen=True, slots=True)
class _Series:
    """Measures in each resample, the first row without resampling; shape ``(1 + resamples, 1 + labels)``."""

    strict_f1: NDArray[np.float64]
    overlap_f1: NDArray[np.float64]
    kappa: NDArray[np.float64]
    alpha: NDArray[np.float64]


def measure_agreement(
    versions: SharedArticles, schema: LabelSchema, *, resamples: int = RESAMPLES, seed: int = 0
) -> Agreement:
    """Measure how far annotators agree.

    The intervals are 95 % percentile intervals of the bootstrap over articles, with the same draws for every pair.

    Args:
        versions: What they have annotated.
        schema: The labels.
        resamples: How many times the articles are drawn anew, at least 1.
        seed: Seed of the draws.

    Returns:
        The agreement.

    Raises:
        SolieuError: A span has a label that is not in the schema.
    """
    articles = versions.articles
    _check_labels(articles, schema)
    values = [character_values(article, schema) for article in articles]
    tokens = [token_values(*pair) for pair in zip(articles, values, strict=True)]
    spans = span_counts(articles, versions.annotators, schema)

    def alpha(names: tuple[str, ...]) -> NDArray[np.float64]:
        tables = character_tables(articles, values, names, schema)
        return _overall_and_labels(tables, krippendorff_alpha, resamples, seed)

    pairs: list[AgreementOf] = []
    series: list[_Series] = []
    for names in combinations(versions.annotators, 2):
        shared = np.array([article.has(names) for article in articles])
        if not shared.any():
            continue
        columns = [versions.annotators.index(name) for name in names]
        counted = np.where(shared[:, None, None], spans[:, columns], 0)
        strict, overlap = matched_spans(articles, names, schema)
        series.append(
            _Series(
                _f1(strict, counted, resamples, seed),
                _f1(overlap, counted, resamples, seed),
                _overall_and_labels(token_tables(tokens, names, schema), cohen_kappa, resamples, seed),
                alpha(names),
            )
        )
        pairs.append(_agreement_of(names, int(shared.sum()), series[-1], counted, schema))
    together = _Series(
        _mean_of_defined([pair.strict_f1 for pair in series]),
        _mean_of_defined([pair.overlap_f1 for pair in series]),
        _mean_of_defined([pair.kappa for pair in series]),
        alpha(versions.annotators),
    )
    return Agreement(
        _agreement_of(versions.annotators, len(articles), together, spans, schema), tuple(pairs), versions.single
    )


def _check_labels(articles: Sequence[SharedArticle], schema: LabelSchema) -> None:
    for article in articles:
        for name, version in article.versions.items():
            for span in version.spans:
                if span.label not in schema.names:
                    raise SolieuError(
                        f"{name}: document {article.id!r} has the label {span.label!r}, which is not among "
                        f"{', '.join(schema.names)}; correct it, or give a label file with --labels"
                    )


def _overall_and_labels(
    tables: NDArray[Any],
    measure: Callable[[NDArray[Any]], NDArray[np.float64]],
    resamples: int,
    seed: int,
) -> NDArray[np.float64]:
    """Return a measure of tables over all values and for each label against the rest, in every resample."""
    sums = sums_and_resampled(tables, resamples=resamples, seed=seed)
    labels = measure(one_against_rest(sums)[:, 1:])
    return np.concatenate([measure(sums)[:, None], labels], axis=1)


def _f1(same: NDArray[np.int64], spans: NDArray[np.int64], resamples: int, seed: int) -> NDArray[np.float64]:
    """Return the F1 of all labels and of each, in every resample; not a number where there is no span."""
    table = np.stack([same, spans.sum(axis=1)], axis=1)
    table = np.concatenate([table.sum(axis=2, keepdims=True), table], axis=2)
    sums = sums_and_resampled(table, resamples=resamples, seed=seed)
    result = np.full_like(sums[:, 0], np.nan)
    np.divide(2 * sums[:, 0], sums[:, 1], out=result, where=sums[:, 1] > 0)
    return result


def _mean_of_defined(series: Sequence[NDArray[np.float64]]) -> NDArray[np.float64]:
    """Return the mean of what is a number in arrays of the same shape; not a number where nothing is."""
    values = np.stack(series)
    defined = ~np.isnan(values)
    size = defined.sum(axis=0)
    means = np.full(values.shape[1:], np.nan)
    np.divide(np.where(defined, values, 0.0).sum(axis=0), size, out=means, where=size > 0)
    return means


def _agreement_of(
    names: tuple[str, ...], articles: int, series: _Series, spans: NDArray[np.int64], schema: LabelSchema
) -> AgreementOf:
    """Read values and intervals off the resamples.

    Args:
        names: The annotators.
        articles: How many articles are compared.
        series: The measures in each resample.
        spans: How many spans each annotator has in each article, shape ``(articles, annotators, labels)``.
        schema: The labels.
    """
    counts = np.concatenate([spans.sum(axis=2, keepdims=True), spans], axis=2)
    occurs = (counts.sum(axis=1) > 0).sum(axis=0)
    totals = counts.sum(axis=0)

    def measures(column: int) -> Measures:
        strict, overlap, kappa, alpha = (
            estimate(getattr(series, name)[:, column], int(occurs[column])) for name in MEASURES
        )
        return Measures(strict, overlap, kappa, alpha, tuple(map(int, totals[:, column])))

    labels = {name: measures(column) for column, name in enumerate(schema.names, start=1) if occurs[column]}
    return AgreementOf(names, articles, measures(0), labels)
