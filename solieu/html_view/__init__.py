"""Extracted articles as a page that people read: one HTML file that needs nothing else."""

from solieu.html_view.write import MOST_ARTICLES, write_html

__all__ = ["MOST_ARTICLES", "write_html"]
