"""How the command line shows the agreement of annotators."""

from __future__ import annotations

from collections import Counter
from collections.abc import Sequence

from rich.box import SIMPLE
from rich.console import Console
from rich.table import Table
from rich.text import Text

from solieu.annotation.labels import LabelSchema
from solieu.terminal import showable
from solieu.training.measures.agreement import MEASURES, Agreement, Measures
from solieu.training.measures.disagreements import KINDS, Disagreement
from solieu.training.measures.estimates import Estimate

_SHOWN = 20  # disagreements in the terminal; --list has them all
_HEADINGS = {"strict_f1": "strict F1", "overlap_f1": "overlap F1", "kappa": "kappa", "alpha": "alpha"}
_KINDS = {"missing": "missing / thiếu", "bounds": "bounds / khác ranh giới", "label": "label / khác nhãn"}


def show_agreement(agreement: Agreement, schema: LabelSchema, console: Console) -> None:
    """Print the agreement of all annotators by label, and then that of each two of them."""
    together = agreement.together
    names = ", ".join(together.annotators)
    title = f"agreement / mức độ đồng thuận: {names}; {_articles(together.articles)}"
    table = Table(title=Text(showable(title)), box=SIMPLE)
    table.add_column("label / nhãn")
    for measure in MEASURES:
        table.add_column(_HEADINGS[measure], justify="right", min_width=11)
    for label, measures in together.labels.items():
        table.add_row(Text(f"{label} {schema[label].title_vi}", style=schema[label].colour), *_cells(measures))
    table.add_section()
    table.add_row("all / tất cả", *_cells(together.overall), style="bold")
    console.print(table)
    counts = ", ".join(
        f"{name} {count}" for name, count in zip(together.annotators, together.overall.spans, strict=True)
    )
    console.print(
        showable(f"F1 on spans, kappa on tokens, alpha on characters, with 95 % intervals; spans: {counts}"),
        soft_wrap=True,
    )
    if len(agreement.pairs) > 1:
        console.print("each two / từng cặp (F1 and kappa above are their means):", soft_wrap=True)
        for pair in agreement.pairs:
            figures = ", ".join(f"{_HEADINGS[name]} {getattr(pair.overall, name)}" for name in MEASURES)
            line = f"  {' – '.join(pair.annotators)}, {_articles(pair.articles)}: {figures}"
            console.print(showable(line), soft_wrap=True)
    if agreement.single:
        console.print(f"left out, because only one annotator has them: {_articles(agreement.single)}", soft_wrap=True)


def show_disagreements(disagreements: Sequence[Disagreement], console: Console) -> None:
    """Print how many disagreements there are of each kind, and the first of them."""
    counts = Counter(kind for disagreement in disagreements for kind in disagreement.kinds)
    by_kind = ", ".join(f"{counts[kind]} {_KINDS[kind]}" for kind in KINDS)
    console.print(f"disagreements / chỗ bất đồng: {len(disagreements)} ({by_kind})", soft_wrap=True)
    for disagreement in disagreements[:_SHOWN]:
        given = "; ".join(
            f"{name}: " + (", ".join(f"{span.label} {span.start}-{span.end}" for span in spans) or "–")
            for name, spans in disagreement.spans.items()
        )
        text = " ".join(disagreement.text.split())
        line = f"  {disagreement.id} {disagreement.start}-{disagreement.end} “{text}”  {given}"
        console.print(showable(line), soft_wrap=True)
    if len(disagreements) > _SHOWN:
        console.print(f"  … and {len(disagreements) - _SHOWN} more; --list FILE.jsonl writes them all", soft_wrap=True)


def _cells(measures: Measures) -> list[str]:
    return [_cell(getattr(measures, name)) for name in MEASURES]


def _cell(estimate: Estimate) -> str:
    """Return value and interval with one space, where a narrow terminal may break the line."""
    if estimate.value is None or estimate.interval is None:
        return str(estimate)
    low, high = estimate.interval
    return f"{estimate.value:.3f} {low:.3f}–{high:.3f}"


def _articles(number: int) -> str:
    return f"{number} article{'' if number == 1 else 's'}"
