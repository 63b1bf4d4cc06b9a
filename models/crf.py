"""A linear-chain conditional random field over the tags of words, to be fitted."""

from __future__ import annotations

import torch
from torch import Tensor, nn

from solieu.annotation.labels import LabelSchema
from solieu.models.crf_scores import CrfScores
from solieu.models.decoding import legal_transitions

# What an illegal transition gets. No legal sequence scores so low, and float32 still computes gradients beside it.
_ILLEGAL = -1e4
# Whatever is farther below the best tag of its word counts as this far: exponentials stay above 0 in float64.
_LOWEST = -600.0


class LinearChainCRF(nn.Module):
    """Scores a sequence of tags as a whole.

    Lafferty, McCallum and Pereira, "Conditional random fields: probabilistic models for segmenting and labeling
    sequence data", ICML 2001. Written here as no kept library has it (pytorch-crf's last release is of 2019).
    The parameters stay in float32 and the sum over all sequences is taken in float64, whatever the emissions'
    type: sums over hundreds of words are too coarse in bfloat16.

    A transition to ``I-X`` from anything but ``B-X`` and ``I-X`` is illegal: its parameter has no effect. The
    first tag is free, since the rows that a CRF is fitted to are windows, and a window that was cut out of a
    long line may begin inside an entity. The constraint that a line cannot begin with ``I-X`` belongs to
    decoding, which sees whole lines.

    Args:
        schema: The labels; its tags are the columns of the emissions.
    """

    legal: Tensor

    def __init__(self, schema: LabelSchema) -> None:
        super().__init__()
        tags = len(schema.tags)
        self.transitions = nn.Parameter(torch.zeros(tags, tags, dtype=torch.float32))
        self.start = nn.Parameter(torch.zeros(tags, dtype=torch.float32))
        self.end = nn.Parameter(torch.zeros(tags, dtype=torch.float32))
        self.register_buffer("legal", torch.from_numpy(legal_transitions(schema)), persistent=False)

    def log_likelihood(self, emissions: Tensor, tags: Tensor) -> Tensor:
        """Return the natural logarithm of the probability of each row's tags.

        Args:
            emissions: What the encoder gives each word, shape ``(rows, words, tags)``, of any float type.
            tags: The gold tags, shape ``(rows, words)``, int64; every row has at least one word, and after its
                last one stands -100.

        Returns:
            Shape ``(rows,)``, float32, each 0 or less but for rounding.
        """
        emissions = emissions.float()
        transitions = torch.where(self.legal, self.transitions, _ILLEGAL)
        inside = tags >= 0
        gold = self._score(emissions, transitions, tags.clamp(min=0), inside)
        return gold - self._log_partition(emissions, transitions, inside)

    def scores(self) -> CrfScores:
        """Return what was learned, on the CPU; what stands at illegal transitions means nothing."""
        transitions, start, end = (
            parameter.detach().float().cpu().numpy().copy() for parameter in (self.transitions, self.start, self.end)
        )
        return CrfScores(transitions, start, end)

    def _score(self, emissions: Tensor, transitions: Tensor, tags: Tensor, inside: Tensor) -> Tensor:
        """Return the unnormalised score of each row's tags, shape ``(rows,)``."""
        of_words = emissions.gather(2, tags[:, :, None])[:, :, 0].masked_fill(~inside, 0.0)
        of_pairs = transitions[tags[:, :-1], tags[:, 1:]].masked_fill(~inside[:, 1:], 0.0)
        last = tags.gather(1, inside.sum(1, keepdim=True) - 1)[:, 0]
        return self.start[tags[:, 0]] + of_words.sum(1) + of_pairs.sum(1) + self.end[last]

    def _log_partition(self, emissions: Tensor, transitions: Tensor, inside: Tensor) -> Tensor:
        """Return the logarithm of the sum over all sequences of their exponentiated scores, shape ``(rows,)``."""
        device = emissions.device
        # Apple's GPUs have no float64, and their many small steps are no faster than those of the processor.
        place = torch.device("cpu") if device.type == "mps" else device
        of_words, transitions, start, end = (
            tensor.to(place).double() for tensor in (emissions, transitions, self.start, self.end)
        )
        # A step is a product with the exponentiated transitions: far less work than exponentials of all pairs.
        weights = transitions.exp()
        total = start + of_words[:, 0]
        for of_word, here in zip(of_words.unbind(1)[1:], inside.to(place)[:, :, None].unbind(1)[1:], strict=True):
            highest = total.detach().amax(1, keepdim=True)
            summed = (total - highest).clamp(min=_LOWEST).exp() @ weights
            total = torch.where(here, summed.log() + (of_word + highest), total)
        return torch.logsumexp(total + end, dim=1).float().to(device)
