"""The guidelines for links: every example can be read, and its links lead from entities of the right kind."""

import re
from pathlib import Path

import pytest

from solieu.annotation import Document, LabelSchema, Span
from solieu.annotation.links import KINDS
from solieu.annotation.markup import parse_markup

FOLDER = Path(__file__).parents[1] / "annotation"
FILES = ("links.md",)
HEADS = {"rank": {"PERSON"}, "position": {"PERSON"}, "organization": {"PERSON", "POSITION"}}
TAILS = {
    "rank": {"RANK"},
    "position": {"POSITION"},
    "organization": {"ORG"},
    "who": {"ORG", "PERSON"},
    "where": {"LOC"},
    "when": {"DATE"},
}
LINKS = re.compile(rf" *- ({'|'.join(KINDS)}): (.+)")


def content(name: str) -> str:
    return (FOLDER / name).read_text(encoding="utf-8")


def examples(name: str) -> list[tuple[Document, str, list[list[str]]]]:
    """Return each example with a kind and the ends of its links of this kind."""
    found = []
    marked: list[str] = []
    for line in content(name).splitlines():
        if links := LINKS.fullmatch(line):
            ends = [pair.split(" → ") for pair in re.findall(r"`([^`]+)`", links[2])]
            found.append((parse_markup(" ".join(marked)), links[1], ends))
        elif re.match(r" *(-|\d\.) ", line) or not line.strip():
            marked = [line.strip()]
        else:
            marked.append(line.strip())
    return found


def only_span(document: Document, text: str) -> Span:
    spans = [span for span in document.spans if document.span_text(span) == text]
    assert len(spans) == 1, f"{text!r} in {document.text!r}"
    return spans[0]


@pytest.mark.parametrize("name", FILES)
def test_every_kind_has_a_section_with_examples(name: str) -> None:
    assert tuple(re.findall(r"^## ([a-z]+): ", content(name), re.MULTILINE)) == KINDS
    assert {kind for _, kind, ends in examples(name) if ends} == set(KINDS)


@pytest.mark.parametrize("name", FILES)
def test_every_example_links_entities_of_the_labels_that_its_kind_asks_for(name: str) -> None:
    for document, kind, ends in examples(name):
        for head, tail in ends:
            assert only_span(document, head).label in HEADS.get(kind, {"INDICATOR"}), (kind, head)
            if kind == "what":
                assert document.text.count(tail) == 1, tail
            else:
                assert only_span(document, tail).label in TAILS[kind], (kind, tail)


@pytest.mark.parametrize("name", FILES)
def test_every_entity_in_an_example_has_a_label_of_the_schema(name: str) -> None:
    assert {span.label for span in parse_markup(content(name)).spans} <= set(LabelSchema.default().names)
