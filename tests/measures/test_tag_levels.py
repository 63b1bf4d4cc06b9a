"""The same predicted spans on tags of words and on tags of syllables."""

from pathlib import Path

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from solieu.annotation import Document, LabelSchema, SolieuError, Span
from solieu.annotation.corpus import read_documents, token_places
from solieu.models.segmentation import WordSegmentation
from solieu.training.measures.scoring import count_matches, score
from solieu.training.measures.tag_levels import LevelScore, score_levels

SCHEMA = LabelSchema.from_names(["ORG", "LOC"])
WORDS = "Công_an B-ORG\ntỉnh I-ORG\nLong_An I-ORG\nở O\nTân_An B-LOC\n\nVề O\nHuế B-LOC\n"
SYLLABLES = "Công B-ORG\nan I-ORG\ntỉnh I-ORG\nLong I-ORG\nAn I-ORG\nở O\nTân B-LOC\nAn I-LOC\n\nVề O\nHuế B-LOC\n"


def read(folder: Path, content: str) -> tuple[list[Document], list[list[tuple[int, int]]]]:
    path = folder / "data.conll"
    path.write_text(content, encoding="utf-8")
    places = token_places(path)
    assert places is not None
    return read_documents(path), places


@pytest.mark.parametrize("content", [WORDS, SYLLABLES])
def test_where_all_edges_are_at_words_both_levels_give_the_f1_of_the_spans(tmp_path: Path, content: str) -> None:
    gold, tokens = read(tmp_path, content)
    predicted = [gold[0].with_spans(gold[0].spans[:1]), gold[1].with_spans([Span(0, 6, "LOC")])]

    words, syllables = score_levels(gold, predicted, SCHEMA, tokens=tokens)

    f1 = score(count_matches(gold, predicted, SCHEMA.names), resamples=1).micro.f1
    assert words.f1 == syllables.f1 == pytest.approx(f1)
    assert (words.cut_gold, words.cut_predicted, syllables.cut_gold, syllables.cut_predicted) == (0, 0, 0, 0)


def test_a_file_of_words_gives_the_words_and_their_syllables(tmp_path: Path) -> None:
    gold, tokens = read(tmp_path, WORDS)

    assert score_levels(gold, gold, SCHEMA, tokens=tokens) == (
        LevelScore("words", "file", 7, 1.0, 0, 0),
        LevelScore("syllables", "file", 10, 1.0, 0, 0),
    )


def test_for_a_file_of_syllables_the_models_segmenter_finds_the_words(tmp_path: Path) -> None:
    gold, tokens = read(tmp_path, SYLLABLES)

    words, syllables = score_levels(gold, gold, SCHEMA, segmentation=WordSegmentation("pyvi"), tokens=tokens)

    assert (words.origin, syllables.origin, syllables.tokens) == ("pyvi", "file", 10)
    assert words.tokens == sum(len(WordSegmentation("pyvi").words(document.text)) for document in gold)


def test_without_files_of_tokens_solieu_finds_the_syllables() -> None:
    gold = [Document("Công an (tỉnh) ở Huế.", (Span(17, 20, "LOC"),))]

    words, syllables = score_levels(gold, gold, SCHEMA)

    assert (words.origin, syllables.origin, syllables.tokens) == ("pyvi", "solieu", 8)
    assert words.f1 == syllables.f1 == 1.0


def test_a_span_that_begins_inside_a_word_is_counted_where_tags_cannot_say_it(tmp_path: Path) -> None:
    gold, tokens = read(tmp_path, WORDS)
    predicted = [gold[0].with_spans([Span(0, 20, "ORG"), Span(27, 29, "LOC")]), gold[1]]

    words, syllables = score_levels(gold, predicted, SCHEMA, tokens=tokens)

    assert gold[0].text[27:29] == "An"
    assert (words.cut_gold, words.cut_predicted) == (0, 1)
    assert (syllables.cut_gold, syllables.cut_predicted) == (0, 0)
    assert words.f1 == pytest.approx(2 * 2 / (3 + 2))
    assert syllables.f1 == pytest.approx(2 * 2 / (3 + 3))


@given(st.data())
@settings(deadline=None, max_examples=50)
def test_any_spans_of_whole_syllables_have_their_own_f1_on_syllables(data: st.DataObject) -> None:
    syllables = data.draw(st.lists(st.sampled_from(["Công", "an", "Đà", "Nẵng"]), min_size=1, max_size=12))
    text = " ".join(syllables)
    starts = [len(" ".join(syllables[:number])) + (number > 0) for number in range(len(syllables))]
    places = [(start, start + len(syllable)) for start, syllable in zip(starts, syllables, strict=True)]

    def document() -> Document:
        edges = sorted(data.draw(st.sets(st.integers(0, len(syllables)), max_size=6)))
        return Document(
            text,
            tuple(
                Span(places[first][0], places[last - 1][1], data.draw(st.sampled_from(SCHEMA.names)))
                for first, last in zip(edges[::2], edges[1::2], strict=False)
            ),
        )

    gold, predicted = [document()], [document()]

    _, on_syllables = score_levels(gold, predicted, SCHEMA, tokens=[places])

    assert on_syllables.f1 == pytest.approx(
        score(count_matches(gold, predicted, SCHEMA.names), resamples=1).micro.f1, abs=1e-9
    )


def test_a_score_is_said_in_one_line() -> None:
    assert str(LevelScore("words", "file", 7, 0.5, 0, 1)) == (
        "seqeval, strict, on tags of words (file): micro-F1 0.5000; these cannot say 0 annotated and 1 predicted spans"
    )


def test_tokens_of_other_files_are_refused() -> None:
    gold = [Document("Huế")]

    with pytest.raises(SolieuError, match="there are tokens of 0 documents for 1 documents"):
        score_levels(gold, gold, SCHEMA, tokens=[])


def test_files_without_tokens_have_no_places() -> None:
    assert token_places(Path(__file__).parents[2] / "data" / "seeds.jsonl") is None
