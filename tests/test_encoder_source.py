"""Where an encoder or a checkpoint comes from."""

import os
import socket
import subprocess
import sys
import time
from pathlib import Path

import pytest

from solieu.annotation import SolieuError
from solieu.models.encoder_source import locate_checkpoint

LOCATE = """
import sys
from solieu.annotation import SolieuError
from solieu.models.encoder_source import locate_checkpoint
try:
    print(locate_checkpoint(sys.argv[1]))
except SolieuError as error:
    print("refused:", error)
"""


def locate(name: str, **environment: str) -> str:
    """What becomes of a name in a process of its own: the hub's settings are read from its environment once."""
    finished = subprocess.run(
        [sys.executable, "-c", LOCATE, name],
        env={**os.environ, **environment},
        capture_output=True,
        text=True,
        timeout=120,
        check=True,
    )
    return finished.stdout.strip()


def test_a_directory_is_taken_as_it_is(tmp_path: Path) -> None:
    assert locate_checkpoint(tmp_path) == tmp_path
    assert locate_checkpoint(str(tmp_path)) == tmp_path


def test_the_home_directory_may_be_written_short(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("HOME", str(tmp_path))
    (tmp_path / "runs").mkdir()

    assert locate_checkpoint("~/runs") == tmp_path / "runs"


def test_a_file_is_refused(tmp_path: Path) -> None:
    (tmp_path / "model.safetensors").touch()

    with pytest.raises(SolieuError, match="but it is a file"):
        locate_checkpoint(tmp_path / "model.safetensors")


@pytest.mark.parametrize("name", ["runs/compact/best", "./nowhere", "/nowhere", "~/nowhere", "~nobody/runs", "a//b"])
def test_what_looks_like_a_path_is_not_looked_up_on_the_hub(name: str) -> None:
    with pytest.raises(SolieuError, match="there is no such directory; give the directory of a checkpoint"):
        locate_checkpoint(name)


def test_a_repository_of_the_hub_is_refused_offline_with_what_to_do(tmp_path: Path) -> None:
    sentence = locate("vinai/phobert-base", HF_HUB_OFFLINE="1", HF_HOME=str(tmp_path))

    assert sentence.startswith("refused: vinai/phobert-base: is no directory here and could not be had")
    assert "hf auth login" in sentence
    assert "encoder=compact" in sentence


def test_a_name_that_the_hub_cannot_have_is_refused(tmp_path: Path) -> None:
    assert locate("a b\tc", HF_HUB_OFFLINE="1", HF_HOME=str(tmp_path)).startswith("refused: a b\tc: is no directory")


def test_a_repository_in_the_hubs_local_cache_is_found_offline(tmp_path: Path) -> None:
    cached = tmp_path / "hub" / "models--vinai--phobert-base"
    snapshot = cached / "snapshots" / ("a" * 40)
    snapshot.mkdir(parents=True)
    (snapshot / "config.json").write_text("{}")
    (snapshot / "model.safetensors").touch()
    (cached / "refs").mkdir()
    (cached / "refs" / "main").write_text("a" * 40)

    assert locate("vinai/phobert-base", HF_HUB_OFFLINE="1", HF_HOME=str(tmp_path)) == str(snapshot)


@pytest.mark.slow
def test_a_hub_that_does_not_answer_is_not_waited_for_without_end(tmp_path: Path) -> None:
    with socket.socket() as silent:
        silent.bind(("127.0.0.1", 0))
        silent.listen(16)
        endpoint = f"http://127.0.0.1:{silent.getsockname()[1]}"
        before = time.monotonic()

        sentence = locate("vinai/phobert-base", HF_ENDPOINT=endpoint, HF_HUB_OFFLINE="0", HF_HOME=str(tmp_path))

    assert sentence.startswith("refused: vinai/phobert-base: is no directory here")
    assert time.monotonic() - before < 60
