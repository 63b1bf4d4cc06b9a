"""Values for whole articles, and for any text at all."""

import json
import subprocess
import sys
from datetime import date

from hypothesis import given
from hypothesis import strategies as st

from solieu.annotation.documents import Document, Span
from solieu.annotation.labels import LabelSchema
from solieu.annotation.value_json import value_from_json
from solieu.annotation.values import Organization, PersonName
from solieu.models.values import ArticleContext, normalise
from solieu.models.values.flags import FLAGS
from solieu.models.values.normalise import NORMALISERS

TEXT = "14/07/2023 09:15. Ông Nguyễn Minh Lâm ở huyện Lục Nam, tỉnh Bắc Giang; ông Lâm làm ở UBND huyện."


def article(**meta: str) -> Document:
    named = [("Nguyễn Minh Lâm", "PERSON"), ("huyện Lục Nam", "LOC"), ("tỉnh Bắc Giang", "LOC"), ("UBND huyện", "ORG")]
    spans = [Span(TEXT.index(words), TEXT.index(words) + len(words), label) for words, label in named]
    again = TEXT.index("Lâm làm")
    return Document(TEXT, (*spans, Span(again, again + 3, "PERSON")), meta=meta)


PIECES = [
    "Công an",
    "UBND",
    "TP.",
    "TT",
    "tỉnh",
    "xã",
    "Long An",
    "HCM",
    "Q.8",
    "số",
    "34/2024/NĐ-CP",
    "-",
    "(",
    '"',
    "“",
]
PIECES += [
    "nguyên",
    "Phó",
    "hạng Ba",
    "Đ/tá",
    "Ông",
    "H'",
    "Êban",
    "kiêm",
    "Trưởng",
    "GD-ĐT",
    "TT-Huế",
    "cũ",
    "UBND TỈNH",
    "T.",
    "Phượng",
    "PC02",
    "&",
    "🙂",
    "\u0323",
    "İ",
    "ß",
    "\ud800",
    "\n",
    "\xa0",
]


def test_every_label_of_the_schema_has_a_normaliser() -> None:
    assert set(NORMALISERS) == set(LabelSchema.default().names)


def test_every_span_gets_its_value_and_nothing_else_changes() -> None:
    document = article()

    normalised = normalise(document)

    assert normalised == document
    assert all(span.value is not None for span in normalised.spans)


def test_a_label_that_is_not_known_stays_without_a_value() -> None:
    (span,) = normalise(Document("bò", (Span(0, 2, "ANIMAL"),))).spans

    assert span.value is None


def test_short_forms_are_filled_in_from_the_article() -> None:
    values = [span.value for span in normalise(article()).spans]

    assert PersonName(name="Lâm", given="Lâm", full_name="Nguyễn Minh Lâm") in values
    assert (
        Organization(name="Ủy ban nhân dân huyện", level="huyện", place="huyện Lục Nam", place_from="article") in values
    )


def test_the_context_is_what_the_article_names() -> None:
    context = ArticleContext.of(article())

    assert context == ArticleContext(
        published=date(2023, 7, 14),
        provinces=("Tỉnh Bắc Giang",),
        districts=("huyện Lục Nam",),
        people=("Nguyễn Minh Lâm",),
    )


def test_what_is_known_of_the_article_goes_before_what_it_says() -> None:
    context = ArticleContext.of(article(published="2025-08-01", province="Tuyên Quang"))

    assert (context.published, context.province, context.division) == (date(2025, 8, 1), "Tỉnh Tuyên Quang", "2025")


def named(*texts: str, label: str = "LOC", **meta: str) -> ArticleContext:
    """The context of an article that names places and nothing else."""
    text = "; ".join(texts)
    return ArticleContext.of(
        Document(text, tuple(Span(text.index(each), text.index(each) + len(each), label) for each in texts), meta=meta)
    )


def test_an_article_that_names_districts_only_is_of_the_province_in_which_they_lie() -> None:
    assert named("huyện Lục Nam").provinces == ("Tỉnh Bắc Giang",)
    assert named("UBND huyện Lục Nam", label="ORG").provinces == ("Tỉnh Bắc Giang",)
    assert named("huyện Lục Nam", "huyện Yên Dũng").provinces == ("Tỉnh Bắc Giang",)
    assert named("huyện Lục Nam", "huyện Sông Hinh").provinces == ()
    assert named("huyện Lục Nam", "tỉnh Phú Yên").provinces == ("Tỉnh Phú Yên",)


def test_a_district_of_several_provinces_or_without_its_word_tells_no_province() -> None:
    assert named("huyện Châu Thành").provinces == named("Lục Nam").provinces == ()


def test_a_former_district_tells_the_province_of_the_article_s_division() -> None:
    assert named("huyện Lục Nam", published="2025-08-01").provinces == ("Tỉnh Bắc Ninh",)


def test_an_impossible_day_in_the_heading_is_none() -> None:
    assert ArticleContext.of(Document("09:15 31/02/2023")).published is None


@given(
    st.sampled_from(sorted(NORMALISERS)),
    st.text(max_size=40) | st.lists(st.sampled_from(PIECES), max_size=8).map(" ".join),
    st.sampled_from([ArticleContext(), ArticleContext.of(article())]),
)
def test_any_text_has_a_value_or_a_reason(label: str, text: str, context: ArticleContext) -> None:
    value = NORMALISERS[label](text, context)

    assert set(value.flags) <= set(FLAGS)
    assert value_from_json(json.loads(json.dumps(value.to_json())), "a value") == value


def test_importing_the_values_imports_no_torch() -> None:
    code = "import sys, solieu.models.values; print([name for name in ('torch', 'numpy') if name in sys.modules])"

    finished = subprocess.run([sys.executable, "-c", code], capture_output=True, text=True, check=True)

    assert finished.stdout.strip() == "[]"


def test_a_city_that_a_district_was_the_equal_of_is_no_second_province() -> None:
    text = "Công an tỉnh họp tại TP. Huế và huyện Phú Vang"
    named = [("Công an tỉnh", "ORG"), ("TP. Huế", "LOC"), ("huyện Phú Vang", "LOC")]
    spans = tuple(Span(text.index(words), text.index(words) + len(words), label) for words, label in named)
    police = normalise(Document(text, spans, meta={"published": "2022-05-05"})).spans[0].value

    assert isinstance(police, Organization)
    assert police.place == "tỉnh Thừa Thiên Huế"
