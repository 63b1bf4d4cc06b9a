"""A report as one HTML file that needs nothing else."""

from __future__ import annotations

import base64
from pathlib import Path

from markupsafe import Markup, escape

from solieu.training.report.figures import calibration_figure, confusion_figure, curve_figure
from solieu.training.report.html_page import content_policy, page_environment, page_script, page_style
from solieu.training.report.page import MOST_DOCUMENTS, Page, describe, error_kinds, estimated, field_title
from solieu.training.report.wording import LANGUAGES, Bilingual, joined, number, say, shown

_FOLDER = Path(__file__).parent
# The ways in which labels are underlined, beside their colours and signs.
_LINES = ("solid", "dashed", "dotted", "double")
# How many characters of a label's title a figure has room for.
_TITLE_LENGTH = 28


def render_html(page: Page) -> str:
    """Return a report as HTML.

    All that comes from articles, labels and names is escaped. A content security policy allows the page's own style
    sheet and script, by their hashes, and images inside the page; nothing is ever loaded.

    Args:
        page: The report's content.

    Returns:
        The file's text.
    """
    style = page_style() + (_FOLDER / "report.css").read_text(encoding="utf-8") + _label_styles(page)
    script = page_script() + (_FOLDER / "report.js").read_text(encoding="utf-8")
    environment = page_environment(_FOLDER)
    environment.globals |= {
        "t": say,
        "number": number,
        "describe": describe,
        "estimated": estimated,
        "field_title": field_title,
    }
    return environment.get_template("report.html.jinja").render(
        page=page,
        style=Markup(style),  # noqa: S704  it is solieu's own
        script=Markup(script),  # noqa: S704
        policy=content_policy(style, script),
        figures=_figures(page),
        kinds=error_kinds(page),
        confusion_alt=confusion_alt(page),
        most=MOST_DOCUMENTS,
    )


def _label_styles(page: Page) -> str:
    """Return a rule for each label: its colour, and the line under its spans."""
    return "".join(
        f".l{label.number}{{--colour:{label.colour};--line:{_LINES[label.number % len(_LINES)]}}}\n"
        for label in page.labels.values()
    )


def confusion_alt(page: Page) -> Bilingual:
    """Say in words what the confusion matrix shows."""
    cells = [
        say("confusion.cell", gold=gold, predicted=predicted, count=count)
        for gold, predicted, count in page.off_diagonal
    ]
    worst = say("confusion.alt.worst", cells=joined(cells)) if cells else say("confusion.alt.none")
    return say("confusion.alt", worst=worst)


def _figures(page: Page) -> dict[str, dict[str, Markup]]:
    """Draw the figures for which there are data, in both languages, as addresses that hold them."""
    labels = page.occurring
    names = [label.name for label in labels]
    found: dict[str, dict[str, Markup]] = {}
    for language in LANGUAGES:
        titles = [_short(shown(label.title.text(language))) for label in labels]
        drawn = {"confusion": confusion_figure(page.counts, names, titles, language)} if labels else {}
        if page.content.curve:
            drawn["curve"] = curve_figure(page.content.curve, language)
        if page.content.calibration:
            drawn["calibration"] = calibration_figure(page.content.calibration, language)
        for name, svg in drawn.items():
            address = f"data:image/svg+xml;base64,{base64.b64encode(svg.encode()).decode()}"
            found.setdefault(name, {})[language] = escape(address)
    return found


def _short(title: str) -> str:
    return title if len(title) <= _TITLE_LENGTH else f"{title[: _TITLE_LENGTH - 1]}…"
