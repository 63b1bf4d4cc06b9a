"""An article with all that tables tell, annotated by hand, and the names of the tables' files."""

from collections.abc import Callable
from dataclasses import replace
from pathlib import Path

import pytest

from solieu.annotation import Document
from solieu.annotation.links import Link
from solieu.annotation.markup import parse_markup

MARKED = (
    "⟦Sáng 26/6|DATE⟧, ⟦Đại tá|RANK⟧ ⟦Lâm Minh Hồng|PERSON⟧, ⟦nguyên Phó Giám đốc|POSITION⟧ ⟦Công an tỉnh|ORG⟧, "
    "cho biết ⟦10 năm qua|DATE⟧ dự hội nghị.\r\nTrong ⟦năm 2022|DATE⟧, ⟦Hội CCB tỉnh|ORG⟧ ở ⟦huyện Cần Đước|LOC⟧ giúp "
    "⟦gần 1,2 triệu lượt người|INDICATOR⟧ có hoàn cảnh khó khăn, thu ⟦74,2 tỷ đồng|INDICATOR⟧; "
    "khen ⟦5 đến 7 tập thể|INDICATOR⟧, "
    "⟦18/30 phường|INDICATOR⟧. ⟦Chủ tịch|POSITION⟧ ⟦UBND tỉnh|ORG⟧ ký ⟦Quyết định số 12/QĐ-UBND|DOCUMENT⟧."
)
LINKS = (
    ("rank", "Lâm Minh Hồng", "Đại tá"),
    ("position", "Lâm Minh Hồng", "nguyên Phó Giám đốc"),
    ("organization", "nguyên Phó Giám đốc", "Công an tỉnh"),
    ("organization", "Chủ tịch", "UBND tỉnh"),
    ("what", "gần 1,2 triệu lượt người", "có hoàn cảnh khó khăn"),
    ("who", "gần 1,2 triệu lượt người", "Hội CCB tỉnh"),
    ("where", "gần 1,2 triệu lượt người", "huyện Cần Đước"),
    ("when", "gần 1,2 triệu lượt người", "năm 2022"),
)


@pytest.fixture(scope="session")
def article() -> Document:
    marked = parse_markup(MARKED)

    def place(text: str) -> tuple[int, int]:
        start = marked.text.index(text)
        return start, start + len(text)

    links = [Link(kind, place(head), place(tail)) for kind, head, tail in LINKS]  # type: ignore[arg-type]
    meta = {"published": "2023-06-26", "province": "Long An"}
    spans = tuple(replace(span, score=0.98765) if span.label == "PERSON" else span for span in marked.spans)
    return Document(marked.text, spans, "bài-1", meta, tuple(links))


@pytest.fixture
def table_paths(tmp_path: Path) -> Callable[[str], dict[str, Path]]:
    def paths(suffix: str) -> dict[str, Path]:
        return {name: tmp_path / f"{name}.{suffix}" for name in ("entities", "figures", "people")}

    return paths
