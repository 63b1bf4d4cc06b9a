"""An exported model finds what the model finds, and needs neither torch nor transformers."""

import hashlib
import json
import shutil
import subprocess
import sys
from collections.abc import Callable
from pathlib import Path
from typing import Any

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from solieu import Extractor
from solieu.annotation import Document, SolieuError
from solieu.batch.entries import Entry
from solieu.batch.manifest import Settings as BatchSettings
from solieu.batch.probing import find_deadly
from solieu.models.checkpoint import load_settings
from solieu.models.phobert_tokenizer import PhobertTokenizerFast
from solieu.models.word_tokenizer import load_word_tokenizer
from solieu.models.words import find_words

REAL = Path(__file__).parents[4] / "shared" / "phobert-tokenizer"


@pytest.fixture(scope="session")
def both(exported: Any) -> tuple[Extractor, Extractor]:
    """The model on PyTorch in fp32, and exported."""
    return (
        Extractor.from_pretrained(exported.source, device="cpu", precision="fp32"),
        Extractor.from_pretrained(exported.directory),
    )


@pytest.fixture
def copy(bert: Any, tmp_path: Path) -> Path:
    """A copy of an exported model, for the test to damage."""
    return Path(shutil.copytree(bert.directory, tmp_path / "copy"))


def places(document: Document) -> list[tuple[int, int, str]]:
    return [(span.start, span.end, span.label) for span in document.spans]


def same(both: tuple[Extractor, Extractor], texts: list[str]) -> int:
    """Compare what both find; return how many spans that is."""
    number = 0
    for ours, theirs in zip(*(extractor.extract_many(texts) for extractor in both), strict=True):
        assert places(ours) == places(theirs)
        assert [span.score for span in ours.spans] == pytest.approx([span.score for span in theirs.spans], abs=1e-3)
        number += len(ours.spans)
    return number


def test_it_finds_the_same_in_articles_that_share_batches(
    both: tuple[Extractor, Extractor], seeds: list[Document]
) -> None:
    assert same(both, [document.text for document in seeds[:3]]) > 50


def test_it_finds_the_same_in_lines_longer_than_its_windows(
    both: tuple[Extractor, Extractor], seeds: list[Document]
) -> None:
    assert same(both, [" ".join(seeds[0].text.split()) * 2]) > 50


# The same examples each time: somewhere two tags are as likely but for rounding.
@settings(max_examples=25, derandomize=True)
@given(documents=st.lists(st.from_type(Document), min_size=1, max_size=3))
def test_it_finds_the_same_in_any_text_at_all(both: tuple[Extractor, Extractor], documents: list[Document]) -> None:
    same(both, [document.text for document in documents])


def test_it_imports_no_torch_and_no_transformers(exported: Any, seeds: list[Document]) -> None:
    code = (
        "import sys; from solieu import Extractor\n"
        "found = Extractor.from_pretrained(sys.argv[1]).extract(sys.argv[2])\n"
        "names = ('torch', 'transformers', 'huggingface_hub', 'onnx', 'sklearn', 'matplotlib')\n"
        "print(len(found.spans) > 0, [name for name in names if name in sys.modules])"
    )

    words = [sys.executable, "-c", code, str(exported.directory), seeds[0].text[:500]]
    finished = subprocess.run(words, capture_output=True, text=True, check=True)

    assert finished.stdout.strip() == "True []"


def test_neither_does_the_command_line(bert: Any, tmp_path: Path) -> None:
    (tmp_path / "article.txt").write_text("Đại tá Lâm Minh Hồng đến Long An.", encoding="utf-8")
    code = (
        "import sys; sys.modules['torch'] = None; sys.modules['transformers'] = None\n"
        "from solieu.cli import main\n"
        "main()"
    )

    words = [sys.executable, "-c", code, "extract", str(bert.directory), str(tmp_path / "article.txt")]
    finished = subprocess.run(words, capture_output=True, text=True)

    assert finished.returncode == 0, finished.stderr
    assert json.loads(finished.stdout)["text"] == "Đại tá Lâm Minh Hồng đến Long An."


def test_neither_does_the_process_that_tries_articles(
    bert: Any, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    for module in ("torch", "transformers"):
        (tmp_path / f"{module}.py").write_text("raise ImportError('there is none')", encoding="utf-8")
    monkeypatch.setenv("PYTHONPATH", str(tmp_path))
    entry = Entry(1, None, "a", Document("Đại tá Lâm Minh Hồng đến Long An."))

    assert find_deadly([entry], bert.directory, None, 1, BatchSettings(1, 1, values=True, links=True)) == {}


@pytest.mark.skipif(not REAL.is_dir(), reason="PhoBERT's own vocab.txt and bpe.codes are not beside the project")
def test_phoberts_words_have_their_ids_without_transformers(seeds: list[Document]) -> None:
    fast = PhobertTokenizerFast(REAL / "vocab.txt", REAL / "bpe.codes")
    words = [*find_words(seeds[0].text).texts, "Công_an", "</s>", "👮", "\x1c", "漢字"]

    tokenizer = load_word_tokenizer(REAL)

    assert tokenizer.encoders[True](words) == fast.encode_words(words)
    assert (tokenizer.prefix, tokenizer.suffix, tokenizer.pieces) == ([0], [2], fast.own_size)


def test_its_settings_are_those_of_the_model(exported: Any) -> None:
    assert load_settings(exported.directory) == load_settings(exported.source)


def test_it_is_evaluated_as_any_model(bert: Any, solieu: Callable[..., Any]) -> None:
    outcome = solieu("evaluate", "--model", bert.directory, "--data", bert.data)

    assert outcome.status == 0, outcome.err
    assert "1.0000" in outcome.out


def test_it_is_served_under_a_version_of_its_own(bert: Any) -> None:
    from solieu.serve import _model

    predict, version = _model(str(bert.directory))

    digest = hashlib.sha256((bert.directory / "model.onnx.data").read_bytes()).hexdigest()
    assert version == f"{bert.directory.name}-{digest[:8]}"
    assert [document.text for document in predict([Document("Công an tỉnh")])] == ["Công an tỉnh"]


@pytest.mark.parametrize("device", ["cuda", "mps", "cuda:x", ""])
def test_a_device_that_cannot_run_it_is_refused(bert: Any, device: str) -> None:
    with pytest.raises(SolieuError, match=f"device '{device}' cannot be used for an ONNX model on this machine"):
        Extractor.from_pretrained(bert.directory, device=device)


@pytest.mark.parametrize("precision", ["bf16", "fp16"])
def test_a_precision_that_it_was_not_exported_to_is_refused(bert: Any, precision: Any) -> None:
    with pytest.raises(SolieuError, match=f"to compute in fp32 and cannot do so in {precision}; give precision auto"):
        Extractor.from_pretrained(bert.directory, precision=precision)


def test_its_own_precision_may_be_named(bert: Any) -> None:
    Extractor.from_pretrained(bert.directory, device="cpu", precision="fp32")


@pytest.mark.parametrize(
    "name", ["model.onnx", "model.onnx.data", "config.json", "tokenizer.json", "tokenizer_config.json"]
)
def test_a_part_that_is_missing_is_named(copy: Path, name: str) -> None:
    (copy / name).unlink()

    with pytest.raises(SolieuError, match=name) as error:
        Extractor.from_pretrained(copy)
    assert str(copy) in str(error.value)


@pytest.mark.parametrize("name", ["model.onnx", "config.json", "tokenizer.json", "export.json", "solieu.json"])
@pytest.mark.parametrize("content", [b"", b"\xff{", b"[]"])
def test_a_part_that_is_damaged_is_refused(copy: Path, name: str, content: bytes) -> None:
    (copy / name).write_bytes(content)

    with pytest.raises(SolieuError) as error:
        Extractor.from_pretrained(copy)
    assert str(copy) in str(error.value)
    assert "\n" not in str(error.value)


def test_parts_of_different_models_are_refused(copy: Path) -> None:
    config = json.loads((copy / "config.json").read_text(encoding="utf-8"))
    (copy / "config.json").write_text(json.dumps(config | {"vocab_size": 5}), encoding="utf-8")

    with pytest.raises(SolieuError, match="pieces, but the encoder has 5; the files belong to different checkpoints"):
        Extractor.from_pretrained(copy)


def test_without_onnx_runtime_it_says_what_to_install(bert: Any, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setitem(sys.modules, "onnxruntime", None)  # as where it is not installed

    with pytest.raises(SolieuError, match=r"is not installed: install it with `pip install 'solieu\[onnx\]'`"):
        Extractor.from_pretrained(bert.directory)
