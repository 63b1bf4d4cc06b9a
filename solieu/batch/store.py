"""Where a run is kept: in its directory, or in object storage, of which this machine has a directory for a while."""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Set
from contextlib import contextmanager
from dataclasses import dataclass
from pathlib import Path
from tempfile import TemporaryDirectory
from typing import IO, Protocol
from urllib.parse import unquote, urlsplit

from solieu.annotation.errors import SolieuError
from solieu.annotation.uris import as_os_errors, file_status, files_below, find_filesystem, is_uri, open_file
from solieu.batch.file_names import BEGUN, FINISHED, INPUTS, MANIFEST, is_record, shard_of
from solieu.batch.records import ShardRecord, is_whole
from solieu.outputs import TABLE_NAMES

_OF_THE_RUN = (MANIFEST, INPUTS, FINISHED, BEGUN)


class Store(Protocol):
    """Where a run is kept."""

    @property
    def directory(self) -> Path:
        """The directory on this machine."""
        ...

    @property
    def name(self) -> str:
        """What it is called by whoever runs it."""
        ...

    def fetch(self) -> None:
        """Bring what must be known to go on into the directory."""
        ...

    def put(self, directory: Path, names: Iterable[str]) -> None:
        """Keep files of a directory, which may be gone from it afterwards.

        Args:
            directory: The directory that they were written to.
            names: Their names, as paths below it.
        """
        ...

    def prune(self, keep: Set[str]) -> None:
        """Remove what belongs to the run, but for the files of these names."""
        ...

    def remove(self, name: str) -> None:
        """Remove a file, which has been removed from the directory already."""
        ...

    def is_whole(self, record: ShardRecord) -> bool:
        """Whether the files of a shard are as its record says."""
        ...

    def open(self, name: str) -> IO[bytes]:
        """Open a file for reading."""
        ...


@contextmanager
def find_store(out: str) -> Iterator[Store]:
    """Find out where a run is kept, and, if that is object storage, make a directory that ends with the block.

    Args:
        out: A directory or a URI.

    Raises:
        SolieuError: What is raised in the block; it names the URI.
    """
    if out.startswith("file://"):
        yield LocalStore(Path(unquote(urlsplit(out).path)))
    elif not is_uri(out):
        yield LocalStore(Path(out))
    else:
        uri = out.rstrip("/")
        with TemporaryDirectory(prefix="solieu-") as scratch:
            try:
                yield ObjectStore(uri, Path(scratch))
            except SolieuError as error:
                raise SolieuError(str(error).replace(scratch, uri)) from None


@dataclass(frozen=True)
class LocalStore:
    """The directory itself, in which everything has been written and removed already.

    Args:
        directory: The directory.
    """

    directory: Path

    @property
    def name(self) -> str:
        """The directory's name."""
        return str(self.directory)

    def fetch(self) -> None:
        """Do nothing."""

    def put(self, directory: Path, names: Iterable[str]) -> None:
        """Do nothing."""

    def prune(self, keep: Set[str]) -> None:
        """Do nothing."""

    def remove(self, name: str) -> None:
        """Do nothing."""

    def is_whole(self, record: ShardRecord) -> bool:
        """Compare the hashes of a shard's files with its record."""
        return is_whole(self.directory, record)

    def open(self, name: str) -> IO[bytes]:
        """Open a file for reading."""
        return (self.directory / name).open("rb")


@dataclass(frozen=True)
class ObjectStore:
    """Object storage, where a file appears as a whole or not at all, and nothing can be locked.

    Args:
        uri: Where the run is, without a slash at the end.
        directory: A directory on this machine, for what is read and written.
    """

    uri: str
    directory: Path

    @property
    def name(self) -> str:
        """The URI."""
        return self.uri

    def fetch(self) -> None:
        """Copy the manifest, the list of inputs and the records.

        Raises:
            SolieuError: There is something else, and no run.
        """
        names = self._names()
        if names and not {MANIFEST, INPUTS} & set(names):
            raise SolieuError(f"{self.uri}: holds {names[0]}, but no run of `solieu extract`; give another --out")
        for name in names:
            if name in _OF_THE_RUN or is_record(name):
                with self.open(name) as stream:
                    (self.directory / name).write_bytes(stream.read())

    def put(self, directory: Path, names: Iterable[str]) -> None:
        """Copy files to the store, and remove the results from the directory."""
        for name in names:
            filesystem, path = find_filesystem(f"{self.uri}/{name}")
            # A file that is closed appears, so all of it must be there before it is begun.
            data = (directory / name).read_bytes()
            with as_os_errors(f"{self.uri}/{name}"), filesystem.open_output_stream(path) as stream:
                stream.write(data)
            if name not in _OF_THE_RUN and not is_record(name):
                (directory / name).unlink()

    def prune(self, keep: Set[str]) -> None:
        """Remove files, the records before others, and the manifest last."""
        removed = [name for name in self._names() if name not in keep and _is_own(name)]
        for name in sorted(removed, key=lambda name: (name == MANIFEST, not is_record(name), name)):
            self.remove(name)

    def remove(self, name: str) -> None:
        """Remove one file."""
        filesystem, path = find_filesystem(f"{self.uri}/{name}")
        with as_os_errors(f"{self.uri}/{name}"):
            filesystem.delete_file(path)

    def is_whole(self, record: ShardRecord) -> bool:
        """Compare the sizes of a shard's files with its record; the store looks after what is in them."""
        try:
            return all(file_status(f"{self.uri}/{name}")[0] == facts["bytes"] for name, facts in record.files.items())
        except OSError:
            return False

    def open(self, name: str) -> IO[bytes]:
        """Open a file for reading."""
        return open_file(f"{self.uri}/{name}")

    def _names(self) -> list[str]:
        return [uri[len(self.uri) + 1 :] for uri in files_below(self.uri) or []]


def _is_own(name: str) -> bool:
    """Whether a file of this name below a run's URI is one that the run wrote."""
    folder = name.rpartition("/")[0]
    return name in _OF_THE_RUN or (folder in ("", *TABLE_NAMES) and shard_of(name) is not None)
