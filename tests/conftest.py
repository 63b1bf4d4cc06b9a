"""The seeds, and checkpoints with random weights that are small enough to be made for each run."""

from __future__ import annotations

import os
import shutil
import signal
import unicodedata
from collections.abc import Iterator
from pathlib import Path, PurePath
from typing import Any

import pytest
import torch
from hypothesis import settings
from hypothesis import strategies as st
from selenium import webdriver
from selenium.webdriver.chrome.service import Service
from tokenizers import Tokenizer, decoders, normalizers, pre_tokenizers, processors
from tokenizers.models import Unigram
from transformers import BertConfig, BertForTokenClassification, BertModel, PreTrainedTokenizerFast

from solieu.annotation.documents import Document, Span
from solieu.annotation.jsonl import read_jsonl
from solieu.annotation.labels import LabelSchema
from solieu.models.checkpoint import CheckpointSettings, save_settings

# How long an example takes says how busy the machine is, not whether the code is right.
settings.register_profile("solieu", deadline=None)
settings.load_profile("solieu")

# Who starts pytest in the background may let it ignore Ctrl-C; tests interrupt what they start, which inherits that.
signal.signal(signal.SIGINT, signal.default_int_handler)

if WORKERS := int(os.environ.get("PYTEST_XDIST_WORKER_COUNT", 0)):
    # Threads of several processes on the same cores would wait for each other most of the time.
    THREADS = max(1, (os.cpu_count() or 1) // WORKERS)
    torch.set_num_threads(THREADS)
    os.environ["OMP_NUM_THREADS"] = str(THREADS)

DATA = Path(__file__).parents[1] / "data"
# Folders whose tests share something that takes long to start: a Label Studio server, a Ray cluster.
SHARING = {"label_studio", "ray_data"}
SPECIAL = ["<s>", "<pad>", "</s>", "<unk>"]

# What texts may hold, beside any character at all: words, codes, and whatever makes offsets go wrong.
PIECES = [
    *["Công", "an", "tỉnh", "Nguyễn", "Đắk", "Hoà", "ủy", "T.Phượng", "TP.HCM", "1.297", "74,2", "2/6/2023", "16h30"],
    *["09/CTr-BCA-MTTW", "https://congan.gov.vn/a?b=1", "a@b.vn", " ", "  ", "\t", "\xa0", "\u2009", "\u3000"],
    *["\n", "\r\n", "\r", "\x0b", "\x85", "\u2028", "\u2029", "\u200b", "\u200d", "\u2060", "\ufeff", "\xad", "\u200e"],
    *["\ufe0f", "\U000e0101", "\u0301", "\u0302", "\u0323", "\u20e3", "\u0334", "\u0f73", "\u0344", "\u0345", "\u05b0"],
    *["👨\u200d👩\u200d👧", "❤️", "1️⃣", "👍🏽", "🇻🇳", "🇻", "\ud83d", "\ude00", "\x00", "\x1c", "\u0600"],
    *["\u1112", "\u1161", "\u11ab", "한", "\u1100\u1161", "क्षि", "\u09c7\u09be", "漢字", "\u212b", "ﬁ", "²", "٣"],
    *["(", ")", "“", "”", '"', "'", ".", ",", "-", "–", "/", "%", "…", "@", "</s>", "<mask>", "www.", "A", "a", "5"],
]


@pytest.hookimpl(optionalhook=True)  # pytest-xdist need not be there
def pytest_xdist_make_scheduler(config: pytest.Config, log: Any) -> Any:
    """Keep the tests of a file, or of a folder that shares something, in one of the processes of ``pytest -n``."""
    from xdist.scheduler import LoadScopeScheduling

    class ByFileOrFolder(LoadScopeScheduling):
        def _split_scope(self, nodeid: str) -> str:
            file = PurePath(nodeid.partition("::")[0])
            return str(file.parent if file.parent.name in SHARING else file)

    return ByFileOrFolder(config, log) if config.getvalue("dist") == "loadfile" else None


@st.composite
def _documents(draw: st.DrawFn) -> Document:
    """Documents of any text, composed or decomposed, with spans anywhere in it."""
    pieces = draw(st.lists(st.sampled_from(PIECES) | st.characters(codec=None), max_size=20))
    form = draw(st.sampled_from(["", "NFC", "NFD"]))
    text = "".join(pieces)
    text = unicodedata.normalize(form, text) if form else text
    edges = sorted(draw(st.sets(st.integers(0, len(text)), max_size=10)))
    spans = zip(edges[::2], edges[1::2], strict=False)
    labels = st.sampled_from(["PERSON", "ORG", "DATE"])
    return Document(text, tuple(Span(start, end, draw(labels)) for start, end in spans))


# Tests write `st.from_type(Document)`: they cannot import this file.
st.register_type_strategy(Document, _documents())


@pytest.fixture(scope="session")
def seeds() -> list[Document]:
    """The seed articles with their entities."""
    return list(read_jsonl(DATA / "seeds.jsonl"))


@pytest.fixture(scope="session")
def tiny_tokenizer(seeds: list[Document]) -> PreTrainedTokenizerFast:
    """A tokenizer built like the compact encoder's, from the syllables and characters of the seeds."""
    text = " ".join(document.text for document in seeds)
    syllables = sorted({f"▁{syllable}" for syllable in text.split() if syllable.isalpha()})
    pieces = [*SPECIAL, "▁", *syllables, *sorted(set(text) - set(" \n"))]
    backend = Tokenizer(Unigram([(piece, -float(1 + len(piece) % 3)) for piece in pieces], unk_id=3))
    backend.normalizer = normalizers.NFKC()
    backend.pre_tokenizer = pre_tokenizers.Sequence(
        [pre_tokenizers.WhitespaceSplit(), pre_tokenizers.Metaspace(prepend_scheme="always")]
    )
    backend.decoder = decoders.Metaspace(prepend_scheme="always")
    backend.post_processor = processors.TemplateProcessing(
        single="<s> $A </s>", special_tokens=[("<s>", 0), ("</s>", 2)]
    )
    return PreTrainedTokenizerFast(
        tokenizer_object=backend,
        model_max_length=128,
        model_input_names=["input_ids", "attention_mask"],
        bos_token="<s>",
        eos_token="</s>",
        cls_token="<s>",
        sep_token="</s>",
        pad_token="<pad>",
        unk_token="<unk>",
    )


def _config(tokenizer: PreTrainedTokenizerFast, **others: object) -> BertConfig:
    return BertConfig(
        vocab_size=len(tokenizer),
        hidden_size=32,
        num_hidden_layers=2,
        num_attention_heads=2,
        intermediate_size=64,
        max_position_embeddings=128,
        pad_token_id=tokenizer.pad_token_id,
        initializer_range=0.5,  # wide, so that different words get different tags
        **others,
    )


@pytest.fixture(scope="session")
def tiny_encoder(tmp_path_factory: pytest.TempPathFactory, tiny_tokenizer: PreTrainedTokenizerFast) -> Path:
    """The directory of a BERT encoder with random weights: hidden size 32, 2 layers, 128 positions."""
    directory = tmp_path_factory.mktemp("tiny-encoder")
    with torch.random.fork_rng(devices=[]):
        torch.manual_seed(1)
        model = BertModel(_config(tiny_tokenizer), add_pooling_layer=False)
    model.save_pretrained(directory)
    tiny_tokenizer.save_pretrained(directory)
    return directory


@pytest.fixture(scope="session")
def tiny_checkpoint(tmp_path_factory: pytest.TempPathFactory, tiny_tokenizer: PreTrainedTokenizerFast) -> Path:
    """The directory of a trained checkpoint, but with random weights; `Extractor` loads it."""
    directory = tmp_path_factory.mktemp("tiny-checkpoint")
    schema = LabelSchema.default()
    with torch.random.fork_rng(devices=[]):
        torch.manual_seed(1)
        model = BertForTokenClassification(_config(tiny_tokenizer, id2label=schema.id2label, label2id=schema.label2id))
    model.save_pretrained(directory)
    tiny_tokenizer.save_pretrained(directory)
    save_settings(directory, CheckpointSettings(schema, max_length=128, overlap=32), "0.1.0")
    return directory


@pytest.fixture(scope="session")
def chromium(tmp_path_factory: pytest.TempPathFactory) -> Iterator[webdriver.Chrome]:
    """A headless Chromium, as Debian's packages chromium and chromium-driver install it."""
    program = shutil.which("chromium") or shutil.which("google-chrome") or shutil.which("chromium-browser")
    driver = shutil.which("chromedriver")
    if program is None or driver is None:
        pytest.skip("no Chromium with its driver on this machine (Debian: apt-get install chromium chromium-driver)")
    options = webdriver.ChromeOptions()
    options.binary_location = program
    for flag in (
        *("headless=new", "no-sandbox", "disable-gpu", "no-first-run", "disable-background-networking"),
        *("disable-component-update", "disable-sync", "disable-dev-shm-usage", "window-size=1280,900"),
        f"user-data-dir={tmp_path_factory.mktemp('chromium')}",
    ):
        options.add_argument(f"--{flag}")
    options.set_capability("goog:loggingPrefs", {"browser": "ALL", "performance": "ALL"})
    started = webdriver.Chrome(options=options, service=Service(driver))
    yield started
    started.quit()


@pytest.fixture
def browser(chromium: webdriver.Chrome) -> webdriver.Chrome:
    """Chromium with an empty page; its ``get_log("browser")`` and ``("performance")`` hold messages and requests."""
    chromium.get("about:blank")
    for log in ("browser", "performance"):
        chromium.get_log(log)
    return chromium
