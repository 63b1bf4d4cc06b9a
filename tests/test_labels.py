"""The label schema: its order, its tags and the files that it is read from."""

from pathlib import Path

import pytest

from solieu.annotation import LabelSchema, SolieuError

TEN = (
    "PERSON",
    "RANK",
    "POSITION",
    "ORG",
    "LOC",
    "DATE",
    "INDICATOR",
    "DOCUMENT",
    "AWARD",
    "CAMPAIGN",
)


def written(folder: Path, content: str) -> Path:
    path = folder / "labels.yaml"
    path.write_text(content, encoding="utf-8")
    return path


def test_solieus_schema_has_ten_labels_in_the_order_of_the_guidelines() -> None:
    assert LabelSchema.default().names == TEN


def test_tags_are_o_and_then_b_and_i_of_each_label() -> None:
    schema = LabelSchema.from_names(["PERSON", "LOC"])

    assert schema.tags == ("O", "B-PERSON", "I-PERSON", "B-LOC", "I-LOC")
    assert schema.id2label[3] == "B-LOC"
    assert schema.label2id == {tag: number for number, tag in schema.id2label.items()}


def test_every_label_has_titles_a_definition_and_a_colour_of_its_own() -> None:
    labels = LabelSchema.default().labels

    assert all(label.title_en and label.title_vi and label.definition for label in labels)
    assert len({label.colour.lower() for label in labels}) == len(labels)


def test_labels_of_a_foreign_file_keep_solieus_titles_where_the_names_agree() -> None:
    schema = LabelSchema.from_names(["SYMPTOM_AND_DISEASE", "PERSON"])

    assert schema["PERSON"].title_vi == "Người"
    assert schema["SYMPTOM_AND_DISEASE"].title_en == "SYMPTOM_AND_DISEASE"


def test_a_label_file_needs_no_more_than_names(tmp_path: Path) -> None:
    schema = LabelSchema.load(written(tmp_path, "labels:\n  - name: VEHICLE\n  - name: ROAD\n"))

    assert schema.names == ("VEHICLE", "ROAD")
    assert schema["ROAD"].colour != schema["VEHICLE"].colour


def test_an_unknown_name_is_not_in_the_schema() -> None:
    with pytest.raises(KeyError):
        LabelSchema.default()["PERSN"]


@pytest.mark.parametrize(
    ("content", "message"),
    [
        ("labels: []", "at least one label"),
        ("labels: {name: LOC}", "expected a list under 'labels'"),
        ("labels: [{title: {en: Place}}]", "label 1 needs a 'name'"),
        ("labels: [{name: LOC}, {name: LOC}]", "'LOC' stands twice"),
        ("labels: [{name: 'A B'}]", "a word without spaces"),
        ("labels: [{name: LOC, color: red}]", "unknown field 'color'"),
        ("labels: [{name: LOC, colour: red}]", "'colour' must look like"),
        ("labels: [{name: LOC, title: Place}]", "'title' must hold"),
        ("labels: [", "is no YAML file"),
    ],
)
def test_a_label_file_that_is_laid_out_otherwise_is_refused_by_name(tmp_path: Path, content: str, message: str) -> None:
    path = written(tmp_path, content)

    with pytest.raises(SolieuError, match=message) as caught:
        LabelSchema.load(path)
    assert str(path) in str(caught.value)


def test_a_label_file_that_is_not_there_is_named(tmp_path: Path) -> None:
    with pytest.raises(SolieuError, match=r"none\.yaml: cannot be read"):
        LabelSchema.load(tmp_path / "none.yaml")
