"""The wrapper that applications use."""

from collections.abc import Iterator
from pathlib import Path

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

import solieu
from solieu.annotation import Document, LabelSchema, SolieuError, Span
from solieu.models import Extractor


@pytest.fixture(scope="module")
def extractor(tiny_checkpoint: Path) -> Extractor:
    return Extractor.from_pretrained(tiny_checkpoint, device="cpu", precision="fp32")


def places(document: Document) -> list[tuple[int, int, str]]:
    return [(span.start, span.end, span.label) for span in document.spans]


def test_it_is_a_public_name_of_the_package_and_of_its_models() -> None:
    assert solieu.Extractor is Extractor


def test_a_text_becomes_a_document_with_scored_spans(extractor: Extractor, seeds: list[Document]) -> None:
    document = extractor.extract(seeds[0].text)

    assert document.text == seeds[0].text
    assert document.spans
    assert {span.label for span in document.spans} <= set(extractor.schema.names)
    assert all(span.score is not None and 0 <= span.score <= 1 for span in document.spans)


def test_it_knows_its_labels(extractor: Extractor) -> None:
    assert extractor.schema == LabelSchema.default()


@pytest.mark.parametrize("text", ["", " ", "\n\r\n\t", "\u200b\ufeff", "\u2028"])
def test_a_text_without_words_has_no_entities(extractor: Extractor, text: str) -> None:
    assert extractor.extract(text) == Document(text)


@pytest.mark.parametrize("text", ["👮\u200d♀️🚓🇻🇳❤️1️⃣", "\ud83d\ude00", "漢字 한국", "((((", "a\x00b", "\u0323"])
def test_a_text_without_vietnamese_is_no_error(extractor: Extractor, text: str) -> None:
    assert extractor.extract(text).text == text


def test_many_texts_come_back_in_order_and_as_if_they_were_read_alone(
    extractor: Extractor, seeds: list[Document]
) -> None:
    texts = [seeds[0].text, "", seeds[1].text[:500], "Công an tỉnh", " ", seeds[2].text]

    together = list(extractor.extract_many(texts))

    assert [document.text for document in together] == texts
    for document, text in zip(together, texts, strict=True):
        alone = extractor.extract(text)
        assert places(document) == places(alone)
        assert [span.score for span in document.spans] == pytest.approx([span.score for span in alone.spans], abs=1e-4)


def test_documents_keep_their_ids_and_metadata_and_lose_their_old_entities(extractor: Extractor) -> None:
    document = Document("Công an tỉnh", (Span(0, 4, "AWARD"),), "a1", {"outlet": "Báo Long An"})

    (found,) = extractor.extract_many([document])

    assert (found.id, found.meta) == ("a1", {"outlet": "Báo Long An"})
    assert all(span.score is not None for span in found.spans)


def test_texts_are_read_as_the_results_are_taken(extractor: Extractor) -> None:
    taken = 0

    def endless() -> Iterator[str]:
        nonlocal taken
        while True:
            taken += 1
            yield "Công an tỉnh " * 4_000

    results = extractor.extract_many(endless())

    assert taken == 0
    next(results)
    assert taken < 20


def test_no_texts_give_no_documents(extractor: Extractor) -> None:
    assert list(extractor.extract_many([])) == []


@pytest.mark.parametrize("text", ["Công an", Document("Công an")])
def test_one_text_in_place_of_several_is_refused_and_not_read_by_the_letter(
    extractor: Extractor, text: str | Document
) -> None:
    with pytest.raises(SolieuError, match=r"several texts; give \[text\], or take extract for one"):
        list(extractor.extract_many(text))  # type: ignore[arg-type]


@pytest.mark.parametrize("text", [None, 5, b"C\xc3\xb4ng an", ["Công an"]])
def test_what_is_no_text_is_refused_by_its_number(extractor: Extractor, text: object) -> None:
    with pytest.raises(SolieuError, match=f"text 2 must be a string or a Document, not {type(text).__name__}"):
        list(extractor.extract_many(["Công an", text]))  # type: ignore[list-item]


def test_a_long_line_has_entities_to_its_end(extractor: Extractor, seeds: list[Document]) -> None:
    text = seeds[0].text.replace("\n", " ") * 5

    document = extractor.extract(text)

    assert document.spans[-1].end > 0.98 * len(text)
    assert places(document)[:50] == places(extractor.extract(text[: len(text) // 2]))[:50]


@settings(max_examples=50, deadline=None)
@given(document=st.from_type(Document))
def test_any_text_at_all_gives_exact_spans_on_single_lines(extractor: Extractor, document: Document) -> None:
    found = extractor.extract(document.text)

    assert found.text == document.text
    for span in found.spans:
        assert found.span_text(span) == document.text[span.start : span.end]
        assert not set(found.span_text(span)) & set("\n\r\x0b\x0c\x1c\x1d\x1e\x85\u2028\u2029")
        assert found.span_text(span).strip() == found.span_text(span)


@pytest.mark.slow
def test_a_megabyte_on_one_line_is_read_whole(extractor: Extractor, seeds: list[Document]) -> None:
    line = " ".join(seeds[0].text.split()) + " "
    text = (line * (1_000_000 // len(line) + 1))[:1_000_000]

    document = extractor.extract(text)

    assert document.text == text
    assert document.spans[-1].end > 999_000


@pytest.mark.parametrize("device", ["gpu", "cuda:99", ""])
def test_a_device_that_is_not_there_is_refused(tiny_checkpoint: Path, device: str) -> None:
    with pytest.raises(SolieuError, match=f"device '{device}' cannot be used on this machine; give cpu"):
        Extractor.from_pretrained(tiny_checkpoint, device=device)


def test_an_unknown_precision_is_refused(tiny_checkpoint: Path) -> None:
    with pytest.raises(SolieuError, match="precision must be auto, bf16 or fp32, not 'fp16'"):
        Extractor.from_pretrained(tiny_checkpoint, precision="fp16")  # type: ignore[arg-type]


def test_bf16_finds_nearly_the_same(tiny_checkpoint: Path, extractor: Extractor, seeds: list[Document]) -> None:
    half = Extractor.from_pretrained(tiny_checkpoint, device="cpu", precision="bf16")

    exact, rounded = set(places(extractor.extract(seeds[0].text))), set(places(half.extract(seeds[0].text)))

    assert len(exact & rounded) > 0.7 * len(exact)


def test_results_pass_errors_on_in_their_places(extractor: Extractor) -> None:
    error = SolieuError("a.txt: cannot be read")

    first, second, third = extractor.results([Document("Công an tỉnh", id="1"), error, Document("Đại tá", id="2")])

    assert isinstance(first, Document)
    assert isinstance(third, Document)
    assert (first.id, second, third.id) == ("1", error, "2")
