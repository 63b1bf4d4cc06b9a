"""Documents as tasks: what stands in them, and where long texts are cut."""

import json
from pathlib import Path

import pytest
import regex
from hypothesis import given
from hypothesis import strategies as st

from solieu.annotation import Document, SolieuError, Span
from solieu.annotation.label_studio_tasks import Prediction, make_tasks, write_tasks
from solieu.annotation.label_studio_text import text_sha256

ARTICLE = Document("Đại tá Lâm Minh Hồng\nđến Long An.", (Span(7, 20, "PERSON"),), "a1", {"outlet": "CAND"})


class TestData:
    def test_holds_the_way_back(self) -> None:
        ((task),) = make_tasks(ARTICLE)

        assert task["data"] == {
            "text": ARTICLE.text,
            "document": "a1",
            "sha256": text_sha256(ARTICLE.text),
            "piece_sha256": text_sha256(ARTICLE.text),
            "piece": 1,
            "pieces": 1,
            "offset": 0,
            "replaced": {},
            "meta": {"outlet": "CAND"},
        }

    def test_has_no_name_that_json_min_takes_for_itself(self) -> None:
        (task,) = make_tasks(ARTICLE)

        taken = {"id", "label", "usability", "comment", "annotator", "annotation_id", "created_at", "updated_at"}
        assert not set(task["data"]) & (taken | {"lead_time", "agreement"})

    def test_each_piece_says_where_it_stands(self) -> None:
        tasks = make_tasks(ARTICLE, limit=21)

        data = [task["data"] for task in tasks]
        assert [(d["piece"], d["pieces"], d["offset"]) for d in data] == [(1, 2, 0), (2, 2, 21)]
        assert {d["sha256"] for d in data} == {text_sha256(ARTICLE.text)}
        assert data[1]["piece_sha256"] == text_sha256("đến Long An.")


class TestAnnotations:
    def test_spans_become_a_ground_truth_annotation(self) -> None:
        (task,) = make_tasks(ARTICLE)

        (annotation,) = task["annotations"]
        assert (annotation["ground_truth"], annotation["was_cancelled"]) == (True, False)
        (region,) = annotation["result"]
        assert (region["from_name"], region["to_name"], region["type"]) == ("label", "text", "labels")
        assert region["value"] == {"start": 7, "end": 20, "text": "Lâm Minh Hồng", "labels": ["PERSON"]}

    def test_a_piece_without_spans_is_annotated_all_the_same(self) -> None:
        tasks = make_tasks(ARTICLE, limit=21)

        assert [len(task["annotations"][0]["result"]) for task in tasks] == [1, 0]

    def test_a_document_without_spans_is_not_annotated(self) -> None:
        (task,) = make_tasks(ARTICLE.with_spans(()))

        assert set(task) == {"data"}

    def test_spans_of_a_model_are_no_annotation(self) -> None:
        with pytest.raises(SolieuError, match="document 'a1': its spans have scores, so a model made them; give"):
            make_tasks(ARTICLE.with_spans([Span(7, 20, "PERSON", 0.9)]))


class TestPredictions:
    def test_have_version_score_and_scored_regions(self) -> None:
        (task,) = make_tasks(ARTICLE, predictions=[Prediction((Span(25, 32, "LOC", 0.75),), "compact-1", 0.5)])

        (prediction,) = task["predictions"]
        assert (prediction["model_version"], prediction["score"]) == ("compact-1", 0.5)
        (region,) = prediction["result"]
        assert (region["from_name"], region["to_name"], region["type"]) == ("label", "text", "labels")
        assert region["score"] == 0.75
        assert region["value"] == {"start": 25, "end": 32, "text": "Long An", "labels": ["LOC"]}

    def test_have_no_score_if_there_is_none(self) -> None:
        (task,) = make_tasks(ARTICLE, predictions=[Prediction((Span(25, 32, "LOC"),), "compact-1")])

        assert "score" not in task["predictions"][0]
        assert "score" not in task["predictions"][0]["result"][0]

    def test_stand_in_the_piece_that_they_belong_to(self) -> None:
        spans = (Span(0, 6, "RANK", 0.5), Span(25, 32, "LOC", 0.5))

        tasks = make_tasks(ARTICLE, predictions=[Prediction(spans, "m")], limit=21)

        values = [task["predictions"][0]["result"][0]["value"] for task in tasks]
        assert [(value["start"], value["text"]) for value in values] == [(0, "Đại tá"), (4, "Long An")]

    def test_ids_of_regions_differ_between_models_and_annotation(self) -> None:
        predictions = [Prediction(ARTICLE.spans, name) for name in ("a", "b")]

        (task,) = make_tasks(ARTICLE, predictions=predictions)

        made = [*task["annotations"], *task["predictions"]]
        assert len({region["id"] for entry in made for region in entry["result"]}) == 3

    def test_may_be_the_same_as_the_annotation(self) -> None:
        (task,) = make_tasks(ARTICLE, predictions=[Prediction((Span(7, 20, "PERSON", 0.9),), "m")])

        assert task["annotations"][0]["result"][0]["value"] == task["predictions"][0]["result"][0]["value"]

    def test_need_a_version(self) -> None:
        with pytest.raises(SolieuError, match="a prediction needs a model version; Label Studio hides"):
            Prediction((), " ")

    def test_need_a_score_from_0_to_1(self) -> None:
        with pytest.raises(SolieuError, match=r"a prediction's score must be a number from 0 to 1, not 1\.5"):
            Prediction((), "m", 1.5)

    def test_must_fit_the_text(self) -> None:
        with pytest.raises(SolieuError, match="document 'a1': the LOC span 30-40 ends after the text"):
            make_tasks(ARTICLE, predictions=[Prediction((Span(30, 40, "LOC"),), "m")])


class TestPieces:
    @given(st.from_type(Document), st.integers(1, 30))
    def test_make_up_the_text_and_cut_no_span(self, document: Document, limit: int) -> None:
        tasks = make_tasks(document, limit=limit)

        assert "".join(task["data"]["text"] for task in tasks) == make_tasks(document)[0]["data"]["text"]
        regions = [region for task in tasks if document.spans for region in task["annotations"][0]["result"]]
        assert len(regions) == len(document.spans)

    @given(st.from_type(Document), st.integers(1, 30))
    def test_never_part_a_grapheme(self, document: Document, limit: int) -> None:
        edges = {match.end() for match in regex.finditer(r"\X", document.text)}

        for task in make_tasks(document, limit=limit)[1:]:
            assert task["data"]["offset"] in edges

    @given(st.from_type(Document), st.integers(1, 30))
    def test_are_longer_than_the_limit_only_where_nothing_can_be_cut(self, document: Document, limit: int) -> None:
        edges = {match.end() for match in regex.finditer(r"\X", document.text)}

        for task in make_tasks(document, limit=limit):
            begin, length = task["data"]["offset"], len(task["data"]["text"])
            free = [
                cut
                for cut in range(begin + 1, begin + length)
                if cut in edges and not any(span.start < cut < span.end for span in document.spans)
            ]
            assert length <= limit or not free

    @pytest.mark.parametrize(
        ("text", "limit", "pieces"),
        [
            ("Một.\nHai.\nBa.", 11, ["Một.\nHai.\n", "Ba."]),
            ("Một. Hai ba.\nBốn", 12, ["Một. ", "Hai ba.\nBốn"]),
            ("Một.\r\nHai.\r\n", 6, ["Một. \n", "Hai. \n"]),
            ("Ông nói: “Một.” Hai ba bốn", 20, ["Ông nói: “Một.” ", "Hai ba bốn"]),
            ("một hai ba", 5, ["một ", "hai ", "ba"]),
            ("abcdef", 4, ["abcd", "ef"]),
            ("e\u0323\u0302e\u0323\u0302", 4, ["e\u0323\u0302", "e\u0323\u0302"]),
            ("", 5, [""]),
        ],
    )
    def test_are_cut_after_a_line_else_a_sentence_else_a_space_else_anywhere(
        self, text: str, limit: int, pieces: list[str]
    ) -> None:
        assert [task["data"]["text"] for task in make_tasks(Document(text), limit=limit)] == pieces

    def test_cut_no_prediction_either(self) -> None:
        prediction = Prediction((Span(0, 7, "X"),), "m")

        tasks = make_tasks(Document("một hai ba"), predictions=[prediction], limit=5)

        assert [task["data"]["text"] for task in tasks] == ["một hai", " ba"]

    def test_a_megabyte_on_one_line_is_cut(self) -> None:
        tasks = make_tasks(Document("Công an tỉnh. " * 75_000))

        assert {len(task["data"]["text"]) <= 20_000 for task in tasks} == {True}
        assert len(tasks) == 53

    def test_need_a_positive_limit(self) -> None:
        with pytest.raises(SolieuError, match="must have at least 1 character, so the limit cannot be 0"):
            make_tasks(ARTICLE, limit=0)


class TestWriteTasks:
    def test_writes_one_list(self, tmp_path: Path) -> None:
        tasks = make_tasks(ARTICLE, limit=21)

        assert write_tasks(iter(tasks), tmp_path / "t.json") == 2
        assert json.loads((tmp_path / "t.json").read_text(encoding="utf-8")) == tasks

    def test_writes_an_empty_list(self, tmp_path: Path) -> None:
        assert write_tasks([], tmp_path / "t.json") == 0
        assert json.loads((tmp_path / "t.json").read_text(encoding="utf-8")) == []

    def test_writes_lone_surrogates_in_an_id(self, tmp_path: Path) -> None:
        tasks = make_tasks(Document("a", id="\ud83d"))

        write_tasks(tasks, tmp_path / "t.json")

        assert json.loads((tmp_path / "t.json").read_bytes()) == tasks

    def test_refuses_what_is_no_json(self, tmp_path: Path) -> None:
        with pytest.raises(SolieuError, match=r"document 'a': its 'meta' cannot be written as JSON \("):
            write_tasks(make_tasks(Document("a", id="a", meta={"x": float("nan")})), tmp_path / "t.json")
        assert list(tmp_path.iterdir()) == []
