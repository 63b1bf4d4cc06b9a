"""Words a second: PhoBERT's fast tokenizer beside transformers' own, on the same fresh words, in one run.

    python benchmarks/phobert_tokenizer.py FILES [--rounds N] [--words N]

FILES is a directory with PhoBERT's ``vocab.txt`` and ``bpe.codes``. The words are syllables of the project's
articles, joined at random as a segmenter joins them, and new to every way in each round: none finds a word in its
memory. The ways take turns on the same words, so that a machine that slows down slows all; the ratio of two ways is
the median of their ratios in a round. All ids are checked to be the same.
"""

from __future__ import annotations

import argparse
import random
import statistics
import time
from collections.abc import Callable, Iterator, Sequence
from pathlib import Path

from transformers import PhobertTokenizer

from solieu.annotation.corpus import read_documents
from solieu.models.phobert_tokenizer import PhobertTokenizerFast
from solieu.models.subwords import SubwordEncoder
from solieu.models.words import Words, find_words

Way = Callable[[Sequence[str]], Sequence[Sequence[int]]]
OURS = "SubwordEncoder"
TEXT = 300  # words of an article


def ways_of(files: Path) -> dict[str, Way]:
    """Return each way from words to ids; each has a memory of its own."""
    paths = str(files / "vocab.txt"), str(files / "bpe.codes")
    batch, text, single = (PhobertTokenizer(*paths) for _ in range(3))
    fast = PhobertTokenizerFast(*paths)
    encoder = SubwordEncoder(fast)
    return {
        "PhobertTokenizer(words)": lambda words: batch(list(words), add_special_tokens=False)["input_ids"],
        "PhobertTokenizer(article)": lambda words: [
            text(" ".join(article), add_special_tokens=False)["input_ids"] for article in articles(words)
        ],
        "PhobertTokenizer.tokenize(word)": lambda words: [
            single.convert_tokens_to_ids(single.tokenize(word)) for word in words
        ],
        "PhobertTokenizerFast(article)": lambda words: [
            fast(" ".join(article), add_special_tokens=False)["input_ids"] for article in articles(words)
        ],
        "encode_words": fast.encode_words,
        OURS: lambda words: [
            ids
            for article in encoder.encode_many(
                [Words(list(article), spaced=[True] * len(article)) for article in articles(words)],
                fast.model_max_length,
            )
            for ids in article
        ],
    }


def articles(words: Sequence[str]) -> Iterator[Sequence[str]]:
    """Cut words into stretches as long as an article."""
    return (words[first : first + TEXT] for first in range(0, len(words), TEXT))


def fresh_words(source: random.Random, syllables: Sequence[str], count: int, used: set[str]) -> list[str]:
    """Return words that nobody has seen: two to four syllables with ``_`` between them."""
    words: dict[str, None] = {}
    while len(words) < count:
        word = "_".join(source.choices(syllables, k=source.choice([2, 2, 2, 3, 3, 4])))
        if word not in used:
            words[word] = None
    used.update(words)
    return list(words)


def main() -> None:
    """Run all ways in turns and print words a second and the ratios to `SubwordEncoder`."""
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("files", type=Path, help="the directory of vocab.txt and bpe.codes")
    parser.add_argument("--rounds", type=int, default=9, help="turns that each way gets")
    parser.add_argument("--words", type=int, default=6000, help="fresh words of a turn")
    options = parser.parse_args()
    documents = read_documents(Path(__file__).parents[1] / "data" / "authored.jsonl")
    found = (word for document in documents for word in find_words(document.text).texts)
    syllables = sorted({word for word in found if word.isalpha()})
    ways = ways_of(options.files)
    source, used = random.Random(1), set[str]()
    seconds: dict[str, list[float]] = {name: [] for name in ways}
    characters = 0
    for _ in range(options.rounds):
        results = {}
        words = fresh_words(source, syllables, options.words, used)
        characters += sum(map(len, words))
        for name, way in ways.items():
            started = time.perf_counter()
            results[name] = way(words)
            seconds[name].append(time.perf_counter() - started)
        flat = {name: [number for ids in result for number in ids] for name, result in results.items()}
        if any(ids != flat[OURS] for ids in flat.values()):
            raise SystemExit("the ways give different ids")
    length = characters / options.rounds / options.words
    print(f"{options.rounds} rounds of {options.words} fresh words of {length:.1f} characters")
    for name, times in seconds.items():
        ratio = statistics.median(each / ours for each, ours in zip(times, seconds[OURS], strict=True))
        print(
            f"{name:30} {options.words / statistics.median(times):8.0f} words/s, {ratio:5.1f} times as long as {OURS}"
        )


if __name__ == "__main__":
    main()
