"""What a training minimises."""

from __future__ import annotations

from collections.abc import Iterator
from contextlib import contextmanager
from typing import Any

import torch
from torch import nn
from torch.nn import functional

from solieu.models.crf import LinearChainCRF
from solieu.models.pooling import pool_words
from solieu.training.config import TrainingConfig
from solieu.training.examples import IGNORED

Batch = dict[str, torch.Tensor]


class Objective:
    """The loss of a batch, summed over its words.

    Args:
        config: Says what the loss is made of.
        embeddings: The model's word embeddings, which the adversarial step moves.
        crf: The CRF that judges the tags of a line together; None for words one by one.
    """

    def __init__(self, config: TrainingConfig, embeddings: nn.Module, crf: LinearChainCRF | None) -> None:
        self._config = config
        self._embeddings = embeddings
        self._crf = crf

    def __call__(self, model: nn.Module, batch: Batch) -> torch.Tensor:
        """Return the loss.

        Args:
            model: A token classifier in training mode.
            batch: As `Collator` makes it.
        """
        if self._config.r_drop:
            batch = {name: torch.cat([tensor, tensor]) for name, tensor in batch.items()}
        if not self._config.fgm:
            return self._loss(model, batch)
        with _watched(self._embeddings) as vectors:
            loss = self._loss(model, batch)
        (gradient,) = torch.autograd.grad(loss, vectors, retain_graph=True)
        with _moved(self._embeddings, adversarial_step(gradient, self._config.fgm)):
            return (loss + self._loss(model, batch)) / 2

    def _loss(self, model: nn.Module, batch: Batch) -> torch.Tensor:
        logits = model(input_ids=batch["input_ids"], attention_mask=batch["attention_mask"]).logits
        logits = pool_words(logits, batch["starts"], batch["ends"], self._config.pooling).float()
        labels = batch["labels"]
        if self._crf is not None:
            loss = -self._crf.log_likelihood(logits, labels).sum()
        else:
            loss = word_loss(logits, labels, self._config.label_smoothing, self._config.focal)
        if self._config.r_drop:
            loss = loss / 2 + self._config.r_drop * divergence(logits, labels)
        return loss


def word_loss(logits: torch.Tensor, labels: torch.Tensor, smoothing: float, focal: float) -> torch.Tensor:
    """Return the cross entropy of words one by one, summed.

    Args:
        logits: Shape ``(rows, words, tags)``.
        labels: Tag numbers, shape ``(rows, words)``, `IGNORED` where there is no word.
        smoothing: The share of each tag's probability that is spread over all tags (Szegedy et al., "Rethinking
            the Inception architecture for computer vision", CVPR 2016, section 7).
        focal: The exponent γ of the factor ``(1 - p)^γ``, with which words that are already judged well weigh
            less (Lin et al., "Focal loss for dense object detection", ICCV 2017, section 3.2); 0 for none.
    """
    losses = functional.cross_entropy(
        logits.flatten(0, 1), labels.flatten(), ignore_index=IGNORED, label_smoothing=smoothing, reduction="none"
    )
    if focal:
        sure = torch.exp(
            -functional.cross_entropy(
                logits.detach().flatten(0, 1), labels.flatten(), ignore_index=IGNORED, reduction="none"
            )
        )
        losses = losses * (1 - sure) ** focal
    return losses.sum()


def divergence(logits: torch.Tensor, labels: torch.Tensor) -> torch.Tensor:
    """Return how much two passes over the same words differ, summed.

    It is the mean of the two Kullback-Leibler divergences (Liang et al., "R-Drop: regularized dropout for neural
    networks", NeurIPS 2021, equation 2).

    Args:
        logits: Shape ``(2 · rows, words, tags)``: the rows' first pass, then their second.
        labels: Shape ``(2 · rows, words)``, `IGNORED` where there is no word.
    """
    one, other = functional.log_softmax(logits, dim=-1).chunk(2)
    difference = ((one.exp() - other.exp()) * (one - other)).sum(-1) / 2
    return difference[labels.chunk(2)[0] != IGNORED].sum()


def adversarial_step(gradient: torch.Tensor, length: float) -> torch.Tensor:
    """Return a step of ``length`` in the direction in which the loss of each row rises most.

    Miyato, Dai and Goodfellow, "Adversarial training methods for semi-supervised text classification", ICLR 2017,
    equation 5, known as FGM.

    Args:
        gradient: Of the loss by the embedded subwords, shape ``(rows, subwords, hidden)``.
        length: Of each row's step, all subwords together.
    """
    norms = torch.linalg.vector_norm(gradient.float().flatten(1), dim=1).clamp(min=1e-12)
    step: torch.Tensor = gradient.float() * (length / norms)[:, None, None]
    return step.to(gradient.dtype)


@contextmanager
def _watched(embeddings: nn.Module) -> Iterator[list[torch.Tensor]]:
    """Keep what the embeddings give, as a tensor whose gradient can be asked for."""
    seen: list[torch.Tensor] = []

    def keep(_: nn.Module, __: Any, output: torch.Tensor) -> torch.Tensor:
        output = output if output.requires_grad else output.detach().requires_grad_()
        seen.append(output)
        return output

    handle = embeddings.register_forward_hook(keep)
    try:
        yield seen
    finally:
        handle.remove()


@contextmanager
def _moved(embeddings: nn.Module, step: torch.Tensor) -> Iterator[None]:
    """Add a step to what the embeddings give."""
    handle = embeddings.register_forward_hook(lambda _, __, output: output + step)
    try:
        yield
    finally:
        handle.remove()
