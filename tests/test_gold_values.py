"""Values that were written down by hand, and the articles that they are of."""

import json
from pathlib import Path
from typing import Any

import pytest

from solieu.annotation import Document, SolieuError, Span
from solieu.annotation.gold_values import with_gold_values
from solieu.annotation.values import Award, RankValue

ARTICLE = Document("Đại tá nhận Bằng khen", (Span(0, 6, "RANK"), Span(12, 21, "AWARD")), "one")
RANK = {"kind": "rank", "name": "Đại tá", "grade": "cấp tá", "order": 14}
VALUES = [
    {"start": 0, "end": 6, "label": "RANK", "text": "Đại tá", "value": RANK},
    {"start": 12, "end": 21, "label": "AWARD", "text": "Bằng khen", "value": {"kind": "award", "form": "Bằng khen"}},
]


def file(tmp_path: Path, *records: Any) -> Path:
    path = tmp_path / "values.jsonl"
    path.write_text("".join(json.dumps(record) + "\n" for record in records), encoding="utf-8")
    return path


def test_every_entity_gets_its_value(tmp_path: Path) -> None:
    (document,) = with_gold_values([ARTICLE], file(tmp_path, {"id": "one", "values": VALUES}))

    assert document == ARTICLE
    assert [span.value for span in document.spans] == [
        RankValue(name="Đại tá", grade="cấp tá", order=14),
        Award(form="Bằng khen"),
    ]


def test_articles_that_the_file_does_not_have_are_left_out(tmp_path: Path) -> None:
    other = Document("Trung tá", (Span(0, 8, "RANK"),), "two")

    assert with_gold_values([other, ARTICLE], file(tmp_path, {"id": "one", "values": VALUES})) == [ARTICLE]


@pytest.mark.parametrize(
    ("records", "said"),
    [
        ([], "holds no values"),
        ([["one"]], "line 1: expected an object"),
        ([{"id": "one"}], "a list of 'values'"),
        ([{"id": ["one"], "values": []}], "'id' is no name"),
        ([{"id": "two", "values": VALUES}], "'two' is not among"),
        ([{"id": "one", "values": VALUES}] * 2, "line 2: the article 'one' stands in an earlier line"),
        ([{"id": "one", "values": VALUES[:1]}], "1 values for the 2 entities of 'one', of which 1 fit"),
        ([{"id": "one", "values": [VALUES[0]] * 2}], "of which 1 fit"),
        ([{"id": "one", "values": [VALUES[0] | {"text": "Đại úy"}, VALUES[1]]}], "value 1: says 'Đại úy'"),
        ([{"id": "one", "values": [VALUES[0] | {"value": None}, VALUES[1]]}], "of which 1 fit"),
        ([{"id": "one", "values": [VALUES[0] | {"value": {"kind": "rang"}}, VALUES[1]]}], "value 1: field 'value'"),
    ],
)
def test_a_file_that_does_not_fit_is_refused(tmp_path: Path, records: list[Any], said: str) -> None:
    with pytest.raises(SolieuError, match=said):
        with_gold_values([ARTICLE], file(tmp_path, *records))
