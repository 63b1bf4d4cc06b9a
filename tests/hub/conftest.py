"""A small hub on this machine from which `huggingface_hub` downloads, and `locate_checkpoint` asking it."""

from __future__ import annotations

import hashlib
import json
import os
import subprocess
import sys
import threading
from collections.abc import Callable, Iterator
from dataclasses import dataclass, field
from http.server import BaseHTTPRequestHandler, ThreadingHTTPServer
from pathlib import Path
from urllib.parse import parse_qs, unquote, urlsplit

import pytest

MEMBER = "hf_theTokenThatMayRead"
LOCATE = """
import sys
from solieu.annotation import SolieuError
from solieu.models.encoder_source import locate_checkpoint
for name in sys.argv[1:]:
    try:
        print(locate_checkpoint(name))
    except SolieuError as error:
        print("refused:", error)
"""


@dataclass
class Repository:
    """A repository: the files of each revision, its discussions, and whom it is shown to.

    Args:
        revisions: For ``main`` and each ``refs/pr/N`` its files.
        discussions: What the hub tells of each discussion, pull requests among them.
        gated: Whether files are given only to those who were let in; all else is open to everybody.
        hidden: The status and the error code, if any, that everybody without the token is answered with.
        discussed: Whether it has discussions at all.
    """

    revisions: dict[str, dict[str, bytes]]
    discussions: list[dict[str, object]] = field(default_factory=list)
    gated: bool = False
    hidden: tuple[int, str] | None = None
    discussed: bool = True


class Hub(ThreadingHTTPServer):
    """What `huggingface_hub` asks of the hub to download a repository."""

    daemon_threads = True

    def __init__(self) -> None:
        super().__init__(("127.0.0.1", 0), _Handler)
        self.address = f"http://127.0.0.1:{self.server_port}"
        self.repositories: dict[str, Repository] = {}
        # The hub gives the newest discussions of the asked kind; a mirror may give all.
        self.filters = True
        # A question that is never answered, and a file that is not given.
        self.unanswered = self.missing = ""
        self.downloaded: list[str] = []
        self._over = threading.Event()
        self._thread = threading.Thread(target=self.serve_forever, kwargs={"poll_interval": 0.02})
        self._thread.start()

    def wait(self) -> None:
        """Return when the hub vanishes."""
        self._over.wait()

    def vanish(self) -> None:
        """From now on nobody answers at the address."""
        self._over.set()
        if self._thread.is_alive():
            self.shutdown()
            self._thread.join()
            self.server_close()


class _Handler(BaseHTTPRequestHandler):
    server: Hub

    def log_message(self, *_: object) -> None:
        pass

    def do_HEAD(self) -> None:
        self._handle()

    def do_GET(self) -> None:
        self._handle()

    def _answer(self, data: bytes, status: int = 200, **headers: str) -> None:
        self.send_response(status)
        for name, value in ({"Content-Length": str(len(data))} | headers).items():
            self.send_header(name.replace("_", "-"), value)
        self.end_headers()
        if self.command != "HEAD":
            self.wfile.write(data)

    def _tell(self, content: object) -> None:
        self._answer(json.dumps(content).encode(), Content_Type="application/json")

    def _refuse(self, status: int, code: str = "") -> None:
        self._answer(b"{}", status, **({"X_Error_Code": code} if code else {}))

    def _handle(self) -> None:
        address = urlsplit(self.path)
        path = [unquote(part) for part in address.path.removeprefix("/api/models").strip("/").split("/")]
        name, (question, *details) = "/".join(path[:2]), path[2:] or ["revision", "main"]
        repository = self.server.repositories.get(name)
        if repository is None:
            return self._refuse(404, "RepoNotFound")
        if repository.hidden and self.headers.get("Authorization") != f"Bearer {MEMBER}":
            return self._refuse(*repository.hidden)
        if question == self.server.unanswered:
            return self.server.wait()
        if question == "discussions":
            if not repository.discussed:
                return self._refuse(403)
            asked = {key: values[0] for key, values in parse_qs(address.query).items()} if self.server.filters else {}
            return self._discussions(repository, asked)
        commits = {_commit(name, revision): revision for revision in repository.revisions}
        revision = commits.get(details[0], details[0])
        if revision not in repository.revisions:
            return self._refuse(404, "RevisionNotFound")
        commit, files = _commit(name, revision), repository.revisions[revision]
        if question == "revision":
            return self._tell({"id": name, "sha": commit, "siblings": [{"rfilename": file} for file in files]})
        if question == "tree":
            return self._tell(
                [
                    {"type": "file", "path": file, "size": len(data), "oid": hashlib.sha1(data).hexdigest()}
                    for file, data in files.items()
                ]
            )
        assert question == "resolve"
        file = "/".join(details[1:])
        if repository.gated:
            return self._refuse(403, "GatedRepo")
        if file == self.server.missing:
            return self._refuse(403)
        self.server.downloaded.append(file)
        etag = f'"{hashlib.sha1(files[file]).hexdigest()}"'
        return self._answer(files[file], ETag=etag, X_Repo_Commit=commit)

    def _discussions(self, repository: Repository, asked: dict[str, str]) -> None:
        found = [
            discussion
            for discussion in reversed(repository.discussions)
            if asked.get("status") in (None, discussion["status"])
            and (asked.get("type") != "pull_request" or discussion["isPullRequest"])
            and asked.get("author") in (None, discussion.get("author", {}).get("name"))
        ]
        self._tell({"discussions": found[:10], "count": len(found), "start": 0})


def _commit(name: str, revision: str) -> str:
    return hashlib.sha1(f"{name}@{revision}".encode()).hexdigest()


@pytest.fixture
def hub() -> Iterator[Hub]:
    hub = Hub()
    yield hub
    hub.vanish()


@pytest.fixture
def new_repository() -> type[Repository]:
    return Repository


@pytest.fixture
def proposal() -> Callable[..., dict[str, object]]:
    """Makes what the hub tells of a pull request: by default an open one of the hub's bot that adds safetensors."""

    def make(number: int, **others: object) -> dict[str, object]:
        author = others.pop("author", "SFconvertbot")
        told = {"num": number, "title": "Adding `safetensors` variant of this model", "status": "open"}
        told |= {"isPullRequest": True, "createdAt": "2024-05-01T00:00:00.000Z"}
        # The hub tells no author if the account was deleted.
        return told | ({"author": {"name": author}} if author else {}) | others

    return make


@pytest.fixture
def run(hub: Hub, tmp_path: Path) -> Callable[..., str]:
    """Runs Python in a process of its own, as huggingface_hub reads its variables when it is imported."""
    ours = ("HF_", "HUGGING", "TRANSFORMERS_")
    kept = {name: value for name, value in os.environ.items() if not name.startswith(ours)}
    kept |= {"HOME": str(tmp_path), "HF_HOME": str(tmp_path / "hf"), "NO_PROXY": "127.0.0.1"}
    kept |= {"HF_HUB_DISABLE_XET": "1", "HF_HUB_DISABLE_TELEMETRY": "1", "HF_ENDPOINT": hub.address}

    def call(*words: str, **variables: str) -> str:
        command = [sys.executable, *words]
        finished = subprocess.run(command, env=kept | variables, capture_output=True, text=True, timeout=120)
        assert finished.returncode == 0, finished.stderr
        return finished.stdout.strip()

    return call


@pytest.fixture
def locate(run: Callable[..., str]) -> Callable[..., str]:
    """Locates checkpoints; gives a line for each, which is its directory or why there is none."""

    def call(*names: str, **variables: str) -> str:
        return run("-c", LOCATE, *names, **variables)

    return call


@pytest.fixture(scope="session")
def member() -> str:
    """The token of somebody to whom repositories are shown that are hidden from others."""
    return MEMBER
