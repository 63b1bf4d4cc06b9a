"""Which articles are held out together."""

from collections.abc import Sequence
from typing import Any

import pytest
from hypothesis import given
from hypothesis import strategies as st

from solieu.annotation import Document, LabelSchema, SolieuError
from solieu.training.corpora import Corpora
from solieu.training.held_out import HeldOut, each_evaluated, parts_of_training


def article(number: int, **meta: Any) -> Document:
    return Document(f"Bài số {number}", id=str(number), meta=meta)


def corpora(train: Sequence[Document], dev: Sequence[Document] = (), evaluate: Sequence[Document] = ()) -> Corpora:
    return Corpora(list(train), list(dev), list(evaluate), LabelSchema.default())


def part_of(held_out: HeldOut) -> dict[str, int]:
    return {document.id: number for number, part in enumerate(held_out.parts) for document in part}


@given(st.lists(st.tuples(st.integers(0, 15), st.none() | st.integers(0, 5)), min_size=4, max_size=40), st.data())
def test_each_article_is_held_out_once_with_its_copies_and_its_group(
    drawn: list[tuple[int, int | None]], data: st.DataObject
) -> None:
    documents = [
        Document(f"Bài số {text}", id=f"a{number}", meta={} if value is None else {"outlet": value})
        for number, (text, value) in enumerate([*drawn, (98, 6), (99, 7)])
    ]
    folds = data.draw(st.integers(2, 4))

    try:
        held_out = parts_of_training(corpora(documents[::2], documents[1::2]), folds, "outlet")
    except SolieuError as error:
        assert "the number of groups of articles by 'outlet'" in str(error)  # noqa: PT017
        return

    part = part_of(held_out)
    assert sorted(document.id for document in held_out.documents) == sorted(document.id for document in documents)
    assert len(held_out.parts) == folds
    assert all(held_out.parts)
    for one in documents:
        for other in documents:
            if one.text == other.text or (one.meta and one.meta == other.meta):
                assert part[one.id] == part[other.id]
    numbers = dict(zip((document.id for document in held_out.documents), held_out.group, strict=True))
    assert {numbers[one.id] for one in documents} == set(range(max(held_out.group) + 1))
    assert all(part[a] == part[b] for a in numbers for b in numbers if numbers[a] == numbers[b])


def test_parts_of_groups_have_nearly_the_same_size() -> None:
    sizes = {"a": 5, "b": 3, "c": 2, "d": 1, "e": 1}
    names = [name for name, size in sizes.items() for _ in range(size)]
    documents = [article(number, outlet=name) for number, name in enumerate(names)]

    held_out = parts_of_training(corpora(documents), 2, "outlet")

    assert [len(part) for part in held_out.parts] == [6, 6]


def test_how_many_groups_there_are_and_how_many_articles_have_none_is_said() -> None:
    documents = [article(0, outlet="Báo A"), article(1, outlet=" Báo  A"), article(2), article(3, outlet="")]

    held_out = parts_of_training(corpora(documents), 3, "outlet")

    assert held_out.notes == ("4 articles in 3 groups by 'outlet'; 2 of them without 'outlet', each by itself",)
    assert len({part_of(held_out)[name] for name in ("2", "3", "0")}) == 3


def test_a_value_is_the_same_however_its_letters_are_composed() -> None:
    documents = [article(0, province="H\u00e0 N\u1ed9i"), article(1, province="Ha\u0300 No\u0323\u0302i"), article(2)]

    part = part_of(parts_of_training(corpora(documents), 2, "province"))

    assert part["0"] == part["1"]


def test_groups_of_the_evaluation_articles_are_each_held_out_once() -> None:
    evaluate = [article(0, province="Long An"), article(1, province="An Giang"), article(2, province="Long An")]
    train = [article(3, province="Long An"), article(4, province="Hà Nội")]

    held_out = each_evaluated(corpora(train, evaluate=evaluate), "seeds.jsonl", "province")

    assert [[document.id for document in part] for part in held_out.parts] == [["0", "2"], ["1"]]
    assert held_out.group == [0, 0, 1]
    assert held_out.notes[1].startswith("1 article of data.train with the same province as one that is held out stay")


@pytest.mark.parametrize(
    ("evaluate", "sentence"),
    [
        ([article(0), article(1, topic="x")], "--group outlet: no article has this metadata field; .* are: topic"),
        ([article(0), article(1)], "the fields that there are: none"),
        ([article(0, outlet=1), article(1, outlet=1)], "--group outlet: all articles of data.evaluate are one group"),
    ],
)
def test_a_field_that_makes_no_groups_is_refused(evaluate: list[Document], sentence: str) -> None:
    with pytest.raises(SolieuError, match=sentence):
        each_evaluated(corpora([article(9)], evaluate=evaluate), "seeds.jsonl", "outlet")


def test_more_parts_than_groups_are_refused() -> None:
    documents = [article(number, topic=number % 2) for number in range(8)]

    with pytest.raises(SolieuError, match="--folds must be from 2 to 2, the number of groups of articles by 'topic'"):
        parts_of_training(corpora(documents), 3, "topic")
