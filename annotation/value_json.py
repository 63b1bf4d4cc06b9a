"""Values from JSON, as `Value.to_json` writes them."""

from __future__ import annotations

import types
from collections.abc import Mapping
from dataclasses import MISSING, fields
from decimal import Decimal, InvalidOperation
from typing import Any, Literal, TypeVar, Union, get_args, get_origin, get_type_hints

from solieu.annotation.errors import SolieuError
from solieu.annotation.values import KINDS, AdministrativeUnit, Value

_V = TypeVar("_V")


def value_from_json(record: object, where: str) -> Value:
    """Make a value of a JSON object as `Value.to_json` writes it.

    Args:
        record: The parsed JSON.
        where: What it is a part of, for errors.

    Raises:
        SolieuError: It is no object, its kind is not known, or a field is missing, unknown or of another type.
    """
    if not isinstance(record, dict):
        raise SolieuError(f"{where}: a value must be an object with 'kind', but is {record!r}")
    name = record.get("kind")
    kind = KINDS.get(name) if isinstance(name, str) else None
    if kind is None:
        raise SolieuError(f"{where}: a value's 'kind' must be one of {', '.join(KINDS)}, but is {name!r}")
    return _read(kind, {name: content for name, content in record.items() if name != "kind"}, where)


def _read(cls: type[_V], record: Mapping[str, Any], where: str) -> _V:
    """Make a dataclass of a JSON object, field by field."""
    hints = get_type_hints(cls)
    known = {field.name: field for field in fields(cls)}  # type: ignore[arg-type]  # it is a dataclass
    for name in record:
        if name not in known:
            raise SolieuError(f"{where}: unknown field {name!r}; known are {', '.join(known)}")
    content: dict[str, Any] = {}
    for name, field in known.items():
        if name in record:
            content[name] = _typed(record[name], hints[name], f"{where}: field {name!r}")
        elif field.default is MISSING:
            raise SolieuError(f"{where}: has no {name!r}")
    return cls(**content)


def _typed(content: Any, hint: Any, where: str) -> Any:
    """Check a JSON value against a field's type, and turn it into that."""
    origin = get_origin(hint)
    if origin in (Union, types.UnionType):
        kinds = [part for part in get_args(hint) if part is not type(None)]
        return None if content is None else _typed(content, kinds[0], where)
    if origin is Literal:
        if content in get_args(hint):
            return content
        raise SolieuError(f"{where} must be one of {', '.join(map(str, get_args(hint)))}, but is {content!r}")
    if origin is tuple:
        if isinstance(content, list):
            return tuple(_typed(part, get_args(hint)[0], where) for part in content)
        raise SolieuError(f"{where} must be a list, but is {content!r}")
    if hint is Decimal and isinstance(content, str):
        try:
            number = Decimal(content)
        except InvalidOperation:
            number = Decimal("NaN")
        if number.is_finite():
            return number
    elif hint is AdministrativeUnit and isinstance(content, dict):
        return _read(AdministrativeUnit, content, where)
    elif hint in (str, bool, int) and type(content) is hint:
        return content
    raise SolieuError(f"{where} must be {hint.__name__}, but is {content!r}")
