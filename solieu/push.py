"""A checkpoint on the Hugging Face hub: what would go there, and the way there."""

from __future__ import annotations

from collections.abc import Iterator
from contextlib import contextmanager
from importlib.metadata import version
from typing import TYPE_CHECKING

from rich.box import SIMPLE
from rich.console import Console
from rich.filesize import decimal
from rich.table import Table

from solieu.annotation.errors import SolieuError
from solieu.publication import CARD, SETTINGS, Publication, is_published, prepare_publication
from solieu.terminal import plain_console

if TYPE_CHECKING:
    from huggingface_hub import HfApi, ModelInfo

_PATIENCE = 10.0  # seconds for the first answer; without a limit a hub that is silent is waited for without end
# What a repository that was just made on the hub's website may hold.
_BLANK = {".gitattributes", CARD}


def push(model: str, repository: str, console: Console, *, private: bool = False, dry_run: bool = False) -> None:
    """Publish a checkpoint with its model card as one commit, and say what goes up.

    Files of earlier publications that this one lacks are removed in the same commit, so that nobody loads the old
    weights or reads the old scores. The login is that of ``hf auth login`` or ``HF_TOKEN``.

    Args:
        model: A directory that ``solieu train`` wrote.
        repository: The id of a repository, such as ``user/solieu-news``; it is made if there is none.
        console: Where the files are shown.
        private: Whether only its owner may see the repository.
        dry_run: Only show what would go up; nothing is asked of the network.

    Raises:
        SolieuError: The checkpoint cannot be published, the repository is not one to publish it in, or the hub
            cannot be reached or refuses.
    """
    _check_name(repository)
    if dry_run:
        _show(prepare_publication(model, repository), repository, console, private=private)
        console.print("a dry run: nothing was sent", soft_wrap=True)
        return
    from huggingface_hub import HfApi
    from huggingface_hub.utils import disable_progress_bars  # type: ignore[attr-defined]  # documented, not re-exported

    if not plain_console(stderr=True).is_terminal:
        disable_progress_bars()
    token = _token(repository)
    hub = HfApi(token=token)
    with _explained(repository, token):  # before the model is loaded, which takes longer
        there = _find(hub, repository, private=private)
    publication = prepare_publication(model, repository)
    _show(publication, repository, console, private=private)
    with _explained(repository, token):
        url, visibility = _upload(hub, there, publication, repository, private=private)
    console.print(f"published at {url} ({visibility})", soft_wrap=True)


def _check_name(repository: str) -> None:
    from huggingface_hub.errors import HFValidationError
    from huggingface_hub.utils import validate_repo_id  # type: ignore[attr-defined]  # documented, not re-exported

    try:
        validate_repo_id(repository)
        if "/" in repository:
            return
    except HFValidationError:
        pass
    raise SolieuError(
        f"{repository}: is no name of a repository on the hub; give the owner and a name of letters, digits and "
        "single '-', '_' or '.', such as user/solieu-news"
    )


def _token(repository: str) -> str:
    from huggingface_hub import get_token

    with _explained(repository, ""):
        token = get_token()
        if token is None:
            raise SolieuError(
                f"{repository}: nobody is logged in to the Hugging Face hub; run `hf auth login`, or set HF_TOKEN to "
                "a token that may write"
            )
        if not (token.isascii() and token.isprintable()):
            raise SolieuError(
                f"{repository}: the token for the Hugging Face hub holds characters that no token has; run "
                "`hf auth login` again, or correct HF_TOKEN"
            )
        return token


def _show(publication: Publication, repository: str, console: Console, *, private: bool) -> None:
    table = Table(box=SIMPLE, show_footer=True)
    sizes = {name: publication.size(name) for name in publication.files}
    table.add_column("file", f"{len(sizes)} files")
    table.add_column("size", decimal(sum(sizes.values())), justify="right", no_wrap=True)
    for name, size in sizes.items():
        table.add_row(name, decimal(size))
    console.print(table)
    visibility = "private" if private else "public; one that is there already stays what it is"
    licence = publication.licence
    lines = [
        f"to {repository} ({visibility})",
        f"licence in the model card: {licence!r}"
        if licence
        else f"the model card names no licence; write the encoder's into {CARD}, such as 'license: mit'",
        f"changed, so that they name no folders of this machine, no operating system and no ids of articles, and "
        f"that the card's example loads {repository}: {', '.join(publication.changed)}",
    ]
    if publication.staying:
        lines.append(f"{publication.staying} other files and folders of the directory stay here")
    for line in lines:
        console.print(line, soft_wrap=True)


def _find(hub: HfApi, repository: str, *, private: bool) -> ModelInfo | None:
    """Return what the hub knows of the repository, or None if there is none, which one may make.

    Raises:
        SolieuError: It may not be published to.
    """
    from huggingface_hub.errors import RepositoryNotFoundError

    try:
        there = hub.model_info(repository, timeout=_PATIENCE)
    except RepositoryNotFoundError as error:
        if error.response.status_code == 404:
            return None
        raise
    if private and not there.private:
        raise SolieuError(
            f"{repository}: is a public repository, so --private cannot be kept; make it private in its settings on "
            "the hub, or give another name"
        )
    names = _names(there)
    if names - _BLANK and SETTINGS not in names:
        raise SolieuError(f"{repository}: holds something that is no model of solieu; give another name")
    return there


def _names(there: ModelInfo) -> set[str]:
    return {sibling.rfilename for sibling in there.siblings or ()}


def _upload(
    hub: HfApi, there: ModelInfo | None, publication: Publication, repository: str, *, private: bool
) -> tuple[str, str]:
    """Make the repository if there is none, and commit to it.

    Returns:
        The commit's address, and whether it is ``"private"`` or ``"public"``.
    """
    from huggingface_hub import CommitOperationAdd, CommitOperationDelete

    if there is None:
        # Without --private the owner's own default, which may be private too.
        hub.create_repo(repository, private=private or None)
        there = hub.model_info(repository)
    additions = [
        CommitOperationAdd(name, file if isinstance(file, bytes) else str(file))
        for name, file in publication.files.items()
    ]
    stale = sorted(name for name in _names(there) if is_published(name) and name not in publication.files)
    # Not upload_folder, which may split a large folder into several commits.
    commit = hub.create_commit(
        repository,
        [*additions, *(CommitOperationDelete(name) for name in stale)],
        commit_message=f"Upload a tagger trained with solieu {version('solieu')}",
        parent_commit=there.sha,
    )
    return commit.commit_url, "private" if there.private else "public"


@contextmanager
def _explained(repository: str, token: str) -> Iterator[None]:
    """Turn whatever goes wrong on the way to the hub into one sentence without the token."""
    try:
        yield
    except SolieuError:
        raise
    except Exception as error:  # which classes there are depends on the HTTP client of huggingface_hub's release
        raise SolieuError(f"{repository}: {_reason(error, token)}") from None


def _reason(error: Exception, token: str) -> str:
    from huggingface_hub import HfApi
    from huggingface_hub.errors import HfHubHTTPError, OfflineModeIsEnabled

    while not isinstance(error, HfHubHTTPError) and isinstance(error.__cause__, Exception):
        error = error.__cause__  # the hub's own answer about a file, or what is wrong with the network
    if isinstance(error, OfflineModeIsEnabled):
        return "the hub may not be asked, because HF_HUB_OFFLINE or TRANSFORMERS_OFFLINE is set; unset it"
    if not isinstance(error, HfHubHTTPError):
        said = _in_one_line(str(error), token) or type(error).__name__
        return f"{HfApi().endpoint} gives no usable answer ({said}); check the network and try again"
    status = error.response.status_code
    if status == 401:
        return "the hub does not accept the token; run `hf auth login` again, or correct HF_TOKEN"
    if status == 403:
        return "the token may not write there; give a repository of your own, or log in with a token that may write"
    said = _in_one_line(error.server_message or "", token) or "no reason given"
    if status in (409, 412):
        return f"the repository was changed by somebody else meanwhile ({said}); run the command again"
    return f"the hub refuses with status {status} ({said}); correct that, or try again later"


def _in_one_line(text: str, token: str) -> str:
    """Return what the hub or its library says, shortened, and without the token that it may repeat."""
    return " ".join((text.replace(token, "***") if token else text).split())[:200]
