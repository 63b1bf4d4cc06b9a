"""PhoBERT's tokenizer, the fast one beside transformers' own: from its real files, and from small ones."""

import random
from collections import Counter
from collections.abc import Callable, Iterable
from itertools import pairwise
from pathlib import Path

import pytest
import torch
from transformers import PhobertTokenizer, RobertaConfig, RobertaForTokenClassification

from solieu.annotation import Document
from solieu.models.phobert_tokenizer import PhobertTokenizerFast, add_unknown_rows
from solieu.models.words import find_words

REAL = Path(__file__).parents[3] / "shared" / "phobert-tokenizer"
NAMES = ("vocab.txt", "bpe.codes")
VOCABULARY = "a 9\nb 9\na@@ 9\nb@@ 9\nab 5\nab@@ 5\n_ 1\n_@@ 1\n"
CODES = "a b 9\na b</w> 8\nab ab</w> 7\n_ ab 6\n"


def learned_files(directory: Path, words: Iterable[str], merges: int) -> Path:
    """Write files as PhoBERT's: merges of the most frequent pairs, and the pieces that are left after the last."""
    counts = {(*word[:-1], word[-1] + "</w>"): count for word, count in Counter(words).items()}
    codes = []
    for _ in range(merges):
        pairs: Counter[tuple[str, str]] = Counter()
        for word, count in counts.items():
            for pair in pairwise(word):
                pairs[pair] += count
        if not pairs:
            break
        best = max(pairs, key=lambda pair: (pairs[pair], pair))
        codes.append(f"{best[0]} {best[1]} {pairs[best]}\n")
        counts = {joined(word, best) if best[0] in word else word: count for word, count in counts.items()}
    pieces: Counter[str] = Counter()
    for word, count in counts.items():
        for symbol in word:
            pieces[symbol.removesuffix("</w>") if symbol is word[-1] else symbol + "@@"] += count
    directory.mkdir(parents=True, exist_ok=True)
    (directory / "bpe.codes").write_text("".join(codes), encoding="utf-8")
    vocabulary = "".join(f"{piece} {count}\n" for piece, count in pieces.most_common())
    (directory / "vocab.txt").write_text(vocabulary, encoding="utf-8")
    return directory


def joined(word: tuple[str, ...], pair: tuple[str, str]) -> tuple[str, ...]:
    result = list(word)
    for index in range(len(word) - 1):
        if index < len(result) - 1 and (result[index], result[index + 1]) == pair:
            result[index : index + 2] = [result[index] + result[index + 1]]
    return tuple(result)


def joined_as_words(syllables: list[str]) -> list[str]:
    shuffled = random.Random(1)
    return ["_".join(syllables[index : index + shuffled.choice([1, 1, 2, 3])]) for index in range(len(syllables))]


@pytest.fixture(scope="session")
def compounds() -> Callable[[list[str]], list[str]]:
    """Makes words of one to three syllables, as a segmenter joins them."""
    return joined_as_words


@pytest.fixture(scope="session", params=["small", "real"])
def files(request: pytest.FixtureRequest, seeds: list[Document], tmp_path_factory: pytest.TempPathFactory) -> Path:
    """The directory of PhoBERT's real files, or of ones learned from the seeds, of which ``vocab.txt`` lacks steps."""
    if request.param == "small":
        words = joined_as_words([word for document in seeds[:4] for word in find_words(document.text).texts])
        return learned_files(tmp_path_factory.mktemp("small"), words, 400)
    if not REAL.is_dir():
        pytest.skip("PhoBERT's own vocab.txt and bpe.codes are not beside the project")
    return REAL


@pytest.fixture(scope="session")
def fast(files: Path) -> PhobertTokenizerFast:
    return PhobertTokenizerFast(*(files / name for name in NAMES))


@pytest.fixture(scope="session")
def slow(files: Path) -> PhobertTokenizer:
    return PhobertTokenizer(*(str(files / name) for name in NAMES))


@pytest.fixture(scope="session")
def expected() -> Callable[[PhobertTokenizer, str], tuple[int, ...]]:
    """What transformers gives for a word, in which nothing is a special piece."""
    return lambda slow, word: tuple(slow.convert_tokens_to_ids(slow._tokenize(word)))


@pytest.fixture(scope="session")
def same_ids(
    expected: Callable[[PhobertTokenizer, str], tuple[int, ...]],
) -> Callable[[PhobertTokenizerFast, PhobertTokenizer, list[str]], None]:
    """Compares the ids that the two give to words."""

    def compare(fast: PhobertTokenizerFast, slow: PhobertTokenizer, words: list[str]) -> None:
        wanted = [expected(slow, word) for word in words]
        found = fast.encode_words(words)
        triples = zip(words, found, wanted, strict=True)
        assert found == wanted, next(triple for triple in triples if triple[1] != triple[2])

    return compare


@pytest.fixture(scope="session")
def lacking_words(fast: PhobertTokenizerFast) -> list[str]:
    """Words whose extra ids survive: each ends or goes on with what ``vocab.txt`` lacks."""
    symbols = fast.convert_ids_to_tokens(sorted(fast.extra_ids))
    return [symbol.removesuffix("</w>") + ("" if symbol.endswith("</w>") else "漢") for symbol in symbols]


@pytest.fixture(scope="session")
def saved(fast: PhobertTokenizerFast, tmp_path_factory: pytest.TempPathFactory) -> Path:
    """A checkpoint as solieu writes it."""
    directory = tmp_path_factory.mktemp("saved")
    torch.manual_seed(1)
    config = RobertaConfig(
        vocab_size=fast.own_size,
        hidden_size=8,
        num_hidden_layers=1,
        num_attention_heads=2,
        intermediate_size=8,
        max_position_embeddings=258,
        type_vocab_size=1,
        initializer_range=0.5,
        tokenizer_class="PhobertTokenizer",
    )
    model = RobertaForTokenClassification(config)
    add_unknown_rows(model, fast)
    model.save_pretrained(directory)
    fast.save_pretrained(directory)
    return directory


@pytest.fixture
def hand_made(tmp_path: Path) -> Path:
    """A directory with PhoBERT's two files, in which a step that the merges make is no piece."""
    (tmp_path / "vocab.txt").write_text(VOCABULARY, encoding="utf-8")
    (tmp_path / "bpe.codes").write_text(CODES, encoding="utf-8")
    return tmp_path
