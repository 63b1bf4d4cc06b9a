"""A small hub on this machine that speaks huggingface_hub's protocol, and `solieu push` to it."""

import base64
import hashlib
import json
import os
import shutil
import subprocess
import sys
import threading
from collections.abc import Callable, Iterator
from dataclasses import dataclass, field
from http.server import BaseHTTPRequestHandler, ThreadingHTTPServer
from pathlib import Path
from typing import Any

import pytest

TOKEN = "hf_theTokenThatMayWrite"
# Lies in a run's directory and is nobody's business.
JUNK = [
    *("predictions.jsonl", "articles.jsonl", "notes.txt", "token", ".env", ".solieu-1f.tmp", "pytorch_model.bin"),
    *("optimizer.pt", "training_args.bin", "model.pkl", "model-old.safetensors", "events.out.tfevents.1", "a.model"),
    *("logs/events.out.tfevents.2", "checkpoints-1/model.safetensors", ".git/config"),
]


@dataclass
class Repository:
    """A repository: its files, which of them are in large file storage, and the header of each commit."""

    private: bool = False
    files: dict[str, bytes] = field(default_factory=lambda: {".gitattributes": b"*.safetensors filter=lfs\n"})
    large: set[str] = field(default_factory=set)
    commits: list[dict[str, str]] = field(default_factory=list)

    @property
    def sha(self) -> str:
        return hashlib.sha1(str(len(self.commits)).encode()).hexdigest()


class Hub(ThreadingHTTPServer):
    """What `huggingface_hub` asks of the hub to make a repository and commit files to it."""

    daemon_threads = True

    def __init__(self) -> None:
        super().__init__(("127.0.0.1", 0), _Handler)
        self.address = f"http://127.0.0.1:{self.server_port}"
        self.token = TOKEN
        self.repositories: dict[str, Repository] = {}
        self.storage: dict[str, bytes] = {}
        self.requests: list[str] = []
        # For the name of an operation the status that it fails with, and what is said to it.
        self.refusals: dict[str, tuple[int, str]] = {}


class _Handler(BaseHTTPRequestHandler):
    server: Hub

    def log_message(self, *_: object) -> None:
        pass

    def do_GET(self) -> None:
        self._handle(b"")

    def do_POST(self) -> None:
        self._handle(self.rfile.read(int(self.headers["Content-Length"])))

    def do_PUT(self) -> None:
        """Take a large file. Addresses in the storage are signed: they need no token."""
        content = self.rfile.read(int(self.headers["Content-Length"]))
        self.server.storage[self.path.rpartition("/")[2]] = content
        self._answer({})

    def _answer(self, content: object, status: int = 200, **headers: str) -> None:
        data = json.dumps(content).encode()
        self.send_response(status)
        for name, value in ({"Content-Type": "application/json", "Content-Length": str(len(data))} | headers).items():
            self.send_header(name.replace("_", "-"), value)
        self.end_headers()
        self.wfile.write(data)

    def _handle(self, body: bytes) -> None:
        path = self.path.partition("?")[0]
        operation = next(
            (part for part in ("create", "validate-yaml", "preupload", "batch", "commit") if part in path), ""
        )
        self.server.requests.append(operation or "info")
        if self.headers.get("Authorization") != f"Bearer {self.server.token}":
            said = "Invalid credentials in Authorization header"
            return self._answer({"error": said}, 401, X_Error_Message=said)
        if operation in self.server.refusals:
            status, said = self.server.refusals[operation]
            return self._answer({"error": said}, status)
        if operation == "create":
            return self._create(json.loads(body))
        if operation == "validate-yaml":
            return self._answer({"errors": [], "warnings": []})
        name = "/".join(path.removeprefix("/api/models").split("/")[1:3]).removesuffix(".git")
        repository = self.server.repositories.get(name)
        if repository is None:
            return self._answer({"error": "Repository not found"}, 404, X_Error_Code="RepoNotFound")
        if operation == "preupload":
            return self._answer({"files": [_mode(file["path"]) for file in json.loads(body)["files"]]})
        if operation == "batch":
            return self._answer({"objects": [self._place(wanted) for wanted in json.loads(body)["objects"]]})
        if operation == "commit":
            return self._commit(name, repository, [json.loads(line) for line in body.splitlines()])
        siblings = [{"rfilename": file} for file in repository.files]
        return self._answer({"id": name, "sha": repository.sha, "private": repository.private, "siblings": siblings})

    def _create(self, wanted: dict[str, Any]) -> None:
        name = f"{wanted['organization']}/{wanted['name']}"
        self.server.repositories[name] = Repository(private=wanted.get("visibility") == "private")
        self._answer({"url": f"{self.server.address}/{name}"})

    def _place(self, wanted: dict[str, Any]) -> dict[str, Any]:
        return wanted | {"actions": {"upload": {"href": f"{self.server.address}/storage/{wanted['oid']}"}}}

    def _commit(self, name: str, repository: Repository, lines: list[dict[str, Any]]) -> None:
        header = lines[0]["value"]
        if header["parentCommit"] != repository.sha:
            return self._answer({"error": "A commit has happened since"}, 412)
        for line in lines[1:]:
            key, value = line["key"], line["value"]
            if key == "file":
                repository.files[value["path"]] = base64.b64decode(value["content"])
            elif key == "lfsFile":
                repository.files[value["path"]] = self.server.storage[value["oid"]]
                repository.large.add(value["path"])
            else:
                assert key == "deletedFile"
                del repository.files[value["path"]]
        repository.commits.append(header)
        return self._answer({"commitUrl": f"{self.server.address}/{name}/commit/1", "commitOid": repository.sha})


def _mode(path: str) -> dict[str, object]:
    return {"path": path, "uploadMode": "lfs" if path.endswith(".safetensors") else "regular", "shouldIgnore": False}


@pytest.fixture(scope="module")
def new_repository() -> type[Repository]:
    return Repository


@pytest.fixture(scope="module")
def hub() -> Iterator[Hub]:
    with Hub() as hub:
        thread = threading.Thread(target=hub.serve_forever, kwargs={"poll_interval": 0.05})
        thread.start()
        yield hub
        hub.shutdown()
        thread.join()


@pytest.fixture(scope="module")
def push(hub: Hub, tmp_path_factory: pytest.TempPathFactory) -> Callable[..., subprocess.CompletedProcess[str]]:
    """Runs `solieu push` in a process of its own, as huggingface_hub reads its variables when it is imported."""
    home = tmp_path_factory.mktemp("home")
    ours = ("HF_", "HUGGING", "TRANSFORMERS_")
    kept = {name: value for name, value in os.environ.items() if not name.startswith(ours)}
    kept |= {"HOME": str(home), "HF_HOME": str(home / "hf"), "NO_PROXY": "127.0.0.1", "HF_HUB_DISABLE_XET": "1"}

    def call(*words: object, **variables: str) -> subprocess.CompletedProcess[str]:
        return subprocess.run(
            [sys.executable, "-m", "solieu", "push", *map(str, words)],
            env=kept | {"HF_ENDPOINT": hub.address, "HF_TOKEN": TOKEN} | variables,
            capture_output=True,
            text=True,
        )

    return call


@pytest.fixture(scope="session")
def junk() -> list[str]:
    """What `directory` holds beside the checkpoint."""
    return JUNK


@pytest.fixture(scope="session")
def directory(run: Path, tmp_path_factory: pytest.TempPathFactory) -> Path:
    """A run's directory in which other things lie, too."""
    directory = shutil.copytree(run, tmp_path_factory.mktemp("push") / "mine")
    for name in JUNK:
        (directory / name).parent.mkdir(exist_ok=True)
        (directory / name).write_text("secret", encoding="utf-8")
    return directory
