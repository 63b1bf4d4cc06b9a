"""Any document with any entities is linked: in little time, exactly, and only within lines."""

import time
import unicodedata

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from solieu.annotation.documents import Document, Span
from solieu.annotation.labels import LabelSchema
from solieu.annotation.links import Link
from solieu.annotation.markup import parse_markup
from solieu.annotation.sentences import LINE_BREAK
from solieu.models.links import figure_records, link, people_records

LABELS = LabelSchema.default().names
WORDS = [
    "các",
    "đồng chí",
    "và",
    ",",
    ";",
    ".",
    "-",
    "(",
    ")",
    "“",
    "”",
    "giúp",
    "được",
    "do",
    "tại",
    "trị giá",
    "mỗi",
    "giảm",
    "đạt",
]
WORDS += [
    "xã",
    "có",
    "bắt",
    "cho",
    "của",
    "cán bộ",
    "là",
    "trong đó",
    "thuốc nổ",
    "Công an",
    "năm",
    "\n",
    "\r\n",
    "\u2028",
    "🙂",
    "\u00a0",
    "e\u0301",
    "5",
]


@st.composite
def documents(draw: st.DrawFn) -> Document:
    """Texts of words that rules look for, with entities anywhere."""
    pieces = draw(
        st.lists(st.tuples(st.sampled_from(WORDS), st.none() | st.sampled_from(LABELS), st.sampled_from(["", " "])))
    )
    text, spans = "", []
    for word, label, after in pieces:
        if label is not None:
            spans.append(Span(len(text), len(text) + len(word), label))
        text += word + after
    return Document(text, tuple(spans))


@settings(max_examples=150, deadline=None)
@given(documents())
def test_every_link_leads_from_and_to_what_its_kind_allows(document: Document) -> None:
    linked = link(document)

    labels = {(span.start, span.end): span.label for span in document.spans}
    ends = {"rank": ("RANK",), "position": ("POSITION",), "organization": ("ORG",), "who": ("ORG", "PERSON")}
    ends |= {"where": ("LOC",), "when": ("DATE",)}
    heads = {"rank": ("PERSON",), "position": ("PERSON",), "organization": ("POSITION", "PERSON")}
    in_lines = not any(LINE_BREAK.search(document.span_text(span)) for span in document.spans)
    for each in linked.links:
        assert labels[each.head] in heads.get(each.kind, ("INDICATOR",))
        assert each.kind == "what" or labels[each.tail] in ends[each.kind]
        between = document.text[min(each.head[1], each.tail[1]) : max(each.head[0], each.tail[0])]
        assert not (in_lines and LINE_BREAK.search(between))
    for kind in ("rank", "what", "when"):
        heads_of_kind = [each.head for each in linked.links if each.kind == kind]
        assert len(set(heads_of_kind)) == len(heads_of_kind)
    assert (linked.text, linked.spans) == (document.text, document.spans)


@settings(max_examples=60, deadline=None)
@given(documents())
def test_records_hold_every_person_office_and_figure(document: Document) -> None:
    linked = link(document)

    persons = [record.person for record in people_records(linked) if record.person is not None]
    assert persons == [span for span in document.spans if span.label == "PERSON"]
    offices = {position for record in people_records(linked) for position, _ in record.offices if position is not None}
    assert offices == {span for span in document.spans if span.label == "POSITION"}
    assert [record.indicator for record in figure_records(linked)] == [
        span for span in document.spans if span.label == "INDICATOR"
    ]


MARKED = "⟦Năm 2022|DATE⟧, ⟦Đại tá|RANK⟧ ⟦Hoà|PERSON⟧, ⟦Bí thư|POSITION⟧ ⟦Đảng ủy|ORG⟧ tặng ⟦5 kg|INDICATOR⟧ gạo nếp."


@pytest.mark.parametrize("form", ["NFC", "NFD"])
def test_links_do_not_depend_on_how_letters_are_composed(form: str) -> None:
    linked = link(parse_markup(unicodedata.normalize(form, MARKED)))

    texts = {(each.kind, unicodedata.normalize("NFC", linked.text[slice(*each.tail)])) for each in linked.links}
    assert texts == {
        *(("rank", "Đại tá"), ("position", "Bí thư"), ("organization", "Đảng ủy")),
        *(("what", "gạo nếp"), ("who", "Hoà"), ("when", "Năm 2022")),
    }


def test_links_that_were_there_are_replaced() -> None:
    document = parse_markup(MARKED)
    rank, person = document.spans[1], document.spans[2]
    old = Link("position", (person.start, person.end), (rank.start, rank.end))

    assert old not in link(document.with_links([old])).links


@pytest.mark.parametrize(
    "sentence", [MARKED, "⟦Công an|ORG⟧, ", "⟦Bí thư|POSITION⟧, ", "⟦5 vụ|INDICATOR⟧ và ", "⟦xã An|LOC⟧, "]
)
def test_a_line_with_thousands_of_entities_takes_time_in_proportion(sentence: str) -> None:
    unit = parse_markup(sentence)

    def seconds(times: int) -> float:
        spans = (
            Span(span.start + number * len(unit.text), span.end + number * len(unit.text), span.label)
            for number in range(times)
            for span in unit.spans
        )
        document = Document(unit.text * times, tuple(spans))
        start = time.perf_counter()
        link(document)
        return time.perf_counter() - start

    few = 2000 // len(unit.spans)
    seconds(2)
    assert seconds(4 * few) < 10 * seconds(few) + 2  # the machine may be busy


def _seconds(before: str, repeated: str, times: int) -> float:
    """Return how long it takes to link a line in which a marked text stands many times behind others."""
    head, unit, last = parse_markup(before * times), parse_markup(repeated), parse_markup("⟦5 người|INDICATOR⟧")
    text, spans = head.text, list(head.spans)
    for part in (*[unit] * times, last):
        spans += [Span(span.start + len(text), span.end + len(text), span.label) for span in part.spans]
        text += part.text
    start = time.perf_counter()
    link(Document(text, tuple(spans)))
    return time.perf_counter() - start


@pytest.mark.parametrize(
    ("before", "repeated"),
    [
        ("", "• các "),
        ("", "các • "),
        ("", "* ông "),
        ("", "- bà + "),
        ("nhà ", "và ⟦Hội|ORG⟧ trao quà "),
    ],
)
def test_marks_and_names_in_a_line_without_a_subject_take_time_in_proportion(before: str, repeated: str) -> None:
    _seconds(before, repeated, 2)
    assert _seconds(before, repeated, 1500) < 3 * _seconds(before, repeated, 750) + 0.5  # the machine may be busy
