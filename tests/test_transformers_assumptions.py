"""What solieu assumes of transformers and tokenizers, and what to do when a release changes it."""

import json
from pathlib import Path
from typing import Any

import pytest
from tokenizers import Tokenizer
from tokenizers.models import BPE
from tokenizers.pre_tokenizers import WhitespaceSplit
from transformers import AutoTokenizer, PhobertTokenizer, PreTrainedTokenizerFast, RobertaConfig

OWN = "solieu/models/phobert_tokenizer.py"


@pytest.fixture
def checkpoint(tmp_path: Path) -> Path:
    """A checkpoint as the hub has PhoBERT: its own two files and a configuration, no tokenizer_config.json."""
    (tmp_path / "vocab.txt").write_text("a 3\nan 2\na@@ 1\n", encoding="utf-8")
    (tmp_path / "bpe.codes").write_text("a n</w> 2\n", encoding="utf-8")
    RobertaConfig(tokenizer_class="PhobertTokenizer").save_pretrained(tmp_path)
    return tmp_path


@pytest.fixture
def slow(checkpoint: Path) -> PhobertTokenizer:
    return PhobertTokenizer(str(checkpoint / "vocab.txt"), str(checkpoint / "bpe.codes"))


def test_transformers_has_no_fast_tokenizer_for_phobert(slow: PhobertTokenizer, checkpoint: Path) -> None:
    assert not slow.is_fast, f"PhobertTokenizer is fast now: compare its ids and speed, and perhaps drop {OWN}"
    loaded = AutoTokenizer.from_pretrained(checkpoint)
    assert not loaded.is_fast, f"AutoTokenizer makes a fast tokenizer of PhoBERT's files now: perhaps drop {OWN}"


def test_phoberts_tokenizer_knows_no_words(slow: PhobertTokenizer) -> None:
    try:
        words = slow("an a").word_ids()
    except ValueError:
        return
    pytest.fail(f"PhobertTokenizer has word ids now ({words}): {OWN} is needed for its speed only")


def test_phoberts_tokenizer_ignores_that_offsets_are_wanted(slow: PhobertTokenizer) -> None:
    encoded = slow("an a", return_offsets_mapping=True)

    assert "offset_mapping" not in encoded, f"PhobertTokenizer has offsets now: {OWN} is needed for its speed only"


def test_phoberts_tokenizer_knows_no_length_limit(slow: PhobertTokenizer) -> None:
    assert slow.model_max_length > 1e29, (
        f"PhobertTokenizer limits inputs to {slow.model_max_length} now: compare it with LONGEST_INPUT in {OWN}"
    )


def test_all_that_transformers_encodes_is_converted_in_one_place() -> None:
    seen = []

    class Watched(PreTrainedTokenizerFast):
        def _convert_encoding(self, *arguments: Any, **options: Any) -> Any:
            seen.append(arguments or options)
            return super()._convert_encoding(*arguments, **options)

    tokenizer = Watched(tokenizer_object=Tokenizer(BPE({"a": 0}, [])), pad_token="a")
    tokenizer("a")
    tokenizer("a", "a")
    tokenizer(["a", "a"], padding=True, return_tensors="pt")
    tokenizer(["a"], is_split_into_words=True)
    tokenizer.encode("a")

    assert len(seen) == 6, f"transformers encodes past _convert_encoding now: {OWN} must replace extra ids elsewhere"


def test_symbols_that_share_an_id_are_lost_when_they_are_saved() -> None:
    shared = Tokenizer(BPE({"a": 0, "b": 0, "ab": 1}, [("a", "b")]))

    try:
        same = set(Tokenizer.from_str(shared.to_str()).get_vocab()) == {"a", "b", "ab"}
    except Exception:
        same = False

    assert not same, f"tokenizers saves two symbols with one id now: {OWN} may do without extra ids"


def test_tokenizers_applies_a_merge_as_soon_as_it_can() -> None:
    backend = Tokenizer(BPE({"a": 0, "b": 1, "ab": 2, "aba": 3}, [("ab", "a"), ("a", "b")]))
    backend.pre_tokenizer = WhitespaceSplit()

    assert backend.encode("abab").tokens == ["aba", "b"], (
        "tokenizers applies merges as PhobertTokenizer does now: read_merges in solieu/models/phobert_vocabulary.py "
        "need not refuse files in which a symbol is used before it is made"
    )


def test_a_checkpoint_with_tokenizer_json_is_loaded_from_it_whatever_its_configuration_says(checkpoint: Path) -> None:
    backend = Tokenizer(BPE({"<unk>": 0, "x": 1}, [], unk_token="<unk>"))
    PreTrainedTokenizerFast(tokenizer_object=backend, unk_token="<unk>").save_pretrained(checkpoint)

    loaded = AutoTokenizer.from_pretrained(checkpoint)

    named = json.loads((checkpoint / "tokenizer_config.json").read_text(encoding="utf-8"))["tokenizer_class"]
    assert named in ("TokenizersBackend", "PreTrainedTokenizerFast"), f"accept {named} in load_tokenizer of {OWN}"
    assert loaded.get_vocab() == {"<unk>": 0, "x": 1}, (
        f"AutoTokenizer reads other files than tokenizer.json now: check how {OWN} saves PhoBERT's tokenizer"
    )
