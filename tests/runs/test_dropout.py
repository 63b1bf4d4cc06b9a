"""Dropout with one mask for a whole sequence."""

import torch
from torch import nn

from solieu.training.dropout import SharedDropout, share_dropout


def ones(*shape: int) -> torch.Tensor:
    torch.manual_seed(1)
    return torch.ones(shape)


def test_values_are_dropped_or_scaled_up_so_that_their_expectation_is_kept() -> None:
    dropped = SharedDropout(0.25)(ones(200, 3, 100))

    assert set(dropped.unique().tolist()) == {0.0, torch.tensor(1 / 0.75).item()}
    assert abs(dropped.mean().item() - 1) < 0.02
    assert abs((dropped == 0).float().mean().item() - 0.25) < 0.02


def test_all_positions_of_a_sequence_have_the_same_mask_and_sequences_have_their_own() -> None:
    dropped = SharedDropout(0.5)(ones(4, 10, 64))

    assert torch.equal(dropped, dropped[:, :1].expand_as(dropped))
    assert not torch.equal(dropped[0], dropped[1])


def test_each_call_draws_a_new_mask() -> None:
    dropout, values = SharedDropout(0.5), ones(1, 1, 64)

    assert not torch.equal(dropout(values), dropout(values))


def test_nothing_is_dropped_outside_training_or_with_a_share_of_0() -> None:
    values = ones(2, 3, 4)
    dropout = SharedDropout(0.5)

    assert SharedDropout(0.0)(values) is values
    dropout.train(False)
    assert dropout(values) is values


def test_the_dtype_is_kept_and_gradients_flow_through_what_is_kept() -> None:
    values = ones(2, 3, 64).bfloat16().requires_grad_()

    dropped = SharedDropout(0.5)(values)
    dropped.sum().backward()

    assert dropped.dtype == torch.bfloat16
    assert values.grad is not None
    assert torch.equal(values.grad, dropped)


def test_a_model_s_dropout_layers_are_replaced_at_any_depth_but_for_those_that_drop_nothing() -> None:
    model = nn.Sequential(nn.Dropout(0.1), nn.Sequential(nn.Linear(2, 2), nn.Dropout(0.2)), nn.Dropout(0.0))

    share_dropout(model)

    found = {name: (type(module), module.p) for name, module in model.named_modules() if isinstance(module, nn.Dropout)}
    assert found == {"0": (SharedDropout, 0.1), "1.1": (SharedDropout, 0.2), "2": (nn.Dropout, 0.0)}
