"""Links between the entities of an article."""

import re
from pathlib import Path

import pytest

from solieu.annotation.documents import Document, Span
from solieu.annotation.errors import SolieuError
from solieu.annotation.jsonl import read_jsonl, write_jsonl
from solieu.annotation.links import Link, link_from_json

TEXT = "Đại tá Lâm Minh Hồng biểu dương 05 tập thể."
SPANS = (Span(0, 6, "RANK"), Span(7, 20, "PERSON"), Span(32, 42, "INDICATOR"))


def test_links_are_kept_sorted_and_once() -> None:
    rank, what = Link("rank", (7, 20), (0, 6)), Link("what", (32, 42), (35, 42))

    assert Document(TEXT, SPANS, links=(what, rank, what)).links == (rank, what)


def test_a_phrase_need_not_be_an_entity() -> None:
    document = Document(TEXT, SPANS, links=(Link("what", (32, 42), (35, 42)),))

    assert document.links[0].tail == (35, 42)


@pytest.mark.parametrize(
    "link", [Link("rank", (7, 20), (0, 5)), Link("what", (32, 41), (35, 42)), Link("what", (32, 42), (35, 99))]
)
def test_a_link_must_lead_from_a_span_to_a_span_or_a_phrase_of_the_text(link: Link) -> None:
    with pytest.raises(SolieuError, match=f"the {link.kind} link from {link.head[0]}-{link.head[1]}"):
        Document(TEXT, SPANS, id="a", links=(link,))


def test_other_entities_take_the_links_away() -> None:
    document = Document(TEXT, SPANS, links=(Link("rank", (7, 20), (0, 6)),))

    assert document.with_spans(SPANS[:1]).links == ()


def test_links_come_back_from_a_jsonl_file(tmp_path: Path) -> None:
    document = Document(TEXT, SPANS, id="a", links=(Link("rank", (7, 20), (0, 6)), Link("what", (32, 42), (35, 42))))
    write_jsonl([document], tmp_path / "linked.jsonl")

    assert list(read_jsonl(tmp_path / "linked.jsonl")) == [document]


@pytest.mark.parametrize(
    ("record", "message"),
    [
        ([], "must be an object with 'kind', 'from' and 'to'"),
        ({"kind": "rank", "from": [0, 1]}, "must be an object with 'kind', 'from' and 'to'"),
        ({"kind": "boss", "from": [0, 1], "to": [2, 3]}, "kind must be one of rank, position"),
        ({"kind": "rank", "from": [0, True], "to": [2, 3]}, "head must be two whole numbers"),
        ({"kind": "rank", "from": [0, 1], "to": "2-3"}, "tail must be two whole numbers"),
        ({"kind": "rank", "from": [0, 1], "to": [3, 3]}, "tail needs 0 <= start < end"),
    ],
)
def test_what_is_no_link_is_refused_by_name(record: object, message: str) -> None:
    with pytest.raises(SolieuError, match="line 3: link 1: .*" + re.escape(message)):
        link_from_json(record, "line 3: link 1")
