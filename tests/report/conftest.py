"""Articles with one error of each kind."""

import pytest

from solieu.annotation import Document, LabelSchema, Span
from solieu.training.measures.calibration import Bin, Reliability
from solieu.training.measures.estimates import Estimate
from solieu.training.report import Calibration, LearningCurve, ReportInput, entity_keys

TEXTS = [
    "Đại tá Lâm Minh Hồng, Giám đốc Công an tỉnh Long An, phát biểu.\nCó 53.679 tin báo và 05 tập thể.",
    "Sáng 26/6 tại Hà Nội <script>alert(1)</script> & Công an - Mặt trận Tổ quốc.",
]


def spans(text: str, *marked: tuple[str, str]) -> tuple[Span, ...]:
    """Spans of words that stand once in a text, with their labels."""
    return tuple(
        Span(text.index(words), text.index(words) + len(words), label, 0.75 if number == 0 else None)
        for number, (words, label) in enumerate(marked)
    )


@pytest.fixture(scope="session")
def gold() -> list[Document]:
    first, second = TEXTS
    return [
        Document(
            first,
            spans(
                first,
                *[("Đại tá", "RANK"), ("Lâm Minh Hồng", "PERSON"), ("Giám đốc", "POSITION")],
                *[("Công an tỉnh Long An", "ORG"), ("53.679 tin báo", "INDICATOR"), ("05 tập thể", "INDICATOR")],
            ),
            "first",
            {"outlet": "Báo <b>Long An</b>", "published": "2023-06-03"},
        ),
        Document(
            second,
            spans(
                second,
                *[("Sáng 26/6", "DATE"), ("Hà Nội", "LOC"), ("Công an", "ORG"), ("Mặt trận Tổ quốc", "ORG")],
            ),
            "second",
            {"outlet": "Báo An Giang", "published": "2024-06-26"},
        ),
    ]


@pytest.fixture(scope="session")
def predicted(gold: list[Document]) -> list[Document]:
    first, second = TEXTS
    return [
        gold[0].with_spans(
            spans(
                first,
                *[("Đại tá", "RANK"), ("Minh Hồng", "PERSON"), ("Giám đốc", "PERSON")],
                *[("Công an tỉnh", "ORG"), ("Long An", "LOC"), ("53.679 tin báo", "INDICATOR"), ("phát biểu", "AWARD")],
            )
        ),
        gold[1].with_spans(spans(second, ("Sáng 26/6", "DATE"), ("Công an - Mặt trận Tổ quốc", "ORG"))),
    ]


@pytest.fixture(scope="session")
def content(gold: list[Document], predicted: list[Document]) -> ReportInput:
    """A report's input with everything that there can be."""
    bins = (Bin(0.5, 0.6, 5, 0.55, 0.4), Bin(0.9, 1.0, 20, 0.95, 0.9))
    before, after = Reliability(Estimate(0.08, (0.05, 0.11)), bins), Reliability(Estimate(0.03, None), bins)
    return ReportInput(
        gold,
        predicted,
        LabelSchema.default(),
        baselines={"string match": [document.with_spans(document.spans[:1]) for document in gold]},
        trained=[entity_keys([gold[1]]), entity_keys([gold[0], Document("hà  nội", (Span(0, 7, "LOC"),))])],
        curve=LearningCurve((10, 100), (0.5, 0.8), ((0.4, 0.6), None)),
        calibration=Calibration(before, after, 1.4),
        title="Thử <b>nghiệm</b>",
        notes=("Chỉ để thử. <i>Only a test.</i>",),
    )
