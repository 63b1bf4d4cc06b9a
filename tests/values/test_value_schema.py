"""The JSON Schema of values, which says what each kind holds to those who read them elsewhere."""

import json
from collections.abc import Mapping
from pathlib import Path

import pytest
from jsonschema import Draft202012Validator

from solieu.annotation.jsonl import read_jsonl
from solieu.annotation.values import KINDS, PositionValue
from solieu.configs import config_path
from solieu.models.values import normalise
from solieu.models.values.flags import FLAGS
from solieu.models.values.value_schema import values_schema, values_schema_text

DATA = Path(__file__).parents[2] / "data"


@pytest.fixture(scope="module")
def validators() -> Mapping[str, Draft202012Validator]:
    """A validator for each kind."""
    schema = values_schema()
    Draft202012Validator.check_schema(schema)
    return {
        kind: Draft202012Validator({"$ref": f"#/$defs/{kind}", "$defs": schema["$defs"]}) for kind in schema["$defs"]
    }


def test_the_stored_schema_is_the_one_that_the_classes_give() -> None:
    stored = config_path("values.schema.json").read_text(encoding="utf-8")

    assert stored == values_schema_text(), (
        "run python -m solieu.models.values.value_schema > configs/values.schema.json"
    )


def test_every_kind_and_every_flag_is_described() -> None:
    schema = values_schema()
    objects = [each for name, each in schema["$defs"].items() if name != "flag"]

    assert {each["$ref"] for each in schema["oneOf"]} == {f"#/$defs/{kind}" for kind in KINDS}
    assert {each["const"]: each["description"] for each in schema["$defs"]["flag"]["oneOf"]} == FLAGS
    assert all(part["description"] for each in objects for name, part in each["properties"].items() if name != "kind")


@pytest.mark.parametrize(
    "record",
    [
        {"kind": "position"},
        {"kind": "position", "title": "Giám đốc", "grade": "phó"},
        {"kind": "position", "title": None},
        {"kind": "position", "title": "Giám đốc", "flags": ["doubtful"]},
        {"kind": "quantity", "low": 5, "high": "5"},
        {"kind": "quantity", "low": "1E+3", "high": "5"},
        {"kind": "office", "title": "Giám đốc"},
    ],
)
def test_what_is_no_value_does_not_fit(record: object) -> None:
    assert not Draft202012Validator(values_schema()).is_valid(record)


def test_a_value_fits_one_kind_only() -> None:
    Draft202012Validator(values_schema()).validate(PositionValue(title="Giám đốc", deputy=True).to_json())


@pytest.mark.slow
def test_all_values_of_the_authored_articles_fit(validators: Mapping[str, Draft202012Validator]) -> None:
    seen: dict[str, str] = {}
    for document in read_jsonl(DATA / "authored.jsonl"):
        for span in normalise(document).spans:
            assert span.value is not None
            seen.setdefault(json.dumps(span.value.to_json(), sort_keys=True), span.value.kind)

    for text, kind in seen.items():
        validators[kind].validate(json.loads(text))
    assert set(seen.values()) == set(KINDS)


def test_the_values_of_the_seeds_fit(validators: Mapping[str, Draft202012Validator]) -> None:
    for line in (DATA / "values.jsonl").read_text(encoding="utf-8").splitlines():
        for each in json.loads(line)["values"]:
            validators[each["value"]["kind"]].validate(each["value"])
