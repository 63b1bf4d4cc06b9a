"""Documents as spaCy holds them: the same text, the same entities, and back."""

import re
import subprocess
import sys
from pathlib import Path

import pytest
import spacy
from hypothesis import assume, given, settings
from hypothesis import strategies as st
from spacy import displacy
from spacy.language import Language
from spacy.tokens import DocBin

from solieu import Document, LabelSchema, SolieuError, Span, displacy_options, from_spacy, normalise, to_spacy
from solieu.annotation.links import Link

TEXT = "Đại tá  Lâm Minh Hồng,\r\nGiám\xa0đốc Công an 👮 tỉnh: 1.297 vụ."
PIPELINES = {language: spacy.blank(language) for language in ("vi", "xx")}


def document() -> Document:
    """An article whose first and third entities do not begin and end where tokens do."""
    spans = [(text, label) for text, label in (("tá", "RANK"), ("Lâm Minh Hồng", "PERSON"), ("1.29", "INDICATOR"))]
    ranges = [(TEXT.index(text), TEXT.index(text) + len(text), label) for text, label in spans]
    link = Link("rank", ranges[1][:2], ranges[0][:2])
    return Document(TEXT, tuple(Span(*each, score=0.5) for each in ranges), "a 1", {"published": "2023-06-02"}, (link,))


@pytest.fixture(params=PIPELINES)
def nlp(request: pytest.FixtureRequest) -> Language:
    return PIPELINES[request.param]


@settings(max_examples=150)
@given(st.from_type(Document), st.sampled_from(sorted(PIPELINES)))
def test_any_text_and_any_entities_go_to_spacy_and_back(article: Document, language: str) -> None:
    assume(not re.search("[\ud800-\udfff]", article.text))

    doc = to_spacy(article, PIPELINES[language])

    assert doc.text == article.text
    assert [(entity.start_char, entity.end_char, entity.label_) for entity in doc.ents] == [
        (span.start, span.end, span.label) for span in article.spans
    ]
    assert from_spacy(doc) == article


def test_entities_carry_their_score_and_their_value(nlp: Language) -> None:
    doc = to_spacy(normalise(document()), nlp)

    assert [entity._.solieu_score for entity in doc.ents] == [0.5, 0.5, 0.5]
    assert doc.ents[1]._.solieu_value == {
        "kind": "person",
        "name": "Lâm Minh Hồng",
        "family": "Lâm",
        "middle": "Minh",
        "given": "Hồng",
    }


def test_id_meta_values_and_links_come_back(nlp: Language) -> None:
    article = normalise(document())

    back = from_spacy(to_spacy(article, nlp))

    assert back == article
    assert [span.value for span in back.spans] == [span.value for span in article.spans]


def test_a_link_leads_to_whole_tokens_even_where_it_ends_in_a_phrase(nlp: Language) -> None:
    number, phrase = (TEXT.index("1.29"), TEXT.index("1.29") + 4), (TEXT.index("ụ."), TEXT.index("ụ.") + 1)
    article = document().with_links([Link("what", number, phrase)])

    (link,) = to_spacy(article, nlp)._.solieu_links

    assert to_spacy(article, nlp).char_span(*link["to"]).text == "ụ"


def test_what_spacy_saves_is_read_again(tmp_path: Path) -> None:
    article = normalise(document())
    DocBin(store_user_data=True, docs=[to_spacy(article, PIPELINES["xx"])]).to_disk(tmp_path / "articles.spacy")

    (loaded,) = DocBin().from_disk(tmp_path / "articles.spacy").get_docs(PIPELINES["xx"].vocab)

    assert from_spacy(loaded) == article
    assert from_spacy(loaded).spans[1].value == article.spans[1].value


def test_a_doc_that_solieu_has_not_made_becomes_a_document() -> None:
    nlp = spacy.blank("xx")
    nlp.add_pipe("entity_ruler").add_patterns([{"label": "ORG", "pattern": "Bộ Công an"}])

    assert from_spacy(nlp("Theo Bộ Công an.")) == Document("Theo Bộ Công an.", (Span(5, 15, "ORG"),))


def test_half_a_surrogate_pair_is_refused_with_its_place() -> None:
    with pytest.raises(SolieuError, match="document 'a': character 3 is half of a surrogate pair"):
        to_spacy(Document("abc\ud83d", id="a"), PIPELINES["xx"])


def test_a_tokenizer_that_changes_the_text_is_refused() -> None:
    nlp = spacy.blank("xx")
    tokenizer = nlp.tokenizer
    nlp.tokenizer = lambda text: tokenizer(text.upper())

    with pytest.raises(SolieuError, match="tokenizer changes the text"):
        to_spacy(Document("abc"), nlp)


def test_a_value_that_is_none_is_refused() -> None:
    doc = to_spacy(document(), PIPELINES["xx"])
    doc.ents[0]._.solieu_value = {"kind": "colour"}

    with pytest.raises(SolieuError, match=r"entity 4-6: a value's 'kind' must be one of"):
        from_spacy(doc)


def test_displacy_shows_the_labels_in_their_colours() -> None:
    schema = LabelSchema.default()
    options = displacy_options(schema)

    html = displacy.render(to_spacy(document(), PIPELINES["vi"]), style="ent", options=options, jupyter=False)

    assert options["ents"] == list(schema.names)
    assert f'style="background: {options["colors"]["PERSON"]};' in html
    assert "Lâm Minh Hồng" in html


def test_black_letters_can_be_read_on_every_colour() -> None:
    # Contrast as WCAG 2.2 defines it (1.4.6: at least 7); the worst case is black itself.
    schema = LabelSchema((*LabelSchema.default().labels, LabelSchema.from_names(["X"]).labels[0]))

    for colour in displacy_options(schema)["colors"].values():
        parts = [int(colour[place : place + 2], 16) / 255 for place in (1, 3, 5)]
        linear = [part / 12.92 if part <= 0.04045 else ((part + 0.055) / 1.055) ** 2.4 for part in parts]
        luminance = 0.2126 * linear[0] + 0.7152 * linear[1] + 0.0722 * linear[2]
        assert (luminance + 0.05) / 0.05 >= 7


def test_without_spacy_the_error_says_what_to_install() -> None:
    script = (
        "import sys; sys.modules['spacy'] = None\n"
        "import solieu\n"
        "try:\n    solieu.to_spacy(solieu.Document(''), None)\n"
        "except solieu.SolieuError as error:\n    print(error)"
    )

    done = subprocess.run([sys.executable, "-c", script], capture_output=True, text=True, check=True)

    assert done.stdout == "spaCy is not installed: install it with `pip install 'solieu[spacy]'`\n"
