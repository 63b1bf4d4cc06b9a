"""Word segmentation: what an encoder's words are, with the segmenters that are installed."""

import subprocess
import sys
import time
import unicodedata
from itertools import pairwise
from pathlib import Path

import pytest
from hypothesis import given
from hypothesis import strategies as st

from solieu.annotation import Document
from solieu.annotation.errors import SolieuError
from solieu.annotation.jsonl import read_jsonl
from solieu.annotation.labels import LabelSchema
from solieu.annotation.text_view import view_text
from solieu.models.segmentation import SEGMENTERS, WordSegmentation, load_segmenter
from solieu.models.tags import encode_tags
from solieu.models.words import find_words

DATA = Path(__file__).parents[1] / "data"
SENTENCE = "Thượng tá Trần Văn Hòa, Phó Chủ tịch Ủy ban huyện Cần Giuộc."
INSTALLED = ["none", "pyvi", "underthesea"]


@pytest.fixture(scope="module")
def documents() -> list[Document]:
    return [document for name in ("seeds", "authored") for document in read_jsonl(DATA / f"{name}.jsonl")]


def test_there_are_four_segmenters_and_syllables_are_the_default() -> None:
    assert SEGMENTERS == ("none", "pyvi", "underthesea", "vncorenlp")
    assert WordSegmentation() == WordSegmentation("none", old_tones=False)


def test_an_unknown_segmenter_is_refused() -> None:
    with pytest.raises(SolieuError, match="no segmenter 'jieba': choose one of none, pyvi, underthesea, vncorenlp"):
        WordSegmentation("jieba")


def test_without_a_segmenter_words_are_syllables() -> None:
    assert WordSegmentation().words(SENTENCE, [3]) == find_words(SENTENCE, [3])


@pytest.mark.parametrize("segmenter", INSTALLED[1:])
def test_a_segmenter_joins_the_syllables_of_a_word(segmenter: str) -> None:
    words = WordSegmentation(segmenter, old_tones=True).words(SENTENCE)

    assert words.texts == [*["Thượng_tá", "Trần_Văn_Hoà", ",", "Phó", "Chủ_tịch", "Uỷ_ban", "huyện", "Cần_Giuộc", "."]]
    assert SENTENCE[words.starts[1] : words.ends[1]] == "Trần Văn Hòa"


@pytest.mark.parametrize("segmenter", INSTALLED[1:])
@pytest.mark.parametrize("form", ["NFC", "NFD"])
def test_words_are_the_same_for_both_placements_and_forms(segmenter: str, form: str) -> None:
    new = "Chủ tọa phiên hòa giải của Ủy ban nhân dân xã Thụy Hòa, khóa học về thủy lợi"
    old = view_text(new, old_tones=True).text
    segmentation = WordSegmentation(segmenter, old_tones=True)

    assert segmentation.words(unicodedata.normalize(form, new)).texts == segmentation.words(old).texts
    as_written = WordSegmentation(segmenter).words(new).texts
    assert [word.count("_") for word in as_written] == [word.count("_") for word in segmentation.words(old).texts]


def test_words_are_split_at_the_edges_of_spans() -> None:
    text = "Công an tỉnh Long An"

    assert WordSegmentation("pyvi").words(text).texts == ["Công_an", "tỉnh", "Long_An"]
    assert WordSegmentation("pyvi").words(text, [4, 18]).texts == ["Công", "an", "tỉnh", "Long", "An"]


def test_edges_change_words_only_where_they_are(documents: list[Document]) -> None:
    for document in documents[:20]:
        edges = {edge for span in document.spans for edge in (span.start, span.end)}
        free = WordSegmentation("pyvi", old_tones=True).words(document.text)
        split = WordSegmentation("pyvi", old_tones=True).words(document.text, edges)

        changed = set(zip(free.starts, free.ends, strict=True)) - set(zip(split.starts, split.ends, strict=True))
        assert all(any(start < edge < end for edge in edges) for start, end in changed)


@pytest.mark.parametrize("segmenter", ["none", "pyvi", pytest.param("underthesea", marks=pytest.mark.slow)])
def test_few_entities_are_cut_at_inference(segmenter: str, documents: list[Document]) -> None:
    schema = LabelSchema.default()
    segmentation = WordSegmentation(segmenter, old_tones=segmenter != "none")

    cut = sum(len(encode_tags(segmentation.words(text.text), text.spans, schema)[1]) for text in documents)

    spans = sum(len(document.spans) for document in documents)
    assert spans >= 19_000
    assert cut < 0.004 * spans
    assert cut == 0 or segmenter != "none"


@pytest.mark.parametrize("segmenter", INSTALLED)
@given(document=st.from_type(Document), old_tones=st.booleans())
def test_words_cover_any_text_in_order_and_cross_no_edge(segmenter: str, document: Document, old_tones: bool) -> None:
    cuts = [edge for span in document.spans for edge in (span.start, span.end)]

    words = WordSegmentation(segmenter, old_tones=old_tones).words(document.text, cuts)

    rest = list(document.text)
    for text, start, end in zip(words.texts, words.starts, words.ends, strict=True):
        assert "_".join(view_text(document.text[start:end], old_tones=old_tones).text.split()) == text
        assert not ("_" in text[1:] and any(start < cut < end for cut in cuts))
        rest[start:end] = [""] * (end - start)
    assert not view_text("".join(rest)).text.strip()
    assert all(end <= start for end, start in zip(words.ends, words.starts[1:], strict=False))
    assert all(first < last for first, last in pairwise([*words.lines, len(words)]))


@pytest.mark.parametrize("segmenter", INSTALLED[1:])
@given(tokens=st.lists(st.text(st.characters(codec="utf-8", exclude_categories=["Z", "C"]), min_size=1)))
def test_a_segmenter_decides_for_each_of_any_tokens(segmenter: str, tokens: list[str]) -> None:
    joins = load_segmenter(segmenter).joins(tokens)

    assert len(joins) == len(tokens)
    assert not any(joins[:1])


def test_a_segmenter_is_loaded_once() -> None:
    assert load_segmenter("pyvi") is load_segmenter("pyvi")


@pytest.mark.parametrize("package", ["pyvi", "sklearn", "underthesea", "pycrfsuite", "jnius"])
def test_nothing_of_a_segmenter_is_imported_before_it_is_used(package: str) -> None:
    code = f"import sys, solieu.models.segmentation; print({package!r} in sys.modules)"

    assert subprocess.run([sys.executable, "-c", code], capture_output=True, text=True).stdout.strip() == "False"


@pytest.mark.parametrize("segmenter", INSTALLED[1:])
def test_a_segmenter_s_package_is_read_and_not_run(segmenter: str) -> None:
    code = (
        "import sys; from solieu.models.segmentation import WordSegmentation as S\n"
        f"assert S({segmenter!r}).words('công an').texts == ['công_an']\n"
        f"print([name for name in ({segmenter!r}, 'sklearn', 'joblib') if name in sys.modules])"
    )

    assert subprocess.run([sys.executable, "-c", code], capture_output=True, text=True).stdout.strip() == "[]"


@pytest.mark.slow
@pytest.mark.parametrize("segmenter", INSTALLED[1:])
@pytest.mark.parametrize("piece", ["Công an tỉnh ", "Nguyễn ", "hòa. "])
def test_a_line_of_a_megabyte_takes_seconds(segmenter: str, piece: str) -> None:
    text = (piece * (1_000_000 // len(piece) + 1))[:1_000_000]
    before = time.process_time()

    WordSegmentation(segmenter, old_tones=True).words(text)

    assert time.process_time() - before < (10 if segmenter == "pyvi" else 60)
