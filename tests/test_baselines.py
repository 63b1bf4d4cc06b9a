"""What can be had without a neural network."""

import subprocess
import sys
import unicodedata
from dataclasses import replace

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from solieu.annotation import Document, LabelSchema, SolieuError, Span
from solieu.models.words import find_words
from solieu.training.baselines.feature_crf import FeatureCrf
from solieu.training.baselines.run_baselines import BASELINES, Baseline, run_baselines
from solieu.training.baselines.string_match import StringMatch
from solieu.training.baselines.word_features import word_features, word_shape

SCHEMA = LabelSchema.default()


def marked(text: str, **mentions: str) -> Document:
    """A document in which each label's mention is marked wherever it stands."""
    spans = []
    for label, mention in mentions.items():
        start = text.find(mention)
        while start >= 0:
            spans.append(Span(start, start + len(mention), label))
            start = text.find(mention, start + len(mention))
    return Document(text, tuple(spans))


def found(baseline: Baseline, text: str) -> list[tuple[str, str]]:
    (document,) = baseline.predict([Document(text)])
    return [(document.span_text(span), span.label) for span in document.spans]


class TestStringMatch:
    def fit(self, *documents: Document) -> StringMatch:
        return StringMatch.fit(documents, SCHEMA)

    def test_a_mention_is_marked_wherever_it_stands(self) -> None:
        baseline = self.fit(marked("Sáng nay ở Long An.", LOC="Long An"))

        assert found(baseline, "Long An và Long An") == [("Long An", "LOC")] * 2

    def test_the_longest_mention_comes_first(self) -> None:
        baseline = self.fit(marked("Công an tỉnh họp.", ORG="Công an tỉnh"), marked("Công an họp.", ORG="Công an"))

        assert found(baseline, "Công an tỉnh, Công an xã") == [("Công an tỉnh", "ORG"), ("Công an", "ORG")]

    def test_a_part_of_a_word_is_no_mention(self) -> None:
        baseline = self.fit(marked("ở An.", LOC="An"))

        assert found(baseline, "Anh An ở Ankara") == [("An", "LOC")]

    def test_the_most_frequent_label_wins(self) -> None:
        baseline = self.fit(marked("Hà Nội", LOC="Hà Nội"), *[marked("Hà Nội", ORG="Hà Nội")] * 2)

        assert found(baseline, "Hà Nội") == [("Hà Nội", "ORG")]

    def test_of_two_as_frequent_labels_the_first_of_the_schema_wins(self) -> None:
        baseline = self.fit(marked("Hà Nội", LOC="Hà Nội"), marked("Hà Nội", ORG="Hà Nội"))

        assert found(baseline, "Hà Nội") == [("Hà Nội", "ORG")]

    def test_what_is_more_often_unmarked_is_not_used(self) -> None:
        once = marked("hôm nay", DATE="hôm nay")

        assert found(self.fit(once, Document("hôm nay")), "hôm nay") == [("hôm nay", "DATE")]
        assert found(self.fit(once, Document("hôm nay và hôm nay")), "hôm nay") == []

    def test_the_score_is_the_share_of_occurrences_with_the_label(self) -> None:
        baseline = self.fit(*[marked("Hà Nội", LOC="Hà Nội")] * 3, Document("Hà Nội"))

        assert baseline.predict([Document("Hà Nội")])[0].spans == (Span(0, 6, "LOC", 0.75),)

    def test_decomposed_text_and_the_other_tone_placement_are_found(self) -> None:
        baseline = self.fit(marked("ở Hoà Bình", LOC="Hoà Bình"))

        assert found(baseline, "Hòa Bình") == [("Hòa Bình", "LOC")]
        decomposed = unicodedata.normalize("NFD", "Hoà Bình đẹp")
        assert found(baseline, decomposed) == [(unicodedata.normalize("NFD", "Hoà Bình"), "LOC")]

    def test_no_mention_crosses_a_line(self) -> None:
        baseline = self.fit(marked("ở Long An", LOC="Long An"))

        assert found(baseline, "Long\nAn") == []

    def test_a_mention_with_an_edge_inside_a_word_is_passed_over(self) -> None:
        assert found(self.fit(Document("Công an", (Span(0, 2, "ORG"),))), "Cô Công") == []

    def test_without_mentions_nothing_is_marked(self) -> None:
        assert found(self.fit(Document("Công an")), "Công an") == []


class TestFeatureCrf:
    TRAIN = (
        *(
            marked(f"Đại tá {name} phát biểu.", RANK="Đại tá", PERSON=name)
            for name in ("Lâm Hồng", "Lê Nam", "Vũ Bình")
        ),
        *(marked(f"Sáng nay, họp ở {place}.", LOC=place) for place in ("Long An", "Hà Nội", "Cà Mau")),
    ) * 3

    def test_it_marks_what_looks_like_what_it_has_seen(self) -> None:
        baseline = FeatureCrf.fit(self.TRAIN, SCHEMA)

        assert found(baseline, "Đại tá Trần Văn phát biểu.") == [("Đại tá", "RANK"), ("Trần Văn", "PERSON")]
        assert found(baseline, "Sáng nay, họp ở Bạc Liêu.") == [("Bạc Liêu", "LOC")]

    def test_spans_have_scores(self) -> None:
        (document,) = FeatureCrf.fit(self.TRAIN, SCHEMA).predict([Document("Đại tá Trần Văn phát biểu.")])

        assert all(0 < span.score <= 1 for span in document.spans)

    def test_the_same_documents_give_the_same_field(self) -> None:
        one, other = (FeatureCrf.fit(self.TRAIN, SCHEMA).predict(self.TRAIN) for _ in range(2))

        assert one == other

    def test_decomposed_text_gets_the_same_spans(self) -> None:
        baseline = FeatureCrf.fit(self.TRAIN, SCHEMA)
        text = "Đại tá Trần Văn phát biểu."

        expected = [(unicodedata.normalize("NFD", mention), label) for mention, label in found(baseline, text)]
        assert found(baseline, unicodedata.normalize("NFD", text)) == expected

    def test_spans_inside_words_are_learned_from(self) -> None:
        # The words are split there; that no word of a new text is split is another matter.
        assert FeatureCrf.fit([Document("Công an", (Span(0, 2, "ORG"),))], SCHEMA).predict([Document("Công")])

    def test_nothing_to_learn_from_is_refused(self) -> None:
        with pytest.raises(SolieuError, match="no document has a word"):
            FeatureCrf.fit([Document(" \n")], SCHEMA)

    def test_no_file_stays(self, tmp_path_factory: pytest.TempPathFactory, monkeypatch: pytest.MonkeyPatch) -> None:
        folder = tmp_path_factory.mktemp("temporary")
        monkeypatch.setenv("TMPDIR", str(folder))
        monkeypatch.setattr("tempfile.tempdir", None)

        FeatureCrf.fit(self.TRAIN, SCHEMA)

        assert list(folder.iterdir()) == []


class TestWordFeatures:
    def test_a_shape_has_a_sign_for_each_letter_and_digit(self) -> None:
        assert [word_shape(word) for word in ("Đắk", "09/CTr", "74,2%", "漢")] == ["Xxx", "00/XXx", "00,0%", "x"]

    def test_neighbours_and_edges_of_the_line_are_described(self) -> None:
        first, second = word_features(["Công", "an"])

        assert {"word=Công", "lower=công", "starts=côn", "ends=ông", "capital", "-1:lower=<s>", "1:lower=an"} <= set(
            first
        )
        assert {"-1:lower=công", "1:lower=</s>", "-1+0:lower=công an", "-2:lower=<s>"} <= set(second)
        assert "capital" not in second

    def test_digits_and_signs_are_described(self) -> None:
        number, mixed, sign = word_features(["05", "16h30", ","])

        assert {"digits", "has digit"} <= set(number)
        assert "has digit" in mixed
        assert "digits" not in mixed
        assert "sign" in sign


@pytest.fixture(scope="module")
def fitted() -> dict[str, Baseline]:
    return {name: fit(TestFeatureCrf.TRAIN, SCHEMA) for name, fit in BASELINES.items()}


@settings(max_examples=50, deadline=None)
@given(document=st.from_type(Document))
def test_predicted_spans_are_whole_words_of_any_text(fitted: dict[str, Baseline], document: Document) -> None:
    words = find_words(document.text)

    for baseline in fitted.values():
        (predicted,) = baseline.predict([document])
        assert (predicted.text, predicted.id) == (document.text, document.id)
        for span in predicted.spans:
            assert span.start in words.starts
            assert span.end in words.ends


@settings(max_examples=15, deadline=None)
@given(st.lists(st.from_type(Document), min_size=1, max_size=3))
def test_any_documents_can_be_learned_from(documents: list[Document]) -> None:
    for fit in BASELINES.values():
        if any(len(find_words(document.text)) for document in documents):
            predicted = fit(documents, SCHEMA).predict(documents)
            assert [document.text for document in predicted] == [document.text for document in documents]


def test_results_are_the_strict_scores_of_the_predictions() -> None:
    train, held_out = list(TestFeatureCrf.TRAIN), [replace(TestFeatureCrf.TRAIN[0], id="a")]

    results = list(run_baselines(train, held_out, SCHEMA, resamples=10))

    assert [result.name for result in results] == ["string-match", "feature-crf"]
    for result in results:
        assert result.scores.micro.f1 == 1.0
        assert [document.id for document in result.predicted] == ["a"]


def test_importing_them_imports_no_torch() -> None:
    modules = "solieu.training.baselines.run_baselines, solieu.training.measures.agreement"
    code = f"import sys, {modules}; print('torch' in sys.modules)"

    finished = subprocess.run([sys.executable, "-c", code], capture_output=True, text=True, check=True)

    assert finished.stdout.strip() == "False"
