"""The command line. What it imports at the top is light; commands load torch when they need it."""

from __future__ import annotations

import sys
from collections.abc import Callable, Sequence
from contextlib import suppress
from pathlib import Path
from typing import TYPE_CHECKING, Annotated, NoReturn

import typer

from solieu.annotate_cli import annotate_app
from solieu.annotation.errors import SolieuError
from solieu.export import export
from solieu.extract_commands import extract, tables
from solieu.measure_commands import (
    agreement,
    baselines,
    calibrate,
    compare,
    evaluate,
    evaluate_links,
    evaluate_values,
    report,
)
from solieu.option_values import Labels, Overrides, Overwrite
from solieu.standard_streams import drop_standard_output, explain, open_standard_streams
from solieu.terminal import plain_console, show_error
from solieu.training.processes import is_main, let_main_speak
from solieu.trials_commands import crossval, learning_curve

if TYPE_CHECKING:
    from solieu.annotation.labels import LabelSchema

# The groups of commands in the help.
TRAIN, MEASURE, USE, DATA = "Train", "Measure", "Use", "Data"
MEASURING: dict[str, Callable[..., None]] = {
    "evaluate": evaluate,
    "evaluate-values": evaluate_values,
    "evaluate-links": evaluate_links,
    "crossval": crossval,
    "learning-curve": learning_curve,
    "report": report,
    "compare": compare,
    "baselines": baselines,
    "calibrate": calibrate,
    "agreement": agreement,
}

app = typer.Typer(
    help="Vietnamese news to who, where, when and how much, as exact character spans.",
    no_args_is_help=True,
    add_completion=False,
    pretty_exceptions_enable=False,
    context_settings={"help_option_names": ["-h", "--help"]},
)
data_app = typer.Typer(help="Look at annotated files.", no_args_is_help=True)
app.add_typer(data_app, name="data", rich_help_panel=DATA)
app.add_typer(annotate_app, name="annotate", rich_help_panel=DATA)


def main() -> None:
    """Run the command line; what the user can mend is one sentence on standard error and exit status 2."""
    open_standard_streams()
    try:
        try:
            app(prog_name="solieu")
        finally:
            sys.stdout.flush()
    except SolieuError as error:
        let_main_speak()
        _fail(error)
    except KeyboardInterrupt:
        # It came before a command had begun, or in its last moment.
        sys.exit(130)
    except BrokenPipeError:
        # The reader of a pipe (such as `head`) has seen enough.
        drop_standard_output()
        sys.exit(1)
    except OSError as error:
        explained = explain(error)
        if explained is None:
            raise
        drop_standard_output()
        _fail(explained)


def _fail(error: SolieuError) -> NoReturn:
    """Say what is wrong, if standard error takes it, and end."""
    with suppress(OSError):
        show_error(error)
    sys.exit(2)


@app.command(rich_help_panel=TRAIN)
def train(
    config: Annotated[Path, typer.Argument(help="A training configuration, such as configs/compact.yaml.")],
    overrides: Overrides = None,
    overwrite: Overwrite = False,
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


for name, command in MEASURING.items():
    app.command(name, rich_help_panel=MEASURE)(command)


for command in (extract, export, tables):
    app.command(rich_help_panel=USE)(command)


@app.command(rich_help_panel=USE)
def serve(
    model: Annotated[str | None, typer.Argument(help="A directory that `train` or `export` wrote.")] = None,
    label_studio: Annotated[
        bool, typer.Option("--label-studio", help="Be a machine learning backend of Label Studio.")
    ] = False,
    suggester: Annotated[bool, typer.Option("--suggester", help="Serve the rules, not a model.")] = False,
    host: Annotated[str, typer.Option(help="Where to listen; all but this machine needs --secret-file.")] = "127.0.0.1",
    port: Annotated[int, typer.Option(min=0, max=65535, help="The port; 0 for any that is free.")] = 9090,
    secret_file: Annotated[
        Path | None, typer.Option(help="A file with the password that Label Studio must send.")
    ] = None,
) -> None:
    """Answer Label Studio's requests for predictions, until SIGTERM or Ctrl-C.

    Label Studio connects to a backend on its own machine or in a private network only if it was started with
    USE_DEFAULT_BANNED_SUBNETS=false.
    """
    if not label_studio:
        raise SolieuError("`solieu serve` needs to know whom it serves; give --label-studio")
    if (model is None) is not suggester:
        raise SolieuError("`solieu serve` serves one thing; give either a model or --suggester")
    from solieu.serve import serve_label_studio

    serve_label_studio(model, host, port, secret_file)


@app.command(rich_help_panel=USE)
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


@data_app.command()
def check(
    files: Annotated[list[Path], typer.Argument(help="Annotated files to train on.")],
    against: Annotated[list[Path] | None, typer.Option(help="Annotated files kept for evaluation.")] = None,
    labels: Labels = None,
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
