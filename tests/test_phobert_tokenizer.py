"""PhoBERT's fast tokenizer gives what transformers' own gives, with offsets."""

import json
import random
import shutil
import subprocess
import sys
from collections import Counter
from collections.abc import Iterable
from itertools import pairwise, product
from pathlib import Path

import pytest
import torch
from hypothesis import given, settings
from hypothesis import strategies as st
from transformers import (
    AutoTokenizer,
    PhobertTokenizer,
    PreTrainedTokenizerFast,
    RobertaConfig,
    RobertaForMaskedLM,
    RobertaForTokenClassification,
)

from solieu.annotation import Document, SolieuError
from solieu.models.phobert_tokenizer import PhobertTokenizerFast, add_unknown_rows, load_tokenizer
from solieu.models.words import find_words

REAL = Path(__file__).parents[2] / "shared" / "phobert-tokenizer"
DATA = Path(__file__).parents[1] / "data"
NAMES = ("vocab.txt", "bpe.codes")
ODD = ["Công_an", "đặc_biệt", "_", "__", "a_", "_a", "漢字", "한국", "Привет", "🇻🇳", "👨\u200d👩", "1.297", "2/6/2023"]
ODD += ["<mask>", "</s>", "<unk>", "<s>", "</w>", "a</w>", "@@", "a@@", "@", "\u0301", "ệ", "e\u0323\u0302", "\u200b"]
ODD += ["x" * 300, "\U0010ffff", "\ufeff", "!", "a!b", "A" * 40 + "漢" * 40, "\x00", "đ"]


def learned_files(directory: Path, words: Iterable[str], merges: int) -> Path:
    """Write files as PhoBERT's: merges of the most frequent pairs, and the pieces that are left after the last."""
    counts = {(*word[:-1], word[-1] + "</w>"): count for word, count in Counter(words).items()}
    codes = []
    for _ in range(merges):
        pairs: Counter[tuple[str, str]] = Counter()
        for word, count in counts.items():
            for pair in pairwise(word):
                pairs[pair] += count
        if not pairs:
            break
        best = max(pairs, key=lambda pair: (pairs[pair], pair))
        codes.append(f"{best[0]} {best[1]} {pairs[best]}\n")
        counts = {joined(word, best) if best[0] in word else word: count for word, count in counts.items()}
    pieces: Counter[str] = Counter()
    for word, count in counts.items():
        for symbol in word:
            pieces[symbol.removesuffix("</w>") if symbol is word[-1] else symbol + "@@"] += count
    directory.mkdir(parents=True, exist_ok=True)
    (directory / "bpe.codes").write_text("".join(codes), encoding="utf-8")
    vocabulary = "".join(f"{piece} {count}\n" for piece, count in pieces.most_common())
    (directory / "vocab.txt").write_text(vocabulary, encoding="utf-8")
    return directory


def joined(word: tuple[str, ...], pair: tuple[str, str]) -> tuple[str, ...]:
    result = list(word)
    for index in range(len(word) - 1):
        if index < len(result) - 1 and (result[index], result[index + 1]) == pair:
            result[index : index + 2] = [result[index] + result[index + 1]]
    return tuple(result)


def files_with(directory: Path, vocabulary: str | bytes, codes: str | bytes) -> Path:
    for name, content in zip(NAMES, (vocabulary, codes), strict=True):
        (directory / name).write_bytes(content if isinstance(content, bytes) else content.encode())
    return directory


def slow_from(directory: Path) -> PhobertTokenizer:
    return PhobertTokenizer(*(str(directory / name) for name in NAMES))


def expected(slow: PhobertTokenizer, word: str) -> tuple[int, ...]:
    """What transformers gives for a word, in which nothing is a special piece."""
    return tuple(slow.convert_tokens_to_ids(slow._tokenize(word)))


def same_ids(fast: PhobertTokenizerFast, slow: PhobertTokenizer, words: list[str]) -> None:
    wanted = [expected(slow, word) for word in words]
    found = fast.encode_words(words)
    assert found == wanted, next(triple for triple in zip(words, found, wanted, strict=True) if triple[1] != triple[2])


def compounds(words: list[str]) -> list[str]:
    """Words of one to three syllables, as a segmenter joins them."""
    shuffled = random.Random(1)
    return ["_".join(words[index : index + shuffled.choice([1, 1, 2, 3])]) for index in range(len(words))]


@pytest.fixture(scope="module", params=["small", "real"])
def files(request: pytest.FixtureRequest, seeds: list[Document], tmp_path_factory: pytest.TempPathFactory) -> Path:
    """The directory of PhoBERT's real files, or of ones learned from the seeds, of which ``vocab.txt`` lacks steps."""
    if request.param == "small":
        words = compounds([word for document in seeds[:4] for word in find_words(document.text).texts])
        return learned_files(tmp_path_factory.mktemp("small"), words, 400)
    if not REAL.is_dir():
        pytest.skip("PhoBERT's own vocab.txt and bpe.codes are not beside the project")
    return REAL


@pytest.fixture(scope="module")
def fast(files: Path) -> PhobertTokenizerFast:
    return PhobertTokenizerFast(*(files / name for name in NAMES))


@pytest.fixture(scope="module")
def slow(files: Path) -> PhobertTokenizer:
    return slow_from(files)


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
    fast: PhobertTokenizerFast, slow: PhobertTokenizer, seeds: list[Document]
) -> None:
    lines = (DATA / "authored.jsonl").read_text(encoding="utf-8").splitlines()
    texts = [*(json.loads(line)["text"] for line in lines), *(document.text for document in seeds)]
    words = [word for text in texts for word in find_words(text).texts]

    same_ids(fast, slow, sorted({*words, *compounds(words)[::5], *(word for text in texts for word in text.split())}))


def test_odd_words_have_the_ids_of_phobert(fast: PhobertTokenizerFast, slow: PhobertTokenizer) -> None:
    same_ids(fast, slow, [*ODD, *(first + second for first, second in product(ODD, repeat=2))])


@settings(deadline=None)
@given(words=st.lists(WORDS, min_size=1))
def test_any_word_has_the_ids_of_phobert(fast: PhobertTokenizerFast, slow: PhobertTokenizer, words: list[str]) -> None:
    same_ids(fast, slow, words)


@pytest.mark.slow
def test_200_000_generated_words_have_the_ids_of_phobert(
    fast: PhobertTokenizerFast, slow: PhobertTokenizer, seeds: list[Document]
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
def test_any_text_has_the_ids_of_phobert(fast: PhobertTokenizerFast, slow: PhobertTokenizer, text: str) -> None:
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


def hand_made(*lines: str, end: str = "\n") -> str:
    return end.join(lines) + end


# What may stand in the files, beside what PhoBERT's own have, with what is read of it.
VOCABULARY = hand_made("a 9", "b 9", "a@@ 9", "b@@ 9", "ab 5", "ab@@ 5", "_ 1", "_@@ 1")
CODES = hand_made("a b 9", "a b</w> 8", "ab ab</w> 7", "_ ab 6")


@pytest.mark.parametrize(
    ("vocabulary", "codes"),
    [
        pytest.param(VOCABULARY, CODES, id="plain"),
        pytest.param(VOCABULARY.replace("\n", "\r\n"), CODES.replace("\n", "\r\n"), id="Windows line ends"),
        pytest.param(VOCABULARY[:-1], CODES[:-1], id="no line feed at the end"),
        pytest.param("\ufeff" + VOCABULARY, CODES, id="byte order mark"),
        pytest.param(VOCABULARY + hand_made("a 3", "abab 2", "b@@ 1"), CODES, id="pieces twice"),
        pytest.param(VOCABULARY + "a 3\n<mask> 2\n_ab@@ 2\n", CODES, id="a piece twice, and <mask>"),
        pytest.param("<unk> 5\n" + VOCABULARY + "<s> 5\n</s>@@ 4\n", CODES, id="special pieces"),
        pytest.param(VOCABULARY + "  abab   2  \nab ab 2\n\u3000_ab@@\u3000 2\n", CODES, id="spaces in the vocabulary"),
        pytest.param(VOCABULARY, CODES + "b a\nb\xa0a 1 1\n\n_ _ _ 1\nb a</w> 5 5\n", id="lines that are no merges"),
        pytest.param(VOCABULARY, CODES + "b  \t a 5\nb\u2003b 4\n", id="merges parted by other spaces"),
        pytest.param(
            VOCABULARY, hand_made("ab ab 5") + CODES + hand_made("ab ab 5", "a b</w> 3", "ab ab</w> 2"), id="twice"
        ),
        pytest.param(
            VOCABULARY + "@ 2\n@@ 2\n@@@ 3\n@@@@ 2\na@ 2\n", CODES + "@ @</w> 3\na @ 2\na@ @</w> 1\n@ @ 1\n", id="@@"
        ),
        pytest.param(VOCABULARY + "@ 2\na@@@@ 2\n", CODES + "a @ 2\na@ @ 1\na@@ @</w> 1\n", id="@@ within pieces"),
        pytest.param("x 1\n", CODES, id="no piece of any merge"),
        pytest.param(VOCABULARY, CODES + "b</w> a 2\nb </w> 2\n", id="merges that never apply"),
    ],
)
def test_files_are_read_as_transformers_reads_them(tmp_path: Path, vocabulary: str, codes: str) -> None:
    directory = files_with(tmp_path, vocabulary, codes)
    words = ["".join(letters) for length in range(1, 7) for letters in product("ab_@x"[: 8 - length], repeat=length)]

    fast, slow = PhobertTokenizerFast(*(directory / name for name in NAMES)), slow_from(directory)

    same_ids(fast, slow, [*words, "<mask>", "<unk>", "</s>a", "<s>", "\ufeffa"])
    text = " ".join([*words[:500], "<mask>", "a<unk>b", "\n"])
    assert fast(text)["input_ids"] == slow(text)["input_ids"]
    assert fast.all_special_ids == slow.all_special_ids


SYMBOLS = ["a", "b", "ab", "ba", "aa", "_", "a_", "@", "@@", "a@", "</w>", "a</w>", "b</w>", "ab</w>", "</", "w>"]
SHORT = ["".join(letters) for length in range(1, 5) for letters in product("ab_@", repeat=length)]


@settings(deadline=None, max_examples=100)
@given(
    pieces=st.lists(st.lists(st.sampled_from(SYMBOLS), min_size=1, max_size=3).map("".join), min_size=1),
    merges=st.lists(st.tuples(*[st.sampled_from(SYMBOLS)] * 2), min_size=1),
)
def test_any_files_are_read_as_transformers_reads_them_or_refused(
    tmp_path_factory: pytest.TempPathFactory, pieces: list[str], merges: list[tuple[str, str]]
) -> None:
    vocabulary = "".join(f"{piece} 1\n" for piece in pieces)
    codes = "".join(f"{first} {second} 1\n" for first, second in merges)
    directory = files_with(tmp_path_factory.mktemp("any"), vocabulary, codes)
    try:
        fast = PhobertTokenizerFast(*(directory / name for name in NAMES))
    except SolieuError:
        return

    same_ids(fast, slow_from(directory), [*SHORT, "a</w>b", "</w>", "<mask>"])


@pytest.mark.parametrize(
    ("vocabulary", "codes", "sentence"),
    [
        (VOCABULARY + "lonely\n", CODES, "vocab.txt: line 9: expected a piece, a space and a count, got 'lonely'"),
        (VOCABULARY + "\na 2\n", CODES, "vocab.txt: line 9: expected a piece, a space and a count, got ''"),
        (VOCABULARY.encode() + b"\xff 2\n", CODES, "vocab.txt: line 9: is not UTF-8"),
        ("", CODES, "vocab.txt: is empty"),
        ("a 1\na 1\n<unk> 2\n", CODES, "vocab.txt: repeats lines, so that two of <s>"),
        (VOCABULARY, CODES.encode() + b"\xff 2\n", "bpe.codes: line 5: is not UTF-8"),
        (VOCABULARY, "", "bpe.codes: has no line of two symbols and a count"),
        (VOCABULARY, "#version: 0.2\na b\nab ab\n", "bpe.codes: has no line of two symbols and a count"),
        (VOCABULARY, "ab a 2\na b 1\n", "bpe.codes: line 1: joins 'ab', which line 2 makes"),
        (VOCABULARY, CODES + "<s> a 1\n", "bpe.codes: line 5: joins '<s>' and 'a', but special pieces"),
        (VOCABULARY, CODES + "</ w> 1\n", "bpe.codes: line 5: joins '</' and 'w>', but special pieces"),
    ],
)
def test_damaged_files_are_refused(tmp_path: Path, vocabulary: str | bytes, codes: str, sentence: str) -> None:
    files_with(tmp_path, vocabulary, codes)

    with pytest.raises(SolieuError) as refused:
        load_tokenizer(tmp_path)

    assert str(refused.value).startswith(f"{tmp_path}/{sentence}")


def test_a_checkpoint_that_has_only_phoberts_files_is_loaded(tmp_path: Path) -> None:
    files_with(tmp_path, VOCABULARY, CODES)

    tokenizer = load_tokenizer(tmp_path)

    assert isinstance(tokenizer, PhobertTokenizerFast)
    assert tokenizer("abab _ab")["input_ids"] == slow_from(tmp_path)("abab _ab")["input_ids"]


@pytest.mark.parametrize(
    ("written", "limit"), [({}, 256), ({"model_max_length": 128}, 128), ({"model_max_length": 1e30}, 256)]
)
@pytest.mark.parametrize("name", [None, "PhobertTokenizer", "TokenizersBackend", "PreTrainedTokenizerFast"])
def test_whatever_class_its_settings_name_it_is_loaded(
    tmp_path: Path, name: str | None, written: dict[str, float], limit: int
) -> None:
    files_with(tmp_path, VOCABULARY, CODES)
    (tmp_path / "tokenizer_config.json").write_text(json.dumps({**written, "tokenizer_class": name}), encoding="utf-8")

    tokenizer = load_tokenizer(tmp_path)

    assert isinstance(tokenizer, PhobertTokenizerFast)
    assert tokenizer.model_max_length == limit


def test_a_checkpoint_that_transformers_own_tokenizer_wrote_is_loaded(tmp_path: Path) -> None:
    (tmp_path / "first").mkdir()
    slow = slow_from(files_with(tmp_path / "first", VOCABULARY, CODES))
    slow.save_pretrained(tmp_path)

    assert load_tokenizer(tmp_path)("ab <mask>")["input_ids"] == slow("ab <mask>")["input_ids"]


@pytest.mark.parametrize(
    ("name", "content", "sentence"),
    [
        ("tokenizer_config.json", {"added_tokens_decoder": {"12": {"content": "<e>"}}}, "adds the piece '<e>'"),
        ("added_tokens.json", {"<mask>": 12, "<e>": 13}, "adds the piece '<e>'"),
        ("tokenizer_config.json", {"unk_token": "[UNK]"}, "expected unk_token to be '<unk>' as PhoBERT's, got '.UNK.'"),
        ("tokenizer_config.json", [], "tokenizer_config.json: expected a JSON object, got list"),
    ],
)
def test_settings_that_are_not_phoberts_are_refused(tmp_path: Path, name: str, content: object, sentence: str) -> None:
    files_with(tmp_path, VOCABULARY, CODES)
    (tmp_path / name).write_text(json.dumps(content), encoding="utf-8")

    with pytest.raises(SolieuError, match=sentence):
        load_tokenizer(tmp_path)


def test_settings_that_are_no_json_are_refused(tmp_path: Path) -> None:
    files_with(tmp_path, VOCABULARY, CODES)
    (tmp_path / "tokenizer_config.json").write_text("{", encoding="utf-8")

    with pytest.raises(SolieuError, match=r"tokenizer_config.json: is no JSON"):
        load_tokenizer(tmp_path)


def test_a_file_that_is_missing_is_named(tmp_path: Path) -> None:
    files_with(tmp_path, VOCABULARY, CODES)
    (tmp_path / "bpe.codes").unlink()
    (tmp_path / "config.json").write_text('{"tokenizer_class": "PhobertTokenizer"}', encoding="utf-8")

    with pytest.raises(SolieuError, match=r"PhoBERT's tokenizer lacks bpe.codes"):
        load_tokenizer(tmp_path)
    with pytest.raises(SolieuError, match=r"bpe.codes: cannot be read \(No such file"):
        PhobertTokenizerFast(*(tmp_path / name for name in NAMES))


def test_other_tokenizers_are_loaded_as_transformers_loads_them(tiny_encoder: Path, tmp_path: Path) -> None:
    bertweet = shutil.copytree(tiny_encoder, tmp_path / "bertweet")
    files_with(bertweet, VOCABULARY, CODES)
    settings_file = bertweet / "tokenizer_config.json"
    written = json.loads(settings_file.read_text(encoding="utf-8"))
    settings_file.write_text(json.dumps({**written, "tokenizer_class": "BertweetTokenizer"}), encoding="utf-8")

    assert type(load_tokenizer(tiny_encoder)) is PreTrainedTokenizerFast
    assert not isinstance(load_tokenizer(bertweet), PhobertTokenizerFast)


# Words whose extra ids survive: each ends or goes on with what `vocab.txt` lacks.
def lacking_words(fast: PhobertTokenizerFast) -> list[str]:
    symbols = fast.convert_ids_to_tokens(sorted(fast.extra_ids))
    return [symbol.removesuffix("</w>") + ("" if symbol.endswith("</w>") else "漢") for symbol in symbols]


@pytest.fixture(scope="module")
def saved(fast: PhobertTokenizerFast, tmp_path_factory: pytest.TempPathFactory) -> Path:
    """A checkpoint as solieu writes it."""
    directory = tmp_path_factory.mktemp("saved")
    torch.manual_seed(1)
    config = RobertaConfig(
        vocab_size=fast.own_size,
        hidden_size=8,
        num_hidden_layers=1,
        num_attention_heads=2,
        intermediate_size=8,
        max_position_embeddings=258,
        type_vocab_size=1,
        initializer_range=0.5,
        tokenizer_class="PhobertTokenizer",
    )
    model = RobertaForTokenClassification(config)
    add_unknown_rows(model, fast)
    model.save_pretrained(directory)
    fast.save_pretrained(directory)
    return directory


def test_phoberts_own_files_are_saved_as_they_were(saved: Path, files: Path) -> None:
    for name in NAMES:
        assert (saved / name).read_bytes() == (files / name).read_bytes()
    assert isinstance(load_tokenizer(saved), PhobertTokenizerFast)


@pytest.mark.slow
def test_a_saved_tokenizer_is_a_fast_one_where_solieu_is_not(saved: Path, slow: PhobertTokenizer) -> None:
    text = "Công_an tỉnh Hoà_Bình <mask>"
    program = (
        "import json, sys; from transformers import AutoTokenizer; t = AutoTokenizer.from_pretrained(sys.argv[1])\n"
        "e = t(sys.argv[2], return_offsets_mapping=True); assert not 'solieu' in sys.modules\n"
        "print(json.dumps([t.is_fast, t.model_max_length, e.input_ids, e.offset_mapping, e.word_ids()]))"
    )

    run = subprocess.run([sys.executable, "-c", program, saved, text], capture_output=True, check=True, text=True)

    is_fast, limit, ids, offsets, words = json.loads(run.stdout.splitlines()[-1])
    assert (is_fast, limit, ids) == (True, 256, slow(text)["input_ids"])
    assert offsets[1][0] == 0
    assert offsets[-2] == [text.index("<"), len(text)]
    assert words[-2] == 3


def test_a_plain_tokenizer_differs_only_in_extra_ids(saved: Path, fast: PhobertTokenizerFast) -> None:
    text = " ".join([*ODD, *lacking_words(fast)[:300]])

    plain = AutoTokenizer.from_pretrained(saved)(text)["input_ids"]

    assert set(plain) & set(fast.extra_ids)
    assert [fast.extra_ids.get(number, number) for number in plain] == fast(text)["input_ids"]


def test_words_of_which_the_vocabulary_lacks_a_piece(fast: PhobertTokenizerFast, slow: PhobertTokenizer) -> None:
    words = lacking_words(fast)

    same_ids(fast, slow, words)
    assert fast(" ".join(words))["input_ids"] == slow(" ".join(words))["input_ids"]


def test_a_saved_model_computes_the_same_from_extra_ids(saved: Path, fast: PhobertTokenizerFast) -> None:
    text = " ".join(lacking_words(fast)[:60])
    model = RobertaForTokenClassification.from_pretrained(saved).eval()
    plain = AutoTokenizer.from_pretrained(saved)(text, return_tensors="pt")
    exact = fast(text, return_tensors="pt")

    with torch.inference_mode():
        assert not torch.equal(plain["input_ids"], exact["input_ids"])
        assert torch.equal(model(**plain).logits, model(**exact).logits)


@pytest.mark.parametrize("dtype", [torch.float32, torch.bfloat16])
@pytest.mark.parametrize("trained", [True, False])
def test_rows_of_extra_ids_follow_the_one_of_unk(tmp_path: Path, dtype: torch.dtype, trained: bool) -> None:
    fast = PhobertTokenizerFast(*(files_with(tmp_path, VOCABULARY, CODES) / name for name in NAMES))
    model = RobertaForMaskedLM(
        RobertaConfig(vocab_size=fast.own_size, hidden_size=8, num_hidden_layers=1, num_attention_heads=2)
    ).to(dtype)
    model.get_input_embeddings().weight.requires_grad = trained
    before = model.get_input_embeddings().weight.detach().clone()

    add_unknown_rows(model, fast)
    with torch.no_grad():
        model.get_input_embeddings().weight[fast.unk_token_id] = 7.0
    add_unknown_rows(model, fast)

    weight = model.get_input_embeddings().weight
    own = [number for number in range(fast.own_size) if number != fast.unk_token_id]
    assert (weight.dtype, weight.requires_grad) == (dtype, trained)
    assert weight.shape[0] == len(fast) == model.config.vocab_size
    assert torch.equal(weight[own], before[own])
    assert fast.extra_ids
    assert all(torch.equal(weight[extra], weight[number]) for extra, number in fast.extra_ids.items())
    assert model.get_input_embeddings().padding_idx == model.config.pad_token_id


def test_an_encoder_with_rows_to_spare_keeps_them(tmp_path: Path) -> None:
    fast = PhobertTokenizerFast(*(files_with(tmp_path, VOCABULARY, CODES) / name for name in NAMES))
    model = RobertaForMaskedLM(RobertaConfig(vocab_size=100, hidden_size=8, num_hidden_layers=1, num_attention_heads=2))

    add_unknown_rows(model, fast)

    weight = model.get_input_embeddings().weight
    assert weight.shape[0] == model.config.vocab_size == 100
    assert torch.equal(weight[min(fast.extra_ids)], weight[fast.unk_token_id])


def test_the_encoders_of_other_tokenizers_stay_as_they_are(tiny_tokenizer: PreTrainedTokenizerFast) -> None:
    model = RobertaForMaskedLM(RobertaConfig(vocab_size=9, hidden_size=8, num_hidden_layers=1, num_attention_heads=2))

    add_unknown_rows(model, tiny_tokenizer)

    assert model.config.vocab_size == 9
