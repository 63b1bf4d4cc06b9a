"""What keeps a checkpoint from the hub is one sentence, exit status 2 and no token."""

import socket
from collections.abc import Callable
from pathlib import Path
from typing import Any

import pytest


@pytest.fixture
def refused(hub: Any, push: Callable[..., Any], run: Path) -> Callable[..., str]:
    """Runs `solieu push`, which must fail, and returns the one line that it says."""

    def call(*words: str, **variables: str) -> str:
        done = push(run, *words, **variables)
        assert done.returncode == 2
        assert done.stderr.count("\n") == 1
        assert hub.token not in done.stdout + done.stderr
        return str(done.stderr).removeprefix("error: ").removesuffix("\n")

    return call


@pytest.mark.parametrize("name", ["name", "a/b/c", "user/", "/name", "user/a--b", "user/tên", "user/a b", "../x", ""])
@pytest.mark.parametrize("option", [[], ["--dry-run"]])
def test_a_name_that_no_repository_has(solieu: Callable[..., Any], run: Path, name: str, option: list[str]) -> None:
    outcome = solieu("push", run, name, *option)

    assert (outcome.status, outcome.out) == (2, "")
    assert outcome.err == (
        f"error: {name}: is no name of a repository on the hub; give the owner and a name of letters, digits and "
        "single '-', '_' or '.', such as user/solieu-news\n"
    )


def test_nobody_is_logged_in(hub: Any, refused: Callable[..., str]) -> None:
    hub.requests.clear()

    assert refused("user/name", HF_TOKEN="") == (
        "user/name: nobody is logged in to the Hugging Face hub; run `hf auth login`, or set HF_TOKEN to a token "
        "that may write"
    )
    assert hub.requests == []


def test_a_wrong_token(hub: Any, refused: Callable[..., str]) -> None:
    message = refused("user/name", HF_TOKEN="hf_another")

    assert message == ("user/name: the hub does not accept the token; run `hf auth login` again, or correct HF_TOKEN")
    assert "user/name" not in hub.repositories


@pytest.mark.parametrize("token", ["hf_Đăng", "hf_a\tb"])
def test_a_token_that_cannot_be_sent(refused: Callable[..., str], token: str) -> None:
    message = refused("user/name", HF_TOKEN=token)

    assert "holds characters that no token has" in message
    assert token not in message


def test_a_hub_that_may_not_be_asked(refused: Callable[..., str]) -> None:
    assert refused("user/name", HF_HUB_OFFLINE="1") == (
        "user/name: the hub may not be asked, because HF_HUB_OFFLINE or TRANSFORMERS_OFFLINE is set; unset it"
    )


def test_a_hub_that_cannot_be_reached(refused: Callable[..., str]) -> None:
    with socket.socket() as unheard:
        unheard.bind(("127.0.0.1", 0))
        address = f"http://127.0.0.1:{unheard.getsockname()[1]}"
        message = refused("user/name", HF_ENDPOINT=address)

    assert message.startswith(f"user/name: {address} gives no usable answer (")
    assert message.endswith("Connection refused); check the network and try again")


def test_a_public_repository_for_a_private_model(hub: Any, refused: Callable[..., str], new_repository: Any) -> None:
    there = hub.repositories["user/public"] = new_repository()

    assert "user/public: is a public repository, so --private cannot be kept" in refused("user/public", "--private")
    assert there.commits == []


def test_a_repository_of_something_else(hub: Any, refused: Callable[..., str], new_repository: Any) -> None:
    there = hub.repositories["user/other"] = new_repository(files={"README.md": b"", "config.json": b"{}"})

    assert refused("user/other") == "user/other: holds something that is no model of solieu; give another name"
    assert there.commits == []


@pytest.mark.slow
@pytest.mark.parametrize(
    ("operation", "status", "said", "message"),
    [
        ("create", 403, "You don't have the rights", "the token may not write there; give a repository of your own"),
        ("validate-yaml", 400, "license is unknown", "the hub refuses with status 400 (license is unknown)"),
        ("batch", 402, "storage of {token} is full", "the hub refuses with status 402 (storage of *** is full)"),
        ("commit", 412, "A commit has happened since", "was changed by somebody else meanwhile (A commit has"),
    ],
)
def test_a_refusal_halfway(
    hub: Any, refused: Callable[..., str], operation: str, status: int, said: str, message: str
) -> None:
    hub.refusals = {operation: (status, said.format(token=hub.token))}
    try:
        assert message in refused(f"user/halfway-{status}")
    finally:
        hub.refusals = {}
    assert all(not there.commits for there in hub.repositories.values())
