"""The commands that measure annotators, scores and baselines: `agreement`, `calibrate` and `baselines`."""

from __future__ import annotations

import json as json_module
from collections.abc import Mapping
from pathlib import Path
from typing import Annotated, Any

import typer

from solieu.annotation.atomic import write_atomically
from solieu.annotation.errors import SolieuError
from solieu.terminal import plain_console

_Labels = Annotated[
    Path | None, typer.Option(help="A label file; by default solieu's own labels, or those found in CoNLL files.")
]
_Json = Annotated[Path | None, typer.Option(help="Write the figures to this file.")]


def agreement(
    files: Annotated[list[Path], typer.Argument(help="For each annotator a file of the same articles; two or more.")],
    json: _Json = None,
    list_: Annotated[
        Path | None, typer.Option("--list", metavar="FILE.jsonl", help="Write all disagreements to this file.")
    ] = None,
    labels: _Labels = None,
) -> None:
    """Measure how far annotators agree: F1, Cohen's kappa and Krippendorff's alpha, and where they do not."""
    from solieu.agreement_table import show_agreement, show_disagreements
    from solieu.annotation.corpus import schema_of
    from solieu.annotation.labels import LabelSchema
    from solieu.training.agreement import measure_agreement
    from solieu.training.annotated_versions import read_versions
    from solieu.training.disagreements import KINDS, find_disagreements

    versions = read_versions(files)
    documents = [version for article in versions.articles for version in article.versions.values()]
    schema = LabelSchema.load(labels) if labels else schema_of(files, documents)
    found = measure_agreement(versions, schema)
    disagreements = find_disagreements(versions.articles)
    console = plain_console()
    show_agreement(found, schema, console)
    show_disagreements(disagreements, console)
    if json is not None:
        counts = {kind: sum(kind in disagreement.kinds for disagreement in disagreements) for kind in KINDS}
        _write_json(json, {**found.as_dict(), "disagreements": {"stretches": len(disagreements), **counts}})
    if list_ is not None:
        with write_atomically(list_, "wb") as file:
            for disagreement in disagreements:
                file.write(_line(disagreement.as_dict()))


def calibrate(
    model: Annotated[Path, typer.Argument(help="A directory that `solieu train` wrote; its scores change.")],
    crossval: Annotated[Path, typer.Argument(help="The output of `solieu crossval` with the same configuration.")],
    json: _Json = None,
) -> None:
    """Make a model's scores say how often spans are right, as a cross validation shows it."""
    from solieu.measure_tables import show_calibration
    from solieu.training.calibrate import calibrate as run

    found = run(model, crossval)
    console = plain_console()
    show_calibration(found, console)
    if json is not None:
        _write_json(json, found.as_dict())
    console.print(f"the temperature is in {model / 'solieu.json'}", soft_wrap=True)


def baselines(
    train: Annotated[list[str], typer.Option(help="Annotated articles to learn from; may be given several times.")],
    data: Annotated[list[str], typer.Option(help="Annotated articles to score on; may be given several times.")],
    out: Annotated[Path | None, typer.Option(help="Write predictions and scores into this directory.")] = None,
    labels: _Labels = None,
) -> None:
    """Score what needs no neural network: matching known mentions, and a CRF over features of words."""
    from solieu.annotation.corpus import read_documents, schema_of
    from solieu.annotation.jsonl import write_jsonl
    from solieu.annotation.labels import LabelSchema
    from solieu.measure_tables import show_baselines
    from solieu.training.baselines import BASELINES, run_baselines
    from solieu.training.corpora import check_labels, without

    known, given = read_documents(train), read_documents(data)
    schema = LabelSchema.load(labels) if labels else schema_of(train, known)
    check_labels(known, schema, ", ".join(train))
    check_labels(given, schema, ", ".join(data))
    unseen = without(given, known)
    if not unseen:
        raise SolieuError(f"{', '.join(data)}: every article is among those to learn from; give others with --data")
    console = plain_console()
    if len(unseen) < len(given):
        console.print(f"left out, because they are learned from: {len(given) - len(unseen)} of {len(given)} articles")
    if out is not None:
        try:
            out.mkdir(parents=True, exist_ok=True)
        except OSError as error:
            raise SolieuError(f"{out}: cannot be made ({error.strerror}); give another --out") from None
    progress = plain_console(stderr=True)
    with progress.status(f"learning from {len(known)} articles: {', '.join(BASELINES)} …"):
        results = list(run_baselines(known, unseen, schema))
    show_baselines(results, schema, len(unseen), console)
    if out is not None:
        for result in results:
            write_jsonl(result.predicted, out / f"{result.name}.jsonl")
        _write_json(out / "scores.json", {result.name: result.scores.as_dict() for result in results})


def _write_json(path: Path, content: Mapping[str, Any]) -> None:
    with write_atomically(path) as file:
        json_module.dump(content, file, ensure_ascii=False, indent=2)
        file.write("\n")


def _line(record: Mapping[str, Any]) -> bytes:
    """Return a record's line in a JSONL file; a lone surrogate, which has no UTF-8, makes it one with escapes."""
    try:
        return json_module.dumps(record, ensure_ascii=False).encode("utf-8") + b"\n"
    except UnicodeEncodeError:
        return json_module.dumps(record).encode("ascii") + b"\n"
