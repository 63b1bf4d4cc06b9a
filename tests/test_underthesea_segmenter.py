"""underthesea: its decisions, for tokens as they are."""

import shutil
import sys
from importlib.util import find_spec
from pathlib import Path

import pytest

from solieu.annotation import Document
from solieu.annotation.errors import SolieuError
from solieu.models.segmentation import WordSegmentation
from solieu.models.underthesea_segmenter import UndertheseaSegmenter
from solieu.models.words import find_words

if find_spec("underthesea") is None:
    pytest.skip("underthesea is not installed (extra `underthesea`)", allow_module_level=True)


def folder() -> Path:
    spec = find_spec("underthesea")
    assert spec is not None
    assert spec.submodule_search_locations
    (directory,) = Path(spec.submodule_search_locations[0]).glob("pipeline/word_tokenize/models/*")
    return directory


@pytest.fixture
def model(tmp_path: Path) -> Path:
    """A copy of underthesea's model that may be damaged."""
    shutil.copytree(folder(), tmp_path / "model")
    return tmp_path / "model"


def test_the_model_decides_as_in_underthesea(seeds: list[Document]) -> None:
    from underthesea.models.fast_crf_sequence_tagger import FastCRFSequenceTagger

    reference = FastCRFSequenceTagger()
    reference.load(str(folder()))
    segmenter = UndertheseaSegmenter()
    for document in seeds:
        words = find_words(document.text, old_tones=True)
        for line in words.line_ranges():
            tokens = words.texts[line.start : line.stop]

            rows = segmenter._featurizer.process([[[token] for token in tokens]])[0]

            assert segmenter._tagger.tag(rows) == reference.predict([[token] for token in tokens])


def test_it_does_not_join_numbers_to_nouns() -> None:
    assert WordSegmentation("underthesea").words("với 1.297 điểm").texts == ["với", "1.297", "điểm"]


def test_tokens_stay_as_they_are() -> None:
    assert WordSegmentation("underthesea").words("qui định, 2/6/2023").texts == ["qui_định", ",", "2/6/2023"]


def test_it_says_what_to_install(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(sys, "path", [])
    monkeypatch.delitem(sys.modules, "underthesea", raising=False)

    with pytest.raises(SolieuError, match=r"not installed: install it with `pip install 'solieu\[underthesea\]'`"):
        UndertheseaSegmenter()


@pytest.mark.parametrize("name", ["dictionary.bin", "features.bin", "models.bin"])
def test_a_missing_file_is_named(model: Path, name: str) -> None:
    (model / name).unlink()

    with pytest.raises(SolieuError, match=f"{name}: underthesea's model cannot be read .* reinstall underthesea 9.5"):
        UndertheseaSegmenter(model)


@pytest.mark.parametrize("name", ["dictionary.bin", "features.bin", "models.bin"])
def test_a_damaged_file_is_named(model: Path, name: str) -> None:
    (model / name).write_bytes(b"\x80\x04N.")

    with pytest.raises(SolieuError, match=f"{name}: underthesea's model cannot be read"):
        UndertheseaSegmenter(model)
