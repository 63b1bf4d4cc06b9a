"""What to annotate next: uncertainty, disagreement, and not ten alike."""

from collections.abc import Sequence
from math import log
from pathlib import Path

import numpy as np
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from solieu.annotation import Document, LabelSchema, SolieuError, Span
from solieu.annotation.suggester import Suggester
from solieu.models.crf_scores import CrfScores
from solieu.models.loading import load_tagger
from solieu.models.tagger import Tagger
from solieu.models.uncertainty import Uncertainty, uncertainties, word_entropies
from solieu.models.words import find_words
from solieu.training.selection import disagreement, measure_articles, order_articles

SCHEMA = LabelSchema.from_names(["PERSON"])
WORDS = find_words("Lâm Minh\nHồng")
SURE = np.array([[30, 0, 0], [30, 0, 0], [30, 0, 0]], dtype=np.float32)
EVEN = np.zeros((3, 3), dtype=np.float32)


def test_a_sure_model_has_no_entropy() -> None:
    assert word_entropies(SURE, WORDS, SCHEMA) == pytest.approx([0, 0, 0], abs=1e-6)


def test_only_legal_tags_count() -> None:
    # O-O, O-B, B-O, B-B and B-I are as probable as one another; on a line of one word, O and B are.
    first = -(2 / 5 * log(2 / 5) + 3 / 5 * log(3 / 5))
    second = -(2 * 2 / 5 * log(2 / 5) + 1 / 5 * log(1 / 5))

    assert word_entropies(EVEN, WORDS, SCHEMA) == pytest.approx([first, second, log(2)])


def test_what_a_crf_forbids_is_no_uncertainty() -> None:
    never = np.float32(-50)
    crf = CrfScores(np.zeros((3, 3), np.float32), np.array([0, never, 0], np.float32), np.zeros(3, np.float32))

    assert word_entropies(EVEN, WORDS, SCHEMA, crf)[2] == pytest.approx(0, abs=1e-6)


def test_a_text_without_words_has_no_entropies() -> None:
    assert len(word_entropies(np.zeros((0, 3), np.float32), find_words(" "), SCHEMA)) == 0


@pytest.fixture(scope="module")
def tagger(tiny_checkpoint: Path) -> Tagger:
    return load_tagger(tiny_checkpoint)[0]


@given(st.lists(st.from_type(Document), max_size=3))
@settings(deadline=None, max_examples=20)
def test_measures_are_in_their_ranges_for_any_text(tagger: Tagger, documents: list[Document]) -> None:
    for found in uncertainties(tagger, [document.text for document in documents]):
        assert 0 <= found.entropy <= log(len(tagger.schema.tags)) + 1e-9
        assert 0 <= found.least_certain <= 1


def test_the_spans_are_those_that_the_tagger_predicts(tagger: Tagger, seeds: list[Document]) -> None:
    texts = [document.text for document in seeds]

    assert [found.spans for found in uncertainties(tagger, texts)] == tagger.predict(texts)


def test_the_least_certain_span_is_1_less_the_lowest_score(tagger: Tagger, seeds: list[Document]) -> None:
    (found,) = uncertainties(tagger, [seeds[0].text])

    assert found.least_certain == pytest.approx(1 - min(span.score for span in found.spans))


def test_disagreement_is_1_less_f1() -> None:
    first, second = Span(0, 3, "ORG", 0.9), Span(4, 6, "LOC", 0.5)

    assert disagreement([first, second], [Span(0, 3, "ORG")]) == pytest.approx(1 / 3)
    assert disagreement([], []) == 0
    assert disagreement([first], []) == 1


def _order(
    texts: Sequence[str], entropies: Sequence[float], **options: float | int | None
) -> tuple[list[str], list[Document]]:
    documents = [Document(text, id=text) for text in texts]
    measured = [Uncertainty(entropy, 0.5) for entropy in entropies]
    ordered = order_articles(documents, measured, [0.5] * len(texts), **options)
    return [document.id for document in ordered], ordered


def test_the_least_certain_article_comes_first() -> None:
    assert _order(["một", "hai", "ba"], [0.1, 0.3, 0.2])[0] == ["hai", "ba", "một"]


def test_articles_like_those_before_come_later() -> None:
    texts = ["trộm xe máy ở chợ", "trộm xe máy ở chợ này", "hội nghị tổng kết"]

    assert _order(texts, [0.3, 0.29, 0.28])[0] == [texts[0], texts[2], texts[1]]
    assert _order(texts, [0.3, 0.29, 0.28], diversity=0.0)[0] == texts


def test_only_so_many_are_chosen() -> None:
    assert _order(["một", "hai", "ba"], [0.1, 0.3, 0.2], count=2)[0] == ["hai", "ba"]


def test_the_scores_stand_in_the_articles() -> None:
    document = Document("Công an", id="a", meta={"outlet": "Báo"})
    span = Span(0, 7, "ORG", 0.8)

    (ordered,) = order_articles([document], [Uncertainty(0.25, 0.2, (span,))], [1.0])

    assert ordered.spans == (span,)
    assert ordered.meta["outlet"] == "Báo"
    assert ordered.meta["selection"] == {
        **{"place": 1, "entropy": 0.25, "least_certain": 0.2, "disagreement": 1.0, "worth": 0.0, "likeness": 0.0}
    }


def test_the_rank_is_the_mean_of_three() -> None:
    measured = [Uncertainty(0.1, 0.9), Uncertainty(0.2, 0.1)]

    ordered = order_articles([Document("một"), Document("hai")], measured, [0.4, 0.2])

    assert [round(document.meta["selection"]["worth"], 3) for document in ordered] == [0.667, 0.333]


def test_texts_without_words_are_ordered_too() -> None:
    assert _order(["!", "?"], [0.1, 0.2])[0] == ["?", "!"]


def test_no_article_gives_no_order() -> None:
    assert order_articles([], [], []) == []


@pytest.mark.parametrize(
    ("options", "message"), [({"diversity": 1.5}, "diversity must be"), ({"count": 0}, "at least 1, not 0")]
)
def test_numbers_out_of_range_are_refused(options: dict[str, float], message: str) -> None:
    with pytest.raises(SolieuError, match=message):
        _order(["một"], [0.1], **options)


def test_measures_of_other_articles_are_refused() -> None:
    with pytest.raises(SolieuError, match="measure each article once"):
        order_articles([Document("một")], [], [])


def test_articles_are_measured_against_the_suggester(tagger: Tagger, seeds: list[Document]) -> None:
    measured, disagreements = measure_articles(seeds, tagger, Suggester.default())

    assert len(measured) == len(disagreements) == len(seeds)
    assert all(0.9 < value <= 1 for value in disagreements)  # the weights are random


def test_the_same_articles_are_ordered_the_same_way(tagger: Tagger, seeds: list[Document]) -> None:
    def order() -> list[str]:
        measures = measure_articles(seeds, tagger, Suggester.default())
        return [document.id for document in order_articles(seeds, *measures)]

    assert order() == order()
