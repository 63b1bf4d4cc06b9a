"""`solieu annotate config`, `export` and `import` as they are called."""

import json
from collections.abc import Callable
from pathlib import Path
from typing import Any

import pytest

from solieu.annotation import Document, Span
from solieu.annotation.jsonl import read_jsonl, write_jsonl

ARTICLE = Document("Đại tá Lâm Minh Hồng\r\nđến Long An.", (Span(7, 20, "PERSON"),), "a1", {"outlet": "CAND"})


@pytest.fixture
def article(tmp_path: Path) -> Path:
    write_jsonl([ARTICLE], tmp_path / "article.jsonl")
    return tmp_path / "article.jsonl"


@pytest.fixture
def exported(tmp_path: Path) -> Callable[..., Path]:
    """Writes an export in which annotators marked the article with spans."""
    from solieu.annotation.label_studio_tasks import make_tasks

    def call(*marked: list[tuple[int, int, str, str]], **fields: Any) -> Path:
        (task,) = make_tasks(ARTICLE.with_spans(()))
        task |= {"id": 1, "annotations": []}
        for number, regions in enumerate(marked):
            result = [
                {
                    "id": f"r{start}",
                    "type": "labels",
                    "from_name": "label",
                    "to_name": "text",
                    "value": {"start": start, "end": end, "text": text, "labels": [label]},
                }
                for start, end, text, label in regions
            ]
            annotation = {"id": number, "completed_by": f"n{number}", "result": result, **fields}
            task["annotations"].append(annotation)
        (tmp_path / "export.json").write_text(json.dumps([task]), encoding="utf-8")
        return tmp_path / "export.json"

    return call


PERSON, LOC = (7, 20, "Lâm Minh Hồng", "PERSON"), (26, 33, "Long An", "LOC")


class TestConfig:
    def test_prints_the_configuration(self, solieu: Callable[..., Any]) -> None:
        outcome = solieu("annotate", "config")

        assert (outcome.status, outcome.err) == (0, "")
        assert 'value="Người (PERSON)" alias="PERSON"' in outcome.out

    def test_takes_labels_and_writes_a_file(self, solieu: Callable[..., Any], tmp_path: Path) -> None:
        (tmp_path / "labels.yaml").write_text("labels: [{name: CITY}]\n", encoding="utf-8")

        outcome = solieu("annotate", "config", "--labels", tmp_path / "labels.yaml", "--out", tmp_path / "config.xml")

        assert (outcome.status, outcome.out) == (0, "")
        assert 'alias="CITY"' in (tmp_path / "config.xml").read_text(encoding="utf-8")


class TestExport:
    def test_makes_tasks_that_import_reads_again(
        self, solieu: Callable[..., Any], article: Path, tmp_path: Path
    ) -> None:
        outcome = solieu("annotate", "export", article, "--out", tmp_path / "t.json", "--limit", 22)

        assert (outcome.status, outcome.err) == (0, f"1 article in 2 tasks in {tmp_path / 't.json'}\n")
        outcome = solieu("annotate", "import", tmp_path / "t.json", "--out", tmp_path / "o.jsonl")
        assert (outcome.status, outcome.err) == (0, f"1 annotated version in {tmp_path / 'o.jsonl'}\n")
        (document,) = read_jsonl(tmp_path / "o.jsonl")
        assert (document.text, document.spans, document.id) == (ARTICLE.text, ARTICLE.spans, "a1")

    def test_takes_plain_text_conll_and_directories(self, solieu: Callable[..., Any], tmp_path: Path) -> None:
        (tmp_path / "in").mkdir()
        (tmp_path / "in" / "a.txt").write_text("Công an\r\n", encoding="utf-8", newline="")
        (tmp_path / "b.conll").write_text("Huế B-LOC\n", encoding="utf-8")

        outcome = solieu("annotate", "export", tmp_path / "in", tmp_path / "b.conll", "--out", tmp_path / "t.json")

        assert outcome.status == 0
        tasks = json.loads((tmp_path / "t.json").read_text(encoding="utf-8"))
        assert [task["data"]["text"] for task in tasks] == ["Công an \n", "Huế"]
        assert ["annotations" in task for task in tasks] == [False, True]

    def test_adds_what_a_model_found(self, solieu: Callable[..., Any], article: Path, tmp_path: Path) -> None:
        spans = [Span(0, 6, "RANK", 0.5), Span(26, 33, "LOC", 1.0)]
        write_jsonl([ARTICLE.with_spans(spans)], tmp_path / "p.jsonl")
        words = ("--predictions", tmp_path / "p.jsonl", "--model-version", "compact-1", "--out", tmp_path / "t.json")

        assert solieu("annotate", "export", article, *words).status == 0
        (task,) = json.loads((tmp_path / "t.json").read_text(encoding="utf-8"))
        (prediction,) = task["predictions"]
        assert (prediction["model_version"], prediction["score"]) == ("compact-1", 0.75)
        assert [region["score"] for region in prediction["result"]] == [0.5, 1.0]
        assert len(task["annotations"]) == 1

        # The articles may be the predictions themselves: then nothing is ground truth.
        assert solieu("annotate", "export", tmp_path / "p.jsonl", *words).status == 0
        (task,) = json.loads((tmp_path / "t.json").read_text(encoding="utf-8"))
        assert "annotations" not in task

    def test_writes_what_it_can_read_and_says_what_not(
        self, solieu: Callable[..., Any], article: Path, tmp_path: Path
    ) -> None:
        again = tmp_path / "again.jsonl"
        again.write_bytes(article.read_bytes())

        outcome = solieu("annotate", "export", article, tmp_path / "none.txt", again, "--out", tmp_path / "t.json")

        assert outcome.status == 1
        assert len(json.loads((tmp_path / "t.json").read_text(encoding="utf-8"))) == 1
        assert outcome.err.splitlines()[1:] == [
            f"error: {tmp_path / 'none.txt'}: cannot be read (No such file or directory); "
            "give files, directories or patterns",
            f"error: {again}: the id 'a1' stands twice; give each article its own",
        ]

    def test_takes_a_file_that_is_named_twice_once(
        self, solieu: Callable[..., Any], article: Path, tmp_path: Path
    ) -> None:
        outcome = solieu("annotate", "export", article, article, "--out", tmp_path / "t.json")

        assert outcome.status == 0
        assert len(json.loads((tmp_path / "t.json").read_text(encoding="utf-8"))) == 1

    def test_tells_the_rows_of_files_with_one_name_apart(self, solieu: Callable[..., Any], tmp_path: Path) -> None:
        for month in ("01", "02"):
            (tmp_path / month).mkdir()
            (tmp_path / month / "news.csv").write_text(f"text\nCông an tháng {month}\n", encoding="utf-8")

        outcome = solieu("annotate", "export", tmp_path, "--out", tmp_path / "t.json")

        assert outcome.status == 0
        tasks = json.loads((tmp_path / "t.json").read_text(encoding="utf-8"))
        assert [task["data"]["document"] for task in tasks] == [f"{tmp_path}/{month}/news-2" for month in ("01", "02")]

    def test_writes_nothing_if_there_is_no_article(self, solieu: Callable[..., Any], tmp_path: Path) -> None:
        outcome = solieu("annotate", "export", tmp_path / "a.txt", tmp_path / "b.txt", "--out", tmp_path / "t.json")

        assert outcome.status == 2
        assert [line.split(": ")[1] for line in outcome.err.splitlines()] == [
            str(tmp_path / name) for name in ("a.txt", "b.txt")
        ]
        assert not (tmp_path / "t.json").exists()

    @pytest.mark.parametrize(
        ("predicted", "words", "message"),
        [
            (
                None,
                ["--model-version", "m"],
                "--model-version names what is suggested; give --model or --predictions as well",
            ),
            (ARTICLE, [], "--predictions needs --model-version; Label Studio hides predictions without one"),
            (Document("x", id="a1"), ["--model-version", "m"], "document 'a1' has another text; predict the articles"),
            (Document("x", id="b"), ["--model-version", "m"], "document 'b' is not among the articles; predict the"),
        ],
    )
    def test_refuses_predictions_that_do_not_fit(
        self,
        solieu: Callable[..., Any],
        article: Path,
        tmp_path: Path,
        predicted: Document | None,
        words: list[str],
        message: str,
    ) -> None:
        if predicted is not None:
            write_jsonl([predicted], tmp_path / "p.jsonl")
            words = [*words, "--predictions", str(tmp_path / "p.jsonl")]

        outcome = solieu("annotate", "export", article, "--out", tmp_path / "t.json", *words)

        assert (outcome.status, outcome.out) == (2, "")
        assert message in outcome.err


class TestImport:
    def test_writes_each_version(
        self, solieu: Callable[..., Any], exported: Callable[..., Path], tmp_path: Path
    ) -> None:
        outcome = solieu("annotate", "import", exported([PERSON], [PERSON, LOC]), "--out", tmp_path / "o.jsonl")

        assert (outcome.status, outcome.err) == (0, f"2 annotated versions in {tmp_path / 'o.jsonl'}\n")
        documents = list(read_jsonl(tmp_path / "o.jsonl"))
        assert [(document.id, len(document.spans)) for document in documents] == [("a1@n0", 1), ("a1@n1", 2)]
        assert [document.meta["annotation"]["annotator"] for document in documents] == ["n0", "n1"]
        assert documents[0].text == ARTICLE.text

    def test_agrees_by_a_rule_and_lists_disagreements(
        self, solieu: Callable[..., Any], exported: Callable[..., Path], tmp_path: Path
    ) -> None:
        words = ("--agree", "majority", "--disagreements", tmp_path / "d.jsonl", "--out", tmp_path / "o.jsonl")

        outcome = solieu("annotate", "import", exported([PERSON], [PERSON, LOC]), *words)

        assert (outcome.status, outcome.err) == (0, f"1 article in {tmp_path / 'o.jsonl'}, with 1 disagreement\n")
        (document,) = read_jsonl(tmp_path / "o.jsonl")
        assert (document.id, document.spans) == ("a1", (Span(7, 20, "PERSON"),))
        (disagreement,) = (tmp_path / "d.jsonl").read_text(encoding="utf-8").splitlines()
        assert json.loads(disagreement)["text"] == "Long An"

    def test_lists_what_it_refuses_and_writes_the_rest(
        self, solieu: Callable[..., Any], exported: Callable[..., Path], tmp_path: Path
    ) -> None:
        export = exported([PERSON, (25, 32, "Long An", "LOC")])

        outcome = solieu("annotate", "import", export, "--out", tmp_path / "o.jsonl")

        assert outcome.status == 1
        assert outcome.err.splitlines()[1] == (
            "refused: task 1, annotation 0: region 'r25' 25-32 says 'Long An', but the text has ' Long A' there by "
            "code points and ' Long A' by UTF-16 units"
        )
        (document,) = read_jsonl(tmp_path / "o.jsonl")
        assert document.spans == (Span(7, 20, "PERSON"),)

    def test_leaves_skipped_articles_out_and_says_so(
        self, solieu: Callable[..., Any], exported: Callable[..., Path], tmp_path: Path
    ) -> None:
        words = ("--out", tmp_path / "o.jsonl", "--skipped", tmp_path / "s.jsonl")

        outcome = solieu("annotate", "import", exported([PERSON], was_cancelled=True), *words)

        assert outcome.status == 0
        assert outcome.err.splitlines()[1] == "left out: document 'a1' is cancelled by n0"
        assert list(read_jsonl(tmp_path / "o.jsonl")) == []
        assert [document.id for document in read_jsonl(tmp_path / "s.jsonl")] == ["a1"]

    def test_says_what_is_not_annotated(
        self, solieu: Callable[..., Any], exported: Callable[..., Path], tmp_path: Path
    ) -> None:
        outcome = solieu("annotate", "import", exported(), "--out", tmp_path / "o.jsonl")

        assert outcome.status == 0
        assert outcome.err.splitlines()[1] == "left out: document 'a1' is not annotated"

    def test_checks_labels_if_they_are_given(
        self, solieu: Callable[..., Any], exported: Callable[..., Path], tmp_path: Path
    ) -> None:
        (tmp_path / "labels.yaml").write_text("labels: [{name: LOC}]\n", encoding="utf-8")
        words = ("--out", tmp_path / "o.jsonl", "--labels", tmp_path / "labels.yaml")

        outcome = solieu("annotate", "import", exported([PERSON, LOC]), *words)

        assert outcome.status == 1
        assert "has the label 'PERSON', which is unknown; known are LOC" in outcome.err

    def test_refuses_a_list_of_disagreements_without_a_rule(
        self, solieu: Callable[..., Any], exported: Callable[..., Path], tmp_path: Path
    ) -> None:
        words = ("--out", tmp_path / "o.jsonl", "--disagreements", tmp_path / "d.jsonl")

        outcome = solieu("annotate", "import", exported([PERSON]), *words)

        assert (outcome.status, outcome.out) == (2, "")
        assert outcome.err == ("error: --disagreements lists what --agree had to decide; give a rule with --agree\n")

    def test_refuses_a_file_that_is_no_export(self, solieu: Callable[..., Any], article: Path, tmp_path: Path) -> None:
        outcome = solieu("annotate", "import", article, "--out", tmp_path / "o.jsonl")

        assert outcome.status == 2
        assert outcome.err.startswith(f"error: {article}: expected a list of tasks; export as JSON or JSON-MIN")
