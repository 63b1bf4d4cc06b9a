"""The documents of a run: what is set aside, what is left out, and which labels there are."""

from dataclasses import replace
from hashlib import sha256
from pathlib import Path

import pytest

from solieu.annotation import Document, LabelSchema, SolieuError, Span
from solieu.annotation.jsonl import write_jsonl
from solieu.training.config import DataConfig
from solieu.training.corpora import Corpora, read_corpora

PLACES = ["Huế", "Cà Mau", "Hà Nội", "Đà Lạt", "Sóc Trăng", "Bạc Liêu", "Long An", "Tây Ninh", "Lào Cai", "Vinh"]


def article(name: str, place: str, label: str = "LOC") -> Document:
    text = f"Ông An về {place}."
    return Document(text, (Span(10, 10 + len(place), label),), name)


def articles(count: int, first: int = 0) -> list[Document]:
    return [article(f"a{number}", f"{PLACES[number % 10]} {number}") for number in range(first, first + count)]


def written(folder: Path, name: str, documents: list[Document]) -> str:
    path = folder / name
    write_jsonl(documents, path)
    return str(path)


def conll(folder: Path, name: str, *lines: str) -> str:
    path = folder / name
    path.write_text("\n".join(lines) + "\n", encoding="utf-8")
    return str(path)


def ids(documents: list[Document]) -> list[str]:
    return [document.id for document in documents]


class TestTheDevelopmentShare:
    def test_takes_about_its_share_of_the_training_articles_and_leaves_the_others(self, tmp_path: Path) -> None:
        path = written(tmp_path, "train.jsonl", articles(1000))

        corpora = read_corpora(DataConfig((path,), dev=0.1))

        assert 70 < len(corpora.dev) < 130
        assert sorted(ids([*corpora.train, *corpora.dev])) == sorted(ids(articles(1000)))

    def test_depends_on_the_ids_alone(self, tmp_path: Path) -> None:
        path = written(tmp_path, "train.jsonl", articles(200))
        other = written(tmp_path, "other.jsonl", articles(300, first=100)[::-1])

        first = ids(read_corpora(DataConfig((path,), dev=0.3)).dev)
        second = ids(read_corpora(DataConfig((other,), dev=0.3)).dev)

        shared = set(ids(articles(100, first=100)))
        assert set(first) & shared == set(second) & shared != set()

    def test_is_the_same_on_every_machine(self, tmp_path: Path) -> None:
        path = written(tmp_path, "train.jsonl", articles(40))

        assert ids(read_corpora(DataConfig((path,), dev=0.2)).dev) == [
            "a2",
            "a7",
            "a9",
            "a13",
            "a18",
            "a20",
            "a34",
            "a35",
        ]

    def test_grows_by_adding_articles_to_it(self, tmp_path: Path) -> None:
        path = written(tmp_path, "train.jsonl", articles(200))

        small, large = (set(ids(read_corpora(DataConfig((path,), dev=share)).dev)) for share in (0.1, 0.3))

        assert small < large

    def test_keeps_no_copy_of_its_articles_in_training(self, tmp_path: Path) -> None:
        copies = [Document(f" {document.text}\n", (), f"copy-{document.id}") for document in articles(50)]
        path = written(tmp_path, "train.jsonl", [*articles(50), *copies])

        corpora = read_corpora(DataConfig((path,), dev=0.2))

        assert not {document.text.strip() for document in corpora.dev} & {
            document.text.strip() for document in corpora.train
        }
        assert corpora.repeated == 100 - len(corpora.train) - len(corpora.dev) > 0

    def test_that_leaves_nothing_to_train_on_is_refused(self, tmp_path: Path) -> None:
        path = written(tmp_path, "train.jsonl", articles(2))

        with pytest.raises(SolieuError, match=r"train\.jsonl: no article is left to train on once the development"):
            read_corpora(DataConfig((path,), dev=0.9999999))


class TestDevelopmentFiles:
    def test_are_read_whole(self, tmp_path: Path) -> None:
        train = written(tmp_path, "train.jsonl", articles(3))
        dev = tuple(written(tmp_path, f"dev{first}.jsonl", articles(2, first)) for first in (10, 20))

        corpora = read_corpora(DataConfig((train,), dev=dev))

        assert ids(corpora.train) == ["a0", "a1", "a2"]
        assert ids(corpora.dev) == ["a10", "a11", "a20", "a21"]

    def test_take_their_articles_out_of_training(self, tmp_path: Path) -> None:
        train = written(tmp_path, "train.jsonl", articles(5))
        dev = written(tmp_path, "dev.jsonl", articles(2, first=3))

        corpora = read_corpora(DataConfig((train,), dev=(dev,)))

        assert ids(corpora.train) == ["a0", "a1", "a2"]
        assert corpora.repeated == 2


class TestEvaluationArticles:
    def test_that_are_trained_on_are_left_out_and_counted(self, tmp_path: Path) -> None:
        train = written(tmp_path, "train.jsonl", articles(5))
        evaluate = written(tmp_path, "test.jsonl", articles(4, first=3))

        corpora = read_corpora(DataConfig((train,), evaluate=(evaluate,)))

        assert ids(corpora.evaluate) == ["a5", "a6"]
        assert corpora.left_out == 2

    def test_are_known_by_their_text_not_by_their_id_or_white_space(self, tmp_path: Path) -> None:
        train = written(tmp_path, "train.jsonl", [article("a1", "Huế")])
        evaluate = written(tmp_path, "test.jsonl", [Document("Ông  An về\nHuế.\n", (), "b1"), article("a1", "Cà Mau")])

        corpora = read_corpora(DataConfig((train,), evaluate=(evaluate,)))

        assert [document.text for document in corpora.evaluate] == ["Ông An về Cà Mau."]

    def test_that_the_best_epoch_is_chosen_by_are_left_out_too(self, tmp_path: Path) -> None:
        path = written(tmp_path, "all.jsonl", articles(50))

        corpora = read_corpora(DataConfig((path,), dev=0.2, evaluate=(path,)))

        assert corpora.evaluate == []
        assert corpora.left_out == 50


class TestTheLabels:
    def test_are_solieu_s_own_in_jsonl(self, tmp_path: Path) -> None:
        train = written(tmp_path, "train.jsonl", articles(2))

        assert read_corpora(DataConfig((train,))).schema == LabelSchema.default()

    def test_are_those_found_in_conll_files_that_have_others(self, tmp_path: Path) -> None:
        train = conll(tmp_path, "train.conll", "An B-PATIENT", "ở O", "Huế B-LOC", "", "Vinh B-LOC")
        dev = conll(tmp_path, "dev.conll", "35 B-AGE", "tuổi O")

        assert read_corpora(DataConfig((train,), dev=(dev,))).schema.names == ("AGE", "LOC", "PATIENT")

    def test_are_solieu_s_own_in_conll_files_that_have_no_others(self, tmp_path: Path) -> None:
        train = conll(tmp_path, "train.conll", "An B-PERSON", "ở O", "Huế B-LOC")

        assert read_corpora(DataConfig((train,))).schema == LabelSchema.default()

    def test_can_be_given_in_a_file(self, tmp_path: Path) -> None:
        labels = tmp_path / "labels.yaml"
        labels.write_text("labels:\n- name: CITY\n- name: VILLAGE\n", encoding="utf-8")
        train = written(tmp_path, "train.jsonl", [article("a1", "Huế", "CITY")])

        assert read_corpora(DataConfig((train,), labels=str(labels))).schema.names == ("CITY", "VILLAGE")

    @pytest.mark.parametrize("place", ["train", "dev"])
    def test_of_an_article_must_be_among_them(self, tmp_path: Path, place: str) -> None:
        files = {
            name: (
                written(tmp_path, f"{name}.jsonl", [article(f"{name}1", PLACES[number], "LOC"), article("x", city)]),
            )
            for number, (name, city) in enumerate(
                [("train", "Nha Trang"), ("dev", "Phan Rang"), ("evaluate", "Mũi Né")]
            )
        }
        files[place] = (
            written(tmp_path, "other.jsonl", [article("a7", "Cam Ranh", "LOC"), article("a8", "Ba Tri", "CITY")]),
        )

        with pytest.raises(SolieuError) as caught:
            read_corpora(DataConfig(**files))

        message = str(caught.value)
        assert message.startswith(f"data.{place}: document 'a8' has the label 'CITY', which is not among PERSON, ")
        assert message.endswith("correct the data, or train with data.labels=FILE")

    def test_must_occur_in_training_at_all(self, tmp_path: Path) -> None:
        train = written(tmp_path, "train.jsonl", [Document("Không có gì.", (), "a1")])

        with pytest.raises(SolieuError, match=r"train\.jsonl: no article has a span; there is nothing to learn"):
            read_corpora(DataConfig((train,)))


class TestTheFiles:
    def test_may_be_several_of_either_format(self, tmp_path: Path) -> None:
        train = (
            written(tmp_path, "a.jsonl", articles(2)),
            conll(tmp_path, "b.conll", "-DOCSTART- O", "", "An B-PERSON", "", "Huế B-LOC"),
        )

        corpora = read_corpora(DataConfig(train))

        assert [document.text for document in corpora.train] == ["Ông An về Huế 0.", "Ông An về Cà Mau 1.", "An\nHuế"]

    def test_are_hashed_as_they_were_read(self, tmp_path: Path) -> None:
        labels = tmp_path / "labels.yaml"
        labels.write_text("labels: [{name: LOC}]\n", encoding="utf-8")
        paths = [written(tmp_path, f"{name}.jsonl", articles(2, 10 * number)) for number, name in enumerate("abc")]

        corpora = read_corpora(DataConfig((paths[0],), (paths[1],), (paths[2],), str(labels)))

        expected = {path: sha256(Path(path).read_bytes()).hexdigest() for path in [*paths, str(labels)]}
        assert corpora.sha256 == expected

    @pytest.mark.parametrize("key", ["train", "dev", "evaluate"])
    def test_that_are_missing_are_named(self, tmp_path: Path, key: str) -> None:
        files = {"train": (written(tmp_path, "train.jsonl", articles(2)),), key: (str(tmp_path / "none.jsonl"),)}

        with pytest.raises(SolieuError, match=r"none\.jsonl: cannot be read \(No such file or directory\)"):
            read_corpora(DataConfig(**files))

    def test_for_development_and_evaluation_need_not_be_given(self, tmp_path: Path) -> None:
        train = written(tmp_path, "train.jsonl", articles(2))

        corpora = read_corpora(DataConfig((train,)))

        assert corpora == Corpora(articles(2), [], [], LabelSchema.default(), corpora.sha256)


def test_evaluation_articles_with_a_label_that_the_training_lacks_are_all_left_out(tmp_path: Path) -> None:
    train = tmp_path / "train.conll"
    train.write_text("Ho\tB-SYMPTOM\nvà\tO\nsốt\tB-SYMPTOM\n", encoding="utf-8")
    evaluate = tmp_path / "test.jsonl"
    write_jsonl([Document("Công an tỉnh", (Span(0, 12, "ORG"),), "a"), Document("không có gì", (), "b")], evaluate)

    corpora = read_corpora(DataConfig((str(train),), evaluate=(str(evaluate),)))

    assert corpora.schema.names == ("SYMPTOM",)
    assert corpora.evaluate == []
    assert corpora.other_label == "ORG"


def test_spans_that_were_suggested_and_not_annotated_are_not_trained_on(tmp_path: Path) -> None:
    suggested = [replace(document, meta={"suggested_by": "rules"}) for document in articles(2)]
    path = written(tmp_path, "suggested.jsonl", suggested)

    with pytest.raises(SolieuError, match=r"data\.train: the spans of document 'a0' were suggested by rules and"):
        read_corpora(DataConfig((path,)))
