"""Words to subword ids."""

from pathlib import Path

import pytest
from tokenizers import Tokenizer
from tokenizers.models import BPE
from tokenizers.pre_tokenizers import ByteLevel
from tokenizers.processors import TemplateProcessing
from tokenizers.trainers import BpeTrainer
from transformers import BertConfig, PhobertTokenizer, PreTrainedTokenizerFast, RobertaConfig

from solieu.annotation import Document, SolieuError
from solieu.models.encoding import TextEncoder, longest_window
from solieu.models.subwords import SubwordEncoder
from solieu.models.words import find_words


@pytest.fixture(scope="module")
def byte_level(seeds: list[Document]) -> PreTrainedTokenizerFast:
    """A tokenizer like RoBERTa's, trained on the seeds."""
    special = ["<s>", "<pad>", "</s>", "<unk>", "<mask>"]
    backend = Tokenizer(BPE())
    backend.pre_tokenizer = ByteLevel(add_prefix_space=False)
    trainer = BpeTrainer(
        vocab_size=1500, special_tokens=special, initial_alphabet=ByteLevel.alphabet(), show_progress=False
    )
    backend.train_from_iterator([document.text for document in seeds], trainer)
    backend.post_processor = TemplateProcessing(single="<s> $A </s>", special_tokens=[("<s>", 0), ("</s>", 2)])
    return PreTrainedTokenizerFast(
        tokenizer_object=backend,
        bos_token="<s>",
        pad_token="<pad>",
        eos_token="</s>",
        unk_token="<unk>",
        mask_token="<mask>",
    )


@pytest.fixture(params=["tiny_tokenizer", "byte_level"])
def tokenizer(request: pytest.FixtureRequest) -> PreTrainedTokenizerFast:
    found: PreTrainedTokenizerFast = request.getfixturevalue(request.param)
    return found


def ids_of(tokenizer: PreTrainedTokenizerFast, text: str, limit: int = 100) -> list[tuple[int, ...]]:
    return SubwordEncoder(tokenizer).encode(find_words(text), limit)


@pytest.mark.parametrize(
    "line", ["Công an tỉnh Long An", "Hội nghị (2013 - 2023)", "Ngày 2/6/2023, Công an", "ủy viên: 74,2 tỷ đồng."]
)
def test_words_get_the_ids_that_they_have_in_running_text(tokenizer: PreTrainedTokenizerFast, line: str) -> None:
    ids = [number for word in ids_of(tokenizer, line) for number in word]

    # A byte-level tokenizer puts no space before the first word of a text, so one is put there for it.
    own = tokenizer(line if "▁" in tokenizer.get_vocab() else f" {line}", add_special_tokens=False)["input_ids"]
    assert ids == own


def test_a_word_after_a_space_and_the_same_word_glued_differ(tokenizer: PreTrainedTokenizerFast) -> None:
    glued, spaced = ids_of(tokenizer, "(an an")[1:]

    assert glued != spaced


def test_special_pieces_that_are_written_out_are_text(tokenizer: PreTrainedTokenizerFast) -> None:
    special = set(tokenizer.all_special_ids) - {tokenizer.unk_token_id}

    ids = [number for word in ids_of(tokenizer, "xem </s> <mask> <pad></s>") for number in word]

    assert not special & set(ids)


def test_every_word_gets_an_id_even_one_of_which_the_tokenizer_keeps_nothing(
    tokenizer: PreTrainedTokenizerFast,
) -> None:
    text = "漢字 🇻🇳 \u3164 \u0323 \ufffd \ud83d \U0010ffff"

    ids = ids_of(tokenizer, text)

    assert len(ids) == len(find_words(text))
    assert all(ids)


def test_no_word_has_more_subwords_than_fit_a_window(tokenizer: PreTrainedTokenizerFast) -> None:
    assert max(map(len, ids_of(tokenizer, "h" * 48, limit=10))) == 10


def test_special_ids_surround_a_window(tokenizer: PreTrainedTokenizerFast) -> None:
    encoder = SubwordEncoder(tokenizer)

    assert (encoder.prefix, encoder.suffix) == ([tokenizer.bos_token_id], [tokenizer.eos_token_id])


def test_remembered_words_do_not_change(tokenizer: PreTrainedTokenizerFast) -> None:
    encoder = SubwordEncoder(tokenizer)
    words = find_words("Công an (an) tỉnh")

    assert encoder.encode(words, 100) == encoder.encode(words, 100)


def test_most_lines_of_the_seeds_get_the_ids_of_the_whole_line(
    tiny_tokenizer: PreTrainedTokenizerFast, seeds: list[Document]
) -> None:
    encoder = SubwordEncoder(tiny_tokenizer)
    lines = [line for document in seeds for line in document.text.splitlines() if line.strip()]
    same = 0
    for line in lines:
        ids = [number for word in encoder.encode(find_words(line), 10_000) for number in word]
        same += ids == tiny_tokenizer(line, add_special_tokens=False)["input_ids"]

    assert same > 0.9 * len(lines)


def test_a_slow_tokenizer_is_refused(tmp_path: Path) -> None:
    (tmp_path / "vocab.txt").write_text("an 1\n", encoding="utf-8")
    (tmp_path / "bpe.codes").write_text("a n</w> 1\n", encoding="utf-8")
    slow = PhobertTokenizer(str(tmp_path / "vocab.txt"), str(tmp_path / "bpe.codes"))

    with pytest.raises(SolieuError, match="PhobertTokenizer has no fast version"):
        SubwordEncoder(slow)


def test_a_window_holds_its_words_between_the_special_ids(tokenizer: PreTrainedTokenizerFast) -> None:
    encoder = TextEncoder(tokenizer, max_length=16, overlap=4)
    text = "Công an tỉnh Long An tổ chức Hội nghị tổng kết 10 năm " * 5

    encoded = encoder.encode(text)

    ids = encoder.subwords.encode(encoded.words, 14)
    for window in encoded.windows:
        assert len(window.ids) <= 16
        assert window.ids[0] == tokenizer.bos_token_id
        assert window.ids[-1] == tokenizer.eos_token_id
        for word, position in zip(window.window.words, window.positions, strict=True):
            assert tuple(window.ids[position : position + len(ids[word])]) == ids[word]
    kept = [word for window in encoded.windows for word in window.window.kept]
    assert kept == list(range(len(encoded.words)))


@pytest.mark.parametrize(("max_length", "overlap"), [(2, 0), (16, 8), (16, -1)])
def test_windows_that_leave_no_room_are_refused(
    tiny_tokenizer: PreTrainedTokenizerFast, max_length: int, overlap: int
) -> None:
    with pytest.raises(SolieuError, match=f"windows of {max_length} subwords cannot overlap by {overlap}"):
        TextEncoder(tiny_tokenizer, max_length, overlap)


def test_an_encoder_reads_as_many_subwords_as_it_has_positions() -> None:
    assert longest_window(BertConfig(max_position_embeddings=128)) == 128


def test_roberta_counts_its_positions_from_the_padding_id_on() -> None:
    assert longest_window(RobertaConfig(max_position_embeddings=258, pad_token_id=1)) == 256
