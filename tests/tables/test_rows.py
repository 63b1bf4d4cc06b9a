"""Articles to rows."""

import json
from dataclasses import replace
from datetime import date
from decimal import Decimal

from solieu.annotation import Document, Span
from solieu.annotation.jsonl import document_from_record
from solieu.annotation.markup import parse_markup
from solieu.annotation.values import Quantity
from solieu.models.links import link
from solieu.models.values import normalise
from solieu.tables.columns import Row
from solieu.tables.rows import SENTENCE_LENGTH, rows_of


def figure(article: Document, text: str) -> Row:
    (row,) = [row for row in rows_of(article)["figures"] if row["text"] == text]
    return row


class TestEntities:
    def test_have_a_row_each_in_the_order_of_the_text(self, article: Document) -> None:
        rows = rows_of(article)["entities"]

        assert [(row["start"], row["end"], row["label"]) for row in rows] == [
            (span.start, span.end, span.label) for span in article.spans
        ]
        assert all(row["text"] == article.text[row["start"] : row["end"]] for row in rows)  # type: ignore[misc]

    def test_say_what_they_mean_for_people_and_as_json(self, article: Document) -> None:
        row = rows_of(article)["entities"][0]

        assert (row["value"], row["kind"], row["flags"]) == ("2023-06-26, sáng", "time", ("year-from-article",))
        assert json.loads(str(row["value_json"]))["part"] == "sáng"

    def test_have_the_reason_where_their_value_cannot_be_told(self) -> None:
        (row,) = rows_of(parse_markup("⟦Tết Nguyên đán|DATE⟧"))["entities"]

        assert (row["value"], row["kind"]) == (None, "unresolved")
        assert row["reason"] == "a day of the lunar calendar without its year"

    def test_of_other_labels_have_no_value(self) -> None:
        (row,) = rows_of(parse_markup("⟦ho|SYMPTOM⟧"))["entities"]

        assert (row["label"], row["value"], row["kind"], row["value_json"]) == ("SYMPTOM", None, None, None)

    def test_have_their_scores_as_the_jsonl_has_them(self, article: Document) -> None:
        scores = {row["label"]: row["score"] for row in rows_of(article)["entities"]}

        assert (scores["PERSON"], scores["RANK"]) == (0.9877, None)


class TestFigures:
    def test_have_what_who_where_and_when(self, article: Document) -> None:
        row = figure(article, "gần 1,2 triệu lượt người")

        assert row["figure"] == "≈ 1.200.000 lượt người"
        assert row["what"] == "lượt người có hoàn cảnh khó khăn"
        assert row["who"] == ("Hội Cựu chiến binh tỉnh Long An",)
        assert row["place"] == ("Huyện Cần Đước, Tỉnh Long An",)
        assert (row["period"], row["period_start"], row["period_end"]) == ("2022", date(2022, 1, 1), date(2022, 12, 31))
        assert row["times"] == ("năm 2022",)
        assert row["published"] == date(2023, 6, 26)

    def test_have_exact_numbers_with_relation_and_unit(self, article: Document) -> None:
        about, money, span, part = rows_of(article)["figures"]

        assert (about["low"], about["high"], about["relation"]) == (Decimal(1200000), Decimal(1200000), "≈")
        assert (money["low"], money["unit"], money["unit_text"]) == (Decimal(74200000000), "VND", "đồng")
        assert (span["low"], span["high"]) == (Decimal(5), Decimal(7))
        assert (part["low"], part["out_of"]) == (Decimal(18), Decimal(30))

    def test_have_the_sentence_that_they_stand_in(self, article: Document) -> None:
        sentence = str(figure(article, "18/30 phường")["sentence"])

        assert sentence.startswith("Trong năm 2022, Hội CCB tỉnh")
        assert sentence.endswith("18/30 phường.")

    def test_have_the_part_around_them_of_a_very_long_sentence(self) -> None:
        words = "và " * 100_000
        text = f"{words}12 vụ {words}"
        row = figure(Document(text, (Span(len(words), len(words) + 5, "INDICATOR"),)), "12 vụ")

        sentence = str(row["sentence"])
        assert sentence.startswith("…và")
        assert sentence.endswith("và…")
        assert "12 vụ" in sentence
        assert len(sentence) <= SENTENCE_LENGTH + 2

    def test_whose_number_does_not_fit_are_flagged_and_still_readable(self) -> None:
        for number in (Decimal(10**29), Decimal("0.1234567891"), Decimal("1." + "0" * 40 + "1")):
            value = Quantity(low=number, high=number, unit="vụ", unit_text="vụ")
            row = figure(Document("x", (Span(0, 1, "INDICATOR", value=value),)), "x")
            assert (row["low"], row["flags"]) == (None, ("number-too-long",))
            assert str(row["figure"]).endswith(" vụ")
        fitting = Quantity(low=Decimal(10**29 - 1), high=Decimal("1.1234567890000"))
        row = figure(Document("x", (Span(0, 1, "INDICATOR", value=fitting),)), "x")
        assert (row["low"], row["high"], row["flags"]) == (fitting.low, fitting.high, ())

    def test_whose_measure_says_nothing_are_told_by_the_phrase_alone(self) -> None:
        article = parse_markup("tịch thu ⟦64,5 kg|INDICATOR⟧ thuốc nổ, ⟦25 xã|INDICATOR⟧, thị trấn, ⟦3 kg|INDICATOR⟧")
        record = {
            "text": article.text,
            "spans": [{"start": span.start, "end": span.end, "label": span.label} for span in article.spans],
            "links": [
                {"kind": "what", "from": [9, 16], "to": [17, 25]},
                {"kind": "what", "from": [27, 32], "to": [34, 42]},
            ],
        }
        rows = rows_of(document_from_record(record, "x"))["figures"]

        assert [row["what"] for row in rows] == ["thuốc nổ", "xã, thị trấn", None]


class TestPeople:
    def test_have_rank_office_and_body(self, article: Document) -> None:
        person, office = rows_of(article)["people"]

        assert (person["person"], person["ranks"]) == ("Lâm Minh Hồng", ("Đại tá",))
        assert person["offices"] == ("Nguyên Phó Giám đốc Công an tỉnh Long An",)
        assert (person["positions"], person["organizations"]) == (("Nguyên Phó Giám đốc",), ("Công an tỉnh Long An",))
        assert (person["deputy"], person["acting"], person["former"]) == (True, False, True)
        assert (office["person"], office["offices"]) == (None, ("Chủ tịch Ủy ban nhân dân tỉnh Long An",))
        assert (person["text"], office["text"]) == ("Lâm Minh Hồng", "Chủ tịch")

    def test_have_their_full_names_where_the_article_says_them(self) -> None:
        first, second = rows_of(parse_markup("Ông ⟦Thạch Sa Vuông|PERSON⟧ kể. Anh ⟦Vuông|PERSON⟧ cười."))["people"]

        assert (second["person"], second["text"]) == (first["person"], "Vuông")


def test_values_and_links_are_found_if_an_article_has_none(article: Document) -> None:
    bare = replace(article, links=())

    assert rows_of(bare) == rows_of(link(normalise(bare)))


def test_values_and_links_that_an_article_has_are_kept() -> None:
    value = Quantity(low=Decimal(7), high=Decimal(7))
    document = Document("12 vụ", (Span(0, 5, "INDICATOR", value=value),))

    assert rows_of(document)["figures"][0]["low"] == 7


def test_a_value_that_somebody_wrote_stays_where_others_are_found() -> None:
    written = Quantity(low=Decimal(99), high=Decimal(99))
    spans = (Span(5, 9, "INDICATOR", value=written), Span(13, 17, "INDICATOR"))

    figures = rows_of(Document("Phạt 5 vụ và 6 xã.", spans))["figures"]

    assert [row["low"] for row in figures] == [99, 6]


def test_a_value_that_says_nonsense_hurts_nobody() -> None:
    spans = [
        {"start": 0, "end": 5, "label": "INDICATOR", "value": {"kind": "quantity", "low": "12", "high": "12"}},
        {"start": 6, "end": 9, "label": "DATE", "value": {"kind": "time", "edtf": "?", "start": "?", "duration": "?"}},
        {
            "start": 10,
            "end": 12,
            "label": "ORG",
            "value": {"kind": "organization", "name": "", "place": "", "place_from": "article"},
        },
    ]
    links = [{"kind": "when", "from": [0, 5], "to": [6, 9]}]

    rows = rows_of(document_from_record({"text": "12 vụ mai CA", "spans": spans, "links": links}, "x"))

    assert (rows["figures"][0]["period"], rows["figures"][0]["period_start"]) == ("?", None)


def test_a_lone_surrogate_becomes_a_replacement_character() -> None:
    rows = rows_of(Document("\ud83d vụ", (Span(0, 1, "ORG"),), "\udcff"))

    assert (rows["entities"][0]["text"], rows["entities"][0]["article_id"]) == ("\ufffd", "\ufffd")
    json.dumps(rows["entities"], default=str, ensure_ascii=False).encode()
