"""A report as Markdown: all of it in Vietnamese, all of it in English, and the errors once for both."""

from __future__ import annotations

import re
from collections.abc import Iterable
from pathlib import Path
from typing import Any

from jinja2 import Environment, FileSystemLoader, StrictUndefined
from markupsafe import Markup

from solieu.training.report.context import Context, Segment
from solieu.training.report.page import MOST_DOCUMENTS, ErrorView, Page, describe, error_kinds, estimated, field_title
from solieu.training.report.wording import LANGUAGES, Bilingual, Language, number, say, shown

_FOLDER = Path(__file__).parent
_SPECIAL = re.compile(r"[\\`*_\[\]#|~$]")
_LANGUAGE_TITLES: dict[Language, str] = {"vi": "Tiếng Việt", "en": "English"}


def render_markdown(page: Page) -> str:
    """Return a report as Markdown (CommonMark with tables).

    What comes from articles, labels and names is escaped, so that it is shown as it is. Figures are left out; the
    tables have their numbers.

    Args:
        page: The report's content.

    Returns:
        The file's text.
    """
    parts = [f"# {_escaped(page.content.title)}\n"]
    for language in LANGUAGES:
        parts.append(f"# {_LANGUAGE_TITLES[language]}\n\n{_overview(page, language)}")
    parts.append("\n".join(_errors(page)))
    parts.append(_both(say("made.with", version=page.version), "\n\n") + "\n")
    return re.sub(r"\n{3,}", "\n\n", "\n\n".join(parts))


def _overview(page: Page, language: Language) -> str:
    def finalize(value: Any) -> Any:
        text = value.text(language) if isinstance(value, Bilingual) else value
        if isinstance(text, str) and not isinstance(text, Markup):
            return Markup(_escaped(text))  # noqa: S704  Markdown has escapes of its own
        return text

    environment = Environment(
        loader=FileSystemLoader(_FOLDER),
        autoescape=True,  # so that what a macro has escaped is not escaped again
        finalize=finalize,
        trim_blocks=True,
        lstrip_blocks=True,
        undefined=StrictUndefined,
    )
    environment.globals |= {
        "t": say,
        "n": number,
        "describe": describe,
        "estimated": estimated,
        "field_title": field_title,
    }
    template = environment.get_template("report.md.jinja")
    return template.render(page=page, kinds=error_kinds(page), most=MOST_DOCUMENTS)


def _escaped(text: str) -> str:
    """Return a text as it must be written on one line of Markdown to be shown as it is."""
    line = " ".join(shown(text).replace("&", "&amp;").replace("<", "&lt;").splitlines())
    return _SPECIAL.sub(r"\\\g<0>", line)


def _errors(page: Page) -> Iterable[str]:
    yield f"# {_both(say('section.errors'))}\n"
    yield _both(say("errors.caption.marks"), "\n\n") + "\n"
    for kind in error_kinds(page):
        yield f"## {_both(say(f'kind.{kind}'))} ({page.kinds[kind]})\n"
        for error in page.errors:
            if error.kind == kind:
                yield from _error(error)
        yield ""


def _error(error: ErrorView) -> Iterable[str]:
    facts = [_escaped(error.document), _both(say("errors.line", line=error.context.line))]
    if error.note:
        facts.append(_both(error.note))
    if error.score is not None:
        facts.append(_both(say("errors.score", score=error.score)))
    if error.new:
        facts.append(_both(say("errors.new")))
    yield f"- **{error.number}.** {' · '.join(facts)}"
    for title, segments in (("gold", error.context.gold), ("predicted", error.context.predicted)):
        yield f"  - {_both(say(title))}: {_marked(segments, error.context)}"


def _marked(segments: Iterable[Segment], context: Context) -> str:
    """Return a stretch of text with its spans as ``⟦text|LABEL⟧``; those in question are bold."""
    pieces = []
    for segment in segments:
        text = _escaped(segment.text) if segment.text.strip() else " "
        if segment.label is not None:
            text = f"⟦{text}\\|{_escaped(segment.label)}⟧"
            text = f"**{text}**" if segment.focus else text
        pieces.append(text)
    return f"{'… ' if context.cut_before else ''}{''.join(pieces)}{' …' if context.cut_after else ''}"


def _both(text: Bilingual, separator: str = " / ") -> str:
    return separator.join(dict.fromkeys(_escaped(text.text(language)) for language in LANGUAGES))
