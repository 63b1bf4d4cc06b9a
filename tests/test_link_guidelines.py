"""The guidelines for links: every example can be read, and its links lead from entities of the right kind."""

import re
from pathlib import Path

import pytest

from solieu.annotation import Document, LabelSchema, Span
from solieu.annotation.link_files import HEADS, TAILS
from solieu.annotation.links import KINDS
from solieu.annotation.markup import parse_markup

FOLDER = Path(__file__).parents[1] / "annotation"
FILES = ("links.md", "links.vi.md")
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


def sections(name: str) -> list[str]:
    """Return the parts between the headings of the kinds."""
    return re.split(rf"^## (?:{'|'.join(KINDS)}): .*$", content(name), flags=re.MULTILINE)


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
            assert only_span(document, head).label in HEADS[kind], (kind, head)
            if kind not in TAILS:
                assert document.text.count(tail) == 1, tail
            else:
                assert only_span(document, tail).label in TAILS[kind], (kind, tail)


@pytest.mark.parametrize("name", FILES)
def test_every_entity_in_an_example_has_a_label_of_the_schema(name: str) -> None:
    assert {span.label for span in parse_markup(content(name)).spans} <= set(LabelSchema.default().names)


def test_both_languages_have_the_same_examples() -> None:
    english, vietnamese = (
        [
            ([(document.span_text(span), span.label) for span in document.spans], kind, ends)
            for document, kind, ends in examples(name)
        ]
        for name in FILES
    )

    assert english == vietnamese


@pytest.mark.parametrize("part", range(len(KINDS) + 1))
def test_both_languages_quote_the_same_words_and_have_as_many_rules(part: int) -> None:
    english, vietnamese = (sections(name)[part] for name in FILES)

    quoted = [sorted(re.findall(r"`([^`\n]*)`", text)) for text in (english, vietnamese)]
    assert quoted[0] == quoted[1]
    rules = [len(re.findall(r"^ *(?:-|\d\.) ", text, re.MULTILINE)) for text in (english, vietnamese)]
    assert rules[0] == rules[1]


def test_both_files_are_of_one_version() -> None:
    assert {re.findall(r"\d+\.\d+", content(name).splitlines()[0])[0] for name in FILES} == {"1.0"}
