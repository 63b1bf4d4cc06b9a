"""Texts to the windows of subword ids that the encoder reads."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from types import SimpleNamespace
from typing import TYPE_CHECKING

from solieu.annotation.errors import SolieuError
from solieu.models.segmentation import WordSegmentation
from solieu.models.subwords import SubwordEncoder
from solieu.models.windows import Window, split_windows
from solieu.models.word_tokenizer import WordTokenizer
from solieu.models.words import Words

if TYPE_CHECKING:  # it imports torch
    from transformers import PretrainedConfig, PreTrainedTokenizerBase


@dataclass(frozen=True, slots=True)
class EncodedWindow:
    """What the encoder reads at once.

    Args:
        ids: Subword ids with the special ones around them.
        starts: For each word of ``window.words``, the position of its first subword in ``ids``.
        ends: The position after its last.
        window: Which words these are, and which of them take their prediction from here.
    """

    ids: list[int]
    starts: list[int]
    ends: list[int]
    window: Window


@dataclass(frozen=True, slots=True)
class EncodedText:
    """A text ready for the encoder.

    Args:
        words: Its words.
        windows: The windows that cover them.
    """

    words: Words
    windows: list[EncodedWindow]


class TextEncoder:
    """Turns texts into windows of subword ids, the same way in training and in use.

    Args:
        tokenizer: What encodes words, or a fast tokenizer of transformers.
        max_length: The most subwords of a window, special ones included.
        overlap: How many subwords neighbouring windows share.
        segmentation: How texts become words.

    Raises:
        SolieuError: The tokenizer is slow, or the windows leave no room for words.
    """

    def __init__(
        self,
        tokenizer: WordTokenizer | PreTrainedTokenizerBase,
        max_length: int,
        overlap: int,
        segmentation: WordSegmentation = WordSegmentation(),  # noqa: B008  it is frozen
    ) -> None:
        self.subwords = SubwordEncoder(tokenizer)
        self.max_length = max_length
        self.overlap = overlap
        self.segmentation = segmentation
        self._room = max_length - len(self.subwords.prefix) - len(self.subwords.suffix)
        if not 0 <= overlap <= self._room // 2 or self._room < 1:
            raise SolieuError(
                f"windows of {max_length} subwords cannot overlap by {overlap}: "
                f"give max_length at least {2 * overlap + max_length - self._room}"
            )

    def encode(self, text: str, edges: Iterable[int] = ()) -> EncodedText:
        """Encode a text.

        Args:
            text: Any string, of any length.
            edges: Original offsets at which words are split, as for `WordSegmentation.words`.

        Returns:
            Its words and windows; nothing is left out.
        """
        return self._windows([self.segmentation.words(text, edges)])[0]

    def encode_many(self, texts: Iterable[str]) -> list[EncodedText]:
        """Encode several texts, which is faster than one after the other.

        Args:
            texts: Any strings.

        Returns:
            For each what `encode` returns.
        """
        return self._windows([self.segmentation.words(text) for text in texts])

    def _windows(self, texts: Sequence[Words]) -> list[EncodedText]:
        """Find the windows of texts whose words are known."""
        encoded: list[EncodedText] = []
        for words, ids in zip(texts, self.subwords.encode_many(texts, self._room), strict=True):
            lengths = [len(word) for word in ids]
            windows = split_windows(lengths, self._stretches(words), self._room, self.overlap)
            encoded.append(EncodedText(words, [self._window(ids, window) for window in windows]))
        return encoded

    def _stretches(self, words: Words) -> list[range]:
        return words.line_ranges()

    def _window(self, ids: list[tuple[int, ...]], window: Window) -> EncodedWindow:
        row = list(self.subwords.prefix)
        bounds = [len(row)]
        for number in window.words:
            row.extend(ids[number])
            bounds.append(len(row))
        return EncodedWindow(row + self.subwords.suffix, bounds[:-1], bounds[1:], window)


def longest_window(config: PretrainedConfig | SimpleNamespace) -> int:
    """Return how many subwords, special ones included, an encoder of this configuration can read.

    The configuration is that of transformers, or what ``config.json`` holds.

    RoBERTa and its kin count positions from the padding id on, so that many of them cannot be used.
    """
    positions = getattr(config, "max_position_embeddings", None)
    if positions is None:
        return 512
    if config.model_type in ("roberta", "xlm-roberta", "xlm-roberta-xl", "camembert"):
        return int(positions) - int(config.pad_token_id) - 1
    return int(positions)
