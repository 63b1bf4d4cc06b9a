"""Annotated files of any format, and what is none."""

from pathlib import Path

import pytest

from solieu.annotation import Document, SolieuError, Span
from solieu.annotation.corpus import is_conll, labels_in, read_documents

JSONL = '{"id": "a1", "text": "Huế", "spans": [{"start": 0, "end": 3, "label": "LOC"}]}\n'
CONLL = "Huế B-LOC\n"
HUE = (Span(0, 3, "LOC"),)


def written(folder: Path, name: str, content: str) -> Path:
    path = folder / name
    path.write_text(content, encoding="utf-8")
    return path


def test_files_of_both_formats_are_read_in_the_order_given(tmp_path: Path) -> None:
    paths = [written(tmp_path, "b.conll", CONLL), written(tmp_path, "a.jsonl", JSONL)]

    assert read_documents(paths) == [Document("Huế", HUE, "b-1"), Document("Huế", HUE, "a1")]


def test_one_file_can_be_given_as_a_string(tmp_path: Path) -> None:
    assert len(read_documents(str(written(tmp_path, "a.jsonl", JSONL)))) == 1


def test_an_id_may_stand_in_two_files(tmp_path: Path) -> None:
    paths = [written(tmp_path, "a.jsonl", JSONL), written(tmp_path, "b.jsonl", JSONL)]

    assert [document.id for document in read_documents(paths)] == ["a1", "a1"]


@pytest.mark.parametrize("name", ["a.conll", "a.bio", "a.iob", "a.IOB2", "a.tsv", "a.col", "a.txt"])
def test_conll_is_known_by_its_suffix(tmp_path: Path, name: str) -> None:
    assert is_conll(written(tmp_path, name, CONLL))


@pytest.mark.parametrize(
    "content",
    ["-DOCSTART- -X- O O\n", "\n\nHuế N B-NP B-LOC\n", "\ufeffHuế\tB-LOC\r\n", "# a comment\nHuế O\n"],
)
def test_a_txt_file_with_a_tag_on_its_first_line_is_conll(tmp_path: Path, content: str) -> None:
    assert is_conll(written(tmp_path, "a.txt", content))


@pytest.mark.parametrize("name", ["a.txt", "a.json", "a.docx", "a"])
def test_what_is_no_annotated_file_is_refused_with_what_would_be_one(tmp_path: Path, name: str) -> None:
    path = written(tmp_path, name, "Công an tỉnh Long An tổ chức hội nghị.\n")

    with pytest.raises(SolieuError, match=r"must be JSONL .* or CoNLL") as caught:
        read_documents(path)
    assert str(path) in str(caught.value)


@pytest.mark.parametrize("name", ["none.jsonl", "none.conll", "none.txt"])
def test_a_missing_file_is_named(tmp_path: Path, name: str) -> None:
    with pytest.raises(SolieuError, match=f"{name}: cannot be read"):
        read_documents(tmp_path / name)


def test_a_folder_is_no_file(tmp_path: Path) -> None:
    (tmp_path / "a.jsonl").mkdir()

    with pytest.raises(SolieuError, match=r"a\.jsonl: cannot be read"):
        read_documents(tmp_path / "a.jsonl")


def test_a_file_without_documents_is_refused(tmp_path: Path) -> None:
    with pytest.raises(SolieuError, match=r"a\.jsonl: holds no document"):
        read_documents(written(tmp_path, "a.jsonl", "\n"))


def test_labels_are_listed_in_the_order_in_which_they_first_appear() -> None:
    documents = [
        Document("Huế", (Span(0, 3, "LOC"),)),
        Document("AB", (Span(1, 2, "LOC"), Span(0, 1, "ORG"))),
    ]

    assert labels_in(documents) == ("LOC", "ORG")
