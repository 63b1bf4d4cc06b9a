"""What a run's directory may hold before, and what a new run removes from it."""

from pathlib import Path

import pytest

from solieu.annotation import SolieuError
from solieu.training.run_directory import SCRATCH, clear_run, prepare_output
from solieu.training.unfinished import RUN_FILE

RUN = ("config.yaml", "metrics.jsonl", "environment.json", "data.json", "README.md", "solieu.json", "config.json")
WEIGHTS = ("model.safetensors", "tokenizer.json", "tokenizer_config.json", "vocab.txt", "sentencepiece.bpe.model")


def filled(directory: Path, *names: str) -> Path:
    for name in names:
        path = directory / name
        path.parent.mkdir(parents=True, exist_ok=True)
        path.write_text("x", encoding="utf-8")
    return directory


def error(directory: Path, *, overwrite: bool, resume: bool | None = None) -> str:
    with pytest.raises(SolieuError) as caught:
        prepare_output(directory, overwrite=overwrite, resume=resume)
    return str(caught.value)


def names(directory: Path) -> set[str]:
    return {str(path.relative_to(directory)) for path in directory.rglob("*") if path.is_file()}


@pytest.mark.parametrize("overwrite", [False, True])
def test_a_directory_is_made_with_those_above_it(tmp_path: Path, overwrite: bool) -> None:
    directory = tmp_path / "runs" / "one"

    assert prepare_output(directory, overwrite=overwrite) == directory
    assert directory.is_dir()


def test_an_empty_directory_may_be_there(tmp_path: Path) -> None:
    assert prepare_output(tmp_path, overwrite=False) == tmp_path


def test_a_run_is_refused_unless_it_may_be_replaced(tmp_path: Path) -> None:
    run = filled(tmp_path / "run", *RUN, *WEIGHTS)

    assert error(run, overwrite=False) == (
        f"{run}: the output directory holds a run; give another output=, or --overwrite to replace it"
    )
    assert prepare_output(run, overwrite=True) == run


@pytest.mark.parametrize("content", [["thesis.docx"], ["config.yaml", "README.md"], ["environment.json", "data.json"]])
@pytest.mark.parametrize("overwrite", [False, True])
def test_a_directory_that_holds_something_else_is_refused_whatever_is_asked(
    tmp_path: Path, content: list[str], overwrite: bool
) -> None:
    filled(tmp_path, *content)

    assert error(tmp_path, overwrite=overwrite) == (
        f"{tmp_path}: the output directory is not empty, and what it holds is no run; give another output="
    )
    assert names(tmp_path) == set(content)


def test_an_earlier_run_stays_until_the_new_one_is_ready(tmp_path: Path) -> None:
    filled(tmp_path, *RUN, *WEIGHTS)

    prepare_output(tmp_path, overwrite=True)

    assert names(tmp_path) == {*RUN, *WEIGHTS}


def test_what_a_run_has_written_is_removed_and_nothing_else(tmp_path: Path) -> None:
    own = {"entities.jsonl", "notes/today.txt", "mine.yaml"}
    filled(
        tmp_path,
        *RUN,
        *WEIGHTS,
        "evaluation.json",
        f"{SCRATCH}/checkpoint-3/model.safetensors",
        "tensorboard/events",
        *own,
    )

    clear_run(tmp_path)

    assert names(tmp_path) == own


def test_a_cross_validation_is_a_run(tmp_path: Path) -> None:
    filled(tmp_path, "crossval.yaml", "fold-1.jsonl", "evaluation.json", "checkpoints-2/checkpoint-3/config.json")
    filled(tmp_path, "report.html", "report.md", "baseline-string-match.jsonl", "baseline-feature-crf.jsonl")

    assert "holds a run" in error(tmp_path, overwrite=False)
    prepare_output(tmp_path, overwrite=True)
    clear_run(tmp_path)
    assert list(tmp_path.iterdir()) == []


@pytest.mark.parametrize(
    "files",
    [
        (
            "crossval.yaml",
            "seeds.json",
            "seed-1/fold-1.jsonl",
            "seed-12/evaluation.json",
            "seed-2/checkpoints-fold-1/a",
        ),
        ("learning-curve.yaml", "learning-curve.json", "seed-1/articles-25.jsonl"),
    ],
)
def test_trainings_with_several_seeds_are_a_run(tmp_path: Path, files: tuple[str, ...]) -> None:
    filled(tmp_path, *files)

    assert "holds a run" in error(tmp_path, overwrite=False)
    prepare_output(tmp_path, overwrite=True)
    clear_run(tmp_path)
    assert list(tmp_path.iterdir()) == []


def test_what_somebody_else_has_put_beside_a_seed_s_files_stays(tmp_path: Path) -> None:
    filled(tmp_path, "crossval.yaml", "seed-1/fold-1.jsonl", "seed-1/notes.txt", "seed-list/a.txt")

    clear_run(tmp_path)

    assert sorted(path.name for path in tmp_path.rglob("*.*")) == ["a.txt", "notes.txt"]


class TestAnUnfinishedRun:
    @pytest.fixture
    def unfinished(self, tmp_path: Path) -> Path:
        return filled(tmp_path / "run", f"{SCRATCH}/{RUN_FILE}", f"{SCRATCH}/checkpoint-3/model.safetensors")

    @pytest.mark.parametrize("resume", [None, False, True])
    def test_may_be_replaced(self, unfinished: Path, resume: bool | None) -> None:
        assert prepare_output(unfinished, overwrite=True, resume=resume) == unfinished

    def test_may_go_on(self, unfinished: Path) -> None:
        assert prepare_output(unfinished, overwrite=False, resume=True) == unfinished

    def test_is_refused_unless_one_of_that_is_asked_for(self, unfinished: Path) -> None:
        assert error(unfinished, overwrite=False, resume=False) == (
            f"{unfinished}: the output directory holds an unfinished run; give --resume to go on with it, or "
            "--overwrite to begin again"
        )

    def test_is_refused_as_any_run_where_trainings_cannot_go_on(self, unfinished: Path) -> None:
        assert error(unfinished, overwrite=False).endswith(
            "holds a run; give another output=, or --overwrite to replace it"
        )

    def test_may_be_in_the_directory_of_a_run_that_it_is_to_replace(self, unfinished: Path) -> None:
        filled(unfinished, *RUN, *WEIGHTS)

        assert "holds an unfinished run" in error(unfinished, overwrite=False, resume=False)
        assert prepare_output(unfinished, overwrite=False, resume=True) == unfinished

    def test_stays_where_that_is_asked_for(self, unfinished: Path) -> None:
        before = names(filled(unfinished, *RUN, *WEIGHTS, "tensorboard/events")) - {
            *RUN,
            *WEIGHTS,
            "tensorboard/events",
        }

        clear_run(unfinished, keep_unfinished=True)

        assert names(unfinished) == before


def test_a_finished_run_cannot_go_on(tmp_path: Path) -> None:
    filled(tmp_path, *RUN, *WEIGHTS)

    assert error(tmp_path, overwrite=False, resume=True) == (
        f"{tmp_path}: the output directory holds a run, but no unfinished one to resume; give another output=, or "
        "--overwrite to replace it"
    )


def test_what_is_left_of_an_unfinished_run_s_removal_is_no_unfinished_run(tmp_path: Path) -> None:
    filled(tmp_path, *RUN, *WEIGHTS, f"{SCRATCH}/checkpoint-3/model.safetensors")

    assert "holds a run, but no unfinished one" in error(tmp_path, overwrite=False, resume=True)


def test_a_run_that_was_killed_as_it_began_may_begin_again(tmp_path: Path) -> None:
    (tmp_path / SCRATCH).mkdir()

    assert prepare_output(tmp_path, overwrite=False, resume=True) == tmp_path
    assert "holds a run" in error(tmp_path, overwrite=False, resume=False)


def test_a_file_cannot_be_the_directory(tmp_path: Path) -> None:
    path = tmp_path / "run"
    path.write_text("x", encoding="utf-8")

    assert error(path, overwrite=True) == (
        f"{path}: cannot be the output directory (File exists); give another output="
    )
    assert "cannot be the output directory (Not a directory)" in error(path / "one", overwrite=True)
