"""Batches that are scored side by side."""

import threading
from collections.abc import Iterator, Sequence
from pathlib import Path

import numpy as np
import pytest
import torch
from numpy.typing import NDArray

from solieu.annotation import Document, SolieuError
from solieu.models import Extractor
from solieu.models.batch_budget import measured_budget
from solieu.models.encoding import EncodedWindow
from solieu.models.loading import load_tagger
from solieu.models.streams import Streams
from solieu.models.tagger import Tagger
from solieu.models.torch_tagger import TorchTagger


@pytest.fixture
def two_cores() -> Iterator[None]:
    """PyTorch set to two cores, however many there are."""
    before = torch.get_num_threads()
    torch.set_num_threads(2)
    yield
    torch.set_num_threads(before)


def in_batches(checkpoint: Path, size: int) -> TorchTagger:
    """A tagger whose batches are small, so that few articles make many."""
    tagger, _ = load_tagger(checkpoint, device="cpu", precision="fp32")
    assert isinstance(tagger, TorchTagger)
    tagger.batch_subwords = size
    return tagger


def threads_of(tagger: TorchTagger) -> set[str]:
    """Where the threads on which a tagger scores from now on are noted."""
    threads: set[str] = set()
    score = tagger.scorer.score

    def noting(windows: Sequence[EncodedWindow]) -> NDArray[np.float32]:
        threads.add(threading.current_thread().name)
        return score(windows)

    tagger.scorer.score = noting  # type: ignore[method-assign]
    return threads


@pytest.mark.usefixtures("two_cores")
def test_the_streams_divide_the_cores_and_the_caller_keeps_its_own() -> None:
    streams = Streams(2, 1)

    assert torch.get_num_threads() == 2
    assert [streams.submit(torch.get_num_threads).result() for _ in range(4)] == [1, 1, 1, 1]


@pytest.mark.usefixtures("two_cores")
def test_there_is_a_stream_for_each_core_and_no_more_than_eight() -> None:
    assert Streams.on(torch.device("cpu")).number == 2
    torch.set_num_threads(20)
    many = Streams.on(torch.device("cpu"))
    assert (many.number, many.submit(torch.get_num_threads).result()) == (8, 2)


@pytest.mark.usefixtures("two_cores")
def test_side_by_side_the_scores_are_those_of_batch_after_batch(tiny_checkpoint: Path, seeds: list[Document]) -> None:
    tagger = in_batches(tiny_checkpoint, 256)
    encoded = tagger.text_encoder.encode_many([seed.text for seed in seeds])

    together = tagger.logits(encoded)
    tagger.tasks = lambda batches: Tagger.tasks(tagger, batches)  # type: ignore[method-assign]
    apart = tagger.logits(encoded)

    for ours, theirs in zip(together, apart, strict=True):
        assert ours == pytest.approx(theirs, abs=1e-5)


@pytest.mark.usefixtures("two_cores")
def test_the_same_articles_in_the_same_batches_get_the_same_scores_to_the_last_digit(
    tiny_checkpoint: Path, seeds: list[Document]
) -> None:
    texts = [seed.text for seed in seeds]

    one, other = (
        list(Extractor.from_pretrained(tiny_checkpoint, device="cpu", batch_subwords=300).extract_many(texts))
        for _ in range(2)
    )

    assert one == other


@pytest.mark.usefixtures("two_cores")
def test_the_size_of_batches_changes_no_span(tiny_checkpoint: Path, seeds: list[Document]) -> None:
    texts = [seed.text for seed in seeds]
    small, large = (in_batches(tiny_checkpoint, size).predict(texts) for size in (130, 3000))

    for few, many in zip(small, large, strict=True):
        assert [(span.start, span.end, span.label) for span in few] == [
            (span.start, span.end, span.label) for span in many
        ]
        assert [span.score for span in few] == pytest.approx([span.score for span in many], abs=1e-4)


@pytest.mark.usefixtures("two_cores")
@pytest.mark.parametrize(("size", "names"), [(5000, {"MainThread"}), (128, {"stream_0", "stream_1"})])
def test_a_single_batch_has_all_cores_and_many_batches_have_one_each(
    tiny_checkpoint: Path, seeds: list[Document], size: int, names: set[str]
) -> None:
    tagger = in_batches(tiny_checkpoint, size)
    threads = threads_of(tagger)

    tagger.predict([seed.text for seed in seeds][:2])

    assert threads <= names


@pytest.mark.usefixtures("two_cores")
def test_a_model_in_training_leaves_it_to_predict_and_is_in_training_again(
    tiny_checkpoint: Path, seeds: list[Document]
) -> None:
    tagger = in_batches(tiny_checkpoint, 128)
    expected = tagger.predict([seeds[0].text])
    tagger.model.train()

    found = tagger.predict([seeds[0].text])

    assert tagger.model.training
    assert [(span.start, span.end) for span in found[0]] == [(span.start, span.end) for span in expected[0]]


@pytest.mark.usefixtures("two_cores")
def test_an_article_that_fails_among_many_stops_none_of_them(tiny_checkpoint: Path, seeds: list[Document]) -> None:
    tagger = in_batches(tiny_checkpoint, 128)
    encode = tagger.text_encoder.encode_many

    def failing(texts: list[str]) -> object:
        if any("BOOM" in text for text in texts):
            raise RuntimeError("no memory")
        return encode(texts)

    tagger.text_encoder.encode_many = failing  # type: ignore[method-assign, assignment]
    articles = [*(seed.with_spans(()) for seed in seeds), Document("BOOM", id="b"), Document("Công an tỉnh", id="c")]

    results = list(Extractor(tagger).results(articles))

    assert [isinstance(result, SolieuError) for result in results] == [*[False] * len(seeds), True, False]
    assert str(results[-2]) == "document 'b': its entities cannot be found (RuntimeError: no memory)"


def test_what_was_read_before_reading_failed_is_found(tiny_checkpoint: Path) -> None:
    extractor = Extractor.from_pretrained(tiny_checkpoint, device="cpu", precision="fp32")

    def articles() -> Iterator[Document | SolieuError]:
        for number in range(4000):
            yield Document("Công an tỉnh", id=str(number))
        raise OSError("the disk is gone")

    results = extractor.results(articles())

    assert [next(results).id for _ in range(4000)] == [str(number) for number in range(4000)]  # type: ignore[union-attr]
    with pytest.raises(OSError, match="the disk is gone"):
        next(results)


def test_batches_of_nothing_are_refused(tiny_checkpoint: Path) -> None:
    with pytest.raises(SolieuError, match="batch_subwords must be 1 or more, not 0"):
        Extractor.from_pretrained(tiny_checkpoint, batch_subwords=0)


def test_the_size_of_batches_is_measured_once_and_can_be_given_again(tiny_checkpoint: Path) -> None:
    extractor = Extractor.from_pretrained(tiny_checkpoint, device="cpu")
    before = extractor.batch_subwords

    found = extractor.calibrate()

    assert extractor.batch_subwords == found
    assert found / before in {0.125, 0.25, 0.5, 1, 2, 4}
    assert Extractor.from_pretrained(tiny_checkpoint, device="cpu", batch_subwords=found).batch_subwords == found


def test_measuring_leaves_a_tagger_as_it_was(tiny_checkpoint: Path) -> None:
    tagger = in_batches(tiny_checkpoint, 512)

    measured_budget(tagger)

    assert tagger.batch_subwords == 512
