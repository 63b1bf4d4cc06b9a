"""A Label Studio server on this machine, with what its accounts do there."""

from __future__ import annotations

import itertools
import os
import re
import shutil
import signal
import socket
import subprocess
import sys
import time
from collections.abc import Callable, Iterator
from contextlib import suppress
from dataclasses import dataclass
from pathlib import Path
from typing import Any

import httpx
import pytest

from solieu.annotation.documents import Document, Span
from solieu.annotation.jsonl import write_jsonl
from solieu.cli import main

ENVIRONMENT = Path(__file__).parents[2] / ".venv-label-studio"
PASSWORD = "not-a-secret-outside-of-this-test"
PATIENCE = 240  # seconds for the first answer


@dataclass(frozen=True)
class Account:
    """Somebody who works on the server.

    Args:
        server: The server's address.
        email: What the account is called.
        legacy: Its token of the old kind.
        personal: Its personal access token.
    """

    server: str
    email: str
    legacy: str
    personal: str

    def ask(self, method: str, path: str, body: Any = None, **query: Any) -> Any:
        """Ask the server's API as the page does."""
        answer = httpx.request(
            method,
            self.server + path,
            params=query,
            json=body,
            headers={"Authorization": f"Token {self.legacy}"},
            trust_env=False,
            timeout=60,
        )
        answer.raise_for_status()
        return answer.json() if answer.content else None

    def project(self, title: str) -> dict[str, Any]:
        """The one project of a title."""
        found = self.ask("GET", "/api/projects/", title=title, page_size=100)["results"]
        (project,) = (project for project in found if project["title"] == title)
        return project

    def tasks(self, title: str) -> list[dict[str, Any]]:
        """All tasks of a project, with annotations and predictions, as the page asks for them."""
        query = {"project": self.project(title)["id"], "fields": "all", "page_size": 1000}
        return self.ask("GET", "/api/tasks/", **query)["tasks"]

    def annotate(self, task: dict[str, Any], result: list[dict[str, Any]], **others: Any) -> dict[str, Any]:
        """Submit an annotation, as the page's button does."""
        body = {"result": result, "was_cancelled": False, "lead_time": 3.5} | others
        return self.ask("POST", f"/api/tasks/{task['id']}/annotations/", body)


@dataclass(frozen=True)
class Server:
    """The server.

    Args:
        address: Where it answers.
        owner: The account that it was started with.
    """

    address: str
    owner: Account

    def sign_up(self, email: str) -> Account:
        """Make an account on the page that is for it."""
        with httpx.Client(base_url=self.address, trust_env=False, follow_redirects=True, timeout=60) as page:
            form = page.get("/user/signup/").text
            secret = re.search(r'name="csrfmiddlewaretoken" value="([^"]+)"', form)[1]
            values = {"csrfmiddlewaretoken": secret, "email": email, "password": PASSWORD, "allow_newsletters": "false"}
            page.post("/user/signup/", data=values, headers={"Referer": self.address}).raise_for_status()
            headers = {"X-CSRFToken": page.cookies["csrftoken"], "Referer": self.address}
            personal = page.post("/api/token/", headers=headers).json()["token"]
            return Account(self.address, email, page.get("/api/current-user/token").json()["token"], personal)


_LOG = pytest.StashKey[Path]()


@pytest.hookimpl(wrapper=True)
def pytest_runtest_makereport(item: pytest.Item) -> Iterator[None]:
    """Show the end of the server's log with a test that failed."""
    report = yield
    log = item.session.stash.get(_LOG, None)
    if report.failed and log is not None and log.exists():
        report.sections.append((f"the end of {log}", _end_of(log)))
    return report


def _end_of(log: Path) -> str:
    return "\n".join(log.read_text(errors="replace").splitlines()[-30:])


@pytest.fixture(scope="session")
def server(tmp_path_factory: pytest.TempPathFactory, request: pytest.FixtureRequest) -> Iterator[Server]:
    """The server, with an account."""
    program = ENVIRONMENT / "bin" / "label-studio"
    if not (ENVIRONMENT / "installed").exists():
        reason = f"there is no Label Studio server; `make {ENVIRONMENT.name}/installed` installs one"
        if os.environ.get("CI"):
            pytest.fail(reason)
        pytest.skip(reason)
    directory = tmp_path_factory.mktemp("label-studio")
    log = request.session.stash[_LOG] = directory / "server.log"
    (directory / "data").mkdir()
    shutil.copy(ENVIRONMENT / "data" / "label_studio.sqlite3", directory / "data")
    with socket.socket() as free:
        free.bind(("127.0.0.1", 0))
        port = free.getsockname()[1]
    token, email = os.urandom(20).hex(), "owner@example.org"
    kept = {name: value for name, value in os.environ.items() if not name.startswith(("LABEL_STUDIO", "DJANGO"))}
    settings = {
        "HOME": str(directory),
        "LABEL_STUDIO_BASE_DATA_DIR": str(directory / "data"),
        "LABEL_STUDIO_USERNAME": email,
        "LABEL_STUDIO_PASSWORD": PASSWORD,
        "LABEL_STUDIO_USER_TOKEN": token,
        "LABEL_STUDIO_ENABLE_LEGACY_API_TOKEN": "true",
        # Nothing is told to anybody outside of this machine.
        "COLLECT_ANALYTICS": "False",
        "LATEST_VERSION_CHECK": "False",
        # A backend on this machine may be connected.
        "USE_DEFAULT_BANNED_SUBNETS": "False",
        "SENTRY_DSN": "",
        "FRONTEND_SENTRY_DSN": "",
    }
    command = [str(program), "start", "--no-browser", "--port", str(port), "--internal-host", "127.0.0.1"]
    with log.open("wb") as stream:
        process = subprocess.Popen(
            command, env=kept | settings, cwd=directory, stdout=stream, stderr=stream, start_new_session=True
        )
    try:
        address = f"http://127.0.0.1:{port}"
        _wait(address, process, log)
        owner = Account(address, email, token, "")
        personal = owner.ask("POST", "/api/token/")["token"]
        yield Server(address, Account(address, email, token, personal))
    finally:
        process.terminate()
        with suppress(subprocess.TimeoutExpired):
            process.wait(timeout=10)
        with suppress(ProcessLookupError):  # all have ended
            os.killpg(process.pid, signal.SIGKILL)
        process.wait()


def _wait(address: str, process: subprocess.Popen[bytes], log: Path) -> None:
    end = time.monotonic() + PATIENCE
    while time.monotonic() < end and process.poll() is None:
        try:
            if httpx.get(f"{address}/api/version", trust_env=False, timeout=5).status_code == 200:
                return
        except httpx.TransportError:
            time.sleep(0.5)
    pytest.fail(f"the Label Studio server does not start; the end of {log}:\n{_end_of(log)}")


@pytest.fixture
def owner(server: Server) -> Account:
    """The account that the server was started with."""
    return server.owner


@pytest.fixture(scope="session")
def colleague(server: Server) -> Account:
    """A second account."""
    return server.sign_up("lan@example.org")


@pytest.fixture(scope="session")
def _numbers() -> Iterator[int]:
    return itertools.count(1)


@pytest.fixture
def title(_numbers: Iterator[int]) -> str:
    """The title of a project that is not there yet."""
    return f"Tin an ninh {next(_numbers)}"


@dataclass(frozen=True)
class Outcome:
    """What a command did."""

    status: int
    out: str
    err: str


@pytest.fixture
def solieu(
    server: Server, tmp_path: Path, monkeypatch: pytest.MonkeyPatch, capfd: pytest.CaptureFixture[str]
) -> Callable[..., Outcome]:
    """Runs `solieu annotate` with the owner's personal access token, or with what else variables say."""
    monkeypatch.chdir(tmp_path)

    def call(*words: object, **variables: str) -> Outcome:
        own = {"LABEL_STUDIO_URL": server.address, "LABEL_STUDIO_API_KEY": server.owner.personal}
        for name, value in (own | variables).items():
            monkeypatch.setenv(name, value)
        monkeypatch.setattr(sys, "argv", ["solieu", "annotate", *map(str, words)])
        capfd.readouterr()
        status = 0
        try:
            main()
        except SystemExit as end:
            status = end.code if isinstance(end.code, int) else int(end.code is not None)
        return Outcome(status, *capfd.readouterr())

    return call


@pytest.fixture
def articles(tmp_path: Path) -> Callable[..., Path]:
    """Writes documents to a file."""

    def write(*documents: Document, name: str = "articles.jsonl") -> Path:
        write_jsonl(documents, tmp_path / name)
        return tmp_path / name

    return write


@pytest.fixture(scope="session")
def article() -> Document:
    """An article with its entities, whose text has what makes offsets go wrong: emoji, CRLF, double spaces, nbsp."""
    parts = [
        ("👨\u200d👩\u200d👧 Sáng ", ""),
        ("26/6", "DATE"),
        (",\r\n", ""),
        ("Công an  tỉnh\xa0Long An", "ORG"),
        (" tổ chức 🎉 hội nghị.\r\n\r\n", ""),
        ("Đại tá", "RANK"),
        ("  ", ""),
        ("Lâm\xa0Minh Hồng", "PERSON"),
        (" cho biết: ", ""),
        ("53.679 tin báo", "INDICATOR"),
        (".\r\n", ""),
    ]
    text = ""
    spans = []
    for part, label in parts:
        if label:
            spans.append(Span(len(text), len(text) + len(part), label))
        text += part
    return Document(text, tuple(spans), "long-an", {"outlet": "Báo Long An"})


@pytest.fixture(scope="session")
def password() -> str:
    """With which the accounts log in on the page."""
    return PASSWORD
