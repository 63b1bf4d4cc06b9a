"""What a report says, in Vietnamese and English."""

from __future__ import annotations

import re
from collections.abc import Iterable
from dataclasses import dataclass
from functools import cached_property
from pathlib import Path
from string import Formatter
from typing import Any, Literal

import yaml

Language = Literal["vi", "en"]
LANGUAGES: tuple[Language, ...] = ("vi", "en")
_SWAPPED = str.maketrans(",.", ".,")


@dataclass(frozen=True, slots=True)
class Bilingual:
    """The same in both languages.

    Args:
        vi: In Vietnamese.
        en: In English.
    """

    vi: str
    en: str

    def text(self, language: Language) -> str:
        """Return it in one language."""
        return self.vi if language == "vi" else self.en


class _LanguageFormatter(Formatter):
    """Formats as `str.format` does, but numbers as the language has them, and ``{n:#case|cases}`` by number."""

    def __init__(self, language: Language) -> None:
        self.language = language

    def format_field(self, value: Any, format_spec: str) -> str:
        if isinstance(value, Bilingual):
            return value.text(self.language)
        if format_spec.startswith("#"):
            one, many = format_spec[1:].split("|")
            return f"{self.format_field(value, ',')} {one if value == 1 else many}"
        shown: str = super().format_field(value, format_spec)
        return shown.translate(_SWAPPED) if self.language == "vi" and isinstance(value, int | float) else shown


class Wording:
    """The sentences of a page.

    Args:
        path: A YAML file: for each key the sentence in Vietnamese, ``vi``, and in English, ``en``.
    """

    def __init__(self, path: Path) -> None:
        self._path = path

    @cached_property
    def texts(self) -> dict[str, dict[str, str]]:
        """What the file holds."""
        content: dict[str, dict[str, str]] = yaml.safe_load(self._path.read_text(encoding="utf-8"))
        return content

    def say(self, key: str, **values: Any) -> Bilingual:
        """Return a sentence.

        Args:
            key: Its key in the file.
            **values: What stands in its braces; numbers are written as each language does.
        """
        texts = self.texts[key]
        return Bilingual(*(_LanguageFormatter(language).vformat(texts[language], (), values) for language in LANGUAGES))


REPORT_WORDING = Wording(Path(__file__).parent / "wording.yaml")
say = REPORT_WORDING.say


def number(value: float | None, spec: str = ",") -> Bilingual:
    """Return a number in both languages; a dash for none."""
    if value is None:
        return Bilingual("–", "–")
    return Bilingual(*(_LanguageFormatter(language).format_field(value, spec) for language in LANGUAGES))


def same(text: str) -> Bilingual:
    """Return what is the same in both languages."""
    return Bilingual(text, text)


def joined(parts: Iterable[Bilingual], separator: str = ", ") -> Bilingual:
    """Join phrases, language by language."""
    parts = list(parts)
    return Bilingual(*(separator.join(part.text(language) for part in parts) for language in LANGUAGES))


# What a page must not hold: characters that no encoding has, that HTML forbids, or that turn the text around.
_UNSHOWABLE = re.compile("[\x00-\x08\x0b\x0c\x0e-\x1f\x7f-\x9f\ud800-\udfff\ufffe\uffff]")
_TURNING = re.compile("[\u202a-\u202e\u2066-\u2069\u200e\u200f\u061c]")


def shown(text: str) -> str:
    """Return a text as a page can hold it: what it cannot show is replaced one by one."""
    return _TURNING.sub("\ufffd", _UNSHOWABLE.sub("\ufffd", text)).replace("\r", "\n")
