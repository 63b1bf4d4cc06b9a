"""`solieu annotate agreement`: how far those agree whose annotations were pulled."""

import json
from collections.abc import Callable
from pathlib import Path
from typing import Any

from solieu.annotation import Document, Span
from solieu.annotation.annotated_versions import AnnotatedVersion, write_versions
from solieu.annotation.jsonl import write_jsonl


def pulled(path: Path, *versions: tuple[str, Document]) -> Path:
    write_versions([AnnotatedVersion(document, annotator=name) for name, document in versions], path)
    return path


def test_annotators_of_one_file_are_compared(
    solieu: Callable[..., Any], tmp_path: Path, articles: list[Document]
) -> None:
    other = articles[0].with_spans(Span(span.start, span.end, "ORG") for span in articles[0].spans)
    file = pulled(
        tmp_path / "pulled.jsonl",
        ("lan@a.vn", articles[0]),
        ("minh@a.vn", other),
        ("lan@a.vn", articles[1]),
        ("minh@a.vn", articles[1]),
    )

    outcome = solieu("annotate", "agreement", file, "--json", tmp_path / "a.json", "--list", tmp_path / "a.jsonl")

    assert (outcome.status, outcome.err) == (0, "")
    assert "mức độ đồng thuận: lan@a.vn, minh@a.vn; 2 articles" in outcome.out
    figures = json.loads((tmp_path / "a.json").read_text(encoding="utf-8"))
    assert figures["together"]["overall"]["strict_f1"]["value"] == 0.5
    assert len((tmp_path / "a.jsonl").read_text(encoding="utf-8").splitlines()) == 3


def test_one_annotator_alone_is_refused(solieu: Callable[..., Any], tmp_path: Path, articles: list[Document]) -> None:
    file = pulled(tmp_path / "pulled.jsonl", ("lan@a.vn", articles[0]))

    outcome = solieu("annotate", "agreement", file)

    assert outcome.status == 2
    assert f"{file}: agreement needs at least two annotators" in outcome.err


def test_a_file_that_was_not_pulled_is_refused(
    solieu: Callable[..., Any], tmp_path: Path, articles: list[Document]
) -> None:
    write_jsonl(articles[:1], tmp_path / "plain.jsonl")

    outcome = solieu("annotate", "agreement", tmp_path / "plain.jsonl")

    assert outcome.status == 2
    assert "plain.jsonl" in outcome.err
    assert "Traceback" not in outcome.err
