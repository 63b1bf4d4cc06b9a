"""What annotators made of a model's suggestions: kept, corrected, removed, and what they had to add."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from dataclasses import dataclass, fields

from solieu.annotation.documents import Span


@dataclass(frozen=True, slots=True)
class SuggestionUse:
    """How many entities went which way; a sum of two counts both.

    Args:
        accepted: Suggestions that stand in the annotation with the same start, end and label.
        corrected: Suggestions in whose place stands an entity with other edges or another label.
        removed: Suggestions in whose place stands nothing.
        added: Entities in whose place nothing had been suggested.
    """

    accepted: int = 0
    corrected: int = 0
    removed: int = 0
    added: int = 0

    def __add__(self, other: SuggestionUse) -> SuggestionUse:
        names = (field.name for field in fields(self))
        return SuggestionUse(*(getattr(self, name) + getattr(other, name) for name in names))

    @property
    def suggested(self) -> int:
        """How many entities were suggested."""
        return self.accepted + self.corrected + self.removed

    @property
    def kept(self) -> float | None:
        """The share of the suggestions that were accepted as they are, in [0, 1]; None if there were none."""
        return self.accepted / self.suggested if self.suggested else None


def suggestion_use(
    pairs: Iterable[tuple[Sequence[Span], Sequence[Span]]],
) -> dict[str, SuggestionUse]:
    """Compare suggestions with the annotations that came of them, by label.

    What is the same in both is accepted. Of the rest a suggestion and an entity that overlap are a correction; each
    takes part in one at most, and those that share most characters come first. A correction counts for the label
    that was suggested.

    Args:
        pairs: For each annotation the entities that were suggested and those that it has, of the same text; the
            entities of either are flat.

    Returns:
        For each label that occurs, in the order of their names, what became of its suggestions and how many of its
        entities were added.
    """
    counts: dict[str, SuggestionUse] = {}

    def count(label: str, **one: int) -> None:
        counts[label] = counts.get(label, SuggestionUse()) + SuggestionUse(**one)

    for suggested, annotated in pairs:
        places = {(span.start, span.end, span.label) for span in annotated}
        accepted = {(span.start, span.end, span.label) for span in suggested} & places
        left = [span for span in suggested if (span.start, span.end, span.label) not in accepted]
        new = [span for span in annotated if (span.start, span.end, span.label) not in accepted]
        corrected = _overlapping(left, new)
        for _, _, label in accepted:
            count(label, accepted=1)
        for index, span in enumerate(left):
            count(span.label, corrected=1) if index in corrected else count(span.label, removed=1)
        taken = set(corrected.values())
        for index, span in enumerate(new):
            if index not in taken:
                count(span.label, added=1)
    return dict(sorted(counts.items()))


def _overlapping(left: Sequence[Span], right: Sequence[Span]) -> dict[int, int]:
    """Pair spans that overlap, those that share most characters first; return indexes on the left to those right."""
    shared = [
        (min(one.end, other.end) - max(one.start, other.start), one.label == other.label, index, number)
        for index, one in enumerate(left)
        for number, other in enumerate(right)
        if one.start < other.end and other.start < one.end
    ]
    pairs: dict[int, int] = {}
    taken: set[int] = set()
    for _, _, index, number in sorted(shared, key=lambda pair: (-pair[0], not pair[1], pair[2], pair[3])):
        if index not in pairs and number not in taken:
            pairs[index] = number
            taken.add(number)
    return pairs
