"""Articles without end take no memory without end."""

import subprocess
import sys
from pathlib import Path

import pytest

# In a process of its own: what PyTorch has compiled for other tests would be counted, too.
SCRIPT = """
import sys
from itertools import count, islice
from pathlib import Path

import psutil

from solieu import Extractor
from solieu.annotation.corpus import read_documents

words = [word for seed in read_documents(sys.argv[2]) for word in seed.text.split()]
# Of many lengths, so that batches have many shapes.
articles = (" ".join(words[(start := number * 7 % 7000) : start + 3 + number % 29]) for number in count())
extractor = Extractor.from_pretrained(sys.argv[1], device="cpu", precision=sys.argv[3])
process = psutil.Process()
for number, _ in enumerate(extractor.extract_many(islice(articles, 20_000)), start=1):
    if number % 1_000 == 0:
        print(process.memory_info().rss)
"""


@pytest.mark.slow
@pytest.mark.parametrize(
    ("precision", "megabytes"),
    # In bf16, what oneDNN compiles for shapes of batches comes along, until there is as much of it as may stay.
    [("fp32", 15), ("bf16", 80)],
)
def test_twenty_thousand_articles_take_no_more_memory_than_the_first_rounds(
    tiny_checkpoint: Path, precision: str, megabytes: int
) -> None:
    seeds = Path(__file__).parents[1] / "data" / "seeds.jsonl"
    command = [sys.executable, "-c", SCRIPT, str(tiny_checkpoint), str(seeds), precision]

    done = subprocess.run(command, capture_output=True, text=True, check=True)

    memory = [int(line) for line in done.stdout.splitlines()]
    # Rounds grow until they have 4,000 articles.
    assert max(memory[8:]) - max(memory[:8]) < megabytes * 2**20
