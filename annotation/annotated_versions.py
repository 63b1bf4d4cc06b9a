"""What an annotator made of an article, and how that is kept in a JSONL file so that nothing is lost."""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import asdict, dataclass, replace
from pathlib import Path
from typing import Any, Literal, get_args

from solieu.annotation.documents import Document, Span
from solieu.annotation.errors import SolieuError
from solieu.annotation.jsonl import read_jsonl, write_jsonl

Status = Literal["annotated", "empty", "unusable", "cancelled"]

# The field of a document's `meta` that says who annotated it and how.
META = "annotation"


@dataclass(frozen=True, slots=True)
class Relation:
    """A relation that an annotator drew between two spans.

    Args:
        source: The span that it was drawn from.
        target: The span that it was drawn to.
        direction: ``"right"`` from source to target, ``"left"`` the other way, ``"bi"`` both ways.
        labels: The relation's names; usually none.
    """

    source: Span
    target: Span
    direction: str = "right"
    labels: tuple[str, ...] = ()


@dataclass(frozen=True, slots=True)
class Note:
    """What an annotator wrote on a span.

    Args:
        span: The span.
        text: The note.
    """

    span: Span
    text: str


@dataclass(frozen=True, slots=True)
class AnnotatedVersion:
    """An article as one annotator annotated it.

    Args:
        document: The article with the annotator's spans, under its own id and with its own ``meta``.
        annotator: The annotator's e-mail address, or number, as exported; empty if unknown.
        status: ``"annotated"``; ``"empty"`` if it was submitted without a span; ``"unusable"`` if the annotator says
            that the text cannot be used; ``"cancelled"`` if the task was skipped.
        ground_truth: Whether it was marked as ground truth, in every piece.
        created: When it was made, as Label Studio writes times; of several pieces the first.
        updated: When it was changed; of several pieces the last.
        lead_time: Seconds spent on it; of several pieces the sum.
        comment: What the annotator wrote on the text.
        relations: The relations between its spans.
        notes: What the annotator wrote on single spans.
        tasks: The numbers of its tasks in Label Studio, one for each piece.
        annotations: The numbers of its annotations there.
    """

    document: Document
    annotator: str = ""
    status: Status = "annotated"
    ground_truth: bool = False
    created: str | None = None
    updated: str | None = None
    lead_time: float | None = None
    comment: str = ""
    relations: tuple[Relation, ...] = ()
    notes: tuple[Note, ...] = ()
    tasks: tuple[int | str, ...] = ()
    annotations: tuple[int | str, ...] = ()

    @property
    def usable(self) -> bool:
        """Whether its spans, or that it has none, may be learnt from."""
        return self.status in ("annotated", "empty")


def version_to_document(version: AnnotatedVersion, id: str | None = None) -> Document:
    """Return a version as a document that tells all of it.

    Args:
        version: The version.
        id: The document's id, if not the article's own; the article's is kept in ``meta``.

    Returns:
        The document. The field ``annotation`` of its ``meta`` holds the version's other fields, and under
        ``earlier`` what that field held before, if the article came with one.
    """
    record: dict[str, Any] = {
        "document": version.document.id,
        "annotator": version.annotator,
        "status": version.status,
        "ground_truth": version.ground_truth,
        "created": version.created,
        "updated": version.updated,
        "lead_time": version.lead_time,
        "comment": version.comment,
        "relations": [
            asdict(relation) | {"source": _span_record(relation.source), "target": _span_record(relation.target)}
            for relation in version.relations
        ],
        "notes": [{"span": _span_record(note.span), "text": note.text} for note in version.notes],
        "tasks": list(version.tasks),
        "annotations": list(version.annotations),
    }
    if META in version.document.meta:
        record["earlier"] = version.document.meta[META]
    name = version.document.id if id is None else id
    return replace(version.document, id=name, meta={**version.document.meta, META: record})


def version_from_document(document: Document) -> AnnotatedVersion:
    """Return the version that a document tells of.

    Args:
        document: A document that ``version_to_document`` made.

    Returns:
        The version.

    Raises:
        SolieuError: The document's ``meta`` has no field ``annotation``, or not as solieu writes it.
    """
    record = document.meta.get(META)
    where = f"document {document.id!r}"
    if not isinstance(record, Mapping):
        raise SolieuError(f"{where}: 'meta' has no {META!r} that says who annotated it; import it from Label Studio")
    meta = {name: value for name, value in document.meta.items() if name != META}
    if "earlier" in record:
        meta[META] = record["earlier"]
    try:
        if record["status"] not in get_args(Status):
            raise ValueError(record["status"])
        return AnnotatedVersion(
            document=replace(document, id=record["document"], meta=meta),
            annotator=record["annotator"],
            status=record["status"],
            ground_truth=record["ground_truth"],
            created=record["created"],
            updated=record["updated"],
            lead_time=record["lead_time"],
            comment=record["comment"],
            relations=tuple(_relation(relation) for relation in record["relations"]),
            notes=tuple(Note(Span(**note["span"]), note["text"]) for note in record["notes"]),
            tasks=tuple(record["tasks"]),
            annotations=tuple(record["annotations"]),
        )
    except (KeyError, TypeError, ValueError, SolieuError) as error:
        raise SolieuError(f"{where}: {META!r} in 'meta' is not as solieu writes it ({error!r})") from None


def _span_record(span: Span) -> dict[str, Any]:
    return {"start": span.start, "end": span.end, "label": span.label}


def _relation(record: Mapping[str, Any]) -> Relation:
    source, target = Span(**record["source"]), Span(**record["target"])
    return Relation(source, target, record["direction"], tuple(record["labels"]))


def write_versions(versions: Sequence[AnnotatedVersion], path: str | Path) -> None:
    """Write versions as JSON Lines, atomically.

    An article that stands in one version only keeps its id; others get their annotator's name behind it
    (``seed-1@an@congan.vn``), and a number where that is not enough.

    Args:
        versions: The versions.
        path: The file.

    Raises:
        SolieuError: The file cannot be written.
    """
    write_jsonl(_named(versions), path)


def _named(versions: Sequence[AnnotatedVersion]) -> Iterator[Document]:
    counts = Counter(version.document.id for version in versions)
    used = {name for name, count in counts.items() if count == 1}
    for version in versions:
        name = version.document.id
        if counts[name] > 1:
            stem = f"{name}@{version.annotator or 'unknown'}"
            name, number = stem, 2
            while name in used:
                name, number = f"{stem}#{number}", number + 1
            used.add(name)
        yield version_to_document(version, name)


def read_versions(path: str | Path) -> list[AnnotatedVersion]:
    """Read the versions that ``write_versions`` wrote.

    Args:
        path: The file.

    Returns:
        The versions, in the file's order.

    Raises:
        SolieuError: The file cannot be read, or a document in it is no version.
    """
    versions: list[AnnotatedVersion] = []
    for document in read_jsonl(path):
        try:
            versions.append(version_from_document(document))
        except SolieuError as error:
            raise SolieuError(f"{path}: {error}") from None
    return versions


def documents_by_annotator(versions: Iterable[AnnotatedVersion]) -> dict[str, list[Document]]:
    """Divide versions among their annotators, so that these can be compared.

    Args:
        versions: The versions of any number of articles, as ``read_versions`` reads them. Skipped and unusable ones do
            not count; of an annotator's several versions of an article, the one that was changed last does.

    Returns:
        For each annotator, in the order of the alphabet, the articles in the order in which the annotator's first
        version of each appears, under their own ids and with the annotator's spans. Versions whose annotator is not
        known stand under ``"unknown"``.
    """
    latest: dict[str, dict[str, AnnotatedVersion]] = {}
    for version in versions:
        if not version.usable:
            continue
        own = latest.setdefault(version.annotator or "unknown", {})
        known = own.get(version.document.id)
        if known is None or _changed(known) <= _changed(version):
            own[version.document.id] = version
    return {name: [version.document for version in own.values()] for name, own in sorted(latest.items())}


def _changed(version: AnnotatedVersion) -> str:
    return version.updated or version.created or ""
