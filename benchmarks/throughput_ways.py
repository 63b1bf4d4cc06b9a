"""The ways of reading articles that `throughput.py` compares."""

from __future__ import annotations

import time
from collections.abc import Callable, Iterable, Sequence
from pathlib import Path
from typing import Any

import torch
import transformers
from transformers import AutoModelForTokenClassification as TokenClassifier

from solieu.annotation.documents import Document
from solieu.annotation.jsonl import write_jsonl
from solieu.articles import read_articles
from solieu.models.batches import budget_batches, pad
from solieu.models.checkpoint import load_settings
from solieu.models.extractor import Extractor
from solieu.models.loading import load_tagger
from solieu.models.phobert_tokenizer import load_tokenizer
from solieu.models.quiet import quiet_transformers
from solieu.models.streams import Streams
from solieu.models.torch_tagger import TorchTagger

Batch = tuple[torch.Tensor, torch.Tensor]

# The sizes of batches, in lines, of which each pipeline gets the fastest.
PIPELINE_BATCHES = {"pipeline": (1, 8, 32), "pipeline best": (8, 32, 128)}


class Ways:
    """The ways of reading articles with one model.

    Args:
        checkpoint: The model.
        device: Where it runs.
        articles: All articles.
        folder: For files.
    """

    def __init__(self, checkpoint: Path, device: str, articles: Sequence[Document], folder: Path) -> None:
        self.articles = articles
        self.folder = folder
        self.checkpoint = checkpoint
        self.extractor = Extractor.from_pretrained(checkpoint, device=device)
        tagger, _ = load_tagger(checkpoint, device=device)
        assert isinstance(tagger, TorchTagger)
        self.tagger = tagger
        distinct = {article.text: article for article in articles}
        encoded = dict(zip(distinct, tagger.text_encoder.encode_many(list(distinct)), strict=True))
        self.subwords = [sum(len(window.ids) for window in encoded[each.text].windows) for each in articles]
        self.rows = [window.ids for each in articles for window in encoded[each.text].windows]
        self.lines = {text: list(_lines(text, encoded[text].words)) for text in distinct}
        self.streams = Streams.on(tagger.model.device)
        self.pipelines = {name: self._pipeline(name, device) for name in PIPELINE_BATCHES}
        self.batch_sizes: dict[str, int] = {}

    def _pipeline(self, name: str, device: str) -> Any:
        dtype = torch.float32 if name == "pipeline" else self.tagger.model.dtype
        with quiet_transformers():
            tokenizer = load_tokenizer(self.checkpoint)
            tokenizer.model_max_length = load_settings(self.checkpoint).max_length
            return transformers.pipeline(
                "token-classification",
                model=TokenClassifier.from_pretrained(self.checkpoint, dtype=dtype),
                tokenizer=tokenizer,
                aggregation_strategy="simple",
                stride=64,
                device=device,
            )

    def solieu(self, part: Sequence[int], number: int) -> Callable[[], None]:
        """Return the whole way of some articles, for which there is a file."""
        source, target = self.folder / f"articles-{number}.jsonl", self.folder / f"entities-{number}.jsonl"
        write_jsonl((self.articles[index] for index in part), source)
        return lambda: write_jsonl(self.extractor.extract_many(_documents(read_articles([str(source)]))), target)

    def pipeline(self, name: str, part: Sequence[int], size: int | None = None) -> Callable[[], None]:
        """Return the pipeline's way of some articles."""
        lines = [line for index in part for line in self.lines[self.articles[index].text]]
        size = size or self.batch_sizes[name]

        def read() -> None:
            given = sorted(lines, key=len) if name == "pipeline best" else lines
            self.pipelines[name](given, batch_size=size)

        return read

    def choose_batch_size(self, name: str, part: Sequence[int]) -> None:
        """Find the best batch size of a pipeline."""
        self.pipeline(name, part[:1], 1)()
        seconds = {}
        for size in PIPELINE_BATCHES[name]:
            work, started = self.pipeline(name, part, size), time.perf_counter()
            work()
            seconds[size] = time.perf_counter() - started
        self.batch_sizes[name] = min(seconds, key=lambda size: seconds[size])

    def batches(self, budget: int, share: int) -> tuple[list[Batch], int]:
        """Return every so-manyeth of the sorted batches of all articles, and how many subwords they hold."""
        batches = budget_batches([len(row) for row in self.rows], budget)
        batches = batches[min(share // 2, len(batches) - 1) :: share]
        rows = [[self.rows[index] for index in batch] for batch in batches]
        filler = int(self.tagger.model.config.pad_token_id)
        tensors = [
            (torch.from_numpy(pad(each, filler)), torch.from_numpy(pad([[1] * len(row) for row in each], 0)))
            for each in rows
        ]
        return tensors, sum(len(row) for each in rows for row in each)

    def encoder(self, batches: Iterable[Batch], side_by_side: bool) -> Callable[[], None]:
        """Return the encoder's way of some batches."""
        model = self.tagger.model

        def run(batch: Batch) -> None:
            with torch.inference_mode():
                model(input_ids=batch[0].to(model.device), attention_mask=batch[1].to(model.device)).logits.cpu()

        def one_by_one() -> None:
            for batch in batches:
                run(batch)

        def together() -> None:
            for future in [self.streams.submit(run, batch) for batch in batches]:
                future.result()

        return together if side_by_side else one_by_one


def _lines(text: str, words: Any) -> Iterable[str]:
    """Return the lines of an article as its model's words, joined as the tokenizer was made for."""
    joined = any("_" in word for word in words.texts)
    for line in words.line_ranges():
        if joined:
            yield " ".join(words.texts[line.start : line.stop])
        else:
            yield text[words.starts[line.start] : words.ends[line.stop - 1]]


def _documents(articles: Iterable[Any]) -> Iterable[Document]:
    return (article for article in articles if isinstance(article, Document))
