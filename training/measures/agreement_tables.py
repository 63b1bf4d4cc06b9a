"""What agreement is counted from: tables of spans, tokens and characters, one for each article."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import replace

import numpy as np
from numpy.typing import NDArray

from solieu.annotation.labels import LabelSchema
from solieu.models.words import find_words
from solieu.training.measures.matching import Outcome, count_matches
from solieu.training.measures.reliability import coincidences, contingencies
from solieu.training.measures.shared_articles import SharedArticle

Values = Mapping[str, NDArray[np.int16]]
"""Each annotator's values for the characters or tokens of an article: 0 for none, else the label's number from 1."""


def character_values(article: SharedArticle, schema: LabelSchema) -> Values:
    """Return each annotator's value for each character of an article."""
    number = {name: value for value, name in enumerate(schema.names, start=1)}
    values = {}
    for name, version in article.versions.items():
        own = np.zeros(len(article.text), dtype=np.int16)
        for span in version.spans:
            own[span.start : span.end] = number[span.label]
        values[name] = own
    return values


def span_counts(articles: Sequence[SharedArticle], annotators: Sequence[str], schema: LabelSchema) -> NDArray[np.int64]:
    """Return how many spans annotators have, shape ``(articles, annotators, labels)``; 0 for missing versions."""
    number = {name: value for value, name in enumerate(schema.names)}
    counts = np.zeros((len(articles), len(annotators), len(number)), dtype=np.int64)
    for row, article in enumerate(articles):
        for column, name in enumerate(annotators):
            for span in article.versions[name].spans if name in article.versions else ():
                counts[row, column, number[span.label]] += 1
    return counts


def matched_spans(
    articles: Sequence[SharedArticle], pair: Sequence[str], schema: LabelSchema
) -> tuple[NDArray[np.int64], NDArray[np.int64]]:
    """Count spans that two annotators share.

    Args:
        articles: The articles.
        pair: The two annotators.
        schema: The labels.

    Returns:
        How many are the same in start, end and label, and how many overlap, one to one, with the same label; both of
        shape ``(articles, labels)``, with zeros where one of the two has not annotated the article.
    """
    left, right = (
        [
            article.versions[name] if article.has(pair) else replace(next(iter(article.versions.values())), spans=())
            for article in articles
        ]
        for name in pair
    )
    counts = count_matches(left, right, schema.names)
    return counts.correct, counts.gold_outcomes[:, :, [Outcome.SAME, Outcome.SAME_LABEL]].sum(axis=2)


def token_values(article: SharedArticle, values: Values) -> Values:
    """Return each annotator's value for each token of an article.

    Args:
        article: The article. Its words are split into tokens at the edges of all annotators' spans.
        values: Its characters' values, from `character_values`.
    """
    spans = [span for version in article.versions.values() for span in version.spans]
    words = find_words(article.text, {edge for span in spans for edge in (span.start, span.end)})
    starts = np.array(words.starts, dtype=np.int64)
    return {name: own[starts] for name, own in values.items()}


def token_tables(tokens: Sequence[Values], pair: Sequence[str], schema: LabelSchema) -> NDArray[np.int64]:
    """Count which values two annotators give the same tokens.

    Args:
        tokens: The tokens' values in each article, from `token_values`.
        pair: The two annotators.
        schema: The labels.

    Returns:
        A contingency table for each article, shape ``(articles, 1 + labels, 1 + labels)``; zeros where one of the
        two has not annotated it.
    """
    size = 1 + len(schema.names)
    tables = np.zeros((len(tokens), size, size), dtype=np.int64)
    for number, values in enumerate(tokens):
        if all(name in values for name in pair):
            left, right = (values[name] for name in pair)
            tables[number] = contingencies(left, right, size)
    return tables


def character_tables(
    articles: Sequence[SharedArticle],
    values: Sequence[Values],
    annotators: Sequence[str],
    schema: LabelSchema,
) -> NDArray[np.float64]:
    """Count which values annotators give the same characters; white space does not count.

    Args:
        articles: The articles.
        values: Their characters' values, from `character_values`.
        annotators: Whose values count.
        schema: The labels.

    Returns:
        A coincidence matrix for each article, shape ``(articles, 1 + labels, 1 + labels)``; zeros where fewer than
        two of the annotators have annotated it.
    """
    size = 1 + len(schema.names)
    tables = np.zeros((len(articles), size, size))
    for number, article in enumerate(articles):
        rows = [values[number][name] for name in annotators if name in article.versions]
        if len(rows) > 1:
            visible = ~np.fromiter(map(str.isspace, article.text), bool, len(article.text))
            tables[number] = coincidences(np.stack(rows)[:, visible], size)
    return tables
