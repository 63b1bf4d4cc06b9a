"""Long lines: lists of hundreds of figures and names are linked whole, in time that grows with their length."""

import time

import pytest

from solieu.annotation.documents import Document, Span
from solieu.annotation.markup import parse_markup
from solieu.models.links import link


def _repeated(unit: str, times: int) -> Document:
    """Return a line in which a marked text stands many times between a subject and a last figure."""
    parts = [parse_markup("⟦Công an xã|ORG⟧ thu "), *[parse_markup(unit)] * times, parse_markup("⟦5 vụ|INDICATOR⟧.")]
    text, spans = "", []
    for part in parts:
        spans += [Span(span.start + len(text), span.end + len(text), span.label) for span in part.spans]
        text += part.text
    return Document(text, tuple(spans))


def _seconds(document: Document) -> float:
    start = time.perf_counter()
    link(document)
    return time.perf_counter() - start


@pytest.mark.parametrize("mark", [", ", "; ", " và "])
def test_every_member_of_a_list_of_800_is_read(mark: str) -> None:
    linked = link(_repeated(f"⟦5 khẩu súng|INDICATOR⟧ tự chế{mark}", 800))

    assert sum(each.kind == "what" for each in linked.links) == 800
    assert sum(each.kind == "who" for each in linked.links) >= 800


@pytest.mark.parametrize(
    "unit",
    [
        "⟦Đội A|ORG⟧, lần lượt ⟦5 vụ|INDICATOR⟧, ",
        "⟦5 vụ|INDICATOR⟧ (tăng ⟦5 vụ|INDICATOR⟧), ",
        "⟦5 vụ|INDICATOR⟧ (",
        "trong đó án ⟦5 vụ|INDICATOR⟧; ",
        "⟦5 người|INDICATOR⟧ gồm: ⟦An|PERSON⟧, ",
        "do ⟦An|PERSON⟧ vận động đã trao ⟦5 suất|INDICATOR⟧, ",
        "các ⟦xã An|LOC⟧, ",
        "⟦Công an|ORG⟧ ⟦9 xã|INDICATOR⟧, phường, ",
        "tham mưu ⟦Đảng ủy|ORG⟧, ",
        "theo ⟦Công an|ORG⟧ ",
        "có ",
        "” ",
        "tổng kinh phí ",
    ],
)
def test_a_long_line_takes_time_in_proportion(unit: str) -> None:
    _seconds(_repeated(unit, 2))
    few = min(_seconds(_repeated(unit, 500)) for _ in range(2))

    assert _seconds(_repeated(unit, 2000)) < 10 * few + 1  # the machine may be busy
