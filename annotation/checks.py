"""What is wrong with annotated files, all at once and in words."""

from __future__ import annotations

import difflib
import re
from collections import Counter
from collections.abc import Iterable, Sequence
from dataclasses import dataclass, field
from itertools import combinations
from pathlib import Path
from typing import Literal

from solieu.annotation.conll_lines import parse_lines
from solieu.annotation.conll_read import read_conll
from solieu.annotation.corpus import is_conll
from solieu.annotation.documents import Span
from solieu.annotation.duplicates import CONTAINMENT, SHINGLE, duplicates
from solieu.annotation.errors import SolieuError
from solieu.annotation.jsonl import document_from_record, parse_record, read_lines, span_from_record
from solieu.annotation.labels import LabelSchema

Level = Literal["good", "warn", "fail"]

_SHOWN = 20  # findings of one kind; how many more there are is said in a last one
_FACTOR = 3.0  # by which the shares of a label in two files may differ
_EXPECTED = 20  # spans of a label from which its share is compared


@dataclass(frozen=True, slots=True)
class Finding:
    """One thing that a check found.

    Args:
        level: ``"fail"`` for what must be mended, ``"warn"`` for what should be looked at, ``"good"`` for a
            check that found nothing.
        subject: What was checked, in a word.
        message: What was found and where.
    """

    level: Level
    subject: str
    message: str


@dataclass(slots=True)
class _Text:
    """A document as far as it can be read: its spans fit its text, but may overlap."""

    where: str
    path: str
    held_out: bool
    id: str
    text: str
    spans: list[Span] = field(default_factory=list)

    def shown(self, span: Span) -> str:
        covered = self.text[span.start : span.end]
        return f"{self.where}: the {span.label} span {span.start}-{span.end} {covered[:60]!r}"


def check_files(
    train: Sequence[str | Path], evaluation: Sequence[str | Path] = (), *, schema: LabelSchema
) -> list[Finding]:
    """Check annotated files, each by itself and against each other.

    A line that cannot be read does not keep the others from being checked.

    Args:
        train: The files to train on, or any files to check.
        evaluation: Files that a model will be measured with: none of their texts may be among the others.
        schema: The labels that may be used.

    Returns:
        The findings of every check; a check that found nothing gives one that says so.
    """
    problems: list[str] = []
    held_out = dict.fromkeys(str(path) for path in evaluation)
    paths = dict.fromkeys(str(path) for path in train)
    texts = [text for path in paths for text in _read(path, False, problems)]
    texts += [text for path in held_out for text in _read(path, True, problems)]
    paths |= held_out
    total = f"{_number(len(texts), 'document')} in {_number(len(paths), 'file')}"
    readable = _findings("fail", "format", problems, f"{total} can be read, and every span fits its text")
    if not texts:
        return readable
    return [
        *readable,
        *_findings("fail", "labels", _unknown_labels(texts, schema), f"no unknown label in {total}"),
        *_findings("warn", "unused", _unused_labels(texts, schema), "every label of the schema is used"),
        *_findings("fail", "overlaps", _overlaps(texts), f"no overlapping spans in {total}"),
        *_findings("fail", "edges", _edges(texts), f"no span begins or ends in white space in {total}"),
        *_findings("warn", "lines", _line_breaks(texts), f"no span crosses a line break in {total}"),
        *_identities(texts, bool(held_out)),
        *_copies(texts, bool(held_out)),
        *_shares(texts),
    ]


def _findings(level: Level, subject: str, messages: Sequence[str], good: str) -> list[Finding]:
    """Make findings of messages, or one good finding where there is none."""
    if not messages:
        return [Finding("good", subject, good)]
    findings = [Finding(level, subject, message) for message in messages[:_SHOWN]]
    if len(messages) > _SHOWN:
        findings.append(Finding(level, subject, f"and {len(messages) - _SHOWN} more of this kind"))
    return findings


def _number(count: int, noun: str) -> str:
    return f"{count} {noun}{'' if count == 1 else 's'}"


def _read(path: str, held_out: bool, problems: list[str]) -> list[_Text]:
    """Read what can be read of a file, and note the rest."""
    before = len(problems)
    texts: list[_Text] = []
    try:
        texts = list((_read_conll if is_conll(path) else _read_jsonl)(path, held_out, problems))
    except SolieuError as error:
        problems.append(str(error))
    if not texts and len(problems) == before:
        problems.append(f"{path}: holds no document; give a file with at least one")
    return texts


def _read_conll(path: str, held_out: bool, problems: list[str]) -> Iterable[_Text]:
    found = parse_lines(path)[1]
    if found:
        problems.extend(found)
        return
    for document in read_conll(path):
        where = f"{path}, document {document.id!r}"
        yield _Text(where, path, held_out, document.id, document.text, list(document.spans))


def _read_jsonl(path: str, held_out: bool, problems: list[str]) -> Iterable[_Text]:
    for number, line in read_lines(path):
        where = f"{path}, line {number}"
        spans: object = []
        try:
            record = parse_record(line, where)
            if isinstance(record, dict) and isinstance(record.get("spans"), list):
                spans = record.pop("spans")
            document = document_from_record(record, where, f"{Path(path).stem}-{number}")
        except SolieuError as error:
            problems.append(str(error))
            continue
        text = _Text(where, path, held_out, document.id, document.text)
        for position, span_record in enumerate(spans if isinstance(spans, list) else [], start=1):
            try:
                span = span_from_record(span_record, text.text, f"{where}: span {position}")
                if span.end > len(text.text):
                    raise SolieuError(f"{text.shown(span)} ends after the text ({len(text.text)} characters)")
            except SolieuError as error:
                problems.append(str(error))
            else:
                text.spans.append(span)
        text.spans.sort(key=lambda span: (span.start, span.end))
        yield text


def _unknown_labels(texts: Iterable[_Text], schema: LabelSchema) -> list[str]:
    places: dict[str, list[str]] = {}
    for text in texts:
        for span in text.spans:
            if span.label not in schema.names:
                places.setdefault(span.label, []).append(text.where)
    messages = []
    for label, where in places.items():
        near = difflib.get_close_matches(label.upper(), schema.names, n=1)
        hint = f"did you mean {near[0]}?" if near else f"known are {', '.join(schema.names)}"
        messages.append(f"{where[0]}: the label {label!r} is unknown ({_number(len(where), 'span')}); {hint}")
    return messages


def _unused_labels(texts: Iterable[_Text], schema: LabelSchema) -> list[str]:
    used = {span.label for text in texts for span in text.spans}
    unused = [name for name in schema.names if name not in used]
    return [f"no span has the label {', '.join(unused)}; a model cannot learn it"] if unused else []


def _overlaps(texts: Iterable[_Text]) -> list[str]:
    messages = []
    for text in texts:
        widest: Span | None = None
        for span in text.spans:
            if widest is not None and span.start < widest.end:
                messages.append(
                    f"{text.shown(widest)} overlaps the {span.label} span {span.start}-{span.end}; "
                    "entities are flat, keep one of them"
                )
            if widest is None or span.end > widest.end:
                widest = span
    return messages


def _edges(texts: Iterable[_Text]) -> list[str]:
    return [
        f"{text.shown(span)} begins or ends in white space; move its offsets to the words"
        for text in texts
        for span in text.spans
        if text.text[span.start].isspace() or text.text[span.end - 1].isspace()
    ]


def _line_breaks(texts: Iterable[_Text]) -> list[str]:
    return [
        f"{text.shown(span)} crosses a line break; end it at the line's end"
        for text in texts
        for span in text.spans
        if re.search(r"\S\s*[\n\r]\s*\S", text.text[span.start : span.end])
    ]


def _identities(texts: Iterable[_Text], against: bool) -> list[Finding]:
    """Look for ids that stand twice in a file, or both in training and in evaluation."""
    first: dict[tuple[str, bool, str], _Text] = {}
    elsewhere: dict[tuple[bool, str], _Text] = {}
    twice: list[str] = []
    across: list[str] = []
    for text in texts:
        if not text.id:
            continue
        earlier = first.setdefault((text.path, text.held_out, text.id), text)
        if earlier is not text:
            twice.append(f"{text.where}: the id {text.id!r} stands in {earlier.where} already")
        elsewhere.setdefault((text.held_out, text.id), text)
        other = elsewhere.get((False, text.id))
        if text.held_out and other is not None:
            across.append(f"{text.where}: the id {text.id!r} stands in {other.where} as well; compare the two")
    findings = _findings("fail", "ids", twice, "no id stands twice in a file")
    if against:
        findings += _findings("warn", "ids", across, "no id is both in training and in evaluation")
    return findings


def _copies(texts: Sequence[_Text], against: bool) -> list[Finding]:
    """Look for texts that stand twice, within training or evaluation and, which is worse, across them."""
    copies: list[str] = []
    leaks: list[str] = []
    near_leaks: list[str] = []
    for pair in duplicates([text.text for text in texts]):
        this, other = texts[pair.second], texts[pair.first]
        share = "are the same text" if pair.same else f"share {pair.containment:.0%} of the shorter's word runs"
        message = f"{other.where} and {this.where} {share}"
        if this.held_out == other.held_out:
            copies.append(f"{message}; keep one of them")
        else:
            (leaks if pair.same else near_leaks).append(f"{message}; take it out of training or evaluation")
    rule = f"({CONTAINMENT:.0%} or more of the shorter text's runs of {SHINGLE} words)"
    findings = _findings("warn", "copies", copies, f"no two texts are the same, or nearly so {rule}")
    if against:
        findings += _findings("fail", "leakage", leaks, "no evaluation text is in training")
        findings += _findings("warn", "leakage", near_leaks, f"no evaluation text is nearly in training {rule}")
    return findings


def _shares(texts: Iterable[_Text]) -> list[Finding]:
    """Compare how large each label's share is of the spans in each two files."""
    counts: dict[str, Counter[str]] = {}
    for text in texts:
        counts.setdefault(text.path, Counter()).update(span.label for span in text.spans)
    messages = [f"{path}: holds no span; is it annotated?" for path in counts if not counts[path]]
    for left, right in combinations([path for path in counts if counts[path]], 2):
        smaller = min(counts[left].total(), counts[right].total())
        for label in counts[left] | counts[right]:
            shares = [counts[path][label] / counts[path].total() for path in (left, right)]
            if max(shares) * smaller >= _EXPECTED and max(shares) > _FACTOR * min(shares):
                messages.append(
                    f"{label} is {shares[0]:.1%} of the spans in {left} and {shares[1]:.1%} in {right}; "
                    "are they annotated by the same rules?"
                )
    good = f"no label's share of the spans differs between files by more than {_FACTOR:.0f} times"
    return _findings("warn", "shares", messages, good)
