"""AdamW on fp32 copies of weights that are kept in bf16."""

from collections.abc import Callable

import pytest
import torch
from torch import nn

from solieu.training.optimizer import MasterWeightAdamW


def model(dtype: torch.dtype = torch.float32) -> nn.Sequential:
    torch.manual_seed(1)
    return nn.Sequential(nn.Linear(8, 16), nn.LayerNorm(16), nn.Tanh(), nn.Linear(16, 3)).to(dtype)


def gradients(network: nn.Module, step: int) -> None:
    """Give each parameter the gradient of a small task, which is another at each step."""
    generator = torch.Generator().manual_seed(step)
    dtype = next(network.parameters()).dtype
    inputs = torch.randn(20, 8, generator=generator).to(dtype)
    network(inputs).float().pow(2).mean().backward()


def test_with_fp32_weights_it_is_torch_s_adamw_step_by_step() -> None:
    ours, theirs = model(), model()
    optimizer = MasterWeightAdamW(ours.named_parameters(), learning_rate=0.01, weight_decay=0.1)
    reference = torch.optim.AdamW(
        [
            {"params": [weight for weight in theirs.parameters() if weight.ndim > 1], "weight_decay": 0.1},
            {"params": [weight for weight in theirs.parameters() if weight.ndim == 1], "weight_decay": 0.0},
        ],
        lr=0.01,
    )

    for step in range(20):
        for network, method in ((ours, optimizer), (theirs, reference)):
            gradients(network, step)
            method.step()
            method.zero_grad()
        for weight, expected in zip(ours.parameters(), theirs.parameters(), strict=True):
            torch.testing.assert_close(weight, expected, rtol=1e-6, atol=1e-7)


def test_updates_too_small_for_bf16_add_up() -> None:
    def moved(make: Callable[[nn.Parameter], torch.optim.Optimizer]) -> float:
        weight = nn.Parameter(torch.ones(1, dtype=torch.bfloat16))
        optimizer = make(weight)
        for _ in range(100):
            weight.grad = torch.ones_like(weight)
            optimizer.step()
        return 1 - weight.item()

    # Each step moves the weight by 1e-4; near 1, bf16 has steps of 4e-3.
    assert moved(lambda weight: torch.optim.AdamW([weight], lr=1e-4, weight_decay=0.0)) == 0
    assert moved(lambda weight: MasterWeightAdamW([("w", weight)], 1e-4, 0.0)) == pytest.approx(0.01, abs=0.004)


def test_weights_keep_their_dtype_and_are_the_rounded_copies() -> None:
    network = model(torch.bfloat16)
    optimizer = MasterWeightAdamW(network.named_parameters(), 0.01, 0.1)

    gradients(network, 0)
    optimizer.step()

    masters = [master for group in optimizer.param_groups for master in group["params"]]
    assert {master.dtype for master in masters} == {torch.float32}
    weights = sorted((weight.detach() for weight in network.parameters()), key=lambda weight: weight.ndim == 1)
    for weight, master in zip(weights, masters, strict=True):
        assert weight.dtype == torch.bfloat16
        assert torch.equal(weight, master.bfloat16())


def test_frozen_weights_stay_as_they_are() -> None:
    network = model()
    network[0].weight.requires_grad = False
    before = network[0].weight.clone()
    optimizer = MasterWeightAdamW(network.named_parameters(), 0.1, 0.1)

    gradients(network, 0)
    optimizer.step()

    assert torch.equal(network[0].weight, before)


def test_a_weight_without_a_gradient_stays_as_it_is() -> None:
    weight = nn.Parameter(torch.ones(2, 2))
    optimizer = MasterWeightAdamW([("w", weight)], 0.1, 0.1)

    optimizer.step()

    assert torch.equal(weight, torch.ones(2, 2))


def test_gradients_are_forgotten_by_the_weights_and_their_copies() -> None:
    network = model(torch.bfloat16)
    optimizer = MasterWeightAdamW(network.named_parameters(), 0.01, 0.1)
    gradients(network, 0)
    optimizer.step()

    optimizer.zero_grad()

    assert all(weight.grad is None for weight in network.parameters())
    assert all(master.grad is None for group in optimizer.param_groups for master in group["params"])


def test_only_matrices_decay() -> None:
    network = model()
    optimizer = MasterWeightAdamW(network.named_parameters(), 0.01, 0.1)
    before = [weight.clone() for weight in network.parameters()]

    for weight in network.parameters():
        weight.grad = torch.zeros_like(weight)
    optimizer.step()

    for weight, old in zip(network.parameters(), before, strict=True):
        torch.testing.assert_close(weight, old * (0.999 if weight.ndim > 1 else 1.0))


@pytest.mark.parametrize("dtype", [torch.float32, torch.bfloat16])
def test_steps_go_on_from_the_tensors_of_another_optimizer(dtype: torch.dtype) -> None:
    def trained(network: nn.Module, optimizer: MasterWeightAdamW, steps: range) -> None:
        for step in steps:
            gradients(network, step)
            optimizer.step()
            optimizer.zero_grad()

    whole, begun, resumed = model(dtype), model(dtype), model(dtype)
    optimizers = [MasterWeightAdamW(network.named_parameters(), 0.01, 0.1) for network in (whole, begun, resumed)]
    trained(whole, optimizers[0], range(10))
    trained(begun, optimizers[1], range(6))
    tensors = {name: tensor.clone() for name, tensor in optimizers[1].tensors().items()}
    trained(resumed, optimizers[2], range(3))

    optimizers[2].load_tensors(tensors)
    trained(resumed, optimizers[2], range(6, 10))

    assert all(
        torch.equal(weight, other) for weight, other in zip(whole.parameters(), resumed.parameters(), strict=True)
    )
    expected = optimizers[0].tensors()
    assert optimizers[2].tensors().keys() == expected.keys()
    assert all(torch.equal(tensor, expected[name]) for name, tensor in optimizers[2].tensors().items())


def test_before_the_first_step_the_tensors_are_the_weights_alone() -> None:
    network = model(torch.bfloat16)
    tensors = MasterWeightAdamW(network.named_parameters(), 0.01, 0.1).tensors()

    assert tensors.keys() == {f"{number}.master" for number in range(6)}
    other = MasterWeightAdamW(network.named_parameters(), 0.01, 0.1)
    gradients(network, 0)
    other.step()
    other.load_tensors(tensors)
    assert other.tensors().keys() == tensors.keys()


def test_gradients_that_a_scaler_has_made_larger_give_the_same_steps() -> None:
    ours, scaled = model(), model()
    optimizer, other = (MasterWeightAdamW(network.named_parameters(), 0.01, 0.1) for network in (ours, scaled))
    scaler = torch.amp.GradScaler("cpu", init_scale=1024.0)

    for step in range(5):
        gradients(ours, step)
        optimizer.step()
        optimizer.zero_grad()
        gradients(scaled, step)
        scaler.scale(torch.ones(()))  # the scaler makes its scale when it is first used
        for weight in scaled.parameters():
            assert weight.grad is not None
            weight.grad *= scaler.get_scale()
        scaler.unscale_(other)
        scaler.step(other)
        scaler.update()
        other.zero_grad()

    for weight, expected in zip(scaled.parameters(), ours.parameters(), strict=True):
        torch.testing.assert_close(weight, expected, rtol=0, atol=0)


def test_a_step_whose_scaled_gradients_are_too_large_is_passed_over() -> None:
    network = model()
    optimizer = MasterWeightAdamW(network.named_parameters(), 0.01, 0.1)
    scaler = torch.amp.GradScaler("cpu", init_scale=1024.0)
    before = [weight.clone() for weight in network.parameters()]

    scaler.scale(torch.ones(()))
    gradients(network, 0)
    network[0].weight.grad.fill_(torch.inf)
    scaler.unscale_(optimizer)
    scaler.step(optimizer)
    scaler.update()

    assert all(torch.equal(weight, old) for weight, old in zip(network.parameters(), before, strict=True))
    assert scaler.get_scale() == 512
