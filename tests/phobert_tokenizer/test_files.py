"""PhoBERT's two files are read as transformers reads them, or refused."""

from collections.abc import Callable
from itertools import product
from pathlib import Path

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st
from transformers import PhobertTokenizer

from solieu.annotation import SolieuError
from solieu.models.phobert_tokenizer import PhobertTokenizerFast, load_tokenizer

NAMES = ("vocab.txt", "bpe.codes")
Compare = Callable[[PhobertTokenizerFast, PhobertTokenizer, list[str]], None]


def files_with(directory: Path, vocabulary: str | bytes, codes: str | bytes) -> Path:
    for name, content in zip(NAMES, (vocabulary, codes), strict=True):
        (directory / name).write_bytes(content if isinstance(content, bytes) else content.encode())
    return directory


def both_from(directory: Path) -> tuple[PhobertTokenizerFast, PhobertTokenizer]:
    files = [directory / name for name in NAMES]
    return PhobertTokenizerFast(*files), PhobertTokenizer(*map(str, files))


def hand_made(*lines: str, end: str = "\n") -> str:
    return end.join(lines) + end


# What may stand in the files, beside what PhoBERT's own have, with what is read of it.
VOCABULARY = hand_made("a 9", "b 9", "a@@ 9", "b@@ 9", "ab 5", "ab@@ 5", "_ 1", "_@@ 1")
CODES = hand_made("a b 9", "a b</w> 8", "ab ab</w> 7", "_ ab 6")


@pytest.mark.parametrize(
    ("vocabulary", "codes"),
    [
        pytest.param(VOCABULARY, CODES, id="plain"),
        pytest.param(VOCABULARY.replace("\n", "\r\n"), CODES.replace("\n", "\r\n"), id="Windows line ends"),
        pytest.param(VOCABULARY[:-1], CODES[:-1], id="no line feed at the end"),
        pytest.param("\ufeff" + VOCABULARY, CODES, id="byte order mark"),
        pytest.param(VOCABULARY + hand_made("a 3", "abab 2", "b@@ 1"), CODES, id="pieces twice"),
        pytest.param(VOCABULARY + "a 3\n<mask> 2\n_ab@@ 2\n", CODES, id="a piece twice, and <mask>"),
        pytest.param("<unk> 5\n" + VOCABULARY + "<s> 5\n</s>@@ 4\n", CODES, id="special pieces"),
        pytest.param(VOCABULARY + "  abab   2  \nab ab 2\n\u3000_ab@@\u3000 2\n", CODES, id="spaces in the vocabulary"),
        pytest.param(VOCABULARY, CODES + "b a\nb\xa0a 1 1\n\n_ _ _ 1\nb a</w> 5 5\n", id="lines that are no merges"),
        pytest.param(VOCABULARY, CODES + "b  \t a 5\nb\u2003b 4\n", id="merges parted by other spaces"),
        pytest.param(
            VOCABULARY, hand_made("ab ab 5") + CODES + hand_made("ab ab 5", "a b</w> 3", "ab ab</w> 2"), id="twice"
        ),
        pytest.param(
            VOCABULARY + "@ 2\n@@ 2\n@@@ 3\n@@@@ 2\na@ 2\n", CODES + "@ @</w> 3\na @ 2\na@ @</w> 1\n@ @ 1\n", id="@@"
        ),
        pytest.param(VOCABULARY + "@ 2\na@@@@ 2\n", CODES + "a @ 2\na@ @ 1\na@@ @</w> 1\n", id="@@ within pieces"),
        pytest.param("x 1\n", CODES, id="no piece of any merge"),
        pytest.param(VOCABULARY, CODES + "b</w> a 2\nb </w> 2\n", id="merges that never apply"),
    ],
)
def test_files_are_read_as_transformers_reads_them(
    tmp_path: Path, same_ids: Compare, vocabulary: str, codes: str
) -> None:
    directory = files_with(tmp_path, vocabulary, codes)
    words = ["".join(letters) for length in range(1, 7) for letters in product("ab_@x"[: 8 - length], repeat=length)]

    fast, slow = both_from(directory)

    same_ids(fast, slow, [*words, "<mask>", "<unk>", "</s>a", "<s>", "\ufeffa"])
    text = " ".join([*words[:500], "<mask>", "a<unk>b", "\n"])
    assert fast(text)["input_ids"] == slow(text)["input_ids"]
    assert fast.all_special_ids == slow.all_special_ids


SYMBOLS = ["a", "b", "ab", "ba", "aa", "_", "a_", "@", "@@", "a@", "</w>", "a</w>", "b</w>", "ab</w>", "</", "w>"]
SHORT = ["".join(letters) for length in range(1, 5) for letters in product("ab_@", repeat=length)]


@settings(deadline=None, max_examples=100)
@given(
    pieces=st.lists(st.lists(st.sampled_from(SYMBOLS), min_size=1, max_size=3).map("".join), min_size=1),
    merges=st.lists(st.tuples(*[st.sampled_from(SYMBOLS)] * 2), min_size=1),
)
def test_any_files_are_read_as_transformers_reads_them_or_refused(
    tmp_path_factory: pytest.TempPathFactory, same_ids: Compare, pieces: list[str], merges: list[tuple[str, str]]
) -> None:
    vocabulary = "".join(f"{piece} 1\n" for piece in pieces)
    codes = "".join(f"{first} {second} 1\n" for first, second in merges)
    directory = files_with(tmp_path_factory.mktemp("any"), vocabulary, codes)
    try:
        fast, slow = both_from(directory)
    except SolieuError:
        return

    same_ids(fast, slow, [*SHORT, "a</w>b", "</w>", "<mask>"])


@pytest.mark.parametrize(
    ("vocabulary", "codes", "sentence"),
    [
        (VOCABULARY + "lonely\n", CODES, "vocab.txt: line 9: expected a piece, a space and a count, got 'lonely'"),
        (VOCABULARY + "\na 2\n", CODES, "vocab.txt: line 9: expected a piece, a space and a count, got ''"),
        (VOCABULARY.encode() + b"\xff 2\n", CODES, "vocab.txt: line 9: is not UTF-8"),
        ("", CODES, "vocab.txt: is empty"),
        ("a 1\na 1\n<unk> 2\n", CODES, "vocab.txt: repeats lines, so that two of <s>"),
        (VOCABULARY, CODES.encode() + b"\xff 2\n", "bpe.codes: line 5: is not UTF-8"),
        (VOCABULARY, "", "bpe.codes: has no line of two symbols and a count"),
        (VOCABULARY, "#version: 0.2\na b\nab ab\n", "bpe.codes: has no line of two symbols and a count"),
        (VOCABULARY, "ab a 2\na b 1\n", "bpe.codes: line 1: joins 'ab', which line 2 makes"),
        (VOCABULARY, CODES + "<s> a 1\n", "bpe.codes: line 5: joins '<s>' and 'a', but special pieces"),
        (VOCABULARY, CODES + "</ w> 1\n", "bpe.codes: line 5: joins '</' and 'w>', but special pieces"),
    ],
)
def test_damaged_files_are_refused(tmp_path: Path, vocabulary: str | bytes, codes: str, sentence: str) -> None:
    files_with(tmp_path, vocabulary, codes)

    with pytest.raises(SolieuError) as refused:
        load_tokenizer(tmp_path)

    assert str(refused.value).startswith(f"{tmp_path}/{sentence}")
