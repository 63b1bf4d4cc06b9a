"""Reading CoNLL files: one token a line, its tag in the last column, a blank line after each sentence.

Two columns are token and tag. Four are token, part of speech, chunk and tag (CoNLL-2003; Tjong Kim Sang and
De Meulder, "Introduction to the CoNLL-2003 Shared Task", 2003) or, where the second and third are numbers,
token, start, end and tag, which is what ``write_conll`` writes.

Vietnamese files come in two kinds: with a syllable on each line, or with a word, whose syllables are joined by ``_``.
Both are read as the same text, with spaces between syllables, and so with the same character spans. A file counts as
one of words if at least one token in 50 has a join; else its underscores are characters like all others.
"""

from __future__ import annotations

import json
import re
from collections.abc import Iterable, Iterator
from dataclasses import dataclass, field
from pathlib import Path

from solieu.annotation.conll_lines import ConllLine, parse_lines
from solieu.annotation.documents import Document, Span
from solieu.annotation.errors import SolieuError

# An underscore behind a letter, a digit, a tone mark (NFD) or the full stop of an abbreviation (``TP._Hồ_Chí_Minh``),
# and before a letter or digit.
_JOIN = re.compile(r"(?:(?<=[^\W_])|(?<=[\u0300-\u036f.]))_(?=[^\W_])")
# In a file of words some 15 to 25 % of the tokens have a join; in one of syllables an address or a file name has one.
_JOINED_SHARE = 1 / 50
_UNDERSCORES = {"spaces": True, "kept": False}


@dataclass(slots=True)
class _Draft:
    """A document while its lines are gathered."""

    line: int
    id: str | None = None
    text: str | None = None
    sentences: list[list[ConllLine]] = field(default_factory=list)


# A sentence: each token's line, and where the token starts and ends in the text (code points, half open).
Placed = list[tuple[ConllLine, int, int]]


def read_conll(path: str | Path, *, underscores: bool | None = None) -> list[Document]:
    """Read a CoNLL file as documents.

    Columns are separated by tabs, or by spaces in a line without a tab. All usual schemes are read (IOB1,
    BIO, BIOES, BILOU) by one rule: ``B``, ``S`` and ``U`` begin an entity; ``I``, ``E`` and ``L`` continue an
    open entity of their type, and begin one where none is open; ``E``, ``L``, ``S``, ``U`` close it.

    A ``-DOCSTART-`` line begins a document, whose sentences are joined by a line feed. Without such lines
    each sentence is a document of its own. Tokens are joined by a space, unless the file stores their
    offsets: then the text is that of the ``# text =`` line or, without one, the tokens at their offsets with
    spaces (and a line feed between sentences) in the gaps.

    Args:
        path: The file, UTF-8.
        underscores: Whether an underscore between two letters or digits stands for the space of a word-segmented
            token (``Bệnh_nhân`` → ``Bệnh nhân``). None: as the line ``# underscores = spaces`` or
            ``# underscores = kept`` of the file says or, without one, if the file is one of words. In either case a
            span has the same offsets. A file with stored offsets is never changed in this way.

    Returns:
        The documents. One without an id in the file is called after the file and its number (``train-12``).

    Raises:
        SolieuError: The file cannot be read or is empty, a line has another number of columns or a tag that
            is none, or a token is not what the text has at its offsets.
    """
    return [document for document, _ in read_conll_tokens(path, underscores=underscores)]


def read_conll_tokens(path: str | Path, *, underscores: bool | None = None) -> list[tuple[Document, list[Placed]]]:
    """Read a CoNLL file as documents, each with the places of its tokens.

    Args:
        path: The file, as for `read_conll`.
        underscores: As for `read_conll`.

    Returns:
        Each document of `read_conll` with its sentences, a sentence being the tokens and their places.

    Raises:
        SolieuError: As for `read_conll`.
    """
    lines, problems = parse_lines(path)
    if problems:
        raise SolieuError(problems[0])
    joined = _is_joined(lines, path) if underscores is None else underscores
    found: list[tuple[Document, list[Placed]]] = []
    ids: set[str] = set()
    for number, draft in enumerate(_drafts(lines), start=1):
        document, placed = _document(draft, f"{Path(path).stem}-{number}", path, joined)
        if document.id and document.id in ids:
            raise SolieuError(
                f"{path}, line {draft.line}: the id {document.id!r} stands twice; give each document its own"
            )
        ids.add(document.id)
        found.append((document, placed))
    return found


def _is_joined(lines: Iterable[ConllLine], path: str | Path) -> bool:
    """Tell whether a file's underscores join syllables."""
    tokens = joins = 0
    for line in lines:
        if line.kind == "underscores":
            if line.token not in _UNDERSCORES:
                raise SolieuError(
                    f"{path}, line {line.number}: expected '# underscores = spaces' or '# underscores = kept', "
                    f"got {line.token!r}"
                )
            return _UNDERSCORES[line.token]
        tokens += line.kind == "token"
        joins += line.kind == "token" and _JOIN.search(line.token) is not None
    return joins > 0 and joins >= _JOINED_SHARE * tokens


def _drafts(lines: Iterable[ConllLine]) -> Iterator[_Draft]:
    """Gather the lines of each document."""
    lines = list(lines)
    stored = any(line.place for line in lines) or all(line.kind != "token" for line in lines)
    marked = any(line.kind in ("document", "id") or (line.kind == "text" and stored) for line in lines)
    draft = _Draft(1)
    open_sentence = False
    for line in lines:
        if line.kind == "token":
            if not open_sentence:
                if not marked and draft.sentences and not _goes_on(draft, line):
                    yield draft
                    draft = _Draft(line.number)
                draft.sentences.append([])
                open_sentence = True
            draft.sentences[-1].append(line)
            continue
        open_sentence = False
        if line.kind in ("blank", "underscores") or (line.kind == "text" and not stored):
            continue
        has_content = draft.text is not None or bool(draft.sentences)
        if has_content or (line.kind == "id" and draft.id is not None):
            if has_content:
                yield draft
            draft = _Draft(line.number)
        if line.kind == "id":
            draft.id = line.token
        elif line.kind == "text":
            draft.text = line.token
    if draft.text is not None or draft.sentences:
        yield draft


def _goes_on(draft: _Draft, line: ConllLine) -> bool:
    """Tell whether a sentence's stored offsets continue the document before it."""
    last = draft.sentences[-1][-1].place
    return last is not None and line.place is not None and line.place[0] >= last[1]


def _document(draft: _Draft, default_id: str, path: str | Path, underscores: bool) -> tuple[Document, list[Placed]]:
    """Build the text of a document, with its entities and the places of its tokens."""
    where = f"{path}, line {draft.line}"
    name = draft.id if draft.id is not None else default_id
    if name.startswith('"'):
        name = _string(name, where)
    stored = any(line.place for sentence in draft.sentences for line in sentence)
    if stored or draft.text is not None:
        text = _stored_text(draft, path, where)
        placed = [[(line, *(line.place or (0, 0))) for line in sentence] for sentence in draft.sentences]
    else:
        text, placed = _joined_text(draft, underscores)
    spans = [span for sentence in placed for span in _entities(sentence)]
    return Document(text, tuple(spans), name), placed


def _joined_text(draft: _Draft, underscores: bool) -> tuple[str, list[Placed]]:
    """Join tokens by spaces and sentences by line feeds; return the text and the place of each token."""
    sentences: list[str] = []
    placed: list[Placed] = []
    offset = 0
    for lines in draft.sentences:
        tokens = [_JOIN.sub(" ", line.token) if underscores else line.token for line in lines]
        places: Placed = []
        for token, line in zip(tokens, lines, strict=True):
            places.append((line, offset, offset + len(token)))
            offset += len(token) + 1
        placed.append(places)
        sentences.append(" ".join(tokens))
    return "\n".join(sentences), placed


def _stored_text(draft: _Draft, path: str | Path, where: str) -> str:
    """Return the stored text after comparing it with the tokens, or put it together from their offsets."""
    text = None if draft.text is None else _string(draft.text, where)
    pieces: list[str] = []
    end = 0
    for number, sentence in enumerate(draft.sentences):
        for position, line in enumerate(sentence):
            start, stop = line.place or (0, 0)
            here = f"{path}, line {line.number}"
            if start < end:
                raise SolieuError(f"{here}: begins at {start}, before the end of the token before it ({end})")
            if text is not None and line.token != _without_surrogates(text[start:stop]):
                raise SolieuError(
                    f"{here}: the token is {line.token!r}, but the text has {text[start:stop]!r} at {start}-{stop}"
                )
            gap = " " * (start - end)
            pieces.append("\n" + gap[1:] if gap and number and not position else gap)
            pieces.append(line.token)
            end = stop
    return "".join(pieces) if text is None else text


def _without_surrogates(text: str) -> str:
    """Replace lone surrogates, which UTF-8 does not have, by question marks: so they stand in a file."""
    return text.encode("utf-8", "replace").decode("utf-8")


def _string(value: str, where: str) -> str:
    """Parse the JSON string of a comment line."""
    try:
        parsed = json.loads(value)
    except ValueError:
        parsed = None
    if not isinstance(parsed, str):
        raise SolieuError(f"{where}: the document's '# id' or '# text' line must hold a JSON string in full")
    return parsed


def _entities(tokens: Placed) -> Iterator[Span]:
    """Turn the tags of one sentence into spans."""
    start, end, label = 0, 0, ""
    for line, first, last in tokens:
        prefix, _, kind = line.tag.partition("-")
        if label and (prefix in "BSUO" or kind != label):
            yield Span(start, end, label)
            label = ""
        if prefix == "O":
            continue
        if not label:
            start, label = first, kind
        end = last
        if prefix in "ESLU":
            yield Span(start, end, label)
            label = ""
    if label:
        yield Span(start, end, label)
