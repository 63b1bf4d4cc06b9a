"""`solieu annotate suggest`, `suggester-score` and `next`: what helps before and while there is a model."""

from __future__ import annotations

from pathlib import Path
from typing import TYPE_CHECKING, Annotated

import typer

from solieu.terminal import plain_console, show_error

if TYPE_CHECKING:
    from solieu.annotation.suggester import Suggester

suggester_app = typer.Typer()  # its commands are put among those of `solieu annotate`

_Rules = Annotated[
    Path | None, typer.Option(help="A directory of rule files; by default solieu's own, configs/suggester.")
]


@suggester_app.command()
def suggest(
    paths: Annotated[list[str], typer.Argument(help="Articles: .txt, .jsonl, CoNLL, directories, or - .")],
    out: Annotated[Path, typer.Option(help="Write the articles with the suggested spans to this file, JSONL.")],
    rules: _Rules = None,
) -> None:
    """Suggest entities by rules and word lists, without a model (gợi ý nhãn bằng luật, chưa cần mô hình)."""
    from solieu.annotation.jsonl import write_jsonl
    from solieu.annotations_output import counted
    from solieu.articles_to_annotate import read_articles_to_annotate

    suggester = _suggester(rules)
    documents, errors = read_articles_to_annotate(paths)
    suggested = [suggester.suggest(document) for document in documents]
    write_jsonl(suggested, out)
    spans = counted(sum(len(document.spans) for document in suggested), "span")
    plain_console(stderr=True).print(f"{counted(len(suggested), 'article')} with {spans} in {out}", soft_wrap=True)
    for error in errors:
        show_error(error)
    if errors:
        raise typer.Exit(1)


@suggester_app.command(name="suggester-score")
def suggester_score(
    data: Annotated[list[str], typer.Option(help="Annotated articles, JSONL or CoNLL; may be given several times.")],
    rules: _Rules = None,
) -> None:
    """Measure the suggester on annotated articles: precision and recall by label."""
    from solieu.annotation.corpus import read_documents
    from solieu.suggester_scores import show_suggester_scores
    from solieu.training.corpora import check_labels

    suggester = _suggester(rules)
    documents = read_documents(data)
    check_labels(documents, suggester.schema, ", ".join(data))
    show_suggester_scores(documents, suggester, plain_console())


@suggester_app.command(name="next")
def next_(
    articles: Annotated[Path, typer.Argument(help="Articles that are not annotated yet, JSONL.")],
    model: Annotated[str, typer.Option(help="A directory that `solieu train` wrote.")],
    out: Annotated[Path, typer.Option(help="Write the articles in the new order to this file, JSONL.")],
    count: Annotated[int | None, typer.Option(help="Write only so many of them, the first ones.")] = None,
    rules: _Rules = None,
) -> None:
    """Order articles by how much there is to learn from annotating them (xếp thứ tự bài nên gán nhãn trước)."""
    from solieu.annotation.corpus import read_documents
    from solieu.annotation.jsonl import write_jsonl
    from solieu.annotations_output import counted

    documents = read_documents(articles)
    suggester = _suggester(rules)
    from solieu.models.checkpoint import load_tagger
    from solieu.training.selection import measure_articles, order_articles

    tagger, _ = load_tagger(model)
    ordered = order_articles(documents, *measure_articles(documents, tagger, suggester), count=count)
    write_jsonl(ordered, out)
    plain_console(stderr=True).print(f"{counted(len(ordered), 'article')} in {out}", soft_wrap=True)


def _suggester(rules: Path | None) -> Suggester:
    from solieu.annotation.suggester import Suggester

    return Suggester.default() if rules is None else Suggester.load(rules)
