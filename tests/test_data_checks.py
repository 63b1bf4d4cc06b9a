"""The checks of annotated files: each finds what it is for, and says so when there is nothing."""

import json
import time
from pathlib import Path
from typing import Any

import pytest

from solieu.annotation import LabelSchema
from solieu.annotation.checks import Finding, check_files

SCHEMA = LabelSchema.from_names(["PERSON", "LOC", "ORG"])
ARTICLE = (
    "Công an tỉnh Long An vừa tổ chức hội nghị tổng kết phong trào toàn dân bảo vệ an ninh Tổ quốc, "
    "khen thưởng nhiều tập thể và cá nhân có thành tích xuất sắc trong năm qua."
)
ORG = {"start": 0, "end": 20, "label": "ORG"}
LOC = {"start": 13, "end": 20, "label": "LOC"}


def written(folder: Path, name: str, *records: dict[str, Any] | str) -> Path:
    path = folder / name
    lines = [r if isinstance(r, str) else json.dumps(r, ensure_ascii=False) for r in records]
    path.write_text("\n".join(lines), encoding="utf-8")
    return path


def of_kind(findings: list[Finding], subject: str) -> list[tuple[str, str]]:
    return [(found.level, found.message) for found in findings if found.subject == subject]


def test_good_files_give_one_good_finding_for_every_check(tmp_path: Path) -> None:
    records = [
        {"id": label, "text": "Huế", "spans": [{"start": 0, "end": 3, "label": label}]} for label in SCHEMA.names
    ]
    train = written(tmp_path, "train.jsonl", *records)
    test = written(tmp_path, "test.jsonl", {"id": "t", "text": ARTICLE, "spans": [ORG]})

    findings = check_files([train], [test], schema=SCHEMA)

    assert {found.level for found in findings} == {"good"}
    assert [found.subject for found in findings] == [
        *("format", "labels", "unused", "overlaps", "edges", "lines", "ids", "ids"),
        *("copies", "leakage", "leakage", "shares"),
    ]
    assert findings[0].message.startswith("4 documents in 2 files can be read")


def test_every_bad_line_and_span_of_a_file_is_listed(tmp_path: Path) -> None:
    bad_spans = [
        {"start": 0, "end": 200, "label": "ORG"},
        {"start": 5, "end": 5, "label": "ORG"},
        {"start": "0", "end": 5, "label": "ORG"},
        {"start": 0, "end": 7, "label": "ORG", "text": "Công An"},
        {"start": 0, "end": 7},
        ORG,
    ]
    path = written(tmp_path, "a.jsonl", "{", {"id": "a"}, {"id": "b", "text": ARTICLE, "spans": bad_spans}, "[]")

    findings = of_kind(check_files([path], schema=SCHEMA), "format")

    assert [level for level, _ in findings] == ["fail"] * 8
    for (_, message), expected in zip(
        findings,
        [
            "line 1: is not JSON",
            "line 2: has no 'text'",
            "line 3: the ORG span 0-200 'Công an",
            "line 3: span 2: a span needs 0 <= start < end",
            "line 3: span 3: a span's start must be a whole number",
            "line 3: span 4: says 'Công An', but the text has 'Công an'",
            "line 3: span 5: has no 'label'",
            "line 4: expected a JSON object",
        ],
        strict=True,
    ):
        assert message.startswith(f"{path}, {expected}")


def test_every_bad_line_of_a_conll_file_is_listed(tmp_path: Path) -> None:
    path = written(tmp_path, "a.conll", "Hà B-LOC", "Nội", "và X-LOC", "Huế B-LOC")

    assert [message.split(":")[0] for _, message in of_kind(check_files([path], schema=SCHEMA), "format")] == [
        f"{path}, line 2",
        f"{path}, line 3",
    ]


def test_a_missing_file_and_an_empty_one_fail(tmp_path: Path) -> None:
    empty = written(tmp_path, "empty.jsonl", "")

    findings = check_files([tmp_path / "none.jsonl", empty], schema=SCHEMA)

    assert [found.level for found in findings] == ["fail", "fail"]
    assert "none.jsonl: cannot be read" in findings[0].message
    assert "empty.jsonl: holds no document" in findings[1].message


def test_a_long_list_of_one_kind_is_cut_and_counted(tmp_path: Path) -> None:
    path = written(tmp_path, "a.jsonl", *["{"] * 50)

    findings = check_files([path], schema=SCHEMA)

    assert len(findings) == 21
    assert findings[-1] == Finding("fail", "format", "and 30 more of this kind")


def test_an_unknown_label_fails_with_the_nearest_known_one(tmp_path: Path) -> None:
    spans = [{"start": 0, "end": 4, "label": "Persn"}, {"start": 5, "end": 7, "label": "Persn"}]
    path = written(tmp_path, "a.jsonl", {"text": ARTICLE, "spans": spans})

    assert of_kind(check_files([path], schema=SCHEMA), "labels") == [
        ("fail", f"{path}, line 1: the label 'Persn' is unknown (2 spans); did you mean PERSON?")
    ]


def test_a_label_that_no_span_has_is_a_warning(tmp_path: Path) -> None:
    path = written(tmp_path, "a.jsonl", {"text": ARTICLE, "spans": [ORG]})

    assert of_kind(check_files([path], schema=SCHEMA), "unused") == [
        ("warn", "no span has the label PERSON, LOC; a model cannot learn it")
    ]


def test_every_overlap_fails_also_inside_a_long_span(tmp_path: Path) -> None:
    inside = {"start": 0, "end": 4, "label": "PERSON"}
    path = written(tmp_path, "a.jsonl", {"text": ARTICLE, "spans": [ORG, LOC, inside]})

    findings = of_kind(check_files([path], schema=SCHEMA), "overlaps")

    assert [level for level, _ in findings] == ["fail", "fail"]
    assert "the ORG span 0-20 'Công an tỉnh Long An' overlaps the LOC span 13-20" in findings[1][1]


@pytest.mark.parametrize(("start", "end"), [(7, 12), (8, 13)])
def test_a_span_that_begins_or_ends_in_white_space_fails(tmp_path: Path, start: int, end: int) -> None:
    path = written(tmp_path, "a.jsonl", {"text": ARTICLE, "spans": [{"start": start, "end": end, "label": "ORG"}]})

    assert [level for level, _ in of_kind(check_files([path], schema=SCHEMA), "edges")] == ["fail"]


def test_a_span_that_crosses_a_line_break_is_a_warning(tmp_path: Path) -> None:
    path = written(tmp_path, "a.jsonl", {"text": "Long\nAn", "spans": [{"start": 0, "end": 7, "label": "LOC"}]})

    findings = of_kind(check_files([path], schema=SCHEMA), "lines")

    assert [level for level, _ in findings] == ["warn"]
    assert "crosses a line break" in findings[0][1]


def test_an_id_that_stands_twice_in_a_file_fails(tmp_path: Path) -> None:
    path = written(tmp_path, "a.jsonl", {"id": "a", "text": "Huế"}, {"id": "a", "text": "Vinh"})

    assert of_kind(check_files([path], schema=SCHEMA), "ids") == [
        ("fail", f"{path}, line 2: the id 'a' stands in {path}, line 1 already")
    ]


def test_an_id_in_training_and_evaluation_is_a_warning(tmp_path: Path) -> None:
    train = written(tmp_path, "train.jsonl", {"id": "a", "text": "Huế"})
    test = written(tmp_path, "test.jsonl", {"id": "a", "text": "Vinh"})

    levels = [level for level, _ in of_kind(check_files([train], [test], schema=SCHEMA), "ids")]

    assert levels == ["good", "warn"]


def test_a_text_that_stands_twice_is_a_warning_whatever_its_white_space(tmp_path: Path) -> None:
    path = written(tmp_path, "a.jsonl", {"text": ARTICLE}, {"text": ARTICLE.replace(" ", "\n ")})

    assert of_kind(check_files([path], schema=SCHEMA), "copies") == [
        ("warn", f"{path}, line 1 and {path}, line 2 are the same text; keep one of them")
    ]


def test_a_text_in_training_and_evaluation_fails(tmp_path: Path) -> None:
    train = written(tmp_path, "train.jsonl", {"text": ARTICLE})
    test = written(tmp_path, "test.jsonl", {"text": ARTICLE})

    findings = of_kind(check_files([train], [test], schema=SCHEMA), "leakage")

    assert [level for level, _ in findings] == ["fail", "good"]
    assert "take it out of training or evaluation" in findings[0][1]


def test_a_file_checked_against_itself_fails(tmp_path: Path) -> None:
    path = written(tmp_path, "a.jsonl", {"text": ARTICLE})

    assert "fail" in [level for level, _ in of_kind(check_files([path], [path], schema=SCHEMA), "leakage")]


def test_a_text_that_shares_most_of_its_wording_with_training_is_a_warning(tmp_path: Path) -> None:
    train = written(tmp_path, "train.jsonl", {"text": f"Sáng nay, theo Báo Long An, {ARTICLE} Tin: Thủy Ngân."})
    test = written(tmp_path, "test.jsonl", {"text": ARTICLE.upper()})

    findings = of_kind(check_files([train], [test], schema=SCHEMA), "leakage")

    assert [level for level, _ in findings] == ["good", "warn"]
    assert "share 100% of the shorter's word runs" in findings[1][1]


def test_short_sentences_may_repeat(tmp_path: Path) -> None:
    train = written(tmp_path, "train.conll", "Tin O", ", O", "ảnh O")

    levels = {found.level for found in check_files([train], [train], schema=SCHEMA) if found.subject == "leakage"}

    assert levels == {"good"}


def test_a_label_much_rarer_in_one_file_than_in_another_is_a_warning(tmp_path: Path) -> None:
    person = {"start": 0, "end": 4, "label": "PERSON"}
    many = written(
        tmp_path, "many.jsonl", *[{"text": ARTICLE, "spans": [ORG]}, {"text": "Dũng", "spans": [person]}] * 30
    )
    few = written(tmp_path, "few.jsonl", *[{"text": ARTICLE, "spans": [ORG]}] * 60)

    findings = of_kind(check_files([many, few], schema=SCHEMA), "shares")

    [(level, message)] = findings
    assert level == "warn"
    assert message.startswith(f"PERSON is 50.0% of the spans in {many} and 0.0% in {few}")


def test_shares_of_a_handful_of_spans_are_not_compared(tmp_path: Path) -> None:
    one = written(tmp_path, "one.jsonl", *[{"text": ARTICLE, "spans": [ORG]}] * 15)
    two = written(tmp_path, "two.jsonl", *[{"text": ARTICLE, "spans": [LOC]}] * 15)

    assert [level for level, _ in of_kind(check_files([one, two], schema=SCHEMA), "shares")] == ["good"]


def test_a_file_without_any_span_is_a_warning(tmp_path: Path) -> None:
    path = written(tmp_path, "a.jsonl", {"text": ARTICLE})

    assert of_kind(check_files([path], schema=SCHEMA), "shares") == [
        ("warn", f"{path}: holds no span; is it annotated?")
    ]


def test_the_projects_own_data_passes_in_seconds() -> None:
    data = Path(__file__).parents[1] / "data"
    started = time.perf_counter()

    findings = check_files([data / "authored.jsonl"], [data / "seeds.jsonl"], schema=LabelSchema.default())

    assert [found for found in findings if found.level == "fail"] == []
    assert [found for found in findings if found.subject in ("copies", "leakage") and found.level != "good"] == []
    assert time.perf_counter() - started < 10
