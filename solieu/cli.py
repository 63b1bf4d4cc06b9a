"""The command line. What it imports at the top is light; commands load torch when they need it."""

from __future__ import annotations

import os
import sys
from collections.abc import Callable, Sequence
from dataclasses import replace
from io import TextIOWrapper
from pathlib import Path
from typing import TYPE_CHECKING, Annotated, TypeVar

import typer
from rich.progress import Progress

from solieu.annotation.errors import SolieuError
from solieu.measure_commands import agreement, baselines, calibrate
from solieu.option_values import parse_jobs, parse_seeds, parse_sizes
from solieu.terminal import plain_console, show_error
from solieu.training.processes import is_main, let_main_speak

if TYPE_CHECKING:
    from solieu.annotation.labels import LabelSchema

_Result = TypeVar("_Result")

app = typer.Typer(
    help="Vietnamese news to who, where, when and how much, as exact character spans.",
    no_args_is_help=True,
    add_completion=False,
    pretty_exceptions_enable=False,
    context_settings={"help_option_names": ["-h", "--help"]},
)
data_app = typer.Typer(help="Look at annotated files.", no_args_is_help=True)
app.add_typer(data_app, name="data")

_Overrides = Annotated[
    list[str] | None,
    typer.Argument(metavar="KEY=VALUE", help="Values in place of the file's, e.g. epochs=6."),
]
_Overwrite = Annotated[bool, typer.Option("--overwrite", help="Replace the run that the output directory holds.")]
_Jobs = Annotated[
    str, typer.Option(metavar="N|auto", help="How many trainings to run at a time; auto: what cores and memory allow.")
]
_Labels = Annotated[
    Path | None, typer.Option(help="A label file; by default solieu's own labels, or those found in CoNLL files.")
]


def main() -> None:
    """Run the command line; what the user can mend is one sentence on standard error and exit status 2."""
    if isinstance(sys.stdout, TextIOWrapper):
        # Where the terminal's encoding has no Vietnamese letters, escapes stand for them.
        sys.stdout.reconfigure(errors="backslashreplace")
    try:
        try:
            app(prog_name="solieu")
        finally:
            sys.stdout.flush()
    except SolieuError as error:
        let_main_speak()
        show_error(error)
        sys.exit(2)
    except BrokenPipeError:
        # The reader of a pipe (such as `head`) has seen enough. Nothing more may go there, not even at exit.
        os.dup2(os.open(os.devnull, os.O_WRONLY), sys.stdout.fileno())
        sys.exit(1)


def _with_bar(work: Callable[[Callable[[int, int], None]], _Result]) -> _Result:
    """Do work that reports how much of how much is done, with a bar on standard error."""
    console = plain_console(stderr=True)
    with Progress(console=console, disable=not console.is_terminal) as progress:
        task = progress.add_task("evaluating", total=None)
        return work(lambda done, total: progress.update(task, completed=done, total=total))


@app.command()
def train(
    config: Annotated[Path, typer.Argument(help="A training configuration, such as configs/compact.yaml.")],
    overrides: _Overrides = None,
    overwrite: _Overwrite = False,
    resume: Annotated[
        bool, typer.Option("--resume", help="Go on with the unfinished run in the output directory, if there is one.")
    ] = False,
) -> None:
    """Train a tagger on annotated articles."""
    from solieu.training.config import load_config

    settings = load_config(config, overrides or [])
    from solieu.models.checkpoint import load_settings
    from solieu.terminal import show_evaluation
    from solieu.training.train import train as run

    console = plain_console()
    try:
        evaluation = run(settings, console, overwrite=overwrite, resume=resume)
    except KeyboardInterrupt as interrupt:
        if is_main():
            plain_console(stderr=True).print(str(interrupt) or "interrupted", soft_wrap=True)
        raise typer.Exit(130) from None
    if not is_main():
        return
    if evaluation is not None:
        schema: LabelSchema = load_settings(Path(settings.output)).schema
        show_evaluation(evaluation, schema, console)
    console.print(f"the model and its record are in {settings.output}", soft_wrap=True)


@app.command()
def evaluate(
    model: Annotated[str, typer.Option(help="A directory that `solieu train` wrote.")],
    data: Annotated[list[str], typer.Option(help="Annotated articles, JSONL or CoNLL; may be given several times.")],
    json: Annotated[Path | None, typer.Option(help="Write the scores to this file.")] = None,
    allow_seen: Annotated[
        bool, typer.Option("--allow-seen", help="Score even if the model was trained on all of the articles.")
    ] = False,
) -> None:
    """Measure a tagger on annotated articles."""
    from solieu.annotation.corpus import read_documents

    documents = read_documents(data)
    from solieu.models.checkpoint import load_tagger
    from solieu.terminal import show_evaluation
    from solieu.training.corpora import check_labels
    from solieu.training.evaluation import evaluate as run
    from solieu.training.evaluation import predict, refuse_seen, save_evaluation

    tagger, settings = load_tagger(model)
    check_labels(documents, settings.schema, ", ".join(data))
    seen = settings.seen(document.text for document in documents)
    warning = refuse_seen(seen, len(documents), ", ".join(data), allowed=allow_seen)
    evaluation = run(
        documents,
        _with_bar(lambda report: predict(tagger, documents, report)),
        settings.schema,
        segmentation=settings.segmentation,
        warnings=[warning] if warning else [],
    )
    show_evaluation(evaluation, settings.schema, plain_console())
    if json is not None:
        save_evaluation(evaluation, json)


@app.command()
def crossval(
    config: Annotated[Path, typer.Argument(help="A training configuration with at least two articles to evaluate.")],
    overrides: _Overrides = None,
    overwrite: _Overwrite = False,
    folds: Annotated[
        int | None, typer.Option(help="Divide data.train into so many parts instead, and leave each of them out once.")
    ] = None,
    group: Annotated[
        str | None,
        typer.Option(metavar="FIELD", help="Leave articles with the same value of this metadata field out together."),
    ] = None,
    seeds: Annotated[
        str | None, typer.Option(metavar="N,N,…", help="Do all of it with each of these seeds, such as 1,2,3.")
    ] = None,
    jobs: _Jobs = "1",
) -> None:
    """Leave each article of data.evaluate out once, train on all others, and score what is left out."""
    from solieu.training.config import load_config

    settings = load_config(config, overrides or [])
    given = [settings.seed] if seeds is None else parse_seeds(seeds)
    at_once = parse_jobs(jobs)
    from solieu.annotation.labels import LabelSchema
    from solieu.terminal import show_evaluation
    from solieu.training.crossval import crossval as run
    from solieu.training.crossval import crossval_seeds
    from solieu.trainings_tables import show_seeds

    console = plain_console()
    if len(given) == 1:
        one = replace(settings, seed=given[0])
        evaluation = run(one, console, folds=folds, group=group, overwrite=overwrite, jobs=at_once)
        show_evaluation(evaluation, LabelSchema.from_names(evaluation.strict.labels), console)
    else:
        several = crossval_seeds(settings, given, console, folds=folds, group=group, overwrite=overwrite, jobs=at_once)
        labels = several.seeds[given[0]].strict.labels
        show_seeds(several, LabelSchema.from_names(labels), console)
    console.print(f"scores and predictions are in {settings.output}", soft_wrap=True)


@app.command()
def learning_curve(
    config: Annotated[Path, typer.Argument(help="A training configuration with articles to evaluate.")],
    overrides: _Overrides = None,
    overwrite: _Overwrite = False,
    sizes: Annotated[
        str, typer.Option(metavar="N,N,…", help="Numbers of training articles; all is all of data.train.")
    ] = "25,50,100,200,all",
    seeds: Annotated[
        str, typer.Option(metavar="N,N,…", help="Train with each of these seeds, on other articles with each.")
    ] = "1,2,3",
    same_epochs: Annotated[
        bool,
        typer.Option("--same-epochs", help="Train every size for `epochs`, not for as many updates as all articles."),
    ] = False,
    jobs: _Jobs = "1",
) -> None:
    """Train on more and more of data.train, and measure each model on data.evaluate."""
    from solieu.training.config import load_config

    settings = load_config(config, overrides or [])
    numbers, given, at_once = parse_sizes(sizes), parse_seeds(seeds), parse_jobs(jobs)
    from solieu.annotation.labels import LabelSchema
    from solieu.training.learning_curve import learning_curve as run
    from solieu.trainings_tables import show_learning_curve

    console = plain_console()
    curve = run(settings, numbers, given, console, same_epochs=same_epochs, overwrite=overwrite, jobs=at_once)
    labels = curve.points[0].runs[given[0]].evaluation.strict.labels
    show_learning_curve(curve, LabelSchema.from_names(labels), console)
    console.print(f"scores and predictions are in {settings.output}", soft_wrap=True)


@app.command()
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


@app.command()
def extract(
    model: Annotated[str, typer.Argument(help="A directory that `solieu train` wrote.")],
    paths: Annotated[list[str], typer.Argument(help="Articles: .txt, .jsonl, directories of them, or - .")],
    out: Annotated[Path | None, typer.Option(help="Write JSONL to this file.")] = None,
) -> None:
    """Find the entities of articles; without --out, shown in colour in a terminal and as JSONL elsewhere."""
    from solieu.extract import extract as run

    errors = run(model, paths, out)
    if errors:
        raise typer.Exit(1)


@app.command()
def push(
    model: Annotated[str, typer.Argument(help="A directory that `solieu train` wrote.")],
    repository: Annotated[
        str, typer.Argument(metavar="REPO", help="Where to on the Hugging Face hub, such as user/solieu-news.")
    ],
    private: Annotated[bool, typer.Option("--private", help="Make a repository that only its owner can see.")] = False,
    dry_run: Annotated[
        bool, typer.Option("--dry-run", help="Show what would go up, and ask nothing of the network.")
    ] = False,
) -> None:
    """Publish a tagger with its model card on the Hugging Face hub, as `hf auth login` has logged you in."""
    from solieu.push import push as run

    run(model, repository, plain_console(), private=private, dry_run=dry_run)


for command in (agreement, calibrate, baselines):
    app.command()(command)
@app.command()
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
    curve: Annotated[Path | None, typer.Option(help="A learning curve, as JSON.")] = None,
    labels: _Labels = None,
    out: Annotated[
        Path | None, typer.Option(help="The HTML file; report.md goes beside it. By default in CROSSVAL_DIR.")
    ] = None,
) -> None:
    """Show where a model is wrong: one HTML page in Vietnamese and English, and the same as Markdown."""
    from solieu.report import report_crossval, report_files

    if crossval_directory is not None:
        if gold or predicted or train or baseline or curve or labels:
            raise SolieuError("report: give either CROSSVAL_DIR or files with --gold and --predicted, not both")
        files = report_crossval(crossval_directory, out)
    elif gold and predicted and out:
        files = report_files(
            gold, predicted, out, train=train or [], baselines=baseline or [], curve=curve, labels=labels
        )
    else:
        raise SolieuError("report: give CROSSVAL_DIR, or all of --gold FILE, --predicted FILE and --out FILE.html")
    plain_console().print(f"the report is in {files[0]} and {files[1]}", soft_wrap=True)


@data_app.command()
def check(
    files: Annotated[list[Path], typer.Argument(help="Annotated files to train on.")],
    against: Annotated[list[Path] | None, typer.Option(help="Annotated files kept for evaluation.")] = None,
    labels: _Labels = None,
) -> None:
    """Look for mistakes in annotated files: good, warn and fail lines; exit status 1 if anything fails."""
    from solieu.annotation.checks import check_files
    from solieu.annotation.labels import LabelSchema
    from solieu.terminal import show_findings

    schema = LabelSchema.load(labels) if labels else _schema_of(files)
    findings = check_files(files, against or [], schema=schema)
    show_findings(findings, plain_console())
    if any(finding.level == "fail" for finding in findings):
        raise typer.Exit(1)


def _schema_of(files: Sequence[Path]) -> LabelSchema:
    """Return the labels to check files by; those of files with faults, which the checks list, are solieu's own."""
    from solieu.annotation.corpus import read_documents, schema_of
    from solieu.annotation.labels import LabelSchema

    try:
        return schema_of(files, read_documents(files))
    except SolieuError:
        return LabelSchema.default()


@data_app.command()
def stats(files: Annotated[list[str], typer.Argument(help="Annotated files.")]) -> None:
    """Count articles, words and spans by label."""
    from solieu.annotation.corpus import read_documents
    from solieu.annotation.statistics import corpus_statistics
    from solieu.terminal import show_statistics

    show_statistics(corpus_statistics(read_documents(files)), plain_console())


if __name__ == "__main__":
    main()
