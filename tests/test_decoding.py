"""Logits to spans."""

from itertools import pairwise, product
from pathlib import Path

import numpy as np
import pytest
from hypothesis import given
from hypothesis import strategies as st

from solieu.annotation import Document, LabelSchema
from solieu.annotation.jsonl import read_jsonl
from solieu.annotation.markup import parse_markup, to_markup
from solieu.models.crf_scores import CrfScores
from solieu.models.decoding import best_tags, decode_spans, tagged_ranges, trimmed
from solieu.models.words import Words, find_words

DATA = Path(__file__).parents[1] / "data"
SCHEMA = LabelSchema.from_names(["ORG", "DATE"])
TAGS = {"O": 0, "B-ORG": 1, "I-ORG": 2, "B-DATE": 3, "I-DATE": 4}


def logits_of(tags: list[str], confidence: float = 5.0) -> np.ndarray:
    logits = np.zeros((len(tags), len(TAGS)), dtype=np.float32)
    for word, tag in enumerate(tags):
        logits[word, TAGS[tag]] = confidence
    return logits


def decode(text: str, tags: list[str], *, trim: bool = False) -> list[tuple[str, str]]:
    document = Document(text, decode_spans(logits_of(tags), find_words(text), SCHEMA, trim=trim))
    return [(document.span_text(span), span.label) for span in document.spans]


def legal(tags: tuple[str, ...], lines: list[int]) -> bool:
    return all(
        not tag.startswith("I-") or (word not in lines and tags[word - 1] in (f"B-{tag[2:]}", tag))
        for word, tag in enumerate(tags)
    )


@given(st.integers(0, 2**32 - 1), st.lists(st.integers(1, 3), min_size=1, max_size=2))
def test_the_best_legal_sequence_is_found(seed: int, line_lengths: list[int]) -> None:
    scores = np.random.default_rng(seed).normal(scale=3, size=(sum(line_lengths), len(TAGS)))
    log_probabilities = np.log(np.exp(scores) / np.exp(scores).sum(axis=1, keepdims=True)).astype(np.float32)
    lines = [sum(line_lengths[:line]) for line in range(len(line_lengths))]
    words = Words(texts=["a"] * len(scores), lines=lines)

    found = best_tags(log_probabilities, words.line_ranges(), SCHEMA)

    def total(tags: tuple[str, ...]) -> float:
        return float(sum(log_probabilities[word, TAGS[tag]] for word, tag in enumerate(tags)))

    best = max((tags for tags in product(TAGS, repeat=len(scores)) if legal(tags, lines)), key=total)
    tags = tuple(SCHEMA.tags[tag] for tag in found)
    assert legal(tags, lines)
    assert total(tags) == pytest.approx(total(best), abs=1e-4)


def test_words_that_begin_and_go_on_are_one_span() -> None:
    assert decode("Công an tỉnh năm 2023", ["B-ORG", "I-ORG", "I-ORG", "B-DATE", "I-DATE"]) == [
        ("Công an tỉnh", "ORG"),
        ("năm 2023", "DATE"),
    ]


def test_a_span_cannot_go_on_where_none_began() -> None:
    assert decode("Công an tỉnh", ["O", "I-ORG", "O"]) in ([("an", "ORG")], [("Công an", "ORG")], [])


def test_a_span_never_crosses_a_line_break() -> None:
    text = "Công an\r\ntỉnh"
    logits = logits_of(["B-ORG", "I-ORG", "I-ORG"])
    logits[2, TAGS["B-ORG"]] = 4.0

    spans = decode_spans(logits, find_words(text), SCHEMA)

    assert [text[span.start : span.end] for span in spans] == ["Công an", "tỉnh"]


def test_a_span_is_as_sure_as_its_least_sure_word() -> None:
    logits = np.log(np.array([[0.05, 0.9, 0.02, 0.02, 0.01], [0.3, 0.05, 0.6, 0.03, 0.02]], dtype=np.float32))

    (span,) = decode_spans(logits, find_words("Công an"), SCHEMA)

    assert span.score == pytest.approx(0.6, abs=1e-6)


@pytest.mark.parametrize("size", [1.0, 1e4, 1e30])
def test_scores_stay_within_0_and_1_whatever_the_logits(size: float) -> None:
    words = find_words("Công an tỉnh Long An " * 20)
    logits = (np.random.default_rng(1).normal(size=(len(words), len(TAGS))) * size).astype(np.float32)

    spans = decode_spans(logits, words, SCHEMA)

    assert spans
    assert all(span.score is not None and 0 <= span.score <= 1 for span in spans)


def crf_of(seed: int, scale: float = 2.0) -> CrfScores:
    random = np.random.default_rng(seed)
    return CrfScores(*(random.normal(scale=scale, size=size).astype(np.float32) for size in ((5, 5), 5, 5)))


@given(st.integers(0, 2**32 - 1), st.lists(st.integers(1, 4), min_size=1, max_size=3))
def test_with_a_crf_the_spans_are_those_of_each_lines_best_sequence(seed: int, line_lengths: list[int]) -> None:
    logits = np.random.default_rng(seed).normal(scale=2, size=(sum(line_lengths), len(TAGS))).astype(np.float32)
    words = find_words("\n".join(" ".join(["an"] * length) for length in line_lengths))
    crf = crf_of(seed)
    start, end, transitions = (scores.astype(np.float64) for scores in (crf.start, crf.end, crf.transitions))
    best: list[int] = []
    probabilities = np.zeros(logits.shape)
    for line in words.line_ranges():
        sequences = [tags for tags in product(range(5), repeat=len(line)) if legal(names(tags), [0])]
        totals = np.array(
            [
                start[tags[0]]
                + end[tags[-1]]
                + sum(float(logits[word, tag]) for word, tag in zip(line, tags, strict=True))
                + sum(transitions[pair] for pair in pairwise(tags))
                for tags in sequences
            ]
        )
        best.extend(sequences[int(totals.argmax())])
        for tags, total in zip(sequences, totals, strict=True):
            probabilities[list(line), tags] += np.exp(total - np.logaddexp.reduce(totals))
    expected = [
        (
            words.starts[first],
            words.ends[last - 1],
            label,
            pytest.approx(probabilities[range(first, last), best[first:last]].min(), abs=1e-9),
        )
        for label, first, last in tagged_ranges(np.array(best), words, SCHEMA)
    ]

    found = decode_spans(logits, words, SCHEMA, crf=crf)

    assert [(span.start, span.end, span.label, span.score) for span in found] == expected


def names(tags: tuple[int, ...]) -> tuple[str, ...]:
    return tuple(SCHEMA.tags[tag] for tag in tags)


def test_a_crf_decides_where_the_logits_do_not() -> None:
    crf = CrfScores(np.zeros((5, 5), np.float32), np.zeros(5, np.float32), np.zeros(5, np.float32))
    crf.transitions[TAGS["B-ORG"], TAGS["I-ORG"]] = 3.0
    logits = logits_of(["B-ORG", "O"])
    logits[1, TAGS["I-ORG"]] = 4.0
    text = "Công an"

    without = decode_spans(logits, find_words(text), SCHEMA)
    (span,) = decode_spans(logits, find_words(text), SCHEMA, crf=crf)

    assert [text[found.start : found.end] for found in without] == ["Công"]
    assert text[span.start : span.end] == text


def test_what_a_crf_has_learned_of_illegal_tags_is_passed_over() -> None:
    crf = CrfScores(np.zeros((5, 5), np.float32), np.zeros(5, np.float32), np.zeros(5, np.float32))
    crf.start[TAGS["I-ORG"]] = 50.0
    crf.transitions[TAGS["O"], TAGS["I-DATE"]] = 50.0

    assert decode_spans(logits_of(["O", "O", "O"]), find_words("Công an\ntỉnh"), SCHEMA, crf=crf) == ()


def test_lines_do_not_touch_each_other_under_a_crf() -> None:
    texts = ["an " * length for length in (3, 1, 5, 2, 5)] * 120
    logits = [
        np.random.default_rng(seed).normal(scale=2, size=(len(text) // 3, 5)).astype(np.float32)
        for seed, text in enumerate(texts)
    ]
    crf = crf_of(7)

    alone = [
        (span.end - span.start, span.label, pytest.approx(span.score))
        for text, scores in zip(texts, logits, strict=True)
        for span in decode_spans(scores, find_words(text), SCHEMA, crf=crf)
    ]
    together = decode_spans(np.concatenate(logits), find_words("\n".join(texts)), SCHEMA, crf=crf)

    assert [(span.end - span.start, span.label, span.score) for span in together] == alone


@pytest.mark.parametrize("size", [1.0, 1e4, 1e30])
def test_scores_under_a_crf_stay_within_0_and_1_whatever_the_logits(size: float) -> None:
    words = find_words("Công an tỉnh Long An " * 20)
    logits = (np.random.default_rng(1).normal(size=(len(words), len(TAGS))) * size).astype(np.float32)

    spans = decode_spans(logits, words, SCHEMA, crf=crf_of(1))

    assert spans
    assert all(span.score is not None and 0 < span.score <= 1 for span in spans)


def test_a_text_without_words_has_no_spans() -> None:
    assert decode_spans(np.zeros((0, len(TAGS)), dtype=np.float32), find_words(" "), SCHEMA) == ()


@pytest.mark.parametrize(
    ("predicted", "kept"),
    [
        ("“Dân vận khéo”", "Dân vận khéo"),
        ('"Dân vận khéo",', "Dân vận khéo"),
        ("‘Dân vận khéo’.", "Dân vận khéo"),
        ("«Dân vận khéo»", "Dân vận khéo"),
        ("“Dân vận khéo", "Dân vận khéo"),
        ("Dân vận khéo”", "Dân vận khéo"),
        ("(2013 - 2023)", "2013 - 2023"),
        ("([C02])", "C02"),
        ("Công an tỉnh -", "Công an tỉnh"),
        ("- Công an tỉnh,", "Công an tỉnh"),
        ("Nguyễn Văn Quý.", "Nguyễn Văn Quý"),
        ("năm 2023…", "năm 2023"),
    ],
)
def test_punctuation_at_the_edges_comes_off(predicted: str, kept: str) -> None:
    assert trim(predicted) == kept


@pytest.mark.parametrize(
    "whole",
    [
        "100%",
        "2‰",
        "Nguyễn Văn Q.",
        "Luật Phòng, chống mua bán người (sửa đổi)",
        "(CHQS) tỉnh",
        "(A) và (B)",
        "“Dân vận khéo” năm 2023",
        "Kỷ niệm chương “Vì an ninh Tổ quốc”",
        "5 km²",
        "H'Linh Niê",
    ],
)
def test_what_belongs_to_the_name_stays(whole: str) -> None:
    assert trim(whole) == whole


def test_a_span_of_punctuation_alone_is_no_span() -> None:
    assert decode("( ”", ["B-ORG", "I-ORG"], trim=True) == []


def test_the_score_of_a_trimmed_span_is_that_of_the_words_that_stay() -> None:
    logits = logits_of(["B-ORG", "I-ORG", "I-ORG"])
    logits[0] *= 0.3

    (span,) = decode_spans(logits, find_words("“Công an"), SCHEMA)
    (whole,) = decode_spans(logits, find_words("“Công an"), SCHEMA, trim=False)

    assert (span.start, span.end) == (1, 8)
    assert span.score is not None
    assert whole.score is not None
    assert span.score > whole.score


def test_trimming_a_megabyte_of_brackets_takes_linear_time() -> None:
    words = find_words("(" * 200_000)

    assert trimmed(words, 0, len(words)) is None


def trim(text: str) -> str | None:
    words = find_words(text)
    inner = trimmed(words, 0, len(words))
    return None if inner is None else text[words.starts[inner[0]] : words.ends[inner[1] - 1]]


def test_trimming_leaves_every_span_of_the_data_as_it_is() -> None:
    for name in ("seeds", "authored"):
        for document in read_jsonl(DATA / f"{name}.jsonl"):
            words = find_words(document.text)
            first_at = {start: word for word, start in enumerate(words.starts)}
            last_at = {end: word for word, end in enumerate(words.ends, start=1)}
            for span in document.spans:
                inside = (first_at[span.start], last_at[span.end])
                assert trimmed(words, *inside) == inside, document.span_text(span)


def test_predicted_spans_can_be_written_as_markup_and_read_again() -> None:
    text = "\ufeffCông\xa0an tỉnh"
    document = Document(text, decode_spans(logits_of(["B-ORG", "I-ORG", "I-ORG"]), find_words(text), SCHEMA))

    assert to_markup(document) == "\ufeff⟦Công\xa0an tỉnh|ORG⟧"
    assert parse_markup(to_markup(document)).text == text
