"""Training and inference at PhoBERT's full base size: solieu's way beside the Hugging Face example's.

    python benchmarks/base_size.py TOKENIZER [--rounds N] [--config configs/phobert-base.yaml]

TOKENIZER is a directory with PhoBERT's vocab.txt and bpe.codes. The weights are random, 135 million of them: speed and
memory do not depend on their values. The example's way is that of transformers' token-classification script with
`--pad_to_max_length`: fp32, batches of 8 lines in the order of the articles, each padded to 256 subwords, PyTorch's
default attention and dropout, AdamW. Each way runs in a process of its own, whose peak memory is its own; they take
turns, so that a machine that slows down slows both. Subwords are counted without padding.
"""

from __future__ import annotations

import argparse
import random
import resource
import time
from collections.abc import Callable, Iterator
from multiprocessing import get_context
from multiprocessing.connection import Connection
from pathlib import Path
from tempfile import TemporaryDirectory

import torch
from transformers import AutoModelForTokenClassification, RobertaConfig, RobertaModel

from solieu.annotation.corpus import read_documents
from solieu.annotation.labels import LabelSchema
from solieu.models.batches import budget_batches
from solieu.models.crf import LinearChainCRF
from solieu.models.encoding import TextEncoder
from solieu.models.phobert_tokenizer import load_tokenizer
from solieu.models.precision import training_dtype
from solieu.models.quiet import quiet_transformers
from solieu.models.segmentation import WordSegmentation
from solieu.models.torch_checkpoint import attention_for
from solieu.training.config import TrainingConfig, load_config
from solieu.training.dropout import share_dropout
from solieu.training.examples import IGNORED, Collator, make_examples
from solieu.training.objective import Objective
from solieu.training.optimizer import MasterWeightAdamW

Batch = dict[str, torch.Tensor]
Step = Callable[[Batch], None]
PADDED, LINES = 256, 8
DATA = Path(__file__).parents[1] / "data" / "authored.jsonl"


def random_phobert(directory: Path) -> None:
    """Write an encoder of PhoBERT base's shape."""
    config = RobertaConfig(vocab_size=64001, max_position_embeddings=258, type_vocab_size=1, layer_norm_eps=1e-5)
    with quiet_transformers():
        RobertaModel(config, add_pooling_layer=False).save_pretrained(directory)


def windows(config: TrainingConfig, tokenizer: Path) -> list[dict[str, list[int]]]:
    """Encode the articles as a training does."""
    encoder = TextEncoder(
        load_tokenizer(tokenizer),
        config.max_length,
        config.overlap,
        WordSegmentation(config.segmenter, config.old_tones),
    )
    return list(make_examples(read_documents(DATA), encoder, LabelSchema.default()).windows)


def example_way(checkpoint: Path, rows: list[dict[str, list[int]]], training: bool) -> tuple[Step, Iterator[Batch]]:
    """Return a step and its batches as the example has them."""
    model = AutoModelForTokenClassification.from_pretrained(checkpoint, num_labels=len(LabelSchema.default().tags))
    model.train(training)
    optimizer = torch.optim.AdamW(model.parameters(), lr=2e-5)

    def step(batch: Batch) -> None:
        inputs = {name: batch[name] for name in ("input_ids", "attention_mask")}
        if not training:
            with torch.inference_mode():
                model(**inputs)
            return
        labels = torch.full_like(batch["input_ids"], IGNORED)
        lines, words = (batch["labels"] != IGNORED).nonzero(as_tuple=True)
        labels[lines, batch["starts"][lines, words]] = batch["labels"][lines, words]
        model(**inputs, labels=labels).loss.backward()
        torch.nn.utils.clip_grad_norm_(model.parameters(), 1.0)
        optimizer.step()
        optimizer.zero_grad()

    def batches() -> Iterator[Batch]:
        collate = Collator(pad_id=1)
        for first in range(0, len(rows), LINES):
            batch = collate(rows[first : first + LINES])
            filling = PADDED - batch["input_ids"].shape[1]
            for name, value in (("input_ids", 1), ("attention_mask", 0)):
                batch[name] = torch.nn.functional.pad(batch[name], (0, filling), value=value)
            yield batch

    return step, batches()


def our_way(
    checkpoint: Path, rows: list[dict[str, list[int]]], training: bool, config: TrainingConfig
) -> tuple[Step, Iterator[Batch]]:
    """Return a step and its batches as solieu has them."""
    device = torch.device("cpu")
    model = AutoModelForTokenClassification.from_pretrained(
        checkpoint,
        num_labels=len(LabelSchema.default().tags),
        dtype=training_dtype(config.precision, device),
        attn_implementation=attention_for(device),
        attention_probs_dropout_prob=0.0,
    ).train(training)
    share_dropout(model)
    crf = LinearChainCRF(LabelSchema.default()) if config.crf else None
    model.crf = crf
    objective = Objective(config, model.get_input_embeddings(), crf)
    optimizer = MasterWeightAdamW(model.named_parameters(), config.learning_rate, config.weight_decay)

    def step(batch: Batch) -> None:
        if not training:
            with torch.inference_mode():
                model(input_ids=batch["input_ids"], attention_mask=batch["attention_mask"])
            return
        words = (batch["labels"] != IGNORED).sum()
        (objective(model, batch) / words).backward()
        torch.nn.utils.clip_grad_norm_(model.parameters(), 1.0)
        optimizer.step()
        optimizer.zero_grad()

    def batches() -> Iterator[Batch]:
        collate = Collator(pad_id=1)
        all_batches = budget_batches([len(row["input_ids"]) for row in rows], config.batch_subwords)
        random.Random(1).shuffle(all_batches)
        for batch in all_batches:
            yield collate([rows[index] for index in batch])

    return step, batches()


def work(way: str, training: bool, checkpoint: Path, tokenizer: Path, config_file: str, pipe: Connection) -> None:
    """Run as many steps as asked for, and answer with subwords, seconds and peak memory."""
    with quiet_transformers():
        config = load_config(config_file)
        rows = windows(config, tokenizer)
        step, batches = (
            example_way(checkpoint, rows, training) if way == "example" else our_way(checkpoint, rows, training, config)
        )
    step(next(batches))  # to warm up
    pipe.send("ready")
    while (steps := pipe.recv()) is not None:
        subwords, seconds = 0, 0.0
        for _ in range(steps):
            batch = next(batches)
            started = time.perf_counter()
            step(batch)
            seconds += time.perf_counter() - started
            subwords += int(batch["attention_mask"].sum())
        peak = resource.getrusage(resource.RUSAGE_SELF).ru_maxrss / 2**20
        pipe.send((subwords, seconds, peak))


def main() -> None:
    """Let both ways take turns, in training and in inference, and print figures and ratios."""
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("tokenizer", type=Path, help="a directory with PhoBERT's vocab.txt and bpe.codes")
    parser.add_argument("--rounds", type=int, default=8, help="turns that each way gets")
    parser.add_argument("--config", default="configs/phobert-base.yaml", help="the training configuration")
    options = parser.parse_args()
    context = get_context("spawn")
    with TemporaryDirectory() as folder:
        checkpoint = Path(folder)
        random_phobert(checkpoint)
        for training in (True, False):
            rates, peaks = {}, {}
            pipes = {}
            for way in ("example", "solieu"):
                pipes[way], end = context.Pipe()
                arguments = (way, training, checkpoint, options.tokenizer, options.config, end)
                context.Process(target=work, args=arguments, daemon=True).start()
                assert pipes[way].recv() == "ready"
            totals = {way: [0, 0.0] for way in pipes}
            for _ in range(options.rounds):
                for way, pipe in pipes.items():
                    pipe.send(2)
                    subwords, seconds, peaks[way] = pipe.recv()
                    totals[way][0] += subwords
                    totals[way][1] += seconds
            for way, pipe in pipes.items():
                pipe.send(None)
                rates[way] = totals[way][0] / totals[way][1]
                what = "training" if training else "inference"
                print(f"{what:9} {way:8} {rates[way]:7.0f} subwords/s, peak memory {peaks[way]:5.1f} GiB", flush=True)
            print(
                f"          solieu / example: {rates['solieu'] / rates['example']:.2f} times the speed, "
                f"{peaks['solieu'] / peaks['example']:.2f} of the memory",
                flush=True,
            )


if __name__ == "__main__":
    main()
