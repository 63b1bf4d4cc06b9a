"""The labelling configuration of a Label Studio project, derived from the label schema.

What Label Studio does with a label's attributes, as seen in release 1.23: where there is an ``alias``, it is what
results hold, and ``value`` is what the page shows; both are accepted when results are loaded. ``hint`` is shown on
hover. Without ``white-space: pre-wrap`` the page shows a run of spaces as one. Relations may be drawn between any two
regions, without a tag of their own.
"""

from __future__ import annotations

from collections.abc import Iterator
from xml.etree import ElementTree as ET

from solieu.annotation.errors import SolieuError
from solieu.annotation.labels import Label, LabelSchema

# The names of the configuration's tags, which stand in every result as `from_name` and `to_name`.
TEXT = "text"
LABELS = "label"
USABILITY = "usability"
COMMENT = "comment"
# What a result holds if the annotator says that the text cannot be used.
UNUSABLE = "unusable"

# The keys that Label Studio itself would give out; it keeps r, u and h for its own commands.
_HOTKEYS = "1234567890qwetasdfgzxcvbyiopjklnm"
_CONTROLS = {"Labels": LABELS, "Choices": USABILITY, "TextArea": COMMENT}


def labelling_config(schema: LabelSchema) -> str:
    """Return the configuration of a project that annotates articles by a schema.

    Results hold the labels' names; the page shows their Vietnamese titles with the names behind them.

    Args:
        schema: The labels. The first 33 get a hotkey.

    Returns:
        The XML, which Label Studio takes as a project's labelling configuration.
    """
    view = ET.Element("View")
    labels = ET.SubElement(view, "Labels", {"name": LABELS, "toName": TEXT, "choice": "single", "showInline": "true"})
    for number, label in enumerate(schema.labels):
        ET.SubElement(labels, "Label", _attributes(label, number))
    shown = ET.SubElement(view, "View", {"style": "white-space: pre-wrap; line-height: 1.8"})
    ET.SubElement(shown, "Text", {"name": TEXT, "value": f"${TEXT}", "granularity": "word"})
    choices = ET.SubElement(view, "Choices", {"name": USABILITY, "toName": TEXT, "choice": "multiple"})
    ET.SubElement(choices, "Choice", {"value": "Văn bản không dùng được", "alias": UNUSABLE})
    comment = {"name": COMMENT, "toName": TEXT, "placeholder": "Ghi chú", "rows": "2", "editable": "true"}
    ET.SubElement(view, "TextArea", {**comment, "maxSubmissions": "1"})
    ET.indent(view)
    return ET.tostring(view, encoding="unicode") + "\n"


def _attributes(label: Label, number: int) -> dict[str, str]:
    """Return the attributes of a label's tag; the value is unlike any name, for no name holds a space."""
    titled = label.title_vi != label.name
    attributes = {"value": f"{label.title_vi} ({label.name})" if titled else label.name, "alias": label.name}
    attributes["background"] = label.colour
    if number < len(_HOTKEYS):
        attributes["hotkey"] = _HOTKEYS[number]
    if label.definition:
        attributes["hint"] = label.definition
    return attributes


def check_config(xml: str, schema: LabelSchema) -> None:
    """Check that a project's configuration is one that solieu's tasks fit and whose results it can read.

    Colours, hotkeys, hints, titles and further tags are the team's own affair.

    Args:
        xml: The project's labelling configuration.
        schema: The labels that it must offer, and no others.

    Raises:
        SolieuError: The configuration is no XML, or lacks something; all that is amiss is said at once.
    """
    if "<!DOCTYPE" in xml or "<!ENTITY" in xml:
        raise SolieuError("the project's labelling configuration declares entities; take the declaration out")
    try:
        root = ET.fromstring(xml)  # noqa: S314 - checked above
    except ET.ParseError as error:
        raise SolieuError(f"the project's labelling configuration is no XML ({error}); set solieu's own") from None
    problems = [*_text_problems(root), *_control_problems(root), *_label_problems(root, schema)]
    if problems:
        raise SolieuError(
            f"the project's labelling configuration is not solieu's: {'; '.join(problems)}; "
            "set the one that `solieu annotate config` writes"
        )


def _text_problems(root: ET.Element) -> Iterator[str]:
    parents = {child: parent for parent in root.iter() for child in parent}
    texts = list(root.iter("Text"))
    text = next((tag for tag in texts if tag.get("name") == TEXT), None)
    if text is None:
        found = ", ".join(repr(tag.get("name", "")) for tag in texts) or "none"
        yield f'it has no <Text name="{TEXT}"> (found: {found})'
        return
    if text.get("value") != f"${TEXT}":
        yield f'<Text name="{TEXT}"> must show value="${TEXT}", not {text.get("value", "")!r}'
    styles = [style.text or "" for style in root.iter("Style")]
    tag: ET.Element | None = text
    while tag is not None:
        styles.append(tag.get("style", ""))
        tag = parents.get(tag)
    if not any("pre-wrap" in style for style in styles):
        yield f'no View around <Text name="{TEXT}"> has style="white-space: pre-wrap", so runs of spaces shift offsets'


def _control_problems(root: ET.Element) -> Iterator[str]:
    for kind, name in _CONTROLS.items():
        controls = list(root.iter(kind))
        control = next((tag for tag in controls if tag.get("name") == name), None)
        if control is None:
            found = ", ".join(repr(tag.get("name", "")) for tag in controls) or "none"
            yield f'it has no <{kind} name="{name}"> (found: {found})'
        elif control.get("toName") != TEXT:
            yield f'<{kind} name="{name}"> must have toName="{TEXT}", not {control.get("toName", "")!r}'
        elif kind == "Choices" and UNUSABLE not in _stored(control, "Choice"):
            yield f'<{kind} name="{name}"> has no Choice with alias="{UNUSABLE}"'


def _label_problems(root: ET.Element, schema: LabelSchema) -> Iterator[str]:
    control = next((tag for tag in root.iter("Labels") if tag.get("name") == LABELS), None)
    if control is None:
        return
    stored = _stored(control, "Label")
    missing = [name for name in schema.names if name not in stored]
    others = [name for name in stored if name not in schema.names]
    if missing:
        yield f"it lacks the label {', '.join(missing)}"
    if others:
        yield f"it has the label {', '.join(map(repr, others))}, which the schema has not"


def _stored(control: ET.Element, kind: str) -> list[str]:
    """Return what results hold for each label or choice of a control."""
    return [tag.get("alias") or tag.get("value") or "" for tag in control.iter(kind)]
