"""What is shown of several trainings."""

from dataclasses import replace
from io import StringIO

import pytest
from rich.console import Console

from solieu.annotation import Document, LabelSchema, Span
from solieu.training.crossval import SeedCrossval
from solieu.training.evaluation import evaluate
from solieu.training.learning_curve import LearningCurve, Point, Run
from solieu.training.measures.power_law import Extrapolation
from solieu.training.measures.seed_scores import mean_over_seeds
from solieu.trainings_tables import show_learning_curve, show_seeds

SCHEMA = LabelSchema.default()
GOLD = [Document("Lâm Minh Hồng đến Long An", (Span(0, 13, "PERSON"), Span(18, 25, "LOC")))] * 4
BLIND = [GOLD[0].with_spans([GOLD[0].spans[0]])] * 4


def shown(text: StringIO) -> list[str]:
    return [" ".join(line.split()) for line in text.getvalue().splitlines()]


def test_each_seed_and_the_mean_of_each_label() -> None:
    means = mean_over_seeds(GOLD, [GOLD, BLIND], SCHEMA.names)
    evaluations = {1: evaluate(GOLD, GOLD, SCHEMA), 2: evaluate(GOLD, BLIND, SCHEMA, warnings=["read me"])}
    text = StringIO()

    show_seeds(SeedCrossval(evaluations, means, "articles"), SCHEMA, Console(file=text, width=100))

    lines = shown(text)
    assert "strict, micro; 4 articles" in lines
    assert "2 1.0000 0.5000 0.6667" in lines
    assert "LOC 0.5000 0.0000 1.0000 0.500 – 0.500" in lines
    assert "micro 0.8333 0.6667 1.0000 0.833 – 0.833" in lines
    assert "warning: read me" in lines
    assert [line.partition(";")[0] for line in lines if " on tags of " in line] == [
        "seqeval, strict, on tags of words (pyvi): mean micro-F1 0.8333",
        "seqeval, strict, on tags of syllables (solieu): mean micro-F1 0.8333",
    ]


@pytest.fixture
def curve() -> LearningCurve:
    points = [
        Point(
            size, {1: Run(3 * size, 8, 40, evaluate(GOLD, said, SCHEMA))}, mean_over_seeds(GOLD, [said], SCHEMA.names)
        )
        for size, said in ((25, BLIND), (50, GOLD))
    ]
    return LearningCurve(points, "there is too little to go by", same_epochs=False)


def test_a_row_for_each_size_and_each_label(curve: LearningCurve) -> None:
    text = StringIO()

    show_learning_curve(curve, SCHEMA, Console(file=text, width=100))

    lines = shown(text)
    assert "25 75 8 40 0.6667 0.6667 0.6667 0.667 – 0.667" in lines
    assert "LOC 0.0000 1.0000" in lines
    assert lines[-1] == "no estimate of what more articles would give: there is too little to go by"


def test_an_estimate_is_called_one(curve: LearningCurve) -> None:
    estimate = Extrapolation(a=1.5, b=0.5, c=0.02, residual=0.004, articles=100, f1=0.83, interval=(0.81, 0.86))
    text = StringIO()

    show_learning_curve(replace(curve, estimate=estimate), SCHEMA, Console(file=text, width=100))

    assert shown(text)[-1] == (
        "estimate, not measured: 100 articles would give a strict micro-F1 of 0.830 (0.810 – 0.860), if 1 - F1 goes on "
        "to fall as 1.5 · articles^-0.5 + 0.02, which is at most 0.004 away from the points"
    )
