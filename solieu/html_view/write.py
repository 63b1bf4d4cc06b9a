"""The page as a file."""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from importlib.metadata import version
from pathlib import Path
from typing import Any

from jinja2.utils import htmlsafe_json_dumps
from markupsafe import Markup

from solieu.annotation.atomic import write_atomically
from solieu.annotation.documents import Document
from solieu.annotation.errors import SolieuError
from solieu.annotation.labels import LabelSchema
from solieu.html_view.article import article_data, showable
from solieu.html_view.labels import ShownLabels
from solieu.html_view.wording import VIEW_WORDING
from solieu.tables.flags import FLAGS_VI, meaning_of
from solieu.training.report.html_page import content_policy, page_environment, page_script, page_style
from solieu.training.report.wording import Bilingual

# What a browser still opens and searches within seconds.
MOST_ARTICLES = 2_000

_FOLDER = Path(__file__).parent
# In the order in which they need each other.
_SCRIPTS = ("article.js", "search.js", "view.js")


def write_html(documents: Iterable[Document], schema: LabelSchema, path: Path) -> None:
    """Write articles as a page with their entities, values and tables.

    The page holds everything itself and loads nothing. It shows one article at a time, made by its script of the data
    in the file when it is chosen; without scripts it shows the plain texts. All that comes from articles and labels
    is text to the browser, never markup, and a content security policy allows nothing but the page's own style sheet
    and script.

    Args:
        documents: Articles with their entities; they are taken one at a time. Values and links are found if an
            article has none.
        schema: The labels, whose titles and colours are shown.
        path: The file.

    Raises:
        SolieuError: The file cannot be written, or there are more than `MOST_ARTICLES` articles.
    """
    labels = ShownLabels(schema)
    style = page_style() + (_FOLDER / "view.css").read_text(encoding="utf-8")
    script = page_script() + "".join((_FOLDER / name).read_text(encoding="utf-8") for name in _SCRIPTS)
    environment = page_environment(_FOLDER)
    environment.filters["json"] = _json
    environment.globals["t"] = VIEW_WORDING.say
    pieces = environment.get_template("view.html.jinja").generate(
        title=path.stem,
        version=version("solieu"),
        policy=f"{content_policy(style, script)}; require-trusted-types-for 'script'; trusted-types 'none'",
        style=Markup(style),  # noqa: S704  it is solieu's own
        script=Markup(script),  # noqa: S704
        articles=(article_data(document, labels) for document in _limited(documents, path)),
        page_data=lambda: _page_data(labels),
    )
    with write_atomically(path) as stream:
        stream.writelines(pieces)


def _limited(documents: Iterable[Document], path: Path) -> Iterator[Document]:
    for number, document in enumerate(documents):
        if number == MOST_ARTICLES:
            raise SolieuError(
                f"{path}: a page holds at most {MOST_ARTICLES:,} articles; give fewer of them, or write tables with "
                "--format xlsx"
            )
        yield document


def _page_data(labels: ShownLabels) -> dict[str, Any]:
    """Return what the script needs beside the articles; to be asked for when all of these are written."""
    return {
        "labels": labels.data(),
        "flags": {flag: _both(Bilingual(meaning_vi, meaning_of(flag))) for flag, meaning_vi in FLAGS_VI.items()},
        "words": {key: _both(VIEW_WORDING.say(key)) for key in VIEW_WORDING.texts},
    }


def _both(text: Bilingual) -> dict[str, str]:
    return {"vi": text.vi, "en": text.en}


def _json(data: Any) -> Markup:
    """Return data as JSON that can stand in a ``script`` element: no ``<``, ``>``, ``&`` or quotation mark ends it."""
    return htmlsafe_json_dumps(showable(data), ensure_ascii=False, separators=(",", ":"))
