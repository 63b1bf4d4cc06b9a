"""The words of a segmenter's dictionary, to check its model by."""

from __future__ import annotations

from collections.abc import Iterable
from itertools import pairwise

from solieu.annotation.tones import old_placement


class Lexicon:
    """Which syllables stand side by side in the words of a dictionary.

    Args:
        words: The words, of any number of syllables, with spaces between these.
    """

    def __init__(self, words: Iterable[str]) -> None:
        self._neighbours = {
            pair for word in words if " " in word for pair in pairwise(old_placement(word.lower()).split(" "))
        }

    def may_join(self, before: str, token: str) -> bool:
        """Whether two syllables can be one word: they are of one name, or side by side in the dictionary.

        Segmenters' models take a name and the verb after it for one word (``Thủy thuê``), and know little of
        headings in capitals. Only syllables that both begin with a capital letter, and are not all in capitals, may
        be a name.
        """
        if before[0].isupper() and token[0].isupper() and not (before.isupper() and token.isupper()):
            return True
        return (before.lower(), token.lower()) in self._neighbours
