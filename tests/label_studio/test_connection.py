"""Servers that answer otherwise than Label Studio should: one sentence each, never with the token."""

from __future__ import annotations

import base64
import json
import os
import subprocess
import sys
import threading
import time
from collections.abc import Iterator
from http.server import BaseHTTPRequestHandler, ThreadingHTTPServer
from pathlib import Path

import pytest

from solieu.annotation import SolieuError
from solieu.label_studio import LabelStudio
from solieu.label_studio_connection import Connection
from solieu.label_studio_token import Token, read_token


def web_token(lasts: float) -> str:
    """A JSON Web Token that runs out after so many seconds."""
    parts = ({"alg": "HS256", "typ": "JWT"}, {"exp": int(time.time() + lasts), "token_type": "refresh"})
    encoded = [base64.urlsafe_b64encode(json.dumps(part).encode()).decode().rstrip("=") for part in parts]
    return ".".join([*encoded, "c2lnbmVk"])


LEGACY = Token("0123456789abcdef0123456789abcdef01234567", "LABEL_STUDIO_API_KEY")
PERSONAL = Token(web_token(3600), "token.txt")


class Odd(ThreadingHTTPServer):
    """A server that gives each question the next of its answers: status, content, and headers."""

    daemon_threads = True

    def __init__(self) -> None:
        super().__init__(("127.0.0.1", 0), _Handler)
        self.address = f"http://127.0.0.1:{self.server_port}"
        self.answers: list[tuple[int, str, dict[str, str]]] = []
        self.asked: list[tuple[str, str | None]] = []
        self.over = threading.Event()
        threading.Thread(target=self.serve_forever, kwargs={"poll_interval": 0.02}).start()

    def answer(self, status: int, content: object, **headers: str) -> None:
        self.answers.append((status, content if isinstance(content, str) else json.dumps(content), headers))


class _Handler(BaseHTTPRequestHandler):
    server: Odd

    def log_message(self, *_: object) -> None:
        pass

    def do_GET(self) -> None:
        self.rfile.read(int(self.headers.get("Content-Length", 0)))
        self.server.asked.append((self.path.split("?")[0], self.headers.get("Authorization")))
        if not self.server.answers:
            self.server.over.wait()
            return
        status, content, headers = self.server.answers.pop(0)
        self.send_response(status)
        for name, value in headers.items():
            self.send_header(name, value)
        self.end_headers()
        self.wfile.write(content.encode())

    do_POST = do_PATCH = do_GET  # noqa: N815 - the names that the class calls


@pytest.fixture
def odd() -> Iterator[Odd]:
    server = Odd()
    yield server
    server.over.set()
    server.shutdown()
    server.server_close()


def refusal(url: str, token: Token = LEGACY, patience: float = 10) -> str:
    """What is said when a project is looked for."""
    with Connection(url, token, patience=patience) as connection, pytest.raises(SolieuError) as raised:
        LabelStudio(connection).find_project("Tin an ninh")
    message = str(raised.value)
    assert token.value not in message
    assert "\n" not in message
    assert message.startswith(url)
    return message


@pytest.mark.parametrize(
    ("status", "content", "message"),
    [
        (500, "<html>broken</html>", "failed at /api/projects/ with status 500"),
        (502, "", "failed at /api/projects/ with status 502"),
        (
            403,
            {"detail": "not yours"},
            "the account of the legacy token from LABEL_STUDIO_API_KEY may not do this (not y",
        ),
        (404, {"detail": "Not Found"}, "has nothing at /api/projects/ (Not Found)"),
        (404, "<html>", "answers, but not as Label Studio does"),
        (
            401,
            {"detail": "Invalid token."},
            "does not accept the legacy token from LABEL_STUDIO_API_KEY (Invalid token.)",
        ),
        (413, "too large", "a batch of articles is too large for the server"),
        (400, {"validation_errors": {"title": ["Too short."]}}, 'refuses /api/projects/ with status 400 ({"title"'),
        (200, "<html>a page</html>", "answers, but not as Label Studio does"),
        (200, [], "answers, but not as Label Studio does"),
        (200, {"results": [{"title": "Tin an ninh"}]}, "answers, but not as Label Studio does"),
    ],
)
def test_an_answer_that_is_no_use_is_one_sentence(odd: Odd, status: int, content: object, message: str) -> None:
    odd.answer(status, content)

    assert message in refusal(odd.address)


def test_a_server_that_sends_on_is_not_followed(odd: Odd) -> None:
    odd.answer(302, "", Location="http://elsewhere.example/")

    assert "sends on to http://elsewhere.example/; give the address" in refusal(odd.address)


def test_a_server_that_is_silent_is_not_waited_for_without_end(odd: Odd) -> None:
    assert "gave no answer to GET /api/projects/ in time" in refusal(odd.address, patience=0.2)


def test_a_server_that_repeats_the_token_does_not_make_it_seen(odd: Odd) -> None:
    odd.answer(400, {"detail": f"bad header: Token {LEGACY.value}"})

    assert "(bad header: Token ***)" in refusal(odd.address)


@pytest.mark.parametrize(("lasts", "status"), [(3600, 401), (-1, 200)], ids=["by-the-server", "by-its-own-time"])
def test_a_personal_access_token_buys_another_when_the_first_has_run_out(odd: Odd, lasts: float, status: int) -> None:
    one, two = web_token(lasts), web_token(1800)
    none = {"results": [], "next": None}
    odd.answer(200, {"access": one})
    odd.answer(200, none)
    if status == 401:
        odd.answer(401, {"detail": "expired"})
    odd.answer(200, {"access": two})
    odd.answer(200, none)

    with Connection(odd.address, PERSONAL) as connection:
        server = LabelStudio(connection)
        assert server.find_project("Tin an ninh") is None
        assert server.find_project("Tin an ninh") is None

    refused = [("/api/projects/", f"Bearer {one}")] if status == 401 else []
    assert odd.asked == [
        ("/api/token/refresh/", None),
        ("/api/projects/", f"Bearer {one}"),
        *refused,
        ("/api/token/refresh/", None),
        ("/api/projects/", f"Bearer {two}"),
    ]


def test_a_personal_access_token_that_has_run_out_is_named_by_its_kind(odd: Odd) -> None:
    assert "does not accept the personal access token from token.txt (API key has expired" in refusal(
        odd.address, Token(web_token(-10), "token.txt")
    )


def test_what_a_personal_access_token_buys_is_not_shown(odd: Odd) -> None:
    access = web_token(300)
    odd.answer(200, {"access": access})
    odd.answer(400, {"detail": f"bad header: Bearer {access}"})

    assert "(bad header: Bearer ***)" in refusal(odd.address, PERSONAL)


def test_a_server_under_a_path_is_asked_there(odd: Odd) -> None:
    odd.answer(200, {"access": web_token(300)})
    odd.answer(404, {"detail": "Not Found"})

    assert "has nothing at /api/projects/" in refusal(f"{odd.address}/nhan", PERSONAL)
    assert [path for path, _ in odd.asked] == ["/nhan/api/token/refresh/", "/nhan/api/projects/"]


def test_a_question_is_asked_once_for_what_is_sent_twice_may_be_there_twice(odd: Odd) -> None:
    odd.answer(503, {"detail": "busy"})

    assert "failed at /api/projects/ with status 503" in refusal(odd.address)
    assert len(odd.asked) == 1


def test_without_the_extra_it_is_said_what_to_install(odd: Odd) -> None:
    script = (
        "import sys; sys.modules['label_studio_sdk'] = None\n"
        f"sys.argv = ['solieu', 'annotate', 'pull', '--project', 'Tin', '--out', 'o.jsonl', '--url', {odd.address!r}]\n"
        "from solieu.cli import main; main()"
    )
    own = {"LABEL_STUDIO_API_KEY": LEGACY.value}

    done = subprocess.run([sys.executable, "-c", script], env=os.environ | own, capture_output=True, text=True)

    assert done.returncode == 2
    assert done.stderr.endswith("is not here; install solieu[label-studio]\n")
    assert len(done.stderr.splitlines()) == 1


def test_a_personal_access_token_that_is_refused_is_named_by_its_kind(odd: Odd) -> None:
    odd.answer(401, {"detail": "Token is invalid"})

    assert "does not accept the personal access token from token.txt (Token is inv" in refusal(odd.address, PERSONAL)


def test_tasks_that_change_while_they_are_read_are_not_taken_for_all(odd: Odd) -> None:
    odd.answer(200, {"results": [{"id": 1, "title": "Tin an ninh"}], "next": None})
    odd.answer(200, {"total": 3, "tasks": [{"id": 1}, {"id": 2}]})
    odd.answer(200, {"total": 3, "tasks": [{"id": 2}]})

    with Connection(odd.address, LEGACY) as connection:
        server = LabelStudio(connection)
        project = server.find_project("Tin an ninh")
        assert project is not None
        with pytest.raises(SolieuError, match="was changed while it was read; try again"):
            list(server.tasks(project))


def test_an_address_with_an_account_in_it_is_refused_without_repeating_the_password() -> None:
    with pytest.raises(SolieuError, match="must hold neither an account nor a question") as raised:
        Connection("http://lan:mat-khau@localhost:8080", LEGACY)

    assert "mat-khau" not in str(raised.value)


def test_a_token_s_kind_is_told_by_its_form() -> None:
    assert (PERSONAL.kind, LEGACY.kind) == ("personal access token", "legacy token")


def test_a_token_does_not_show_itself() -> None:
    assert LEGACY.value not in repr(LEGACY)


def test_a_token_is_read_from_a_file_without_its_line_end(tmp_path: Path) -> None:
    (tmp_path / "token").write_bytes(b"\xef\xbb\xbfabc123\r\n")

    assert read_token(tmp_path / "token") == Token("abc123", str(tmp_path / "token"))


@pytest.mark.parametrize(
    ("content", "message"), [(b"", "holds no token"), (b"a b", "holds spaces"), (b"\xff", "no text")]
)
def test_a_file_that_holds_no_token_is_refused(tmp_path: Path, content: bytes, message: str) -> None:
    (tmp_path / "token").write_bytes(content)

    with pytest.raises(SolieuError, match=message):
        read_token(tmp_path / "token")
