"""The machine learning backend, connected to a real Label Studio server."""

import subprocess
import sys
from collections.abc import Callable
from pathlib import Path
from typing import Any

import pytest

from solieu.annotation import Document
from solieu.annotation.suggester import Suggester

SECRET = "correct horse battery staple"


@pytest.mark.slow
def test_a_project_that_is_connected_gets_the_backend_s_predictions(
    owner: Any,
    solieu: Callable[..., Any],
    articles: Callable[..., Path],
    article: Document,
    title: str,
    tmp_path: Path,
) -> None:
    (tmp_path / "secret").write_text(SECRET, encoding="utf-8")
    assert solieu("push", "--project", title, articles(article.with_spans(()))).status == 0
    project = owner.project(title)["id"]
    command = [sys.executable, "-m", "solieu", "serve", "--label-studio", "--suggester", "--port", "0"]
    command += ["--secret-file", str(tmp_path / "secret")]
    with subprocess.Popen(command, stderr=subprocess.PIPE, text=True, encoding="utf-8") as backend:
        try:
            assert backend.stderr is not None
            version, _, address = backend.stderr.readline().strip().partition(" listens on ")
            connection = {"project": project, "url": address, "title": "solieu", "auth_method": "BASIC_AUTH"}
            secret = {"basic_auth_user": "label-studio", "basic_auth_pass": SECRET}
            made = owner.ask("POST", "/api/ml/", connection | secret)
            everything = {"selectedItems": {"all": True, "excluded": []}}
            owner.ask("POST", "/api/dm/actions/", everything, id="retrieve_tasks_predictions", project=project)
        finally:
            backend.kill()

    (task,) = owner.tasks(title)
    (prediction,) = task["predictions"]
    expected = [(span.start, span.end, [span.label]) for span in Suggester.default().suggest(article).spans]
    values = [region["value"] for region in prediction["result"]]
    assert made["state"] == "CO"  # connected
    assert prediction["model_version"] == version
    assert [(value["start"], value["end"], value["labels"]) for value in values] == expected
