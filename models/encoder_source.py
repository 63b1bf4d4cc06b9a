"""Where an encoder or a checkpoint comes from: the embedded one, a directory, or the hub."""

from __future__ import annotations

import os
from pathlib import Path

from solieu.annotation.errors import SolieuError

COMPACT = "compact"
# Never weights in pickle files (*.bin, *.pt): they run code when they are loaded.
_FILES = ["*.json", "*.safetensors", "*.txt", "*.codes", "*.model"]
_WEIGHTS = {"model.safetensors", "model.safetensors.index.json"}  # the second one lists the files of a large model
# The hub's own bot converts pickled weights and proposes the result in a pull request; transformers looks for it, too.
_CONVERTER = "SFconvertbot"
_CONVERSION = "Adding `safetensors` variant of this model"
_PATIENCE = 5.0  # seconds; without a limit a hub that does not answer is waited for without end
_ELSE = "give a local directory, or train on the embedded encoder with encoder=compact"


def locate_checkpoint(name: str | Path) -> Path:
    """Return the directory of an encoder or a trained checkpoint.

    Of a repository whose main branch has no weights in safetensors, the newest open pull request is taken in which
    the hub's own bot has converted them.

    Args:
        name: ``"compact"`` for the embedded encoder, a directory, or the id of a repository on the hub.

    Raises:
        SolieuError: There is no such directory and the hub does not give it, or not in safetensors.
    """
    if str(name) == COMPACT:
        from solieu.models.compact import compact_checkpoint  # brings torch with it

        return compact_checkpoint()
    directory = Path(os.path.expanduser(name))  # noqa: PTH111 - Path.expanduser raises for unknown users
    if directory.is_dir():
        return directory
    if directory.exists():
        raise SolieuError(f"{name}: expected the directory of a checkpoint, but it is a file")
    parts = str(name).split("/")
    if len(parts) > 2 or str(name).startswith((".", "~")) or "" in parts:
        raise SolieuError(f"{name}: there is no such directory; give the directory of a checkpoint")
    return _download(str(name))


def _download(repository: str) -> Path:
    """Fetch a checkpoint from the hub, or take it from the hub's local cache."""
    from huggingface_hub import snapshot_download

    try:
        revision = _published_revision(repository)
        return Path(snapshot_download(repository, revision=revision, allow_patterns=_FILES))
    except SolieuError:
        raise
    except Exception:  # which classes there are depends on the HTTP client of huggingface_hub's release
        return _cached(repository)


def _published_revision(repository: str) -> str:
    """Ask the hub which revision of a repository has weights in safetensors: main, or else a converted one."""
    from huggingface_hub import HfApi

    def files(revision: str) -> set[str]:
        info = HfApi().model_info(repository, revision=revision, timeout=_PATIENCE)
        return {file.rfilename for file in info.siblings or []}

    on_main = files("main")
    if on_main & _WEIGHTS:
        return "main"
    for number in _conversions(repository):
        if files(f"refs/pr/{number}") & _WEIGHTS:
            return f"refs/pr/{number}"
    pickled = sorted(name for name in on_main if name.startswith("pytorch_model") and name.endswith(".bin"))
    found = f"its weights as pickle only ({pickled[0]})" if pickled else "no model.safetensors"
    raise SolieuError(
        f"{repository}: publishes {found}, but solieu loads safetensors only, which cannot run code; have it "
        f"converted at https://huggingface.co/spaces/safetensors/convert, whose pull request solieu finds, {_ELSE}"
    )


def _conversions(repository: str) -> list[int]:
    """Return the numbers of the open pull requests of the hub's bot that add safetensors, the newest one first."""
    from huggingface_hub import HfApi
    from huggingface_hub.utils import build_hf_headers, get_session, hf_raise_for_status  # type: ignore[attr-defined]

    # `get_repo_discussions` asks the same, but knows no limit of time.
    answer = get_session().get(
        f"{HfApi().endpoint}/api/models/{repository}/discussions",
        params={"type": "pull_request", "status": "open", "author": _CONVERTER},
        headers=build_hf_headers(),
        timeout=_PATIENCE,
    )
    if answer.status_code == 403:  # the repository itself was shown: its owners have switched discussions off
        return []
    hf_raise_for_status(answer)
    numbers = [
        pull["num"]
        for pull in answer.json()["discussions"]
        if pull["isPullRequest"]
        and pull["status"] == "open"
        and pull["title"] == _CONVERSION
        # Anybody can give a pull request this title.
        and pull.get("author", {}).get("name") == _CONVERTER
    ]
    return sorted(numbers, reverse=True)


def _cached(repository: str) -> Path:
    """Find a revision with weights in safetensors in the hub's local cache: main, or else the one fetched last."""
    from huggingface_hub import constants, snapshot_download

    # `scan_cache_dir` leaves out all of a repository of which one download was broken off.
    snapshots = Path(constants.HF_HUB_CACHE, f"models--{repository.replace('/', '--')}", "snapshots")
    fetched = [(path.stat().st_mtime, path.name) for path in snapshots.iterdir()] if snapshots.is_dir() else []
    without_weights = False
    for revision in ["main", *(name for _, name in sorted(fetched, reverse=True))]:
        try:
            path = Path(snapshot_download(repository, revision=revision, allow_patterns=_FILES, local_files_only=True))
        except (OSError, ValueError):  # it is not there, or a part of it only
            continue
        if not any((path / name).is_file() for name in _WEIGHTS):
            without_weights |= revision == "main"
        elif (path / "config.json").is_file():  # transformers caches converted weights by themselves
            return path
    if without_weights:
        raise SolieuError(
            f"{repository}: the hub does not give it now, and its local cache has main without model.safetensors; "
            f"where there is a network, run `hf download {repository} --revision refs/pr/N`, N being the number of "
            f"{_CONVERTER}'s pull request (without --revision if model.safetensors is on main), {_ELSE}"
        ) from None
    raise SolieuError(
        f"{repository}: is no directory here and could not be had from the Hugging Face hub (no network, a wrong "
        f"name, or no permission); log in with `hf auth login` or fetch it beforehand with `hf download`, {_ELSE}"
    ) from None
