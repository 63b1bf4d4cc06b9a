"""`solieu serve --label-studio`: a real server in a process of its own."""

import base64
import json
import signal
import subprocess
import sys
from collections.abc import Iterator
from contextlib import contextmanager
from http.client import HTTPConnection
from pathlib import Path
from typing import Any

import httpx
import pytest

from solieu.annotation import Document, LabelSchema
from solieu.annotation.label_studio_config import labelling_config
from solieu.annotation.label_studio_tasks import make_tasks
from solieu.annotation.suggester import Suggester
from solieu.models.extractor import Extractor

CONFIG = labelling_config(LabelSchema.default())
SECRET = "correct horse battery staple"
TEXT = "Sáng 26/6, Công an tỉnh Long An họp."


@contextmanager
def serving(*words: str) -> Iterator[tuple[httpx.Client, subprocess.Popen[str]]]:
    """A server on a free port, and a client of it."""
    command = [sys.executable, "-m", "solieu", "serve", "--label-studio", "--port", "0", *words]
    with subprocess.Popen(command, stderr=subprocess.PIPE, text=True, encoding="utf-8") as process:
        assert process.stderr is not None
        try:
            line = process.stderr.readline()
            assert " listens on http://" in line, line + process.stderr.read()
            with httpx.Client(base_url=line.rsplit(" ", 1)[1].strip(), trust_env=False, timeout=60) as client:
                yield client, process
        finally:
            process.kill()


@pytest.fixture(scope="module")
def backend() -> Iterator[httpx.Client]:
    """A server with the rules."""
    with serving("--suggester") as (client, _):
        yield client


def tasks(*texts: str) -> dict[str, Any]:
    """A request as Label Studio sends it."""
    return {"tasks": [{"id": 1, "data": {"text": text}} for text in texts], "label_config": CONFIG, "project": "1.2"}


@pytest.mark.parametrize("path", ["/", "/health"])
def test_it_says_that_it_is_there(backend: httpx.Client, path: str) -> None:
    assert backend.get(path).json()["status"] == "UP"


def test_setup_and_versions_tell_the_model_s_version(backend: httpx.Client) -> None:
    version = backend.post("/setup", json={"project": "1.2", "schema": CONFIG}).json()["model_version"]

    assert version.startswith("suggester-")
    assert backend.get("/versions").json() == {"versions": [version]}


def test_it_predicts_regions_for_the_project_s_configuration(backend: httpx.Client) -> None:
    (prediction,) = backend.post("/predict", json=tasks(TEXT)).json()["results"]

    assert prediction["model_version"].startswith("suggester-")
    assert [(region["from_name"], region["to_name"], region["type"]) for region in prediction["result"]] == [
        ("label", "text", "labels"),
        ("label", "text", "labels"),
    ]
    assert [region["value"] for region in prediction["result"]] == [
        {"start": 0, "end": 9, "text": "Sáng 26/6", "labels": ["DATE"]},
        {"start": 11, "end": 31, "text": "Công an tỉnh Long An", "labels": ["ORG"]},
    ]


def test_another_team_s_names_are_taken_from_the_configuration(backend: httpx.Client) -> None:
    config = (
        '<View><Labels name="ner" toName="bai"><Label value="Org"/></Labels><Text name="bai" value="$noi_dung"/></View>'
    )
    request = {"tasks": [{"data": {"noi_dung": TEXT}}], "label_config": config}

    (prediction,) = backend.post("/predict", json=request).json()["results"]

    (region,) = prediction["result"]  # dates are not offered
    assert (region["from_name"], region["to_name"], region["value"]["labels"]) == ("ner", "bai", ["Org"])


def test_predictions_come_in_the_order_of_the_tasks(backend: httpx.Client) -> None:
    results = backend.post("/predict", json=tasks("26/6", "không có gì", "Đại tá")).json()["results"]

    assert [[region["value"]["text"] for region in result["result"]] for result in results] == [
        ["26/6"],
        [],
        ["Đại tá"],
    ]


def test_no_task_gets_no_prediction(backend: httpx.Client) -> None:
    assert backend.post("/predict", json=tasks()).json()["results"] == []


def test_a_task_is_read_as_the_article_that_it_was_made_of(backend: httpx.Client) -> None:
    article = Document("👍 Sáng 26/6,\r\nCông an tỉnh\xa0Long An họp.", id="a")
    (task,) = make_tasks(article)

    (prediction,) = backend.post("/predict", json={"tasks": [task], "label_config": CONFIG}).json()["results"]

    expected = [(span.start, span.end) for span in Suggester.default().suggest(article).spans]
    assert [(region["value"]["start"], region["value"]["end"]) for region in prediction["result"]] == expected
    for region in prediction["result"]:
        value = region["value"]
        assert task["data"]["text"][value["start"] : value["end"]] == value["text"]


def test_webhooks_are_taken_note_of(backend: httpx.Client) -> None:
    assert backend.post("/webhook", json={"action": "START_TRAINING"}).status_code == 200


@pytest.mark.parametrize(
    ("request_", "sentence"),
    [
        ([], "a request must be a JSON object"),
        ({"label_config": CONFIG}, "'tasks' must be a list"),
        ({"tasks": [{}], "label_config": CONFIG}, "task 1 must be an object with 'data'"),
        ({"tasks": [{"data": {"x": "a"}}], "label_config": CONFIG}, "task 1 must have its text in data['text']"),
        ({"tasks": [{"data": {"text": 5}}], "label_config": CONFIG}, "task 1 must have its text in data['text']"),
        ({"tasks": [{"data": {"text": "a", "replaced": {"9": [7]}}}], "label_config": CONFIG}, "task 1: 'replaced'"),
        ({"tasks": [{"data": {"text": "a"}}]}, "'label_config' must be"),
        ({"tasks": [{"data": {"text": "a"}}], "label_config": "<View"}, "'label_config' is no XML"),
        ({"tasks": [{"data": {"text": "a"}}], "label_config": "<!DOCTYPE a><View/>"}, "'label_config' must be"),
        ({"tasks": [{"data": {"text": "a"}}], "label_config": "<View/>"}, "has no <Labels>"),
    ],
)
def test_a_faulty_request_gets_one_sentence(backend: httpx.Client, request_: Any, sentence: str) -> None:
    answer = backend.post("/predict", json=request_)

    assert answer.status_code == 400
    assert sentence in answer.json()["error"]


@pytest.mark.parametrize("body", [b"", b"{", b"\xff", b"[" * 100_000])
def test_what_is_no_json_is_refused(backend: httpx.Client, body: bytes) -> None:
    answer = backend.post("/predict", content=body, headers={"Content-Type": "application/json"})

    assert answer.status_code == 400
    assert "no JSON" in answer.json()["error"]


def test_a_form_of_a_web_page_is_refused(backend: httpx.Client) -> None:
    answer = backend.post("/predict", content=json.dumps(tasks(TEXT)), headers={"Content-Type": "text/plain"})

    assert answer.status_code == 415


def test_a_request_that_is_too_large_is_refused_before_it_is_read(backend: httpx.Client) -> None:
    connection = HTTPConnection("127.0.0.1", backend.base_url.port, timeout=20)
    headers = {"Content-Type": "application/json", "Content-Length": str(10**9)}
    connection.request("POST", "/predict", headers=headers)

    assert connection.getresponse().status == 413


def test_a_request_of_unknown_length_is_refused(backend: httpx.Client) -> None:
    answer = backend.post("/predict", content=iter([b"{}"]), headers={"Content-Type": "application/json"})

    assert answer.status_code == 411


@pytest.mark.parametrize(("method", "path"), [("GET", "/predict"), ("POST", "/train"), ("GET", "/etc/passwd")])
def test_there_is_nothing_else(backend: httpx.Client, method: str, path: str) -> None:
    assert backend.request(method, path, json={} if method == "POST" else None).status_code == 404


def test_it_serves_a_model(tiny_checkpoint: Path) -> None:
    expected = Extractor.from_pretrained(tiny_checkpoint).extract(TEXT).spans
    with serving(str(tiny_checkpoint)) as (client, _):
        (prediction,) = client.post("/predict", json=tasks(TEXT)).json()["results"]

    assert prediction["model_version"].startswith(tiny_checkpoint.name)
    assert [(region["value"]["start"], region["value"]["end"]) for region in prediction["result"]] == [
        (span.start, span.end) for span in expected
    ]
    scores = [region["score"] for region in prediction["result"]]
    assert scores == pytest.approx([span.score for span in expected])
    assert prediction["score"] == pytest.approx(sum(scores) / len(scores))


@pytest.mark.parametrize("number", [signal.SIGTERM, signal.SIGINT])
def test_it_ends_when_it_is_told_to(number: int) -> None:
    with serving("--suggester") as (client, process):
        client.get("/health")
        process.send_signal(number)

        assert process.wait(timeout=20) == 0


@pytest.fixture
def secret_file(tmp_path: Path) -> Path:
    (tmp_path / "secret").write_text(SECRET + "\n", encoding="utf-8")
    return tmp_path / "secret"


def test_with_a_secret_only_those_who_know_it_are_answered(secret_file: Path) -> None:
    with serving("--suggester", "--secret-file", str(secret_file), "--host", "0.0.0.0") as (client, _):
        url = f"http://127.0.0.1:{client.base_url.port}"

        def status(**headers: str) -> int:
            return httpx.get(f"{url}/health", headers=headers, trust_env=False).status_code

        right = base64.b64encode(f"label-studio:{SECRET}".encode()).decode()
        wrong = base64.b64encode(b"label-studio:guess").decode()
        assert status(Authorization=f"Basic {right}") == 200
        assert status(Authorization=f"Bearer {SECRET}") == 200
        assert status() == 401
        assert status(Authorization=f"Basic {wrong}") == 401
        assert status(Authorization="Basic ?") == 401
        assert status(Authorization=SECRET) == 401
        assert httpx.post(f"{url}/predict", json=tasks(TEXT), trust_env=False).status_code == 401


def refusal(*words: str) -> str:
    """What the command says when it does not start."""
    command = [sys.executable, "-m", "solieu", "serve", *words]
    done = subprocess.run(command, capture_output=True, text=True, encoding="utf-8", timeout=60)
    assert done.returncode == 2
    assert "Traceback" not in done.stderr
    return done.stderr


def test_other_machines_are_not_served_without_a_secret() -> None:
    assert "give a --secret-file" in refusal("--label-studio", "--suggester", "--host", "0.0.0.0", "--port", "0")


def test_a_short_secret_is_refused(tmp_path: Path) -> None:
    (tmp_path / "secret").write_text("abc", encoding="utf-8")

    said = refusal("--label-studio", "--suggester", "--secret-file", str(tmp_path / "secret"))

    assert "at least 16 characters" in said


def test_a_port_that_is_taken_is_named(backend: httpx.Client) -> None:
    assert "cannot be listened on" in refusal("--label-studio", "--suggester", "--port", str(backend.base_url.port))


@pytest.mark.parametrize(
    ("words", "sentence"),
    [
        (["--label-studio"], "either a model or --suggester"),
        (["--label-studio", "runs/none", "--suggester"], "either a model or --suggester"),
        (["--suggester"], "give --label-studio"),
    ],
)
def test_what_is_served_must_be_clear(words: list[str], sentence: str) -> None:
    assert sentence in refusal(*words)
