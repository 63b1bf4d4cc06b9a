"""The wrapper that applications use: texts in, documents with entities out."""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from dataclasses import dataclass
from pathlib import Path
from typing import TYPE_CHECKING

from solieu.annotation.documents import Document
from solieu.annotation.errors import SolieuError
from solieu.annotation.labels import LabelSchema
from solieu.models.batch_budget import measured_budget
from solieu.models.heap import return_free_memory
from solieu.models.loading import load_tagger
from solieu.models.tagger import Prediction, Tagger

if TYPE_CHECKING:  # it imports torch
    from solieu.models.precision import Precision

# Characters that are read before the first round of batches, so that its results come soon, and before a later one:
# each is twice as long as the one before, as more windows have neighbours of their own length and need less padding.
_FIRST_ROUND = 200_000
_LONGEST_ROUND = 800_000
# Entries that are read at most, however short: errors have no characters.
_ROUND_ARTICLES = 4000


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
        cls,
        name: str | Path,
        *,
        device: str | None = None,
        precision: Precision = "auto",
        batch_subwords: int | None = None,
    ) -> Extractor:
        """Load a trained model.

        Args:
            name: A directory that `solieu train` or `solieu export` wrote, or the id of a repository on the hub.
            device: ``"cpu"``, ``"cuda"`` …; by default the GPU if there is one, and the CPU for an exported model.
            precision: ``"bf16"``, ``"fp32"``, or ``"auto"``: bf16 where the device has it. An exported model computes
                in what it was exported to, and takes ``"auto"``.
            batch_subwords: The most subwords of a batch, padding included; None for what suits the device. With
                the same number, the same articles in the same order get the same scores to the last digit on the
                same machine.

        Raises:
            SolieuError: There is no such checkpoint, it is not whole, there is no such device, or a batch would
                hold nothing.
        """
        if batch_subwords is not None and batch_subwords < 1:
            raise SolieuError(f"batch_subwords must be 1 or more, not {batch_subwords}")
        tagger, _ = load_tagger(name, device=device, precision=precision)
        if batch_subwords is not None:
            tagger.batch_subwords = batch_subwords
        return cls(tagger)

    @property
    def batch_subwords(self) -> int:
        """The most subwords of a batch, padding included."""
        return self._tagger.batch_subwords

    def calibrate(self) -> int:
        """Measure which size of batches is fastest on this machine, and read in such batches from now on.

        This takes some seconds. It is worth it before a long extraction; what is returned can be kept and given to
        `from_pretrained` to have the same batches again.

        Returns:
            The most subwords of a batch, padding included.
        """
        self._tagger.batch_subwords = measured_budget(self._tagger)
        return self._tagger.batch_subwords

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
            SolieuError: An entry is neither a string nor a document, or one text is given in place of several.
        """
        if isinstance(texts, str | Document):
            raise SolieuError("extract_many takes several texts; give [text], or take extract for one")
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
        rounds = _rounds(articles)
        ahead: _Round | None = None
        try:
            while True:
                try:
                    following = self._begin(next(rounds, []))
                except Exception:
                    if ahead is not None:
                        yield from self._finish(ahead)
                    raise
                if ahead is not None:
                    yield from self._finish(ahead)
                    return_free_memory()
                ahead = following
                if not following.entries:
                    return
        finally:
            if ahead is not None and ahead.prediction is not None:
                ahead.prediction.cancel()

    def _begin(self, entries: list[Document | SolieuError]) -> _Round:
        """Let the model begin with a round, while the one before it is decoded and used."""
        documents = [entry for entry in entries if isinstance(entry, Document)]
        try:
            return _Round(entries, documents, self._tagger.begin([document.text for document in documents]))
        except Exception:
            return _Round(entries, documents, None)

    def _finish(self, begun: _Round) -> Iterator[Document | SolieuError]:
        found = iter(self._found(begun))
        for entry in begun.entries:
            yield next(found) if isinstance(entry, Document) else entry

    def _found(self, begun: _Round) -> list[Document | SolieuError]:
        """Return the documents of a round with their entities; where that fails, they are tagged one by one."""
        if begun.prediction is not None:
            try:
                spans = begun.prediction.spans()
                return [document.with_spans(each) for document, each in zip(begun.documents, spans, strict=True)]
            except Exception:
                begun.prediction.cancel()
        return [self._alone(document) for document in begun.documents]

    def _alone(self, document: Document) -> Document | SolieuError:
        try:
            return document.with_spans(self._tagger.predict([document.text])[0])
        except Exception as error:
            reason = " ".join(f"{type(error).__name__}: {error}".split())[:200]
            return SolieuError(f"document {document.id!r}: its entities cannot be found ({reason})")


@dataclass(frozen=True, slots=True)
class _Round:
    """Articles that share batches.

    Args:
        entries: Documents, and errors between them.
        documents: The documents.
        prediction: What is being found in them; None if it could not begin.
    """

    entries: list[Document | SolieuError]
    documents: list[Document]
    prediction: Prediction | None


def _rounds(articles: Iterable[Document | SolieuError]) -> Iterator[list[Document | SolieuError]]:
    """Divide articles into as many as are read before the first of them gets its entities."""
    waiting: list[Document | SolieuError] = []
    size, enough = 0, _FIRST_ROUND
    for article in articles:
        waiting.append(article)
        size += len(article.text) if isinstance(article, Document) else 0
        if size >= enough or len(waiting) >= _ROUND_ARTICLES:
            yield waiting
            waiting, size = [], 0
            enough = min(2 * enough, _LONGEST_ROUND)
    if waiting:
        yield waiting


def _documents(texts: Iterable[str | Document]) -> Iterator[Document]:
    for number, text in enumerate(texts, start=1):
        if isinstance(text, str):
            yield Document(text)
        elif isinstance(text, Document):
            yield text
        else:
            raise SolieuError(f"text {number} must be a string or a Document, not {type(text).__name__}")
