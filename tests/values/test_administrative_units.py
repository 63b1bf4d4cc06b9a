"""The list of administrative units: complete, and of both divisions."""

from solieu.models.values.administrative_units import provinces, units_named

# The Ministry of Home Affairs' counts: 34 provinces since July 2025; 63 before.
PROVINCES = 63


def test_every_province_of_before_2025_is_there() -> None:
    assert len({name for name in provinces().values() if name != "Tỉnh Thừa Thiên Huế"}) == PROVINCES


def test_34_provinces_are_there_since_2025() -> None:
    since = {
        listed.unit.name
        for key in provinces()
        for listed in units_named(key)
        if listed.unit.since == "2025" and listed.unit.level == "tỉnh"
    }

    assert len(since) == 34


def test_every_province_of_before_2025_became_a_part_of_one_since() -> None:
    now = {
        listed.unit.name: listed.unit.now
        for key in provinces()
        for listed in units_named(key)
        if listed.unit.level == "tỉnh" and listed.unit.since == "before 2025"
    }

    assert now["Tỉnh Long An"] == "Tỉnh Tây Ninh"
    assert len(set(now.values())) == 34
    assert None not in now.values()


def test_a_name_is_found_in_any_spelling() -> None:
    names = ("Đắk Hà", "đăk hà", "ĐẮK HÀ", "Đắk  Hà")

    assert len({tuple(listed.unit.code for listed in units_named(name)) for name in names}) == 1
