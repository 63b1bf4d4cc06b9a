"""What a model is fitted to: windows of subwords with the tags of their words, in batches under a budget."""

import pytest
import torch
from hypothesis import given
from hypothesis import strategies as st
from transformers import PreTrainedTokenizerFast

from solieu.annotation import Document, LabelSchema, Span
from solieu.models.encoding import TextEncoder
from solieu.training.examples import IGNORED, BudgetSampler, Collator, make_examples

SCHEMA = LabelSchema.from_names(["PERSON", "LOC"])
NONE, B_PERSON, I_PERSON, B_LOC, I_LOC = range(5)


@pytest.fixture
def encoder(tiny_tokenizer: PreTrainedTokenizerFast) -> TextEncoder:
    return TextEncoder(tiny_tokenizer, max_length=128, overlap=32)


class TestExamples:
    def test_carry_each_word_s_tag_and_where_its_subwords_are(self, encoder: TextEncoder) -> None:
        document = Document("Ông Lâm Minh Hồng ở Long An.", (Span(4, 17, "PERSON"), Span(20, 27, "LOC")))

        (row,) = make_examples([document], encoder, SCHEMA).windows

        assert row["labels"] == [NONE, B_PERSON, I_PERSON, I_PERSON, NONE, B_LOC, I_LOC, NONE]
        assert row["starts"] == [1, *row["ends"][:-1]]
        assert row["ends"][-1] == len(row["input_ids"]) - 1

    def test_carry_one_tag_for_a_word_of_several_subwords(self, encoder: TextEncoder) -> None:
        (row,) = make_examples([Document("Krông")], encoder, SCHEMA).windows

        assert len(row["input_ids"]) > 3
        assert (row["labels"], row["starts"], row["ends"]) == ([NONE], [1], [len(row["input_ids"]) - 1])

    def test_split_a_word_at_the_edge_of_a_span_inside_it(self, encoder: TextEncoder) -> None:
        # Without the split, the word "TP.HCM" would be O or wholly LOC.
        document = Document("về TP.HCM", (Span(6, 9, "LOC"),))

        examples = make_examples([document], encoder, SCHEMA)

        assert examples.windows[0]["labels"] == [NONE, NONE, B_LOC]
        assert examples.cut == 0

    def test_count_the_spans_that_no_tags_give_back(self, encoder: TextEncoder) -> None:
        documents = [
            Document("Huế\nVinh", (Span(0, 8, "LOC"),)),  # across a line break
            Document("Huế ", (Span(0, 4, "LOC"),)),  # an edge in white space
            Document("Huế", (Span(0, 3, "LOC"),)),
        ]

        assert make_examples(documents, encoder, SCHEMA).cut == 2

    def test_leave_nothing_of_a_long_article_out(self, encoder: TextEncoder) -> None:
        document = Document("Huế " * 500)

        examples = make_examples([document], encoder, SCHEMA)

        assert max(examples.lengths) <= 128
        assert examples.lengths == [len(row["input_ids"]) for row in examples.windows]
        assert sum(len(row["labels"]) for row in examples.windows) >= 500

    def test_of_an_empty_article_there_are_none(self, encoder: TextEncoder) -> None:
        assert len(make_examples([Document("\n"), Document("Huế")], encoder, SCHEMA).lengths) == 1


def test_a_batch_is_padded_to_its_longest_window() -> None:
    batch = Collator(pad_id=1)(
        [
            {"input_ids": [0, 7, 8, 9, 2], "starts": [1, 3], "ends": [3, 4], "labels": [3, 4]},
            {"input_ids": [0, 7, 2], "starts": [1], "ends": [2], "labels": [0]},
        ]
    )

    assert batch["input_ids"].tolist() == [[0, 7, 8, 9, 2], [0, 7, 2, 1, 1]]
    assert batch["attention_mask"].tolist() == [[1, 1, 1, 1, 1], [1, 1, 1, 0, 0]]
    assert batch["starts"].tolist() == [[1, 3], [1, 0]]
    assert batch["ends"].tolist() == [[3, 4], [2, 0]]
    assert batch["labels"].tolist() == [[3, 4], [0, IGNORED]]
    assert {tensor.dtype for tensor in batch.values()} == {torch.int64}


class TestBatches:
    @given(
        lengths=st.lists(st.integers(1, 300), min_size=1, max_size=60),
        budget=st.integers(1, 1000),
        seed=st.integers(0, 2**32 - 1),
        epoch=st.integers(0, 100),
    )
    def test_hold_each_window_once_under_the_budget(
        self, lengths: list[int], budget: int, seed: int, epoch: int
    ) -> None:
        sampler = BudgetSampler(lengths, budget, seed)
        sampler.set_epoch(epoch)

        batches = list(sampler)

        assert sorted(index for batch in batches for index in batch) == list(range(len(lengths)))
        assert len(batches) == len(sampler)
        for batch in batches:
            assert len(batch) == 1 or len(batch) * max(lengths[index] for index in batch) <= budget

    def test_are_as_many_in_every_epoch(self) -> None:
        sampler = BudgetSampler([5 + number % 40 for number in range(300)], 200, seed=1)

        sizes = set()
        for epoch in range(5):
            sampler.set_epoch(epoch)
            sizes.add(len(list(sampler)))

        assert sizes == {len(sampler)}

    def test_come_in_another_order_and_company_in_another_epoch_or_with_another_seed(self) -> None:
        def batches(seed: int, epoch: int) -> list[list[int]]:
            sampler = BudgetSampler([10] * 40 + [20] * 40, 100, seed)
            sampler.set_epoch(epoch)
            return list(sampler)

        first, next_epoch, other_seed = batches(1, 0), batches(1, 1), batches(2, 0)

        for other in (next_epoch, other_seed):
            assert first != other
            assert {frozenset(batch) for batch in first} != {frozenset(batch) for batch in other}

    def test_come_in_the_same_order_with_the_same_seed(self) -> None:
        lengths = [5 + number % 40 for number in range(100)]

        assert list(BudgetSampler(lengths, 200, 7)) == list(BudgetSampler(lengths, 200, 7))

    def test_do_not_come_longest_first(self) -> None:
        lengths = list(range(1, 101))

        longest = [max(lengths[index] for index in batch) for batch in BudgetSampler(lengths, 200, seed=1)]

        assert longest != sorted(longest, reverse=True)
