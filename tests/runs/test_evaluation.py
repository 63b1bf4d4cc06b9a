"""The evaluation of a tagger: its numbers, its file, and its warnings."""

import json
from pathlib import Path

import pytest

from solieu.annotation import Document, LabelSchema, SolieuError, Span
from solieu.training.evaluation import evaluate, refuse_seen, save_evaluation

SCHEMA = LabelSchema.from_names(["PERSON", "LOC"])
TEXT = "Ông An về Cà Mau."
AN = Span(4, 6, "PERSON")
CA_MAU = Span(10, 16, "LOC")


def documents(*spans: tuple[Span, ...]) -> list[Document]:
    return [Document(TEXT, found, f"a{number}") for number, found in enumerate(spans)]


def test_the_file_holds_micro_macro_and_each_label_with_intervals(tmp_path: Path) -> None:
    gold = documents((AN, CA_MAU), (AN, CA_MAU))
    predicted = documents((AN, CA_MAU), (AN,))

    save_evaluation(evaluate(gold, predicted, SCHEMA), tmp_path / "scores.json")

    content = json.loads((tmp_path / "scores.json").read_text(encoding="utf-8"))
    assert content["strict"]["micro"] == {
        **{"precision": 1.0, "recall": 0.75, "f1": 0.857143, "interval": [0.666667, 1.0]},
        **{"precision_interval": [1.0, 1.0], "recall_interval": [0.5, 1.0], "flags": []},
        **{"gold": 4, "predicted": 3, "correct": 3},
        "counts": {
            "gold": {"correct": 3, "incorrect": 0, "partial": 0, "missed": 1, "possible": 4},
            "predicted": {"correct": 3, "incorrect": 0, "partial": 0, "spurious": 0, "actual": 3},
        },
    }
    assert content["strict"]["macro"]["f1"] == pytest.approx((1 + 2 / 3) / 2, abs=1e-6)
    assert content["strict"]["labels"].keys() == {"PERSON", "LOC"}
    assert content["strict"]["labels"]["PERSON"]["f1"] == 1.0
    assert content["seqeval_strict_f1"] == content["strict"]["micro"]["f1"]
    assert (content["documents"], content["cut"], content["warnings"]) == (2, 0, [])


def test_the_file_holds_each_scheme_under_its_name(tmp_path: Path) -> None:
    gold = documents((AN, CA_MAU))
    predicted = documents((Span(4, 6, "LOC"), Span(10, 12, "LOC")))  # another label; another end

    save_evaluation(evaluate(gold, predicted, SCHEMA), tmp_path / "scores.json")

    content = json.loads((tmp_path / "scores.json").read_text(encoding="utf-8"))
    found = {scheme: content[scheme]["micro"]["f1"] for scheme in ("strict", "exact", "partial", "type")}
    assert found == {"strict": 0.0, "exact": 0.5, "partial": 0.75, "type": 0.5}
    assert content["partial"]["micro"]["counts"]["gold"]["partial"] == 1


def test_the_file_holds_the_scores_on_words_and_on_syllables(tmp_path: Path) -> None:
    gold = documents((AN, CA_MAU))

    save_evaluation(evaluate(gold, documents((AN, Span(10, 12, "LOC"))), SCHEMA), tmp_path / "scores.json")

    levels = json.loads((tmp_path / "scores.json").read_text(encoding="utf-8"))["levels"]
    assert levels["syllables"] == {
        **{"origin": "solieu", "tokens": 6, "seqeval_strict_f1": 0.5},
        **{"cut_gold": 0, "cut_predicted": 0},
    }
    # pyvi joins the syllables of "Cà Mau": no tags of words say a span of the first alone, which is then not there.
    assert levels["words"] == {
        **{"origin": "pyvi", "tokens": 5, "seqeval_strict_f1": 0.666667},
        **{"cut_gold": 0, "cut_predicted": 1},
    }


def test_seqeval_counts_the_same_where_tags_can_say_what_spans_say() -> None:
    evaluation = evaluate(documents((AN, CA_MAU)), documents((AN, Span(10, 12, "LOC"))), SCHEMA)

    assert evaluation.seqeval_f1 == evaluation.strict.micro.f1 == 0.5
    assert evaluation.warnings == ()


def test_a_warning_says_where_seqeval_counts_otherwise_and_why() -> None:
    # With its space, the first span is another than the predicted one; its tags are the same.
    evaluation = evaluate(documents((Span(4, 7, "PERSON"), CA_MAU)), documents((AN, CA_MAU)), SCHEMA)

    assert evaluation.strict.micro.f1 == 0.5
    assert evaluation.seqeval_f1 == 1.0
    assert evaluation.warnings == (
        "seqeval's strict F1 on tags is 1.0000, on character spans it is 0.5000: 1 spans cannot be written as tags "
        "(their edges lie in white space, or they cross a line)",
    )


def test_annotated_spans_that_no_prediction_can_match_are_counted() -> None:
    inside_a_word = Document("về Buôn-Đôn2", (Span(3, 11, "LOC"),), "a1")

    assert evaluate([inside_a_word], [inside_a_word], SCHEMA).cut == 1


def test_warnings_that_are_known_before_come_first() -> None:
    evaluation = evaluate(
        documents((Span(4, 7, "PERSON"),)), documents((AN,)), SCHEMA, warnings=["the scores are too good"]
    )

    assert evaluation.warnings[0] == "the scores are too good"
    assert len(evaluation.warnings) == 2


def test_nothing_to_evaluate_is_refused() -> None:
    with pytest.raises(SolieuError, match="there are no documents to score"):
        evaluate([], [], SCHEMA)


class TestArticlesThatTheModelHasSeen:
    def test_are_nothing_to_warn_of_if_there_are_none(self) -> None:
        assert refuse_seen(0, 5, "data.jsonl") is None

    def test_are_warned_of_if_they_are_some(self) -> None:
        assert refuse_seen(2, 5, "data.jsonl") == (
            "the model was trained on, or chosen by, 2 of these 5 articles; the scores are too good"
        )

    def test_are_refused_if_they_are_all(self) -> None:
        with pytest.raises(SolieuError, match=r"^data\.jsonl: the model was trained on, .* --allow-seen"):
            refuse_seen(5, 5, "data.jsonl")

    def test_are_warned_of_if_they_are_all_and_that_is_allowed(self) -> None:
        assert "5 of these 5 articles" in str(refuse_seen(5, 5, "data.jsonl", allowed=True))
