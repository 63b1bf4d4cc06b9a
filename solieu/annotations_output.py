"""What becomes of annotations from Label Studio: files of articles, and a word on all that is not in them."""

from __future__ import annotations

from pathlib import Path

from rich.console import Console

from solieu.annotation.adjudication import Rule, adjudicate_all, write_disagreements
from solieu.annotation.annotated_versions import write_versions
from solieu.annotation.jsonl import write_jsonl
from solieu.annotation.label_studio_annotations import ReadResult


def write_annotations(
    result: ReadResult,
    out: Path,
    console: Console,
    *,
    agree: Rule | None = None,
    disagreements: Path | None = None,
    skipped: Path | None = None,
) -> None:
    """Write annotated articles, and say what was left out and why.

    Args:
        result: What was read.
        out: The file of the articles, JSONL.
        console: Where all is said.
        agree: By which rule one article is made of several annotators' versions; None to keep the versions.
        disagreements: Where to list in which places annotators differ, JSONL.
        skipped: Where to write articles that were skipped or called unusable, JSONL.

    Raises:
        SolieuError: A file cannot be written.
    """
    usable = [version for version in result.versions if version.usable]
    others = [version for version in result.versions if not version.usable]
    if agree is None:
        write_versions(usable, out)
        console.print(f"{counted(len(usable), 'annotated version')} in {out}", soft_wrap=True)
    else:
        documents, found = adjudicate_all(usable, agree)
        write_jsonl(documents, out)
        if disagreements is not None:
            write_disagreements(found, disagreements)
        differing = counted(len(found), "disagreement")
        console.print(f"{counted(len(documents), 'article')} in {out}, with {differing}", soft_wrap=True)
    if skipped is not None:
        write_versions(others, skipped)
    for version in others:
        by = version.annotator or "unknown"
        console.print(f"left out: document {version.document.id!r} is {version.status} by {by}", soft_wrap=True)
    for name in result.unannotated:
        console.print(f"left out: document {name!r} is not annotated", soft_wrap=True)
    for refusal in result.refused:
        console.print(f"refused: {refusal}", soft_wrap=True)


def counted(count: int, noun: str) -> str:
    """Return a number with its noun: ``1 article``, ``2 articles``."""
    return f"{count} {noun}{'' if count == 1 else 's'}"
