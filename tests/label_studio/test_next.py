"""`solieu annotate next --project`: the order of articles in a real Label Studio server."""

from __future__ import annotations

from collections.abc import Callable
from pathlib import Path
from typing import Any

import pytest

from solieu.annotation import Document
from solieu.annotation.jsonl import read_jsonl

pytestmark = pytest.mark.slow

TEXTS = ("Công an tỉnh Long An họp.", "Ngày 26/6, 🎉 Hà Nội\r\nmưa.", "Đại tá Lâm Minh Hồng phát biểu.", "Không có gì.")


@pytest.fixture
def ordered(
    solieu: Callable[..., Any], title: str, tiny_checkpoint: Path, tmp_path: Path
) -> Callable[..., list[Document]]:
    """Orders the project, and gives the articles as they were written."""

    def order(*options: object) -> list[Document]:
        words = ("next", "--project", title, "--model", tiny_checkpoint, "--out", tmp_path / "next.jsonl")
        done = solieu(*words, *options)
        assert done.status == 0, done.err
        return list(read_jsonl(tmp_path / "next.jsonl"))

    return order


@pytest.fixture
def pushed(solieu: Callable[..., Any], articles: Callable[..., Path], title: str) -> list[Document]:
    """Articles that stand in the project, more than nine, so that numbers sort otherwise than words."""
    documents = [Document(f"{text} {number}", id=f"a{number}") for number, text in enumerate(TEXTS * 3)]
    assert solieu("push", articles(*documents), "--project", title).status == 0
    return documents


def tab(owner: Any, title: str) -> dict[str, Any]:
    """The one tab of the project's page that is sorted by the order."""
    views = owner.ask("GET", "/api/dm/views/", project=owner.project(title)["id"])
    (found,) = (view for view in views if view["data"].get("title") == "solieu next")
    return found


def shown(owner: Any, title: str) -> list[str]:
    """The ids of the articles as the tab lists them."""
    query = {"project": owner.project(title)["id"], "view": tab(owner, title)["id"], "page_size": 100}
    return [task["data"]["document"] for task in owner.ask("GET", "/api/tasks/", **query)["tasks"]]


def offered(owner: Any, title: str) -> str:
    """The id of the article that "Label Tasks As Displayed" opens."""
    view, project = tab(owner, title), owner.project(title)["id"]
    body = {"ordering": view["data"]["ordering"], "selectedItems": {"all": True, "excluded": []}}
    task = owner.ask("POST", "/api/dm/actions/", body, id="next_task", project=project, tabID=view["id"])
    return task["data"]["document"]


def test_the_page_lists_and_offers_the_articles_in_their_order(
    ordered: Callable[..., list[Document]], pushed: list[Document], owner: Any, title: str
) -> None:
    names = [document.id for document in ordered()]

    assert sorted(names) == sorted(document.id for document in pushed)
    assert names != [document.id for document in pushed]
    assert shown(owner, title) == names
    assert offered(owner, title) == names[0]


def test_what_was_annotated_meanwhile_is_not_ordered_again(
    ordered: Callable[..., list[Document]], pushed: list[Document], owner: Any, title: str
) -> None:
    first = ordered()[0]
    task = next(task for task in owner.tasks(title) if task["data"]["document"] == first.id)
    owner.annotate(task, [])

    again = [document.id for document in ordered()]

    assert len(again) == len(pushed) - 1
    assert first.id not in again
    assert offered(owner, title) == again[0]


@pytest.mark.usefixtures("pushed")
def test_with_a_count_the_chosen_ones_come_first_and_lose_their_places_when_they_are_chosen_no_more(
    ordered: Callable[..., list[Document]], owner: Any, title: str
) -> None:
    ordered()
    chosen = [document.id for document in ordered("--count", 3)]

    numbers = {task["data"]["document"]: task["data"].get("order") for task in owner.tasks(title)}
    assert shown(owner, title)[:3] == chosen
    assert {name: number for name, number in numbers.items() if number is not None} == {
        name: place for place, name in enumerate(chosen, start=1)
    }


def test_numbered_tasks_are_pulled_with_their_original_texts(
    solieu: Callable[..., Any],
    ordered: Callable[..., list[Document]],
    pushed: list[Document],
    owner: Any,
    title: str,
    tmp_path: Path,
) -> None:
    ordered()
    for task in owner.tasks(title):
        owner.annotate(task, [])

    done = solieu("pull", "--project", title, "--out", tmp_path / "out.jsonl")

    assert done.status == 0, done.err
    assert {document.id: document.text for document in read_jsonl(tmp_path / "out.jsonl")} == {
        document.id: document.text for document in pushed
    }


def test_a_project_in_which_all_is_annotated_is_one_sentence(
    solieu: Callable[..., Any],
    articles: Callable[..., Path],
    owner: Any,
    title: str,
    tiny_checkpoint: Path,
) -> None:
    solieu("push", articles(Document("Công an", id="a")), "--project", title)
    owner.annotate(owner.tasks(title)[0], [])

    done = solieu("next", "--project", title, "--model", tiny_checkpoint)

    assert done.status == 2
    assert f"project {title!r}: holds no article that nobody has annotated; push others" in done.err
