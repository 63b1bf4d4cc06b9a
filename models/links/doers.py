"""Who did what a figure counts: the body or the person that is the subject of its verb."""

from __future__ import annotations

from collections.abc import Mapping, Sequence

from solieu.annotation.documents import Span
from solieu.models.links.clauses import Clause, behind_openings, clauses
from solieu.models.links.completion import (
    completes,
    is_acting_place,
    is_attending,
    is_gapped,
    is_named_with_figure,
    listing_sentences,
)
from solieu.models.links.members import goes_on_behind_attribute, is_member
from solieu.models.links.offences import is_offence, prosecutes
from solieu.models.links.parts import part_sentences
from solieu.models.links.quotations import behind_title
from solieu.models.links.recipients import passive_doers, receiver
from solieu.models.links.respectively import respective_names
from solieu.models.links.roles import Role
from solieu.models.links.subjects import NAMED, acting, group, reports, subject_at, unknown_verb, verbs
from solieu.models.links.tokens import Token, phrases
from solieu.models.links.transfers import is_entrusted

# Words of a member of a list are not more.
_LONGEST_MEMBER = 6
# Nor are those of a noun with which a subject begins, before the name that acts together with it.
_LONGEST_NOUN = 20
# With one of these the verb of the sentence may begin behind a relative clause.
_TENSES = ("đã", "vừa", "sẽ", "đang", "có")


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
        self._accusing: tuple[Span, ...] = ()  # the doers before an offence ("về hành vi …")
        self._directing: tuple[Span, ...] = ()  # who has others do something in this sentence
        self._relative = len(tokens)  # behind the doer of a relative clause ("do X vận động")
        self._of_parts = part_sentences(tokens)
        self._listing = listing_sentences(tokens)
        self._behind_group = -1  # those who are entrusted with something, also over a comma
        self._head = 0  # where the sentence begins
        self._before = self._now = 0  # where the clause before begins, and the one being read
        self._last = -1  # the number before
        self._found: dict[int, tuple[Span, ...]] = {}

    def read(self) -> dict[int, tuple[Span, ...]]:
        """Return the doers of each INDICATOR."""
        skipped = -1
        for clause in clauses(self._tokens):
            if clause.start >= skipped:
                skipped = max(self._read_clause(clause), self._behind_group)
            else:
                self._read_words(max(clause.start, skipped), clause.end)
        return self._found | {at: (name,) for at, name in respective_names(self._tokens, ("ORG", "PERSON")).items()}

    def _read_clause(self, clause: Clause) -> int:
        """Read a clause; return the index behind the subject with which it begins."""
        self._before, self._now = self._now, clause.start
        if clause.mark == "":
            self._head = clause.start
            self._doers, self._directing, self._accusing = self._kept, (), ()
        elif clause.mark == ";":
            if not _begins_with_act(self._tokens, clause.start + phrases("openings").at(self._tokens, clause.start)):
                self._directing = ()
            self._doers, self._accusing = self._kept or self._directing, ()
        elif self._accusing and prosecutes(self._tokens, clause):
            self._doers, self._accusing = self._accusing, ()
        elif self._interrupted is not None:
            self._doers = self._interrupted
        self._interrupted, self._relative = None, len(self._tokens)
        start = behind_openings(self._tokens, clause.start, clause.end)
        if start == clause.end or clause.in_brackets:
            self._read_words(clause.start, clause.end)
            return clause.end
        if self._is_listed(start, clause):
            self._doers = ()
            self._read_words(start, clause.end)
            return clause.end
        subject = subject_at(self._tokens, start)
        if subject is not None and not subject.acts and self._is_listed_person(start):
            return subject.behind
        if subject is not None:
            self._kept = self._doers = subject.named if subject.acts else ()
            self._directing = subject.named if subject.directs else ()
            self._accusing = ()
            if subject.behind < clause.end:
                self._read_words(subject.behind, clause.end)
            return subject.behind
        if not self._goes_on(start, clause) and not self._is_member(start, clause):
            measures = clause.mark == "," and phrases("measuring_subjects").at(self._tokens, start)
            self._kept = self._kept if measures else ()
            self._doers = self._directing = ()
        self._read_words(start, clause.end)
        return clause.end

    def _is_listed(self, start: int, clause: Clause) -> bool:
        """Tell whether a clause begins with a member of a list of bodies, or with the parent of a unit."""
        return (
            clause.mark == ","
            and start == clause.start >= 2
            and self._tokens[start].label == "ORG"
            and (self._tokens[start - 2].label == "ORG" or self._tokens[start - 2].word == ")")
            and not (self._before == self._head and phrases("preambles").at(self._tokens, self._head))
            and not phrases("located_firmly").at(self._tokens, self._before)  # "tại sân UBND xã, Công an xã trao …"
        )

    def _is_listed_person(self, start: int) -> bool:
        """Tell whether a name belongs to a list of those whom a number counts: ``bắt 3 đối tượng gồm: X, Y, Z``."""
        inside = self._tokens[start : start + _LONGEST_MEMBER]
        return self._tokens[start].sentence in self._listing and any(
            token.label in ("PERSON", "RANK") for token in inside
        )

    def _is_member(self, start: int, clause: Clause) -> bool:
        """Tell whether a clause is a member of a list: a few words between commas, without an entity or a verb."""
        tokens, inside = self._tokens, range(start, clause.end)
        if clause.mark != "," or len(inside) > _LONGEST_MEMBER or phrases("own_subjects").at(tokens, start):
            return False
        between_commas = clause.end < len(tokens) and tokens[clause.end].word == ","
        return between_commas and not any(tokens[at].span or verbs().whole_at(tokens, at) for at in inside)

    def _goes_on(self, start: int, clause: Clause) -> bool:
        """Tell whether a clause has the subject of the one before it."""
        token = self._tokens[start]
        if token.label == "INDICATOR":
            return bool(clause.mark) and clause.mark != "." and not self._is_subject(start, self._last)
        if token.label in ("LOC", "DOCUMENT", "CAMPAIGN", "AWARD"):
            return bool(clause.mark) and not is_acting_place(self._tokens, start)
        if phrases("own_subjects").at(self._tokens, start):
            return False
        if behind_title(self._tokens, start) is not None:
            return bool(clause.mark)  # a list of titles
        if token.word.isdigit():
            return clause.mark == ","  # a number that is no entity: "3 giải Nhì"
        size = verbs().at(self._tokens, start)
        if size and start + size < clause.end and self._tokens[start + size].word == "của":
            return False  # a noun that looks like a verb: "kiến nghị của …"
        if phrases("adjuncts").at(self._tokens, start):
            return all(token.label != "INDICATOR" for token in self._tokens[start : clause.end])
        if size or phrases("going_on").at(self._tokens, start) or (clause.mark and unknown_verb(self._tokens, start)):
            return True
        return token.sentence in self._of_parts and self._names_part(start, clause)

    def _names_part(self, start: int, clause: Clause) -> bool:
        """Tell whether a clause of a sentence of parts says of which part its number is: ``án nghiêm trọng 9 vụ``."""
        inside = self._tokens[start : min(clause.end, start + _LONGEST_NOUN)]
        first = next((at for at, token in enumerate(inside) if token.span is not None), 0)
        if first == 0 or inside[first].label != "INDICATOR":
            return False
        return not phrases("contributing").before(self._tokens, start + first)  # "cơ quan góp 2 tấn"

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
            elif phrases("moving").before(self._tokens, index) and phrases("nameless").at(self._tokens, index):
                self._doers = ()  # "giúp cơ quan chức năng làm rõ …"
            elif phrases("telling").at(self._tokens, index):
                self._kept = self._doers = ()  # what is told was done by others
            elif token.word == "thành" and index + 1 < end and self._tokens[index + 1].word == "tích":
                self._doers = ()  # what somebody is commended for was done by others
            elif self._doers and is_offence(self._tokens, index):
                self._accusing, self._doers = self._doers, ()
            elif index > self._relative and token.word in _TENSES and self._interrupted is not None:
                self._doers, self._relative = self._interrupted, len(self._tokens)  # "do X vận động đã trao …"
            elif token.label in NAMED:
                index = self._read_name(start, index, end)
                continue
            index += 1

    def _read_number(self, index: int) -> None:
        if _is_harm(self._tokens, index) and not self._harms(index):
            return
        passive = passive_doers(self._tokens, index)
        last, self._last = self._last, index
        if not passive and (completes(self._tokens, last, index) or self._goes_on_list(last, index)):
            passive = self._found.get(last, ())
        if passive:
            self._found[index] = passive
            return
        if self._is_subject(index, last) or is_attending(self._tokens, index):
            self._doers = ()
            self._kept = ()
        if self._doers:
            self._found[index] = self._doers
            return
        recipient = receiver(self._tokens, index) if not self._accusing else None  # not the owner of what is stolen
        if recipient is not None:
            self._found[index] = (recipient,)

    def _is_subject(self, index: int, last: int) -> bool:
        """Tell whether a number is what its clause is about, or may be; ``last`` is the number before it."""
        if self._goes_on_list(last, index):
            return False
        return self._roles[index] == "subject" or not is_member(self._tokens, index)

    def _goes_on_list(self, last: int, index: int) -> bool:
        return last in self._found and goes_on_behind_attribute(self._tokens, last, index)

    def _harms(self, index: int) -> bool:
        """Tell whether the doer stands directly before the verb of a harm: ``X đã làm 3 người bị thương``."""
        before = index - 1
        while size := phrases("auxiliaries").before(self._tokens, before):
            before -= size
        return before > 0 and self._tokens[before - 1].span in self._doers

    def _read_name(self, start: int, index: int, end: int) -> int:
        """Read a name inside a clause; return the index behind it."""
        actors, behind = group(self._tokens, index)
        title = phrases("names").before(self._tokens, index)  # "do bà X làm tổ trưởng", "giúp lực lượng X bắt"
        title = title or phrases("sectors").before(self._tokens, index)
        before = self._tokens[index - title - 1].word if index - title > start else ""
        entrusted = is_entrusted(self._tokens, start, index)
        before = "giúp" if entrusted else before
        if len(actors) > 1 and behind > end and (entrusted or phrases("partners").before(self._tokens, index)):
            end, self._behind_group = behind + 1, behind  # "tham mưu X, Y ban hành …"
        behind = max(behind, index + 1)
        if not actors or behind >= len(self._tokens):
            return behind
        acts = verbs().at(self._tokens, behind) > 0 == phrases("offences").at(self._tokens, behind) and behind < end
        if phrases("partners").before(self._tokens, index) and (self._doers or (acts and self._is_partner(index))):
            self._doers += tuple(actor for actor in actors if actor not in self._doers)
            return behind
        if self._doers and self._tokens[behind].word == "đang" and phrases("catching").before(self._tokens, index):
            self._accusing, self._doers = self._doers, actors  # "bắt quả tang X đang vận chuyển …"
            return behind
        if (self._last in self._found and is_gapped(self._tokens, self._last, index, behind)) or is_named_with_figure(
            self._tokens, index, behind
        ):
            self._doers = actors
            return behind
        if acts and before in ("giúp", "để", "do", "được", "bởi", "trợ", "cùng") and not reports(self._tokens, behind):
            if before in ("do", "được", "bởi"):
                self._interrupted = self._doers
                self._relative = behind if before == "do" else len(self._tokens)
            self._doers = actors
        elif acts and index > start and self._may_act(start, index, behind):
            self._kept = self._doers = () if reports(self._tokens, behind) else actors
        return behind

    def _is_partner(self, index: int) -> bool:
        """Tell whether somebody without a name acts together with the name at a token: ``các tổ phối hợp với X``."""
        before = index - phrases("partners").before(self._tokens, index)
        return not phrases("partnerships").before(self._tokens, before)

    def _may_act(self, start: int, index: int, behind: int) -> bool:
        """Tell whether the words before a name let it be the subject of the verb behind it."""
        blocked = phrases("blockers").before(self._tokens, index)
        return not blocked or self._decides(index, behind) or self._is_joined(start, index)

    def _is_joined(self, start: int, index: int) -> bool:
        """Tell whether a name goes on a subject that begins with a noun: ``Ban tổ chức và X trao …``."""
        size = phrases("and").before(self._tokens, index)
        inside = range(start + phrases("nameless").at(self._tokens, start), index - size)
        return start < index - size < min(index, start + _LONGEST_NOUN) and not any(
            self._tokens[at].span or self._tokens[at].is_mark or verbs().whole_at(self._tokens, at) for at in inside
        )

    def _decides(self, index: int, behind: int) -> bool:
        """Tell whether somebody gives by a decision: ``công bố quyết định của X tặng …``."""
        before = [token.word for token in self._tokens[max(0, index - 3) : index]]
        return before == ["quyết", "định", "của"] and phrases("giving").at(self._tokens, behind) > 0


def _begins_with_act(tokens: Sequence[Token], index: int) -> bool:
    """Tell whether a clause begins with a verb of what somebody does: ``trao 5 suất quà``, but not ``có 5 ca``."""
    return acting().at(tokens, index) > phrases("happening").at(tokens, index)


def _is_harm(tokens: Sequence[Token], index: int) -> bool:
    """Tell whether an accident did it: ``làm 32 người thiệt mạng``."""
    return index > 0 and tokens[index - 1].word in ("làm", "khiến") and phrases("harms").at(tokens, index + 1) > 0
