"""Links: which entities of an article belong together."""

from __future__ import annotations

from dataclasses import dataclass
from typing import Any, Literal, TypeAlias, get_args

from solieu.annotation.errors import SolieuError

LinkKind = Literal["rank", "position", "organization", "what", "who", "where", "when"]
Range: TypeAlias = tuple[int, int]

KINDS: tuple[str, ...] = get_args(LinkKind)


@dataclass(frozen=True, slots=True, order=True)
class Link:
    """A directed link from one entity of an article to another one, or to a phrase.

    `annotation/links.md` says what each kind means and when it is drawn.

    Args:
        kind: What the tail is to the head: a person's ``rank`` or ``position``, the ``organization`` of a position or
            a person, ``what`` an indicator counts (a phrase that is no entity), ``who`` it is about, ``where`` and
            ``when`` it was counted.
        head: Start and end of the span that the link is about, in Unicode code points, half open.
        tail: Start and end of the span, or of the phrase, that it leads to.

    Raises:
        SolieuError: The kind is not known, or head or tail is no range.
    """

    kind: LinkKind
    head: Range
    tail: Range

    def __post_init__(self) -> None:
        if self.kind not in KINDS:
            raise SolieuError(f"a link's kind must be one of {', '.join(KINDS)}, not {self.kind!r}")
        for name, ends in (("head", self.head), ("tail", self.tail)):
            if not (isinstance(ends, tuple) and len(ends) == 2 and all(type(end) is int for end in ends)):
                raise SolieuError(f"a link's {name} must be two whole numbers, start and end, not {ends!r}")
            if not 0 <= ends[0] < ends[1]:
                raise SolieuError(f"a link's {name} needs 0 <= start < end, not {ends!r}")

    def to_json(self) -> dict[str, Any]:
        """Return the link as JSON holds it: ``{"kind": …, "from": [start, end], "to": [start, end]}``."""
        return {"kind": self.kind, "from": list(self.head), "to": list(self.tail)}


def link_from_json(record: object, where: str) -> Link:
    """Make a link of a JSON object as `Link.to_json` writes it.

    Args:
        record: The parsed JSON.
        where: What it is a part of, for errors.

    Raises:
        SolieuError: It is no object with these fields, or no link.
    """
    if not isinstance(record, dict) or set(record) != {"kind", "from", "to"}:
        raise SolieuError(f"{where}: a link must be an object with 'kind', 'from' and 'to', not {record!r}")
    ends = [tuple(record[name]) if isinstance(record[name], list) else record[name] for name in ("from", "to")]
    try:
        return Link(record["kind"], ends[0], ends[1])
    except SolieuError as error:
        raise SolieuError(f"{where}: {error}") from None
