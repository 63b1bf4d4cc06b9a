"""Documents and spans: what they accept, and what they refuse."""

import copy
import pickle

import pytest

from solieu.annotation import Document, SolieuError, Span

TEXT = "Đại tá Lâm Minh Hồng trao Bằng khen."


def test_spans_are_kept_in_the_order_of_the_text() -> None:
    document = Document(TEXT, (Span(26, 35, "AWARD"), Span(0, 6, "RANK"), Span(7, 20, "PERSON")))

    assert [document.span_text(span) for span in document.spans] == ["Đại tá", "Lâm Minh Hồng", "Bằng khen"]


def test_offsets_count_code_points_so_an_emoji_is_one() -> None:
    document = Document("🚓 Hà Nội", (Span(2, 8, "LOC"),))

    assert document.span_text(document.spans[0]) == "Hà Nội"


def test_the_text_is_kept_as_it_is_whatever_its_normal_form() -> None:
    decomposed = "Ha\u0300 No\u0323\u0302i\r\n\xa0"

    assert Document(decomposed).text == decomposed


def test_touching_spans_do_not_overlap() -> None:
    assert len(Document("AB", (Span(0, 1, "LOC"), Span(1, 2, "LOC"))).spans) == 2


def test_overlapping_spans_are_refused() -> None:
    with pytest.raises(SolieuError, match=r"document 'a1': .*LOC 0-6 and ORG 5-9 overlap"):
        Document(TEXT, (Span(0, 6, "LOC"), Span(5, 9, "ORG")), id="a1")


def test_a_span_that_ends_after_the_text_is_refused() -> None:
    with pytest.raises(SolieuError, match="ends after the text, which has 36 characters"):
        Document(TEXT, (Span(30, 37, "AWARD"),))


@pytest.mark.parametrize(("start", "end"), [(3, 3), (4, 3), (-1, 2)])
def test_a_span_that_covers_nothing_or_begins_before_the_text_is_refused(start: int, end: int) -> None:
    with pytest.raises(SolieuError, match="0 <= start < end"):
        Span(start, end, "LOC")


@pytest.mark.parametrize("offset", [1.0, "1", True, None])
def test_an_offset_that_is_no_whole_number_is_refused(offset: object) -> None:
    with pytest.raises(SolieuError, match="whole number"):
        Span(offset, 5, "LOC")  # type: ignore[arg-type]


@pytest.mark.parametrize("score", [-0.1, 1.1, float("nan"), "0.9", True])
def test_a_score_outside_0_to_1_is_refused(score: object) -> None:
    with pytest.raises(SolieuError, match="number from 0 to 1"):
        Span(0, 1, "LOC", score)  # type: ignore[arg-type]


def test_a_span_needs_a_label() -> None:
    with pytest.raises(SolieuError, match="label must be a non-empty string"):
        Span(0, 1, "")


def test_a_document_cannot_be_changed() -> None:
    document = Document(TEXT, meta={"outlet": "Báo Long An"})

    with pytest.raises(AttributeError):
        document.text = ""  # type: ignore[misc]


def test_a_document_keeps_its_own_metadata() -> None:
    meta = {"outlet": "Báo Long An"}
    document = Document(TEXT, meta=meta)

    meta["outlet"] = "Báo Hải Phòng"

    assert document.meta == {"outlet": "Báo Long An"}


def test_documents_can_be_kept_in_a_set_whatever_their_metadata_holds() -> None:
    document = Document(TEXT, (Span(0, 6, "RANK"),), "a1", {"tags": ["an ninh"]})
    same = Document(TEXT, (Span(0, 6, "RANK"),), "a1", {"tags": ["an ninh"]})

    assert {document, same, Document(TEXT)} == {document, Document(TEXT)}


def test_a_document_can_be_pickled_and_copied() -> None:
    document = Document(TEXT, (Span(0, 6, "RANK", 0.5),), "a1", {"tags": ["an ninh"]})

    assert pickle.loads(pickle.dumps(document)) == document
    assert copy.deepcopy(document) == document
    assert copy.copy(document) == document


def test_with_spans_changes_the_entities_only() -> None:
    document = Document(TEXT, (Span(0, 6, "RANK"),), "a1", {"outlet": "Báo Long An"})

    other = document.with_spans([Span(7, 20, "PERSON", 0.9)])

    assert other.spans == (Span(7, 20, "PERSON", 0.9),)
    assert (other.text, other.id, other.meta) == (document.text, document.id, document.meta)
