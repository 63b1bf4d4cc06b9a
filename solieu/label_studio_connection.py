"""The way to a Label Studio server's REST API: a question, its JSON, and one sentence for whatever goes wrong."""

from __future__ import annotations

import json
from types import TracebackType
from typing import TYPE_CHECKING, Any, Self
from urllib.parse import urlsplit

from solieu.annotation.errors import SolieuError
from solieu.label_studio_token import Token

if TYPE_CHECKING:
    import httpx2

_PATIENCE = 120.0  # seconds for an answer: a batch of long articles takes a server with SQLite some of them
_CONNECTING = 10.0


class Connection:
    """A server that is asked with a token; use it in a ``with`` statement.

    Args:
        url: The server's address, such as ``http://localhost:8080``.
        token: The token of the account that works on it.
        patience: How long to wait for an answer, in seconds.

    Raises:
        SolieuError: The address is none.
    """

    def __init__(self, url: str, token: Token, *, patience: float = _PATIENCE) -> None:
        import httpx2

        host = _host(url)
        self.url = url.rstrip("/")
        self._token = token
        self._access = ""
        self._client = httpx2.Client(
            timeout=httpx2.Timeout(patience, connect=_CONNECTING),
            # A proxy does not know what this machine calls itself.
            trust_env=host not in ("localhost", "127.0.0.1", "::1"),
        )

    def __enter__(self) -> Self:
        return self

    def __exit__(self, kind: type[BaseException] | None, error: BaseException | None, at: TracebackType | None) -> None:
        self._client.close()

    def ask(self, method: str, path: str, *, params: Any = None, body: Any = None) -> Any:
        """Ask the server.

        Args:
            method: The verb of HTTP.
            path: What comes after the server's address.
            params: The question's parameters.
            body: What is sent, as JSON.

        Returns:
            The JSON of the answer.

        Raises:
            SolieuError: Nobody answers, the server refuses, or it is none of Label Studio.
        """
        if self._token.kind == "personal access token" and not self._access:
            self._buy_access()
        answer = self._send(method, path, self._authorization(), params=params, body=body)
        if answer.status_code == 401 and self._access:  # it lasts five minutes
            self._buy_access()
            answer = self._send(method, path, self._authorization(), params=params, body=body)
        return self._json(answer, path)

    def _authorization(self) -> str:
        return f"Bearer {self._access}" if self._access else f"Token {self._token.value}"

    def _buy_access(self) -> None:
        path = "/api/token/refresh"
        answer = self._json(self._send("POST", path, None, body={"refresh": self._token.value}), path)
        if not isinstance(answer, dict) or not isinstance(answer.get("access"), str):
            raise self.strange()
        self._access = answer["access"]

    def _send(
        self, method: str, path: str, authorization: str | None, *, params: Any = None, body: Any = None
    ) -> httpx2.Response:
        import httpx2

        headers = {"Authorization": authorization} if authorization else {}
        content = None
        if body is not None:
            content = json.dumps(body).encode("ascii")
            headers["Content-Type"] = "application/json"
        try:
            return self._client.request(method, self.url + path, params=params, content=content, headers=headers)
        except httpx2.ConnectTimeout:
            raise SolieuError(
                f"{self.url}: nothing answers there within {_CONNECTING:.0f} seconds; correct the address (--url or "
                "LABEL_STUDIO_URL), or look at the network"
            ) from None
        except httpx2.ConnectError as error:
            raise SolieuError(
                f"{self.url}: nothing answers there ({self._said(str(error))}); start Label Studio, or correct the "
                "address (--url or LABEL_STUDIO_URL)"
            ) from None
        except httpx2.TimeoutException:
            raise SolieuError(
                f"{self.url}: gave no answer to {method} {path} in time; look whether the server is busy, and run the "
                "command again"
            ) from None
        except (httpx2.HTTPError, httpx2.InvalidURL) as error:
            raise SolieuError(
                f"{self.url}: the connection broke at {method} {path} ({self._said(str(error))}); run the command again"
            ) from None

    def _json(self, answer: httpx2.Response, path: str) -> Any:
        status = answer.status_code
        try:
            content = answer.json()
        except ValueError:
            content = None
        if 200 <= status < 300 and content is not None:
            return content
        said = self._said(_detail(content))
        if 300 <= status < 400:
            raise SolieuError(
                f"{self.url}: sends on to {self._said(answer.headers.get('location', 'elsewhere'))}; give the address "
                "at which Label Studio itself answers"
            )
        if status == 401 and content is not None:
            raise SolieuError(
                f"{self.url}: does not accept the {self._token.kind} from {self._token.source} ({said}); copy another "
                "from the page Account & Settings, where an administrator decides which kinds are let in"
            )
        if status == 403:
            raise SolieuError(
                f"{self.url}: the account of the {self._token.kind} from {self._token.source} may not do this "
                f"({said}); ask the project's owner to let it in"
            )
        if status == 413:
            raise SolieuError(f"{self.url}: a batch of articles is too large for the server; raise its limit")
        if status >= 500:
            raise SolieuError(
                f"{self.url}: failed at {path} with status {status} ({said}); look into the server's log, and run the "
                "command again"
            )
        if content is None:
            raise self.strange()
        if status == 404:
            raise SolieuError(
                f"{self.url}: has nothing at {path} ({said}); correct the address (--url or LABEL_STUDIO_URL), or look "
                "whether the project is still there"
            )
        raise SolieuError(f"{self.url}: refuses {path} with status {status} ({said})")

    def strange(self) -> SolieuError:
        """Return the error for an answer that Label Studio would not give."""
        return SolieuError(
            f"{self.url}: answers, but not as Label Studio does; give the address of its first page, such as "
            "http://localhost:8080"
        )

    def _said(self, text: str) -> str:
        """Return what the server or the network said, shortened, and without what lets one in."""
        for secret in (self._token.value, self._access):
            text = text.replace(secret, "***") if secret else text
        return " ".join(text.split())[:300] or "no reason given"


def _host(url: str) -> str:
    """Return an address's host.

    Raises:
        SolieuError: It is no address of a server.
    """
    try:
        parts = urlsplit(url)
        host, _ = parts.hostname, parts.port
    except ValueError:
        parts, host = urlsplit(""), None
    if parts.scheme not in ("http", "https") or not host or not url.isprintable() or " " in url:
        raise SolieuError(f"{url}: is no address of a Label Studio server; give one such as http://localhost:8080")
    if parts.username is not None or parts.query or parts.fragment:
        raise SolieuError(
            f"{parts.scheme}://{host}: the address must hold neither an account nor a question; give one such as "
            "http://localhost:8080, and the token by LABEL_STUDIO_API_KEY"
        )
    return host


def _detail(content: Any) -> str:
    """Return what an answer says about what is wrong."""
    if not isinstance(content, dict):
        return "" if content is None else json.dumps(content, ensure_ascii=False)
    faults = content.get("validation_errors")
    if faults:
        return json.dumps(faults, ensure_ascii=False)
    return str(content.get("detail") or "")
