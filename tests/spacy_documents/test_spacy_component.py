"""The component of spaCy pipelines, as `pip install` makes it known to spaCy."""

from importlib.metadata import entry_points
from pathlib import Path
from typing import Any

import pytest
import spacy
from spacy.language import Language
from spacy.tokens import Doc

from solieu import Document, Extractor, SolieuError, from_spacy, normalise
from solieu.annotation.jsonl import read_jsonl
from solieu.models.links import link

DATA = Path(__file__).parents[2] / "data"


@pytest.fixture(scope="module")
def texts() -> list[str]:
    articles = [article.text for article in read_jsonl(DATA / "authored.jsonl")][:6]
    return [*articles, "", "Đại tá  Lâm\xa0Minh Hồng\r\n👮 1.297 vụ"]


@pytest.fixture(scope="module")
def expected(tiny_checkpoint: Path, texts: list[str]) -> list[Document]:
    return list(Extractor.from_pretrained(tiny_checkpoint).extract_many(texts))


@pytest.fixture(scope="module")
def alone(tiny_checkpoint: Path, texts: list[str]) -> Document:
    """The first article, extracted without the others: scores depend a little on what is computed together."""
    return Extractor.from_pretrained(tiny_checkpoint).extract(texts[0])


def pipeline(language: str, model: Path, **config: Any) -> Language:
    nlp = spacy.blank(language)
    nlp.add_pipe("solieu", config={"model": str(model), **config})
    return nlp


def test_the_installed_package_names_it() -> None:
    (found,) = entry_points(group="spacy_factories", name="solieu")

    assert found.value == "solieu.spacy_component:make_component"


@pytest.mark.parametrize("language", ["vi", "xx"])
def test_it_finds_what_the_extractor_finds(
    language: str, tiny_checkpoint: Path, texts: list[str], expected: list[Document]
) -> None:
    nlp = pipeline(language, tiny_checkpoint)

    docs = list(nlp.pipe(texts))

    assert [doc.text for doc in docs] == texts
    assert [from_spacy(doc).spans for doc in docs] == [document.spans for document in expected]
    assert any(document.spans for document in expected)


def test_it_gives_articles_to_the_model_in_batches(tiny_checkpoint: Path, texts: list[str]) -> None:
    nlp, extractor = pipeline("xx", tiny_checkpoint), Extractor.from_pretrained(tiny_checkpoint)

    docs = list(nlp.pipe(texts, batch_size=3))

    batches = [extractor.extract_many(texts[start : start + 3]) for start in range(0, len(texts), 3)]
    assert [from_spacy(doc).spans for doc in docs] == [article.spans for batch in batches for article in batch]


def test_it_gives_values_if_asked_and_knows_when_an_article_appeared(
    tiny_checkpoint: Path, texts: list[str], alone: Document
) -> None:
    nlp = pipeline("xx", tiny_checkpoint, values=True)
    doc = nlp.make_doc(texts[0])
    doc._.solieu_meta = {"published": "2023-06-02"}

    spans = from_spacy(nlp(doc)).spans

    normalised = normalise(Document(texts[0], alone.spans, meta={"published": "2023-06-02"}))
    assert [span.value for span in spans] == [span.value for span in normalised.spans]


def test_it_links_entities_if_asked(tiny_checkpoint: Path, texts: list[str]) -> None:
    nlp = pipeline("xx", tiny_checkpoint, links=True)

    document = from_spacy(nlp(texts[0]))

    assert document.links == link(document).links
    assert document.links


def test_entities_of_an_earlier_component_give_way(tiny_checkpoint: Path, texts: list[str], alone: Document) -> None:
    nlp = pipeline("xx", tiny_checkpoint)
    ruler = nlp.add_pipe("entity_ruler", before="solieu")
    ruler.add_patterns([{"label": "WORD", "pattern": [{"IS_ALPHA": True}]}])

    assert from_spacy(nlp(texts[0])).spans == alone.spans


def test_a_saved_pipeline_holds_the_name_of_the_model_and_nothing_of_it(
    tiny_checkpoint: Path, texts: list[str], alone: Document, tmp_path: Path
) -> None:
    pipeline("xx", tiny_checkpoint).to_disk(tmp_path / "saved")

    loaded = spacy.load(tmp_path / "saved")

    assert not (tmp_path / "saved" / "solieu").exists()
    assert loaded.config["components"]["solieu"]["model"] == str(tiny_checkpoint)
    assert from_spacy(loaded(texts[0])).spans == alone.spans


def test_a_saved_pipeline_whose_model_is_gone_says_so(tiny_checkpoint: Path, tmp_path: Path) -> None:
    (tmp_path / "model").symlink_to(tiny_checkpoint)
    pipeline("xx", tmp_path / "model").to_disk(tmp_path / "saved")
    (tmp_path / "model").unlink()

    with pytest.raises(SolieuError, match=r"/model: there is no such directory"):
        spacy.load(tmp_path / "saved")


def test_without_a_model_it_says_how_to_give_one() -> None:
    with pytest.raises(SolieuError, match=r'nlp.add_pipe\("solieu", config=\{"model": ...\}\)'):
        spacy.blank("xx").add_pipe("solieu")


def test_an_article_that_fails_goes_to_the_pipeline_s_error_handler(tiny_checkpoint: Path, texts: list[str]) -> None:
    nlp = pipeline("xx", tiny_checkpoint)
    docs = [nlp.make_doc(text) for text in texts[:3]]
    docs[1]._.solieu_meta = "no mapping"
    failed: list[Doc] = []

    with pytest.raises(SolieuError, match=r"_\.solieu_meta must be a dictionary, not 'no mapping'"):
        list(nlp.pipe(docs))
    nlp.set_error_handler(lambda _name, _component, batch, _error: failed.extend(batch))

    assert [doc.text for doc in nlp.pipe(docs)] == [texts[0], texts[2]]
    assert failed == [docs[1]]


def test_its_labels_are_those_of_the_model(tiny_checkpoint: Path) -> None:
    nlp = pipeline("xx", tiny_checkpoint)

    assert nlp.pipe_labels["solieu"] == list(Extractor.from_pretrained(tiny_checkpoint).schema.names)
    assert nlp.analyze_pipes()["problems"] == {"solieu": []}
