"""What all of solieu's HTML pages have in common: two languages, escaping, a content security policy, and a look."""

from __future__ import annotations

import base64
from hashlib import sha256
from pathlib import Path
from typing import Any

from jinja2 import Environment, FileSystemLoader, StrictUndefined
from markupsafe import Markup

from solieu.training.report.wording import LANGUAGES, Bilingual, shown

_FOLDER = Path(__file__).parent


def page_style() -> str:
    """Return the style sheet that comes before a page's own."""
    return (_FOLDER / "page.css").read_text(encoding="utf-8")


def page_script() -> str:
    """Return the script that comes before a page's own, which finds in ``page`` what it defines."""
    return (_FOLDER / "page.js").read_text(encoding="utf-8")


def page_environment(folder: Path) -> Environment:
    """Return where the templates of a page live: all that they show is escaped, and in both languages if it has two.

    Args:
        folder: The templates' directory.
    """
    return Environment(
        loader=FileSystemLoader(folder),
        autoescape=True,
        finalize=_finalize,
        trim_blocks=True,
        lstrip_blocks=True,
        undefined=StrictUndefined,
    )


def _finalize(value: Any) -> Any:
    """Make what stands in double braces showable: both languages, of which the style sheet hides one."""
    if isinstance(value, Bilingual):
        if value.vi == value.en:
            return shown(value.vi)
        return Markup("").join(
            Markup('<span class="{0}" lang="{0}">{1}</span>').format(language, shown(value.text(language)))
            for language in LANGUAGES
        )
    return shown(value) if isinstance(value, str) and not isinstance(value, Markup) else value


def content_policy(style: str, script: str) -> str:
    """Return a content security policy that allows one style sheet, one script, and images inside the page.

    Args:
        style: The style sheet.
        script: The script.
    """
    hashes = [base64.b64encode(sha256(text.encode()).digest()).decode() for text in (style, script)]
    return (
        f"default-src 'none'; img-src data:; style-src 'sha256-{hashes[0]}'; script-src 'sha256-{hashes[1]}'; "
        "base-uri 'none'; form-action 'none'"
    )
