"""Seconds of scoring: all four schemes with bootstrap intervals, beside nervaluate on the same spans, in one run.

    python benchmarks/scoring.py [--documents N] [--spans N] [--part N]

The documents are made up: each has spans of ten labels, of which the predictions leave out, move or rename some.
solieu's time includes the intervals of precision, recall and F1 of each label under each scheme, which nervaluate
does not compute. nervaluate is slow, so it scores a part of the documents and its time is multiplied; that is fair,
as it goes through documents one by one. Its spans are made beforehand, as its input needs other objects.
"""

from __future__ import annotations

import argparse
import random
import time

from nervaluate import Evaluator

from solieu.annotation.documents import Document, Span
from solieu.annotation.labels import LabelSchema
from solieu.training.measures.resampling import RESAMPLES
from solieu.training.measures.scoring import count_matches, score_schemes


def made_up(documents: int, spans: int, labels: tuple[str, ...]) -> tuple[list[Document], list[Document]]:
    """Return documents and predictions of them with 5 % missed, 10 % moved and 5 % renamed spans."""
    generator = random.Random(1)
    gold, predicted = [], []
    text = "x" * (12 * spans)
    for number in range(documents):
        annotated = [Span(12 * n, 12 * n + generator.randint(1, 10), generator.choice(labels)) for n in range(spans)]
        found = []
        for span in annotated:
            draw = generator.random()
            if draw < 0.05:
                continue
            end = span.end + 1 if draw < 0.15 else span.end
            label = generator.choice(labels) if 0.15 <= draw < 0.2 else span.label
            found.append(Span(span.start, end, label))
        gold.append(Document(text, tuple(annotated), str(number)))
        predicted.append(Document(text, tuple(found), str(number)))
    return gold, predicted


def now() -> tuple[float, float]:
    """Return the time by the clock and the processor's."""
    return time.perf_counter(), time.process_time()


def since(start: tuple[float, float], scale: float = 1.0) -> tuple[float, float]:
    """Return the seconds that have passed by both."""
    wall, processor = now()
    return (wall - start[0]) * scale, (processor - start[1]) * scale


def main() -> None:
    """Measure and print."""
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("--documents", type=int, default=10_000)
    parser.add_argument("--spans", type=int, default=30, help="annotated spans in each document")
    parser.add_argument("--part", type=int, default=10, help="nervaluate scores one of so many documents")
    parser.add_argument("--rounds", type=int, default=3)
    options = parser.parse_args()
    labels = LabelSchema.default().names
    gold, predicted = made_up(options.documents, options.spans, labels)
    print(f"{len(gold)} documents, {sum(len(d.spans) for d in gold)} annotated spans, {len(labels)} labels")

    part = slice(0, max(1, len(gold) // options.part))
    theirs = [
        [[{"label": s.label, "start": s.start, "end": s.end - 1} for s in d.spans] for d in documents[part]]
        for documents in (gold, predicted)
    ]
    scale = len(gold) / len(theirs[0])
    times: dict[str, list[tuple[float, float]]] = {"counts": [], "all": [], "other": []}
    for _ in range(options.rounds):  # they take turns, so that a machine that slows down slows both
        start = now()
        counts = count_matches(gold, predicted, labels)
        times["counts"].append(since(start))
        scores = score_schemes(counts, resamples=RESAMPLES)
        times["all"].append(since(start))
        start = now()
        results = Evaluator(*theirs, tags=list(labels), loader="dict").evaluate()["overall"]
        times["other"].append(since(start, scale))

    same = score_schemes(count_matches(gold[part], predicted[part], labels), resamples=1)
    for name, their_name in (("strict", "strict"), ("exact", "exact"), ("partial", "partial"), ("type", "ent_type")):
        assert abs(same[name].micro.f1 - results[their_name].f1) < 1e-9, name
    scaled = "" if scale == 1 else f", {len(theirs[0])} documents, times {scale:g}"
    print(f"best of {options.rounds} rounds; compare the CPU seconds if other programs run")
    best = {}
    for name, what in (
        ("counts", "solieu, pairs and counts"),
        ("all", f"solieu, four schemes with {RESAMPLES} resamples, in all"),
        ("other", f"nervaluate, four schemes without intervals{scaled}"),
    ):
        wall, best[name] = (min(values) for values in zip(*times[name], strict=True))
        print(f"{what:75} {wall:7.2f} s {best[name]:7.2f} CPU s")
    print(f"ratio of CPU seconds: {best['other'] / best['all']:.1f} with solieu's intervals, ", end="")
    print(f"{best['other'] / best['counts']:.1f} without")
    print(f"strict micro-F1 {scores['strict'].micro.f1:.4f}, the same four micro-F1s by both on the part")


if __name__ == "__main__":
    main()
