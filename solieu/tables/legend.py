"""What explains the tables to people: their columns and flags, in Vietnamese and English."""

from __future__ import annotations

from collections.abc import Iterator

from solieu.annotation.labels import LabelSchema
from solieu.tables.flags import FLAGS_VI, meaning_of
from solieu.tables.schema import TABLES

LEGEND_TITLE = "Chú giải"
LEGEND_WIDTHS = (14, 24, 24, 70, 70)
_GENERAL = (
    (
        "… ở cuối ô",
        "Ô chỉ chứa được 32.767 ký tự; phần còn lại bị cắt.",
        "A cell holds 32,767 characters; the rest was cut.",
    ),
    (
        "; trong ô",
        "Ngăn cách các mục của một danh sách.",
        "Stands between the members of a list.",
    ),
    (
        "\ufffd",
        "Thay cho ký tự điều khiển không in được.",
        "Stands for a control character, which cannot be shown.",
    ),
)


def legend_rows() -> Iterator[tuple[str, str, str, str, str]]:
    """Yield the rows of the legend, its header first: table, heading, name, meaning in Vietnamese and in English."""
    yield "Bảng", "Cột", "Tên trong CSV, Parquet", "Ý nghĩa", "Meaning"
    for table in TABLES:
        yield table.title, "", table.name, table.meaning_vi, table.meaning
        for column in table.columns:
            yield table.title, column.heading, column.name, column.meaning_vi, column.meaning
    for label in LabelSchema.default().labels:
        yield "Nhãn", label.title_vi, label.name, "", label.definition
    for flag, meaning_vi in FLAGS_VI.items():
        yield "Lưu ý", "", flag, meaning_vi, meaning_of(flag)
    for mark, meaning_vi, meaning in _GENERAL:
        yield "Ký hiệu", mark, "", meaning_vi, meaning
