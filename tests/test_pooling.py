"""Subword logits to word logits."""

import torch

from solieu.models.pooling import pool_words

LOGITS = torch.tensor([[[9.0, 9.0], [1.0, 2.0], [3.0, 6.0], [5.0, 7.0], [8.0, 8.0]]])  # <s>, two words, </s>
STARTS = torch.tensor([[1, 3]])
ENDS = torch.tensor([[3, 4]])


def test_a_word_is_judged_by_its_first_subword() -> None:
    assert pool_words(LOGITS, STARTS, ENDS, "first").tolist() == [[[1.0, 2.0], [5.0, 7.0]]]


def test_or_by_the_mean_of_all_its_subwords() -> None:
    assert pool_words(LOGITS, STARTS, ENDS, "mean").tolist() == [[[2.0, 4.0], [5.0, 7.0]]]


def test_the_mean_is_computed_in_fp32() -> None:
    logits = torch.full((1, 1000, 2), 1.01, dtype=torch.bfloat16)

    words = pool_words(logits, torch.tensor([[0, 997]]), torch.tensor([[997, 1000]]), "mean")

    assert words.dtype == torch.float32
    torch.testing.assert_close(words, logits[:, :2].float(), rtol=1e-4, atol=0)


def test_words_after_the_last_of_a_row_disturb_nothing() -> None:
    rows = torch.cat([LOGITS, LOGITS])
    starts, ends = torch.tensor([[1, 3], [1, 0]]), torch.tensor([[3, 4], [2, 0]])

    for pooling in ("first", "mean"):
        words = pool_words(rows, starts, ends, pooling)  # type: ignore[arg-type]
        assert torch.isfinite(words).all()
        assert words[1, 0].tolist() == [1.0, 2.0]


def test_gradients_reach_the_subwords_that_judge() -> None:
    for pooling, reached in (("first", [1, 3]), ("mean", [1, 2, 3])):
        logits = LOGITS.clone().requires_grad_()
        pool_words(logits, STARTS, ENDS, pooling).sum().backward()  # type: ignore[arg-type]
        assert logits.grad is not None
        assert logits.grad.abs().sum(2)[0].nonzero().flatten().tolist() == reached
