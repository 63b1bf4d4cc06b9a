"""Members of lists of figures: what shows that a number goes on a list and begins no clause of its own."""

from __future__ import annotations

from collections.abc import Sequence
from functools import cache

from solieu.models.links.coordination import joins_nouns, next_noun
from solieu.models.links.roles import acts
from solieu.models.links.tokens import Phrases, Token, phrases
from solieu.models.links.units import is_measure, unit_of
from solieu.models.links.wordlists import word_lists

# Words of a list that are looked at are not more.
_LONGEST = 24
_NAMES = ("ORG", "PERSON", "POSITION", "RANK")
# Words of tense and of the passive, which only a verb has.
_OF_VERBS = ("được", "bị", "đã", "sẽ", "vẫn", "đều", "đang", "còn", "là")


def is_member(tokens: Sequence[Token], index: int) -> bool:
    """Tell whether a number goes on a list, where a comma or a semicolon stands before it.

    Behind ``và`` a number begins a clause only where a harm is told. Behind a mark a verb that is on no list looks like
    an attribute (``; 3 người nhập viện``). So it takes more than a lack of verbs: the number stands alone, or what
    follows is known to complete it, or a later member of the same list stands alone.
    Things need none of this behind a comma, and behind a semicolon only pieces, times and measures need none.

    Args:
        tokens: The paragraph.
        index: The index of the number.
    """
    if tokens[index - 1].word == "và" and phrases("harms").at(tokens, index + 1):
        return False  # "bắt 5 người và 3 người nhập viện"
    if not _may_act(tokens[index], tokens[index - 1].word):
        return True
    for at in range(index, min(len(tokens), index + _LONGEST)):
        token = tokens[at]
        if token.sentence != tokens[index].sentence:
            return False
        if token.label == "INDICATOR":
            if at > index and tokens[at - 1].word not in (",", ";", "và", "/"):
                return False
            if _stands_alone(tokens, at) or (at == index and _is_completed(tokens, at)):
                return True
        elif token.span is not None or acts(tokens, at):
            return False
    return False


def goes_on_behind_attribute(tokens: Sequence[Token], last: int, index: int) -> bool:
    """Tell whether a number goes on the list of the one before it though a verb or an adjunct stands between them.

    ``tặng 5 suất quà cho hộ nghèo trong xã, 9 xe đạp``, ``thu 5 túi có ma túy, 3 xe máy``.

    Args:
        tokens: The paragraph.
        last: The index of the number before.
        index: The index of the number.
    """
    between = tokens[last + 1 : index]
    if not 1 <= len(between) <= _LONGEST or between[-1].word not in (",", "và"):
        return False
    if any(token.is_mark for token in between[:-1]) or any(token.label in _NAMES for token in between):
        return False
    if any(token.sentence != tokens[index].sentence for token in between):
        return False
    return is_member(tokens, index) and not _has_own_verb(tokens, index)


def _has_own_verb(tokens: Sequence[Token], index: int) -> bool:
    """Tell whether a verb stands behind a number, before a mark or an entity."""
    behind = _behind_nouns(tokens, index)
    for at in range(behind, min(len(tokens), behind + _LONGEST)):
        token = tokens[at]
        if token.is_mark or token.span is not None or token.sentence != tokens[index].sentence:
            return False
        if token.word in _OF_VERBS:
            return True
        known = (phrases("shared"), phrases("conditions"), phrases("uses"))
        if at == behind and not any(words.whole_at(tokens, at) for words in known):
            verb = phrases("predicates").whole_at(tokens, at) or phrases("strong_predicates").whole_at(tokens, at)
            if verb:
                return True
    return False


def _stands_alone(tokens: Sequence[Token], index: int) -> bool:
    """Tell whether no word stands behind a number and its list of nouns."""
    behind = _behind_nouns(tokens, index)
    if behind >= len(tokens) or tokens[behind].sentence != tokens[index].sentence:
        return True
    return tokens[behind].is_mark or tokens[behind].span is not None


def _is_completed(tokens: Sequence[Token], index: int) -> bool:
    """Tell whether the words behind a number and its list of nouns are known to complete it."""
    known = (phrases("shared"), phrases("completing"), phrases("conditions"), _matters())
    return any(words.whole_at(tokens, _behind_nouns(tokens, index)) for words in known)


def _behind_nouns(tokens: Sequence[Token], index: int) -> int:
    """Return the index behind a number and the list of nouns that it counts."""
    behind = index + 1
    while behind < len(tokens) and joins_nouns(tokens, behind):
        behind += 1 + next_noun(tokens, behind + 1, tokens[index].said)
    return behind


def _may_act(token: Token, mark: str) -> bool:
    """Tell whether a number may begin a clause behind a mark with a verb that is on no list."""
    if mark == ";":
        unit = unit_of(token)
        words = [(word,) for word in token.said.split()]
        counted = is_measure(token) or any(
            word in phrases(name) for word in words for name in ("counters", "classifiers")
        )  # also "khẩu súng", but not "con bạc"
        counted = counted and ((unit,) in phrases("counters") or not _is_agent(token))
        return unit == "%" or not counted
    return mark == "," and _is_agent(token)


def _is_agent(token: Token) -> bool:
    """Tell whether a number counts those who may do something: people, what people run, or a share of them."""
    words = token.said.split()
    parts = (tuple(words[at : at + size]) for size in (1, 2, 3) for at in range(len(words)))
    return unit_of(token) == "%" or any(part in nouns for part in parts for nouns in _agents())


@cache
def _agents() -> tuple[Phrases, ...]:
    """Return the nouns of people, and of the places and bodies in which they act."""
    return (phrases("agents"), *(Phrases(nouns) for nouns in word_lists("figures")["listed"][:3]))


@cache
def _matters() -> Phrases:
    """Return the nouns of crimes, weapons and the like."""
    return Phrases([noun for nouns in word_lists("figures")["coordinated"] for noun in nouns])
