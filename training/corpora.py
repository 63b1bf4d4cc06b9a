"""The documents of a run: read, split, and checked against each other and the labels."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass, field
from hashlib import sha256
from pathlib import Path

from solieu.annotation.corpus import labels_in, read_documents, schema_of
from solieu.annotation.documents import SUGGESTED_BY, Document
from solieu.annotation.errors import SolieuError
from solieu.annotation.labels import LabelSchema
from solieu.models.checkpoint import fingerprint
from solieu.training.config import DataConfig


@dataclass(frozen=True)
class Corpora:
    """The documents of a run.

    Args:
        train: What the weights are fitted to.
        dev: What the best epoch is chosen by; may be empty.
        evaluate: What the finished model is measured on; may be empty, and shares no text with the others.
        schema: The labels.
        sha256: The hash of each file as it was read.
        left_out: How many evaluation documents were left out because they are also trained on or chosen by.
        repeated: How many training documents were left out because they are also development documents.
        other_label: A label of the evaluation documents that the schema lacks, for which all of them were
            left out; None if there is none.
    """

    train: list[Document]
    dev: list[Document]
    evaluate: list[Document]
    schema: LabelSchema
    sha256: dict[str, str] = field(default_factory=dict)
    left_out: int = 0
    repeated: int = 0
    other_label: str | None = None


def read_corpora(config: DataConfig) -> Corpora:
    """Read a run's documents.

    Args:
        config: The files.

    Raises:
        SolieuError: A file cannot be read, holds spans that were suggested and not annotated, or labels that the
            schema lacks, or nothing is left to train on.
    """
    train = read_documents(config.train)
    evaluate = read_documents(config.evaluate) if config.evaluate else []
    if isinstance(config.dev, float):
        dev = [document for document in train if _set_aside(document.id, config.dev)]
        train = [document for document in train if not _set_aside(document.id, config.dev)]
    else:
        dev = read_documents(config.dev) if config.dev else []
    for name, documents in (("data.train", train), ("data.dev", dev), ("data.evaluate", evaluate)):
        _refuse_suggested(documents, name)
    kept = without(train, dev)
    if not kept:
        raise SolieuError(
            f"{', '.join(config.train)}: no article is left to train on once the development articles are set aside"
        )
    if not any(document.spans for document in kept):
        raise SolieuError(f"{', '.join(config.train)}: no article has a span; there is nothing to learn")
    schema = _schema(config, [*kept, *dev])
    unseen = without(evaluate, [*kept, *dev])
    for name, documents in (("data.train", kept), ("data.dev", dev)):
        check_labels(documents, schema, name)
    # A configuration's own evaluation data need not fit the labels of other training data; that is no reason not to
    # train, but all of the evaluation must go, as a part of it would be no fair measure.
    others = [label for label in labels_in(unseen) if label not in schema.names]
    return Corpora(
        kept,
        dev,
        [] if others else unseen,
        schema,
        sha256=file_hashes(config),
        left_out=len(evaluate) - len(unseen),
        repeated=len(train) - len(kept),
        other_label=others[0] if others else None,
    )


def _refuse_suggested(documents: Sequence[Document], where: str) -> None:
    for document in documents:
        if SUGGESTED_BY in document.meta:
            raise SolieuError(
                f"{where}: the spans of document {document.id!r} were suggested by {document.meta[SUGGESTED_BY]} and "
                "are no annotation; give articles that a person has annotated"
            )


def without(documents: list[Document], others: Sequence[Document]) -> list[Document]:
    """Return the documents whose text, white space apart, is none of the others'."""
    known = {fingerprint(document.text) for document in others}
    return [document for document in documents if fingerprint(document.text) not in known] if known else documents


def check_labels(
    documents: Sequence[Document], schema: LabelSchema, where: str, *, remedy: str = "train with data.labels=FILE"
) -> None:
    """Refuse documents with labels that ``schema`` lacks.

    Args:
        documents: The documents.
        schema: The labels.
        where: Where the documents come from, for the message.
        remedy: What else can be done than to correct the data, for the message.

    Raises:
        SolieuError: There is such a label; the message names it.
    """
    for document in documents:
        for span in document.spans:
            if span.label not in schema.names:
                raise SolieuError(
                    f"{where}: document {document.id!r} has the label {span.label!r}, which is not among "
                    f"{', '.join(schema.names)}; correct the data, or {remedy}"
                )


def _schema(config: DataConfig, documents: Sequence[Document]) -> LabelSchema:
    """Return the given schema, solieu's own, or the labels of CoNLL files that do not fit it."""
    return LabelSchema.load(config.labels) if config.labels is not None else schema_of(config.train, documents)


def _set_aside(document_id: str, share: float) -> bool:
    """Decide by its id alone whether a document is for development: the same in every file and run."""
    number = int.from_bytes(sha256(document_id.encode("utf-8", "surrogatepass")).digest()[:8], "big")
    return number / 2**64 < share


def file_hashes(config: DataConfig) -> dict[str, str]:
    """Return the SHA-256 of each file that a run reads."""
    dev = config.dev if isinstance(config.dev, tuple) else ()
    labels = (config.labels,) if config.labels else ()
    return {
        path: sha256(Path(path).read_bytes()).hexdigest() for path in (*config.train, *dev, *config.evaluate, *labels)
    }
