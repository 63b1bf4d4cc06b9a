"""Word segmentation by the model of pyvi, read from its wheel without running any code of it.

pyvi (Viet-Trung Tran, MIT licence, https://github.com/trungtv/pyvi) segments with a linear-chain conditional random
field (Lafferty, McCallum and Pereira, "Conditional random fields", ICML 2001) over features of five neighbouring
tokens. Its package loads that field by unpickling; here the field's bytes are taken out of the pickle and given to
CRFsuite, which takes half the time, makes the same decisions, and executes nothing.
"""

from __future__ import annotations

from collections.abc import Sequence
from importlib.util import find_spec
from itertools import pairwise
from pathlib import Path

import regex
from pycrfsuite import Tagger

from solieu.annotation.errors import SolieuError
from solieu.annotation.tones import TONE_PAIRS
from solieu.models.lexicon import Lexicon
from solieu.models.pickled_strings import pickled_strings

_MAGIC = b"lCRF"
_INSIDE = "I_W"
# pyvi's field was trained on text with tone marks on the first letter, its dictionary has them on the second, so
# that pyvi finds `hoà giải` there but not `hòa giải`. Each gets what it knows.
_FIRST_LETTERS = {second: first for first, second in TONE_PAIRS.items()}
_SECOND_LETTER = regex.compile(rf"(?<!q)(?:{'|'.join(_FIRST_LETTERS)})$")


class PyviSegmenter:
    """The decisions of pyvi.

    Args:
        models: pyvi's folder ``models``; None for that of the installed package.

    Raises:
        SolieuError: pyvi is not installed, or its files are not those of release 0.1.1.
    """

    def __init__(self, models: Path | None = None) -> None:
        models = models or _installed_models()
        self._model = _crf_model(models / "pyvi3.pkl")  # the tagger reads from it as long as it lives
        self._tagger = Tagger()
        self._tagger.open_inmemory(self._model)
        words = _words(models / "words.txt")
        self._pairs = {word for word in words if word.count(" ") == 1}
        self._triples = {word for word in words if word.count(" ") == 2}
        self._lexicon = Lexicon(words)

    def joins(self, tokens: Sequence[str]) -> list[bool]:
        """Decide which tokens belong to the word of the token before them, as `Segmenter.joins`."""
        known = [token.lower() for token in tokens]
        tags = self._tagger.tag(
            self._features(tokens, [_SECOND_LETTER.sub(_first_letter, word) for word in known], known)
        )
        return [
            number > 0 and tag == _INSIDE and self._lexicon.may_join(tokens[number - 1], tokens[number])
            for number, tag in enumerate(tags)
        ]

    def _features(self, tokens: Sequence[str], lower: list[str], known: list[str]) -> list[list[str]]:
        """Describe each token by the names of its features that hold, as pyvi's `word2features` does.

        Args:
            tokens: The tokens.
            lower: In lower case, as the field was trained on them.
            known: In lower case, as the dictionary has them.
        """
        titles = [token.istitle() for token in tokens]
        uppers = [token.isupper() for token in tokens]
        last = len(tokens) - 1
        pairs = [f"{left} {right}" in self._pairs for left, right in pairwise(known)]
        triples = [" ".join(known[number : number + 3]) in self._triples for number in range(last - 1)]
        rows = []
        for number, token in enumerate(tokens):
            row = ["bias", f"word.lower():{lower[number]}"]
            if uppers[number]:
                row.append("word.isupper()")
            if titles[number]:
                row.append("word.istitle()")
            if token.isdigit():
                row.append("word.isdigit()")
            if number > 0:
                row.append(f"-1:word.lower():{lower[number - 1]}")
                if titles[number - 1]:
                    row.append("-1:word.istitle()")
                if uppers[number - 1]:
                    row.append("-1:word.isupper()")
                if pairs[number - 1]:
                    row.append("-1:word.bi_gram()")
                if number > 1 and triples[number - 2]:
                    row.append("-2:word.tri_gram()")
            if number < last:
                row.append(f"+1:word.lower():{lower[number + 1]}")
                if titles[number + 1]:
                    row.append("+1:word.istitle()")
                if uppers[number + 1]:
                    row.append("+1:word.isupper()")
                if pairs[number]:
                    row.append("+1:word.bi_gram()")
                if number < last - 1 and triples[number]:
                    row.append("+2:word.tri_gram()")
            rows.append(row)
        return rows


def dictionary_words() -> list[str]:
    """Return the words of pyvi's dictionary, in small letters, with spaces between their syllables.

    Raises:
        SolieuError: pyvi is not installed, or its file cannot be read.
    """
    return _words(_installed_models() / "words.txt")


def _first_letter(match: regex.Match[str]) -> str:
    return _FIRST_LETTERS[match.group()]


def _installed_models() -> Path:
    spec = find_spec("pyvi")
    if spec is None or not spec.submodule_search_locations:
        raise SolieuError("the segmenter pyvi is not installed: install it with `pip install pyvi`")
    return Path(spec.submodule_search_locations[0]) / "models"


def _crf_model(path: Path) -> bytes:
    """Take CRFsuite's model out of pyvi's pickle, which holds it as a string of one letter for each byte."""
    try:
        for string in pickled_strings(path.read_bytes()):
            if string.startswith(_MAGIC.decode()):
                model = string.encode("latin-1")
                # After the magic, CRFsuite writes the size of the whole model.
                if int.from_bytes(model[4:8], "little") == len(model):
                    return model
    except (OSError, ValueError) as error:
        raise _unreadable(path, error) from error
    raise _unreadable(path, "the model is not in it as in release 0.1.1")


def _words(path: Path) -> list[str]:
    try:
        return path.read_text(encoding="utf-8").split("\n")
    except (OSError, UnicodeDecodeError) as error:
        raise _unreadable(path, error) from error


def _unreadable(path: Path, why: object) -> SolieuError:
    return SolieuError(f"{path}: pyvi's file cannot be read ({why}); reinstall pyvi 0.1.1")
