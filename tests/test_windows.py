"""Windows of words that fit the encoder."""

from itertools import chain, pairwise

from hypothesis import given
from hypothesis import strategies as st

from solieu.models.windows import Window, split_windows

LIMIT = 10
STRETCHES = st.lists(st.lists(st.integers(1, LIMIT), min_size=1, max_size=40), max_size=4)


def ranges(lines: list[list[int]]) -> list[range]:
    bounds = [0]
    for line in lines:
        bounds.append(bounds[-1] + len(line))
    return [range(first, last) for first, last in pairwise(bounds)]


def windows_of(lines: list[list[int]], overlap: int) -> list[Window]:
    return split_windows(list(chain.from_iterable(lines)), ranges(lines), LIMIT, overlap)


def room(window: Window, word: int, stretch: range) -> int:
    """How far a word stands from the nearest edge at which the window leaves words of its line out."""
    left = word - window.words.start if window.words.start > stretch.start else len(stretch)
    right = window.words.stop - 1 - word if window.words.stop < stretch.stop else len(stretch)
    return min(left, right)


def test_a_short_line_is_one_window() -> None:
    assert windows_of([[1, 2, 3]], overlap=4) == [Window(range(3), range(3))]


def test_lines_do_not_share_windows() -> None:
    assert windows_of([[1, 2], [3]], overlap=4) == [
        Window(range(2), range(2)),
        Window(range(2, 3), range(2, 3)),
    ]


def test_neighbours_part_in_the_middle_of_what_they_share() -> None:
    assert windows_of([[1] * 16], overlap=4) == [
        Window(range(10), range(8)),
        Window(range(6, 16), range(8, 16)),
    ]


def test_no_words_need_no_windows() -> None:
    assert split_windows([], [], LIMIT, 4) == []


@given(STRETCHES, st.integers(0, LIMIT // 2))
def test_every_word_is_kept_once(lines: list[list[int]], overlap: int) -> None:
    kept = [word for window in windows_of(lines, overlap) for word in window.kept]

    assert kept == list(range(sum(map(len, lines))))


@given(STRETCHES, st.integers(0, LIMIT // 2))
def test_every_window_fits_and_keeps_words_that_it_reads(lines: list[list[int]], overlap: int) -> None:
    lengths = list(chain.from_iterable(lines))

    for window in windows_of(lines, overlap):
        assert sum(lengths[word] for word in window.words) <= LIMIT
        assert window.words.start <= window.kept.start < window.kept.stop <= window.words.stop


@given(STRETCHES, st.integers(0, LIMIT // 2))
def test_a_word_is_kept_where_it_stands_farthest_from_an_edge(lines: list[list[int]], overlap: int) -> None:
    windows = windows_of(lines, overlap)

    for stretch in ranges(lines):
        for word in stretch:
            rooms = {window: room(window, word, stretch) for window in windows if word in window.words}
            keeper = next(window for window in rooms if word in window.kept)
            assert rooms[keeper] == max(rooms.values())


@given(STRETCHES, st.integers(0, LIMIT // 2))
def test_neighbours_share_what_was_asked_for_unless_no_new_word_would_fit(lines: list[list[int]], overlap: int) -> None:
    lengths = list(chain.from_iterable(lines))

    first_words = {stretch.start for stretch in ranges(lines)}

    for left, right in pairwise(windows_of(lines, overlap)):
        if right.words.start in first_words:
            continue
        shared = sum(lengths[right.words.start : left.words.stop])
        one_more = shared + lengths[right.words.start - 1] + lengths[left.words.stop]
        assert shared >= overlap or one_more > LIMIT
        assert right.words.stop > left.words.stop
