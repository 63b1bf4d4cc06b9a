"""What is downloaded from the hub, and what is taken from its local cache."""

from collections.abc import Callable
from pathlib import Path
from typing import Any

import pytest

NAME = "vinai/phobert-base"
# As PhoBERT's main branch is on the hub.
PICKLED = ["config.json", "vocab.txt", "bpe.codes", "tokenizer.json", "pytorch_model.bin", "tf_model.h5"]
PICKLED += ["flax_model.msgpack", "tokenization_phobert.py", "tokenization_phobert_fast.py", "README.md"]
WANTED = ["bpe.codes", "config.json", "model.safetensors", "tokenizer.json", "vocab.txt"]
NOT_HAD = (
    f"refused: {NAME}: is no directory here and could not be had from the Hugging Face hub (no network, a wrong name, "
    "or no permission); log in with `hf auth login` or fetch it beforehand with `hf download`, give a local directory, "
    "or train on the embedded encoder with encoder=compact"
)
MAIN_WITHOUT_WEIGHTS = (
    f"refused: {NAME}: the hub does not give it now, and its local cache has main without model.safetensors; where "
    f"there is a network, run `hf download {NAME} --revision refs/pr/N`, N being the number of SFconvertbot's pull "
    "request (without --revision if model.safetensors is on main), give a local directory, or train on the embedded "
    "encoder with encoder=compact"
)

# Fetches revisions as `hf download` does, but all in one process.
FETCH = """
import sys
from huggingface_hub import snapshot_download
for revision in sys.argv[2:]:
    snapshot_download(sys.argv[1], revision=revision)
"""
# Fetches what transformers does when it looks for converted weights.
FETCH_WEIGHTS = """
import sys
from huggingface_hub import hf_hub_download
hf_hub_download(sys.argv[1], "config.json")
hf_hub_download(sys.argv[1], "model.safetensors", revision=sys.argv[2])
"""

Run = Callable[..., str]


def content(*names: str, of: str = "main") -> dict[str, bytes]:
    """Files of a revision; what is in them tells which revision they are of."""
    return {name: f"{name} of {of}".encode() for name in names}


def converted(number: int) -> dict[str, bytes]:
    return content(*PICKLED, "model.safetensors", of=f"refs/pr/{number}")


@pytest.fixture
def phobert(hub: Any, new_repository: Any, proposal: Any) -> Any:
    """PhoBERT as it is on the hub: pickle on main, and two pull requests of the hub's bot."""
    revisions = {"main": content(*PICKLED), "refs/pr/3": converted(3), "refs/pr/7": converted(7)}
    hub.repositories[NAME] = new_repository(revisions, [proposal(3), proposal(7)])
    return hub.repositories[NAME]


def files(directory: str) -> list[str]:
    return sorted(path.name for path in Path(directory).iterdir())


def weights(directory: str) -> str:
    return Path(directory, "model.safetensors").read_text(encoding="utf-8")


def test_safetensors_on_main_are_downloaded(hub: Any, new_repository: Any, proposal: Any, locate: Run) -> None:
    main = content(*PICKLED, "model.safetensors")
    hub.repositories["a/b"] = new_repository({"main": main, "refs/pr/1": converted(1)}, [proposal(1)])

    directory = locate("a/b")

    assert weights(directory) == "model.safetensors of main"
    assert files(directory) == WANTED


def test_a_large_model_in_several_files_is_downloaded_from_main(hub: Any, new_repository: Any, locate: Run) -> None:
    names = ["config.json", "model-00001-of-00001.safetensors", "model.safetensors.index.json"]
    hub.repositories["a/b"] = new_repository({"main": content(*names)})

    assert files(locate("a/b")) == names


@pytest.mark.usefixtures("phobert")
def test_instead_of_pickle_the_newest_conversion_of_the_hubs_bot_is_downloaded(locate: Run) -> None:
    directory = locate(NAME)

    assert weights(directory) == "model.safetensors of refs/pr/7"
    assert files(directory) == WANTED


@pytest.mark.usefixtures("phobert")
def test_neither_pickle_nor_code_is_asked_for(hub: Any, locate: Run) -> None:
    locate(NAME)

    assert sorted(set(hub.downloaded)) == WANTED


@pytest.mark.parametrize("filters", [True, False], ids=["the hub filters", "the hub gives all discussions"])
def test_other_pull_requests_are_ignored(hub: Any, phobert: Any, proposal: Any, locate: Run, filters: bool) -> None:
    hub.filters = filters
    phobert.discussions += [
        *(proposal(11, author="somebody"), proposal(12, author="sfconvertbot"), proposal(13, author="")),
        *(proposal(14, status="closed"), proposal(15, status="draft"), proposal(16, isPullRequest=False)),
        proposal(17, title="Upload README.md"),
    ]
    phobert.revisions |= {f"refs/pr/{number}": converted(number) for number in range(11, 18)}

    assert weights(locate(NAME)) == "model.safetensors of refs/pr/7"


def test_a_conversion_is_found_behind_any_number_of_discussions(phobert: Any, proposal: Any, locate: Run) -> None:
    phobert.discussions += [proposal(number, author="somebody") for number in range(11, 99)]

    assert weights(locate(NAME)) == "model.safetensors of refs/pr/7"


def test_a_conversion_without_weights_is_passed_over(phobert: Any, proposal: Any, locate: Run) -> None:
    phobert.discussions.append(proposal(8))
    phobert.revisions["refs/pr/8"] = content(*PICKLED)

    assert weights(locate(NAME)) == "model.safetensors of refs/pr/7"


def test_weights_that_the_bot_has_not_converted_are_refused(phobert: Any, proposal: Any, locate: Run) -> None:
    phobert.discussions = [proposal(3, status="closed"), proposal(7, author="somebody")]

    assert locate(NAME) == (
        f"refused: {NAME}: publishes its weights as pickle only (pytorch_model.bin), but solieu loads safetensors "
        "only, which cannot run code; have it converted at https://huggingface.co/spaces/safetensors/convert, whose "
        "pull request solieu finds, give a local directory, or train on the embedded encoder with encoder=compact"
    )


def test_a_repository_without_discussions_has_no_pull_requests(phobert: Any, locate: Run) -> None:
    phobert.discussed = False

    assert locate(NAME).startswith(f"refused: {NAME}: publishes its weights as pickle only (pytorch_model.bin)")


def test_a_repository_without_weights_is_refused(hub: Any, new_repository: Any, locate: Run) -> None:
    hub.repositories["a/b"] = new_repository({"main": content("config.json", "onnx/model.safetensors")})

    assert locate("a/b").startswith("refused: a/b: publishes no model.safetensors, but solieu loads safetensors only")


def test_what_the_hub_does_not_show_is_refused(hub: Any, new_repository: Any, locate: Run) -> None:
    """Without a login the hub answers 401 for a name that it does not know, with one 404."""
    answers = [(401, "RepoNotFound"), (401, ""), (403, "GatedRepo"), (403, ""), (404, "RepoNotFound"), (500, "")]
    names = [f"org/{status}{code}" for status, code in answers]
    for name, hidden in zip(names, answers, strict=True):
        hub.repositories[name] = new_repository({"main": content(*WANTED)}, hidden=hidden)

    assert locate(*names, "org/unknown").splitlines() == [
        NOT_HAD.replace(NAME, name) for name in [*names, "org/unknown"]
    ]


def test_a_gated_repository_that_gives_no_files_is_refused(phobert: Any, locate: Run) -> None:
    phobert.gated = True

    assert locate(NAME) == NOT_HAD


def test_who_is_logged_in_gets_a_private_repository(phobert: Any, locate: Run, member: str) -> None:
    phobert.hidden = (401, "RepoNotFound")

    assert weights(locate(NAME, HF_TOKEN=member)) == "model.safetensors of refs/pr/7"


@pytest.mark.usefixtures("phobert")
@pytest.mark.slow
def test_a_hub_that_does_not_list_its_pull_requests_is_not_waited_for_without_end(hub: Any, locate: Run) -> None:
    hub.unanswered = "discussions"

    assert locate(NAME) == NOT_HAD


@pytest.mark.usefixtures("phobert")
def test_what_was_downloaded_is_found_when_the_hub_is_gone(hub: Any, locate: Run) -> None:
    before = locate(NAME)
    hub.vanish()

    assert locate(NAME) == before
    assert weights(before) == "model.safetensors of refs/pr/7"


@pytest.mark.usefixtures("phobert")
def test_what_was_downloaded_is_found_where_the_hub_must_not_be_asked(hub: Any, locate: Run) -> None:
    before = locate(NAME)
    hub.downloaded.clear()

    assert locate(NAME, HF_HUB_OFFLINE="1") == before
    assert not hub.downloaded


@pytest.mark.parametrize("offline", ["0", "1"], ids=["the hub is gone", "HF_HUB_OFFLINE=1"])
def test_without_the_hub_an_empty_cache_is_refused(hub: Any, locate: Run, offline: str) -> None:
    hub.vanish()

    assert locate(NAME, HF_HUB_OFFLINE=offline) == NOT_HAD


@pytest.mark.usefixtures("phobert")
@pytest.mark.slow
def test_a_revision_that_hf_download_has_fetched_is_found(locate: Run, run: Run) -> None:
    fetch = ("-m", "huggingface_hub.cli.hf", "download", NAME)
    run(*fetch)
    run(*fetch, "--revision", "refs/pr/3")

    assert weights(locate(NAME, HF_HUB_OFFLINE="1")) == "model.safetensors of refs/pr/3"


def test_of_several_cached_revisions_main_is_taken(phobert: Any, locate: Run, run: Run) -> None:
    phobert.revisions["main"] |= content("model.safetensors")
    run("-c", FETCH, NAME, "main", "refs/pr/7")

    assert weights(locate(NAME, HF_HUB_OFFLINE="1")) == "model.safetensors of main"


@pytest.mark.usefixtures("phobert")
def test_of_several_cached_conversions_the_one_fetched_last_is_taken(locate: Run, run: Run) -> None:
    run("-c", FETCH, NAME, "refs/pr/7", "refs/pr/3")

    assert weights(locate(NAME, HF_HUB_OFFLINE="1")) == "model.safetensors of refs/pr/3"


@pytest.mark.usefixtures("phobert")
def test_a_cached_main_without_safetensors_is_refused_with_the_command_to_run(locate: Run, run: Run) -> None:
    run("-c", FETCH, NAME, "main")

    assert locate(NAME, HF_HUB_OFFLINE="1") == MAIN_WITHOUT_WEIGHTS


@pytest.mark.usefixtures("phobert")
def test_converted_weights_without_the_files_beside_them_are_not_taken(locate: Run, run: Run) -> None:
    """That is how transformers leaves the cache."""
    run("-c", FETCH_WEIGHTS, NAME, "refs/pr/7")

    assert locate(NAME, HF_HUB_OFFLINE="1") == MAIN_WITHOUT_WEIGHTS


def test_a_download_that_breaks_off_leaves_the_cached_revision_and_goes_on_later(
    hub: Any, phobert: Any, proposal: Any, locate: Run
) -> None:
    before = locate(NAME)
    phobert.discussions.append(proposal(8))
    phobert.revisions["refs/pr/8"] = converted(8)

    hub.missing = "vocab.txt"
    assert locate(NAME) == before
    hub.missing = ""
    assert weights(locate(NAME)) == "model.safetensors of refs/pr/8"
