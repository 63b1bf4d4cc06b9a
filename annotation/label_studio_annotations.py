"""Annotations from Label Studio, as versions of whole articles by annotator."""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Mapping
from dataclasses import dataclass, field
from typing import Any

from solieu.annotation.annotated_versions import AnnotatedVersion, Status
from solieu.annotation.documents import Document
from solieu.annotation.errors import SolieuError
from solieu.annotation.label_studio_exports import Annotation, Piece, annotations_of, piece_of
from solieu.annotation.label_studio_regions import Reading, read_result
from solieu.annotation.label_studio_text import text_sha256
from solieu.annotation.labels import LabelSchema


@dataclass(frozen=True, slots=True)
class Refusal:
    """Something that could not be taken from an export.

    Args:
        task: The task's number in Label Studio; None if it is about no single task.
        annotation: The annotation's number; None if it is about no single annotation.
        reason: What is wrong and what to do.
    """

    task: int | str | None
    annotation: int | str | None
    reason: str

    def __str__(self) -> str:
        places = (("task", self.task), ("annotation", self.annotation))
        where = ", ".join(f"{kind} {number}" for kind, number in places if number is not None)
        return f"{where}: {self.reason}" if where else self.reason


@dataclass(frozen=True, slots=True)
class ReadResult:
    """What an export holds.

    Args:
        versions: The articles, one version for each annotation of an annotator, also the skipped and the unusable.
        refused: What could not be taken: tasks, annotations, single regions, and articles of which an annotator
            has not annotated each piece.
        unannotated: The ids of articles that nobody has annotated.
    """

    versions: tuple[AnnotatedVersion, ...]
    refused: tuple[Refusal, ...]
    unannotated: tuple[str, ...]


@dataclass(frozen=True, slots=True)
class _Read:
    """One annotation of one piece, read."""

    task: int | str | None
    annotation: Annotation
    reading: Reading

    def order(self) -> tuple[bool, str, int, str]:
        """Those that were not skipped first, then the oldest."""
        number = self.annotation.id
        return (
            self.annotation.cancelled,
            self.annotation.created or "",
            number if isinstance(number, int) else 0,
            str(number),
        )


@dataclass(slots=True)
class _Article:
    """The pieces of an article, and what each annotator made of each."""

    pieces: dict[int, Piece] = field(default_factory=dict)
    tasks: dict[int, int | str | None] = field(default_factory=dict)
    by_annotator: dict[str, dict[int, list[_Read]]] = field(default_factory=dict)


def read_tasks(tasks: Iterable[Any], schema: LabelSchema | None = None) -> ReadResult:
    """Read the annotations of tasks that solieu made.

    The pieces of an article are joined again for each annotator. If an annotator annotated a piece several times, the
    first annotations of the pieces make one version, the second ones another, and so on; skipped ones come last.
    Drafts that were not submitted, and predictions, are no annotations and are not read.

    Args:
        tasks: The tasks of a full export or of the interface, or the records of JSON-MIN.
        schema: The labels that may be used; None for any.

    Returns:
        The versions in the order in which their articles first appear, then by age; and what was refused.
    """
    refused: list[Refusal] = []
    articles: dict[tuple[str, str, int], _Article] = {}
    seen: set[tuple[Any, Any]] = set()
    for position, task in enumerate(tasks, start=1):
        number = task.get("id") if isinstance(task, dict) else None
        number = f"at position {position}" if number is None else number
        try:
            if not isinstance(task, dict):
                raise SolieuError("is no object; export as JSON or JSON-MIN from Label Studio")
            piece = piece_of(task)
            article = articles.setdefault((piece.document, piece.sha256, piece.pieces), _Article())
            known = article.pieces.setdefault(piece.number, piece)
            first = article.tasks.setdefault(piece.number, number)
            if (known.text, known.offset) != (piece.text, piece.offset):
                raise SolieuError(f"its article is cut otherwise than in task {first}; export the article again")
            for annotation in annotations_of(task):
                if annotation.id is not None and (number, annotation.id) in seen:
                    refused.append(Refusal(number, annotation.id, "stands twice; export each task once"))
                    continue
                seen.add((number, annotation.id))
                reading = read_result(annotation.result, piece, schema)
                refused += [Refusal(number, annotation.id, reason) for reason in reading.refused]
                reads = article.by_annotator.setdefault(annotation.annotator, {})
                reads.setdefault(piece.number, []).append(_Read(number, annotation, reading))
        except SolieuError as error:
            refused.append(Refusal(number, None, str(error)))
    versions: list[AnnotatedVersion] = []
    for article in articles.values():
        found: list[AnnotatedVersion] = []
        for annotator, reads in article.by_annotator.items():
            for version in _joined(article, annotator, reads):
                (found if isinstance(version, AnnotatedVersion) else refused).append(version)  # type: ignore[arg-type]
        versions += sorted(found, key=lambda version: (version.created or "", version.annotator))
    unannotated = tuple(document for (document, _, _), article in articles.items() if not article.by_annotator)
    return ReadResult(tuple(versions), tuple(refused), unannotated)


def _joined(
    article: _Article, annotator: str, reads: Mapping[int, list[_Read]]
) -> Iterator[AnnotatedVersion | Refusal]:
    """Join what an annotator made of the pieces."""
    some = next(iter(article.pieces.values()))
    columns = {number: sorted(made, key=_Read.order) for number, made in reads.items()}
    for index in range(max(map(len, columns.values()))):
        chosen = {number: made[index] for number, made in columns.items() if index < len(made)}
        missing = [number for number in range(1, some.pieces + 1) if number not in chosen]
        if missing:
            numbers = ", ".join(map(str, missing))
            kind = "annotation" if index == 0 else f"annotation number {index + 1}"
            yield Refusal(
                None,
                None,
                f"document {some.document!r}: the annotator {annotator or 'unknown'} has no {kind} of piece {numbers} "
                f"of {some.pieces}, so the article is not whole; annotate or export what is missing",
            )
            continue
        text = "".join(article.pieces[number].text for number in sorted(chosen))
        if text_sha256(text) != some.sha256:
            yield Refusal(
                None, None, f"document {some.document!r}: its pieces do not make up its text; export the article again"
            )
            return
        yield _version(text, some, annotator, [chosen[number] for number in sorted(chosen)])


def _version(text: str, piece: Piece, annotator: str, reads: list[_Read]) -> AnnotatedVersion:
    spans = tuple(span for read in reads for span in read.reading.spans)
    annotations = [read.annotation for read in reads]
    times = [annotation.lead_time for annotation in annotations if annotation.lead_time is not None]
    created = [annotation.created for annotation in annotations if annotation.created]
    updated = [annotation.updated for annotation in annotations if annotation.updated]
    return AnnotatedVersion(
        document=Document(text, spans, piece.document, piece.meta),
        annotator=annotator,
        status=_status(reads, bool(spans)),
        ground_truth=all(annotation.ground_truth for annotation in annotations),
        created=min(created, default=None),
        updated=max(updated, default=None),
        lead_time=sum(times) if times else None,
        comment="\n".join(comment for read in reads for comment in read.reading.comments),
        relations=tuple(relation for read in reads for relation in read.reading.relations),
        notes=tuple(note for read in reads for note in read.reading.notes),
        tasks=tuple(read.task for read in reads if read.task is not None),
        annotations=tuple(annotation.id for annotation in annotations if annotation.id is not None),
    )


def _status(reads: list[_Read], has_spans: bool) -> Status:
    if any(read.annotation.cancelled for read in reads):
        return "cancelled"
    if any(read.reading.unusable for read in reads):
        return "unusable"
    return "annotated" if has_spans else "empty"
