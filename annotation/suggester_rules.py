"""The suggester's rule files: word lists, parts of patterns, and rules made of them.

A file holds up to three things. ``words`` are lists, ``patterns`` are regular expressions with a name, ``rules`` are
those that give spans. ``{name}`` in a pattern or a rule stands for the list or pattern of that name, from any file of
the directory. A rule gives the whole match the file's ``label``, unless it has groups ``(?<LABEL>…)``. A rule begins
and ends at the edge of a word. What is labelled ``NONE`` is not marked, and keeps other rules from its characters.
"""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from pathlib import Path
from typing import Any

import regex
import yaml

from solieu.annotation.errors import SolieuError
from solieu.annotation.labels import LabelSchema
from solieu.annotation.tones import old_placement

# The label of what must not be marked, such as a telephone number.
NOT_MARKED = "NONE"

_FIELDS = ("label", "words", "patterns", "rules")
# A match, with what the rule looks at after it, is shorter. Without a bound, each try of a pattern could look through
# all the rest of a long line for a character that it needs.
_LONGEST_MATCH = 500
_PLACEHOLDER = regex.compile(r"\{([a-z]\w*)\}")
# Longer patterns are a mistake, such as a pattern that holds another many times over.
_LONGEST_PATTERN = 2_000_000


@dataclass(frozen=True, slots=True)
class Rule:
    """One pattern that gives spans.

    Args:
        pattern: What it matches, in a line of composed text with tone marks in the old placement.
        groups: The labels of the pattern's named groups; none if the whole match is the span.
        label: The label of the whole match, where there are no such groups.
    """

    pattern: regex.Pattern[str]
    groups: tuple[str, ...]
    label: str

    def can_begin_with(self, characters: str) -> bool:
        """Whether a text that begins with the characters can match, as far as the pattern alone tells."""
        # What the pattern asks of the characters before must not decide: it is tried at the start of a line and inside.
        return any(
            self.pattern.match(before + characters, len(before), partial=True) is not None for before in ("", "; ")
        )

    def candidates(self, line: str, position: int) -> tuple[list[tuple[int, int, str]], int]:
        """Apply the rule at one position of a line.

        Args:
            line: The line.
            position: Where the match must begin.

        Returns:
            Start, end and label of each span, without white space at its edges, and the position from which the
            rule may be applied again.
        """
        limit = position + _LONGEST_MATCH
        match = self.pattern.match(line, position, limit)
        if match is None or match.end() == position or match.end() == limit < len(line):
            return [], position
        found = []
        for group in self.groups or (0,):
            for start, end in match.spans(group):
                stretch = line[start:end]
                start += len(stretch) - len(stretch.lstrip())
                end -= len(stretch) - len(stretch.rstrip())
                if start < end:
                    found.append((start, end, str(group or self.label)))
        return found, match.end()


def load_rules(directory: str | Path, schema: LabelSchema) -> list[Rule]:
    """Read all rule files of a directory.

    Args:
        directory: The directory; its ``.yaml`` files are read in the order of their names.
        schema: The labels that rules may give, beside ``NONE``.

    Returns:
        The rules, compiled.

    Raises:
        SolieuError: There is no file, or one cannot be used; the message names the file and the entry.
    """
    paths = sorted(Path(directory).glob("*.yaml"))
    if not paths:
        raise SolieuError(f"{directory}: holds no rule file; give a directory with .yaml files")
    contents = {path: _read(path, schema) for path in paths}
    parts: dict[str, str] = {}
    for path, content in contents.items():
        for field in ("words", "patterns"):
            for name, value in content[field].items():
                if name in parts:
                    raise SolieuError(f"{path}: {name!r} is defined already; give each list and pattern its own name")
                parts[name] = word_pattern(value) if field == "words" else old_placement(value)
    return [
        _rule(old_placement(rule), content["label"], parts, f"{path}, rule {number}", schema)
        for path, content in contents.items()
        for number, rule in enumerate(content["rules"], start=1)
    ]


def word_pattern(words: list[str]) -> str:
    """Return a pattern that matches the longest of some words, in time that does not depend on how many there are.

    Args:
        words: Words or phrases; a space in them matches any number of spaces.
    """
    tree: dict[str, Any] = {}
    for word in words:
        node = tree
        for character in old_placement(" ".join(word.split())):
            node = node.setdefault(character, {})
        node[""] = {}
    return f"(?:{_branches(tree)})"


def _branches(tree: dict[str, Any]) -> str:
    """Write a tree of characters as a pattern, the longer words first."""
    ends = "" in tree
    branches = [
        (r"\ +" if character == " " else regex.escape(character)) + _branches(node)
        for character, node in tree.items()
        if character
    ]
    if not branches:
        return ""
    if len(branches) == 1 and not ends:
        return branches[0]
    return f"(?:{'|'.join(branches)}){'?' if ends else ''}"


def _read(path: Path, schema: LabelSchema) -> dict[str, Any]:
    """Read one file and check how it is laid out."""
    try:
        content = yaml.safe_load(path.read_text(encoding="utf-8"))
    except OSError as error:
        raise SolieuError(f"{path}: cannot be read ({error.strerror}); give a rule file") from None
    except (yaml.YAMLError, UnicodeDecodeError) as error:
        raise SolieuError(f"{path}: is no YAML file: {' '.join(str(error).split())}") from None
    if not isinstance(content, dict) or not set(content) <= set(_FIELDS):
        raise SolieuError(f"{path}: expected a mapping with no other fields than {', '.join(_FIELDS)}")
    label = content.get("label", NOT_MARKED)
    if label not in (NOT_MARKED, *schema.names):
        raise SolieuError(f"{path}: 'label' must be one of {', '.join(schema.names)}, not {label!r}")
    words, patterns = content.get("words") or {}, content.get("patterns") or {}
    for field, mapping, kind in (("words", words, list), ("patterns", patterns, str)):
        if not isinstance(mapping, dict):
            raise SolieuError(f"{path}: {field!r} must be a mapping of names, not {mapping!r}")
        for name, value in mapping.items():
            if not isinstance(name, str) or not _PLACEHOLDER.fullmatch(f"{{{name}}}"):
                raise SolieuError(f"{path}: the name {name!r} in {field!r} must be of small letters, digits and _")
            if not isinstance(value, kind) or not value:
                expected = "a list of words" if kind is list else "a regular expression"
                raise SolieuError(f"{path}: {name!r} in {field!r} must be {expected}")
            for word in value if kind is list else ():
                if not isinstance(word, str) or not word.strip():
                    raise SolieuError(f"{path}: {name!r} must hold words, but has {word!r}; put it in quotation marks")
    rules = content.get("rules") or []
    if not isinstance(rules, list) or not all(isinstance(rule, str) and rule for rule in rules):
        raise SolieuError(f"{path}: 'rules' must be a list of regular expressions")
    return {"label": label, "words": words, "patterns": patterns, "rules": rules}


def _rule(text: str, label: str, parts: Mapping[str, str], where: str, schema: LabelSchema) -> Rule:
    """Fill in a rule's placeholders and compile it."""
    full = _filled(text, parts, where, ())
    try:
        pattern = regex.compile(rf"(?<!\w)(?:{full})(?!\w)", regex.VERSION0)
    except (regex.error, RecursionError) as error:
        raise SolieuError(f"{where}: is no regular expression ({error}): {text}") from None
    for group in pattern.groupindex:
        if group not in (NOT_MARKED, *schema.names):
            raise SolieuError(f"{where}: the group {group!r} is no label; labels are {', '.join(schema.names)}")
    return Rule(pattern, tuple(pattern.groupindex), label)


def _filled(text: str, parts: Mapping[str, str], where: str, inside: tuple[str, ...]) -> str:
    """Put patterns in the places of their names."""

    def part(match: regex.Match[str]) -> str:
        name = match[1]
        if name not in parts:
            raise SolieuError(f"{where}: there is no list or pattern {name!r}")
        if name in inside:
            raise SolieuError(f"{where}: the pattern {name!r} holds itself; take it out")
        return f"(?:{_filled(parts[name], parts, where, (*inside, name))})"

    full = str(_PLACEHOLDER.sub(part, text))
    if len(full) > _LONGEST_PATTERN:
        raise SolieuError(f"{where}: is too long once its lists are filled in; use fewer of them")
    return full
