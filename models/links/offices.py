"""Links of positions: the organization in which an office is held."""

from __future__ import annotations

from collections.abc import Iterator, Sequence

from solieu.annotation.documents import Span
from solieu.annotation.links import Link
from solieu.annotation.sentences import Sentences
from solieu.models.links.mentions import Mention
from solieu.models.links.people import link_between
from solieu.models.links.wording import Gap, any_of
from solieu.models.links.wordlists import plain


def office_links(text: str, found: Sequence[Mention], sentences: Sentences) -> Iterator[Link]:
    """Yield the organization links of the positions of an article.

    A position is held in the body directly behind it, shares the body of the position behind it, or belongs to the
    body with which the sentence opens its list (``Về phía Công an tỉnh có …``).

    Args:
        text: The article's text.
        found: Its mentions in the order of the text.
        sentences: Its sentences.
    """
    openers = _openers(text, found, sentences)
    bodies: tuple[Span, ...] = ()
    links: list[Link] = []
    for index in range(len(found) - 1, -1, -1):
        mention = found[index]
        if mention.head.label == "POSITION":
            shared = bodies if index + 1 < len(found) and _shares(text, found[index + 1]) else ()
            opener = openers.get(sentences.number(mention.start))
            opened = (opener,) if opener is not None and opener.end <= mention.start else ()
            bodies = mention.bodies or tuple(body for body in shared or opened if _may_have(text, mention.head, body))
            links += (link_between("organization", mention.head, body) for body in bodies)
        else:
            bodies = ()
    return reversed(links)


def _shares(text: str, following: Mention) -> bool:
    """Tell whether a position may share the body of the one that follows."""
    if following.head.label != "POSITION":
        return False
    before = plain(text[max(0, following.start - 12) : following.start])
    return following.gap in (Gap.COMMA, Gap.AND) or (following.gap is Gap.OFFICE and before.endswith("kiêm"))


def _may_have(text: str, position: Span, body: Span) -> bool:
    """Tell whether a body may have this office: offices of the Party are in bodies of the Party only."""
    office, name = plain(text[position.start : position.end]), plain(text[body.start : body.end])
    return not any_of("party_offices").search(office) or bool(any_of("party_bodies").search(name))


def _openers(text: str, found: Sequence[Mention], sentences: Sentences) -> dict[int, Span]:
    """Return for each sentence the body with which it opens a list of people, if it does."""
    openers: dict[int, Span] = {}
    for mention in found:
        if mention.head.label == "ORG" and plain(text[mention.end : mention.end + 8]).startswith(("có", ", có")):
            before = plain(text[max(0, mention.start - 30) : mention.start])
            if any(before.endswith(opener) for opener in _OPENERS):
                openers.setdefault(sentences.number(mention.start), mention.head)
    return openers


_OPENERS = ("phía", "đại diện", "đại diện lãnh đạo", "lãnh đạo")
