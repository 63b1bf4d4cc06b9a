"""Copies of training documents with other entities."""

from collections import Counter

import pytest
from hypothesis import given
from hypothesis import strategies as st

from solieu.annotation import Document, Span
from solieu.annotation.markup import parse_markup, to_markup
from solieu.training.entity_replacement import replace_entities

# A few texts of our own make it likely that a label has several.
DOCUMENTS = st.lists(
    st.from_type(Document)
    | st.sampled_from(
        [
            Document("anh An ở Huế", (Span(4, 6, "PERSON"),)),
            Document("chị Bình", (Span(4, 8, "PERSON"),)),
            Document("Bộ\nCông an", (Span(0, 10, "ORG"),)),
            Document("Bộ Y tế", (Span(0, 7, "ORG"),)),
        ]
    ),
    max_size=6,
)


def skeleton(document: Document) -> list[str]:
    """The pieces of text around the spans."""
    starts = [0, *(span.end for span in document.spans)]
    ends = [*(span.start for span in document.spans), len(document.text)]
    return [document.text[start:end] for start, end in zip(starts, ends, strict=True)]


@given(DOCUMENTS, st.floats(0, 1), st.integers(0, 2**32 - 1))
def test_every_span_of_a_copy_has_the_text_of_a_span_of_its_label(
    documents: list[Document], share: float, seed: int
) -> None:
    texts = {(document.span_text(span), span.label) for document in documents for span in document.spans}

    for copy in replace_entities(documents, share, seed):
        assert {(copy.span_text(span), span.label) for span in copy.spans} <= texts


@given(DOCUMENTS, st.floats(0, 1), st.integers(0, 2**32 - 1))
def test_the_text_around_the_entities_and_their_labels_stay(documents: list[Document], share: float, seed: int) -> None:
    for document, copy in zip(documents, replace_entities(documents, share, seed), strict=True):
        assert skeleton(copy) == skeleton(document)
        assert [span.label for span in copy.spans] == [span.label for span in document.spans]


@given(DOCUMENTS, st.integers(0, 2**32 - 1))
def test_a_line_break_comes_only_where_one_was(documents: list[Document], seed: int) -> None:
    for document, copy in zip(documents, replace_entities(documents, 1.0, seed), strict=True):
        for old, new in zip(document.spans, copy.spans, strict=True):
            assert not set("\n\r\x0b\x0c\x1c\x1d\x1e\x85\u2028\u2029") & set(copy.span_text(new)) or (
                document.span_text(old).splitlines() != [document.span_text(old)]
            )


@given(DOCUMENTS)
def test_with_a_share_of_0_the_copies_have_the_same_entities(documents: list[Document]) -> None:
    copies = replace_entities(documents, 0.0, 1)

    assert [(copy.text, copy.spans) for copy in copies] == [(document.text, document.spans) for document in documents]


def people(*names: str) -> list[Document]:
    return [parse_markup(f"Anh ⟦{name}|PERSON⟧ đến.") for name in names]


def test_with_a_share_of_1_every_entity_becomes_another() -> None:
    documents = people("An", "Bình", "Nguyễn Văn Quý")

    copies = replace_entities(documents, 1.0, seed=3)

    for document, copy in zip(documents, copies, strict=True):
        assert to_markup(copy) != to_markup(document)
        assert to_markup(copy) in [to_markup(other) for other in documents]


def test_every_other_text_has_the_same_chance() -> None:
    documents = people("An", "Bình", "Bình", "Bình", "Cường", "Dũng")

    drawn = Counter(replace_entities(documents, 1.0, seed)[0].text for seed in range(600))

    assert set(drawn) == {f"Anh {name} đến." for name in ("Bình", "Cường", "Dũng")}
    assert min(drawn.values()) > 150


def test_the_share_of_entities_is_replaced() -> None:
    documents = people(*(f"Người {number}" for number in range(2000)))

    copies = replace_entities(documents, 0.3, seed=1)

    changed = sum(copy.text != document.text for document, copy in zip(documents, copies, strict=True))
    assert 500 < changed < 700


def test_an_entity_without_another_of_its_label_stays() -> None:
    (copy,) = replace_entities([parse_markup("⟦Huế|LOCATION⟧, ⟦2023|DATE⟧, ⟦Huế|LOCATION⟧")], 1.0, seed=1)

    assert copy.text == "Huế, 2023, Huế"


def test_a_copy_keeps_what_is_known_of_the_article_under_a_new_id() -> None:
    document = Document("Anh An", (Span(4, 6, "PERSON"),), id="bao-1", meta={"outlet": "Báo A"})

    (copy,) = replace_entities([document], 0.5, seed=1)

    assert copy.id == "bao-1+replaced"
    assert copy.meta == {"outlet": "Báo A"}


def test_the_same_seed_gives_the_same_copies_and_another_gives_others(seeds: list[Document]) -> None:
    assert replace_entities(seeds, 0.5, seed=1) == replace_entities(seeds, 0.5, seed=1)
    assert replace_entities(seeds, 0.5, seed=1) != replace_entities(seeds, 0.5, seed=2)


@pytest.mark.parametrize("share", [0.5, 1.0])
def test_the_seeds_keep_their_number_of_lines(seeds: list[Document], share: float) -> None:
    for document, copy in zip(seeds, replace_entities(seeds, share, seed=1), strict=True):
        assert len(copy.text.splitlines()) == len(document.text.splitlines())
