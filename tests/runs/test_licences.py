"""What is said and kept of an encoder's licence."""

from pathlib import Path

import pytest
from rich.console import Console

from solieu.configs import config_path
from solieu.training.config import TrainingConfig, load_config
from solieu.training.corpora import Corpora
from solieu.training.licences import licence_notice, licence_of
from solieu.training.train import announce


@pytest.mark.parametrize(
    ("config", "licence"),
    [
        *(("compact.yaml", "mit"), ("phobert-base.yaml", "mit"), ("phobert-large.yaml", "mit")),
        *(("xlm-roberta-base.yaml", "mit"), ("phobert-base-v2.yaml", "agpl-3.0")),
    ],
)
def test_the_encoders_of_all_configurations_have_a_known_licence(config: str, licence: str) -> None:
    assert licence_of(load_config(config_path(config)).encoder) == licence


def test_a_training_from_an_agpl_encoder_says_so_at_its_start(capsys: pytest.CaptureFixture[str]) -> None:
    config = load_config(config_path("phobert-base-v2.yaml"))

    announce(Corpora([], [], [], schema=None), config, Console())  # type: ignore[arg-type]

    assert "vinai/phobert-base-v2 is published under AGPL-3.0" in capsys.readouterr().out


def test_nothing_is_said_of_an_mit_encoder() -> None:
    assert licence_notice("vinai/phobert-base") is None


def test_a_local_copy_has_the_licence_that_its_model_card_names(tmp_path: Path) -> None:
    (tmp_path / "README.md").write_text("---\nlicense: agpl-3.0\n---\n# A model\n", encoding="utf-8")

    assert licence_of(str(tmp_path)) == "agpl-3.0"
    assert "AGPL-3.0" in str(licence_notice(str(tmp_path)))


@pytest.mark.parametrize(
    "card", [None, "", "no metadata", "---\n- a\n---\n", "---\n{\n---\n", "---\nlicense: [mit]\n---"]
)
def test_a_directory_without_a_licence_in_its_card_has_none_that_is_known(tmp_path: Path, card: str | None) -> None:
    if card is not None:
        (tmp_path / "README.md").write_text(card, encoding="utf-8")

    assert licence_of(str(tmp_path)) is None


def test_the_configuration_s_own_encoder_decides_and_not_its_output() -> None:
    config = TrainingConfig("compact", load_config(config_path("compact.yaml")).data, "vinai/phobert-base-v2")

    assert licence_notice(config.encoder) is None
