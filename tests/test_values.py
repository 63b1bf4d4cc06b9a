"""Values and their JSON."""

import json
from dataclasses import fields
from decimal import Decimal
from pathlib import Path

import pytest
from hypothesis import given
from hypothesis import strategies as st

from solieu.annotation import Document, SolieuError, Span
from solieu.annotation.jsonl import read_jsonl, write_jsonl
from solieu.annotation.value_json import value_from_json
from solieu.annotation.values import (
    KINDS,
    AdministrativeUnit,
    Citation,
    PersonName,
    Place,
    PositionValue,
    Quantity,
    Time,
    Unresolved,
    Value,
)

MONEY = Quantity(
    low=Decimal("74200000000"), high=Decimal("74200000000"), relation="≈", approximator="gần", unit="VND", flags=()
)
DECIMALS = st.decimals(allow_nan=False, allow_infinity=False, places=3, min_value=-(10**12), max_value=10**15)


def there_and_back(value: Value) -> Value:
    return value_from_json(json.loads(json.dumps(value.to_json())), "here")


@pytest.mark.parametrize("kind", KINDS.values(), ids=list(KINDS))
def test_every_kind_of_value_comes_back_from_json(kind: type[Value]) -> None:
    @given(st.from_type(kind) if kind is not Quantity else st.builds(Quantity, low=DECIMALS, high=DECIMALS))
    def check(value: Value) -> None:
        assert there_and_back(value) == value
        assert type(there_and_back(value)) is kind

    check()


def test_what_is_not_said_is_not_in_the_json() -> None:
    assert PositionValue(title="Giám đốc", deputy=True).to_json() == {
        "kind": "position",
        "title": "Giám đốc",
        "deputy": True,
    }


def test_decimals_are_strings_without_an_exponent() -> None:
    assert MONEY.to_json()["low"] == "74200000000"
    assert Quantity(low=Decimal("1E+3"), high=Decimal("0.50")).to_json() == {
        "kind": "quantity",
        "low": "1000",
        "high": "0.50",
        "relation": "=",
    }


def test_a_number_is_a_range_whose_ends_are_the_same() -> None:
    assert MONEY.number == Decimal("74200000000")
    assert Quantity(low=Decimal(2), high=Decimal(3)).number is None


def test_a_place_that_may_be_several_keeps_them_all() -> None:
    units = tuple(
        AdministrativeUnit(code=code, name="Huyện Châu Thành", level="huyện", since="before 2025", parent=parent)
        for code, parent in (("732", "Tỉnh Long An"), ("821", "Tỉnh Tiền Giang"))
    )
    place = Place(name="huyện Châu Thành", type="huyện", units=units)

    assert there_and_back(place) == place
    assert place.to_json()["units"][1]["parent"] == "Tỉnh Tiền Giang"


def test_values_go_through_a_file_with_their_spans(tmp_path: Path) -> None:
    span = Span(0, 13, "INDICATOR", 0.9, MONEY)
    write_jsonl([Document("gần 74,2 tỷ đồng", (span,), "a")], tmp_path / "a.jsonl")

    (document,) = read_jsonl(tmp_path / "a.jsonl")

    assert document.spans[0].value == MONEY


def test_spans_are_equal_whatever_their_values() -> None:
    assert Span(0, 1, "ORG", value=Unresolved(reason="too short")) == Span(0, 1, "ORG")
    assert hash(Span(0, 1, "ORG", value=MONEY)) == hash(Span(0, 1, "ORG"))


@pytest.mark.parametrize(
    ("record", "message"),
    [
        ("5", "here: a value must be an object with 'kind', but is '5'"),
        ({"low": "5"}, "here: a value's 'kind' must be one of unresolved, quantity, .* but is None"),
        ({"kind": ["time"]}, "here: a value's 'kind' must be one of"),
        ({"kind": "unresolved"}, "here: has no 'reason'"),
        ({"kind": "time", "edft": "2024"}, "here: unknown field 'edft'; known are flags, edtf"),
        ({"kind": "quantity", "low": "many", "high": "1"}, "here: field 'low' must be Decimal, but is 'many'"),
        ({"kind": "quantity", "low": "NaN", "high": "1"}, "field 'low' must be Decimal"),
        ({"kind": "quantity", "low": 5, "high": "5"}, "field 'low' must be Decimal, but is 5"),
        ({"kind": "quantity", "low": "5", "high": "5", "relation": "~"}, "field 'relation' must be one of =, ≈"),
        ({"kind": "position", "title": "Giám đốc", "deputy": 1}, "field 'deputy' must be bool, but is 1"),
        ({"kind": "citation", "issuers": "BCA"}, "field 'issuers' must be a list, but is 'BCA'"),
        ({"kind": "place", "name": "Long An", "units": [{"code": "80"}]}, "field 'units': has no 'name'"),
    ],
)
def test_what_is_no_value_is_refused(record: object, message: str) -> None:
    with pytest.raises(SolieuError, match=message):
        value_from_json(record, "here")


def test_a_file_with_a_wrong_value_names_line_and_span(tmp_path: Path) -> None:
    line = {"text": "Hà Nội", "spans": [{"start": 0, "end": 6, "label": "LOC", "value": {"kind": "town"}}]}
    (tmp_path / "a.jsonl").write_text(json.dumps(line), encoding="utf-8")

    with pytest.raises(SolieuError, match=r"a\.jsonl, line 1: span 1: field 'value': a value's 'kind' must be one of"):
        list(read_jsonl(tmp_path / "a.jsonl"))


def test_no_field_of_a_value_can_be_changed() -> None:
    for value in (Time(edtf="2024"), PersonName(name="An"), Citation(type="Luật")):
        for field in fields(value):
            with pytest.raises(AttributeError):
                setattr(value, field.name, None)
