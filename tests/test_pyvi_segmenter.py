"""pyvi: its decisions, without its code."""

import re
import shutil
import sys
from importlib.util import find_spec
from pathlib import Path
from typing import Any

import pytest

from solieu.annotation import Document
from solieu.annotation.errors import SolieuError
from solieu.annotation.text_view import view_text
from solieu.annotation.tones import TONE_PAIRS
from solieu.models.pickled_strings import pickled_strings
from solieu.models.pyvi_segmenter import PyviSegmenter
from solieu.models.segmentation import WordSegmentation, load_segmenter


@pytest.fixture
def models(tmp_path: Path) -> Path:
    """A copy of pyvi's files that may be damaged."""
    spec = find_spec("pyvi")
    assert spec is not None
    assert spec.submodule_search_locations
    source = Path(spec.submodule_search_locations[0]) / "models"
    for name in ("pyvi3.pkl", "words.txt"):
        shutil.copy(source / name, tmp_path / name)
    return tmp_path


@pytest.fixture(scope="module")
def vi_tokenizer() -> Any:
    """The class that pyvi itself segments with."""
    from pyvi.ViTokenizer import ViTokenizer

    return ViTokenizer


def joins_of(words: list[str]) -> set[int]:
    """Where two syllables are joined, counted in characters that are neither white space nor ``_``."""
    places: set[int] = set()
    length = 0
    for word in words:
        for number, syllable in enumerate(word.split("_")):
            if number:
                places.add(length)
            length += len(syllable)
    return places


def test_the_model_decides_as_in_pyvi(vi_tokenizer: Any, seeds: list[Document]) -> None:
    segmenter = PyviSegmenter()
    for document in seeds:
        for line in document.text.splitlines():
            _, tokens = vi_tokenizer.sylabelize(line)
            if not tokens:
                continue
            (expected,) = vi_tokenizer.model.predict([vi_tokenizer.sent2features(tokens, False)])
            lower = [token.lower() for token in tokens]

            assert segmenter._tagger.tag(segmenter._features(tokens, lower, lower)) == list(expected)


def test_words_are_those_of_pyvi_but_for_joins_that_solieu_does_not_allow(
    vi_tokenizer: Any, seeds: list[Document]
) -> None:
    segmentation = WordSegmentation("pyvi", old_tones=True)
    ours, theirs = 0, 0
    for document in seeds:
        for line in view_text(document.text).text.split("\n"):
            # Where a tone mark may stand in two places pyvi's dictionary and solieu's lookup in it differ.
            if not re.search("|".join([*TONE_PAIRS, *TONE_PAIRS.values()]), line.lower()):
                expected = joins_of(vi_tokenizer.tokenize(line).split())
                found = joins_of(segmentation.words(line).texts)

                assert found <= expected
                ours += len(found)
                theirs += len(expected)
    assert ours > 0.94 * theirs > 100


@pytest.mark.parametrize("written", ["hòa giải", "hoà giải", "cấp ủy", "cấp uỷ", "Trần Văn Hòa", "Trần Văn Hoà"])
def test_a_word_is_found_whichever_way_its_tone_marks_are_written(written: str) -> None:
    assert WordSegmentation("pyvi").words(f"gặp {written} ở xã").texts == ["gặp", written.replace(" ", "_"), "ở", "xã"]


def test_a_name_is_not_joined_with_the_verb_after_it(vi_tokenizer: Any) -> None:
    text = "Công an bắt Nguyễn Thị Thủy thuê người"

    assert "Thủy_thuê" in vi_tokenizer.tokenize(text)
    assert WordSegmentation("pyvi").words(text).texts == [*["Công_an", "bắt", "Nguyễn_Thị_Thủy", "thuê", "người"]]


def test_it_says_what_to_install(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(sys, "path", [])
    monkeypatch.delitem(sys.modules, "pyvi", raising=False)

    with pytest.raises(SolieuError, match="pyvi is not installed: install it with `pip install pyvi`"):
        PyviSegmenter()


def test_a_missing_file_is_named(models: Path) -> None:
    (models / "words.txt").unlink()

    with pytest.raises(SolieuError, match=r"words\.txt: pyvi's file cannot be read .* reinstall pyvi 0\.1\.1"):
        PyviSegmenter(models)


@pytest.mark.parametrize("content", [b"", b"not a pickle", b"\x80\x02X\x04\x00\x00\x00lCRF."])
def test_a_damaged_model_is_refused(models: Path, content: bytes) -> None:
    (models / "pyvi3.pkl").write_bytes(content)

    with pytest.raises(SolieuError, match=r"pyvi3\.pkl: pyvi's file cannot be read"):
        PyviSegmenter(models)


def test_half_a_model_is_refused(models: Path) -> None:
    content = (models / "pyvi3.pkl").read_bytes()
    (models / "pyvi3.pkl").write_bytes(content[: len(content) // 2])

    with pytest.raises(SolieuError, match=r"pyvi3\.pkl: pyvi's file cannot be read"):
        PyviSegmenter(models)


def test_reading_a_pickle_runs_nothing_of_it(tmp_path: Path) -> None:
    trace = tmp_path / "trace"
    hostile = f"cos\nsystem\n(S'touch {trace}'\ntRX\x05\x00\x00\x00words.".encode()

    assert list(pickled_strings(hostile)) == ["words"]
    assert not trace.exists()


def test_the_segmenter_outlives_what_made_it() -> None:
    load_segmenter.cache_clear()
    words = [load_segmenter("pyvi").joins(["công", "an"]) for _ in range(3)]

    assert words == [[False, True]] * 3
