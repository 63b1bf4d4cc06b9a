"""Which files a format makes, and what is refused."""

import resource
import signal
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path

import pytest

from solieu.annotation import Document, LabelSchema, SolieuError
from solieu.outputs import Format, Output, choose_output

SCHEMA = LabelSchema.default()


@contextmanager
def files_of_at_most(size: int) -> Iterator[None]:
    """A disk that is full when a file has so many bytes."""
    limits = resource.getrlimit(resource.RLIMIT_FSIZE)
    handler = signal.signal(signal.SIGXFSZ, signal.SIG_IGN)
    resource.setrlimit(resource.RLIMIT_FSIZE, (size, limits[1]))
    try:
        yield
    finally:
        resource.setrlimit(resource.RLIMIT_FSIZE, limits)
        signal.signal(signal.SIGXFSZ, handler)


@pytest.mark.parametrize(
    ("out", "given", "chosen"),
    [
        ("a.jsonl", None, "jsonl"),
        ("a", None, "jsonl"),
        ("a.json", None, "jsonl"),
        ("a.xlsx", None, "xlsx"),
        ("A.XLSX", None, "xlsx"),
        ("a.html", None, "html"),
        ("a.htm", "html", "html"),
        ("a", "csv", "csv"),
        ("a", "parquet", "parquet"),
        ("a", "jsonl", "jsonl"),
    ],
)
def test_the_format_is_the_given_one_or_that_of_the_suffix(out: str, given: Format | None, chosen: Format) -> None:
    output = choose_output(Path(out), given)

    assert output == Output(chosen, Path(out))


@pytest.mark.parametrize("name", ["a.jsonl.gz", "a.zst", "a.xls", "a.docx", "a.tsv", "a.zip"])
def test_what_is_json_lines_is_not_called_by_the_suffix_of_something_else(name: str) -> None:
    with pytest.raises(SolieuError, match=rf"{name}: nothing is written as \{Path(name).suffix}; give --out "):
        choose_output(Path(name), None)


@pytest.mark.parametrize(
    ("name", "advice"),
    [("a.jsonl.gz", "a.jsonl"), ("a.html.gz", "a.html"), ("a.txt.gz", "a.txt with .jsonl, .xlsx or .html at its end")],
)
def test_a_name_that_fits_without_its_last_suffix_is_proposed(name: str, advice: str) -> None:
    with pytest.raises(SolieuError, match=rf"; give --out {advice}, or --out DIRECTORY/$"):
        choose_output(Path(name), None)


def test_standard_output_takes_json_lines() -> None:
    assert choose_output(None, None) is None
    assert choose_output(None, "jsonl") is None


@pytest.mark.parametrize(
    ("out", "given", "message"),
    [
        (None, "html", "--format html cannot go to standard output; give --out FILE.html as well"),
        ("a", "html", "a: a page needs a name that ends in .html; give --out a.html"),
        (None, "xlsx", "--format xlsx cannot go to standard output; give --out FILE.xlsx as well"),
        (None, "csv", "--format csv cannot go to standard output; give --out DIRECTORY as well"),
        ("a.csv", None, "a.csv: csv makes a file for each table; give a directory: --out a --format csv"),
        ("a.parquet", "parquet", "a.parquet: parquet makes a file for each table; give a directory: --out a --format"),
        ("a.xlsx", "csv", "a.xlsx: csv makes a file for each table; give a directory: --out a --format csv"),
        ("file", "csv", "file: csv makes a file for each table; give a directory: --out file-tables --format csv"),
        ("a", "xlsx", "a: a workbook needs a name that ends in .xlsx; give --out a.xlsx"),
        ("a.xlsx", "jsonl", "a.xlsx: --format jsonl does not fit .xlsx; give --out a.jsonl"),
    ],
)
def test_what_does_not_go_together_is_refused(
    out: str | None, given: Format | None, message: str, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.chdir(tmp_path)
    Path("file").touch()

    with pytest.raises(SolieuError) as error:
        choose_output(None if out is None else Path(out), given)

    assert str(error.value).startswith(message)


@pytest.mark.parametrize("form", ["csv", "parquet"])
def test_a_directory_is_made_and_what_else_is_in_it_stays(form: Format, article: Document, tmp_path: Path) -> None:
    output = Output(form, tmp_path / "tables")

    output.write([article], SCHEMA)
    (tmp_path / "tables" / "note.txt").touch()
    output.write([], SCHEMA)

    assert set(output.files) | {tmp_path / "tables" / "note.txt"} == set((tmp_path / "tables").iterdir())
    assert [file.name for file in output.files] == [f"{name}.{form}" for name in ("entities", "figures", "people")]


@pytest.mark.parametrize(
    ("form", "name"), [("csv", "out"), ("parquet", "out"), ("xlsx", "out.xlsx"), ("html", "out.html")]
)
class TestAFailure:
    def test_of_the_articles_leaves_nothing(self, form: Format, name: str, article: Document, tmp_path: Path) -> None:
        def failing() -> Iterator[Document]:
            yield article
            raise RuntimeError("the model broke")

        with pytest.raises(RuntimeError, match="the model broke"):
            Output(form, tmp_path / name).write(failing(), SCHEMA)

        assert list(tmp_path.iterdir()) == []

    def test_of_the_disk_leaves_nothing_and_is_told(
        self, form: Format, name: str, article: Document, tmp_path: Path
    ) -> None:
        with files_of_at_most(1000), pytest.raises(SolieuError, match=r"cannot be written .*make room on the disk"):
            Output(form, tmp_path / name).write([article] * 20, SCHEMA)

        assert list(tmp_path.iterdir()) == []

    def test_of_the_folder_is_told(self, form: Format, name: str, article: Document, tmp_path: Path) -> None:
        with pytest.raises(SolieuError, match="No such file or directory"):
            Output(form, tmp_path / "none" / name).write([article], SCHEMA)
