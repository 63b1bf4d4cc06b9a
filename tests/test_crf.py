"""The linear-chain CRF: its likelihood, its gradient, and its scores on disk."""

from itertools import pairwise, product
from pathlib import Path

import numpy as np
import pytest
import torch
from hypothesis import given
from hypothesis import strategies as st
from safetensors.numpy import save_file

from solieu.annotation import LabelSchema, SolieuError
from solieu.models.crf import LinearChainCRF
from solieu.models.crf_scores import CrfScores, load_crf, save_crf

SCHEMA = LabelSchema.from_names(["ORG", "DATE"])
O, B_ORG, I_ORG, B_DATE, I_DATE = range(5)  # noqa: E741
SEEDS = st.integers(0, 2**32 - 1)


def random_crf(seed: int) -> LinearChainCRF:
    crf = LinearChainCRF(SCHEMA)
    generator = torch.Generator().manual_seed(seed)
    with torch.no_grad():
        for parameter in crf.parameters():
            parameter.normal_(generator=generator)
    return crf


def emissions_of(seed: int, rows: int, words: int, scale: float = 2.0) -> torch.Tensor:
    return torch.randn(rows, words, 5, generator=torch.Generator().manual_seed(seed)) * scale


def may_follow(before: int, tag: int) -> bool:
    return tag not in (I_ORG, I_DATE) or before in (tag - 1, tag)


def sequences(words: int) -> list[tuple[int, ...]]:
    """All tag sequences that a window may have: legal but for their first tag, which may be any."""
    return [
        tags
        for tags in product(range(5), repeat=words)
        if all(may_follow(before, tag) for before, tag in pairwise(tags))
    ]


def total(crf: LinearChainCRF, emissions: torch.Tensor, tags: tuple[int, ...]) -> float:
    scores = crf.scores()
    result = float(scores.start[tags[0]] + scores.end[tags[-1]])
    result += sum(float(emissions[word, tag]) for word, tag in enumerate(tags))
    return result + sum(float(scores.transitions[pair]) for pair in pairwise(tags))


@given(SEEDS, st.lists(st.integers(1, 4), min_size=1, max_size=3))
def test_the_likelihood_is_that_among_all_legal_sequences(seed: int, lengths: list[int]) -> None:
    crf = random_crf(seed)
    emissions = emissions_of(seed, len(lengths), max(lengths))
    choose = np.random.default_rng(seed)
    gold = torch.full((len(lengths), max(lengths)), -100)
    expected = []
    for row, length in enumerate(lengths):
        all_tags = sequences(length)
        totals = [total(crf, emissions[row], tags) for tags in all_tags]
        chosen = int(choose.integers(len(all_tags)))
        gold[row, :length] = torch.tensor(all_tags[chosen])
        expected.append(totals[chosen] - np.logaddexp.reduce(totals))

    found = crf.log_likelihood(emissions, gold)

    assert found.shape == (len(lengths),)
    assert found.tolist() == pytest.approx(expected, abs=1e-4)


@given(SEEDS, st.integers(1, 4))
def test_the_probabilities_of_all_legal_sequences_sum_to_1(seed: int, words: int) -> None:
    every = torch.tensor(sequences(words))
    emissions = emissions_of(seed, 1, words).expand(len(every), words, 5)

    likelihood = random_crf(seed).log_likelihood(emissions, every)

    assert likelihood.exp().sum().item() == pytest.approx(1, abs=1e-4)


@given(SEEDS)
def test_the_gradient_of_an_emission_is_the_tag_less_its_probability(seed: int) -> None:
    crf = random_crf(seed)
    emissions = emissions_of(seed, 1, 3).requires_grad_()
    every = sequences(3)
    probabilities = np.exp([total(crf, emissions[0].detach(), tags) for tags in every])
    probabilities /= probabilities.sum()
    expected = np.zeros((3, 5))
    for tags, probability in zip(every, probabilities, strict=True):
        expected[range(3), tags] -= probability
    expected[range(3), every[0]] += 1

    crf.log_likelihood(emissions, torch.tensor([every[0]])).sum().backward()

    assert emissions.grad is not None
    assert emissions.grad[0].numpy() == pytest.approx(expected, abs=1e-4)


def test_what_stands_after_a_row_changes_nothing() -> None:
    crf = random_crf(3)
    emissions = emissions_of(3, 2, 4).requires_grad_()
    gold = torch.tensor([[O, B_ORG, -100, -100], [B_DATE, I_DATE, O, O]])

    both = crf.log_likelihood(emissions, gold)
    both.sum().backward()

    assert both[:1].tolist() == pytest.approx(crf.log_likelihood(emissions[:1, :2], gold[:1, :2]).tolist(), abs=1e-6)
    assert emissions.grad is not None
    assert not emissions.grad[0, 2:].any()


def test_a_window_may_begin_inside_an_entity() -> None:
    crf = LinearChainCRF(SCHEMA)
    emissions = torch.zeros(1, 2, 5)

    inside = crf.log_likelihood(emissions, torch.tensor([[I_ORG, I_ORG]]))
    begun = crf.log_likelihood(emissions, torch.tensor([[B_ORG, I_ORG]]))

    assert inside.tolist() == begun.tolist() == pytest.approx([-np.log(len(sequences(2)))])


def test_illegal_transitions_have_no_part_in_what_is_learned() -> None:
    crf = random_crf(5)
    illegal = [(before, tag) for before, tag in product(range(5), repeat=2) if not may_follow(before, tag)]

    crf.log_likelihood(emissions_of(5, 2, 6), torch.tensor([[O, B_ORG, I_ORG, I_ORG, O, B_DATE]] * 2)).sum().backward()

    assert crf.transitions.grad is not None
    assert not any(crf.transitions.grad[pair] for pair in illegal)
    assert crf.transitions.grad[B_ORG, I_ORG] != 0


@pytest.mark.parametrize("scale", [1.0, 100.0, 1e6])
def test_likelihood_and_gradient_are_finite_for_any_emissions(scale: float) -> None:
    crf = random_crf(1)
    emissions = emissions_of(1, 2, 250, scale).requires_grad_()

    likelihood = crf.log_likelihood(emissions, torch.tensor([[I_DATE, O] + [B_ORG, I_ORG] * 124] * 2))
    likelihood.sum().backward()

    assert likelihood.isfinite().all()
    assert all(tensor.grad is not None and tensor.grad.isfinite().all() for tensor in (emissions, *crf.parameters()))


def test_emissions_in_bfloat16_are_summed_as_exactly_as_others() -> None:
    crf = random_crf(2)
    emissions = emissions_of(2, 2, 200).bfloat16().requires_grad_()
    gold = torch.tensor([[B_ORG, I_ORG, O, B_DATE] * 50] * 2)

    with torch.autocast("cpu", dtype=torch.bfloat16):
        found = crf.log_likelihood(emissions, gold)
    found.sum().backward()

    assert found.dtype == torch.float32
    assert found.tolist() == crf.log_likelihood(emissions.float(), gold).tolist()
    assert emissions.grad is not None
    assert emissions.grad.dtype == torch.bfloat16
    assert {parameter.dtype for parameter in crf.parameters()} == {torch.float32}


def test_a_crf_learns_which_tag_follows_which() -> None:
    crf = LinearChainCRF(SCHEMA)
    gold = torch.tensor([[O, B_ORG, I_ORG, I_ORG, B_DATE], [O, B_ORG, I_ORG, B_DATE, I_DATE]])
    optimizer = torch.optim.Adam(crf.parameters(), lr=0.5)

    for _ in range(50):
        optimizer.zero_grad()
        loss = -crf.log_likelihood(torch.zeros(2, 5, 5), gold).sum()
        loss.backward()
        optimizer.step()

    assert loss.item() < 2.0
    assert crf.scores().start.argmax() == O


def test_scores_are_written_and_read_again(tmp_path: Path) -> None:
    scores = random_crf(4).scores()

    save_crf(scores, tmp_path / "crf.safetensors")
    read = load_crf(tmp_path / "crf.safetensors", 5)

    assert all(
        np.array_equal(left, right) and right.dtype == np.float32
        for left, right in (
            (scores.transitions, read.transitions),
            (scores.start, read.start),
            (scores.end, read.end),
        )
    )


def test_scores_stay_as_they_were_when_the_training_goes_on() -> None:
    crf = random_crf(4)
    scores = crf.scores()
    before = scores.start.copy()

    with torch.no_grad():
        crf.start.add_(1)

    assert np.array_equal(scores.start, before)


def test_scores_for_other_tags_are_refused(tmp_path: Path) -> None:
    save_crf(random_crf(4).scores(), tmp_path / "crf.safetensors")

    with pytest.raises(SolieuError, match=r"crf\.safetensors: 'transitions' must be .* of shape \(21, 21\)"):
        load_crf(tmp_path / "crf.safetensors", 21)


def test_a_file_without_the_ends_is_refused(tmp_path: Path) -> None:
    save_file(
        {"transitions": np.zeros((5, 5), np.float32), "start": np.zeros(5, np.float32)}, tmp_path / "crf.safetensors"
    )

    with pytest.raises(SolieuError, match=r"'end' must be .* but is missing"):
        load_crf(tmp_path / "crf.safetensors", 5)


def test_scores_that_are_no_numbers_are_refused(tmp_path: Path) -> None:
    save_crf(
        CrfScores(np.zeros((5, 5), np.float32), np.full(5, np.nan, np.float32), np.zeros(5, np.float32)),
        tmp_path / "crf.safetensors",
    )

    with pytest.raises(SolieuError, match="'start' must be finite"):
        load_crf(tmp_path / "crf.safetensors", 5)


@pytest.mark.parametrize("content", [None, b"", b"no safetensors at all"])
def test_a_file_that_is_missing_or_damaged_is_refused(tmp_path: Path, content: bytes | None) -> None:
    if content is not None:
        (tmp_path / "crf.safetensors").write_bytes(content)

    with pytest.raises(SolieuError, match=r"crf\.safetensors: the scores of the CRF cannot be read"):
        load_crf(tmp_path / "crf.safetensors", 5)
