"""How far annotators agree on the same articles."""

import time
from collections.abc import Mapping, Sequence
from dataclasses import replace
from pathlib import Path

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from solieu.annotation import Document, LabelSchema, SolieuError, Span
from solieu.annotation.jsonl import write_jsonl
from solieu.training.measures.agreement import MEASURES, Agreement, measure_agreement
from solieu.training.measures.shared_articles import match_articles, read_shared_articles

SCHEMA = LabelSchema.default()
TEXT = "Công an tỉnh Long An họp"  # 6 words, 19 characters that are no space


def agreement(versions: Mapping[str, Sequence[Document]]) -> Agreement:
    return measure_agreement(match_articles(versions), SCHEMA, resamples=50)


def document(*spans: Span, name: str = "a", text: str = TEXT) -> Document:
    return Document(text, spans, name)


def value(agreement: Agreement, measure: str) -> float | None:
    found: float | None = getattr(agreement.together.overall, measure).value
    return found


class TestTwoAnnotators:
    """One marks the organization whole, the other leaves the place's name out and marks that."""

    LEFT = document(Span(0, 20, "ORG"))
    RIGHT = document(Span(0, 12, "ORG"), Span(13, 20, "LOC"))

    def test_strict_f1_wants_the_same_edges(self) -> None:
        assert value(agreement({"A": [self.LEFT], "B": [self.RIGHT]}), "strict_f1") == 0.0

    def test_overlap_f1_wants_one_character_in_common(self) -> None:
        assert value(agreement({"A": [self.LEFT], "B": [self.RIGHT]}), "overlap_f1") == pytest.approx(2 / 3)

    def test_kappa_counts_words(self) -> None:
        # Of 6 words 3 are ORG for both, 2 ORG and LOC, 1 none for both.
        by_chance = (5 * 3 + 0 * 2 + 1 * 1) / 36

        assert value(agreement({"A": [self.LEFT], "B": [self.RIGHT]}), "kappa") == pytest.approx(
            (4 / 6 - by_chance) / (1 - by_chance)
        )

    def test_alpha_counts_characters_without_white_space(self) -> None:
        # 10 characters are ORG for both, 6 ORG and LOC, 3 none for both: of 38 values 26 ORG, 6 LOC, 6 none.
        expected = 38**2 - 26**2 - 6**2 - 6**2

        assert value(agreement({"A": [self.LEFT], "B": [self.RIGHT]}), "alpha") == pytest.approx(1 - 37 * 12 / expected)

    def test_of_a_label_all_others_are_the_rest(self) -> None:
        found = agreement({"A": [self.LEFT], "B": [self.RIGHT]}).together.labels

        assert list(found) == ["ORG", "LOC"]
        # Words: 3 for both, 2 for one, 1 for neither.
        by_chance = (5 * 3 + 1 * 3) / 36
        assert found["ORG"].kappa.value == pytest.approx((4 / 6 - by_chance) / (1 - by_chance))
        assert found["LOC"].strict_f1.value == 0.0
        assert found["LOC"].spans == (0, 1)

    def test_words_are_split_where_a_span_has_an_edge(self) -> None:
        whole, part = document(Span(0, 4, "ORG")), document(Span(0, 2, "ORG"))  # Công and Cô

        # Of 7 tokens 1 is ORG for both, 1 for one only.
        by_chance = (2 * 1 + 5 * 6) / 49
        assert value(agreement({"A": [whole], "B": [part]}), "kappa") == pytest.approx(
            (6 / 7 - by_chance) / (1 - by_chance)
        )

    def test_one_article_has_no_interval(self) -> None:
        overall = agreement({"A": [self.LEFT], "B": [self.RIGHT]}).together.overall

        assert all(getattr(overall, measure).interval is None for measure in MEASURES)

    def test_two_articles_have_one(self) -> None:
        same = replace(self.RIGHT, id="b")
        overall = agreement({"A": [self.LEFT, same], "B": [self.RIGHT, same]}).together.overall

        for measure in MEASURES:
            found = getattr(overall, measure)
            assert found.interval[0] <= found.value <= found.interval[1]


def test_without_any_span_nothing_has_a_value() -> None:
    found = agreement({"A": [document()], "B": [document()]}).together

    assert all(getattr(found.overall, measure).value is None for measure in MEASURES)
    assert found.labels == {}


def test_an_empty_text_is_no_obstacle() -> None:
    marked = document(Span(0, 4, "ORG"), name="b")

    assert value(agreement({"A": [document(text=""), marked], "B": [document(text=""), marked]}), "alpha") == 1.0


class TestThreeAnnotators:
    ONE = document(Span(0, 20, "ORG"))
    TWO = document(Span(0, 12, "ORG"))

    def test_f1_and_kappa_are_means_over_pairs(self) -> None:
        found = agreement({"A": [self.ONE], "B": [self.ONE], "C": [self.TWO]})

        assert [pair.annotators for pair in found.pairs] == [("A", "B"), ("A", "C"), ("B", "C")]
        assert value(found, "strict_f1") == pytest.approx(1 / 3)
        kappas = [pair.overall.kappa.value for pair in found.pairs]
        assert value(found, "kappa") == pytest.approx(sum(kappas) / 3)

    def test_alpha_is_of_all_at_once(self) -> None:
        found = agreement({"A": [self.ONE], "B": [self.ONE], "C": [self.TWO]})

        # 10 characters are ORG for all three, 6 for two, 3 for none; each of the 6 gives 2 coincidences that differ.
        org = 10 * 3 + 6 * 2
        none = 19 * 3 - org
        assert value(found, "alpha") == pytest.approx(1 - 56 * 12 / (2 * org * none))

    def test_articles_that_one_has_not_annotated_do_not_count_for_that_one(self) -> None:
        other = replace(self.TWO, id="b")
        found = agreement({"A": [self.ONE, other], "B": [self.ONE], "C": [other]})

        assert [(pair.annotators, pair.articles) for pair in found.pairs] == [(("A", "B"), 1), (("A", "C"), 1)]
        assert found.pairs[0].overall.spans == (1, 1)
        assert value(found, "alpha") == 1.0
        assert found.together.articles == 2

    def test_articles_of_one_annotator_are_counted_and_left_out(self) -> None:
        found = agreement({"A": [self.ONE, replace(self.ONE, id="alone")], "B": [self.ONE]})

        assert (found.together.articles, found.single) == (1, 1)
        assert value(found, "strict_f1") == 1.0


@settings(max_examples=30, deadline=None)
@given(st.lists(st.from_type(Document).filter(lambda document: document.spans), min_size=1, max_size=3))
def test_annotators_who_mark_the_same_have_1(documents: list[Document]) -> None:
    documents = [replace(document, id=str(number)) for number, document in enumerate(documents)]

    found = agreement({"A": documents, "B": documents, "C": documents}).together.overall

    assert found.strict_f1.value == found.overlap_f1.value == 1.0
    assert found.kappa.value in (1.0, None)  # None where all words have the same value
    assert found.alpha.value in (1.0, None)


@settings(max_examples=30, deadline=None)
@given(st.from_type(Document), st.data())
def test_it_is_symmetric(one: Document, data: st.DataObject) -> None:
    spans = data.draw(st.sets(st.sampled_from(one.spans))) if one.spans else set()
    other = one.with_spans(Span(span.start, span.end, data.draw(st.sampled_from(["ORG", "LOC"]))) for span in spans)

    there, back = agreement({"A": [one], "B": [other]}), agreement({"B": [other], "A": [one]})

    for measure in MEASURES:
        assert value(there, measure) == pytest.approx(value(back, measure), abs=1e-12)


@settings(max_examples=30, deadline=None)
@given(st.from_type(Document), st.from_type(Document))
def test_no_measure_is_above_1(one: Document, two: Document) -> None:
    texts = [replace(one, id="a"), replace(two, id="b")]
    without = [text.with_spans(text.spans[::2]) for text in texts]

    for measure in MEASURES:
        found = value(agreement({"A": texts, "B": without}), measure)
        assert found is None or -1 <= found <= 1 + 1e-12


def test_the_same_draws_give_the_same_intervals() -> None:
    versions = match_articles(
        {"A": [document(Span(0, 4, "ORG")), document(name="b")], "B": [document(), document(name="b")]}
    )

    assert measure_agreement(versions, SCHEMA) == measure_agreement(versions, SCHEMA)


def test_a_label_that_there_is_not_is_refused_with_annotator_and_article() -> None:
    with pytest.raises(
        SolieuError, match=r"B: document 'a' has the label 'PLACE', which is not among PERSON, .*--labels"
    ):
        agreement({"A": [document()], "B": [document(Span(0, 4, "PLACE"))]})


class TestVersions:
    def test_texts_that_differ_are_refused(self) -> None:
        with pytest.raises(SolieuError, match=r"document 'a': its text in B is not that in A .*from character 22 on"):
            match_articles({"A": [document()], "B": [document(text=TEXT.replace("họp", "hop"))]})
        with pytest.raises(SolieuError, match="one has 24 characters, the other 25"):
            match_articles({"A": [document()], "B": [document(text=TEXT + ".")]})

    def test_one_annotator_is_refused(self) -> None:
        with pytest.raises(SolieuError, match="at least two annotators"):
            match_articles({"A": [document()]})

    def test_articles_that_nobody_shares_are_refused(self) -> None:
        with pytest.raises(SolieuError, match=r"no document is in two of A, B: .*the same ids"):
            match_articles({"A": [document()], "B": [document(name="b")]})

    def test_an_id_that_stands_twice_is_refused(self) -> None:
        with pytest.raises(SolieuError, match="A: the id 'a' stands twice"):
            match_articles({"A": [document(), document()], "B": [document()]})

    def test_annotators_are_called_after_their_files(self, tmp_path: Path) -> None:
        for name in ("lan", "minh"):
            write_jsonl([document()], tmp_path / f"{name}.jsonl")

        assert read_shared_articles([tmp_path / "lan.jsonl", tmp_path / "minh.jsonl"]).annotators == ("lan", "minh")

    def test_files_of_the_same_name_are_told_apart_by_their_folders(self, tmp_path: Path) -> None:
        files = [tmp_path / name / "batch.jsonl" for name in ("lan", "minh")]
        for file in files:
            file.parent.mkdir()
            write_jsonl([document()], file)

        assert read_shared_articles(files).annotators == tuple(map(str, files))

    def test_the_same_file_twice_is_refused(self, tmp_path: Path) -> None:
        write_jsonl([document()], tmp_path / "lan.jsonl")

        with pytest.raises(SolieuError, match="the same file is given twice"):
            read_shared_articles([tmp_path / "lan.jsonl", tmp_path / "lan.jsonl"])


@pytest.mark.slow
def test_a_thousand_articles_take_seconds(seeds: list[Document]) -> None:
    own = [
        replace(seed, id=f"{copy}-{seed.id}", text=seed.text[:2000], spans=()) for copy in range(200) for seed in seeds
    ]
    marked = [
        document.with_spans(span for span in seeds[number % len(seeds)].spans if span.end <= 2000)
        for number, document in enumerate(own)
    ]
    fewer = [document.with_spans(document.spans[1:]) for document in marked]
    start = time.process_time()

    measure_agreement(match_articles({"A": marked, "B": fewer}), SCHEMA)

    assert time.process_time() - start < 20
