"""Seconds of a training epoch: solieu's way beside the plain one, on the same articles, in one run.

    python benchmarks/training_speed.py [--rounds N] [--budget SUBWORDS]

The plain way is what a short script would do: the encoder with its whole vocabulary, one line of text at a
time, batches of 16 lines sorted by length, PyTorch's default attention and dropout, bf16 autocast and AdamW.
Both ways train on the same lines with the word embeddings frozen. They take turns, so that a machine that
slows down slows both; the time of an epoch is computed from the batches that were run.
"""

from __future__ import annotations

import argparse
import time
from collections.abc import Callable
from pathlib import Path

import torch
from transformers import AutoModelForTokenClassification, AutoTokenizer

from solieu.annotation.corpus import read_documents
from solieu.annotation.labels import LabelSchema
from solieu.configs import config_path
from solieu.models.batches import budget_batches
from solieu.models.compact import compact_checkpoint
from solieu.models.crf import LinearChainCRF
from solieu.models.encoding import TextEncoder
from solieu.models.precision import choose_dtype
from solieu.models.quiet import quiet_transformers
from solieu.models.torch_checkpoint import attention_for
from solieu.training.config import load_config
from solieu.training.dropout import share_dropout
from solieu.training.examples import IGNORED, Collator, make_examples
from solieu.training.objective import Objective
from solieu.training.optimizer import MasterWeightAdamW

Step = Callable[[dict[str, torch.Tensor]], None]


def plain_way(articles: int) -> tuple[Step, list[dict[str, torch.Tensor]]]:
    """Return a training step and an epoch's batches as a short script has them."""
    checkpoint = compact_checkpoint(trimmed=False)
    examples, collator = windows(checkpoint, articles)
    with quiet_transformers():
        model = AutoModelForTokenClassification.from_pretrained(
            checkpoint, num_labels=len(LabelSchema.default().tags), dtype=torch.float32
        ).train()
    model.get_input_embeddings().weight.requires_grad = False
    optimizer = torch.optim.AdamW([weight for weight in model.parameters() if weight.requires_grad], lr=3e-4)

    def step(batch: dict[str, torch.Tensor]) -> None:
        labels = torch.full_like(batch["input_ids"], IGNORED)  # words are judged by their first subwords
        rows, words = (batch["labels"] != IGNORED).nonzero(as_tuple=True)
        labels[rows, batch["starts"][rows, words]] = batch["labels"][rows, words]
        with torch.autocast("cpu", torch.bfloat16):
            loss = model(input_ids=batch["input_ids"], attention_mask=batch["attention_mask"], labels=labels).loss
        loss.backward()
        torch.nn.utils.clip_grad_norm_(model.parameters(), 1.0)
        optimizer.step()
        optimizer.zero_grad()

    order = sorted(range(len(examples)), key=lambda index: len(examples[index]["input_ids"]))
    batches = [collator([examples[index] for index in order[first : first + 16]]) for first in range(0, len(order), 16)]
    return step, batches


def our_way(articles: int, budget: int) -> tuple[Step, list[dict[str, torch.Tensor]]]:
    """Return a training step and an epoch's batches as `solieu train configs/compact.yaml` has them."""
    checkpoint = compact_checkpoint()
    examples, collator = windows(checkpoint, articles)
    device = torch.device("cpu")
    with quiet_transformers():
        model = AutoModelForTokenClassification.from_pretrained(
            checkpoint,
            num_labels=len(LabelSchema.default().tags),
            dtype=choose_dtype("auto", device),
            attn_implementation=attention_for(device),
            attention_probs_dropout_prob=0.0,
        ).train()
    share_dropout(model)
    embeddings = model.get_input_embeddings()
    embeddings.weight.requires_grad = False
    config = load_config(config_path("compact.yaml"))
    crf = LinearChainCRF(LabelSchema.default()) if config.crf else None
    model.crf = crf
    optimizer = MasterWeightAdamW(model.named_parameters(), config.learning_rate, config.weight_decay)
    objective = Objective(config, embeddings, crf)

    def step(batch: dict[str, torch.Tensor]) -> None:
        words = (batch["labels"] != IGNORED).sum()
        (objective(model, batch) / words).backward()
        torch.nn.utils.clip_grad_norm_(model.parameters(), 1.0)
        optimizer.step()
        optimizer.zero_grad()

    lengths = [len(row["input_ids"]) for row in examples]
    return step, [collator([examples[index] for index in batch]) for batch in budget_batches(lengths, budget)]


def windows(checkpoint: Path, articles: int) -> tuple[list[dict[str, list[int]]], Collator]:
    """Encode the articles for the encoder of a checkpoint."""
    tokenizer = AutoTokenizer.from_pretrained(checkpoint)
    documents = read_documents(Path(__file__).parents[1] / "data" / "authored.jsonl")[:articles]
    examples = make_examples(documents, TextEncoder(tokenizer, 256, 64), LabelSchema.default())
    return list(examples.windows), Collator(int(tokenizer.pad_token_id))


def main() -> None:
    """Run both ways in turns and print the seconds of an epoch and their ratio."""
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("--articles", type=int, default=376, help="articles in an epoch")
    parser.add_argument("--rounds", type=int, default=12, help="turns that each way gets")
    parser.add_argument("--budget", type=int, default=2048, help="subwords in our batches")
    options = parser.parse_args()
    ways = {"plain": plain_way(options.articles), "solieu": our_way(options.articles, options.budget)}
    # Batches of all lengths, evenly spaced, the same share of an epoch for both ways.
    samples = {name: batches[:: max(1, len(batches) // options.rounds)] for name, (_, batches) in ways.items()}
    for name, (step, _) in ways.items():
        step(samples[name][0])  # a step to warm up
    seconds: dict[str, list[float]] = {name: [] for name in ways}
    subwords: dict[str, list[int]] = {name: [] for name in ways}
    for turn in range(options.rounds):
        for name, (step, _) in ways.items():
            batch = samples[name][turn % len(samples[name])]
            started = time.perf_counter()
            step(batch)
            seconds[name].append(time.perf_counter() - started)
            subwords[name].append(int(batch["attention_mask"].sum()))
    epochs = {}
    for name, (_, batches) in ways.items():
        total = sum(int(batch["attention_mask"].sum()) for batch in batches)
        epochs[name] = total * sum(seconds[name]) / sum(subwords[name])
        rate = sum(subwords[name]) / sum(seconds[name])
        print(f"{name:8} {total:7} subwords an epoch in {len(batches):4} batches: {epochs[name]:6.1f} s, {rate:6.0f}/s")
    print(f"plain / solieu: {epochs['plain'] / epochs['solieu']:.2f}")


if __name__ == "__main__":
    main()
