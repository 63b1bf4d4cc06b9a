"""The agreement of annotators, shown and written: the one way of `solieu agreement` and `solieu annotate agreement`."""

from __future__ import annotations

import json
from collections.abc import Mapping
from pathlib import Path
from typing import Any

from rich.console import Console

from solieu.agreement_table import show_agreement, show_disagreements
from solieu.annotation.atomic import write_atomically
from solieu.annotation.labels import LabelSchema
from solieu.training.measures.agreement import measure_agreement
from solieu.training.measures.disagreements import KINDS, find_disagreements
from solieu.training.measures.shared_articles import SharedArticles


def show_and_write(
    shared: SharedArticles, schema: LabelSchema, console: Console, *, figures: Path | None, listing: Path | None
) -> None:
    """Measure the agreement, print it, and write what is asked for.

    Args:
        shared: What several annotators have annotated.
        schema: The labels.
        console: Where the tables go.
        figures: A JSON file for all figures; None for none.
        listing: A JSONL file for all disagreements; None for none.

    Raises:
        SolieuError: A span has another label, or a file cannot be written.
    """
    found = measure_agreement(shared, schema)
    disagreements = find_disagreements(shared.articles)
    show_agreement(found, schema, console)
    show_disagreements(disagreements, console)
    if figures is not None:
        counts: dict[str, int] = {"stretches": len(disagreements)}
        counts |= {kind: sum(kind in disagreement.kinds for disagreement in disagreements) for kind in KINDS}
        content = {**found.as_dict(), "disagreements": counts}
        with write_atomically(figures) as file:
            file.write(json.dumps(content, ensure_ascii=False, indent=2) + "\n")
    if listing is not None:
        with write_atomically(listing, "wb") as file:
            for disagreement in disagreements:
                file.write(_line(disagreement.as_dict()))


def _line(record: Mapping[str, Any]) -> bytes:
    """Return a record's line in a JSONL file; a lone surrogate, which has no UTF-8, makes it one with escapes."""
    try:
        return json.dumps(record, ensure_ascii=False).encode("utf-8") + b"\n"
    except UnicodeEncodeError:
        return json.dumps(record).encode("ascii") + b"\n"
