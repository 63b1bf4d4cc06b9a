"""The commands that measure what is there: models, predictions, baselines, scores and annotators."""

from __future__ import annotations

import json as json_module
from collections.abc import Mapping
from pathlib import Path
from typing import Annotated, Any

import typer

from solieu.annotation.atomic import write_atomically
from solieu.annotation.errors import SolieuError
from solieu.option_values import Labels
from solieu.terminal import plain_console

_Json = Annotated[Path | None, typer.Option(help="Write the figures to this file.")]


def evaluate(
    model: Annotated[str, typer.Option(help="A directory that `solieu train` or `solieu export` wrote.")],
    data: Annotated[list[str], typer.Option(help="Annotated articles, JSONL or CoNLL; may be given several times.")],
    json: Annotated[Path | None, typer.Option(help="Write the scores to this file.")] = None,
    predictions: Annotated[
        Path | None, typer.Option(metavar="FILE.jsonl", help="Write what the model predicts to this file.")
    ] = None,
    report: Annotated[
        Path | None, typer.Option(metavar="FILE.html", help="Write a report on the errors to this file.")
    ] = None,
    train: Annotated[
        list[str] | None,
        typer.Option(help="What the model was trained on: for the report, with baselines fitted to it."),
    ] = None,
    allow_seen: Annotated[
        bool, typer.Option("--allow-seen", help="Score even if the model was trained on all of the articles.")
    ] = False,
) -> None:
    """Measure a tagger on annotated articles."""
    from solieu.evaluate import Kept
    from solieu.evaluate import evaluate as run

    kept = Kept(json, predictions, report, train or [])
    run(model, data, plain_console(), allow_seen=allow_seen, kept=kept)


def report(
    crossval_directory: Annotated[
        Path | None, typer.Argument(metavar="[CROSSVAL_DIR]", help="What `solieu crossval` wrote; or give --gold.")
    ] = None,
    gold: Annotated[list[str] | None, typer.Option(help="Annotated articles; may be given several times.")] = None,
    predicted: Annotated[str | None, typer.Option(help="What a model predicts for them, JSONL or CoNLL.")] = None,
    train: Annotated[list[str] | None, typer.Option(help="Annotated articles that the model was trained on.")] = None,
    baseline: Annotated[
        list[str] | None, typer.Option(metavar="NAME=FILE", help="Other predictions to be shown beside the model's.")
    ] = None,
    no_baselines: Annotated[
        bool, typer.Option("--no-baselines", help="Fit no baselines to what the model was trained on.")
    ] = False,
    curve: Annotated[Path | None, typer.Option(metavar="FILE|DIR", help="What `solieu learning-curve` wrote.")] = None,
    labels: Labels = None,
    out: Annotated[
        Path | None, typer.Option(help="The HTML file; report.md goes beside it. By default in CROSSVAL_DIR.")
    ] = None,
) -> None:
    """Show where a model is wrong: one HTML page in Vietnamese and English, and the same as Markdown."""
    from solieu.report import report_crossval, report_files

    fit = not no_baselines
    if crossval_directory is not None:
        if gold or predicted or train or baseline or labels:
            raise SolieuError("report: give either CROSSVAL_DIR or files with --gold and --predicted, not both")
        files = report_crossval(crossval_directory, out, baselines=fit, curve=curve)
    elif gold and predicted and out:
        files = report_files(
            *(gold, predicted, out), train=train or [], others=baseline or [], baselines=fit, curve=curve, labels=labels
        )
    else:
        raise SolieuError("report: give CROSSVAL_DIR, or all of --gold FILE, --predicted FILE and --out FILE.html")
    plain_console().print(f"the report is in {files[0]} and {files[1]}", soft_wrap=True)


def compare(
    first: Annotated[
        str, typer.Argument(metavar="A", help="Predictions: a JSONL file, or the directory of a crossval.")
    ],
    second: Annotated[str, typer.Argument(metavar="B", help="Another system's predictions for the same articles.")],
    gold: Annotated[list[str], typer.Option(help="Annotated articles; may be given several times.")],
    scheme: Annotated[str, typer.Option(help="What counts as found: strict, exact, partial or type.")] = "strict",
    resamples: Annotated[int, typer.Option(help="How often the articles are drawn anew.")] = 10_000,
    seed: Annotated[int, typer.Option(min=0, help="Seed of the draws.")] = 0,
    json: Annotated[Path | None, typer.Option(help="Write the comparison to this file.")] = None,
) -> None:
    """Say whether B is better than A on the same articles, and whether these could tell."""
    from solieu.compare import compare as run

    run(first, second, gold, plain_console(), scheme=scheme, resamples=resamples, seed=seed, json_file=json)


def agreement(
    files: Annotated[list[Path], typer.Argument(help="For each annotator a file of the same articles; two or more.")],
    json: _Json = None,
    list_: Annotated[
        Path | None, typer.Option("--list", metavar="FILE.jsonl", help="Write all disagreements to this file.")
    ] = None,
    labels: Labels = None,
) -> None:
    """Measure how far annotators agree: F1, Cohen's kappa and Krippendorff's alpha, and where they do not."""
    from solieu.agreement import show_and_write
    from solieu.annotation.corpus import schema_of
    from solieu.annotation.labels import LabelSchema
    from solieu.training.measures.shared_articles import read_shared_articles

    shared = read_shared_articles(files)
    documents = [version for article in shared.articles for version in article.versions.values()]
    schema = LabelSchema.load(labels) if labels else schema_of(files, documents)
    show_and_write(shared, schema, plain_console(), figures=json, listing=list_)


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
    labels: Labels = None,
) -> None:
    """Score what needs no neural network: matching known mentions, and a CRF over features of words."""
    from solieu.annotation.corpus import read_documents, schema_of
    from solieu.annotation.jsonl import write_jsonl
    from solieu.annotation.labels import LabelSchema
    from solieu.measure_tables import show_baselines
    from solieu.training.baselines.run_baselines import BASELINES, run_baselines
    from solieu.training.corpora import check_labels, without

    known, given = read_documents(train), read_documents(data)
    schema = LabelSchema.load(labels) if labels else schema_of(train, known)
    for documents, files in ((known, train), (given, data)):
        check_labels(documents, schema, ", ".join(files), remedy="give a label file with --labels")
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
