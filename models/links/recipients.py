"""Those beside a number who act upon what it counts, receive it or own it, where no subject does it."""

from __future__ import annotations

from collections.abc import Sequence

from solieu.annotation.documents import Span
from solieu.models.links.coordination import joins_nouns, next_noun
from solieu.models.links.subjects import NAMED, group
from solieu.models.links.tokens import Token, phrases

_ACTORS = ("ORG", "PERSON")
# Words between what is counted and who receives it are not more.
_FARTHEST_RECEIVER = 12


def passive_doers(tokens: Sequence[Token], index: int) -> tuple[Span, ...]:
    """Return who acts where a number is acted upon: ``12 tập thể được UBND tỉnh tặng Bằng khen``.

    Args:
        tokens: The paragraph.
        index: The index of the number.
    """
    last = index
    for at in range(index + 1, min(len(tokens) - 1, index + 16)):
        token = tokens[at]
        if token.label == "INDICATOR":
            if any(between.word not in (",", "và", "/") for between in tokens[last + 1 : at]):
                return ()
            last = at
        elif token.word == "," and tokens[at + 1].label != "INDICATOR" and not joins_nouns(tokens, at):
            return ()
        if token.sentence != tokens[index].sentence or token.word in (";", ":", ".") or token.label in _ACTORS:
            return ()
        by = token.word in ("được", "do", "bị") or (token.word == "của" and tokens[at - 1].label == "AWARD")
        if by and tokens[at + 1].label in NAMED:
            actors, behind = group(tokens, at + 1)
            heads = token.word == "do" and behind < len(tokens) and tokens[behind].word == "làm"
            return () if heads else actors  # "7 thành viên do X làm tổ trưởng"
        receives = token.word == "được" and (phrases("giving").at(tokens, at + 1) or tokens[at + 1].word == "nhận")
        if token.word in ("được", "bị", "cho", "với") and not receives:
            return ()
    return ()


def receiver(tokens: Sequence[Token], index: int) -> Span | None:
    """Return the body or the person that receives or owns what a number counts.

    Args:
        tokens: The paragraph.
        index: The index of the number.
    """
    return _receiver_before(tokens, index) or _receiver_behind(tokens, index)


def _receiver_before(tokens: Sequence[Token], index: int) -> Span | None:
    """Return the body or the person directly before a number that receives what is counted."""
    name = index - 1
    while name > 0 and phrases("plurals").before(tokens, name + 1):
        name -= phrases("plurals").before(tokens, name + 1)  # "cho Công an các cấp"
    if name < 1 or tokens[name].label not in _ACTORS:
        return None
    before = name - 1
    while before > 0 and (size := phrases("subject_openings").before(tokens, before + 1)):
        before -= size  # "cho lực lượng Công an"
    gives = before >= 0 and tokens[before].word in ("cho", "tặng", "trao", "báo")
    return tokens[name].span if gives else None


def _receiver_behind(tokens: Sequence[Token], index: int) -> Span | None:
    """Return the body or the person behind a number and its phrase that receives or owns what is counted."""
    listed = 0  # the index behind a noun of a list: "tin báo, tố giác tội phạm"
    for at in range(index + 1, min(len(tokens) - 1, index + _FARTHEST_RECEIVER)):
        token = tokens[at]
        if token.sentence != tokens[index].sentence or token.span is not None:
            return None
        if joins_nouns(tokens, at):
            listed = at + 1 + next_noun(tokens, at + 1, tokens[index].said)
        if at < listed:
            continue
        if token.word in ("cho", "của"):
            name = at + 1
            while size := phrases("subject_openings").at(tokens, name):
                name += size
            return tokens[name].span if name < len(tokens) and tokens[name].label in _ACTORS else None
        if token.is_mark and not joins_nouns(tokens, at):
            return None
        if phrases("phrase_ends").whole_at(tokens, at) or phrases("predicates").whole_at(tokens, at):
            return None
    return None
