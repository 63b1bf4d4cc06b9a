"""Links in a file of their own."""

import json
import re
from collections.abc import Callable
from pathlib import Path

import pytest

from solieu.annotation.documents import Document, Span
from solieu.annotation.errors import SolieuError
from solieu.annotation.jsonl import read_jsonl
from solieu.annotation.link_files import read_links
from solieu.annotation.links import KINDS, Link

DATA = Path(__file__).parents[1] / "data"
TEXT = "Đại tá Mai Xuân Toản biểu dương 05 tập thể."
SPANS = (Span(0, 6, "RANK"), Span(7, 20, "PERSON"), Span(32, 42, "INDICATOR"))
RANK = {"kind": "rank", "from": [7, 20], "to": [0, 6]}
DOCUMENTS = [Document(TEXT, SPANS, id=name) for name in ("a", "b", "c")]


@pytest.fixture
def write(tmp_path: Path) -> Callable[..., Path]:
    def make(*records: object) -> Path:
        path = tmp_path / "links.jsonl"
        path.write_text("".join(json.dumps(record) + "\n" for record in records), encoding="utf-8")
        return path

    return make


def test_links_come_onto_the_articles_that_the_file_names_in_the_articles_order(write: Callable[..., Path]) -> None:
    path = write({"id": "c", "links": []}, {"id": "a", "links": [RANK]})

    found = read_links(path, DOCUMENTS)

    assert found == [DOCUMENTS[0].with_links([Link("rank", (7, 20), (0, 6))]), DOCUMENTS[2]]


@pytest.mark.parametrize(
    ("records", "message"),
    [
        ([{"id": "d", "links": []}], "line 1: no article has the id 'd'"),
        ([{"id": "a", "links": []}, {"id": "a", "links": []}], "line 2: the id 'a' stands in line 1 already"),
        ([{"id": "a", "links": [{**RANK, "to": [0, 5]}]}], "line 1: document 'a': the rank link from 7-20 to 0-5"),
        (
            [{"id": "a", "links": [{**RANK, "kind": "position"}]}],
            "line 1: the position link from 7-20 must lead to an entity with the label POSITION, but 0-6 is RANK",
        ),
        (
            [{"id": "a", "links": [{**RANK, "from": [32, 42]}]}],
            "line 1: the rank link from 32-42 must lead from an entity with the label PERSON, but 32-42 is INDICATOR",
        ),
        ([{"id": "a", "links": [RANK, {"kind": "rank"}]}], "line 1: link 2: a link must be an object"),
        ([{"id": "a", "links": RANK}], "line 1: 'links' must be a list"),
        ([{"id": 1, "links": []}], "line 1: 'id' must be a string"),
        ([{"id": "a", "text": "", "links": []}], "line 1: must be an object with 'id' and 'links'"),
        ([], "holds no links"),
    ],
)
def test_what_is_no_file_of_links_is_refused_by_line(
    write: Callable[..., Path], records: list[object], message: str
) -> None:
    with pytest.raises(SolieuError, match=re.escape(message)):
        read_links(write(*records), DOCUMENTS)


def test_articles_with_one_id_are_refused(write: Callable[..., Path]) -> None:
    with pytest.raises(SolieuError, match="two articles have the id 'a'"):
        read_links(write({"id": "a", "links": []}), [DOCUMENTS[0], Document("", id="a")])


@pytest.fixture(scope="module")
def gold() -> list[Document]:
    return read_links(DATA / "links.jsonl", read_jsonl(DATA / "seeds.jsonl"))


def test_the_gold_links_are_those_of_all_seeds(gold: list[Document]) -> None:
    assert [document.id for document in gold] == [document.id for document in read_jsonl(DATA / "seeds.jsonl")]
    assert {link.kind for document in gold for link in document.links} == set(KINDS)


def test_no_gold_link_crosses_a_line_break(gold: list[Document]) -> None:
    for document in gold:
        for link in document.links:
            ends = (*link.head, *link.tail)
            assert "\n" not in document.text[min(ends) : max(ends)], link


def test_every_gold_phrase_is_free_of_white_space_and_marks_at_its_ends(gold: list[Document]) -> None:
    for document in gold:
        for link in document.links:
            phrase = document.text[slice(*link.tail)]
            assert phrase == phrase.strip(" \n\u00a0.,;:()“”\"'"), link


def test_an_indicator_has_one_phrase_and_one_time_at_most_and_a_person_one_rank(gold: list[Document]) -> None:
    for document in gold:
        once = [(link.kind, link.head) for link in document.links if link.kind in {"rank", "what", "when"}]
        assert len(once) == len(set(once))


def test_the_data_card_counts_the_gold_links(gold: list[Document]) -> None:
    card = (DATA / "README.md").read_text(encoding="utf-8")
    part = card.split("## Links of the seeds")[1]
    rows = {
        cells[0].strip("`"): cells[1:]
        for cells in (re.split(r" *\| *", line.strip("| \n")) for line in part.splitlines() if line.startswith("| "))
    }

    counts = {kind: [sum(link.kind == kind for link in document.links) for document in gold] for kind in KINDS}
    counts["all"] = [len(document.links) for document in gold]
    assert rows.pop("links") == [*(f"`{document.id}`" for document in gold), "all"]
    assert rows == {kind: [str(count) for count in (*each, sum(each))] for kind, each in counts.items()}
    assert f"of the {sum(counts['all'])} links the annotator" in part
