"""Articles of a project that nobody has annotated."""

from collections.abc import Callable
from typing import Any

from solieu.annotation import Document, Span
from solieu.annotation.label_studio_tasks import make_tasks
from solieu.annotation.label_studio_unannotated import unannotated_articles

LONG = Document("Công an tỉnh 🎉 họp.\r\n" * 4, id="long", meta={"outlet": "CAND"})


def numbered(*documents: Document, limit: int = 20_000) -> list[dict[str, Any]]:
    tasks = [task for document in documents for task in make_tasks(document, limit=limit)]
    return [{"id": number, **task} for number, task in enumerate(tasks, start=1)]


def test_an_article_is_put_together_of_its_pieces_with_its_original_text() -> None:
    tasks = numbered(LONG, limit=30)

    (found,) = unannotated_articles(reversed(tasks))

    assert len(tasks) > 1
    assert found.document == LONG
    assert [task["id"] for task in found.tasks] == [task["id"] for task in tasks]


def test_an_article_of_which_one_piece_is_annotated_or_skipped_is_not_among_them(
    annotate: Callable[..., list[dict[str, Any]]],
) -> None:
    first, *others = numbered(LONG, limit=30)
    skipped = annotate(numbered(Document("Bài", id="b")), was_cancelled=True, first=50)

    assert unannotated_articles([*annotate([first], LONG), *others, *skipped]) == []


def test_an_article_with_a_ground_truth_annotation_is_not_among_them() -> None:
    assert unannotated_articles(numbered(Document("Công an", (Span(0, 7, "ORG"),), "a"))) == []


def test_what_is_not_whole_or_not_solieu_s_is_left_out() -> None:
    pieces = numbered(LONG, limit=30)
    changed = numbered(Document("Công an", id="a"))
    changed[0]["data"]["text"] = "Công An"

    assert unannotated_articles([*pieces[:-1], *changed, {"id": 9, "data": {"text": "Bài khác"}}]) == []
