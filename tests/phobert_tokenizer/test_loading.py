"""PhoBERT's tokenizer is loaded from a checkpoint whoever wrote it, and saved for others to load."""

import json
import shutil
import subprocess
import sys
from pathlib import Path

import pytest
from transformers import PhobertTokenizer, PreTrainedTokenizerFast

from solieu.annotation import SolieuError
from solieu.models.phobert_tokenizer import PhobertTokenizerFast, load_tokenizer

NAMES = ("vocab.txt", "bpe.codes")


def slow_from(directory: Path) -> PhobertTokenizer:
    return PhobertTokenizer(*(str(directory / name) for name in NAMES))


def test_a_checkpoint_that_has_only_phoberts_files_is_loaded(hand_made: Path) -> None:
    tokenizer = load_tokenizer(hand_made)

    assert isinstance(tokenizer, PhobertTokenizerFast)
    assert tokenizer("abab _ab")["input_ids"] == slow_from(hand_made)("abab _ab")["input_ids"]


@pytest.mark.parametrize(
    ("written", "limit"), [({}, 256), ({"model_max_length": 128}, 128), ({"model_max_length": 1e30}, 256)]
)
@pytest.mark.parametrize("name", [None, "PhobertTokenizer", "TokenizersBackend", "PreTrainedTokenizerFast"])
def test_whatever_class_its_settings_name_it_is_loaded(
    hand_made: Path, name: str | None, written: dict[str, float], limit: int
) -> None:
    (hand_made / "tokenizer_config.json").write_text(json.dumps({**written, "tokenizer_class": name}), encoding="utf-8")

    tokenizer = load_tokenizer(hand_made)

    assert isinstance(tokenizer, PhobertTokenizerFast)
    assert tokenizer.model_max_length == limit


def test_a_checkpoint_that_transformers_own_tokenizer_wrote_is_loaded(
    hand_made: Path, tmp_path_factory: pytest.TempPathFactory
) -> None:
    slow, directory = slow_from(hand_made), tmp_path_factory.mktemp("saved")
    slow.save_pretrained(directory)

    assert load_tokenizer(directory)("ab <mask>")["input_ids"] == slow("ab <mask>")["input_ids"]


@pytest.mark.parametrize(
    ("name", "content", "sentence"),
    [
        ("tokenizer_config.json", {"added_tokens_decoder": {"12": {"content": "<e>"}}}, "adds the piece '<e>'"),
        ("added_tokens.json", {"<mask>": 12, "<e>": 13}, "adds the piece '<e>'"),
        ("tokenizer_config.json", {"unk_token": "[UNK]"}, "expected unk_token to be '<unk>' as PhoBERT's, got '.UNK.'"),
        ("tokenizer_config.json", [], "tokenizer_config.json: expected a JSON object, got list"),
    ],
)
def test_settings_that_are_not_phoberts_are_refused(hand_made: Path, name: str, content: object, sentence: str) -> None:
    (hand_made / name).write_text(json.dumps(content), encoding="utf-8")

    with pytest.raises(SolieuError, match=sentence):
        load_tokenizer(hand_made)


def test_settings_that_are_no_json_are_refused(hand_made: Path) -> None:
    (hand_made / "tokenizer_config.json").write_text("{", encoding="utf-8")

    with pytest.raises(SolieuError, match=r"tokenizer_config.json: is no JSON"):
        load_tokenizer(hand_made)


def test_a_file_that_is_missing_is_named(hand_made: Path) -> None:
    (hand_made / "bpe.codes").unlink()
    (hand_made / "config.json").write_text('{"tokenizer_class": "PhobertTokenizer"}', encoding="utf-8")

    with pytest.raises(SolieuError, match=r"PhoBERT's tokenizer lacks bpe.codes"):
        load_tokenizer(hand_made)
    with pytest.raises(SolieuError, match=r"bpe.codes: cannot be read \(No such file"):
        PhobertTokenizerFast(*(hand_made / name for name in NAMES))


def test_other_tokenizers_are_loaded_as_transformers_loads_them(tiny_encoder: Path, hand_made: Path) -> None:
    bertweet = shutil.copytree(tiny_encoder, hand_made / "bertweet")
    for name in NAMES:
        shutil.copy(hand_made / name, bertweet)
    settings_file = bertweet / "tokenizer_config.json"
    written = json.loads(settings_file.read_text(encoding="utf-8"))
    settings_file.write_text(json.dumps({**written, "tokenizer_class": "BertweetTokenizer"}), encoding="utf-8")

    assert type(load_tokenizer(tiny_encoder)) is PreTrainedTokenizerFast
    assert not isinstance(load_tokenizer(bertweet), PhobertTokenizerFast)


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
