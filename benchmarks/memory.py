"""Resident memory over a long stream: articles from a JSONL file through the extractor into a JSONL file.

    python benchmarks/memory.py [--articles 200000] [--every 10000] [--checkpoint DIRECTORY]

The articles are the lines of data/ in an order drawn at random, two to six of them each, so that batches have many
shapes. Without a checkpoint a model of two layers with random weights is made, which needs the extra ``compact`` for
its tokenizer. What counts is the growth in the second half: before that the memory of words fills, and in bf16 that of
the code which is compiled for shapes of batches.
"""

from __future__ import annotations

import argparse
import random
import time
from collections.abc import Iterator
from pathlib import Path
from tempfile import TemporaryDirectory

import psutil
import torch
from transformers import AutoTokenizer, BertConfig, BertForTokenClassification

from solieu.annotation.corpus import read_documents
from solieu.annotation.documents import Document
from solieu.annotation.jsonl import write_jsonl
from solieu.annotation.labels import LabelSchema
from solieu.articles import read_articles
from solieu.models.checkpoint import CheckpointSettings, save_settings
from solieu.models.compact import compact_checkpoint
from solieu.models.extractor import Extractor
from solieu.models.quiet import quiet_transformers

DATA = Path(__file__).parents[1] / "data"
# Growth in MB per 100,000 articles, in the second half, that is still called flat.
FLAT = 20.0


def small_model(folder: Path) -> Path:
    """Write a model of two layers with random weights."""
    schema = LabelSchema.default()
    with quiet_transformers():
        tokenizer = AutoTokenizer.from_pretrained(compact_checkpoint())
        config = BertConfig(
            vocab_size=len(tokenizer),
            hidden_size=32,
            num_hidden_layers=2,
            num_attention_heads=2,
            intermediate_size=64,
            pad_token_id=tokenizer.pad_token_id,
            id2label=schema.id2label,
            label2id=schema.label2id,
        )
        torch.manual_seed(1)
        model = BertForTokenClassification(config)
        with torch.no_grad():
            model.classifier.bias[0] = 0.2  # else every word is an entity
        model.save_pretrained(folder)
        tokenizer.save_pretrained(folder)
    save_settings(folder, CheckpointSettings(schema, 256, 64), "benchmark")
    return folder


def made_up(count: int) -> Iterator[Document]:
    """Draw articles from the lines of data/."""
    lines = [line for document in read_documents(DATA / "authored.jsonl") for line in document.text.splitlines()]
    draw = random.Random(1)
    for number in range(count):
        yield Document("\n".join(draw.choices(lines, k=draw.randint(2, 6))), id=str(number))


def watched(documents: Iterator[Document], every: int, curve: list[tuple[int, float]]) -> Iterator[Document]:
    """Pass documents on, and note and print the memory now and then."""
    process, started = psutil.Process(), time.perf_counter()
    for number, document in enumerate(documents, start=1):
        yield document
        if number % every == 0:
            curve.append((number, process.memory_info().rss / 2**20))
            print(f"{number:9,} articles {curve[-1][1]:8.1f} MB {time.perf_counter() - started:8.0f} s", flush=True)


def main() -> None:
    """Stream the articles and print memory as it goes, and a verdict."""
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("--articles", type=int, default=200_000)
    parser.add_argument("--every", type=int, default=10_000, help="articles between two lines of the output")
    parser.add_argument("--checkpoint", type=Path, help="a trained model, in place of a small one")
    options = parser.parse_args()
    curve: list[tuple[int, float]] = []
    with TemporaryDirectory() as name:
        folder = Path(name)
        source = folder / "articles.jsonl"
        write_jsonl(made_up(options.articles), source)
        extractor = Extractor.from_pretrained(options.checkpoint or small_model(folder / "model"), device="cpu")
        articles = (each for each in read_articles([str(source)]) if isinstance(each, Document))
        write_jsonl(watched(extractor.extract_many(articles), options.every, curve), folder / "entities.jsonl")
    settled = curve[len(curve) // 2 :]
    if len(settled) < 2:
        raise SystemExit("too few articles for a verdict; give --articles at least four times --every")
    growth = settled[-1][1] - settled[0][1]
    pace = growth / (settled[-1][0] - settled[0][0]) * 100_000
    print(
        f"{growth:+.1f} MB from article {settled[0][0]:,} to {settled[-1][0]:,}, {pace:+.1f} MB per 100,000 articles: "
        + ("flat" if pace <= FLAT else "it grows")
    )


if __name__ == "__main__":
    main()
