"""PhoBERT's fast tokenizer gives what transformers' own gives, with offsets."""

import json
import random
from collections.abc import Callable
from itertools import product
from pathlib import Path

import pytest
import torch
from hypothesis import given, settings
from hypothesis import strategies as st
from transformers import AutoTokenizer, PhobertTokenizer

from solieu.annotation import Document
from solieu.models.phobert_tokenizer import PhobertTokenizerFast, load_tokenizer
from solieu.models.words import find_words

REAL = Path(__file__).parents[3] / "shared" / "phobert-tokenizer"
DATA = Path(__file__).parents[2] / "data"
ODD = ["Công_an", "đặc_biệt", "_", "__", "a_", "_a", "漢字", "한국", "Привет", "🇻🇳", "👨\u200d👩", "1.297", "2/6/2023"]
ODD += ["<mask>", "</s>", "<unk>", "<s>", "</w>", "a</w>", "@@", "a@@", "@", "\u0301", "ệ", "e\u0323\u0302", "\u200b"]
ODD += ["x" * 300, "\U0010ffff", "\ufeff", "!", "a!b", "A" * 40 + "漢" * 40, "\x00", "đ"]

Compare = Callable[[PhobertTokenizerFast, PhobertTokenizer, list[str]], None]
Expected = Callable[[PhobertTokenizer, str], tuple[int, ...]]
Compounds = Callable[[list[str]], list[str]]

CHARACTERS = st.sampled_from("aăâơưđeiouyàạảnghtrcmPNTĐ_-@<>/w.019,!“”’–…²٣漢🙂\u0301\u0323\u200b") | st.characters(
    codec="utf-8"
)
WORDS = (
    st.sampled_from(ODD)
    | st.lists(st.sampled_from(["Công", "an", "tỉnh", "đặc", "biệt", "ấn", "đề", "Nguyễn", "3"]), min_size=1).map(
        "_".join
    )
    | st.text(CHARACTERS, min_size=1, max_size=30)
    | st.text(st.sampled_from("aăâeioungh_tcr"), min_size=1, max_size=300)
).map(lambda text: "".join(text.split()) or "a")


def mutated(word: str, donor: str, source: random.Random) -> str:
    """Change a word in a few places: characters taken out, doubled, turned, or put in from another word."""
    letters = list(word)
    for _ in range(source.randint(1, 4)):
        place = source.randrange(len(letters) + 1)
        letters[place : place + source.randint(0, 2)] = source.choice(
            [[], ["_"], list(donor[: source.randint(1, 8)]), [source.choice(donor).swapcase()], letters[:place][-2:]]
        )
    return "".join(letters)[:300] or word


def test_every_word_of_the_data_has_the_ids_of_phobert(
    fast: PhobertTokenizerFast,
    slow: PhobertTokenizer,
    seeds: list[Document],
    same_ids: Compare,
    compounds: Compounds,
) -> None:
    lines = (DATA / "authored.jsonl").read_text(encoding="utf-8").splitlines()
    texts = [*(json.loads(line)["text"] for line in lines), *(document.text for document in seeds)]
    words = [word for text in texts for word in find_words(text).texts]

    same_ids(fast, slow, sorted({*words, *compounds(words)[::5], *(word for text in texts for word in text.split())}))


def test_odd_words_have_the_ids_of_phobert(
    fast: PhobertTokenizerFast, slow: PhobertTokenizer, same_ids: Compare
) -> None:
    same_ids(fast, slow, [*ODD, *(first + second for first, second in product(ODD, repeat=2))])


@settings(deadline=None)
@given(words=st.lists(WORDS, min_size=1))
def test_any_word_has_the_ids_of_phobert(
    fast: PhobertTokenizerFast, slow: PhobertTokenizer, same_ids: Compare, words: list[str]
) -> None:
    same_ids(fast, slow, words)


@pytest.mark.slow
def test_200_000_generated_words_have_the_ids_of_phobert(
    fast: PhobertTokenizerFast,
    slow: PhobertTokenizer,
    seeds: list[Document],
    same_ids: Compare,
    compounds: Compounds,
) -> None:
    usual = compounds([word for document in seeds for word in find_words(document.text).texts])
    seen: set[str] = set()

    @settings(max_examples=400, deadline=None, database=None)
    @given(st.lists(WORDS, min_size=10, max_size=30))
    def check(words: list[str]) -> None:
        if len(seen) < 200_000:
            source = random.Random(" ".join(words))
            changed = {mutated(source.choice(usual), source.choice(words), source) for _ in range(600)}
            changed |= {mutated(word, source.choice(usual), source) for word in words for _ in range(10)}
            same_ids(fast, slow, sorted(changed - seen))
            seen.update(changed)

    check()

    assert len(seen) >= 200_000


@settings(deadline=None)
@given(
    text=st.lists(st.sampled_from([*ODD, " ", "  ", "\t", "\n", "\n\n", "\r\n", "\xa0", "\x1c", "\x85"])).map("".join)
)
def test_any_text_has_the_ids_of_phobert(
    fast: PhobertTokenizerFast, slow: PhobertTokenizer, expected: Expected, text: str
) -> None:
    assert fast(text)["input_ids"] == slow(text)["input_ids"]
    assert fast(text, add_special_tokens=False)["input_ids"] == slow(text, add_special_tokens=False)["input_ids"]
    assert fast.encode_words([text, "Công_an"]) == [expected(slow, text), expected(slow, "Công_an")]


def test_batches_have_the_ids_of_phobert(fast: PhobertTokenizerFast, slow: PhobertTokenizer) -> None:
    texts = ["Công_an tỉnh Hoà_Bình", "ký", "đặc_biệt <mask> " * 200]
    options = {"padding": True, "truncation": True, "max_length": 256, "return_tensors": "pt"}

    found, wanted = fast(texts, **options), slow(texts, **options)

    assert torch.equal(found["input_ids"], wanted["input_ids"])
    assert torch.equal(found["attention_mask"], wanted["attention_mask"])
    assert fast("Công_an", "tỉnh")["input_ids"] == slow("Công_an", "tỉnh")["input_ids"]


def test_tokens_can_be_turned_into_the_ids_of_phobert(fast: PhobertTokenizerFast, slow: PhobertTokenizer) -> None:
    text = " ".join(word for word in ODD if "<" not in word)

    assert fast.convert_tokens_to_ids(fast.tokenize(text)) == slow.convert_tokens_to_ids(slow.tokenize(text))


def test_its_offsets_and_word_ids_are_those_of_the_text(fast: PhobertTokenizerFast) -> None:
    text = "Ông Nguyễn_Văn_An 🇻🇳, xã漢字 Đắk_Lắk"

    encoded = fast(text, return_offsets_mapping=True)

    words: dict[int, str] = {}
    for word, (start, end) in zip(encoded.word_ids(), encoded["offset_mapping"], strict=True):
        if word is not None:
            words[word] = words.get(word, "") + text[start:end]
    assert list(words.values()) == text.split()
    assert fast.is_fast


def test_its_length_limit_is_that_of_the_encoder(fast: PhobertTokenizerFast) -> None:
    assert fast.model_max_length == 256


def test_its_own_ids_are_counted_without_the_extra_ones(fast: PhobertTokenizerFast, slow: PhobertTokenizer) -> None:
    assert fast.own_size == len(slow)
    assert sorted(fast.extra_ids) == list(range(len(slow), len(fast)))
    assert set(fast.extra_ids.values()) == {slow.unk_token_id}


def test_the_published_ids_of_the_authors_sentence() -> None:
    if not REAL.is_dir():
        pytest.skip("PhoBERT's own vocab.txt and bpe.codes are not beside the project")

    ids = load_tokenizer(REAL)("Tôi là sinh_viên trường đại_học Công_nghệ")["input_ids"]

    assert ids == [0, 218, 8, 649, 212, 956, 2413, 2]


def test_a_plain_tokenizer_differs_only_in_extra_ids(
    saved: Path, fast: PhobertTokenizerFast, lacking_words: list[str]
) -> None:
    text = " ".join([*ODD, *lacking_words[:300]])

    plain = AutoTokenizer.from_pretrained(saved)(text)["input_ids"]

    assert set(plain) & set(fast.extra_ids)
    assert [fast.extra_ids.get(number, number) for number in plain] == fast(text)["input_ids"]


def test_words_of_which_the_vocabulary_lacks_a_piece(
    fast: PhobertTokenizerFast, slow: PhobertTokenizer, same_ids: Compare, lacking_words: list[str]
) -> None:
    same_ids(fast, slow, lacking_words)
    assert fast(" ".join(lacking_words))["input_ids"] == slow(" ".join(lacking_words))["input_ids"]
