"""What goes to Label Studio: articles of any kind that solieu reads."""

from __future__ import annotations

from collections.abc import Sequence

from solieu.annotation.conll_read import read_conll
from solieu.annotation.corpus import is_conll
from solieu.annotation.documents import Document
from solieu.annotation.errors import SolieuError
from solieu.articles import Columns, find_files, read_articles
from solieu.articles.sources import names_repeat
from solieu.terminal import show_error


def read_articles_to_annotate(paths: Sequence[str]) -> tuple[list[Document], list[SolieuError]]:
    """Read the articles that can be read; ids must differ, for annotations find their way back by them.

    Args:
        paths: Files, directories, or ``-``.

    Returns:
        The articles, and what is wrong with the others.

    Raises:
        SolieuError: Nothing could be read.
    """
    files, errors = find_files(paths)
    columns = Columns(by_path=names_repeat(files))
    documents: dict[str, Document] = {}
    for file in files:
        for article in read_conll(file) if _is_conll(file) else read_articles([file], columns=columns):
            if isinstance(article, SolieuError):
                errors.append(article)
            elif article.id in documents:
                errors.append(SolieuError(f"{file}: the id {article.id!r} stands twice; give each article its own"))
            else:
                documents[article.id] = article
    if not documents:
        for error in errors[:-1]:
            show_error(error)
        raise errors[-1]
    return list(documents.values()), errors


def _is_conll(file: str) -> bool:
    try:
        return is_conll(file)
    except SolieuError:  # it has another suffix, or cannot be read, which reading it as an article says better
        return False
