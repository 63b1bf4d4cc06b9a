"""Words to subword ids."""

import pickle
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
from solieu.models.phobert_tokenizer import PhobertTokenizerFast
from solieu.models.subwords import SubwordEncoder
from solieu.models.words import Words, find_words


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


@pytest.fixture
def phobert_files(tmp_path: Path) -> tuple[str, str]:
    """PhoBERT's two files, made by hand; ``_an`` is a step that the vocabulary lacks."""
    pieces = ["an", "(", ")", "Công@@", "_an@@", "<@@", "/@@", "s@@", ">", "a", "n", "an@@"]
    merges = ["a n</w>", "C ô", "Cô n", "Côn g", "a n", "_ an</w>"]
    (tmp_path / "vocab.txt").write_text("".join(f"{piece} 1\n" for piece in pieces), encoding="utf-8")
    (tmp_path / "bpe.codes").write_text("".join(f"{merge} 1\n" for merge in merges), encoding="utf-8")
    return str(tmp_path / "vocab.txt"), str(tmp_path / "bpe.codes")


def test_phoberts_words_get_the_ids_of_its_own_tokenizer(phobert_files: tuple[str, str]) -> None:
    words = [*find_words("Công an (an) </s> <unk> 漢字 🇻🇳").texts, "Công_an", "an_an", "</s>", "<mask>"]
    slow = PhobertTokenizer(*phobert_files)

    ids = SubwordEncoder(PhobertTokenizerFast(*phobert_files)).encode(Words(words, spaced=[True] * len(words)), 100)

    assert ids == [tuple(slow.convert_tokens_to_ids(slow._tokenize(word))) for word in words]
    assert slow.unk_token_id in ids[words.index("Công_an")]


def test_phoberts_words_are_the_same_glued_and_after_a_space(phobert_files: tuple[str, str]) -> None:
    glued, spaced = ids_of(PhobertTokenizerFast(*phobert_files), "(an an")[1:]

    assert glued == spaced


def test_a_word_of_which_phobert_keeps_nothing_is_unknown(phobert_files: tuple[str, str]) -> None:
    tokenizer = PhobertTokenizerFast(*phobert_files)

    ids = SubwordEncoder(tokenizer).encode(Words(["an", "\x1c"], spaced=[True, False]), 100)

    assert ids[1] == (tokenizer.unk_token_id,)


@pytest.mark.parametrize("limit", [1, 100])
def test_many_texts_at_once_get_the_ids_of_one_after_the_other(
    tokenizer: PreTrainedTokenizerFast, phobert_files: tuple[str, str], limit: int
) -> None:
    texts = [find_words(text) for text in ("Công an (an) tỉnh", "", "an an Long An", "(Công an")]
    for each in (tokenizer, PhobertTokenizerFast(*phobert_files)):
        wanted = [SubwordEncoder(each).encode(words, limit) for words in texts]

        assert SubwordEncoder(each).encode_many(texts, limit) == wanted
        assert SubwordEncoder(each).encode_many([], limit) == []


def test_many_texts_at_once_get_the_windows_of_one_after_the_other(tokenizer: PreTrainedTokenizerFast) -> None:
    encoder = TextEncoder(tokenizer, max_length=16, overlap=4)
    texts = ["Công an tỉnh Long An tổ chức Hội nghị " * 3, "", "tổng kết\n10 năm"]

    assert encoder.encode_many(texts) == [encoder.encode(text) for text in texts]


def test_words_that_are_forgotten_are_encoded_again(
    tokenizer: PreTrainedTokenizerFast, phobert_files: tuple[str, str], monkeypatch: pytest.MonkeyPatch
) -> None:
    texts = [find_words(text) for text in ("Công an (an) tỉnh", "an an Long An", "(Công an")]
    for each in (tokenizer, PhobertTokenizerFast(*phobert_files)):
        wanted = [SubwordEncoder(each).encode(words, 100) for words in texts]
        with monkeypatch.context() as small:
            small.setattr("solieu.models.subwords._MEMORY", 3)
            encoder = SubwordEncoder(each)

            assert [encoder.encode(words, 100) for words in texts] == wanted


def test_an_encoder_can_be_sent_to_another_process(
    tokenizer: PreTrainedTokenizerFast, phobert_files: tuple[str, str]
) -> None:
    words = find_words("Công an (an) tỉnh")
    for each in (tokenizer, PhobertTokenizerFast(*phobert_files)):
        encoder = SubwordEncoder(each)

        assert pickle.loads(pickle.dumps(encoder)).encode(words, 100) == encoder.encode(words, 100)


def test_a_slow_tokenizer_is_refused(phobert_files: tuple[str, str]) -> None:
    slow = PhobertTokenizer(*phobert_files)

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
        for word, start, end in zip(window.window.words, window.starts, window.ends, strict=True):
            assert tuple(window.ids[start:end]) == ids[word]
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
