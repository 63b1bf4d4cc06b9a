"""Articles without end take no memory without end."""

from collections.abc import Iterator
from pathlib import Path

import psutil
import pytest

from solieu.annotation import Document
from solieu.models import Extractor


@pytest.mark.slow
def test_twenty_thousand_articles_take_no_more_memory_than_a_thousand(
    tiny_checkpoint: Path, seeds: list[Document]
) -> None:
    extractor = Extractor.from_pretrained(tiny_checkpoint, device="cpu", precision="fp32")
    lines = [line[:60] for seed in seeds for line in seed.text.splitlines() if line.strip()]
    process = psutil.Process()

    def articles() -> Iterator[str]:
        for number in range(20_000):
            yield lines[number % len(lines)] + f" {number % 1000}"

    memory: list[int] = []
    for number, _ in enumerate(extractor.extract_many(articles()), start=1):
        if number % 2_000 == 0:
            memory.append(process.memory_info().rss)

    assert memory[-1] - memory[0] < 15 * 2**20
