"""The report's two files: whole, honest, and safe whatever stands in the articles."""

import re
from dataclasses import replace
from html.parser import HTMLParser
from pathlib import Path

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st
from markdown_it import MarkdownIt

from solieu.annotation import Document, LabelSchema, SolieuError, Span
from solieu.annotation.labels import Label
from solieu.training.measures.resampling import Flag
from solieu.training.measures.scoring import count_matches, score_schemes
from solieu.training.report import LearningCurve, ReportInput, write_report
from solieu.training.report.figures import confusion_figure
from solieu.training.report.html import render_html
from solieu.training.report.markdown import render_markdown
from solieu.training.report.page import make_page
from solieu.training.report.wording import say

# The elements that a report is made of.
TAGS = {
    *(
        "html",
        "head",
        "meta",
        "title",
        "style",
        "script",
        "body",
        "header",
        "nav",
        "main",
        "section",
        "article",
        "aside",
    ),
    *("footer", "h2", "h3", "p", "div", "span", "a", "i", "b", "em", "strong", "small", "mark", "ul", "li", "dl", "dt"),
    *("dd", "table", "thead", "tbody", "tr", "th", "td", "figure", "img", "svg", "rect", "form", "label", "select"),
    *("option", "input", "button", "br"),
}


class Elements(HTMLParser):
    """Collects a page's elements, their attributes, and its text."""

    def __init__(self, page: str) -> None:
        super().__init__()
        self.elements: list[tuple[str, dict[str, str | None]]] = []
        self.texts: list[str] = []
        self.feed(page)

    def handle_starttag(self, tag: str, attrs: list[tuple[str, str | None]]) -> None:
        self.elements.append((tag, dict(attrs)))

    def handle_data(self, data: str) -> None:
        self.texts.append(data)


@pytest.fixture(scope="module")
def page(content: ReportInput) -> str:
    return render_html(make_page(content))


def sentences(content: ReportInput) -> str:
    return "\n".join(sentence.en for sentence in make_page(content).verdict.sentences)


class TestHtml:
    def test_it_holds_every_section_and_every_error(self, page: str) -> None:
        sections = re.findall(r'<section id="(\w+)">', page)

        assert sections == [
            *("summary", "scores", "confusion", "boundaries", "novelty", "lengths", "fields", "curve", "calibration"),
            *("documents", "errors"),
        ]
        assert page.count('<article class="error"') == 9

    def test_what_is_not_given_has_no_section(self, content: ReportInput) -> None:
        bare = replace(content, baselines={}, trained=(), curve=None, calibration=None, notes=())

        sections = re.findall(r'<section id="(\w+)">', render_html(make_page(bare)))

        assert not {"novelty", "curve", "calibration"} & set(sections)

    def test_markup_in_articles_labels_and_names_stays_text(self, content: ReportInput) -> None:
        nasty = '<img src=x onerror="alert(1)"><script>alert(2)</script></style></script>{{ 7*7 }}'
        label = Label("<b>", nasty, nasty, "", 'red;} body{background:url("http://example.org")')
        schema = LabelSchema((*content.schema.labels, label))
        document = Document(nasty, (Span(0, 4, "<b>"),), nasty, {nasty: nasty})
        other = Document("x", (), "x", {nasty: "y"})
        found = ReportInput(
            [document, other], [document.with_spans([Span(1, 4, "<b>")]), other], schema, title=nasty, notes=(nasty,)
        )

        parsed = Elements(render_html(make_page(found)))

        assert {tag for tag, _ in parsed.elements} <= TAGS
        assert not [name for _, attributes in parsed.elements for name in attributes if name.startswith("on")]
        assert [tag for tag, _ in parsed.elements].count("script") == 1
        assert "example.org" not in render_html(make_page(found))
        assert "{{ 7*7 }}" in "".join(parsed.texts)

    def test_it_asks_for_nothing_outside_of_itself(self, page: str) -> None:
        addresses = [
            value
            for _, attributes in Elements(page).elements
            for name, value in attributes.items()
            if name in {"src", "href", "action", "srcset", "data"}
        ]

        assert all(address and address.startswith(("#", "data:image/svg+xml;base64,")) for address in addresses)
        assert "default-src &#39;none&#39;" in page
        assert "style=" not in page

    def test_each_figure_has_a_text_in_its_place(self, page: str) -> None:
        images = [attributes for tag, attributes in Elements(page).elements if tag == "img"]

        assert len(images) == 6
        assert all(image["alt"] and len(image["alt"]) > 30 for image in images)
        assert {image["lang"] for image in images} == {"vi", "en"}

    def test_numbers_are_written_as_each_language_does(self, page: str) -> None:
        assert '<span class="vi" lang="vi">0,316</span><span class="en" lang="en">0.316</span>' in page

    def test_the_same_input_gives_the_same_file(self, content: ReportInput, page: str) -> None:
        assert render_html(make_page(content)) == page

    def test_labels_are_told_apart_without_colour(self, content: ReportInput) -> None:
        labels = list(make_page(content).labels.values())

        assert len({label.sign for label in labels}) == len(labels)


class TestScores:
    def test_the_other_schemes_have_columns_of_their_own(self, content: ReportInput, page: str) -> None:
        found = score_schemes(count_matches(content.gold, content.predicted, content.schema.names))

        row = make_page(content).table.micro
        assert [score.f1 for score in row.schemes] == [found[name].micro.f1 for name in ("exact", "partial", "type")]
        for heading in ("exact: same edges, any label", "partial: an overlap counts half", "type: same label"):
            assert heading in page

    def test_marks_of_intervals_are_explained_below_the_table_in_both_languages(self, content: ReportInput) -> None:
        page = make_page(content)

        assert Flag.FEW_DOCUMENTS in page.table.flags
        for text in (render_html(page), render_markdown(page)):
            assert "không có khoảng: nhãn có trong ít hơn hai bài" in text
            assert "no interval: in fewer than two articles" in text
            assert "–¹" in text or '–<span class="flag">¹</span>' in text

    def test_solieu_s_own_baselines_are_explained(self, content: ReportInput) -> None:
        own = replace(content, baselines={"string-match": content.gold})

        assert "marks again what was marked in the training articles" in render_html(make_page(own))


class TestMarkdown:
    def test_it_says_everything_in_both_languages_and_lists_the_errors_once(self, content: ReportInput) -> None:
        text = render_markdown(make_page(content))

        for heading in ("Tóm tắt", "Summary", "Điểm theo nhãn", "Scores by label", "Learning curve"):
            assert text.count(f"## {heading}\n") == 1
        assert len(re.findall(r"^- \*\*\d+\.\*\*", text, re.MULTILINE)) == 9

    def test_markup_in_articles_stays_text(self, content: ReportInput) -> None:
        nasty = "<script>alert(1)</script> | **b** `c` [d](http://e) ![f](g) &lt; $x$"
        documents = [Document(nasty, (Span(0, 8, "ORG"),), nasty)]
        found = replace(content, gold=documents, predicted=[Document(nasty, (), nasty)], baselines={}, trained=())

        tokens = MarkdownIt("commonmark").enable("table").parse(render_markdown(make_page(found)))

        inner = [child for token in tokens for child in token.children or []]
        assert not [token for token in [*tokens, *inner] if "html" in token.type]
        assert not [token for token in inner if token.type in {"link_open", "image", "code_inline"}]
        assert any("[d](http://e) ![f](g) &lt; $x$" in token.content for token in inner if token.type == "text")

    def test_every_table_is_one(self, content: ReportInput) -> None:
        text = render_markdown(make_page(content))

        tokens = MarkdownIt("commonmark").enable("table").parse(text)

        assert sum(token.type == "table_open" for token in tokens) == len(
            re.findall(r"^\|[-:|]+\|$", text, re.MULTILINE)
        )
        paragraphs = [token.content for token in tokens if token.type == "inline" and token.content.startswith("|")]
        assert paragraphs == []


@st.composite
def inputs(draw: st.DrawFn) -> ReportInput:
    gold = draw(st.lists(st.from_type(Document), min_size=1, max_size=3))
    predicted = [draw(st.sampled_from([document, document.with_spans(())])) for document in gold]
    if draw(st.booleans()):
        gold, predicted = predicted, gold
    text = st.text(st.characters(codec=None), max_size=8)
    gold = [replace(document, id=draw(text), meta={"topic": draw(text)}) for document in gold]
    return ReportInput(gold, predicted, LabelSchema.default(), title=draw(text), notes=(draw(text),))


@pytest.mark.slow
@settings(max_examples=10, deadline=None)
@given(inputs())
def test_any_text_can_be_shown(content: ReportInput) -> None:
    page = make_page(content)

    html = render_html(page)

    html.encode("utf-8")
    render_markdown(page).encode("utf-8")
    assert not re.search("[\x00-\x08\x0b\x0c\x0e-\x1f\x7f-\x9f\u202e]", html)
    assert {tag for tag, _ in Elements(html).elements} <= TAGS


def test_a_megabyte_on_one_line_makes_no_large_report() -> None:
    text = "công an " * 125_000
    gold = Document(text, tuple(Span(start, start + 7, "ORG") for start in range(0, 8000, 80)))
    content = ReportInput([gold], [Document(text, (Span(0, len(text), "ORG"),))], LabelSchema.default())

    assert len(render_html(make_page(content))) < 1_000_000


def test_a_label_in_another_script_or_with_dollar_signs_can_be_drawn() -> None:
    assert "<svg" in confusion_figure({("a", "a"): 1}, ["a"], ["$漢字_$"], "vi")


class TestVerdict:
    def test_few_articles_are_said_to_be_few(self, content: ReportInput) -> None:
        assert "Only 2 articles" in sentences(content)

    def test_one_article_is_said_to_say_next_to_nothing(self, content: ReportInput) -> None:
        one = ReportInput(content.gold[:1], content.predicted[:1], content.schema)

        assert "there can be no interval" in sentences(one)

    def test_articles_without_annotated_entities_are_not_judged(self, content: ReportInput) -> None:
        nothing = [document.with_spans(()) for document in content.gold]

        found = make_page(ReportInput(nothing, content.gold, content.schema)).verdict

        assert found.headline.en == "There is nothing to judge by"
        assert "No entity is annotated in these articles." in found.rule.en
        assert [sentence.en for sentence in found.sentences] == ["The model reports 10 entities."]

    def test_it_rests_on_the_lower_end_of_the_interval(self, content: ReportInput) -> None:
        perfect = ReportInput(content.gold, content.gold, content.schema)

        assert make_page(perfect).verdict.level == "high"
        assert make_page(content).verdict.level == "low"
        assert "There is no error on these articles." in sentences(perfect)

    def test_baselines_are_compared_on_the_same_articles(self, content: ReportInput) -> None:
        many = [replace(document, id=f"{document.id}-{number}") for number in range(8) for document in content.gold]
        nothing = [document.with_spans(()) for document in many]
        beaten = ReportInput(many, many, content.schema, baselines={"nothing": nothing})
        worse = ReportInput(many, nothing, content.schema, baselines={"gold": many})

        assert "Better than “nothing” (0.000). The F1s differ by +1.000" in sentences(beaten)
        assert "p < 0.001, approximate randomisation over articles" in sentences(beaten)
        assert "Worse than “gold” (1.000)." in sentences(worse)

    def test_too_few_articles_show_no_difference_from_a_baseline(self, content: ReportInput) -> None:
        assert "No difference from “string match” (0.333) is shown." in sentences(content)

    def test_a_baseline_that_predicts_the_same_is_said_to(self, content: ReportInput) -> None:
        same = replace(content, baselines={"same": content.predicted})

        assert "“same” scores as the model does in every article." in sentences(same)

    def test_rare_labels_are_named(self, content: ReportInput) -> None:
        assert "fewer than 20 annotated): Person (1), Rank (1)" in sentences(content)


class TestInput:
    def test_a_baseline_for_other_texts_is_refused(self, content: ReportInput) -> None:
        with pytest.raises(SolieuError, match="baseline 'x': 2 annotated but 1 predicted"):
            replace(content, baselines={"x": content.gold[:1]})

    def test_training_entities_must_be_given_for_each_document(self, content: ReportInput) -> None:
        with pytest.raises(SolieuError, match="are given for 1 documents, but there are 2"):
            replace(content, trained=content.trained[:1])

    @pytest.mark.parametrize(
        "record",
        [[], {"sizes": [1], "f1": [0.5]}, {"points": [{"articles": 1}]}, {"points": [{"articles": 1, "mean": "x"}]}],
    )
    def test_a_curve_laid_out_otherwise_is_refused(self, record: object) -> None:
        with pytest.raises(SolieuError, match=r"^curve\.json: is no learning curve .* `solieu learning-curve` wrote"):
            LearningCurve.from_record(record, "curve.json")

    def test_a_curve_is_read_point_by_point(self) -> None:
        points = [
            {"articles": 10, "mean": {"micro": {"f1": 0.5, "interval": [0.4, 0.6]}}},
            {"articles": 100, "mean": {"micro": {"f1": 0.75, "interval": None}}},
        ]

        curve = LearningCurve.from_record({"points": points}, "curve.json")

        assert curve == LearningCurve((10, 100), (0.5, 0.75), ((0.4, 0.6), None))

    def test_a_report_is_an_html_file(self, content: ReportInput, tmp_path: Path) -> None:
        with pytest.raises(SolieuError, match=r"give a name that ends in \.html"):
            write_report(content, tmp_path / "report.md")


def test_nouns_follow_their_numbers() -> None:
    assert [say("verdict.few", documents=number).en.split(".")[0] for number in (1, 2)] == [
        "Only 1 article",
        "Only 2 articles",
    ]
