"""What a training minimises, against its formulas written out."""

from collections.abc import Callable
from pathlib import Path
from typing import Any

import pytest
import torch
from rich.console import Console
from torch.nn import functional

from solieu.models.torch_tagger import TorchTagger
from solieu.training.config import TrainingConfig
from solieu.training.corpora import Corpora, read_corpora
from solieu.training.examples import IGNORED, Collator, make_examples
from solieu.training.fit import fit
from solieu.training.new_tagger import new_tagger
from solieu.training.objective import Objective, adversarial_step, divergence, word_loss

LOGITS = torch.tensor([[[2.0, 1.0, 0.0], [0.0, 3.0, 1.0]], [[1.0, 1.0, 1.0], [9.0, 9.0, 9.0]]])
LABELS = torch.tensor([[0, 1], [2, IGNORED]])
QUIET = Console(quiet=True)


def log_probabilities() -> torch.Tensor:
    """Of the three words' own tags."""
    return torch.stack([LOGITS[0, 0].log_softmax(0)[0], LOGITS[0, 1].log_softmax(0)[1], LOGITS[1, 0].log_softmax(0)[2]])


class TestTheLossOfWords:
    def test_is_the_cross_entropy_summed_over_words(self) -> None:
        torch.testing.assert_close(word_loss(LOGITS, LABELS, 0.0, 0.0), -log_probabilities().sum())

    def test_smoothing_spreads_a_share_of_each_tag_over_all(self) -> None:
        uniform = torch.stack([row.log_softmax(0).mean() for row in (LOGITS[0, 0], LOGITS[0, 1], LOGITS[1, 0])])

        expected = -(0.9 * log_probabilities() + 0.1 * uniform).sum()
        torch.testing.assert_close(word_loss(LOGITS, LABELS, 0.1, 0.0), expected)

    def test_focal_loss_weighs_sure_words_less(self) -> None:
        known = log_probabilities()

        expected = -((1 - known.exp()) ** 2 * known).sum()
        torch.testing.assert_close(word_loss(LOGITS, LABELS, 0.0, 2.0), expected)


class TestDivergence:
    def test_is_the_mean_of_both_kullback_leibler_divergences(self) -> None:
        other = LOGITS.flip(2)
        one, two = LOGITS.log_softmax(2), other.log_softmax(2)
        there = functional.kl_div(one, two, log_target=True, reduction="none").sum(2)
        back = functional.kl_div(two, one, log_target=True, reduction="none").sum(2)

        expected = ((there + back) / 2)[LABELS != IGNORED].sum()
        torch.testing.assert_close(divergence(torch.cat([LOGITS, other]), torch.cat([LABELS, LABELS])), expected)

    def test_of_equal_passes_is_nothing(self) -> None:
        assert divergence(torch.cat([LOGITS, LOGITS]), torch.cat([LABELS, LABELS])) == 0


class TestTheAdversarialStep:
    def test_has_the_given_length_in_each_row(self) -> None:
        step = adversarial_step(torch.randn(3, 4, 5), 0.7)

        torch.testing.assert_close(step.flatten(1).norm(dim=1), torch.full((3,), 0.7))

    def test_is_nothing_where_there_is_no_gradient(self) -> None:
        assert torch.equal(adversarial_step(torch.zeros(1, 2, 3), 1.0), torch.zeros(1, 2, 3))


@pytest.fixture
def corpora(settings: Callable[..., TrainingConfig], tmp_path: Path) -> Corpora:
    return read_corpora(settings(tmp_path).data)


class TestOnAModel:
    @staticmethod
    def loss(config: TrainingConfig, corpora: Corpora) -> tuple[float, TorchTagger]:
        """Return the loss of the first articles."""
        torch.manual_seed(1)
        tagger = new_tagger(config, corpora, torch.device("cpu"))
        tagger.model.train()
        if config.freeze_embeddings:
            tagger.model.get_input_embeddings().weight.requires_grad = False
        examples = make_examples(corpora.train[:4], tagger.text_encoder, corpora.schema)
        batch = Collator(pad_id=1)(list(examples.windows))
        objective = Objective(config, tagger.model.get_input_embeddings(), tagger.crf)
        loss = objective(tagger.model, batch)
        loss.backward()
        assert all(parameter.grad is not None for parameter in tagger.model.parameters() if parameter.requires_grad), (
            "a parameter has no gradient"
        )
        return loss.item(), tagger

    @pytest.mark.parametrize("frozen", [False, True])
    def test_the_adversarial_step_makes_the_loss_larger(
        self, settings: Callable[..., TrainingConfig], tmp_path: Path, corpora: Corpora, frozen: bool
    ) -> None:
        common = {"dropout": 0.0, "freeze_embeddings": frozen}

        plain, _ = self.loss(settings(tmp_path, **common), corpora)
        moved, _ = self.loss(settings(tmp_path, fgm=0.5, **common), corpora)

        assert moved > plain

    def test_r_drop_without_dropout_is_the_plain_loss(
        self, settings: Callable[..., TrainingConfig], tmp_path: Path, corpora: Corpora
    ) -> None:
        plain, _ = self.loss(settings(tmp_path, dropout=0.0), corpora)
        twice, _ = self.loss(settings(tmp_path, dropout=0.0, r_drop=5.0), corpora)

        assert twice == pytest.approx(plain, rel=1e-4)

    def test_r_drop_adds_what_dropout_makes_different(
        self, settings: Callable[..., TrainingConfig], tmp_path: Path, corpora: Corpora
    ) -> None:
        little, _ = self.loss(settings(tmp_path, dropout=0.3, r_drop=0.001), corpora)
        much, _ = self.loss(settings(tmp_path, dropout=0.3, r_drop=5.0), corpora)

        assert much > little

    def test_a_crf_is_a_part_of_the_model(
        self, settings: Callable[..., TrainingConfig], tmp_path: Path, corpora: Corpora
    ) -> None:
        _, tagger = self.loss(settings(tmp_path, crf=True), corpora)

        assert tagger.crf is not None
        assert {"crf.transitions", "crf.start", "crf.end"} <= dict(tagger.model.named_parameters()).keys()


@pytest.mark.parametrize(
    "option",
    [
        *({"crf": True}, {"pooling": "mean"}, {"label_smoothing": 0.1}, {"focal": 2.0}, {"r_drop": 1.0}, {"fgm": 1.0}),
        *({"replace_entities": 0.5}, {"layer_decay": 0.9}, {"schedule": "cosine"}, {"schedule": "constant"}),
    ],
    ids=str,
)
def test_a_model_learns_with_each_option(
    settings: Callable[..., TrainingConfig], tmp_path: Path, corpora: Corpora, option: dict[str, Any]
) -> None:
    fitted = fit(settings(tmp_path, epochs=6, **option), corpora, tmp_path / "scratch", QUIET, "")

    assert fitted.history[-1]["loss"] < fitted.history[0]["loss"] * 0.9
