"""Tokens and addresses: who is let in to a real Label Studio server, and what is said when nobody is."""

from __future__ import annotations

from collections.abc import Callable
from pathlib import Path
from typing import Any

import pytest

from solieu.annotation import Document

pytestmark = pytest.mark.slow


@pytest.mark.parametrize("kind", ["personal", "legacy"])
def test_both_kinds_of_token_are_let_in(
    kind: str, solieu: Callable[..., Any], articles: Callable[..., Path], owner: Any, title: str, tmp_path: Path
) -> None:
    (tmp_path / "token").write_text(f"{getattr(owner, kind)}\n")
    file = articles(Document("Công an", id="a"))

    done = solieu("push", file, "--project", title, "--token-file", "token", LABEL_STUDIO_API_KEY="")

    assert done.status == 0, done.err


def _web_token(owner: Any) -> str:
    return owner.personal[:-6] + "AAAAAA"


@pytest.mark.parametrize(
    ("kind", "made"), [("personal access token", _web_token), ("legacy token", lambda _: "1" * 40)]
)
def test_a_wrong_token_is_refused_by_its_kind_and_not_shown(
    kind: str,
    made: Callable[[Any], str],
    solieu: Callable[..., Any],
    articles: Callable[..., Path],
    owner: Any,
    title: str,
) -> None:
    token = made(owner)

    done = solieu("push", articles(Document("Công an", id="a")), "--project", title, LABEL_STUDIO_API_KEY=token)

    assert done.status == 2
    assert f"does not accept the {kind} from LABEL_STUDIO_API_KEY" in done.err
    assert token not in done.err + done.out


def test_without_a_token_the_command_says_where_to_get_one(
    solieu: Callable[..., Any], articles: Callable[..., Path], title: str
) -> None:
    done = solieu("push", articles(Document("Công an", id="a")), "--project", title, LABEL_STUDIO_API_KEY="")

    assert done.status == 2
    assert "LABEL_STUDIO_API_KEY: is not set; copy a personal access token from Label Studio's page" in done.err


@pytest.mark.parametrize(
    ("address", "message"),
    [
        ("http://127.0.0.1:9", "nothing answers there"),
        ("127.0.0.1:8080", "is no address of a Label Studio server"),
        ("http://máy..chủ", "is no address of a Label Studio server"),
        ("{server}/projects", "answers, but not as Label Studio does"),
    ],
)
def test_an_address_at_which_there_is_no_label_studio_is_one_sentence(
    address: str, message: str, solieu: Callable[..., Any], articles: Callable[..., Path], owner: Any, title: str
) -> None:
    url = address.format(server=owner.server)

    done = solieu("push", articles(Document("Công an", id="a")), "--project", title, "--url", url)

    assert done.status == 2
    assert f"{url}: {message}" in done.err
    assert len(done.err.splitlines()) == 1
