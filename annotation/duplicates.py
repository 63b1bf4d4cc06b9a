"""Texts that stand in a collection twice, word for word or nearly so."""

from __future__ import annotations

import re
import unicodedata
from collections import Counter, defaultdict
from collections.abc import Sequence
from dataclasses import dataclass
from itertools import combinations

SHINGLE = 8
"""Words in a row that are compared at a time; shorter texts are not compared."""

CONTAINMENT = 0.5
"""Share of the shorter text's shingles from which two texts count as nearly the same."""

# A shingle in more texts than this is boilerplate of a web page, no sign that two of them are one article.
_BOILERPLATE = 20


@dataclass(frozen=True, slots=True, order=True)
class Duplicate:
    """Two texts that are the same, or nearly so.

    Args:
        first: Position of the earlier text.
        second: Position of the later one.
        containment: Share of the shorter text's shingles that the other has as well, from 0 to 1.
        same: Whether the texts are the same but for white space.
    """

    first: int
    second: int
    containment: float
    same: bool


def duplicates(texts: Sequence[str]) -> list[Duplicate]:
    """Find pairs of texts that are the same but for white space, or that share much of their wording.

    The measure is containment of word shingles (Broder, "On the resemblance and containment of documents",
    1997): of the runs of eight words in the shorter text, the share that the longer one has as well. Case and
    punctuation do not count.

    Args:
        texts: The texts. Those of fewer than eight words are passed over: short sentences repeat by nature.

    Returns:
        The pairs, in the order of their texts. Of three copies or more, each is paired with the first.
    """
    first: dict[str, int] = {}
    pairs: list[Duplicate] = []
    shingles: dict[int, set[int]] = {}
    holders: defaultdict[int, list[int]] = defaultdict(list)
    for position, text in enumerate(texts):
        plain = unicodedata.normalize("NFC", text)
        words = re.findall(r"\w+", plain.casefold())
        if len(words) < SHINGLE:
            continue
        original = first.setdefault(" ".join(plain.split()), position)
        if original != position:
            pairs.append(Duplicate(original, position, 1.0, same=True))
            continue
        runs = zip(*(words[start:] for start in range(SHINGLE)), strict=False)
        shingles[position] = {hash(run) for run in runs}
        for shingle in shingles[position]:
            holders[shingle].append(position)
    shared = Counter(
        pair
        for positions in holders.values()
        if 1 < len(positions) <= _BOILERPLATE
        for pair in combinations(positions, 2)
    )
    for (left, right), count in shared.items():
        containment = count / min(len(shingles[left]), len(shingles[right]))
        if containment >= CONTAINMENT:
            pairs.append(Duplicate(left, right, containment, same=False))
    return sorted(pairs)
