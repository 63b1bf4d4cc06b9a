"""What an encoder's words are: how tone marks are shown, and what joins syllables."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass
from functools import lru_cache

from solieu.annotation.errors import SolieuError
from solieu.models.joining import Segmenter, join_syllables
from solieu.models.words import Words, find_words

SEGMENTERS = ("none", "pyvi", "underthesea", "vncorenlp")


@dataclass(frozen=True, slots=True)
class WordSegmentation:
    """How texts become words, the same way in training and in use; a checkpoint keeps it.

    Args:
        segmenter: What joins the syllables of a word, one of `SEGMENTERS`; ``none`` for encoders that read
            syllables.
        old_tones: Whether tone marks are shown in the old placement, as PhoBERT's pretraining text has them.

    Raises:
        SolieuError: There is no such segmenter.
    """

    segmenter: str = "none"
    old_tones: bool = False

    def __post_init__(self) -> None:
        if self.segmenter not in SEGMENTERS:
            raise SolieuError(f"there is no segmenter {self.segmenter!r}: choose one of {', '.join(SEGMENTERS)}")

    def words(self, text: str, edges: Iterable[int] = ()) -> Words:
        """Find the words of a text.

        Args:
            text: The original text.
            edges: Original offsets that no word may cross: the edges of annotated spans, in training.

        Returns:
            The words, in order; the syllables of a joined one have ``_`` between them.

        Raises:
            SolieuError: The segmenter cannot be loaded, or its process ended.
        """
        cuts = sorted(set(edges))
        words = find_words(text, cuts, old_tones=self.old_tones)
        return words if self.segmenter == "none" else join_syllables(words, load_segmenter(self.segmenter), cuts)


@lru_cache
def load_segmenter(name: str) -> Segmenter:
    """Load a segmenter, once.

    Args:
        name: One of `SEGMENTERS` but ``none``.

    Returns:
        The segmenter.

    Raises:
        SolieuError: It is not installed, or its files are not as expected.
    """
    # A segmenter's own packages are imported only where it is used.
    match name:
        case "pyvi":
            from solieu.models.pyvi_segmenter import PyviSegmenter

            return PyviSegmenter()
        case "underthesea":
            from solieu.models.underthesea_segmenter import UndertheseaSegmenter

            return UndertheseaSegmenter()
        case "vncorenlp":
            from solieu.models.vncorenlp_segmenter import VnCoreNlpSegmenter

            return VnCoreNlpSegmenter()
    raise SolieuError(f"there is no segmenter {name!r} to load: choose one of {', '.join(SEGMENTERS[1:])}")
