"""VnCoreNLP: a process of its own, and what is said when it cannot be had."""

import os
import shutil
import signal
import sys
from collections.abc import Iterator
from importlib.util import find_spec
from pathlib import Path

import pytest

from solieu.annotation.errors import SolieuError
from solieu.models.joining import join_syllables
from solieu.models.vncorenlp_segmenter import DIRECTORY_VARIABLE, VnCoreNlpSegmenter
from solieu.models.words import find_words

FILES = ["VnCoreNLP-1.2.jar", "models/wordsegmenter/vi-vocab", "models/wordsegmenter/wordsegmenter.rdr"]

installed = pytest.mark.skipif(find_spec("py_vncorenlp") is None, reason="py_vncorenlp is not installed")
java = pytest.mark.skipif(shutil.which("java") is None, reason="there is no Java")


@pytest.fixture
def directory(tmp_path: Path) -> Path:
    """VnCoreNLP's files, all of them empty."""
    for name in FILES:
        (tmp_path / name).parent.mkdir(parents=True, exist_ok=True)
        (tmp_path / name).touch()
    return tmp_path


@pytest.fixture
def segmenter() -> Iterator[VnCoreNlpSegmenter]:
    """The segmenter with VnCoreNLP's real files."""
    if find_spec("py_vncorenlp") is None or shutil.which("java") is None or DIRECTORY_VARIABLE not in os.environ:
        pytest.skip(f"needs py_vncorenlp, Java, and VnCoreNLP's files in {DIRECTORY_VARIABLE}")
    segmenter = VnCoreNlpSegmenter()
    yield segmenter
    segmenter.close()


def test_it_says_what_to_install(directory: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setitem(sys.modules, "py_vncorenlp", None)  # as where it is not installed

    with pytest.raises(SolieuError, match=r"not installed: install it with `pip install 'solieu\[vncorenlp\]'`"):
        VnCoreNlpSegmenter(directory)


@installed
def test_it_needs_java(directory: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("PATH", str(directory))
    monkeypatch.delenv("JAVA_HOME", raising=False)

    with pytest.raises(SolieuError, match="needs Java, which is not found: install it, or set JAVA_HOME"):
        VnCoreNlpSegmenter(directory)


@installed
@java
def test_it_says_how_to_get_the_files(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.delenv(DIRECTORY_VARIABLE, raising=False)

    with pytest.raises(SolieuError, match=r"set SOLIEU_VNCORENLP to their directory; `py_vncorenlp\.download_model"):
        VnCoreNlpSegmenter()


@installed
@java
@pytest.mark.parametrize("name", FILES)
def test_a_missing_file_is_named(directory: Path, name: str, monkeypatch: pytest.MonkeyPatch) -> None:
    (directory / name).unlink()
    monkeypatch.setenv(DIRECTORY_VARIABLE, str(directory))

    with pytest.raises(SolieuError, match=rf"VnCoreNLP's file {name} is not there; `py_vncorenlp\.download_model\("):
        VnCoreNlpSegmenter()


@installed
@java
def test_the_licence_of_what_runs_is_told(directory: Path, capsys: pytest.CaptureFixture[str]) -> None:
    VnCoreNlpSegmenter(directory)

    assert "VnCoreNLP (GPL-3, https://github.com/vncorenlp/VnCoreNLP)" in capsys.readouterr().err


@installed
@java
def test_a_damaged_jar_is_told_by_one_sentence_each_time(directory: Path) -> None:
    segmenter = VnCoreNlpSegmenter(directory)

    for _ in range(2):
        with pytest.raises(SolieuError) as caught:
            segmenter.joins(["công", "an"])
        assert "\n" not in str(caught.value)
        assert f"VnCoreNLP's process for {directory} did not start (JavaException: " in str(caught.value)


def test_nothing_starts_for_no_tokens(segmenter: VnCoreNlpSegmenter) -> None:
    assert segmenter.joins([]) == []
    assert segmenter._process is None


def test_syllables_are_joined_and_all_other_tokens_stay(segmenter: VnCoreNlpSegmenter) -> None:
    text = "Phó Chủ tịch huyện gặp sinh viên_ 👍🏽 a_b 09/CTr-BCA-MTTW ngày 2/6/2023 ở TP.HCM."

    assert join_syllables(find_words(text), segmenter).texts == [
        *["Phó", "Chủ_tịch", "huyện", "gặp", "sinh_viên", "_", "👍🏽", "a", "_", "b", "09", "/", "CTr-BCA-MTTW"],
        *["ngày", "2/6/2023", "ở", "TP.", "HCM", "."],
    ]


def test_a_process_that_was_killed_is_started_again(segmenter: VnCoreNlpSegmenter) -> None:
    segmenter.joins(["sinh", "viên"])
    assert segmenter._process is not None
    killed = segmenter._process
    os.kill(killed.pid, signal.SIGKILL)

    assert segmenter.joins(["sinh", "viên"]) == [False, True]
    assert segmenter._process is not killed


def test_closing_ends_the_process(segmenter: VnCoreNlpSegmenter) -> None:
    segmenter.joins(["sinh", "viên"])
    assert segmenter._process is not None
    process = segmenter._process

    segmenter.close()

    assert process.poll() == 0
