"""Links of persons: rank, position, and the organization of a person without an office."""

from __future__ import annotations

from collections.abc import Iterator, Sequence

from solieu.annotation.documents import Span
from solieu.annotation.links import Link, LinkKind
from solieu.models.links.mentions import Mention
from solieu.models.links.wording import Gap, is_plural

# Offices and names that belong together are not more; it bounds what a text of a million names can cost.
_LONGEST_LIST = 16
_GIVING = (Gap.COMMA, Gap.OFFICE)


def people_links(text: str, found: Sequence[Mention]) -> Iterator[Link]:
    """Yield the links of the persons of an article.

    Offices directly before a name are the person's, and so are those behind a name that no other name follows
    directly. A semicolon, a verb and the end of the sentence end a mention.

    Args:
        text: The article's text.
        found: Its mentions in the order of the text.
    """
    return _Holders(text, found).links()


class _Holders:
    """Reads mentions from left to right and finds who holds which office and rank."""

    def __init__(self, text: str, found: Sequence[Mention]) -> None:
        self._text = text
        self._mentions = found
        self._ranked: set[Span] = set()
        self._holders: set[Span] = set()  # the names that have an office
        self._start_anew()

    def _start_anew(self) -> None:
        self._owners: list[Span] = []  # the names that offices to come belong to
        self._listed: list[Span] = []  # the names of the list that is being read
        self._offices: list[Span] = []  # offices that wait for a name
        self._rank: Span | None = None  # a rank that waits for a name
        self._shared_offices: list[Span] = []  # of all the names of a list: "các Phó Giám đốc A và B"
        self._shared_rank: Span | None = None

    def links(self) -> Iterator[Link]:
        """Yield the links."""
        readers = {
            "PERSON": self._read_name,
            "POSITION": self._read_office,
            "RANK": self._read_rank,
            "ORG": self._read_body,
        }
        for index, mention in enumerate(self._mentions):
            if mention.gap is Gap.BREAK:
                self._start_anew()
            yield from readers[mention.head.label](index, mention)

    def _is_next(self, index: int, label: str, *gaps: Gap) -> bool:
        """Tell whether the next mention has this label and one of these gaps before it."""
        following = self._mentions[index + 1] if index + 1 < len(self._mentions) else None
        return following is not None and following.head.label == label and following.gap in gaps

    def _read_name(self, index: int, mention: Mention) -> Iterator[Link]:
        name = mention.head
        in_list = bool(self._listed) and self._mentions[index - 1].head is self._listed[-1]
        in_list = in_list and mention.gap in (Gap.COMMA, Gap.AND)
        if not in_list:
            self._begin_list(mention)
        has_own = self._is_next(index, "POSITION", *_GIVING)
        rank = mention.rank or self._rank or self._shared_rank
        if rank is not None:
            self._ranked.add(name)
            yield link_between("rank", name, rank)
        offices = self._shared_offices if not has_own else []
        if self._offices and (mention.gap in (Gap.TIGHT, Gap.HOLDER) or (mention.gap is Gap.COMMA and not has_own)):
            offices = self._offices
        if offices:
            self._holders.add(name)
        yield from (link_between("position", name, office) for office in offices)
        self._listed.append(name)
        del self._listed[:-_LONGEST_LIST]
        self._owners = self._listed if self._shared_rank else [name]
        self._offices, self._rank = [], None

    def _begin_list(self, mention: Mention) -> None:
        self._listed = []
        self._shared_rank = mention.rank if is_plural(self._text, mention.start) else None
        shares = self._offices and (mention.gap is Gap.HOLDER or is_plural(self._text, self._offices[0].start))
        self._shared_offices = self._offices if shares else []

    def _read_office(self, index: int, mention: Mention) -> Iterator[Link]:
        owners = self._listed if mention.gap is Gap.ALL else self._owners
        holds = bool(owners) and mention.gap in (*_GIVING, Gap.TIGHT, Gap.ALL)
        if holds and not self._is_next(index, "PERSON", Gap.TIGHT):
            self._holders.update(owners)
            yield from (link_between("position", owner, mention.head) for owner in owners)
            return
        if self._owners or mention.gap not in _GIVING:
            self._offices = []
            self._rank = None if self._owners else self._rank
        self._owners = []
        self._offices.append(mention.head)
        del self._offices[:-_LONGEST_LIST]

    def _read_rank(self, index: int, mention: Mention) -> Iterator[Link]:
        owner = self._owners[0] if len(self._owners) == 1 else None
        if owner is None:
            self._rank = mention.head
        elif mention.gap in _GIVING and owner not in self._ranked and not self._is_next(index, "PERSON", Gap.TIGHT):
            self._ranked.add(owner)
            yield link_between("rank", owner, mention.head)

    def _read_body(self, index: int, mention: Mention) -> Iterator[Link]:
        before = self._mentions[index - 1] if index else None
        if before is None or before.head.label != "PERSON" or not self._owners:
            self._start_anew()
        elif mention.gap is Gap.MEMBER or (mention.gap is Gap.COMMA and self._is_apposition(mention)):
            holds_office = before.head in self._holders or self._is_next(index, "POSITION", *_GIVING)
            yield from (
                () if holds_office else (link_between("organization", before.head, body) for body in mention.bodies)
            )

    def _is_apposition(self, mention: Mention) -> bool:
        """Tell whether a body behind a name is set off from what follows."""
        rest = self._text[mention.end : mention.end + 2].strip()
        return not rest or not rest[0].isalnum()


def link_between(kind: LinkKind, head: Span, tail: Span) -> Link:
    """Return the link from one entity to another."""
    return Link(kind, (head.start, head.end), (tail.start, tail.end))
