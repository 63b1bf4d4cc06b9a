"""Which ids have come already."""

from hypothesis import given, settings
from hypothesis import strategies as st

from solieu.batch.seen_ids import SeenIds


@given(st.lists(st.text(st.characters(codec=None), max_size=2)))
@settings(max_examples=50)
def test_an_id_is_new_once(names: list[str]) -> None:
    seen = SeenIds()

    assert [seen.add(name) for name in names] == [name not in names[:number] for number, name in enumerate(names)]


def test_many_ids_are_told_apart() -> None:
    seen = SeenIds()

    assert all(seen.add(f"article {number}") for number in range(60_000))
    assert not any(seen.add(f"article {number}") for number in range(0, 60_000, 7))
    assert seen.add("article")
