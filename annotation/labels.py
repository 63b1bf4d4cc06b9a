"""The label schema: which entities there are, what they are called and how they look."""

from __future__ import annotations

import re
from collections.abc import Iterable
from dataclasses import dataclass
from functools import cached_property
from pathlib import Path
from typing import Any

import yaml

from solieu.annotation.errors import SolieuError
from solieu.configs import config_path

# Colours for labels that come without one (from a CoNLL file), in this order, then again from the start.
# The eight of Okabe & Ito, "Color Universal Design" (2008), less black, told apart by most colour-blind readers.
_PALETTE = ("#0072B2", "#E69F00", "#009E73", "#CC79A7", "#56B4E9", "#D55E00", "#F0E442")
_FIELDS = {"name", "title", "definition", "colour"}


@dataclass(frozen=True, slots=True)
class Label:
    """One kind of entity.

    Args:
        name: What stands in data and tags, such as ``"PERSON"``.
        title_en: English title for reports.
        title_vi: Vietnamese title for annotators and analysts.
        definition: One line that says what is marked.
        colour: ``#rrggbb``, used wherever the label is shown.
    """

    name: str
    title_en: str
    title_vi: str
    definition: str
    colour: str


@dataclass(frozen=True)
class LabelSchema:
    """The labels in their order, and everything that derives from them.

    Args:
        labels: The labels; their order fixes the tags' numbers.

    Raises:
        SolieuError: There is no label, a name stands twice, or a name holds white space.
    """

    labels: tuple[Label, ...]

    def __post_init__(self) -> None:
        if not self.labels:
            raise SolieuError("a label schema needs at least one label")
        seen: set[str] = set()
        for label in self.labels:
            if not label.name or re.search(r"\s", label.name):
                raise SolieuError(f"a label's name must be a word without spaces, not {label.name!r}")
            if label.name in seen:
                raise SolieuError(f"the label {label.name!r} stands twice in the schema")
            seen.add(label.name)

    @cached_property
    def names(self) -> tuple[str, ...]:
        """The labels' names, in order."""
        return tuple(label.name for label in self.labels)

    @cached_property
    def tags(self) -> tuple[str, ...]:
        """The word tags, in the order of their numbers: ``O``, then ``B-X`` and ``I-X`` for each label."""
        return ("O", *(f"{prefix}-{name}" for name in self.names for prefix in "BI"))

    @cached_property
    def id2label(self) -> dict[int, str]:
        """Tag number to tag, as a Hugging Face configuration wants it."""
        return dict(enumerate(self.tags))

    @cached_property
    def label2id(self) -> dict[str, int]:
        """Tag to tag number."""
        return {tag: number for number, tag in enumerate(self.tags)}

    def __getitem__(self, name: str) -> Label:
        for label in self.labels:
            if label.name == name:
                return label
        raise KeyError(name)

    @classmethod
    def default(cls) -> LabelSchema:
        """Return solieu's own schema, ``configs/labels.yaml``."""
        return cls.load(config_path("labels.yaml"))

    @classmethod
    def from_names(cls, names: Iterable[str]) -> LabelSchema:
        """Make a schema of bare names, such as those found in a CoNLL file.

        Names of solieu's own schema keep their titles and colours; the others are their own titles.
        """
        known = {label.name: label for label in cls.default().labels}
        return cls(
            tuple(
                known.get(name) or Label(name, name, name, "", _PALETTE[number % len(_PALETTE)])
                for number, name in enumerate(names)
            )
        )

    @classmethod
    def load(cls, path: str | Path) -> LabelSchema:
        """Read a schema from a YAML file laid out like ``configs/labels.yaml``.

        Args:
            path: The file. Only ``name`` is required of each label.

        Raises:
            SolieuError: The file cannot be read or is laid out otherwise.
        """
        try:
            content = yaml.safe_load(Path(path).read_text(encoding="utf-8"))
        except OSError as error:
            raise SolieuError(f"{path}: cannot be read ({error.strerror}); give a label file") from None
        except (yaml.YAMLError, UnicodeDecodeError) as error:
            raise SolieuError(f"{path}: is no YAML file: {' '.join(str(error).split())}") from None
        if not isinstance(content, dict) or not isinstance(content.get("labels"), list):
            raise SolieuError(f"{path}: expected a list under 'labels', each entry with a 'name'")
        labels = [_label(entry, number, path) for number, entry in enumerate(content["labels"])]
        try:
            return cls(tuple(labels))
        except SolieuError as error:
            raise SolieuError(f"{path}: {error}") from None


def _label(entry: Any, number: int, path: str | Path) -> Label:
    """Check one entry of a label file and fill in what it leaves out."""
    where = f"{path}: label {number + 1}"
    if not isinstance(entry, dict) or not isinstance(entry.get("name"), str):
        raise SolieuError(f"{where} needs a 'name' that is a string, but is {entry!r}")
    for key in entry:
        if key not in _FIELDS:
            raise SolieuError(f"{where} has the unknown field {key!r}; known are {', '.join(sorted(_FIELDS))}")
    name = entry["name"]
    title = entry.get("title", {})
    if not isinstance(title, dict):
        raise SolieuError(f"{where}: 'title' must hold 'en' and 'vi', but is {title!r}")
    colour = entry.get("colour", _PALETTE[number % len(_PALETTE)])
    if not isinstance(colour, str) or not re.fullmatch(r"#[0-9a-fA-F]{6}", colour):
        raise SolieuError(f"{where}: 'colour' must look like \"#1f77b4\", but is {colour!r}")
    return Label(
        name=name,
        title_en=str(title.get("en", name)),
        title_vi=str(title.get("vi", name)),
        definition=str(entry.get("definition", "")),
        colour=colour,
    )
