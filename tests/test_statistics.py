"""The counts that describe a corpus."""

from solieu.annotation import Document, Span
from solieu.annotation.statistics import CorpusStatistics, LabelStatistics, corpus_statistics


def test_a_corpus_is_counted_in_documents_words_characters_and_spans() -> None:
    documents = [
        Document("ở Hà  Nội", (Span(2, 9, "LOC"),)),
        Document("Hà Nội, Huế", (Span(0, 6, "LOC"), Span(8, 11, "LOC"))),
        Document("Công an", (Span(0, 7, "ORG"),)),
    ]

    assert corpus_statistics(documents) == CorpusStatistics(
        documents=3,
        words=8,
        characters=27,
        spans=4,
        labels=(
            LabelStatistics("LOC", 3, 2, 5 / 3, 2, (("Hà Nội", 2), ("Huế", 1))),
            LabelStatistics("ORG", 1, 1, 2.0, 2, (("Công an", 1),)),
        ),
    )


def test_a_corpus_without_spans_has_no_labels() -> None:
    assert corpus_statistics([Document("Huế")]) == CorpusStatistics(1, 1, 3, 0, ())


def test_as_many_frequent_texts_are_kept_as_asked_for() -> None:
    document = Document("A B A", (Span(0, 1, "LOC"), Span(2, 3, "LOC"), Span(4, 5, "LOC")))

    assert corpus_statistics([document], frequent=1).labels[0].frequent == (("A", 2),)
