"""The articles that solieu reads: one module for each format, and a registry of them by suffix in `formats`.

- One article a file, whose id is the path that was given: ``.txt``, ``.html`` and ``.htm``, ``.docx``, ``.pdf``.
- One article a line or row, whose id is in the row, or else the file's name and the number of the line or row
  (``news-3``; with its path, ``2024/news-3``, where several files have the name):
  ``.jsonl`` and ``.ndjson``, ``.csv`` and ``.tsv``, ``.parquet``, ``.arrow``.
- ``.gz`` and ``.zst`` after the suffix of a format that is read from the beginning to the end: all but ``.docx``,
  ``.pdf``, ``.parquet`` and ``.arrow``.

Of rows only a few are held in memory at a time. What cannot be read is a `SolieuError` in its place, and the rest goes
on.
"""

from solieu.articles.paths import find_files
from solieu.articles.reading import read_articles
from solieu.articles.rows import documents_from_dataset
from solieu.articles.sources import Columns

__all__ = ["Columns", "documents_from_dataset", "find_files", "read_articles"]
