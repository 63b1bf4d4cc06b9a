"""Records gathered from links."""

from solieu.annotation.documents import Document, Span
from solieu.annotation.markup import parse_markup
from solieu.models.links import FigureRecord, PersonRecord, figure_records, link, people_records


def span(document: Document, text: str) -> Span:
    """The entity with this text."""
    return next(each for each in document.spans if document.span_text(each) == text)


def test_a_person_s_record_has_the_rank_and_the_offices_with_their_bodies() -> None:
    document = link(
        parse_markup("⟦Đại tá|RANK⟧ ⟦An|PERSON⟧, ⟦Bí thư|POSITION⟧ ⟦Đảng ủy|ORG⟧, ⟦Giám đốc|POSITION⟧ ⟦Sở|ORG⟧ dự.")
    )

    offices = tuple(
        (span(document, name), (span(document, body),)) for name, body in [("Bí thư", "Đảng ủy"), ("Giám đốc", "Sở")]
    )
    assert people_records(document) == (PersonRecord(span(document, "An"), (span(document, "Đại tá"),), offices),)


def test_offices_without_a_person_and_bodies_without_an_office_have_records() -> None:
    document = link(parse_markup("Chị ⟦An|PERSON⟧, cán bộ ⟦Đội 2|ORG⟧, gặp ⟦Giám đốc|POSITION⟧ ⟦Sở|ORG⟧."))

    assert people_records(document) == (
        PersonRecord(span(document, "An"), (), ((None, (span(document, "Đội 2"),)),)),
        PersonRecord(None, (), ((span(document, "Giám đốc"), (span(document, "Sở"),)),)),
    )


def test_a_figure_s_record_has_what_who_where_and_when() -> None:
    document = link(
        parse_markup(
            "⟦Năm 2022|DATE⟧, tại ⟦xã Phú|LOC⟧, ⟦Công an|ORG⟧ thu ⟦2 kg|INDICATOR⟧ thuốc nổ, ⟦3 xe|INDICATOR⟧."
        )
    )

    where = (span(document, "xã Phú"),)
    when = (span(document, "Năm 2022"),)
    who = (span(document, "Công an"),)
    what = (document.text.index("thuốc nổ"), document.text.index("thuốc nổ") + len("thuốc nổ"))
    assert figure_records(document) == (
        FigureRecord(span(document, "2 kg"), what, who, where, when),
        FigureRecord(span(document, "3 xe"), None, who, where, when),
    )
