"""Reports as files."""

from __future__ import annotations

from pathlib import Path

from solieu.annotation.atomic import write_atomically
from solieu.annotation.errors import SolieuError
from solieu.training.report.html import render_html
from solieu.training.report.inputs import ReportInput
from solieu.training.report.markdown import render_markdown
from solieu.training.report.page import make_page


def write_report(content: ReportInput, path: str | Path) -> tuple[Path, Path]:
    """Write a report as HTML, and as Markdown beside it.

    Args:
        content: What the report shows.
        path: The HTML file, ``.html`` or ``.htm``; the Markdown file has its name with ``.md``.

    Returns:
        The two files.

    Raises:
        SolieuError: The path has another suffix, or a file cannot be written.
    """
    html = Path(path)
    if html.suffix.lower() not in {".html", ".htm"}:
        raise SolieuError(f"{path}: a report is an HTML file; give a name that ends in .html")
    page = make_page(content)
    texts = {html: render_html(page), html.with_suffix(".md"): render_markdown(page)}
    for file, text in texts.items():
        with write_atomically(file) as stream:
            stream.write(text)
    return html, html.with_suffix(".md")
