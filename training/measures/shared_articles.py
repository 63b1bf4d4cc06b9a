"""Several annotators' versions of the same articles."""

from __future__ import annotations

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from pathlib import Path

from solieu.annotation.corpus import read_documents
from solieu.annotation.documents import Document
from solieu.annotation.errors import SolieuError


@dataclass(frozen=True, slots=True)
class SharedArticle:
    """An article as more than one annotator has annotated it.

    Args:
        id: The article's id.
        text: Its text, the same in all versions.
        versions: Each annotator's document, by the annotator's name; at least two, in the annotators' order.
    """

    id: str
    text: str
    versions: Mapping[str, Document]

    def has(self, annotators: Iterable[str]) -> bool:
        """Tell whether all of these annotators have annotated the article."""
        return all(name in self.versions for name in annotators)


@dataclass(frozen=True, slots=True)
class SharedArticles:
    """What several annotators have annotated.

    Args:
        annotators: Their names.
        articles: What at least two of them have annotated.
        single: How many articles only one of them has annotated.
    """

    annotators: tuple[str, ...]
    articles: tuple[SharedArticle, ...]
    single: int


def read_shared_articles(paths: Sequence[str | Path]) -> SharedArticles:
    """Read a file for each annotator.

    Args:
        paths: At least two annotated files. An annotator is called after the file, or, where two files have the
            same name, after its path.

    Returns:
        The annotators' versions.

    Raises:
        SolieuError: A file cannot be read or is given twice, or `match_articles` refuses the documents.
    """
    if len({Path(path).resolve() for path in paths}) < len(paths):
        raise SolieuError("the same file is given twice; give one file for each annotator")
    names = [Path(path).stem for path in paths]
    if len(set(names)) < len(names):
        names = [str(path) for path in paths]
    return match_articles({name: read_documents(path) for name, path in zip(names, paths, strict=True)})


def match_articles(documents: Mapping[str, Sequence[Document]]) -> SharedArticles:
    """Match the documents of several annotators by their ids.

    Args:
        documents: Each annotator's documents, by the annotator's name; an id stands once in each.

    Returns:
        The articles that at least two annotators have annotated, in the order in which they first appear.

    Raises:
        SolieuError: There are fewer than two annotators, an id stands for different texts or twice with one
            annotator, or no article is annotated by two.
    """
    annotators = tuple(documents)
    if len(annotators) < 2:
        raise SolieuError(
            "agreement needs at least two annotators, but there is "
            f"{'one' if annotators else 'none'}; give what two have annotated"
        )
    found: dict[str, dict[str, Document]] = {}
    for annotator, own in documents.items():
        for document in own:
            versions = found.setdefault(document.id, {})
            if annotator in versions:
                raise SolieuError(f"{annotator}: the id {document.id!r} stands twice; give each document its own")
            for other, version in versions.items():
                if version.text != document.text:
                    raise SolieuError(
                        f"document {document.id!r}: its text in {annotator} is not that in {other} "
                        f"({_difference(version.text, document.text)}); give versions of the same text"
                    )
            versions[annotator] = document
    articles = tuple(
        SharedArticle(name, next(iter(versions.values())).text, versions)
        for name, versions in found.items()
        if len(versions) > 1
    )
    if not articles:
        raise SolieuError(
            f"no document is in two of {', '.join(annotators)}: documents are matched by their 'id'; give files with "
            "the same ids"
        )
    return SharedArticles(annotators, articles, len(found) - len(articles))


def _difference(left: str, right: str) -> str:
    at = next((at for at, (a, b) in enumerate(zip(left, right, strict=False)) if a != b), None)
    if at is None:
        return f"one has {len(left)} characters, the other {len(right)}"
    return f"they differ from character {at} on"
