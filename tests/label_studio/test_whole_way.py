"""From bare texts to a trained tagger and the articles to annotate next, with a real Label Studio server."""

from __future__ import annotations

import subprocess
import sys
from collections.abc import Callable
from pathlib import Path
from typing import Any

import pytest

from solieu.annotation.annotated_versions import documents_by_annotator, read_versions
from solieu.annotation.jsonl import read_jsonl

PLACES = ("Long An", "Hà Nội", "Cà Mau", "Hải Phòng", "Huế", "Đà Nẵng")


@pytest.mark.slow
def test_articles_go_from_suggestions_to_annotations_to_a_tagger_that_says_what_to_annotate_next(
    solieu: Callable[..., Any], owner: Any, colleague: Any, title: str, tiny_encoder: Path, tmp_path: Path
) -> None:
    (tmp_path / "in").mkdir()
    for number, place in enumerate(PLACES):
        text = f"🎉 Sáng 26/6, Công an tỉnh {place} họp.\r\nCó {number + 2} vụ án."
        (tmp_path / "in" / f"{number}.txt").write_text(text, encoding="utf-8", newline="")
    project = ("--project", title)

    assert solieu("suggest", "in", "--out", "found.jsonl").status == 0
    pushed = solieu("push", "in", *project, "--predictions", "found.jsonl", "--model-version", "luật")
    tasks = owner.tasks(title)
    for task in tasks[:4]:  # accepted as they are; the second annotator leaves the last one out of two articles
        (prediction,) = task["predictions"]
        regions = [{key: value for key, value in region.items() if key != "score"} for region in prediction["result"]]
        owner.annotate(task, regions, parent_prediction=prediction["id"])
        if task in tasks[:2]:
            colleague.annotate(task, regions[:-1], parent_prediction=prediction["id"])
    pulled = solieu("pull", *project, "--agree", "first", "--out", "annotated.jsonl", "--tasks", "tasks.json")
    both = solieu("pull", *project, "--out", "versions.jsonl")
    accepted = solieu("acceptance", "tasks.json")
    settings = ("epochs=1", "batch_subwords=64", "max_length=64", "overlap=16", "precision=fp32", "crf=false")
    data = ("data.train=annotated.jsonl", "data.dev=", "data.evaluate=")
    config = Path(__file__).parents[2] / "configs" / "compact.yaml"
    words = (str(config), f"encoder={tiny_encoder}", "output=model", *settings, *data)
    trained = subprocess.run([sys.executable, "-m", "solieu", "train", *words], capture_output=True, text=True)
    following = solieu("next", *project, "--model", "model", "--out", "next.jsonl")

    assert [done.status for done in (pushed, pulled, both, accepted, following)] == [0] * 5
    assert trained.returncode == 0, trained.stderr
    suggested = {document.id: document for document in read_jsonl(tmp_path / "found.jsonl")}
    annotated = list(read_jsonl(tmp_path / "annotated.jsonl"))
    assert [(document.text, document.spans) for document in annotated] == [
        (suggested[document.id].text, suggested[document.id].spans) for document in annotated
    ]
    assert len(annotated) == 4
    assert "2 disagreements" in pulled.err
    assert "luật: 6 annotations" in accepted.out
    by_annotator = documents_by_annotator(read_versions(tmp_path / "versions.jsonl"))
    assert {name: len(documents) for name, documents in by_annotator.items()} == {
        "lan@example.org": 2,
        "owner@example.org": 4,
    }
    assert {document.id for document in read_jsonl(tmp_path / "next.jsonl")} == {"in/4.txt", "in/5.txt"}
