"""Documents as spaCy's `Doc`, and back."""

from __future__ import annotations

import json
import re
from bisect import bisect_left, bisect_right
from itertools import pairwise
from typing import TYPE_CHECKING, Any

from solieu.annotation.documents import Document, Span
from solieu.annotation.errors import SolieuError
from solieu.annotation.links import link_from_json
from solieu.annotation.value_json import value_from_json

if TYPE_CHECKING:
    from spacy.language import Language
    from spacy.tokens import Doc, Token

_SURROGATE = re.compile("[\ud800-\udfff]")
# The attributes that solieu adds, all of what JSON and msgpack can hold, so that spaCy's formats keep them.
_OF_SPANS = ("solieu_score", "solieu_value")
_OF_DOCS = ("solieu_id", "solieu_meta", "solieu_links")


def to_spacy(document: Document, nlp: Language) -> Doc:
    """Make a spaCy `Doc` of a document.

    ``doc.text`` is the document's text. The tokens are those of the pipeline's tokenizer, cut where an entity begins
    or ends within one, so that every entity is exact; the other components are not run.

    Args:
        document: The document.
        nlp: The pipeline whose tokenizer and vocabulary are used, such as ``spacy.blank("vi")``.

    Returns:
        The `Doc`. Its ``ents`` have ``_.solieu_score`` (None for annotations made by hand) and ``_.solieu_value``
        (the value as `Value.to_json` writes it, or None); the `Doc` has ``_.solieu_id``, ``_.solieu_meta`` and
        ``_.solieu_links`` (as `Link.to_json` writes them, in characters, for `Doc.char_span`).

    Raises:
        SolieuError: spaCy is not installed, or the text or a label has a lone surrogate, which spaCy cannot hold.
    """
    register_attributes()
    _refuse_surrogates(document)
    doc = _tokenised(document, nlp)
    doc._.solieu_id = document.id
    doc._.solieu_meta = dict(document.meta)
    set_entities(doc, document)
    return doc


def from_spacy(doc: Doc) -> Document:
    """Make a document of a spaCy `Doc`.

    Args:
        doc: Any `Doc`; what `to_spacy` or the component ``solieu`` have stored in it is read.

    Returns:
        The document, with a span for each of ``doc.ents``.

    Raises:
        SolieuError: An entity has no label, or a score, value or link is none.
    """
    register_attributes()
    spans = []
    for entity in doc.ents:
        value = entity._.solieu_value
        where = f"entity {entity.start_char}-{entity.end_char}"
        value = None if value is None else value_from_json(_with_lists(value), where)
        spans.append(Span(entity.start_char, entity.end_char, entity.label_, entity._.solieu_score, value))
    links = [link_from_json(link, "_.solieu_links") for link in _with_lists(doc._.solieu_links or [])]
    return Document(doc.text, tuple(spans), doc._.solieu_id or "", doc._.solieu_meta or {}, tuple(links))


def register_attributes() -> None:
    """Make solieu's attributes known to spaCy: needed to read them from a `Doc` that was loaded from a file.

    Raises:
        SolieuError: spaCy is not installed.
    """
    try:
        from spacy.tokens import Doc
        from spacy.tokens import Span as SpacySpan
    except ImportError:
        raise SolieuError("spaCy is not installed: install it with `pip install 'solieu[spacy]'`") from None
    for name in _OF_SPANS:
        SpacySpan.set_extension(name, default=None, force=True)
    for name in _OF_DOCS:
        Doc.set_extension(name, default=None, force=True)


def set_entities(doc: Doc, document: Document) -> None:
    """Give a `Doc` the entities and links of a document in place of those that it has.

    Args:
        doc: A `Doc` with the document's text. Where an entity begins or ends within a token, the token is split.
        document: The document.
    """
    _split_tokens(doc, document)
    entities = []
    for span in document.spans:
        entity = doc.char_span(span.start, span.end, label=span.label)
        if entity is None:
            raise SolieuError(f"the {span.label} span {span.start}-{span.end} begins or ends within a space of a token")
        entity._.solieu_score = span.score
        entity._.solieu_value = None if span.value is None else span.value.to_json()
        entities.append(entity)
    doc.set_ents(entities)
    doc._.solieu_links = [link.to_json() for link in document.links]


def _with_lists(content: Any) -> Any:
    """Make lists of the tuples that spaCy reads in place of the lists that it has written."""
    return json.loads(json.dumps(content))


def _refuse_surrogates(document: Document) -> None:
    name = f"document {document.id!r}" if document.id else "a document"
    match = _SURROGATE.search(document.text)
    if match:
        raise SolieuError(
            f"{name}: character {match.start()} is half of a surrogate pair, which spaCy cannot hold; "
            "replace it by U+FFFD before the extraction"
        )
    for span in document.spans:
        if _SURROGATE.search(span.label):
            raise SolieuError(f"{name}: the label {span.label!r} has half of a surrogate pair, which spaCy cannot hold")


def _tokenised(document: Document, nlp: Language) -> Doc:
    """Tokenise a text so that entities consist of whole tokens, all of them at once."""
    doc = nlp.tokenizer(document.text)
    if doc.text != document.text:
        raise SolieuError("the pipeline's tokenizer changes the text; take another one, such as spacy.blank('vi')")
    ranges = _ranges(document)
    starts, ends, edges = {start for start, _ in ranges}, {end for _, end in ranges}, _edges(ranges)
    words: list[str] = []
    spaces: list[bool] = []
    for token in doc:
        pieces = _pieces(document.text, token, edges)
        end = token.idx + len(token)
        # Where an entity begins or ends with a space, that is a token of its own.
        apart = bool(token.whitespace_) and (end in starts or end + 1 in ends)
        words += [*pieces, " "] if apart else pieces
        spaces += [False] * len(pieces) if apart else [False] * (len(pieces) - 1)
        spaces.append(bool(token.whitespace_) and not apart)
    return type(doc)(nlp.vocab, words=words, spaces=spaces)


def _split_tokens(doc: Doc, document: Document) -> None:
    """Split the tokens within which an entity begins or ends; a split takes time by the number of tokens."""
    text, edges = doc.text, _edges(_ranges(document))
    with doc.retokenize() as retokenizer:
        for token in doc:
            pieces = _pieces(text, token, edges)
            if len(pieces) > 1:
                retokenizer.split(token, pieces, heads=[(token, 0)] * len(pieces))


def _ranges(document: Document) -> list[tuple[int, int]]:
    """Return the stretches of text that must consist of whole tokens."""
    return [*((span.start, span.end) for span in document.spans), *(link.tail for link in document.links)]


def _edges(ranges: list[tuple[int, int]]) -> list[int]:
    return sorted({edge for each in ranges for edge in each})


def _pieces(text: str, token: Token, edges: list[int]) -> list[str]:
    """Cut a token at the edges that lie within it."""
    start, end = token.idx, token.idx + len(token)
    cuts = edges[bisect_right(edges, start) : bisect_left(edges, end)]
    return [text[low:high] for low, high in pairwise([start, *cuts, end])]
