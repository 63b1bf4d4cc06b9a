"""What the Hugging Face Trainer must be like for its state to be saved in our way."""

import inspect
from pathlib import Path

import pytest
from transformers import Trainer, TrainingArguments

from solieu.training.tagger_trainer import TaggerTrainer


@pytest.mark.parametrize(
    ("name", "parameters"),
    [
        ("_save", ["output_dir", "state_dict"]),
        ("_load_from_checkpoint", ["resume_from_checkpoint", "model"]),
        ("_load_best_model", []),
        ("_save_optimizer_and_scheduler", ["output_dir"]),
        ("_load_optimizer_and_scheduler", ["checkpoint"]),
        ("_save_scaler", ["output_dir"]),
        ("_load_scaler", ["checkpoint"]),
        ("_save_rng_state", ["output_dir"]),
        ("_load_rng_state", ["checkpoint"]),
    ],
)
def test_a_method_that_is_replaced_has_its_name_and_parameters_still(name: str, parameters: list[str]) -> None:
    for trainer in (Trainer, TaggerTrainer):
        assert list(inspect.signature(getattr(trainer, name)).parameters) == ["self", *parameters]


def test_every_place_where_the_trainer_pickles_its_state_is_in_a_method_that_is_replaced() -> None:
    pickling = {
        name
        for name, method in inspect.getmembers(Trainer, inspect.isfunction)
        if "torch.save(" in (source := inspect.getsource(method)) or "torch.load(" in source
    }

    # These two publish a checkpoint while the training goes on, and search for settings.
    unused = {"_push_from_checkpoint", "_tune_save_checkpoint"}
    assert pickling - unused <= vars(TaggerTrainer).keys()


def test_the_trainer_s_state_is_written_after_everything_else_of_a_checkpoint() -> None:
    source = inspect.getsource(Trainer._save_checkpoint)
    steps = ["self.save_model(", "self._save_optimizer_and_scheduler(", "self._save_rng_state(", "save_to_json("]

    places = [source.index(step) for step in steps]
    assert places == sorted(places)
    assert source.index("rotate_checkpoints(") > places[-1]


def test_the_number_of_gpus_that_one_process_uses_can_be_set(tmp_path: Path) -> None:
    arguments = TrainingArguments(str(tmp_path))
    assert arguments.n_gpu <= 1 or arguments._n_gpu == arguments.n_gpu

    arguments._n_gpu = 1

    assert arguments.n_gpu == 1
