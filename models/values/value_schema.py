"""The JSON Schema of values: what each kind holds, derived from the value classes and the flags."""

from __future__ import annotations

import inspect
import json
import types
from dataclasses import MISSING, fields
from decimal import Decimal
from typing import Any, Literal, Union, get_args, get_origin, get_type_hints

import regex

from solieu.annotation.values import KINDS, AdministrativeUnit, Value
from solieu.models.values.flags import FLAGS

_PLAIN: dict[type, dict[str, Any]] = {
    str: {"type": "string"},
    int: {"type": "integer"},
    bool: {"type": "boolean"},
    Decimal: {"type": "string", "pattern": r"^-?[0-9]+(\.[0-9]+)?$"},
}
_UNIT = "administrative-unit"
# An argument in a docstring, with the lines that go on deeper.
_ARGUMENT = regex.compile(r"^ {4}(\w+): (.+(?:\n {8}.+)*)", regex.MULTILINE)


def values_schema() -> dict[str, Any]:
    """Return the schema of a value as `Value.to_json` writes it.

    Returns:
        A schema in the dialect 2020-12: one of the kinds, each of which stands in ``$defs`` under its own name. A
        field that says nothing is left out of a value, so no field may be null.
    """
    definitions = {kind: _object(cls, {"kind": {"const": kind}}) for kind, cls in KINDS.items()}
    return {
        "$schema": "https://json-schema.org/draft/2020-12/schema",
        "title": "solieu values",
        "description": "What an entity says, as solieu writes it beside the span.",
        "oneOf": [{"$ref": f"#/$defs/{kind}"} for kind in KINDS],
        "$defs": {
            **definitions,
            _UNIT: _object(AdministrativeUnit, {}),
            "flag": {"oneOf": [{"const": name, "description": text} for name, text in FLAGS.items()]},
        },
    }


def values_schema_text() -> str:
    """Return the schema as ``configs/values.schema.json`` holds it."""
    return json.dumps(values_schema(), ensure_ascii=False, indent=2) + "\n"


def _object(cls: type[Value] | type[AdministrativeUnit], first: dict[str, Any]) -> dict[str, Any]:
    """Return the schema of a dataclass's JSON; properties in ``first`` stand before its own and are required."""
    said, hints = _said_of_arguments(Value) | _said_of_arguments(cls), get_type_hints(cls)
    own = {
        field.name: {**_content(field.name, hints[field.name]), "description": said[field.name]}
        for field in fields(cls)
    }
    needed = [field.name for field in fields(cls) if field.default is MISSING]
    return {
        "description": _doc(cls).split("\n\n", maxsplit=1)[0],
        "type": "object",
        "properties": {**first, **own},
        "required": [*first, *needed],
        "additionalProperties": False,
    }


def _said_of_arguments(cls: type) -> dict[str, str]:
    """Return what a class's docstring says of each of its arguments."""
    return {name: " ".join(words.split()) for name, words in _ARGUMENT.findall(_doc(cls))}


def _doc(cls: type) -> str:
    return (inspect.getdoc(cls) or "").replace("``", "`")


def _content(name: str, hint: Any) -> dict[str, Any]:
    """Return the schema of a field's content."""
    if name == "flags":
        return {"type": "array", "items": {"$ref": "#/$defs/flag"}, "uniqueItems": True}
    if get_origin(hint) in (Union, types.UnionType):
        (hint,) = (part for part in get_args(hint) if part is not type(None))
    if get_origin(hint) is Literal:
        return {"enum": list(get_args(hint))}
    if get_origin(hint) is tuple:
        return {"type": "array", "items": _content("", get_args(hint)[0])}
    return {"$ref": f"#/$defs/{_UNIT}"} if hint is AdministrativeUnit else dict(_PLAIN[hint])


if __name__ == "__main__":
    print(values_schema_text(), end="")
