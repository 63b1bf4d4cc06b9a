"""The component ``solieu`` of spaCy pipelines. spaCy finds it through the entry points of the installed package.

Whoever makes any pipeline while solieu is installed imports this module; it stays light until the component is added.
"""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Mapping
from itertools import islice
from typing import TYPE_CHECKING, Literal

from spacy.language import Language
from spacy.pipeline import Pipe
from spacy.tokens import Doc

from solieu.annotation.documents import Document
from solieu.annotation.errors import SolieuError
from solieu.spacy_documents import register_attributes, set_entities

if TYPE_CHECKING:
    from solieu.models.extractor import Extractor


class SolieuComponent(Pipe):
    """Finds the entities of `Doc`s; they replace those that a `Doc` has.

    Nothing of it is saved with a pipeline but its configuration, which names the model.

    Args:
        name: The component's name in its pipeline.
        extractor: What finds the entities.
        values: Whether every entity gets its normalised value. ``_.solieu_meta`` of a `Doc` is used for it where
            ``published`` or ``province`` stand there.
        links: Whether the rules link entities that belong together.
    """

    def __init__(self, name: str, extractor: Extractor, *, values: bool = False, links: bool = False) -> None:
        register_attributes()
        self.name = name
        self._extractor = extractor
        self._values = values
        self._links = links

    @property
    def labels(self) -> tuple[str, ...]:
        """The labels that the model knows."""
        return self._extractor.schema.names

    def __call__(self, doc: Doc) -> Doc:
        """Find the entities of one `Doc`.

        Raises:
            SolieuError: They cannot be found.
        """
        return next(self.pipe([doc]), doc)

    def pipe(self, stream: Iterable[Doc], *, batch_size: int = 128) -> Iterator[Doc]:
        """Find the entities of many `Doc`s.

        Args:
            stream: The `Doc`s.
            batch_size: How many are given to the model together, which sorts their windows by length.

        Yields:
            The same `Doc`s. One whose entities cannot be found goes to the pipeline's error handler, which raises the
            error unless another was set.
        """
        remaining = iter(stream)
        while docs := list(islice(remaining, batch_size)):
            for doc, found in zip(docs, self._extractor.results(map(_article, docs)), strict=True):
                try:
                    self._set(doc, found)
                except Exception as error:
                    self.get_error_handler()(self.name, self, [doc], error)
                else:
                    yield doc

    def _set(self, doc: Doc, found: Document | SolieuError) -> None:
        if isinstance(found, SolieuError):
            raise found
        if self._values:
            from solieu.models.values import normalise

            found = normalise(found)
        if self._links:
            from solieu.models.links import link

            found = link(found)
        set_entities(doc, found)


def _article(doc: Doc) -> Document | SolieuError:
    meta = doc._.solieu_meta
    if meta is not None and not isinstance(meta, Mapping):
        return SolieuError(f"a Doc's _.solieu_meta must be a dictionary, not {meta!r}")
    return Document(doc.text, meta=meta or {})


@Language.factory(
    "solieu",
    default_config={"model": "", "values": False, "links": False, "device": None, "precision": "auto"},
    assigns=["doc.ents", "token.ent_iob", "token.ent_type"],
    retokenizes=True,
)
def make_component(
    nlp: Language,  # noqa: ARG001  spaCy gives it to every factory
    name: str,
    model: str,
    values: bool,
    links: bool,
    device: str | None,
    precision: Literal["auto", "bf16", "fp32"],
) -> SolieuComponent:
    """Make the component of its configuration.

    Args:
        nlp: The pipeline.
        name: The component's name in it.
        model: A directory that `solieu train` wrote, or the id of such a repository on the hub.
        values: Whether every entity gets its normalised value.
        links: Whether entities that belong together are linked.
        device: As for `Extractor.from_pretrained`.
        precision: Likewise.

    Raises:
        SolieuError: No model is named, or it cannot be loaded.
    """
    if not model:
        raise SolieuError(
            'the component solieu needs a model; give nlp.add_pipe("solieu", config={"model": ...}) a directory that '
            "`solieu train` wrote"
        )
    from solieu.models.extractor import Extractor

    extractor = Extractor.from_pretrained(model, device=device, precision=precision)
    return SolieuComponent(name, extractor, values=values, links=links)
