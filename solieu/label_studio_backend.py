"""A machine learning backend for Label Studio, over HTTP: `solieu serve`.

It answers what Label Studio 1.23 asks: ``GET /health``, ``POST /setup``, ``GET /versions``, ``POST /predict``, and
``POST /webhook``, which it takes note of without doing anything.

Label Studio 1.23 refuses to connect to addresses of its own machine and of private networks, unless it was started with
``USE_DEFAULT_BANNED_SUBNETS=false`` (``USER_ADDITIONAL_BANNED_SUBNETS`` then names those that stay forbidden).
"""

from __future__ import annotations

import base64
import binascii
import hmac
import json
import signal
import socket
import threading
from collections.abc import Callable, Sequence
from http import HTTPStatus
from http.server import BaseHTTPRequestHandler, ThreadingHTTPServer
from pathlib import Path
from socketserver import TCPServer
from typing import Any

from solieu.annotation.documents import Document
from solieu.annotation.errors import SolieuError
from solieu.label_studio_predictions import Predict, answer_predict

LOOPBACK = ("127.0.0.1", "localhost", "::1")
# The most bytes of a request; a batch of Label Studio is some dozens of tasks.
MAX_BYTES = 32 * 1024 * 1024
# Seconds that a client may be silent.
_PATIENCE = 30
# A shorter secret can be guessed.
_SHORTEST_SECRET = 16


class LabelStudioBackend(ThreadingHTTPServer):
    """The server.

    Requests are answered side by side, so that health checks, for which Label Studio waits one second, pass while a
    prediction is made; predictions are made one after the other.

    Args:
        address: Host and port; port 0 for any that is free.
        predict: The model.
        model_version: Its name.
        secret: What clients must know: the password of basic authentication, or a bearer token. None for no check.

    Raises:
        SolieuError: The address cannot be used, or lies outside of this machine while there is no secret.
    """

    daemon_threads = False  # what was begun is answered before the server ends

    def __init__(self, address: tuple[str, int], predict: Predict, model_version: str, secret: str | None) -> None:
        host, port = address
        if host not in LOOPBACK and secret is None:
            raise SolieuError(f"{host}: anybody who reaches it could use the model; give a --secret-file as well")
        self.address_family = socket.AF_INET6 if ":" in host else socket.AF_INET
        self.model_version = model_version
        self._predict = predict
        self._secret = secret
        self._one_at_a_time = threading.Lock()
        try:
            super().__init__((host, port), _Handler)
        except (OSError, OverflowError) as error:
            raise SolieuError(
                f"{host}:{port}: cannot be listened on ({error}); give another --host or --port"
            ) from None

    def server_bind(self) -> None:
        """Bind the socket, without asking the network for the host's full name."""
        TCPServer.server_bind(self)
        self.server_name, self.server_port = str(self.server_address[0]), int(self.server_address[1])

    def predict(self, documents: Sequence[Document]) -> list[Document]:
        """Find the entities of documents, when no other request is doing so."""
        with self._one_at_a_time:
            return list(self._predict(documents))

    def admits(self, authorization: str) -> bool:
        """Whether a request with this ``Authorization`` header may be answered."""
        if self._secret is None:
            return True
        kind, _, value = authorization.strip().partition(" ")
        said = value.strip().encode("utf-8", "replace")
        if kind.lower() == "basic":
            try:
                _, _, said = base64.b64decode(said, validate=True).partition(b":")
            except binascii.Error:
                return False
        elif kind.lower() != "bearer":
            return False
        return hmac.compare_digest(said, self._secret.encode())

    def handle_error(self, request: Any, client_address: Any) -> None:
        """Say nothing of clients that go away."""

    def run_until_terminated(self, ready: Callable[[str], None]) -> None:
        """Answer requests until SIGTERM or SIGINT; then finish those that were begun.

        Args:
            ready: Called with the server's address when it listens.
        """
        stop = threading.Event()
        for number in (signal.SIGTERM, signal.SIGINT):
            signal.signal(number, lambda *_: stop.set())
        thread = threading.Thread(target=self.serve_forever, name="label-studio-backend")
        thread.start()
        host = f"[{self.server_name}]" if ":" in self.server_name else self.server_name
        ready(f"http://{host}:{self.server_port}")
        stop.wait()
        self.shutdown()
        thread.join()
        self.server_close()


class _Handler(BaseHTTPRequestHandler):
    server: LabelStudioBackend
    timeout = _PATIENCE
    server_version = "solieu"
    sys_version = ""
    _read = False  # whether what was posted has been read

    def do_GET(self) -> None:
        path = self.path.partition("?")[0].rstrip("/")
        if not self._admitted():
            return
        if path in ("", "/health"):
            self._send(HTTPStatus.OK, {"status": "UP", "model_class": "solieu"})
        elif path == "/versions":
            self._send(HTTPStatus.OK, {"versions": [self.server.model_version]})
        else:
            self._refuse(HTTPStatus.NOT_FOUND, f"there is no {path[:100]}; ask /health, /setup or /predict")

    def do_POST(self) -> None:
        path = self.path.partition("?")[0].rstrip("/")
        if not self._admitted():
            return
        if path not in ("/predict", "/setup", "/webhook"):
            self._refuse(HTTPStatus.NOT_FOUND, f"there is no {path[:100]} to post to; ask /setup or /predict")
            return
        body = self._body()
        if body is None:
            return
        try:
            request = json.loads(body)
        except (ValueError, RecursionError) as error:
            self._refuse(HTTPStatus.BAD_REQUEST, f"the request is no JSON: {error}")
            return
        if path == "/predict":
            try:
                answer = answer_predict(request, self.server.predict, self.server.model_version)
            except SolieuError as error:
                self._refuse(HTTPStatus.BAD_REQUEST, str(error))
                return
            self._send(HTTPStatus.OK, answer)
        elif path == "/setup":
            self._send(HTTPStatus.OK, {"model_version": self.server.model_version})
        else:
            self._send(HTTPStatus.OK, {})

    def _admitted(self) -> bool:
        if self.server.admits(self.headers.get("Authorization", "")):
            return True
        self._refuse(HTTPStatus.UNAUTHORIZED, "the secret is missing or wrong; give it as the password in Label Studio")
        return False

    def _body(self) -> bytes | None:
        """Read what was posted; None if it was refused."""
        kind = self.headers.get("Content-Type", "").partition(";")[0].strip().lower()
        if kind != "application/json":  # a page in a browser cannot send this to another site unasked
            self._refuse(HTTPStatus.UNSUPPORTED_MEDIA_TYPE, "the Content-Type must be application/json")
            return None
        length = self.headers.get("Content-Length", "")
        if not (length.isascii() and length.isdigit()) or "Transfer-Encoding" in self.headers:
            self._refuse(HTTPStatus.LENGTH_REQUIRED, "the request must say its Content-Length")
            return None
        if len(length) > 12 or int(length) > MAX_BYTES:
            self._refuse(
                HTTPStatus.REQUEST_ENTITY_TOO_LARGE, f"the request is larger than {MAX_BYTES} bytes; send fewer tasks"
            )
            return None
        body = self.rfile.read(int(length))
        self._read = True
        if len(body) < int(length):
            self._refuse(HTTPStatus.BAD_REQUEST, "the request ends before its Content-Length")
            return None
        return body

    def _refuse(self, status: HTTPStatus, sentence: str) -> None:
        length = self.headers.get("Content-Length", "")
        if not self._read and length.isascii() and length.isdigit() and len(length) < 9 and int(length) <= MAX_BYTES:
            self.rfile.read(int(length))  # a connection that is closed before all is read loses the answer
        self._send(status, {"error": sentence})

    def _send(self, status: HTTPStatus, content: dict[str, Any]) -> None:
        body = json.dumps(content).encode("ascii")
        self.send_response(status)
        self.send_header("Content-Type", "application/json")
        self.send_header("Content-Length", str(len(body)))
        if status == HTTPStatus.UNAUTHORIZED:
            self.send_header("WWW-Authenticate", 'Basic realm="solieu"')
        self.end_headers()
        self.wfile.write(body)

    def log_message(self, format: str, *args: Any) -> None:
        """Write no log: what is asked for is the annotators' affair."""


def read_secret(path: Path) -> str:
    """Read a shared secret from a file, without the white space around it.

    Args:
        path: The file.

    Returns:
        The secret.

    Raises:
        SolieuError: The file cannot be read, or holds fewer than 16 characters.
    """
    try:
        secret = path.read_text(encoding="utf-8").strip()
    except (OSError, UnicodeDecodeError) as error:
        reason = error.strerror if isinstance(error, OSError) else "it is not UTF-8"
        raise SolieuError(f"{path}: the secret cannot be read ({reason}); give a text file") from None
    if len(secret) < _SHORTEST_SECRET:
        raise SolieuError(f"{path}: the secret must have at least {_SHORTEST_SECRET} characters, but has {len(secret)}")
    return secret
