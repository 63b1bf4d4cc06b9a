"""`solieu annotate push`, to a real Label Studio server."""

from __future__ import annotations

import os
import signal
import subprocess
import sys
import time
from collections.abc import Callable
from dataclasses import replace
from pathlib import Path
from typing import Any

import pytest

from solieu.annotation import Document, LabelSchema, Span
from solieu.annotation.label_studio_config import check_config
from solieu.label_studio import LabelStudio
from solieu.label_studio_connection import Connection
from solieu.label_studio_push import push
from solieu.label_studio_token import Token

pytestmark = pytest.mark.slow


def bare(document: Document) -> Document:
    return document.with_spans([])


def test_the_project_is_made_with_the_labels_of_the_schema(
    solieu: Callable[..., Any], articles: Callable[..., Path], owner: Any, title: str, article: Document
) -> None:
    done = solieu("push", articles(bare(article)), "--project", title)

    assert done.status == 0, done.err
    project = owner.project(title)
    assert f"1 sent, 0 there already: {owner.server}/projects/{project['id']}" in done.err
    check_config(project["label_config"], LabelSchema.default())


def test_suggestions_are_on_the_server_at_the_places_that_the_model_found(
    solieu: Callable[..., Any], articles: Callable[..., Path], owner: Any, title: str, article: Document
) -> None:
    found = article.with_spans(replace(span, score=0.9) for span in article.spans)
    file, predictions = articles(bare(article)), articles(found, name="found.jsonl")

    done = solieu("push", file, "--project", title, "--predictions", predictions, "--model-version", "máy 1")

    assert done.status == 0, done.err
    (task,) = owner.tasks(title)
    (prediction,) = task["predictions"]
    assert prediction["model_version"] == owner.project(title)["model_version"] == "máy 1"
    values = [region["value"] for region in prediction["result"]]
    assert [(value["start"], value["end"], value["labels"]) for value in values] == [
        (span.start, span.end, [span.label]) for span in article.spans
    ]
    assert all(task["data"]["text"][value["start"] : value["end"]] == value["text"] for value in values)
    assert [value["text"] for value in values] == [article.span_text(span) for span in article.spans]


def test_a_model_s_findings_are_suggested_under_the_name_of_its_directory(
    solieu: Callable[..., Any], articles: Callable[..., Path], owner: Any, title: str, tiny_checkpoint: Path
) -> None:
    done = solieu(
        "push", articles(Document("Công an tỉnh Long An", id="a")), "--project", title, "--model", tiny_checkpoint
    )

    assert done.status == 0, done.err
    (task,) = owner.tasks(title)
    assert [prediction["model_version"] for prediction in task["predictions"]] == [tiny_checkpoint.name]


def test_the_page_shows_the_suggestions_of_the_last_push_and_the_command_says_so(
    solieu: Callable[..., Any], articles: Callable[..., Path], owner: Any, title: str
) -> None:
    for number in (1, 2):
        file = articles(Document("Công an tỉnh", (Span(0, 12, "ORG", 0.5),), f"a{number}"))
        bare_file = articles(Document("Công an tỉnh", id=f"a{number}"), name="bare.jsonl")
        done = solieu(
            *("push", bare_file, "--project", title, "--predictions", file, "--model-version", f"máy {number}")
        )

    assert done.status == 0, done.err
    assert owner.project(title)["model_version"] == "máy 2"
    assert "now shows the suggestions of 'máy 2' and no longer those of 'máy 1'" in done.err


def test_articles_without_a_suggestion_are_sent_with_none(
    solieu: Callable[..., Any], articles: Callable[..., Path], owner: Any, title: str
) -> None:
    bare_file = articles(*(Document("Công an tỉnh", id=f"a{number}") for number in range(60)))
    found = articles(Document("Công an tỉnh", (Span(0, 12, "ORG", 0.5),), "a59"), name="found.jsonl")

    done = solieu("push", bare_file, "--project", title, "--predictions", found, "--model-version", "máy 1")

    assert done.status == 0, done.err
    assert [task["data"]["document"] for task in owner.tasks(title) if task["predictions"]] == ["a59"]
    assert owner.project(title)["model_version"] == "máy 1"


def test_annotated_articles_are_sent_with_their_annotation(
    solieu: Callable[..., Any], articles: Callable[..., Path], owner: Any, title: str, article: Document
) -> None:
    assert solieu("push", articles(article), "--project", title).status == 0

    (task,) = owner.tasks(title)
    (annotation,) = task["annotations"]
    assert annotation["ground_truth"]
    assert len(annotation["result"]) == len(article.spans)


def test_a_second_push_sends_only_what_is_new(
    solieu: Callable[..., Any], articles: Callable[..., Path], owner: Any, title: str, article: Document
) -> None:
    assert solieu("push", articles(bare(article)), "--project", title).status == 0

    done = solieu("push", articles(bare(article), Document("Bài thứ hai", id="hai")), "--project", title)

    assert done.status == 0
    assert "1 sent, 1 there already" in done.err
    assert [task["data"]["document"] for task in owner.tasks(title)] == ["long-an", "hai"]


def test_another_text_under_the_same_id_is_named_and_not_sent(
    solieu: Callable[..., Any], articles: Callable[..., Path], owner: Any, title: str
) -> None:
    assert solieu("push", articles(Document("Bài viết", id="a")), "--project", title).status == 0

    done = solieu("push", articles(Document("Bài viết đã sửa", id="a"), Document("Khác", id="b")), "--project", title)

    assert done.status == 1
    assert "document 'a': is in the project with another text, so it was not sent" in done.err
    assert [task["data"]["text"] for task in owner.tasks(title)] == ["Bài viết", "Khác"]


def test_what_cannot_be_read_is_named_and_the_rest_sent(
    solieu: Callable[..., Any], tmp_path: Path, owner: Any, title: str
) -> None:
    (tmp_path / "good.txt").write_text("Công an tỉnh", encoding="utf-8")
    (tmp_path / "bad.txt").write_bytes(b"\xff\xfe\xfa")

    done = solieu("push", "good.txt", "bad.txt", "--project", title)

    assert done.status == 1
    assert "bad.txt" in done.err
    assert [task["data"]["document"] for task in owner.tasks(title)] == ["good.txt"]


def test_a_project_with_labels_of_others_is_refused(
    solieu: Callable[..., Any], articles: Callable[..., Path], owner: Any, title: str
) -> None:
    config = (
        '<View><Labels name="label" toName="text"><Label value="Animal"/></Labels>'
        '<Text name="text" value="$text"/></View>'
    )
    project = owner.ask("POST", "/api/projects/", {"title": title, "label_config": config})

    done = solieu("push", articles(Document("Công an", id="a")), "--project", title)

    assert done.status == 2
    assert f"project {title!r}: the project's labelling configuration is not solieu's" in done.err
    assert "Animal" in done.err
    assert owner.ask("GET", f"/api/projects/{project['id']}/")["task_number"] == 0


def test_a_project_that_was_made_in_the_page_and_not_set_up_gets_the_labels(
    solieu: Callable[..., Any], articles: Callable[..., Path], owner: Any, title: str
) -> None:
    owner.ask("POST", "/api/projects/", {"title": title})

    assert solieu("push", articles(Document("Công an", id="a")), "--project", title).status == 0
    check_config(owner.project(title)["label_config"], LabelSchema.default())


def test_a_project_of_another_title_in_capitals_is_another(
    solieu: Callable[..., Any], articles: Callable[..., Path], owner: Any, title: str
) -> None:
    file = articles(Document("Công an", id="a"))
    assert solieu("push", file, "--project", title).status == 0
    assert solieu("push", file, "--project", title.upper()).status == 0

    assert owner.project(title)["id"] != owner.project(title.upper())["id"]


def test_two_projects_of_one_title_are_refused(
    solieu: Callable[..., Any], articles: Callable[..., Path], owner: Any, title: str
) -> None:
    for _ in range(2):
        owner.ask("POST", "/api/projects/", {"title": title})

    done = solieu("push", articles(Document("Công an", id="a")), "--project", title)

    assert done.status == 2
    assert f"2 projects have the title {title!r}" in done.err


def test_a_title_of_two_characters_is_refused(solieu: Callable[..., Any], articles: Callable[..., Path]) -> None:
    done = solieu("push", articles(Document("Công an", id="a")), "--project", "An")

    assert done.status == 2
    assert "the title 'An' is too short; Label Studio wants three characters or more" in done.err


def test_a_label_that_the_project_lacks_is_refused(
    solieu: Callable[..., Any], articles: Callable[..., Path], title: str
) -> None:
    done = solieu("push", articles(Document("Công an", (Span(0, 7, "TEAM"),), "a")), "--project", title)

    assert done.status == 2
    assert "document 'a': has the label 'TEAM', which the project's labels (PERSON, " in done.err


def test_an_article_that_cannot_be_sent_is_named(
    solieu: Callable[..., Any], tmp_path: Path, owner: Any, title: str
) -> None:
    (tmp_path / "half.jsonl").write_text('{"id": "a", "text": "Công an", "spans": [], "outlet": "\\ud800"}\n', "utf-8")

    done = solieu("push", "half.jsonl", "--project", title)

    assert done.status == 2
    assert "document 'a': its id or 'meta' cannot be sent as JSON" in done.err
    assert owner.tasks(title) == []


def test_a_push_that_was_killed_midway_is_gone_on_with(
    solieu: Callable[..., Any], articles: Callable[..., Path], owner: Any, title: str
) -> None:
    documents = [Document(f"Bài số {number}. " + "Công an tỉnh. " * 20, id=f"a{number}") for number in range(300)]
    file = articles(*documents)
    own = {"LABEL_STUDIO_URL": owner.server, "LABEL_STUDIO_API_KEY": owner.personal}
    command = [sys.executable, "-m", "solieu", "annotate", "push", str(file), "--project", title]
    process = subprocess.Popen(command, env=os.environ | own, stderr=subprocess.DEVNULL)
    try:
        while not _count(owner, title):
            assert process.poll() is None
            time.sleep(0.05)
    finally:
        process.send_signal(signal.SIGKILL)
        process.wait()
    arrived = -1
    while arrived != (arrived := _count(owner, title)):
        time.sleep(2)  # the server still finishes what it was given last

    done = solieu("push", file, "--project", title)

    assert done.status == 0, done.err
    assert 0 < arrived < len(documents)
    assert sorted(task["data"]["document"] for task in owner.tasks(title)) == sorted(
        document.id for document in documents
    )


def test_what_another_push_sends_at_the_same_time_is_named(owner: Any, title: str) -> None:
    documents = [Document("Công an tỉnh", id="a"), Document("Công an huyện", id="b")]

    with Connection(owner.server, Token(owner.legacy, "here")) as connection:
        server = LabelStudio(connection)

        def push_between(sent: int, _: int) -> None:
            if sent == 0:
                push(server, title, documents[:1], LabelSchema.default(), report=lambda *_: None)

        done = push(server, title, documents, LabelSchema.default(), report=push_between)

    numbers = [task["id"] for task in owner.tasks(title) if task["data"]["document"] == "a"]
    assert len(numbers) == 2
    assert done.twice == {"a": numbers}


def _count(owner: Any, title: str) -> int:
    found = owner.ask("GET", "/api/projects/", title=title)["results"]
    return found[0]["task_number"] if found else 0
