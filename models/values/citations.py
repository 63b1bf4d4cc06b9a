"""Documents that are cited: by number, such as ``Nghị định số 34/2024/NĐ-CP``, or by name, such as ``Luật Cư trú``.

The parts of a number follow Decree 30/2020/NĐ-CP, appendix I: the number, the year where there is one, the type's
code, and the issuers' codes; the Party's documents write a hyphen before the type's code (``12-NQ/TW``).
"""

from __future__ import annotations

from collections.abc import Sequence
from functools import cache

import regex

from solieu.annotation.values import Citation, Unresolved
from solieu.models.values.abbreviations import code_meaning, written_out
from solieu.models.values.spelling import capitalised, has_shouted_words, is_shouted, readable
from solieu.models.values.tables import table

_NUMBER = regex.compile(
    r"(?:(?<=\s)|^)(?:số\s*:?\s*)?(?P<number>\d{1,6}[a-zA-Z]?(?:\s*[/-]\s*[\p{L}\d&.]+)*)\s*$", regex.IGNORECASE
)
_SAID_NUMBER = regex.compile(r"số\s*:?\s*\d", regex.IGNORECASE)
_YEAR = regex.compile(r"(?:(?<=\p{L}),? (?:năm )?|,? năm |\s*\()(?P<year>(?:19|20)\d{2})\)?$", regex.IGNORECASE)
# What belongs to the text around a number: the day, the issuer.
_DAY = r"ngày \d{1,2}\s*(?:[/.-]|tháng)\s*\d{1,2}\s*(?:[/.-]|năm)\s*"
_DATED = regex.compile(rf",?\s+{_DAY}(?P<year>(?:19|20)\d{{2}})$", regex.IGNORECASE)
_OF_ISSUER = regex.compile(
    r"(?P<kept>\d\p{L}?[/-]\p{L}[\p{L}\d/&.-]*(?:,? ngày [\d/.-]+(?: tháng \d+ năm \d+)?)?),? của .+$"
)
_AMENDS = r"(?:sửa đổi|bổ sung)(?:(?:,| và)? (?:sửa đổi|bổ sung))*(?!\p{L})"
# `năm 2015 (sửa đổi, bổ sung năm 2017)`: the year of the law itself is the first.
_AMENDED = regex.compile(
    rf"(?<=\D(?:19|20)\d{{2}})\s*,?\s*(?:\((?:đã |được )*{_AMENDS}.*|(?:đã |được )+{_AMENDS}.*"
    rf"|{_AMENDS}(?: một số điều)?(?:,? (?:vào |các )?(?:năm )?(?:19|20)\d{{2}}.*)?)$",
    regex.IGNORECASE,
)
# What a document of that number amends, or is amended by, is another one.
_BEHIND_NUMBER = regex.compile(
    r"(?P<kept>\d{1,6}\p{L}?(?:\s*[/-]\s*\d{4})?\s*[/-]\s*(?-i:\p{Lu})[\p{L}\d&.]*(?:\s*[/-]\s*[\p{L}\d&.]+)*"
    rf"(?:,? {_DAY}\d{{4}}|,? năm \d{{4}})?)\s*[,(]?\s*(?:về (?:việc )?)?(?:đã |được )*{_AMENDS}.*$",
    regex.IGNORECASE,
)
# `Luật năm 2023 sửa đổi …`: the year of the document itself, whatever other one the title ends with.
_OWN_YEAR = regex.compile(
    rf"(?:năm |{_DAY})?(?P<year>(?:19|20)\d{{2}})\s*[,(]?\s*(?:về (?:việc )?)?(?:đã |được )*{_AMENDS}", regex.IGNORECASE
)
_AMENDING = regex.compile(_AMENDS, regex.IGNORECASE)
# What stands between a type and the year, where there is no title.
_NO_TITLE = regex.compile(rf"\W*(?:năm|{_DAY})?\W*\d{{4}}", regex.IGNORECASE)
# `QH15` and `UBTVQH14`: the National Assembly and its Standing Committee with their term.
_TERM = regex.compile(r"(?P<body>QH|UBTVQH)(?P<term>[\dIVX]+)")
# `BCĐ138`: a steering committee with its number.
_NUMBERED = regex.compile(r"(?P<body>BCĐ)(?P<number>\d+)", regex.IGNORECASE)
# Articles and clauses before the document: `điểm a, khoản 2 Điều 174 Bộ luật Hình sự`.
_ITEM = r"(?:\d+\p{L}?|\p{Ll}\d?|[IVXLC]+)"
_ITEMS = rf"{_ITEM}(?:(?:, | và |, và ){_ITEM}(?!\p{{L}}))*"
_PROVISION = regex.compile(
    rf"^(?:(?:các )?(?i:điểm|tiết|khoản|điều|mục|chương|phần) {_ITEMS}(?:, | của | và | )(?=\p{{L}}))+(?:của )?"
)
# `Nghị định 168 của Chính phủ`, behind its type.
_BARE_OF_ISSUER = regex.compile(
    r"(?P<kept>(?:số\s*:?\s*)?\d{1,6}\p{L}?(?:/\d{4})?(?: năm \d{4})?) của .+", regex.IGNORECASE
)
# From when on it is in force, which is another day than that of the document.
_IN_FORCE = regex.compile(r"\s*,?\s*\((?:sẽ )?có hiệu lực [^)]*\)$", regex.IGNORECASE)
_LAWS = ("Bộ luật", "Luật", "Pháp lệnh")
# There is one only, which needs no title.
_ALONE = ("Hiến pháp",)
_ROMAN = ("X", 10), ("IX", 9), ("V", 5), ("IV", 4), ("I", 1)


def citation(text: str) -> Citation | Unresolved:
    """Read the citation of a document.

    Args:
        text: The citation as written.

    Returns:
        Its type, number, year and issuers, or its type and name. Flags: ``no-type`` where only a number is given,
        ``type-mismatch`` where the number's code is another type's, ``unknown-issuer`` where a code stayed,
        ``ambiguous-issuer`` where a code has two readings, ``number-only`` where the number gives neither year nor
        issuer. Or why it cannot be told.
    """
    name = readable(text)
    if isinstance(name, Unresolved):
        return name
    name = _IN_FORCE.sub("", _PROVISION.sub("", name))
    begin, *others = name.split(" ", 1)
    name = " ".join((table("documents")["short"].get(begin, begin), *others))
    year = None
    name = _BEHIND_NUMBER.sub(r"\g<kept>", _OF_ISSUER.sub(r"\g<kept>", name))
    kind, rest = _type(name)
    if kind and (bare := _BARE_OF_ISSUER.fullmatch(rest)):
        name = f"{kind} {bare['kept']}"
    if amended := _AMENDED.search(name):
        kind, rest = _type(name[: amended.start()])
        if kind in _ALONE or not _NO_TITLE.fullmatch(rest):
            name = name[: amended.start()]
    kind, rest = _type(name)
    if own := _OWN_YEAR.match(rest):
        return _by_name(kind, name, int(own["year"]))
    if said := _DATED.search(name) or _YEAR.search(name):
        year, name = int(said["year"]), name[: said.start()]
        name += ")" if name.count("(") > name.count(")") else ""
    kind, rest = _type(name)
    numbered = _NUMBER.search(rest)
    if numbered and not rest[: numbered.start()].strip():
        return _by_number(kind, numbered["number"], year)
    if numbered and ("/" in numbered["number"] or _SAID_NUMBER.match(numbered.group().strip())):
        # Words between the type and the number, which the table does not know: they belong to the type.
        words = f"{kind or ''} {rest[: numbered.start()]}".strip()
        if _names_another(words):
            return _by_name(kind, name, None)
        return _by_number(capitalised(words.lower() if is_shouted(words) else words), numbered["number"], year)
    return _by_name(kind, name, year)


def _names_another(words: str) -> bool:
    """Whether the words before a number say which other document is amended: that one has the number."""
    amends = _AMENDING.search(words)
    behind = words[amends.end() :].lower() if amends else ""
    return any(behind.endswith(f" {key}") for key in _types())


@cache
def _types() -> dict[str, str]:
    return {name.lower(): name for name in sorted(table("documents")["types"], key=len, reverse=True)}


@cache
def _codes() -> dict[str, str]:
    return {code: name for name, codes in table("documents")["types"].items() for code in codes}


def _type(name: str) -> tuple[str | None, str]:
    """Split the type off the front; a type's code may stand for it."""
    lowered = name.lower()
    if len(lowered) == len(name):
        for key, kind in _types().items():
            if lowered.startswith(key) and not lowered[len(key) : len(key) + 1].isalpha():
                return kind, name[len(key) :].strip()
    first, _, rest = name.partition(" ")
    return (_codes()[first], rest) if first in _codes() and rest else (None, name)


def _spelled_as_known(code: str) -> str:
    """Return a code as the tables write it: ``BGDĐT`` for ``BGD&ĐT``, ``CP`` for ``cp``, ``TƯ`` for ``T.Ư``."""
    return _codes_by_letters().get(_letters(code), code)


@cache
def _codes_by_letters() -> dict[str, str]:
    content = table("documents")
    return {_letters(code): code for code in (*_codes(), *content["also"], *content["issuers"], *content["ambiguous"])}


def _letters(code: str) -> str:
    return code.replace("&", "").replace(".", "").upper()


def _by_number(kind: str | None, number: str, year: int | None) -> Citation:
    """Read the parts of a number."""
    number = regex.sub(r"\s*([/-])\s*", r"\1", number)
    flags: list[str] = []
    first, *codes = [part for part in regex.split(r"[/-]", number) if part]
    codes = [_spelled_as_known(code) for code in codes]
    if codes and regex.fullmatch(r"(?:19|20)\d{2}", codes[0]):
        year = int(codes.pop(0))
    coded = _codes().get(codes[0]) if codes else None
    if coded and codes:
        code = codes.pop(0)
        others = table("documents")["also"].get(code, ())
        if kind is None:
            kind = coded
        elif kind != coded and kind not in others:
            flags.append("type-mismatch")
    issuers = _issuers(codes, flags)
    if kind is None:
        flags.append("no-type")
    if number == first:
        flags.append("number-only")
    return Citation(type=kind, number=number, year=year, issuers=issuers, flags=tuple(flags))


def _issuers(codes: Sequence[str], flags: list[str]) -> tuple[str, ...]:
    """Write the issuers out that are known, and leave the codes of the others."""
    known = table("documents")["issuers"]
    found: list[str] = []
    for code in codes:
        term = _TERM.fullmatch(code)
        if code in table("documents")["ambiguous"]:
            readings = table("documents")["ambiguous"][code]
            found.append(readings[0] if len(readings) == 1 else code)
            if len(readings) > 1:
                flags.append("ambiguous-issuer")
        elif meaning := known.get(code) or code_meaning(code):
            found.append(meaning)
        elif numbered := _NUMBERED.fullmatch(code):
            found.append(f"{known[numbered['body'].upper()]} {numbered['number']}")
        elif term:
            found.append(f"{known[term['body']]} khóa {_roman(term['term'])}")
        else:
            found.append(code)
            flags.append("unknown-issuer")
    flags[:] = dict.fromkeys(flags)
    return tuple(found)


def _by_name(kind: str | None, name: str, year: int | None) -> Citation | Unresolved:
    """Read a document that is cited by its name."""
    if kind is None and not any(map(str.isalpha, name)):
        return Unresolved(reason="it gives neither a type, nor a number that is one of a document")
    title, flags = written_out(name)
    if is_shouted(name) and has_shouted_words(title):
        title, flags = title.lower(), (*flags, "capitals-restored")
    if kind and title.lower().startswith(kind.lower()):
        rest = title[len(kind) :].strip()
        # The name of a law is a proper name, that of a plan may be a sentence.
        proper = kind in _LAWS and not _OWN_YEAR.match(rest)
        title = f"{kind} {capitalised(rest) if proper else rest}".strip()
    if kind is None:
        flags = (*flags, "no-type")
    return Citation(type=kind, title=capitalised(title), year=year, flags=flags)


def _roman(term: str) -> str:
    if not term.isdigit() or len(term) > 2:
        return term
    rest, letters = int(term), ""
    for letter, value in _ROMAN:
        while rest >= value:
            letters, rest = letters + letter, rest - value
    return letters
