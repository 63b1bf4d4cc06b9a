"""`solieu annotate pull` and `acceptance`: annotations from a real Label Studio server."""

from __future__ import annotations

import json
from collections.abc import Callable
from dataclasses import replace
from pathlib import Path
from typing import Any

import hypothesis.strategies as st
import pytest
from hypothesis import HealthCheck, Phase, given, settings

from solieu.annotation import Document, Span
from solieu.annotation.annotated_versions import read_versions
from solieu.annotation.jsonl import read_jsonl

pytestmark = pytest.mark.slow


def spans_of(document: Document) -> list[tuple[int, int, str]]:
    return [(span.start, span.end, span.label) for span in document.spans]


def region(text: str, words: str, label: str, *, name: str = "r1", utf16: bool = False) -> dict[str, Any]:
    """A region over the first place of some words, with offsets in code points or, as JavaScript counts, UTF-16."""
    before = text[: text.index(words)]
    start, length = (len(part.encode("utf-16-le")) // 2 if utf16 else len(part) for part in (before, words))
    value = {"start": start, "end": start + length, "text": words, "labels": [label]}
    return {"id": name, "from_name": "label", "to_name": "text", "type": "labels", "value": value}


@pytest.fixture
def task(
    solieu: Callable[..., Any], articles: Callable[..., Path], owner: Any, title: str
) -> Callable[[Document], dict[str, Any]]:
    """Pushes a document, and gives its task."""

    def push(document: Document) -> dict[str, Any]:
        done = solieu("push", articles(document), "--project", title)
        assert done.status == 0, done.err
        return next(task for task in owner.tasks(title) if task["data"]["document"] == document.id)

    return push


@pytest.fixture
def pulled(solieu: Callable[..., Any], title: str, tmp_path: Path) -> Callable[..., tuple[Any, list[Document]]]:
    """Pulls the project, and gives what the command said and the documents that it wrote."""

    def pull(*options: object) -> tuple[Any, list[Document]]:
        done = solieu("pull", "--project", title, "--out", tmp_path / "pulled.jsonl", *options)
        return done, list(read_jsonl(tmp_path / "pulled.jsonl"))

    return pull


def test_an_annotation_comes_back_with_the_annotator_s_name_and_the_original_text(
    task: Callable[..., dict[str, Any]], pulled: Callable[..., Any], owner: Any, article: Document, tmp_path: Path
) -> None:
    made = task(article.with_spans([]))
    shown = made["data"]["text"]
    owner.annotate(made, [region(shown, "Đại tá", "RANK"), region(shown, "26/6", "DATE", name="r2")])

    done, (document,) = pulled()

    assert done.status == 0, done.err
    assert document.text == article.text
    assert [document.span_text(span) for span in document.spans] == ["26/6", "Đại tá"]
    (version,) = read_versions(tmp_path / "pulled.jsonl")
    assert version.annotator == "owner@example.org"
    assert version.document.meta == {"outlet": "Báo Long An"}
    assert version.lead_time == 3.5


def test_offsets_in_utf_16_units_are_understood_by_the_words_that_they_cover(
    task: Callable[..., dict[str, Any]], pulled: Callable[..., Any], owner: Any
) -> None:
    text = "🎉🎉 Sáng 26/6, Công an tỉnh họp."
    made = task(Document(text, id="a"))
    # A task whose text was put in by hand with its emoji, so that the page's units differ from characters.
    data = made["data"] | {"text": text, "replaced": {}}
    owner.ask("PATCH", f"/api/tasks/{made['id']}/", {"data": data})
    owner.annotate(made, [region(text, "Công an tỉnh", "ORG", utf16=True)])

    _, (document,) = pulled()

    assert spans_of(document) == [(text.index("Công"), text.index("Công") + 12, "ORG")]


def test_two_annotators_versions_stand_beside_each_other(
    task: Callable[..., dict[str, Any]], pulled: Callable[..., Any], owner: Any, colleague: Any, tmp_path: Path
) -> None:
    made = task(Document("Công an tỉnh Long An", id="a"))
    owner.annotate(made, [region("Công an tỉnh Long An", "Công an tỉnh Long An", "ORG")])
    colleague.annotate(made, [region("Công an tỉnh Long An", "Công an tỉnh", "ORG")])

    pulled()

    versions = read_versions(tmp_path / "pulled.jsonl")
    assert [(version.annotator, spans_of(version.document)) for version in versions] == [
        ("owner@example.org", [(0, 20, "ORG")]),
        ("lan@example.org", [(0, 12, "ORG")]),
    ]


def test_by_a_rule_two_annotators_versions_become_one_and_disagreements_are_listed(
    task: Callable[..., dict[str, Any]], pulled: Callable[..., Any], owner: Any, colleague: Any, tmp_path: Path
) -> None:
    text = "Công an tỉnh Long An họp ngày 26/6"
    made = task(Document(text, id="a"))
    date = region(text, "ngày 26/6", "DATE", name="d")
    owner.annotate(made, [region(text, "Công an tỉnh", "ORG"), date])
    colleague.annotate(made, [region(text, "Công an tỉnh Long An", "ORG"), date])

    done, (document,) = pulled("--agree", "longest", "--disagreements", tmp_path / "differ.jsonl")

    assert done.status == 0
    assert document.id == "a"
    assert spans_of(document) == [(0, 20, "ORG"), (25, 34, "DATE")]
    (differ,) = (json.loads(line) for line in (tmp_path / "differ.jsonl").read_text("utf-8").splitlines())
    assert [reading["annotator"] for reading in differ["readings"]] == ["owner@example.org", "lan@example.org"]


def test_skipped_empty_and_unannotated_articles_are_told_apart(
    task: Callable[..., dict[str, Any]], pulled: Callable[..., Any], owner: Any, tmp_path: Path
) -> None:
    owner.annotate(task(Document("Bài bỏ qua", id="skipped")), [], was_cancelled=True)
    owner.annotate(task(Document("Bài không có gì", id="empty")), [])
    task(Document("Bài chưa làm", id="open"))

    done, documents = pulled("--skipped", tmp_path / "skipped.jsonl")

    assert done.status == 0
    assert [(document.id, document.spans) for document in documents] == [("empty", ())]
    assert [document.id for document in read_jsonl(tmp_path / "skipped.jsonl")] == ["skipped"]
    assert "document 'skipped' is cancelled by owner@example.org" in done.err
    assert "document 'open' is not annotated" in done.err


def test_comments_and_relations_come_back(
    task: Callable[..., dict[str, Any]], pulled: Callable[..., Any], owner: Any, tmp_path: Path
) -> None:
    text = "Đại tá Lâm Minh Hồng"
    result = [
        region(text, "Đại tá", "RANK"),
        region(text, "Lâm Minh Hồng", "PERSON", name="r2"),
        {"type": "relation", "from_id": "r1", "to_id": "r2", "direction": "right"},
        {"id": "c", "from_name": "comment", "to_name": "text", "type": "textarea", "value": {"text": ["Tên đúng?"]}},
    ]
    owner.annotate(task(Document(text, id="a")), result)

    pulled()

    (version,) = read_versions(tmp_path / "pulled.jsonl")
    assert version.comment == "Tên đúng?"
    ((source, target),) = ((relation.source.label, relation.target.label) for relation in version.relations)
    assert (source, target) == ("RANK", "PERSON")


def test_what_is_refused_is_listed_and_the_rest_written(
    task: Callable[..., dict[str, Any]], pulled: Callable[..., Any], owner: Any
) -> None:
    owner.annotate(task(Document("Công an tỉnh", id="good")), [region("Công an tỉnh", "Công an tỉnh", "ORG")])
    changed = task(Document("Công an huyện", id="bad"))
    owner.ask("PATCH", f"/api/tasks/{changed['id']}/", {"data": changed["data"] | {"text": "Công an Huyện"}})

    done, documents = pulled()

    assert done.status == 1
    assert [document.id for document in documents] == ["good"]
    assert f"refused: task {changed['id']}: its text is not the one that was exported" in done.err


def test_a_project_that_is_not_there_is_one_sentence(solieu: Callable[..., Any], title: str, tmp_path: Path) -> None:
    done = solieu("pull", "--project", title, "--out", tmp_path / "pulled.jsonl")

    assert done.status == 2
    assert f"has no project {title!r} that the token's account can see" in done.err
    assert not (tmp_path / "pulled.jsonl").exists()


def test_it_is_counted_what_annotators_made_of_suggestions(
    solieu: Callable[..., Any], articles: Callable[..., Path], owner: Any, title: str, tmp_path: Path
) -> None:
    text = "Đại tá Lâm Minh Hồng, Công an tỉnh Long An, ngày 26/6"
    found = [("Đại tá", "RANK"), ("Lâm Minh Hồng", "PERSON"), ("Công an tỉnh", "ORG"), ("An", "LOC")]
    spans = [Span(text.rindex(words), text.rindex(words) + len(words), label, 0.5) for words, label in found]
    file = articles(Document(text, tuple(spans), "a"))
    solieu("push", file, "--project", title, "--predictions", file, "--model-version", "máy")
    (task,) = owner.tasks(title)
    kept = [
        region(text, "Đại tá", "RANK", name="1"),
        region(text, "Lâm Minh Hồng", "PERSON", name="2"),
        region(text, "Công an tỉnh Long An", "ORG", name="3"),
        region(text, "ngày 26/6", "DATE", name="4"),
    ]
    owner.annotate(task, kept, parent_prediction=task["predictions"][0]["id"])
    owner.annotate(task, kept)

    solieu("pull", "--project", title, "--out", tmp_path / "out.jsonl", "--tasks", tmp_path / "tasks.json")
    done = solieu("acceptance", tmp_path / "tasks.json")

    assert done.status == 0, done.err
    rows = {line.split()[0]: line.split()[1:] for line in done.out.splitlines() if line.strip()}
    # suggested, accepted, corrected, removed, added, kept
    assert rows["PERSON"] == ["1", "1", "0", "0", "0", "1.000"]
    assert rows["ORG"] == ["1", "0", "1", "0", "0", "0.000"]
    assert rows["LOC"] == ["1", "0", "0", "1", "0", "0.000"]
    assert rows["DATE"] == ["0", "0", "0", "0", "1", "–"]
    assert rows["all"] == ["4", "2", "1", "1", "1", "0.500"]
    assert "not started from a suggestion: 1 annotation" in done.out


def _some_documents(number: int) -> list[Document]:
    """Documents of any text with spans anywhere in it, the same in each run."""
    found: list[Document] = []

    @settings(
        max_examples=number,
        derandomize=True,
        database=None,
        phases=[Phase.generate],
        suppress_health_check=list(HealthCheck),
    )
    @given(st.from_type(Document))
    def collect(document: Document) -> None:
        found.append(replace(document, id=f"d{len(found)}"))

    collect()
    return found


def test_documents_of_any_text_come_back_as_they_went(
    solieu: Callable[..., Any], articles: Callable[..., Path], title: str, tmp_path: Path
) -> None:
    documents = [document for document in _some_documents(120) if document.spans]
    file = articles(*documents)
    assert len(documents) > 40

    pushed = solieu("push", file, "--project", title)
    done = solieu("pull", "--project", title, "--out", tmp_path / "out.jsonl", "--agree", "first")

    assert pushed.status == 0, pushed.err
    assert done.status == 0, done.err
    back = {document.id: (document.text, spans_of(document)) for document in read_jsonl(tmp_path / "out.jsonl")}
    assert back == {document.id: (document.text, spans_of(document)) for document in documents}
