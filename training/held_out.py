"""Which articles a cross validation holds out together."""

from __future__ import annotations

import json
import unicodedata
from collections import Counter
from collections.abc import Sequence
from dataclasses import dataclass, replace

from solieu.annotation.documents import Document
from solieu.annotation.errors import SolieuError
from solieu.models.checkpoint import fingerprint
from solieu.training.corpora import Corpora, without


@dataclass(frozen=True)
class HeldOut:
    """How articles are divided.

    Args:
        parts: The articles that are held out, part by part.
        group: Of each of them, in this order, the number of the group that it belongs to; articles of one group are
            all in the same part. Without a field to group by, each article is a group.
        notes: What the user should know of the groups, a line each.
    """

    parts: list[list[Document]]
    group: list[int]
    notes: tuple[str, ...] = ()

    @property
    def documents(self) -> list[Document]:
        """All articles that are held out, part by part."""
        return [document for part in self.parts for document in part]

    def corpora(self, corpora: Corpora, number: int) -> Corpora:
        """Return the documents of the training that holds a part out.

        Args:
            corpora: All documents.
            number: The part, from 0.

        Returns:
            The documents without the part and without copies of its articles; those for evaluation are the part.
        """
        held_out = list(self.parts[number])
        others = without(self.documents, held_out)
        dev = without(corpora.dev, held_out)
        return replace(
            corpora,
            train=without([*without(corpora.train, [*held_out, *others]), *others], dev),
            dev=dev,
            evaluate=held_out,
        )


def divide(corpora: Corpora, where: str, folds: int | None, field: str | None) -> HeldOut:
    """Divide articles as a cross validation with these settings does.

    Args:
        corpora: The documents.
        where: The evaluation files, for messages.
        folds: As for `parts_of_training`; None: as `each_evaluated`.
        field: A metadata field, as for both.

    Raises:
        SolieuError: As for both.
    """
    return each_evaluated(corpora, where, field) if folds is None else parts_of_training(corpora, folds, field)


def each_evaluated(corpora: Corpora, where: str, field: str | None = None) -> HeldOut:
    """Hold out each article of ``data.evaluate``, or each group of them, once.

    Args:
        corpora: The documents; those of ``data.train`` are not held out.
        where: The evaluation files, for messages.
        field: Articles with the same value of this metadata field are held out together; None: each by itself.

    Raises:
        SolieuError: There are fewer than two to hold out, or none has the field.
    """
    held_out = corpora.evaluate
    if corpora.other_label is not None:
        raise SolieuError(
            f"{where}: has the label {corpora.other_label!r}, which the training data do not "
            "have; give fitting articles with data.evaluate=FILE"
        )
    if len(held_out) < 2:
        raise SolieuError(
            f"cross validation needs at least two articles in data.evaluate that are not in data.train, "
            f"but there {'is one' if held_out else 'are none'}"
        )
    if field is None:
        return HeldOut([[document] for document in held_out], list(range(len(held_out))))
    groups = _groups(held_out, field)
    if len(groups) < 2:
        raise SolieuError(f"--group {field}: all articles of data.evaluate are one group; there must be at least two")
    values = {_value(document, field) for document in held_out} - {None}
    staying = sum(_value(document, field) in values for document in [*corpora.train, *corpora.dev])
    notes = [_size(held_out, groups, field)]
    if staying:
        notes.append(
            f"{staying} article{'' if staying == 1 else 's'} of data.train with the same {field} as one that is held "
            "out stay in every training; --folds divides data.train itself"
        )
    return _divided([[group] for group in groups], notes)


def parts_of_training(corpora: Corpora, folds: int, field: str | None = None) -> HeldOut:
    """Divide the articles that are trained on into parts of nearly the same size; copies share a part.

    Args:
        corpora: The documents; those for evaluation are not held out.
        folds: How many parts.
        field: Articles with the same value of this metadata field share a part, too; None: only copies do. As such
            groups differ in size, the largest is placed first and each goes where there are fewest articles.

    Raises:
        SolieuError: There are fewer groups than parts, fewer parts than two, or no article has the field.
    """
    documents = [*corpora.train, *corpora.dev]
    groups = _groups(documents, field)
    if not 2 <= folds <= len(groups):
        what = "different articles" if field is None else f"groups of articles by {field!r}"
        raise SolieuError(
            f"--folds must be from 2 to {len(groups)}, the number of {what} in data.train, but is {folds}"
        )
    # In the order of the hashes of their texts: as good as drawn by lot.
    groups.sort(key=lambda group: min(fingerprint(document.text) for document in group))
    if field is None:
        return _divided([groups[part::folds] for part in range(folds)])
    parts: list[list[list[Document]]] = [[] for _ in range(folds)]
    for group in sorted(groups, key=len, reverse=True):
        min(parts, key=lambda part: sum(map(len, part))).append(group)
    return _divided(parts, [_size(documents, groups, field)])


def _divided(parts: Sequence[Sequence[Sequence[Document]]], notes: Sequence[str] = ()) -> HeldOut:
    """Number the groups of the parts."""
    groups = [group for part in parts for group in part]
    numbers = [number for number, group in enumerate(groups) for _ in group]
    return HeldOut([[document for group in part for document in group] for part in parts], numbers, tuple(notes))


def _groups(documents: Sequence[Document], field: str | None) -> list[list[Document]]:
    """Join articles that are copies of each other or have the same value; such joins are chained."""
    if field is not None and not any(_value(document, field) for document in documents):
        known = Counter(name for document in documents for name in document.meta)
        fields = ", ".join(name for name, _ in known.most_common(10)) or "none"
        raise SolieuError(f"--group {field}: no article has this metadata field; the fields that there are: {fields}")
    groups: dict[int, list[int]] = {}
    group_of: dict[tuple[str, str], int] = {}  # by text or value
    for number, document in enumerate(documents):
        value = None if field is None else _value(document, field)
        keys = [("text", fingerprint(document.text))] + ([("value", value)] if value is not None else [])
        earlier = {group_of[key] for key in keys if key in group_of}
        groups[number] = sorted([number, *(member for group in earlier for member in groups.pop(group))])
        for key, group in group_of.items():
            if group in earlier:
                group_of[key] = number
        group_of |= dict.fromkeys(keys, number)
    return [[documents[member] for member in members] for members in sorted(groups.values())]


def _size(documents: Sequence[Document], groups: Sequence[Sequence[Document]], field: str) -> str:
    """Say how many groups there are."""
    alone = sum(_value(document, field) is None for document in documents)
    without = f"; {alone} of them without {field!r}, each by itself" if alone else ""
    return f"{len(documents)} articles in {len(groups)} groups by {field!r}{without}"


def _value(document: Document, field: str) -> str | None:
    """Return an article's value of a field as text that can be compared; None if it has none."""
    value = document.meta.get(field)
    if isinstance(value, str):
        value = " ".join(unicodedata.normalize("NFC", value).split())
    return None if value is None or value in ("", [], {}) else json.dumps(value, sort_keys=True, ensure_ascii=False)
