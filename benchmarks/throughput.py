"""Articles a second, from files to written results: solieu beside transformers' pipeline and the encoder alone.

    python benchmarks/throughput.py [--model compact|base|both] [--articles 2000] [--peer-articles 48] [--rounds 2]

The articles are those of data/, repeated. The ways take turns, each with its part of the articles in every round:

    solieu        read from a JSONL file, extracted and written to a JSONL file, all as `solieu extract` does it
    pipeline      transformers.pipeline("token-classification") as it is usually called: fp32, lines in their order
    pipeline best the same in solieu's precision, lines sorted by length
    bound         the encoder of solieu in its precision, on the same subwords in the best sorted batches that were
                  found, the tensors made beforehand; nothing is decoded, read or written
    dense         the encoder on batches of 16 rows of 128 subwords without padding

The pipelines get the size of batches that was fastest of those tried, and aggregate to spans. They are slow, so they
read an evenly spaced sample of articles, and the bound an evenly spaced sample of batches: all rates are per subword
(special ones included, without padding, each article's number as solieu counts it), and articles a second follow
from them. The compact model is trained for one epoch unless --checkpoint gives a trained one. The base model has the
size of PhoBERT base, random weights, and a bias to tags of no entity, so that it finds about as many spans as a
trained one; with --phobert DIRECTORY (vocab.txt and bpe.codes) it has PhoBERT's vocabulary, tokenizer and segmenter
(and the pipelines get segmented lines, whose segmentation is not counted), else the compact model's.

How many spans solieu finds otherwise than the same model in fp32 that reads articles one by one is counted, too.
"""

from __future__ import annotations

import argparse
import os
import platform
import subprocess
import sys
import time
from collections.abc import Callable, Sequence
from dataclasses import dataclass
from itertools import cycle, islice
from pathlib import Path
from tempfile import TemporaryDirectory
from typing import Any

import numpy as np
import torch
import transformers
from throughput_ways import PIPELINE_BATCHES, Ways
from transformers import AutoModelForTokenClassification as TokenClassifier
from transformers import AutoTokenizer, BertConfig, RobertaConfig

from solieu.annotation.corpus import read_documents
from solieu.annotation.labels import LabelSchema
from solieu.models.checkpoint import CRF_FILE, CheckpointSettings, save_settings
from solieu.models.crf_scores import CrfScores, save_crf
from solieu.models.extractor import Extractor
from solieu.models.phobert_tokenizer import load_tokenizer
from solieu.models.quiet import quiet_transformers
from solieu.models.segmentation import WordSegmentation

DATA = Path(__file__).parents[1] / "data"
BUDGETS = {"cpu": (1024, 2048, 4096), "cuda": (8192, 16_384, 65_536)}
GOALS = {"pipeline": {"base": 8.0, "compact": 5.0}, "pipeline best": {"base": 1.5, "compact": 1.5}, "bound": 0.85}
# Of a tag of no entity, for weights that are random: about four in ten words get another one.
BIAS = 1.2


@dataclass
class Tally:
    """What a way has read in all rounds."""

    subwords: int = 0
    seconds: float = 0.0
    cpu: float = 0.0
    note: str = ""

    def add(self, subwords: int, work: Callable[[], object]) -> None:
        """Time a piece of work."""
        started, started_cpu = time.perf_counter(), time.process_time()
        work()
        seconds = time.perf_counter() - started
        self.subwords += subwords
        self.seconds += seconds
        self.cpu += time.process_time() - started_cpu

    @property
    def rate(self) -> float:
        """Subwords a second."""
        return self.subwords / self.seconds


def trained_compact(folder: Path) -> Path:
    """Train the compact model for an epoch."""
    print("training the compact model for one epoch", flush=True)
    command = [sys.executable, "-m", "solieu", "train", "compact.yaml", "epochs=1", f"output={folder}"]
    command[4] = str(Path(__file__).parents[1] / "configs" / "compact.yaml")
    command += [f"data.train={DATA / 'authored.jsonl'}", "data.evaluate=", "--overwrite"]
    subprocess.run(command, check=True, stdout=subprocess.DEVNULL, stderr=subprocess.DEVNULL)
    return folder


def random_base(folder: Path, compact: Path | None, phobert: Path | None) -> Path:
    """Write a model of PhoBERT base's size."""
    schema = LabelSchema.default()
    common: dict[str, Any] = {"id2label": schema.id2label, "label2id": schema.label2id}
    if phobert is not None:
        tokenizer = load_tokenizer(phobert)
        config = RobertaConfig(vocab_size=64001, max_position_embeddings=258, type_vocab_size=1, **common)
        settings = CheckpointSettings(schema, 256, 64, WordSegmentation("pyvi", old_tones=True), crf=True)
    else:
        assert compact is not None
        tokenizer = AutoTokenizer.from_pretrained(compact)
        config = BertConfig(vocab_size=len(tokenizer), pad_token_id=tokenizer.pad_token_id, **common)
        settings = CheckpointSettings(schema, 256, 64, crf=True)
    torch.manual_seed(1)
    model = TokenClassifier.from_config(config)
    with torch.no_grad():
        model.classifier.bias[0] = BIAS
    with quiet_transformers():
        model.save_pretrained(folder)
        tokenizer.save_pretrained(folder)
    tags = len(schema.tags)
    save_crf(CrfScores(*(np.zeros(shape, np.float32) for shape in ((tags, tags), tags, tags))), folder / CRF_FILE)
    save_settings(folder, settings, "benchmark")
    return folder


def spaced(count: int, wanted: int) -> list[int]:
    """Return evenly spaced numbers below a count."""
    return [int(number * count / wanted) for number in range(min(wanted, count))]


def differing(ways: Ways, sample: Sequence[int]) -> tuple[int, int]:
    """Count the spans that differ between solieu's way and fp32 one by one, and those of the latter."""
    exact = Extractor.from_pretrained(ways.checkpoint, device="cpu", precision="fp32")
    different = total = 0
    documents = [ways.articles[index] for index in sample]
    for fast, document in zip(ways.extractor.extract_many(documents), documents, strict=True):
        found, expected = (
            {(span.start, span.end, span.label) for span in each.spans} for each in (fast, exact.extract(document.text))
        )
        different += len(expected - found) + len(found - expected)
        total += len(expected)
    return different, total


def measure(ways: Ways, options: argparse.Namespace) -> dict[str, Tally]:
    """Let all ways take turns."""
    count, kind = len(ways.articles), ways.tagger.model.device.type
    tallies = {name: Tally() for name in ("solieu", "pipeline", "pipeline best", "bound", "dense")}
    sample = spaced(count, options.peer_articles)
    list(ways.extractor.extract_many(ways.articles[:40]))  # to warm up
    for name in PIPELINE_BATCHES:
        ways.choose_batch_size(name, sample[:: max(1, len(sample) // 6)])
        tallies[name].note = f"batches of {ways.batch_sizes[name]}"
    # The share of the batches that makes the bound's part of a round, and a smaller one to find the best way.
    share = max(1, count // (4 * options.peer_articles))
    best = (0.0, 0, False)
    for budget in BUDGETS[kind]:
        batches, subwords = ways.batches(budget, 4 * share)
        for side_by_side in (False, True):
            trial = Tally()
            trial.add(subwords, ways.encoder(batches, side_by_side))
            best = max(best, (trial.rate, budget, side_by_side))
    _, budget, side_by_side = best
    how = f"{ways.streams.number} side by side" if side_by_side else "one by one"
    tallies["bound"].note = f"batches of {budget} subwords, {how}"
    batches, _ = ways.batches(budget, share)
    dense = [(torch.randint(5, 1000, (16, 128)), torch.ones(16, 128, dtype=torch.long)) for _ in range(8)]
    for number in range(options.rounds):
        print(f"round {number + 1} of {options.rounds}", flush=True)
        for name in PIPELINE_BATCHES:
            part = sample[number :: options.rounds]
            tallies[name].add(sum(ways.subwords[index] for index in part), ways.pipeline(name, part))
        part = range(number * count // options.rounds, (number + 1) * count // options.rounds)
        bound = batches[number :: options.rounds]
        halves = bound[::2], bound[1::2]
        for half, follows in zip(halves, (True, False), strict=True):  # one before solieu and one after
            subwords = sum(int(mask.sum()) for _, mask in half)
            tallies["bound"].add(subwords, ways.encoder(half, side_by_side))
            tallies["dense"].add(len(dense) * 16 * 128, ways.encoder(dense, side_by_side))
            if follows:
                tallies["solieu"].add(sum(ways.subwords[index] for index in part), ways.solieu(part, number))
    tallies["solieu"].note = f"batches of {ways.extractor.batch_subwords} subwords"
    return tallies


def show(model: str, ways: Ways, tallies: dict[str, Tally], options: argparse.Namespace) -> None:
    """Print a table, as plain text or Markdown."""
    ours = tallies["solieu"].rate
    mean = sum(ways.subwords) / len(ways.subwords)
    dtype = str(ways.tagger.model.dtype).removeprefix("torch.")
    print(f"\n{model}, {dtype}: {len(ways.articles)} articles, {mean:.0f} subwords each on average")
    rows = [("way", "subwords/s", "articles/s", "solieu / way", "CPU ms / 1000", "remarks")]
    for name, tally in tallies.items():
        goal = GOALS.get(name)
        wanted = goal.get(model) if isinstance(goal, dict) else goal
        remark = tally.note + (f"; at least {wanted} is wanted" if wanted else "")
        cpu = 1e6 * tally.cpu / tally.subwords
        rate = tally.rate
        rows.append(
            (name, f"{rate:,.0f}", f"{rate / mean:.2f}", f"{ours / rate:.2f}", f"{cpu:.0f}", remark.strip("; "))
        )
    widths = [max(map(len, column)) for column in zip(*rows, strict=True)]
    for number, row in enumerate(rows):
        cells = [cell.ljust(width) for cell, width in zip(row, widths, strict=True)]
        print("| " + " | ".join(cells) + " |" if options.markdown else "  ".join(cells))
        if options.markdown and not number:
            print("|" + "|".join("-" * (width + 2) for width in widths) + "|")
    if model == "compact":
        different, total = differing(ways, spaced(len(set(ways.articles)), options.peer_articles))
        print(f"spans that fp32, article by article, finds otherwise: {different} of {total}")


def machine() -> str:
    """Say what it was measured on."""
    lines = Path("/proc/cpuinfo").read_text().splitlines() if Path("/proc/cpuinfo").exists() else []
    names = [line.split(":", 1)[1].strip() for line in lines if line.startswith("model name")]
    gpu = f", {torch.cuda.get_device_name()}" if torch.cuda.is_available() else ""
    versions = f"Python {platform.python_version()}, torch {torch.__version__}, transformers {transformers.__version__}"
    return f"{os.cpu_count()} cores ({names[0] if names else platform.machine()}){gpu}; {versions}"


def main() -> None:
    """Measure the models that are asked for."""
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("--model", choices=["compact", "base", "both"], default="both")
    parser.add_argument("--articles", type=int, default=2000, help="articles for solieu")
    parser.add_argument("--peer-articles", type=int, default=48, help="articles for each pipeline")
    parser.add_argument("--rounds", type=int, default=2, help="turns that each way gets")
    parser.add_argument("--device", default="cpu", help="cpu or cuda")
    parser.add_argument("--checkpoint", type=Path, help="a trained compact model")
    parser.add_argument("--phobert", type=Path, help="a directory with PhoBERT's vocab.txt and bpe.codes")
    parser.add_argument("--markdown", action="store_true", help="print tables for a README")
    options = parser.parse_args()
    source = [each for name in ("seeds.jsonl", "authored.jsonl") for each in read_documents(DATA / name)]
    articles = [each.with_spans(()) for each in islice(cycle(source), options.articles)]
    print(machine(), flush=True)
    with TemporaryDirectory() as name:
        folder = Path(name)
        compact: Path | None = options.checkpoint
        if compact is None and (options.model != "base" or options.phobert is None):
            compact = trained_compact(folder / "compact")
        for model in ("compact", "base") if options.model == "both" else (options.model,):
            checkpoint = compact if model == "compact" else random_base(folder / "base", compact, options.phobert)
            assert checkpoint is not None
            ways = Ways(checkpoint, options.device, articles, folder)
            show(model, ways, measure(ways, options), options)


if __name__ == "__main__":
    main()
