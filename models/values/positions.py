"""Titles of offices."""

from __future__ import annotations

from collections.abc import Iterator
from functools import cache

import regex

from solieu.annotation.values import Organization, PositionValue, Unresolved
from solieu.models.values.abbreviations import written_out
from solieu.models.values.organizations import organization
from solieu.models.values.spelling import capitalised, folded, has_shouted_words, is_shouted, readable
from solieu.models.values.tables import table

# The words that say a grade; `phó` and `quyền` only where something follows.
_GRADES = {
    "former": regex.compile(r"^(?:nguyên|cựu|cố(?! vấn))(?:\s+là)?\s+"),
    "acting": regex.compile(r"^(?:quyền|q\.)\s*(?=\p{L})"),
    "deputy": regex.compile(r"^(?:phó(?:\s|-)+|p\.\s*)(?=\p{L})"),
    "standing": regex.compile(r"(?:^thường trực\s+(?=\p{L}))|(?<=\S)\s+thường trực$"),
}
_GRADE_WORDS = ("phó", "quyền", "nguyên", "cựu", "cố")
# A fused deputy: the deputy of a `đội trưởng` is a `đội phó`, that of a `chính trị viên` a `chính trị viên phó`.
_FUSED = regex.compile(r"^(\p{L}+(?: \p{L}+){0,2}) phó$", regex.IGNORECASE)
# `Tổ phó tổ dân phố`.
_FUSED_WITH_BODY = regex.compile(r"^(?P<head>\p{L}+(?: \p{L}+)?) phó (?P<body>.+)$", regex.IGNORECASE)
_STANDING = regex.compile(r"^thường trực\s+(?=\p{L})", regex.IGNORECASE)
# A deputy who leads for now is that deputy still; `Phụ trách Trưởng phòng` is the office itself, for now.
_IN_CHARGE = regex.compile(r"^(phó\s.+?)\s+phụ trách$", regex.IGNORECASE)
_CHARGED = regex.compile(r"^phụ trách\s+(?=\p{L})", regex.IGNORECASE)
# How an office is held, besides the grades: with no other work.
_FULL_TIME = regex.compile(r"(?<=\S)\s+chuyên trách$", regex.IGNORECASE)
_NEWLY = regex.compile(r"^tân\s+(?=\p{L})", regex.IGNORECASE)
# What stands between two offices of one person.
_BETWEEN = regex.compile(r"\s+kiêm(?:\s+nhiệm)?\s+|\s*[,;]\s*|\s+-\s+|\s+và\s+", regex.IGNORECASE)
# What a body's value says of its name, not of its place.
_OF_THE_NAME = ("ambiguous-abbreviation", "unknown-abbreviation", "capitals-restored")


def position(text: str) -> PositionValue | Unresolved:
    """Tell which office a text names, and with which grade.

    Args:
        text: The title as written, such as ``nguyên Phó Chủ tịch Thường trực`` or ``PGĐ``, alone or with its body
            behind it: ``Phó Chủ tịch UBND tỉnh``.

    Returns:
        The title without the words for its grade, with its body written out; flagged ``unknown-title`` where it is not
        in the table. Or why it cannot be told.
    """
    name = readable(text)
    if isinstance(name, Unresolved):
        return name
    unclear = table("titles")["ambiguous"]
    grades = dict.fromkeys(_GRADES, False)
    rest = _written_out(name)
    if rest in unclear:
        return Unresolved(reason=f"the short form may mean {' or '.join(unclear[rest])}")
    if _is_several(rest):
        return Unresolved(reason="it names more than one office")
    rest = _without_grades(_FULL_TIME.sub("", _IN_CHARGE.sub(r"\1", rest)), grades)
    if folded(rest) in _GRADE_WORDS:
        return Unresolved(reason="only a grade is said, not of which office")
    if rest in unclear:
        # What has a grade is an office: `Phó CT` is none of `chính trị`.
        if len(offices := _offices(rest)) != 1:
            return Unresolved(reason=f"the short form may mean {' or '.join(offices or unclear[rest])}")
        rest = offices[0]
    if (deputy := _FUSED_WITH_BODY.match(rest)) and _begins_with_title(f"{deputy['head']} trưởng"):
        grades["deputy"], rest = True, f"{deputy['head']} trưởng {deputy['body']}"
    if (charged := _CHARGED.match(rest)) and _begins_with_title(rest[charged.end() :]):
        grades["acting"], rest = True, rest[charged.end() :]
    fused = _FUSED.match(rest)
    for title in _readings(rest, fused, deputy=grades["deputy"]):
        if known := _known(title, grades):
            # No title of the table ends with the word for a deputy.
            grades["deputy"] = grades["deputy"] or fused is not None
            return PositionValue(title=known[0], flags=known[1], **grades)
    if fused:
        # Whatever an `xóm` is, its `xóm phó` is the deputy of its `xóm trưởng`.
        grades["deputy"], rest = True, f"{fused[1]} {'TRƯỞNG' if is_shouted(rest) else 'trưởng'}"
    title = rest.lower() if is_shouted(rest) and has_shouted_words(rest) else rest
    return PositionValue(title=capitalised(title), flags=("unknown-title",), **grades)


def title_and_body(title: str) -> tuple[str, str]:
    """Split a title that `position` gave into that of the table and the body behind it, which may be empty.

    Args:
        title: Such as ``Bí thư Tỉnh ủy``.
    """
    return next(((head, body) for head, body in _heads(title) if _is_a_body(body)), (title, ""))


@cache
def _titles() -> dict[str, str]:
    return {title.lower(): title for title in table("titles")["titles"]} | {"thường trực": "Thường trực"}


def _written_out(name: str) -> str:
    """Write the words out that are in short: ``PCT TT`` as ``Phó Chủ tịch Thường trực``."""
    short = table("titles")["short"]
    words = name.split()
    if len(words) > 1 and words[-1] == "TT":
        words[-1] = "Thường trực"
    # Within the name of a body they stand for something else: `Trưởng Đoàn ĐBQH`.
    body = next((place for place, word in enumerate(words) if place and word in table("titles")["bodies"]), len(words))
    said = [short.get(word.upper() if len(words) == 1 else word, word) for word in words[:body]]
    written = " ".join((*said, *words[body:]))
    return written.replace("Trung ương Đảng Đảng", "Trung ương Đảng")


def _offices(short: str) -> list[str]:
    """Return the titles that a short form with more than one reading may mean."""
    readings = table("titles")["ambiguous"].get(short, ())
    return [reading for reading in readings if folded(reading) in _titles()]


def _is_several(name: str) -> bool:
    """Whether a text names a second office behind the first."""
    first, *others = _BETWEEN.split(name)
    return any(_begins_with_title(other) for other in others) and _begins_with_title(first)


def _begins_with_title(name: str) -> bool:
    rest = _without_grades(name, dict.fromkeys(_GRADES, False))
    return next(_heads(rest), None) is not None


def _without_grades(name: str, grades: dict[str, bool]) -> str:
    """Take the grade words off a title, in whatever order they stand, and note them."""
    changed = True
    while changed:
        changed = False
        for grade, pattern in _GRADES.items():
            lowered = name.lower()
            if len(lowered) != len(name) or lowered in _titles():
                return name
            if found := pattern.search(lowered):
                name = (name[: found.start()] + name[found.end() :]).strip()
                grades[grade] = changed = True
    return name


def _readings(title: str, fused: regex.Match[str] | None, *, deputy: bool) -> Iterator[str]:
    """Yield the title, then what it may stand for; ``fused`` is its match with `_FUSED`, ``deputy`` its grade."""
    yield title
    if newly := _NEWLY.match(title):
        yield title[newly.end() :]
    written = written_out(title)[0]
    for said in dict.fromkeys((title, written)):
        if deputy and f"trưởng {said.lower().partition(' ')[0]}" in {*_titles(), "trưởng công"}:
            # The deputy of a `trưởng phòng` is a `phó phòng`.
            yield f"Trưởng {said}"
    if fused:
        # The deputy of a `chỉ huy trưởng` is a `chỉ huy phó`, though who is at his side is `chỉ huy`, too.
        yield f"{fused[1]} trưởng"
        yield fused[1]
    if written != title:
        yield written
    short, _, body = title.partition(" ")
    offices = _offices(short) if body else []
    if len(offices) == 1:
        # What has a body is an office: `CT UBND xã`.
        yield f"{offices[0]} {written_out(body)[0]}"


def _known(title: str, grades: dict[str, bool]) -> tuple[str, tuple[str, ...]] | None:
    """Return the canonical form of a title of the table, alone or with its body, and the flags of the body."""
    words = folded(title)
    if known := _titles().get(words):
        return known, ()
    inner = regex.fullmatch(r"(.+?) thường trực (.+)", words)
    if inner and (known := _titles().get(f"{inner[1]} {inner[2]}")):
        # `Phó Trưởng Thường trực ban`: the grade word inside a title.
        grades["standing"] = True
        return known, ()
    for head, behind in _heads(title):
        if _leads_a_place(head) and regex.match(r"[\p{Lu}\d]", behind):
            return f"{head} {behind}", ()
        standing = _STANDING.match(behind)
        body = organization(behind[standing.end() :] if standing else behind)
        if isinstance(body, Organization) and _is_a_body(body.name):
            grades["standing"] = grades["standing"] or standing is not None
            if body.name.lower().startswith(f"{head.split()[-1].lower()} "):
                # The body of a `Trưởng phòng PC02` begins with the word that ends the title.
                head = " ".join(head.split()[:-1])
            return f"{head} {body.name}", tuple(flag for flag in body.flags if flag in _OF_THE_NAME)
    return None


def _leads_a_place(head: str) -> bool:
    """Whether a title is that of a hamlet's head, behind which its name may stand: ``Trưởng thôn Xuân Hồi``."""
    first, _, place = head.partition(" ")
    return first == "Trưởng" and place in table("places")["types"]


def _heads(title: str) -> Iterator[tuple[str, str]]:
    """Yield each title of the table with which a text begins, the longest first, and what stands behind it."""
    words = title.split()
    for count in range(min(len(words), 5), 0, -1):
        if head := _titles().get(folded(" ".join(words[:count]))):
            yield head, " ".join(words[count:])


def _is_a_body(name: str) -> bool:
    # `Tổ chức` is what a `Ban Tổ chức` is for, and no `Tổ`.
    return not name.startswith("Tổ chức") and any(
        name == first or name.startswith(f"{first} ") for first in table("titles")["bodies"]
    )
