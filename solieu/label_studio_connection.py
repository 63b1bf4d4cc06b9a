"""The way to a Label Studio server: its own client, and one sentence for whatever goes wrong."""

from __future__ import annotations

import json
from collections.abc import Callable
from types import TracebackType
from typing import TYPE_CHECKING, Any, Self, TypeVar
from urllib.parse import urlsplit

from solieu.annotation.errors import SolieuError
from solieu.label_studio_token import Token

if TYPE_CHECKING:
    import httpx
    from label_studio_sdk import LabelStudio

_Answer = TypeVar("_Answer")

_PATIENCE = 120.0  # seconds for an answer: a batch of long articles takes a server with SQLite some of them
_CONNECTING = 10.0


class _NotAcceptedError(SolieuError):
    """The server does not accept the token."""


class Connection:
    """A server that is asked with a token; use it in a ``with`` statement.

    Args:
        url: The server's address, such as ``http://localhost:8080``.
        token: The token of the account that works on it.
        patience: How long to wait for an answer, in seconds.

    Raises:
        SolieuError: The address is none, or Label Studio's client is not installed.
    """

    def __init__(self, url: str, token: Token, *, patience: float = _PATIENCE) -> None:
        host = _host(url)
        try:
            import httpx
            from label_studio_sdk import LabelStudio
        except ImportError:
            raise SolieuError(
                "a Label Studio server is talked to through the package label-studio-sdk, which is not here; "
                "install solieu[label-studio]"
            ) from None
        self.url = url.rstrip("/")
        self._token = token
        self._make_client = LabelStudio
        self._client: LabelStudio | None = None
        self._accepted = False
        try:
            httpx.URL(url)
        except httpx.InvalidURL:
            raise _no_address(url) from None
        self._http = httpx.Client(
            timeout=httpx.Timeout(patience, connect=_CONNECTING),
            # A proxy does not know what this machine calls itself.
            trust_env=host not in ("localhost", "127.0.0.1", "::1"),
            event_hooks={"response": [self._check]},
        )

    def __enter__(self) -> Self:
        return self

    def __exit__(self, kind: type[BaseException] | None, error: BaseException | None, at: TracebackType | None) -> None:
        self._http.close()

    def ask(self, question: Callable[[LabelStudio], _Answer]) -> _Answer:
        """Ask the server.

        Args:
            question: Calls a method of the client, and takes from its answer what is wanted.

        Returns:
            What the question returns.

        Raises:
            SolieuError: Nobody answers, the server refuses, or it is none of Label Studio.
        """
        try:
            answer = self._ask(question)
        except _NotAcceptedError:
            # What a personal access token buys lasts five minutes by the server's clock; the client looks at its own.
            if not self._accepted or self._token.kind != "personal access token":
                raise
            self._client = None
            answer = self._ask(question)
        self._accepted = True
        return answer

    def _ask(self, question: Callable[[LabelStudio], _Answer]) -> _Answer:
        import httpx
        from label_studio_sdk.core.api_error import ApiError
        from label_studio_sdk.core.parse_error import ParsingError

        try:
            if self._client is None:
                self._client = self._make_client(  # type: ignore[no-untyped-call]
                    base_url=f"{self.url}/",  # without a slash at its end, a token would be refreshed beside it
                    api_key=self._token.value,
                    httpx_client=self._http,
                    max_retries=0,  # what is sent a second time may be there twice
                )
            return question(self._client)
        except httpx.ConnectTimeout:
            raise SolieuError(
                f"{self.url}: nothing answers there within {_CONNECTING:.0f} seconds; correct the address (--url or "
                "LABEL_STUDIO_URL), or look at the network"
            ) from None
        except httpx.ConnectError as error:
            raise SolieuError(
                f"{self.url}: nothing answers there ({self._said(str(error))}); start Label Studio, or correct the "
                "address (--url or LABEL_STUDIO_URL)"
            ) from None
        except httpx.TimeoutException as error:
            raise SolieuError(
                f"{self.url}: gave no answer to {error.request.method} {self._path(error.request)} in time; look "
                "whether the server is busy, and run the command again"
            ) from None
        except httpx.RequestError as error:  # the others
            at = f"{error.request.method} {self._path(error.request)}"
            raise SolieuError(
                f"{self.url}: the connection broke at {at} ({self._said(str(error))}); run the command again"
            ) from None
        except ApiError as error:  # what the server refuses, `_check` sees first: this is about the token's form
            raise self._not_accepted(self._said(_detail(error.body))) from None
        except (ParsingError, AttributeError, TypeError, ValueError) as error:
            # The client takes an answer's form on trust.
            raise self.strange() from error

    def _check(self, answer: httpx.Response) -> None:
        """Look at an answer before the client does, which keeps no reason of the server's."""
        answer.read()
        status = answer.status_code
        try:
            content = answer.json()
        except ValueError:
            content = None
        if 200 <= status < 300 and content is not None:
            return
        path = self._path(answer.request)
        access = answer.request.headers.get("Authorization", "").rpartition(" ")[2]
        said = self._said(_detail(content), access)
        if 300 <= status < 400:
            raise SolieuError(
                f"{self.url}: sends on to {self._said(answer.headers.get('location', 'elsewhere'), access)}; give the "
                "address at which Label Studio itself answers"
            )
        if status == 401 and content is not None:
            raise self._not_accepted(said)
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

    def _not_accepted(self, said: str) -> _NotAcceptedError:
        return _NotAcceptedError(
            f"{self.url}: does not accept the {self._token.kind} from {self._token.source} ({said}); copy another "
            "from the page Account & Settings, where an administrator decides which kinds are let in"
        )

    def strange(self) -> SolieuError:
        """Return the error for an answer that Label Studio would not give."""
        return SolieuError(
            f"{self.url}: answers, but not as Label Studio does; give the address of its first page, such as "
            "http://localhost:8080"
        )

    def _path(self, request: httpx.Request) -> str:
        """Return what was asked for, after the server's address."""
        return request.url.path.removeprefix(urlsplit(self.url).path)

    def _said(self, text: str, access: str = "") -> str:
        """Return what the server or the network said, shortened, and without what lets one in."""
        for secret in (self._token.value, access):
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
        raise _no_address(url)
    if parts.username is not None or parts.query or parts.fragment:
        raise SolieuError(
            f"{parts.scheme}://{host}: the address must hold neither an account nor a question; give one such as "
            "http://localhost:8080, and the token by LABEL_STUDIO_API_KEY"
        )
    return host


def _no_address(url: str) -> SolieuError:
    return SolieuError(f"{url}: is no address of a Label Studio server; give one such as http://localhost:8080")


def _detail(content: Any) -> str:
    """Return what an answer says about what is wrong."""
    if not isinstance(content, dict):
        return "" if content is None else json.dumps(content, ensure_ascii=False)
    faults = content.get("validation_errors")
    if faults:
        return json.dumps(faults, ensure_ascii=False)
    return str(content.get("detail") or "")
