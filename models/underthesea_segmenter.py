"""Word segmentation by the model of underthesea, read from its wheel.

underthesea (Vu Anh, Apache-2.0 licence, https://github.com/undertheseanlp/underthesea) segments with a conditional
random field. Its own `word_tokenize` cuts tokens anew and changes them, and loads its dictionary by unpickling; here
the field and its features get solieu's tokens as they are, and the dictionary is read without executing anything.
"""

from __future__ import annotations

from collections.abc import Sequence
from importlib.util import find_spec
from pathlib import Path

from solieu.annotation.errors import SolieuError
from solieu.models.lexicon import Lexicon
from solieu.models.pickled_strings import pickled_strings

_MODEL = ("pipeline", "word_tokenize", "models", "ws_crf_vlsp2013_20230727")
_INSIDE = "I-W"


class UndertheseaSegmenter:
    """The decisions of underthesea.

    Args:
        model: The folder of underthesea's model; None for that of the installed package.

    Raises:
        SolieuError: underthesea is not installed, or its files are not those of release 9.5.
    """

    def __init__(self, model: Path | None = None) -> None:
        model = model or _installed_model()
        from underthesea_core import CRFFeaturizer, CRFTagger

        words = _strings(model / "dictionary.bin")
        self._lexicon = Lexicon(words)
        self._featurizer = CRFFeaturizer(_strings(model / "features.bin"), set(words))
        self._tagger = CRFTagger()
        try:
            self._tagger.load(str(model / "models.bin"))
        except OSError as error:
            raise _unreadable(model / "models.bin", error) from error

    def joins(self, tokens: Sequence[str]) -> list[bool]:
        """Decide which tokens belong to the word of the token before them, as `Segmenter.joins`."""
        rows = self._featurizer.process([[[token] for token in tokens]])[0]
        return [
            number > 0 and tag == _INSIDE and self._lexicon.may_join(tokens[number - 1], tokens[number])
            for number, tag in enumerate(self._tagger.tag(rows))
        ]


def _installed_model() -> Path:
    spec = find_spec("underthesea")
    if spec is None or not spec.submodule_search_locations or find_spec("underthesea_core") is None:
        raise SolieuError(
            "the segmenter underthesea is not installed: install it with `pip install 'solieu[underthesea]'`"
        )
    return Path(spec.submodule_search_locations[0]).joinpath(*_MODEL)


def _strings(path: Path) -> list[str]:
    """Read a pickled list or set of strings."""
    try:
        strings = list(pickled_strings(path.read_bytes()))
    except (OSError, ValueError) as error:
        raise _unreadable(path, error) from error
    if not strings:
        raise _unreadable(path, "it holds no strings")
    return strings


def _unreadable(path: Path, why: object) -> SolieuError:
    return SolieuError(f"{path}: underthesea's model cannot be read ({why}); reinstall underthesea 9.5")
