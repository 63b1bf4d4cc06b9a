"""What the extraction from ten million articles costs on GPUs: a calculation, not a measurement.

    python benchmarks/cost.py TOKENIZER --price DOLLARS (--rate SUBWORDS | --peak TERAFLOPS --utilisation SHARE)
        [--articles N] [--gpus N …] [--efficiency SHARE] [--plan-rate ARTICLES] [--data FILE]

TOKENIZER is a directory with PhoBERT's vocab.txt and bpe.codes. Subwords per article are measured: those of the
windows into which solieu cuts the articles of --data, overlaps and special tokens included, without padding. All else
is what is given:

    hours = (articles / plan rate + articles * subwords per article / (rate * GPUs * efficiency)) / 3600
    cost  = hours * GPUs * price

--rate is what one GPU does, in subwords a second. Where it has not been measured, it is

    rate = peak * utilisation / operations per subword
    operations per subword = 2 * parameters + 4 * layers * width * subwords per window

which is what PhoBERT-base's 12 layers of width 768 multiply and add for a subword: 84.9 million parameters without the
embeddings, which are looked up, and attention. --peak is the GPU's, for the precision that is used; --utilisation is
an assumption. --efficiency is for more than one GPU: the share of the time in which each works. --plan-rate is how many
articles a second the first process reads before any worker begins.
"""

from __future__ import annotations

import argparse
from pathlib import Path

from solieu.annotation.corpus import read_documents
from solieu.annotation.labels import LabelSchema
from solieu.models.encoding import TextEncoder
from solieu.models.phobert_tokenizer import load_tokenizer
from solieu.models.segmentation import WordSegmentation
from solieu.training.config import load_config
from solieu.training.examples import make_examples

ROOT = Path(__file__).parents[1]
LAYERS, WIDTH, INNER = 12, 768, 3072
PARAMETERS = LAYERS * (4 * WIDTH * WIDTH + 2 * WIDTH * INNER)


def window_lengths(data: Path, tokenizer: Path) -> tuple[int, list[int]]:
    """Return how many articles there are, and the subwords of each of their windows."""
    config = load_config(ROOT / "configs" / "phobert-base.yaml", [])
    segmentation = WordSegmentation(config.segmenter, config.old_tones)
    encoder = TextEncoder(load_tokenizer(tokenizer), config.max_length, config.overlap, segmentation)
    documents = list(read_documents(data))
    examples = make_examples(documents, encoder, LabelSchema.default()).windows
    return len(documents), [len(window["input_ids"]) for window in examples]


def operations(window: float) -> float:
    """Return the floating-point operations for one subword of windows of a mean length in subwords."""
    return 2 * PARAMETERS + 4 * LAYERS * WIDTH * window


def main() -> None:
    """Print the table."""
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("tokenizer", type=Path)
    parser.add_argument("--price", type=float, required=True, help="of a GPU for an hour")
    parser.add_argument("--rate", type=float, help="subwords a second on one GPU, measured")
    parser.add_argument("--peak", type=float, help="the GPU's peak in TFLOP/s")
    parser.add_argument("--utilisation", type=float, help="the share of the peak that is assumed")
    parser.add_argument("--articles", type=int, default=10_000_000)
    parser.add_argument("--gpus", type=int, nargs="+", default=[1, 16])
    parser.add_argument("--efficiency", type=float, default=0.9)
    parser.add_argument("--plan-rate", type=float, default=float("inf"))
    parser.add_argument("--data", type=Path, default=ROOT / "data" / "authored.jsonl")
    given = parser.parse_args()
    if (given.rate is None) is (given.peak is None or given.utilisation is None):
        parser.error("give either --rate, or --peak and --utilisation")

    articles, lengths = window_lengths(given.data, given.tokenizer)
    subwords = sum(lengths) / articles
    window = sum(length * length for length in lengths) / sum(lengths)
    rate = given.rate or given.peak * 1e12 * given.utilisation / operations(window)
    print(f"measured: {subwords:.1f} subwords an article ({articles} articles of {given.data.name})")
    print(f"calculated: {operations(window) / 1e6:.1f} million operations a subword, windows of {window:.0f} subwords")
    print(f"{'measured' if given.rate else 'assumed'}: {rate:,.0f} subwords/s on one GPU")
    print("calculated:")
    print("| GPUs | articles/s | hours | cost |")
    print("|---:|---:|---:|---:|")
    for gpus in given.gpus:
        pace = rate * gpus * (given.efficiency if gpus > 1 else 1) / subwords
        hours = given.articles * (1 / pace + 1 / given.plan_rate) / 3600
        print(f"| {gpus} | {pace:,.0f} | {hours:,.1f} | {hours * gpus * given.price:,.2f} |")


if __name__ == "__main__":
    main()
