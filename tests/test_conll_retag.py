"""Other entities written into a CoNLL file that exists, row by row."""

from pathlib import Path

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from solieu.annotation import Document, SolieuError, Span
from solieu.annotation.conll_read import read_conll
from solieu.annotation.conll_retag import retag_conll

ROWS = "Công_an O\ntỉnh B-X\nLong_An O\nbáo O\n\nĐại_tá B-RANK\nNam O\n"


def written(folder: Path, content: str) -> Path:
    path = folder / "gold.conll"
    path.write_bytes(content.encode())
    return path


def test_each_row_keeps_its_token_and_gets_its_new_tag(tmp_path: Path) -> None:
    source = written(tmp_path, ROWS)
    first, second = read_conll(source)
    predicted = [first.with_spans([Span(0, 20, "ORG")]), second.with_spans([Span(7, 10, "PERSON")])]

    inexact = retag_conll(source, predicted, tmp_path / "predicted.conll")

    assert inexact == 0
    assert (tmp_path / "predicted.conll").read_text(encoding="utf-8") == (
        "Công_an B-ORG\ntỉnh I-ORG\nLong_An I-ORG\nbáo O\n\nĐại_tá O\nNam B-PERSON\n"
    )
    assert read_conll(tmp_path / "predicted.conll") == [
        Document(document.text, document.spans, f"predicted-{number}")
        for number, document in enumerate(predicted, start=1)
    ]


def test_other_columns_comments_and_line_ends_stay(tmp_path: Path) -> None:
    content = "-DOCSTART-\tO\r\n\r\n# câu 1\r\nHà Nội\tN\tB-NP\tB-LOC \r\n.\t.\tO\tO\r\n"
    source = written(tmp_path, content)

    retag_conll(source, [document.with_spans([]) for document in read_conll(source)], tmp_path / "predicted.conll")

    assert (tmp_path / "predicted.conll").read_bytes().decode() == content.replace("B-LOC", "O")


@given(
    words=st.lists(
        st.lists(st.sampled_from(["Công", "an", "tỉnh", "Đà", "Nẵng", "3"]), min_size=1, max_size=3).map("_".join),
        min_size=1,
        max_size=12,
    ),
    tags=st.lists(st.sampled_from(["O", "B-ORG", "I-ORG", "B-LOC", "I-LOC"]), min_size=12, max_size=12),
    ends=st.sets(st.integers(0, 11)),
)
@settings(deadline=None)
def test_a_files_own_entities_come_back(
    tmp_path_factory: pytest.TempPathFactory, words: list[str], tags: list[str], ends: set[int]
) -> None:
    rows = "".join(
        f"{word} {tag}\n" + "\n" * (number in ends) for number, (word, tag) in enumerate(zip(words, tags, strict=False))
    )
    source = written(tmp_path_factory.mktemp("retag"), rows)
    documents = read_conll(source)

    assert retag_conll(source, documents, source.parent / "again" / ".." / "gold.bio") == 0

    again = read_conll(source.parent / "gold.bio")
    assert [(each.text, each.spans) for each in again] == [(each.text, each.spans) for each in documents]


def test_a_span_that_ends_inside_a_token_is_counted_and_its_whole_tokens_are_tagged(tmp_path: Path) -> None:
    source = written(tmp_path, "Công_an O\ntỉnh O\n")
    (document,) = read_conll(source)

    inexact = retag_conll(source, [document.with_spans([Span(5, 12, "ORG")])], tmp_path / "predicted.conll")

    assert inexact == 1
    assert (tmp_path / "predicted.conll").read_text(encoding="utf-8") == "Công_an O\ntỉnh B-ORG\n"


def test_a_span_over_two_sentences_begins_anew_in_the_second(tmp_path: Path) -> None:
    source = written(tmp_path, "-DOCSTART- O\n\nHà O\n\nNội O\n")
    (document,) = read_conll(source)

    assert retag_conll(source, [document.with_spans([Span(0, 6, "LOC")])], tmp_path / "predicted.conll") == 1
    assert "Hà B-LOC\n\nNội B-LOC\n" in (tmp_path / "predicted.conll").read_text(encoding="utf-8")


@pytest.mark.parametrize(
    ("documents", "message"),
    [
        ([Document("Hà Nội")], "holds 2 documents, but 1 were given"),
        ([Document("Hà Nội", id="a"), Document("Huế")], "document 'gold-1' has another text than the one .*'a'"),
        ([Document("Huế", (Span(0, 3, "A B"),)), Document("Vinh")], "the label 'A B' cannot stand in CoNLL"),
    ],
)
def test_documents_that_are_not_of_the_file_are_refused(
    tmp_path: Path, documents: list[Document], message: str
) -> None:
    source = written(tmp_path, "Huế O\n\nVinh O\n")

    with pytest.raises(SolieuError, match=message):
        retag_conll(source, documents, tmp_path / "predicted.conll")
    assert not (tmp_path / "predicted.conll").exists()
