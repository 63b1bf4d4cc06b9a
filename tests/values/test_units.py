"""The table of units."""

from pathlib import Path

import pytest

from solieu.annotation import SolieuError
from solieu.configs import config_path
from solieu.models.values.units import default_units, read_units

PARTS = "money: {}\nmeasures: {kg: [ký]}\ncounts: {}\nper: {}\nbegins_like_a_number: []\nbefore_what_is_measured: []\n"


def test_the_table_that_comes_with_solieu_is_read() -> None:
    units = default_units()

    assert units.of("héc ta") == "ha"
    assert units.of("đối tượng") == "đối tượng"
    assert "kg" in units.measures
    assert units == read_units(config_path("values/units.yaml"))


@pytest.mark.parametrize(
    ("content", "message"),
    [
        ("money: {}\n", "must have the parts"),
        (PARTS.replace("counts: {}", "counts: {cân: [ký]}"), "'ký' stands under"),
        (PARTS.replace("[ký]", "ký"), "must be a name with a list"),
        (PARTS.replace("counts: {}", "counts: [kg]"), "must map each unit"),
        (PARTS.replace("number: []", "number: 5"), "must be a list of names"),
    ],
)
def test_a_table_with_a_mistake_is_refused(tmp_path: Path, content: str, message: str) -> None:
    path = tmp_path / "units.yaml"
    path.write_text(content, encoding="utf-8")

    with pytest.raises(SolieuError, match=message) as error:
        read_units(path)

    assert str(path) in str(error.value)


def test_a_measure_stands_before_what_is_measured() -> None:
    units = default_units()

    assert units.of_text("kg gạo") == "kg"
    assert units.of_text("chỉ tiêu") == "chỉ tiêu"


def test_a_form_before_what_is_measured_must_be_a_unit(tmp_path: Path) -> None:
    path = tmp_path / "units.yaml"
    path.write_text(PARTS.replace("measured: []", "measured: [tấn]"), encoding="utf-8")

    with pytest.raises(SolieuError, match="has 'tấn', which is no unit"):
        read_units(path)


def test_a_rate_is_of_so_many_of_what_the_table_says() -> None:
    units = default_units()

    assert units.of_so_many("10.000 dân") == "10000 dân"
    assert units.of_so_many("10.000 đối tượng") is None
    assert units.of_so_many("12.345 dân") is None
