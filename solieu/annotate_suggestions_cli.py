"""`solieu annotate suggest`, `score-rules` and `acceptance`: what is suggested to annotators, and how good it is."""

from __future__ import annotations

from pathlib import Path
from typing import TYPE_CHECKING, Annotated

import typer
from rich.box import SIMPLE
from rich.table import Table
from rich.text import Text

from solieu.terminal import plain_console, show_error

if TYPE_CHECKING:
    from solieu.annotation.suggester import Suggester
    from solieu.annotation.suggestion_use import SuggestionUse

Rules = Annotated[
    Path | None, typer.Option(help="A directory of rule files; by default solieu's own, configs/suggester.")
]


def suggest(
    paths: Annotated[list[str], typer.Argument(help="Articles: .txt, .jsonl, CoNLL, directories, or - .")],
    out: Annotated[Path, typer.Option(help="Write the articles with the suggested spans to this file, JSONL.")],
    rules: Rules = None,
) -> None:
    """Suggest entities by rules and word lists, without a model (gợi ý nhãn bằng luật, chưa cần mô hình)."""
    from solieu.annotation.jsonl import write_jsonl
    from solieu.annotations_output import counted
    from solieu.articles_to_annotate import read_articles_to_annotate
    from solieu.suggestions import suggested

    suggester = load_suggester(rules)
    documents, errors = read_articles_to_annotate(paths)
    found = [suggested(suggester.suggest(document), "rules") for document in documents]
    write_jsonl(found, out)
    spans = counted(sum(len(document.spans) for document in found), "span")
    plain_console(stderr=True).print(f"{counted(len(found), 'article')} with {spans} in {out}", soft_wrap=True)
    for error in errors:
        show_error(error)
    if errors:
        raise typer.Exit(1)


def score_rules(
    data: Annotated[list[str], typer.Option(help="Annotated articles, JSONL or CoNLL; may be given several times.")],
    rules: Rules = None,
) -> None:
    """Measure the rules of `suggest` on annotated articles: precision and recall by label."""
    from solieu.annotation.corpus import read_documents
    from solieu.suggester_scores import show_suggester_scores
    from solieu.training.corpora import check_labels

    suggester = load_suggester(rules)
    documents = read_documents(data)
    check_labels(documents, suggester.schema, ", ".join(data))
    show_suggester_scores(documents, suggester, plain_console())


def acceptance(
    tasks: Annotated[Path, typer.Argument(help="A file that `solieu annotate pull --tasks` wrote.")],
) -> None:
    """Count by label which suggestions annotators accepted, corrected and removed, and what they had to add."""
    from solieu.annotation.label_studio_exports import read_export
    from solieu.annotation.label_studio_suggestions import read_suggestions
    from solieu.annotation.suggestion_use import suggestion_use
    from solieu.annotations_output import counted

    found = read_suggestions(read_export(tasks))
    console = plain_console()
    for version, pairs in found.pairs.items():
        console.print(_table(f"{version}: {counted(len(pairs), 'annotation')}", suggestion_use(pairs)))
    console.print(f"not started from a suggestion: {counted(found.others, 'annotation')}", soft_wrap=True)


def load_suggester(rules: Path | None) -> Suggester:
    """Load the rules in a directory, or solieu's own."""
    from solieu.annotation.suggester import Suggester

    return Suggester.default() if rules is None else Suggester.load(rules)


def _table(title: str, use: dict[str, SuggestionUse]) -> Table:
    from solieu.annotation.suggestion_use import SuggestionUse

    table = Table(title=Text(title), box=SIMPLE)
    table.add_column("label")
    for heading in ("suggested", "accepted", "corrected", "removed", "added", "kept"):
        table.add_column(heading, justify="right", no_wrap=True)
    for label, counts in use.items():
        table.add_row(Text(label), *_cells(counts))
    table.add_section()
    table.add_row("all", *_cells(sum(use.values(), SuggestionUse())), style="bold")
    return table


def _cells(use: SuggestionUse) -> list[str]:
    counts = (use.suggested, use.accepted, use.corrected, use.removed, use.added)
    return [*map(str, counts), "–" if use.kept is None else f"{use.kept:.3f}"]
