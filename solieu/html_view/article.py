"""What the page's script needs of an article."""

from __future__ import annotations

import json
from collections.abc import Iterator, Mapping, Sequence
from typing import Any

from solieu.annotation.documents import Document
from solieu.html_view.labels import ShownLabels
from solieu.html_view.wording import VIEW_WORDING
from solieu.tables.columns import Cell, Row
from solieu.tables.rows import rows_of
from solieu.tables.schema import ENTITIES, FIGURES, PEOPLE
from solieu.training.report.wording import same, shown

# The columns of the tables' rows that the page shows; those in one bracket stand in one cell.
COLUMNS: Mapping[str, Sequence[Sequence[str]]] = {
    FIGURES.name: (("figure",), ("what",), ("who",), ("place",), ("times", "period")),
    PEOPLE.name: (("person",), ("ranks",), ("offices",)),
}
# Characters of the first line that stand for a title.
_TITLE_LENGTH = 140
# What is known of an article and shown first.
_FIRST_FACTS = ("published", "outlet", "province")


def article_data(document: Document, labels: ShownLabels) -> dict[str, Any]:
    """Return an article as the page's script reads it.

    Args:
        document: An article with its entities.
        labels: The page's labels.

    Returns:
        Data for JSON: ``title``, ``id``, ``text``; ``facts``, each a title in both languages with what is known;
        ``pieces``, the text cut at the edges of entities, each a string or an entity's number with its string;
        ``entities``, in the order of the text; and for each other table its rows, each the number of the entity that
        it is about with its cells, which are lists of strings.
    """
    rows = rows_of(document)
    numbers: dict[tuple[Cell, Cell], int] = {
        (span.start, span.end): number for number, span in enumerate(document.spans)
    }
    return {
        "title": _title(document),
        "id": document.id,
        "text": _text(document.text),
        "facts": list(_facts(document)),
        "pieces": list(_pieces(document)),
        "entities": [
            {
                "label": labels.number(span.label),
                "value": row["value"],
                "reason": row["reason"],
                "flags": row["flags"],
                "score": row["score"],
            }
            for span, row in zip(document.spans, rows[ENTITIES.name], strict=True)
        ],
        "tables": {
            table: [
                [numbers[row["start"], row["end"]], [_cell(row, names) for names in columns]] for row in rows[table]
            ]
            for table, columns in COLUMNS.items()
        },
    }


def showable(data: Any) -> Any:
    """Return data for JSON with all its strings as a page can hold them."""
    if isinstance(data, str):
        return shown(data)
    if isinstance(data, Mapping):
        return {key: showable(part) for key, part in data.items()}
    if isinstance(data, list | tuple):
        return [showable(part) for part in data]
    return data


def _title(document: Document) -> str:
    """Return the first line that says something."""
    line = next((line.strip() for line in document.text.splitlines() if line.strip()), document.id)
    return line if len(line) <= _TITLE_LENGTH else f"{line[: _TITLE_LENGTH - 1]}…"


def _text(text: str) -> str:
    """Return a text with its line breaks as HTML has them."""
    return text.replace("\r\n", "\n")


def _facts(document: Document) -> Iterator[tuple[dict[str, str], str]]:
    """Yield what is known of an article, the most important first."""
    for name in sorted(document.meta, key=lambda name: (name not in _FIRST_FACTS, name)):
        content = document.meta[name]
        if content is None or content == "":
            continue
        title = VIEW_WORDING.say(f"fact.{name}") if f"fact.{name}" in VIEW_WORDING.texts else same(name)
        text = content if isinstance(content, str) else json.dumps(content, ensure_ascii=False, default=str)
        yield {"vi": title.vi, "en": title.en}, text


def _pieces(document: Document) -> Iterator[str | tuple[int, str]]:
    position = 0
    for number, span in enumerate(document.spans):
        if span.start > position:
            yield _text(document.text[position : span.start])
        yield number, _text(document.span_text(span))
        position = span.end
    if position < len(document.text):
        yield _text(document.text[position:])


def _cell(row: Row, names: Sequence[str]) -> list[str]:
    return list(dict.fromkeys(line for name in names for line in _lines(row[name])))


def _lines(cell: Cell) -> Sequence[str]:
    if cell is None:
        return ()
    return cell if isinstance(cell, tuple) else (str(cell),)
