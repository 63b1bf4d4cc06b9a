"""The wrapper that applications use: texts in, documents with entities out."""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from pathlib import Path
from typing import TYPE_CHECKING

from solieu.annotation.documents import Document
from solieu.annotation.errors import SolieuError
from solieu.annotation.labels import LabelSchema
from solieu.models.loading import load_tagger
from solieu.models.tagger import Tagger

if TYPE_CHECKING:  # it imports torch
    from solieu.models.precision import Precision

# Characters that are read before a round of batches: enough to sort windows by length, little to hold.
_ROUND = 200_000
# Entries that are read at most, however short: errors have no characters.
_ROUND_ARTICLES = 1000


class Extractor:
    """Finds entities in Vietnamese news.

    >>> extractor = Extractor.from_pretrained("runs/compact")  # doctest: +SKIP
    >>> document = extractor.extract("Đại tá Lâm Minh Hồng - Giám đốc Công an tỉnh")  # doctest: +SKIP
    >>> [(document.span_text(span), span.label) for span in document.spans]  # doctest: +SKIP
    [('Đại tá', 'RANK'), ('Lâm Minh Hồng', 'PERSON'), ('Giám đốc', 'POSITION'), ('Công an tỉnh', 'ORG')]
    """

    def __init__(self, tagger: Tagger) -> None:
        self._tagger = tagger

    @classmethod
    def from_pretrained(
        cls, name: str | Path, *, device: str | None = None, precision: Precision = "auto"
    ) -> Extractor:
        """Load a trained model.

        Args:
            name: A directory that `solieu train` or `solieu export` wrote, or the id of a repository on the hub.
            device: ``"cpu"``, ``"cuda"`` …; by default the GPU if there is one, and the CPU for an exported model.
            precision: ``"bf16"``, ``"fp32"``, or ``"auto"``: bf16 where the device has it. An exported model computes
                in what it was exported to, and takes ``"auto"``.

        Raises:
            SolieuError: There is no such checkpoint, it is not whole, or there is no such device.
        """
        tagger, _ = load_tagger(name, device=device, precision=precision)
        return cls(tagger)

    @property
    def schema(self) -> LabelSchema:
        """The labels that this model knows."""
        return self._tagger.schema

    def extract(self, text: str) -> Document:
        """Find the entities of one text.

        Args:
            text: An article of any length, exactly as it was read.

        Returns:
            The article with its spans: offsets in code points of ``text``, scores in [0, 1]. A span's score is
            the lowest probability that the model gives to the tag of one of its words; of a calibrated model, how
            often spans like it are right.
        """
        return next(self.extract_many([text]))

    def extract_many(self, texts: Iterable[str | Document]) -> Iterator[Document]:
        """Find the entities of many texts.

        Args:
            texts: Articles, as strings or as documents (whose ids and metadata stay and whose spans are
                replaced). They are read as the results are taken, some hundred thousand characters ahead.

        Yields:
            One document for each text, in the same order.

        Raises:
            SolieuError: An entry is neither a string nor a document.
        """
        for result in self.results(_documents(texts)):
            if isinstance(result, SolieuError):
                raise result
            yield result

    def results(self, articles: Iterable[Document | SolieuError]) -> Iterator[Document | SolieuError]:
        """Find the entities of many articles, none of which stops the others.

        Args:
            articles: Documents, and errors that stand for those that could not be read.

        Yields:
            For each entry, in the same order, the document with its entities, or the error: the one that stood
            there, or one that says why the article failed.
        """
        waiting: list[Document | SolieuError] = []
        size = 0
        for article in articles:
            waiting.append(article)
            size += len(article.text) if isinstance(article, Document) else 0
            if size >= _ROUND or len(waiting) >= _ROUND_ARTICLES:
                yield from self._round(waiting)
                waiting, size = [], 0
        yield from self._round(waiting)

    def _round(self, articles: list[Document | SolieuError]) -> Iterator[Document | SolieuError]:
        documents = [article for article in articles if isinstance(article, Document)]
        found = iter(self._tag_each(documents))
        for article in articles:
            yield next(found) if isinstance(article, Document) else article

    def _tag_each(self, documents: list[Document]) -> list[Document | SolieuError]:
        """Tag documents together; where that fails, one by one, to find the one that it is."""
        try:
            return [*self._tag(documents)]
        except Exception as error:
            if len(documents) == 1:
                reason = " ".join(f"{type(error).__name__}: {error}".split())[:200]
                return [SolieuError(f"document {documents[0].id!r}: its entities cannot be found ({reason})")]
            return [result for document in documents for result in self._tag_each([document])]

    def _tag(self, documents: list[Document]) -> Iterator[Document]:
        predicted = self._tagger.predict([document.text for document in documents])
        for document, spans in zip(documents, predicted, strict=True):
            yield document.with_spans(spans)


def _documents(texts: Iterable[str | Document]) -> Iterator[Document]:
    for number, text in enumerate(texts, start=1):
        if isinstance(text, str):
            yield Document(text)
        elif isinstance(text, Document):
            yield text
        else:
            raise SolieuError(f"text {number} must be a string or a Document, not {type(text).__name__}")
