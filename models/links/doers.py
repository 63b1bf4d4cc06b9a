"""Who did what a figure counts: the body or the person that is the subject of its verb."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from functools import cache

from solieu.annotation.documents import Span
from solieu.models.links.clauses import Clause, behind_openings, clauses
from solieu.models.links.counted import Role
from solieu.models.links.quotations import behind_title
from solieu.models.links.tokens import Phrases, Token, phrases
from solieu.models.links.wording import any_of
from solieu.models.links.wordlists import word_lists

# Joined subjects and the offices of a name are not longer; it bounds what one line of a million names can cost.
_LONGEST_LIST = 20
_LONGEST_APPOSITION = 60
# Words between a subject and its verb are not more.
_FARTHEST_VERB = 8
_ACTORS = ("ORG", "PERSON")
_NAMED = ("ORG", "PERSON", "POSITION", "RANK")


def doers(tokens: Sequence[Token], roles: Mapping[int, Role]) -> dict[int, tuple[Span, ...]]:
    """Find who did, received or has what the numbers of a paragraph count.

    Args:
        tokens: The paragraph.
        roles: The role of each INDICATOR, by its index.

    Returns:
        The bodies and persons of each INDICATOR that has any, by its index in ``tokens``.
    """
    return _Reader(tokens, roles).read()


class _Reader:
    """Reads the clauses of a paragraph in order and keeps the subject until another one takes its place."""

    def __init__(self, tokens: Sequence[Token], roles: Mapping[int, Role]) -> None:
        self._tokens = tokens
        self._roles = roles
        self._kept: tuple[Span, ...] = ()  # the subject that goes on over a full stop
        self._doers: tuple[Span, ...] = ()  # the doers of the words being read
        self._interrupted: tuple[Span, ...] | None = None  # the doers before a relative clause ("do X cầm lái")
        self._found: dict[int, tuple[Span, ...]] = {}

    def read(self) -> dict[int, tuple[Span, ...]]:
        """Return the doers of each INDICATOR."""
        skipped = -1
        for clause in clauses(self._tokens):
            if clause.start >= skipped:
                skipped = self._read_clause(clause)
            else:
                self._read_words(max(clause.start, skipped), clause.end)
        return self._found

    def _read_clause(self, clause: Clause) -> int:
        """Read a clause; return the index behind the subject with which it begins."""
        if clause.mark in ("", ";"):
            self._doers = self._kept
        elif self._interrupted is not None:
            self._doers = self._interrupted
        self._interrupted = None
        start = behind_openings(self._tokens, clause.start, clause.end)
        if start == clause.end or clause.in_brackets:
            self._read_words(clause.start, clause.end)
            return clause.end
        if self._is_listed(start, clause):
            self._doers = ()
            self._read_words(start, clause.end)
            return clause.end
        subject = _subject_at(self._tokens, start)
        if subject is not None:
            self._kept = self._doers = subject[0]
            if subject[1] < clause.end:
                self._read_words(subject[1], clause.end)
            return subject[1]
        if not self._goes_on(start, clause):
            self._kept = self._doers = ()
        self._read_words(start, clause.end)
        return clause.end

    def _is_listed(self, start: int, clause: Clause) -> bool:
        """Tell whether a clause begins with a member of a list of bodies, or with the parent of a unit."""
        return (
            clause.mark == ","
            and start == clause.start
            and self._tokens[start].label == "ORG"
            and (self._tokens[start - 2].label == "ORG" or self._tokens[start - 2].word == ")")
        )

    def _goes_on(self, start: int, clause: Clause) -> bool:
        """Tell whether a clause has the subject of the one before it."""
        token = self._tokens[start]
        if token.label == "INDICATOR":
            return bool(clause.mark) and clause.mark != "." and self._roles[start] != "subject"
        if token.label in ("LOC", "DOCUMENT", "CAMPAIGN", "AWARD"):
            return bool(clause.mark)
        if phrases("own_subjects").at(self._tokens, start):
            return False
        size = _verbs().at(self._tokens, start)
        if size and start + size < clause.end and self._tokens[start + size].word == "của":
            return False  # a noun that looks like a verb: "kiến nghị của …"
        return bool(size or phrases("going_on").at(self._tokens, start))

    def _read_words(self, start: int, end: int) -> None:
        index = start
        while index < end:
            token = self._tokens[index]
            behind = behind_title(self._tokens, index)
            if behind is not None:
                index = behind
                continue
            if token.label == "INDICATOR":
                self._read_number(index)
            elif token.word == "thành" and index + 1 < end and self._tokens[index + 1].word == "tích":
                self._doers = ()  # what somebody is commended for was done by others
            elif token.label in _NAMED:
                index = self._read_name(start, index, end)
                continue
            index += 1

    def _read_number(self, index: int) -> None:
        passive = _passive_doers(self._tokens, index)
        if passive:
            self._found[index] = passive
        elif self._roles[index] == "subject":
            self._doers = ()
            self._kept = ()
        elif self._doers:
            self._found[index] = self._doers
        else:
            receiver = _receiver(self._tokens, index)
            if receiver is not None:
                self._found[index] = (receiver,)

    def _read_name(self, start: int, index: int, end: int) -> int:
        """Read a name inside a clause; return the index behind it."""
        actors, behind = _group(self._tokens, index)
        before = self._tokens[index - 1].word if index > start else ""
        behind = max(behind, index + 1)
        if not actors or behind >= len(self._tokens):
            return behind
        acts = bool(_verbs().at(self._tokens, behind)) and behind < end
        if acts and before in ("giúp", "để", "do", "được", "bởi", "trợ", "cùng") and not _reports(self._tokens, behind):
            if before in ("do", "được", "bởi"):
                self._interrupted = self._doers
            self._doers = actors
        elif acts and index > start and not phrases("blockers").before(self._tokens, index):
            self._kept = self._doers = () if _reports(self._tokens, behind) else actors
        return behind


def _subject_at(tokens: Sequence[Token], start: int) -> tuple[tuple[Span, ...], int] | None:
    """Return the subject that begins at a token, none for one that only reports, and the index behind it."""
    while size := phrases("subject_openings").at(tokens, start):
        start += size
    if start >= len(tokens) or tokens[start].label not in _NAMED:
        return None
    actors, behind = _group(tokens, start)
    if behind < len(tokens) and tokens[behind].word == ":":
        behind += 1
        if behind < len(tokens) and not _verbs().at(tokens, behind):
            return (), behind
    if behind >= len(tokens) or tokens[behind].sentence != tokens[start].sentence:
        return (), behind
    following = tokens[behind]
    if _reports(tokens, behind) or following.word in ("của", "là", "–", "-") or following.is_mark:
        return (), behind
    acts = phrases("going_on").at(tokens, behind) or following.label == "INDICATOR" or _verb_behind(tokens, behind)
    return (actors if acts else ()), behind


def _verb_behind(tokens: Sequence[Token], start: int) -> bool:
    """Tell whether a verb stands at a token, or behind words that no mark and no name separates from it."""
    for index in range(start, min(len(tokens), start + _FARTHEST_VERB)):
        if tokens[index].sentence != tokens[start].sentence or tokens[index].label in (*_NAMED, "INDICATOR"):
            return False
        if tokens[index].is_mark or tokens[index].word in ("của", "là"):
            return False
        if _verbs().at(tokens, index):
            return not _reports(tokens, index)
    return False


def _group(tokens: Sequence[Token], start: int) -> tuple[tuple[Span, ...], int]:
    """Return the actors of a joined subject that begins at a name, and the index behind it.

    A person stands for the body whose office he or she holds, a unit for its parent, an office for its body.
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
        if not joint or index + joint >= len(tokens) or tokens[index + joint].label not in _NAMED:
            break
        if tokens[index].sentence != tokens[index + joint].sentence:
            break
        joined = tokens[index].word != "," or _lists(tokens, actors, index)
        index += joint
    return tuple(actors), _behind_apposition(tokens, index)


def _mention(tokens: Sequence[Token], index: int) -> tuple[Span | None, Span | None, int]:
    """Return who acts in the name, office or body at a token, the person in it, and the index behind it."""
    body = person = None
    first = index
    while index < min(len(tokens), first + _LONGEST_LIST) and tokens[index].label in (*_NAMED, "LOC"):
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


def _lists(tokens: Sequence[Token], actors: Sequence[Span], index: int) -> bool:
    """Tell whether a comma behind a name joins another actor rather than the name's office or its parent."""
    if any(actor.label == "PERSON" for actor in actors):
        return False
    before = tokens[index - 1]
    return before.label == "ORG" and tokens[index + 1].label == "ORG" and not any_of("units").match(before.said)


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
        elif word in (",", "-", "–") and tokens[index - 1].span is not None and _verbs().at(tokens, index + 1):
            return index + 1
        elif phrases("plurals").at(tokens, index):
            index += phrases("plurals").at(tokens, index)
        else:
            return index
    return index


def _passive_doers(tokens: Sequence[Token], index: int) -> tuple[Span, ...]:
    """Return who acts where a number is acted upon: ``12 tập thể được UBND tỉnh tặng Bằng khen``."""
    last = index
    for at in range(index + 1, min(len(tokens) - 1, index + 16)):
        token = tokens[at]
        if token.label == "INDICATOR":
            if any(between.word not in (",", "và", "/") for between in tokens[last + 1 : at]):
                return ()
            last = at
        elif token.word == "," and tokens[at + 1].label != "INDICATOR":
            return ()
        if token.sentence != tokens[index].sentence or token.word in (";", ":", ".") or token.label in _ACTORS:
            return ()
        by = token.word in ("được", "do", "bị") or (token.word == "của" and tokens[at - 1].label == "AWARD")
        if by and tokens[at + 1].label in _NAMED:
            return _group(tokens, at + 1)[0]
        if token.word in ("được", "bị", "cho", "với"):
            return ()
    return ()


def _receiver(tokens: Sequence[Token], index: int) -> Span | None:
    """Return the body or the person directly before a number that receives what is counted."""
    if index < 2 or tokens[index - 1].label not in _ACTORS:
        return None
    return tokens[index - 1].span if tokens[index - 2].word in ("cho", "tặng", "trao") else None


def _reports(tokens: Sequence[Token], index: int) -> bool:
    while tokens[index].word in ("đã", "vừa", "cũng", "sẽ", "đang"):
        index += 1
        if index == len(tokens):
            return False
    return bool(phrases("reports").at(tokens, index))


@cache
def _verbs() -> Phrases:
    lists = word_lists("figures")
    return Phrases([*lists["verbs"], *lists["predicates"], *lists["auxiliaries"]])
