"""Seconds from the start of a process to the entities of one article, for models of any kind, in turns.

    python benchmarks/cold_start.py MODEL [MODEL ...] [--rounds N]

Each MODEL is a directory that `solieu train` or `solieu export` wrote. In each round every model gets a new process,
``python -m solieu extract MODEL article.txt``, and so does a bare ``import torch``, what any program with PyTorch
begins with. The first round fills the disk's cache and does not count. The ratio of two ways is the median of their
ratios in a round, so that a machine that slows down slows all.
"""

from __future__ import annotations

import argparse
import statistics
import subprocess
import sys
import tempfile
import time
from pathlib import Path

from solieu.annotation.corpus import read_documents

BARE = "import torch"


def seconds(words: list[str]) -> float:
    """Return how long a process takes, from its start to its end."""
    started = time.perf_counter()
    subprocess.run([sys.executable, *words], check=True, stdout=subprocess.DEVNULL)
    return time.perf_counter() - started


def main() -> None:
    """Run all in turns and print the medians and how they compare to `import torch`."""
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("models", nargs="+", help="directories of models")
    parser.add_argument("--rounds", type=int, default=9, help="turns that count")
    options = parser.parse_args()
    article = read_documents(Path(__file__).parents[1] / "data" / "authored.jsonl")[0].text
    with tempfile.TemporaryDirectory() as folder:
        path = Path(folder) / "article.txt"
        path.write_text(article, encoding="utf-8")
        ways = {model: ["-m", "solieu", "extract", model, str(path)] for model in options.models}
        ways[BARE] = ["-c", BARE]
        rounds = [{name: seconds(words) for name, words in ways.items()} for _ in range(options.rounds + 1)][1:]
    print(f"one article of {len(article)} characters, {options.rounds} rounds")
    for name in ways:
        times = [each[name] for each in rounds]
        ratio = statistics.median(each[name] / each[BARE] for each in rounds)
        print(
            f"{name:40} {statistics.median(times):6.2f} s ({min(times):.2f}–{max(times):.2f}), "
            f"{ratio:5.2f} times as long as {BARE}"
        )


if __name__ == "__main__":
    main()
