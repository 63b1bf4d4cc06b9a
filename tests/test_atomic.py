"""Files are written whole or not at all."""

import os
import signal
import subprocess
import sys
from pathlib import Path

import pytest

from solieu.annotation import SolieuError
from solieu.annotation.atomic import write_atomically


def test_a_text_is_written_with_its_line_ends_as_they_are(tmp_path: Path) -> None:
    with write_atomically(tmp_path / "a.txt") as stream:
        stream.write("Công an\r\ntỉnh\n")

    assert (tmp_path / "a.txt").read_bytes() == "Công an\r\ntỉnh\n".encode()


def test_nothing_is_seen_under_the_name_before_the_end(tmp_path: Path) -> None:
    path = tmp_path / "a.txt"

    with write_atomically(path) as stream:
        stream.write("half")
        stream.flush()
        assert not path.exists()
    assert path.read_text() == "half"


def test_an_error_leaves_the_old_file_and_no_trace_of_the_new_one(tmp_path: Path) -> None:
    path = tmp_path / "a.txt"
    path.write_text("old")

    with pytest.raises(ZeroDivisionError), write_atomically(path) as stream:
        stream.write("new" * (1 // 0))

    assert path.read_text() == "old"
    assert list(tmp_path.iterdir()) == [path]


def test_an_interrupt_leaves_no_trace_either(tmp_path: Path) -> None:
    with pytest.raises(KeyboardInterrupt), write_atomically(tmp_path / "a.bin", "wb"):
        signal.raise_signal(signal.SIGINT)

    assert list(tmp_path.iterdir()) == []


def test_a_replaced_file_keeps_its_permissions(tmp_path: Path) -> None:
    path = tmp_path / "a.txt"
    path.write_text("old")
    path.chmod(0o640)

    with write_atomically(path) as stream:
        stream.write("new")

    assert path.stat().st_mode & 0o777 == 0o640


def test_a_new_file_has_the_permissions_of_any_other_new_file(tmp_path: Path) -> None:
    (tmp_path / "plain.txt").write_text("")
    with write_atomically(tmp_path / "a.txt") as stream:
        stream.write("new")

    assert (tmp_path / "a.txt").stat().st_mode == (tmp_path / "plain.txt").stat().st_mode


def test_a_symbolic_link_still_points_at_its_file(tmp_path: Path) -> None:
    (tmp_path / "file.txt").write_text("old")
    (tmp_path / "link.txt").symlink_to("file.txt")

    with write_atomically(tmp_path / "link.txt") as stream:
        stream.write("new")

    assert (tmp_path / "link.txt").is_symlink()
    assert (tmp_path / "file.txt").read_text() == "new"


def test_a_device_is_written_to_and_not_replaced() -> None:
    with write_atomically(os.devnull) as stream:
        stream.write("gone")

    assert not Path(os.devnull).is_file()


def test_a_folder_that_is_not_there_is_an_error_that_names_the_file(tmp_path: Path) -> None:
    with (
        pytest.raises(SolieuError, match=r"none/a\.txt: cannot be written .*make the folder first"),
        write_atomically(tmp_path / "none" / "a.txt"),
    ):
        pass


def test_a_folder_in_the_files_place_is_an_error_that_names_it(tmp_path: Path) -> None:
    with pytest.raises(SolieuError, match=f"{tmp_path.name}: .*name of a file"), write_atomically(tmp_path):
        pass


def test_an_error_that_is_not_about_the_file_comes_through_unchanged(tmp_path: Path) -> None:
    with pytest.raises(FileNotFoundError), write_atomically(tmp_path / "a.txt"):
        (tmp_path / "other.txt").read_text()


@pytest.mark.skipif(not Path("/dev/full").exists(), reason="needs Linux's full disk in a file")
def test_a_full_disk_is_an_error_that_says_so() -> None:
    with pytest.raises(SolieuError, match=r"/dev/full: .*make room"), write_atomically("/dev/full") as stream:
        stream.write("x" * 100_000)


@pytest.mark.skipif(sys.platform == "win32", reason="needs a limit on the size of files")
def test_a_disk_that_fills_up_half_way_leaves_the_old_file(tmp_path: Path) -> None:
    path = tmp_path / "a.txt"
    path.write_text("old")
    program = f"""
import resource
from solieu.annotation.atomic import write_atomically
resource.setrlimit(resource.RLIMIT_FSIZE, (4096, 4096))
with write_atomically({str(path)!r}) as stream:
    stream.write("x" * 10_000)
"""

    done = subprocess.run([sys.executable, "-c", program], capture_output=True, text=True, check=False)

    assert "a.txt: cannot be written" in done.stderr.splitlines()[-1]
    assert path.read_text() == "old"
    assert list(tmp_path.iterdir()) == [path]
