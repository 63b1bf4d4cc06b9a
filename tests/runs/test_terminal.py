"""What the command line shows, whatever stands in names and texts."""

from io import StringIO

import pytest
from rich.console import Console

from solieu.annotation import Document, LabelSchema, SolieuError, Span
from solieu.annotation.checks import Finding
from solieu.annotation.statistics import corpus_statistics
from solieu.terminal import (
    plain_console,
    show_document,
    show_error,
    show_evaluation,
    show_findings,
    show_statistics,
)
from solieu.training.evaluation import evaluate

TRICKY = "a[bold]b[/] :smile: 12 /tmp/x [/nothing]"
SCHEMA = LabelSchema.from_names(["PERSON", "LOC"])


@pytest.fixture
def screen() -> StringIO:
    return StringIO()


@pytest.fixture
def console(screen: StringIO) -> Console:
    """What `plain_console` gives, on a screen that is no terminal."""
    console = plain_console()
    console.file = screen
    return console


def test_a_console_prints_names_as_they_are(console: Console, screen: StringIO) -> None:
    console.print(TRICKY)

    assert screen.getvalue() == f"{TRICKY}\n"


def test_an_error_is_one_line_however_long(capsys: pytest.CaptureFixture[str]) -> None:
    show_error(SolieuError(f"{TRICKY}: {'x' * 200}"))

    assert capsys.readouterr() == ("", f"error: {TRICKY}: {'x' * 200}\n")


def test_an_error_is_one_line_also_where_a_file_has_line_breaks_in_its_name(
    capsys: pytest.CaptureFixture[str],
) -> None:
    show_error(SolieuError("news\nerror: all\r.txt: is empty"))

    assert capsys.readouterr().err == "error: news\ufffderror: all\ufffd.txt: is empty\n"


def test_an_evaluation_is_a_table_with_a_row_for_each_label_that_occurs(console: Console, screen: StringIO) -> None:
    gold = [Document("Ông An", (Span(4, 6, "PERSON"),), str(number)) for number in range(2)]
    predicted = [gold[0], gold[1].with_spans([])]

    show_evaluation(evaluate(gold, predicted, SCHEMA, warnings=[TRICKY]), SCHEMA, console)

    shown = screen.getvalue()
    rows = [line.split() for line in shown.splitlines()]
    assert ["PERSON", "1.0000", "0.5000", "0.6667", "0.000", "–", "1.000", "2", "1"] in rows
    assert ["micro", "1.0000", "0.5000", "0.6667", "0.000", "–", "1.000", "2", "1"] in rows
    assert ["macro", "1.0000", "0.5000", "0.6667", "0.000", "–", "1.000"] in rows
    assert "LOC" not in shown
    assert "seqeval, strict, on tags: micro-F1 0.6667" in shown
    assert f"warning: {TRICKY}\n" in shown


def test_an_evaluation_shows_the_scores_on_words_and_on_syllables_in_a_line_each(
    console: Console, screen: StringIO
) -> None:
    gold = [Document("Ông Nguyễn Văn An", (Span(4, 17, "PERSON"),))]

    show_evaluation(evaluate(gold, [gold[0].with_spans([Span(4, 10, "PERSON")])], SCHEMA), SCHEMA, console)

    lines = [line for line in screen.getvalue().splitlines() if " on tags of " in line]
    assert [line.partition(":")[0] for line in lines] == [
        "seqeval, strict, on tags of words (pyvi)",
        "seqeval, strict, on tags of syllables (solieu)",
    ]
    assert lines[1].endswith("micro-F1 0.0000; these cannot say 0 annotated and 0 predicted spans")


def test_an_evaluation_shows_the_other_schemes_and_the_counts_of_each_in_80_columns(
    console: Console, screen: StringIO
) -> None:
    gold = [Document("Ông An", (Span(4, 6, "PERSON"),), str(number)) for number in range(2)]
    predicted = [gold[0].with_spans([Span(4, 6, "LOC")]), gold[1].with_spans([Span(0, 6, "PERSON")])]

    show_evaluation(evaluate(gold, predicted, SCHEMA), SCHEMA, console)

    shown = screen.getvalue()
    rows = [line.split() for line in shown.splitlines()]
    assert ["exact", *(["0.5000", "(0.000–1.000)"] * 3)] in rows
    assert ["partial", *(["0.7500", "(0.500–1.000)"] * 3)] in rows
    assert ["strict", "0", "2", "0", "0", "0", "2", "2"] in rows
    assert ["partial", "1", "0", "1", "0", "0", "2", "2"] in rows
    assert "type: same label, any overlap\n" in shown
    assert "…" not in shown


def test_an_interval_that_may_mislead_has_a_mark_that_is_explained(console: Console, screen: StringIO) -> None:
    gold = [Document("Ông An", (Span(4, 6, "PERSON"),), str(number)) for number in range(2)]
    gold.append(Document("Cà Mau", (Span(0, 6, "LOC"),), "2"))

    show_evaluation(evaluate(gold, gold, SCHEMA), SCHEMA, console)

    rows = [line.split() for line in screen.getvalue().splitlines()]
    assert ["LOC", "1.0000", "1.0000", "1.0000", "–¹", "1", "1"] in rows
    assert ["micro", "1.0000", "1.0000", "1.0000", "1.000", "–", "1.000²", "3", "3"] in rows
    assert "¹ no interval: in fewer than two articles\n" in screen.getvalue()
    assert "² no width: these articles do not vary, others may\n" in screen.getvalue()


def test_findings_are_a_line_each(console: Console, screen: StringIO) -> None:
    show_findings([Finding("good", "ids", "all right"), Finding("fail", "format", TRICKY)], console)

    assert screen.getvalue() == f"good  ids: all right\nfail  format: {TRICKY}\n"


def test_statistics_are_a_table_by_label(console: Console, screen: StringIO) -> None:
    documents = [Document("Ông [An]", (Span(4, 8, "PERSON"),), "a1"), Document(":x:", (Span(0, 3, "LOC"),), "a2")]

    show_statistics(corpus_statistics(documents), console)

    lines = screen.getvalue().splitlines()
    assert lines[0] == "2 articles, 3 words, 11 characters, 2 spans"
    rows = [line.split() for line in lines]
    assert ["PERSON", "1", "1", "1.0", "1", "[An]", "(1)"] in rows
    assert ["LOC", "1", "1", "1.0", "1", ":x:", "(1)"] in rows


class TestAnArticle:
    def test_is_shown_with_a_label_after_each_entity(self, console: Console, screen: StringIO) -> None:
        document = Document("Ông An về Huế.", (Span(4, 6, "PERSON", 0.9), Span(10, 13, "LOC", 0.9)), TRICKY)

        show_document(document, SCHEMA, console)

        assert "Ông An PERSON về Huế LOC.\n" in screen.getvalue()
        assert TRICKY in screen.getvalue()

    def test_is_coloured_as_its_labels_are(self, screen: StringIO) -> None:
        console = Console(file=screen, force_terminal=True, color_system="truecolor")

        show_document(Document("Huế", (Span(0, 3, "LOC"),)), SCHEMA, console)

        red, green, blue = bytes.fromhex(SCHEMA["LOC"].colour.removeprefix("#"))
        assert f"\x1b[1;38;2;{red};{green};{blue}mHuế\x1b[0m" in screen.getvalue()

    def test_does_not_move_or_recolour_the_terminal_by_what_it_says(self, console: Console, screen: StringIO) -> None:
        show_document(Document("a\x1b[2J\x9b31m\x07\tb\r\nc\ud800 [red]đỏ[/]"), SCHEMA, console)

        shown = screen.getvalue()
        assert not any(sign in shown for sign in "\x1b\x9b\x07\ud800")
        assert "[red]đỏ[/]" in shown
        assert "b\nc" in shown

    def test_keeps_its_long_lines(self, console: Console, screen: StringIO) -> None:
        show_document(Document("Huế " * 100), SCHEMA, console)

        assert "Huế " * 100 in screen.getvalue()
