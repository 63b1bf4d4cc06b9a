"""`solieu annotate suggest`, `score-rules` and `next`."""

import json
from collections.abc import Callable
from pathlib import Path
from typing import Any

import pytest

from solieu.annotation import Document
from solieu.annotation.jsonl import read_jsonl, write_jsonl

Command = Callable[..., Any]
DATA = Path(__file__).parents[2] / "data"


def test_suggest_writes_articles_with_spans(solieu: Command, tmp_path: Path) -> None:
    (tmp_path / "tin.txt").write_text("Sáng 26/6, Công an tỉnh Long An họp.", encoding="utf-8")

    done = solieu("annotate", "suggest", str(tmp_path / "tin.txt"), "--out", str(tmp_path / "out.jsonl"))

    (document,) = read_jsonl(tmp_path / "out.jsonl")
    assert done.status == 0
    assert [(span.label, document.span_text(span)) for span in document.spans] == [
        ("DATE", "Sáng 26/6"),
        ("ORG", "Công an tỉnh Long An"),
    ]
    assert "1 article with 2 spans" in done.err


def test_suggest_names_an_article_that_cannot_be_read(solieu: Command, tmp_path: Path) -> None:
    (tmp_path / "tin.txt").write_text("Công an", encoding="utf-8")
    words = ("annotate", "suggest", str(tmp_path / "tin.txt"), str(tmp_path / "none.txt"))

    done = solieu(*words, "--out", str(tmp_path / "out.jsonl"))

    assert done.status == 1
    assert "none.txt" in done.err
    assert len(list(read_jsonl(tmp_path / "out.jsonl"))) == 1


def test_suggest_takes_other_rules(solieu: Command, tmp_path: Path) -> None:
    (tmp_path / "tin.txt").write_text("Công an", encoding="utf-8")
    (tmp_path / "rules.yaml").write_text("label: LOC\nrules: [Công]", encoding="utf-8")
    words = ("annotate", "suggest", str(tmp_path / "tin.txt"), "--rules", str(tmp_path))

    solieu(*words, "--out", str(tmp_path / "out.jsonl"))

    (document,) = read_jsonl(tmp_path / "out.jsonl")
    assert [(span.label, document.span_text(span)) for span in document.spans] == [("LOC", "Công")]


def test_score_rules_prints_precision_and_recall(solieu: Command) -> None:
    done = solieu("annotate", "score-rules", "--data", str(DATA / "seeds.jsonl"))

    assert done.status == 0
    assert "INDICATOR" in done.out
    assert "overlap" in done.out


def test_next_orders_articles_with_their_scores(solieu: Command, tiny_checkpoint: Path, tmp_path: Path) -> None:
    write_jsonl([Document("Công an tỉnh họp", id="a"), Document("26/6", id="b")], tmp_path / "in.jsonl")
    words = ("annotate", "next", str(tmp_path / "in.jsonl"), "--model", str(tiny_checkpoint))

    done = solieu(*words, "--out", str(tmp_path / "out.jsonl"), "--count", "1")

    (document,) = read_jsonl(tmp_path / "out.jsonl")
    assert done.status == 0
    assert document.meta["selection"]["place"] == 1


def test_next_refuses_a_file_without_articles(solieu: Command, tiny_checkpoint: Path, tmp_path: Path) -> None:
    (tmp_path / "in.jsonl").touch()
    words = ("annotate", "next", str(tmp_path / "in.jsonl"), "--model", str(tiny_checkpoint))

    done = solieu(*words, "--out", str(tmp_path / "out.jsonl"))

    assert done.status == 2
    assert "holds no document" in done.err
    assert not (tmp_path / "out.jsonl").exists()


@pytest.mark.parametrize(
    ("words", "message"),
    [
        ((), "the articles to order are a file's or a project's; give either the file or --project"),
        (("in.jsonl", "--project", "Tin"), "give either the file or --project"),
        (("in.jsonl",), "the new order has to go somewhere; give --out"),
    ],
)
def test_next_needs_one_place_to_take_articles_from_and_one_to_write_to(
    solieu: Command, words: tuple[str, ...], message: str
) -> None:
    done = solieu("annotate", "next", *words, "--model", "model")

    assert done.status == 2
    assert message in done.err


def test_what_rules_suggest_is_never_taken_for_an_annotation(solieu: Command, tmp_path: Path) -> None:
    (tmp_path / "tin.txt").write_text("Công an tỉnh Long An họp.", encoding="utf-8")
    found, tasks = tmp_path / "found.jsonl", tmp_path / "tasks.json"
    solieu("annotate", "suggest", tmp_path / "tin.txt", "--out", found)

    refused = solieu("annotate", "export", found, "--out", tasks)
    done = solieu("annotate", "export", found, "--out", tasks, "--predictions", found, "--model-version", "luật")

    assert refused.status == 2
    assert "its spans were suggested by rules and are no annotation; give the file with --predictions" in refused.err
    assert done.status == 0
    (task,) = json.loads(tasks.read_text(encoding="utf-8"))
    assert "annotations" not in task
    assert [prediction["model_version"] for prediction in task["predictions"]] == ["luật"]
    assert task["data"]["meta"] == {}
