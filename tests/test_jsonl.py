"""JSON Lines: what is kept exactly, what is filled in and what is refused."""

import json
import tracemalloc
from pathlib import Path
from typing import Any

import pytest
from hypothesis import given
from hypothesis import strategies as st

from solieu.annotation import Document, SolieuError, Span
from solieu.annotation.jsonl import document_from_record, document_to_record, read_jsonl, read_lines, write_jsonl

GOOD = '{"id": "a1", "text": "Đại tá Lâm Minh Hồng", "spans": [{"start": 0, "end": 6, "label": "RANK"}]}'
ANY_TEXT = st.text(st.characters(codec=None, exclude_categories=[]), min_size=1)
VALUES = st.recursive(
    st.none() | st.booleans() | st.integers() | st.floats(allow_nan=False, allow_infinity=False) | st.text(),
    lambda inner: st.lists(inner, max_size=3) | st.dictionaries(st.text(), inner, max_size=3),
    max_leaves=5,
)


@st.composite
def documents(draw: st.DrawFn) -> Document:
    text = draw(ANY_TEXT)
    edges = sorted(draw(st.sets(st.integers(0, len(text)), max_size=6)))
    spans = tuple(
        Span(start, end, draw(st.sampled_from(["LOC", "ORG", "Chức vụ"])))
        for start, end in zip(edges[::2], edges[1::2], strict=False)
    )
    return Document(text, spans, draw(st.text()), draw(st.dictionaries(st.text(), VALUES, max_size=3)))


def written(folder: Path, *lines: str | bytes) -> Path:
    path = folder / "seeds.jsonl"
    path.write_bytes(b"\n".join(line if isinstance(line, bytes) else line.encode() for line in lines))
    return path


@given(document=documents())
def test_any_document_comes_back_as_it_was_written(
    tmp_path_factory: pytest.TempPathFactory, document: Document
) -> None:
    path = tmp_path_factory.mktemp("jsonl") / "a.jsonl"

    write_jsonl([document], path)

    assert list(read_jsonl(path)) == [document]


def test_vietnamese_is_written_as_it_is_read_by_people(tmp_path: Path) -> None:
    path = tmp_path / "a.jsonl"

    write_jsonl([Document("Hà Nội", (Span(0, 6, "LOC"),), "a1", {"province": "Hà Nội"})], path)

    assert path.read_text(encoding="utf-8") == (
        '{"id": "a1", "text": "Hà Nội", "spans": [{"start": 0, "end": 6, "label": "LOC"}], '
        '"meta": {"province": "Hà Nội"}}\n'
    )


def test_a_lone_surrogate_survives_beside_a_line_of_plain_vietnamese(tmp_path: Path) -> None:
    path = tmp_path / "a.jsonl"
    pair = [Document("a\ud800b", id="1"), Document("Hà Nội", id="2")]

    write_jsonl(pair, path)

    assert list(read_jsonl(path)) == pair
    assert "Hà Nội" in path.read_text(encoding="utf-8")


def test_a_prediction_carries_text_and_score_rounded_to_four_decimals() -> None:
    record = document_to_record(Document("Hà Nội", (Span(0, 6, "LOC", 0.987654),), "a1"))

    assert record["spans"] == [{"start": 0, "end": 6, "label": "LOC", "text": "Hà Nội", "score": 0.9877}]


def test_spans_and_meta_and_id_may_be_left_out(tmp_path: Path) -> None:
    path = written(tmp_path, '{"text": "Hà Nội"}', "", '{"text": "Huế", "spans": null, "meta": null}')

    assert list(read_jsonl(path)) == [Document("Hà Nội", id="seeds-1"), Document("Huế", id="seeds-3")]


def test_fields_that_are_not_known_are_kept_in_meta() -> None:
    document = document_from_record({"text": "Huế", "url": "https://a.vn", "meta": {"outlet": "B"}}, "here")

    assert document.meta == {"outlet": "B", "url": "https://a.vn"}


def test_a_number_as_id_becomes_a_string() -> None:
    assert document_from_record({"id": 7, "text": "Huế"}, "here").id == "7"


def test_lines_end_at_line_feeds_only(tmp_path: Path) -> None:
    text = "một\u2028hai\u2029ba\x85bốn"
    path = written(tmp_path, json.dumps({"id": "a", "text": text}, ensure_ascii=False))

    assert [document.text for document in read_jsonl(path)] == [text]


def test_windows_line_ends_and_a_byte_order_mark_do_no_harm(tmp_path: Path) -> None:
    path = written(tmp_path, b"\xef\xbb\xbf" + GOOD.encode() + b"\r", b"\r", b'{"text": "B"}\r\n')

    assert [document.id for document in read_jsonl(path)] == ["a1", "seeds-3"]


def test_reading_holds_one_document_at_a_time(tmp_path: Path) -> None:
    path = tmp_path / "large.jsonl"
    write_jsonl((Document("x" * 100_000, id=str(number)) for number in range(200)), path)
    tracemalloc.start()

    assert sum(len(document.text) for document in read_jsonl(path)) == 20_000_000

    peak = tracemalloc.get_traced_memory()[1]
    tracemalloc.stop()
    assert peak < 2_000_000


def test_a_line_of_a_megabyte_is_a_line_like_any_other(tmp_path: Path) -> None:
    path = tmp_path / "large.jsonl"
    document = Document("Công an " * 200_000, (Span(1_599_992, 1_599_999, "ORG"),), "a")

    write_jsonl([document], path)

    assert list(read_jsonl(path)) == [document]


@pytest.mark.parametrize(
    ("line", "message"),
    [
        ("{'text': 1}", "is not JSON"),
        ('{"text": "Huế"', "is not JSON"),
        ('["Huế"]', "expected a JSON object with 'text', not a list"),
        ('{"texts": "Huế"}', "has no 'text'"),
        ('{"text": ["Huế"]}', "'text' must be a string, not a list"),
        ('{"text": "Huế", "spans": {}}', "'spans' must be a list of spans, not an object"),
        ('{"text": "Huế", "meta": []}', "'meta' must be an object, not a list"),
        ('{"text": "Huế", "id": []}', "'id' must be a string, not a list"),
        ('{"text": "Huế", "url": 1, "meta": {"url": 2}}', "'url' stands both beside 'meta' and in it"),
        ('{"text": "Huế", "spans": [[0, 3, "LOC"]]}', "span 1: expected an object with 'start'"),
        ('{"text": "Huế", "spans": [{"start": 0, "end": 3}]}', "span 1: has no 'label'"),
        ('{"text": "Huế", "spans": [{"start": 0, "end": 4, "label": "LOC"}]}', "ends after the text"),
        ('{"text": "Huế", "spans": [{"start": -1, "end": 3, "label": "LOC"}]}', "0 <= start < end"),
        ('{"text": "Huế", "spans": [{"start": 0.0, "end": 3, "label": "LOC"}]}', "whole number"),
        ('{"text": "Huế", "spans": [{"start": 0, "end": 3, "label": 5}]}', "label must be a non-empty"),
        ('{"text": "Huế", "spans": [{"start": 0, "end": 3, "label": "LOC", "score": 2}]}', "from 0 to 1"),
        ('{"text": "Huế", "spans": [{"start": 0, "end": 2, "label": "LOC", "text": "Huế"}]}', "says 'Huế'"),
        ('{"text": "Huế", "meta": {"weight": NaN}}', "NaN is no JSON number"),
        ('{"text": "Huế", "meta": {"weight": -Infinity}}', "-Infinity is no JSON number"),
        ('{"text": "Huế", "meta": {"weight": 1e999}}', "the number 1e999 is too large"),
        ("[" * 100_000, "nested too deeply"),
        (GOOD, "the id 'a1' stands in line 1 already"),
        (b'{"text": "Hu\xeaX"}', "is not UTF-8 .byte 0xEA at offset 12"),
    ],
)
def test_a_line_that_is_no_document_is_refused_by_file_and_line(
    tmp_path: Path, line: str | bytes, message: str
) -> None:
    path = written(tmp_path, GOOD, "", line)

    with pytest.raises(SolieuError, match=message) as caught:
        list(read_jsonl(path))
    assert str(caught.value).startswith(f"{path}, line 3: ")
    assert "\n" not in str(caught.value)


@pytest.mark.parametrize("end", [b"", b"\n"])
def test_lines_that_are_too_long_are_cut_and_counted_as_one(tmp_path: Path, end: bytes) -> None:
    path = tmp_path / "a.jsonl"
    path.write_bytes(b"12345\n\n" + b"x" * 3_000_000 + b"\n1234\n" + b"y" * 2_000_000 + end)

    lines = list(read_lines(path, longest=6))

    assert lines == [(1, b"12345\n"), (3, b"xxxxxxx"), (4, b"1234\n"), (5, b"yyyyyyy")]


def test_overlapping_spans_are_refused_by_file_and_line(tmp_path: Path) -> None:
    spans = [{"start": 0, "end": 3, "label": "LOC"}, {"start": 2, "end": 4, "label": "ORG"}]
    path = written(tmp_path, json.dumps({"text": "Quảng Trị", "spans": spans}))

    with pytest.raises(SolieuError, match=r"line 1: .*overlap"):
        list(read_jsonl(path))


def test_a_file_that_is_not_there_is_named(tmp_path: Path) -> None:
    with pytest.raises(SolieuError, match=r"none\.jsonl: cannot be read"):
        list(read_jsonl(tmp_path / "none.jsonl"))


@pytest.mark.parametrize("value", [float("nan"), float("inf"), {1, 2}, b"bytes", Path()])
def test_what_json_cannot_hold_is_refused_and_no_file_is_left(tmp_path: Path, value: Any) -> None:
    with pytest.raises(SolieuError, match="document 'a1': its 'meta' cannot be written as JSON"):
        write_jsonl([Document("Huế", id="a1", meta={"weight": value})], tmp_path / "a.jsonl")
    assert list(tmp_path.iterdir()) == []
