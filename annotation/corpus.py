"""Annotated files of any format that solieu reads."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from pathlib import Path

from solieu.annotation.conll_lines import looks_like_conll
from solieu.annotation.conll_read import read_conll, read_conll_tokens
from solieu.annotation.documents import Document
from solieu.annotation.errors import SolieuError
from solieu.annotation.jsonl import read_jsonl, read_lines
from solieu.annotation.labels import LabelSchema

_JSONL = {".jsonl", ".ndjson"}
_CONLL = {".conll", ".bio", ".iob", ".iob2", ".tsv", ".col"}


def read_documents(paths: str | Path | Sequence[str | Path]) -> list[Document]:
    """Read the documents of one or more annotated files, JSONL or CoNLL, in order.

    Args:
        paths: A file or several. An id may stand in more than one of them, but only once in each.

    Returns:
        The documents of all files.

    Raises:
        SolieuError: A file is missing, is no annotated file, cannot be read as one, or holds no document.
    """
    documents: list[Document] = []
    for path in [paths] if isinstance(paths, str | Path) else paths:
        found = read_conll(path) if is_conll(path) else list(read_jsonl(path))
        if not found:
            raise SolieuError(f"{path}: holds no document; give a file with at least one")
        documents.extend(found)
    return documents


def token_places(paths: str | Path | Sequence[str | Path]) -> list[list[tuple[int, int]]] | None:
    """Return where the tokens of CoNLL files stand in the texts that `read_documents` reads from them.

    Args:
        paths: A file or several.

    Returns:
        For each document where its tokens start and end (code points, half open); None if a file is not CoNLL and so
        has no tokens.

    Raises:
        SolieuError: As for `read_documents`.
    """
    files = [paths] if isinstance(paths, str | Path) else paths
    if not all(is_conll(path) for path in files):
        return None
    return [
        [(start, end) for sentence in sentences for _, start, end in sentence]
        for path in files
        for _, sentences in read_conll_tokens(path)
    ]


def is_conll(path: str | Path) -> bool:
    """Tell a CoNLL file from a JSONL file by its suffix, and a ``.txt`` file by its first line.

    Args:
        path: The file.

    Returns:
        True for CoNLL, False for JSONL.

    Raises:
        SolieuError: The file is neither, or cannot be read.
    """
    suffix = Path(path).suffix.lower()
    if suffix in _JSONL:
        return False
    if suffix in _CONLL:
        return True
    if suffix == ".txt":
        for _, line in read_lines(path):
            if not line.startswith(b"# "):
                if looks_like_conll(line.decode("utf-8-sig", errors="replace")):
                    return True
                break
    raise SolieuError(
        f"{path}: annotated data must be JSONL ({', '.join(sorted(_JSONL))}) or CoNLL "
        f"({', '.join(sorted(_CONLL))}, or .txt with a tag at the end of each line)"
    )


def labels_in(documents: Iterable[Document]) -> tuple[str, ...]:
    """Return the labels that documents use, in the order in which they first appear."""
    return tuple(dict.fromkeys(span.label for document in documents for span in document.spans))


def schema_of(paths: Sequence[str | Path], documents: Iterable[Document]) -> LabelSchema:
    """Return the label schema of annotated files that name none.

    Args:
        paths: The files.
        documents: Their documents.

    Returns:
        The labels found, if all files are CoNLL and have labels that solieu's own schema lacks, for such files
        bring their labels along; else solieu's own schema.
    """
    default = LabelSchema.default()
    found = labels_in(documents)
    if set(found) <= set(default.names) or not all(is_conll(path) for path in paths):
        return default
    return LabelSchema.from_names(sorted(found))
