"""The commands that train several times to measure once: `crossval` and `learning-curve`."""

from __future__ import annotations

from dataclasses import replace
from pathlib import Path
from typing import Annotated

import typer

from solieu.option_values import Overrides, Overwrite, parse_jobs, parse_seeds, parse_sizes
from solieu.terminal import plain_console

_Jobs = Annotated[
    str, typer.Option(metavar="N|auto", help="How many trainings to run at a time; auto: what cores and memory allow.")
]


def crossval(
    config: Annotated[Path, typer.Argument(help="A training configuration with at least two articles to evaluate.")],
    overrides: Overrides = None,
    overwrite: Overwrite = False,
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


def learning_curve(
    config: Annotated[Path, typer.Argument(help="A training configuration with articles to evaluate.")],
    overrides: Overrides = None,
    overwrite: Overwrite = False,
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
