"""The labelling configuration that a Label Studio project gets, and what is amiss with others."""

from xml.etree import ElementTree as ET

import pytest

from solieu.annotation import LabelSchema, SolieuError
from solieu.annotation.label_studio_config import check_config, labelling_config

SCHEMA = LabelSchema.default()


def labels_of(xml: str) -> list[dict[str, str]]:
    return [tag.attrib for tag in ET.fromstring(xml).iter("Label")]


class TestLabellingConfig:
    def test_results_hold_the_names_and_the_page_shows_vietnamese_titles(self) -> None:
        labels = labels_of(labelling_config(SCHEMA))

        assert [label["alias"] for label in labels] == list(SCHEMA.names)
        assert labels[0]["value"] == "Người (PERSON)"

    def test_colours_and_definitions_are_those_of_the_schema(self) -> None:
        for label, attributes in zip(SCHEMA.labels, labels_of(labelling_config(SCHEMA)), strict=True):
            assert (attributes["background"], attributes["hint"]) == (label.colour, label.definition)

    def test_hotkeys_are_digits_then_letters_and_each_stands_once(self) -> None:
        labels = labels_of(labelling_config(LabelSchema.from_names(f"L{number}" for number in range(40))))

        hotkeys = [label["hotkey"] for label in labels if "hotkey" in label]
        assert "".join(hotkeys[:12]) == "1234567890qw"
        assert len(hotkeys) == len(set(hotkeys)) == 33

    def test_keys_of_label_studio_itself_are_not_given_out(self) -> None:
        labels = labels_of(labelling_config(LabelSchema.from_names(f"L{number}" for number in range(40))))

        assert not {label.get("hotkey") for label in labels} & set("ruh")

    def test_a_label_without_a_title_is_shown_by_its_name(self) -> None:
        (label,) = labels_of(labelling_config(LabelSchema.from_names(["CITY"])))

        assert (label["value"], label["alias"]) == ("CITY", "CITY")
        assert "hint" not in label

    def test_the_text_keeps_its_spaces(self) -> None:
        root = ET.fromstring(labelling_config(SCHEMA))

        (view,) = [view for view in root.iter("View") if view.find("Text") is not None]
        assert "white-space: pre-wrap" in view.attrib["style"]
        assert view.find("Text").attrib == {"name": "text", "value": "$text", "granularity": "word"}  # type: ignore[union-attr]

    def test_annotators_can_call_a_text_unusable_and_comment(self) -> None:
        root = ET.fromstring(labelling_config(SCHEMA))

        assert root.find("Choices/Choice").attrib == {"value": "Văn bản không dùng được", "alias": "unusable"}  # type: ignore[union-attr]
        assert root.find("TextArea").attrib["name"] == "comment"  # type: ignore[union-attr]

    def test_characters_that_xml_knows_are_escaped(self, tmp_path) -> None:  # type: ignore[no-untyped-def] # noqa: ANN001
        (tmp_path / "labels.yaml").write_text(
            "labels: [{name: 'A&B', title: {vi: '<Người> \"'}, definition: 'x < y'}]", encoding="utf-8"
        )
        (label,) = labels_of(labelling_config(LabelSchema.load(tmp_path / "labels.yaml")))

        assert (label["value"], label["alias"], label["hint"]) == ('<Người> " (A&B)', "A&B", "x < y")


class TestCheckConfig:
    @pytest.mark.parametrize("names", [SCHEMA.names, ["CITY"], [f"L{number}" for number in range(40)]])
    def test_is_satisfied_with_solieus_own(self, names: list[str]) -> None:
        schema = LabelSchema.from_names(names)

        check_config(labelling_config(schema), schema)

    def test_leaves_colours_hotkeys_and_further_tags_to_the_team(self) -> None:
        xml = labelling_config(SCHEMA).replace("#D62728", "red").replace('hotkey="1"', 'hotkey="p"')

        check_config(xml.replace("<View>", '<View><Header value="Chào"/>', 1), SCHEMA)

    def test_takes_names_as_values_without_an_alias(self) -> None:
        xml = labelling_config(SCHEMA).replace('value="Người (PERSON)" alias="PERSON"', 'value="PERSON"')

        check_config(xml, SCHEMA)

    def test_takes_pre_wrap_from_a_style_sheet(self) -> None:
        xml = labelling_config(SCHEMA).replace("white-space: pre-wrap; ", "")

        check_config(xml.replace("<View>", "<View><Style>.x {white-space: pre-wrap}</Style>", 1), SCHEMA)

    @pytest.mark.parametrize(
        ("old", "new", "message"),
        [
            ('alias="PERSON" ', "", "it lacks the label PERSON"),
            ('alias="PERSON"', 'alias="NAME"', "it has the label 'NAME', which the schema has not"),
            ('<Labels name="label"', '<Labels name="ner"', "it has no <Labels name=\"label\"> (found: 'ner')"),
            ('name="label" toName="text"', 'name="label" toName="t"', "must have toName=\"text\", not 't'"),
            ('<Text name="text"', '<Text name="t"', "it has no <Text name=\"text\"> (found: 't')"),
            ('value="$text"', 'value="$body"', "must show value=\"$text\", not '$body'"),
            ("white-space: pre-wrap; ", "", "so runs of spaces shift offsets"),
            ('name="usability"', 'name="u"', "it has no <Choices name=\"usability\"> (found: 'u')"),
            ('alias="unusable"', 'alias="no"', '<Choices name="usability"> has no Choice with alias="unusable"'),
            ('name="comment"', 'name="c"', "it has no <TextArea name=\"comment\"> (found: 'c')"),
            ('name="comment" toName="text"', 'name="comment"', "must have toName=\"text\", not ''"),
        ],
    )
    def test_says_what_is_not_ours(self, old: str, new: str, message: str) -> None:
        xml = labelling_config(SCHEMA)
        assert old in xml

        with pytest.raises(SolieuError) as error:
            check_config(xml.replace(old, new), SCHEMA)

        assert message in str(error.value)
        assert str(error.value).endswith("; set the one that `solieu annotate config` writes")

    def test_says_all_that_is_amiss_at_once(self) -> None:
        with pytest.raises(SolieuError) as error:
            check_config('<View><Text name="text" value="$text"/></View>', SCHEMA)

        for part in ("pre-wrap", "<Labels", "<Choices", "<TextArea", "(found: none)"):
            assert part in str(error.value)

    def test_refuses_what_is_no_xml(self) -> None:
        with pytest.raises(SolieuError, match=r"configuration is no XML \(.*\); set solieu's own"):
            check_config("<View>", SCHEMA)

    def test_refuses_a_configuration_with_entities_of_its_own(self) -> None:
        with pytest.raises(SolieuError, match="declares entities; take the declaration out"):
            check_config('<!DOCTYPE x [<!ENTITY a "b">]><View>&a;</View>', SCHEMA)
