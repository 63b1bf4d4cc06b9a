"""`solieu annotate next`: which articles to annotate next."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from pathlib import Path
from typing import TYPE_CHECKING, Annotated

import typer

from solieu.annotate_server_cli import LOCAL, TokenFile, Url, connected, with_bar
from solieu.annotate_suggestions_cli import Rules, load_suggester
from solieu.annotation.errors import SolieuError
from solieu.terminal import plain_console

if TYPE_CHECKING:
    from solieu.annotation.documents import Document


def next_(
    model: Annotated[str, typer.Option(help="A directory that `solieu train` wrote.")],
    articles: Annotated[
        Path | None, typer.Argument(help="Articles that are not annotated yet, JSONL; or give --project.")
    ] = None,
    project: Annotated[
        str | None, typer.Option(metavar="TITLE", help="Order those of this project on the server that are left.")
    ] = None,
    out: Annotated[Path | None, typer.Option(help="Write the articles in the new order to this file, JSONL.")] = None,
    count: Annotated[int | None, typer.Option(help="Choose only so many of them, the first ones.")] = None,
    rules: Rules = None,
    url: Url = LOCAL,
    token_file: TokenFile = None,
) -> None:
    """Order articles by how much there is to learn from annotating them (xếp thứ tự bài nên gán nhãn trước).

    With --project, the tasks of the articles that nobody has annotated get a number, and the project's page a tab
    "solieu next" that lists them by it: there, "Label Tasks As Displayed" offers them in this order.
    """
    if (articles is None) is (project is None):
        raise SolieuError("the articles to order are a file's or a project's; give either the file or --project")
    if project is None and out is None:
        raise SolieuError("the new order has to go somewhere; give --out")
    from solieu.annotation.corpus import read_documents
    from solieu.annotation.jsonl import write_jsonl
    from solieu.annotations_output import counted

    console = plain_console(stderr=True)
    if articles is not None:
        ordered = _order_by(model, rules, count)(read_documents(articles))
    else:
        from solieu.label_studio_order import TAB, order_project

        title = project or ""
        with connected(url, token_file) as server:
            order = _order_by(model, rules, count)
            ordered = with_bar("tasks numbered", lambda report: order_project(server, title, order, report))
        console.print(f"{counted(len(ordered), 'article')} in the tab {TAB!r} of {project!r}", soft_wrap=True)
    if out is not None:
        write_jsonl(ordered, out)
        console.print(f"{counted(len(ordered), 'article')} in {out}", soft_wrap=True)


def _order_by(model: str, rules: Path | None, count: int | None) -> Callable[[Sequence[Document]], list[Document]]:
    """Return what orders articles; the model is loaded when there are any."""
    suggester = load_suggester(rules)

    def order(documents: Sequence[Document]) -> list[Document]:
        from solieu.models.loading import load_tagger
        from solieu.training.selection import measure_articles, order_articles

        tagger, _ = load_tagger(model)
        return order_articles(documents, *measure_articles(documents, tagger, suggester), count=count)

    return order
