"""Subjects: the bodies and persons that a clause begins with, alone or joined, and whether they act."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from functools import cache

from solieu.annotation.documents import Span
from solieu.models.links.coordination import joins_nouns, next_noun
from solieu.models.links.quotations import behind_title
from solieu.models.links.tokens import Phrases, Token, phrases
from solieu.models.links.wording import any_of
from solieu.models.links.wordlists import word_lists

# Joined subjects, the words that open them and the offices of a name are not longer; it bounds what one line of a
# million names can cost.
_LONGEST_LIST = 20
_LONGEST_APPOSITION = 60
# Marks at the head of an item of a list are not more.
_LONGEST_BULLET = 3
# Nor are those of a verb.
_LONGEST_VERB = 2
# Words between a subject and its verb are not more.
_FARTHEST_VERB = 8
_PLURALS = ("các", "hai", "ba", "bốn")
NAMED = ("ORG", "PERSON", "POSITION", "RANK")


@dataclass(frozen=True, slots=True)
class Subject:
    """Those with whom a clause begins.

    Args:
        named: The bodies and persons.
        behind: The index behind them.
        acts: Whether they do something; those who only report, speak or attend do not.
        directs: Whether they have others do it.
    """

    named: tuple[Span, ...]
    behind: int
    acts: bool = False
    directs: bool = False


def subject_at(tokens: Sequence[Token], start: int) -> Subject | None:
    """Return the subject that begins at a token; None where none begins.

    Args:
        tokens: The paragraph.
        start: The index of the token.
    """
    last = start + _LONGEST_LIST
    while start < last and (size := phrases("subject_openings").at(tokens, start) or int(joins_nouns(tokens, start))):
        start += size
    start = _behind_dateline(tokens, start)
    if start >= len(tokens) or tokens[start].label not in NAMED:
        return None
    actors, behind = group(tokens, start)
    if behind < len(tokens) and tokens[behind].word == ":":
        behind += 1
        counts = behind < len(tokens) and tokens[behind].label == "INDICATOR" and _begins_item(tokens, start)
        if behind < len(tokens) and not counts and not verbs().at(tokens, behind):
            return Subject(actors, behind)
    if behind >= len(tokens) or tokens[behind].sentence != tokens[start].sentence:
        return Subject(actors, behind)
    following = tokens[behind]
    if reports(tokens, behind):
        told = _behind_own_report(tokens, behind)
        if told is not None and all(actor.label == "ORG" for actor in actors):
            return Subject(actors, told, acts=True)
        directs = any(phrases("directing").at(tokens, at) for at in range(behind, min(len(tokens), behind + 2)))
        return Subject(actors, behind, directs=directs)
    if following.word in ("của", "là", "–", "-") or following.is_mark:
        return Subject(actors, behind)
    if following.word in ("cùng", "và", "với"):
        acts = _verb_behind(tokens, behind + 1)  # "X cùng 40 đại biểu" are those who attend
    else:
        going_on = following.label == "INDICATOR" or phrases("going_on").at(tokens, behind) > 0
        acts = going_on or _verb_behind(tokens, behind) or unknown_verb(tokens, behind)
    together = any(token.word == "phối" for token in tokens[start:behind])
    return Subject(actors, behind, acts=acts or together)


def _behind_dateline(tokens: Sequence[Token], start: int) -> int:
    """Return the index behind the abbreviation of a newspaper and the dash with which an article may begin."""
    is_dateline = start == 0 and len(tokens) > 2 and tokens[0].label == "ORG" and " " not in tokens[0].said
    return 2 if is_dateline and tokens[1].word in ("-", "–", "—") and tokens[2].label in NAMED else start


def _begins_item(tokens: Sequence[Token], start: int) -> bool:
    """Tell whether a name stands at the head of an item of a list: behind the dash with which its line begins."""
    return 0 < start <= _LONGEST_BULLET and all(token.is_mark for token in tokens[:start])


def _behind_own_report(tokens: Sequence[Token], index: int) -> int | None:
    """Return the index behind the verb with which somebody tells what he or she did: ``cho biết đã bắt …``.

    Args:
        tokens: The paragraph.
        index: The index of the verb, or of an auxiliary before it.

    Returns:
        The index; None where somebody tells of others, or of what happened.
    """
    while index < len(tokens) and tokens[index].word in ("vừa", "cũng"):
        index += 1
    told = index + phrases("telling").at(tokens, index)
    if told == index or told + 1 >= len(tokens) or tokens[told].word not in ("đã", "vừa", "đang"):
        return None
    return None if phrases("happening").at(tokens, told + 1) else told


def unknown_verb(tokens: Sequence[Token], start: int) -> bool:
    """Tell whether a word or two that are on no list stand between a subject and a number: ``X gói 300 chiếc bánh``.

    Args:
        tokens: The paragraph.
        start: The index of the first word.
    """
    for index in range(start, min(len(tokens), start + _LONGEST_VERB + 1)):
        token = tokens[index]
        if token.label == "INDICATOR":
            return index > start and token.sentence == tokens[start].sentence
        if token.span is not None or token.is_mark or phrases("phrase_ends").at(tokens, index):
            return False
        if phrases("blockers").at(tokens, index) or phrases("no_ends").at(tokens, index):
            return False
    return False


def _verb_behind(tokens: Sequence[Token], start: int) -> bool:
    """Tell whether a verb stands at a token, or behind words that no mark and no name separates from it."""
    index = start
    while index < min(len(tokens), start + _FARTHEST_VERB):
        title = behind_title(tokens, index)
        if title is not None:
            index = start = title
            continue
        if tokens[index].sentence != tokens[start].sentence or tokens[index].label in (*NAMED, "INDICATOR"):
            return False
        if tokens[index].is_mark or tokens[index].word in ("của", "là"):
            return False
        begins = tokens[index - 1].span is not None or tokens[index - 1].is_mark
        if verbs().at(tokens, index) if begins else verbs().whole_at(tokens, index):
            return not reports(tokens, index)
        index += 1
    return False


def group(tokens: Sequence[Token], start: int) -> tuple[tuple[Span, ...], int]:
    """Return the actors of a joined subject that begins at a name, and the index behind it.

    A person stands for the body whose office he or she holds, a unit for its parent, an office for its body.

    Args:
        tokens: The paragraph.
        start: The index of the name.
    """
    actors: list[Span] = []
    index = start
    joined = True
    while index < len(tokens) and len(actors) < _LONGEST_LIST:
        mention, person, behind = _mention(tokens, index)
        if mention is None:
            break
        if joined:
            actors.append(mention)
        elif person is not None and not any(actor.label == "PERSON" for actor in actors):
            actors = [person]
        index = behind
        joint = phrases("joints").at(tokens, index)
        name = index + joint
        name += phrases("sectors").at(tokens, name)
        if not joint or name >= len(tokens) or tokens[name].label not in NAMED:
            break
        if tokens[index].sentence != tokens[name].sentence:
            break
        joined = _is_conjunction(tokens, actors, index) or _lists(tokens, actors, index, name)
        index = name
    return tuple(actors), _behind_apposition(tokens, index)


def _mention(tokens: Sequence[Token], index: int) -> tuple[Span | None, Span | None, int]:
    """Return who acts in the name, office or body at a token, the person in it, and the index behind it."""
    body = person = None
    first = index
    while index < min(len(tokens), first + _LONGEST_LIST) and tokens[index].label in (*NAMED, "LOC"):
        span = tokens[index].span
        if tokens[index].label == "PERSON":
            person = person or span
        elif tokens[index].label == "ORG":
            body = body or span
        elif tokens[index].label == "LOC" and index == first:
            break
        index += 1
        size = phrases("names").at(tokens, index)
        if size and index + size < len(tokens) and tokens[index + size].label in ("PERSON", "RANK"):
            index += size
    return person or body, person, index


def _is_conjunction(tokens: Sequence[Token], actors: Sequence[Span], index: int) -> bool:
    """Tell whether a joint adds another actor; a comma, or a dash before the office of a person, does not."""
    if tokens[index].word in ("-", "–") and actors[-1].label == "PERSON":
        return tokens[index + 1].label != "POSITION"
    return tokens[index].word != ","


def _lists(tokens: Sequence[Token], actors: Sequence[Span], index: int, name: int) -> bool:
    """Tell whether a comma behind a name joins another actor rather than the name's office or its parent."""
    if any(actor.label == "PERSON" for actor in actors):
        return False
    before, following = tokens[index - 1], tokens[name]
    if before.label != "ORG" or following.label != "ORG":
        return False
    alike = before.said.split()[0] == following.said.split()[0]  # "Phòng A, Phòng B"
    return alike or not any_of("units").match(before.said)


def _behind_apposition(tokens: Sequence[Token], index: int) -> int:
    """Return the index behind a bracket, or offices between commas, that belong to a name."""
    last = min(len(tokens) - 1, index + _LONGEST_APPOSITION)
    while index < last:
        word, following = tokens[index].word, tokens[index + 1]
        if word == "(":
            closing = next((at for at in range(index, min(len(tokens), index + 20)) if tokens[at].word == ")"), None)
            if closing is None:
                return index
            index = closing + 1
        elif word in (",", "-", "–") and following.label in ("POSITION", "ORG", "LOC", "RANK", "AWARD"):
            index += 1
            while index < last and tokens[index].label in ("POSITION", "ORG", "LOC", "RANK", "AWARD"):
                index += 1
        elif word in (",", "-", "–") and tokens[index - 1].span is not None and verbs().at(tokens, index + 1):
            return index + 1
        elif phrases("plurals").at(tokens, index):
            index += phrases("plurals").at(tokens, index)
        elif _behind_places(tokens, index) > index:
            index = _behind_places(tokens, index)
        else:
            return index
    return index


def _behind_places(tokens: Sequence[Token], index: int) -> int:
    """Return the index behind the places of a name that stands for several bodies, if a verb follows there.

    ``Công an các huyện An, Bình bắt …``, ``Công an 9 huyện, thị xã bắt …``.
    """
    behind = index
    if tokens[index].word in _PLURALS and tokens[index + 1].label == "LOC":
        behind += 2
        while behind + 1 < len(tokens) and tokens[behind].word in (",", "và") and tokens[behind + 1].label == "LOC":
            behind += 2
            if behind - index > _LONGEST_APPOSITION:
                return index
    elif tokens[index].label == "INDICATOR" and tokens[index - 1].label == "ORG":
        behind += 1
        if tuple(tokens[index].said.split()[1:]) not in phrases("administrative"):
            return index
        while joins_nouns(tokens, behind):
            behind += 1 + next_noun(tokens, behind + 1, tokens[index].said)
    acts = behind > index and behind < len(tokens) and verbs().at(tokens, behind) > 0
    return behind if acts and tokens[behind].sentence == tokens[index].sentence else index


def reports(tokens: Sequence[Token], index: int) -> bool:
    """Tell whether a verb begins at a token of those who report, speak, lead or attend.

    Args:
        tokens: The paragraph.
        index: The index of the token.
    """
    while tokens[index].word in ("đã", "vừa", "cũng", "sẽ", "đang"):
        index += 1
        if index == len(tokens):
            return False
    size = phrases("reports").whole_at(tokens, index)  # "bảo", but not "bảo vệ"
    if size and index + size < len(tokens) and tokens[index + size].word == "được":
        return False  # "kêu gọi được 5 tấn gạo"
    leads = tokens[index + size - 1].word == "trì"  # "chủ trì bắt", but "chủ trì hội nghị"
    return size > 0 and not (leads and index + size < len(tokens) and verbs().whole_at(tokens, index + size))


@cache
def verbs() -> Phrases:
    """Return the verbs and the words before them with which a predicate may begin."""
    lists = word_lists("figures")
    return Phrases([*lists["verbs"], *lists["predicates"], *lists["auxiliaries"], *lists["acts"]])


@cache
def acting() -> Phrases:
    """Return the verbs of what somebody does, and the auxiliaries before them, without mere predicates."""
    lists = word_lists("figures")
    return Phrases([*lists["verbs"], *lists["auxiliaries"], *lists["acts"]])
