"""The wheel: the package and nothing else, usable from anywhere."""

import os
import re
import shutil
import subprocess
import sys
import zipfile
from importlib.metadata import PackageNotFoundError, version
from pathlib import Path

import pytest

ROOT = Path(__file__).parents[1]
TRAINING = ("training/baselines", "training/measures", "training/report")
PACKAGES = ("annotation", "configs", "models", "training", *TRAINING)


def _has_setuptools() -> bool:
    try:
        return int(version("setuptools").split(".")[0]) >= 77
    except PackageNotFoundError:
        return False


@pytest.fixture(scope="module")
def wheel(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """The wheel, built from a copy of the whole working directory, data and tests included."""
    if not _has_setuptools():
        pytest.skip("building the wheel without the network needs setuptools 77 here")
    directory = tmp_path_factory.mktemp("wheel")
    ignored = shutil.ignore_patterns(".*", "__pycache__", "*.egg-info", "build", "dist", "runs")
    shutil.copytree(ROOT, directory / "source", ignore=ignored)
    (directory / "source" / "models" / "model.safetensors").write_bytes(b"weights")
    command = [sys.executable, "-m", "pip", "wheel", "--no-deps", "--no-build-isolation", "-w", str(directory), "."]
    done = subprocess.run(command, cwd=directory / "source", capture_output=True, text=True)
    assert done.returncode == 0, done.stderr
    (path,) = directory.glob("*.whl")
    return path


@pytest.fixture(scope="module")
def site(wheel: Path) -> Path:
    """A directory into which the wheel is installed."""
    directory = wheel.parent / "site"
    command = [sys.executable, "-m", "pip", "install", "--no-deps", "--target", str(directory), str(wheel)]
    done = subprocess.run(command, capture_output=True, text=True)
    assert done.returncode == 0, done.stderr
    return directory


def python(site: Path, script: str) -> str:
    """Run a script with the installed package from a directory that has nothing to do with it."""
    done = subprocess.run(
        [sys.executable, "-c", script],
        cwd=site.parent,
        env=os.environ | {"PYTHONPATH": str(site)},
        capture_output=True,
        text=True,
    )
    assert done.returncode == 0, done.stderr
    return done.stdout.strip()


@pytest.mark.slow
def test_the_wheel_holds_the_package_and_its_metadata_only(wheel: Path) -> None:
    names = zipfile.ZipFile(wheel).namelist()

    tops = {name.split("/")[0] for name in names}
    assert tops == {"solieu", f"solieu-{version('solieu')}.dist-info"}
    assert {Path(name).suffix or Path(name).name for name in names if name.startswith("solieu/")} == {
        *(".py", ".yaml", ".json", ".typed"),
        *(".jinja", ".css", ".js"),  # the templates of reports and of the articles' page
    }


@pytest.mark.slow
def test_the_wheel_holds_every_module_configuration_and_type_marker(wheel: Path) -> None:
    names = set(zipfile.ZipFile(wheel).namelist())

    faces = sorted((ROOT / "solieu").rglob("*.py"))
    expected = {str(path.relative_to(ROOT)) for path in faces}
    expected |= {str(path.parent.relative_to(ROOT) / "py.typed") for path in faces}
    for package in PACKAGES:
        modules = sorted((ROOT / package).rglob("*.py"))
        expected |= {f"solieu/{path.relative_to(ROOT)}" for path in modules}
        expected |= {f"solieu/{path.parent.relative_to(ROOT)}/py.typed" for path in modules}
    for suffix in ("yaml", "json"):
        expected |= {f"solieu/{path.relative_to(ROOT)}" for path in (ROOT / "configs").rglob(f"*.{suffix}")}
    for suffix in ("yaml", "jinja", "css", "js"):
        expected |= {f"solieu/training/report/{path.name}" for path in (ROOT / "training/report").glob(f"*.{suffix}")}
        expected |= {f"solieu/html_view/{path.name}" for path in (ROOT / "solieu/html_view").glob(f"*.{suffix}")}
    assert {name for name in names if name.startswith("solieu/")} == expected


@pytest.mark.slow
def test_the_installed_package_is_used_from_anywhere(site: Path) -> None:
    script = (
        "import solieu, solieu.annotation, solieu.models, solieu.training, solieu.training.report\n"
        "import solieu.models.links, solieu.models.values\n"
        "import solieu.html_view, solieu.tables.schema\n"
        "from solieu.configs import config_path\n"
        "assert config_path('labels.yaml').is_file() and config_path('compact.yaml').is_file()\n"
        "assert solieu.LabelSchema.default().names\n"
        "assert solieu.models.values.rank('Đ/tá').name == 'Đại tá'\n"
        "from solieu.annotation.suggester import Suggester\n"
        "assert Suggester.default().suggest('Công an tỉnh').spans\n"
        "print(solieu.__file__)"
    )

    assert python(site, script) == str(site / "solieu" / "__init__.py")


@pytest.mark.slow
def test_the_installed_package_brings_no_other_top_level_names(site: Path) -> None:
    script = (
        "import importlib.util as util\n"
        f"print([name for name in {(*PACKAGES[:4], 'tests', 'data')!r} if util.find_spec(name)])"
    )

    assert python(site, script) == "[]"


@pytest.mark.slow
def test_the_installed_command_runs(site: Path) -> None:
    assert "Usage: solieu" in python(
        site, "import sys; sys.argv = ['solieu', '-h']; from solieu.cli import main; main()"
    )
    assert (site / "bin" / "solieu").exists()


def test_no_module_imports_a_package_by_its_folder_s_name() -> None:
    # From the repository's root that works, but it makes a second copy of every class.
    imports = re.compile(rf"^\s*(?:from|import)\s+(?:{'|'.join(PACKAGES[:4])})\b", re.MULTILINE)
    folders = (*PACKAGES, "solieu", "tests", "benchmarks")

    found = [
        path for folder in folders for path in (ROOT / folder).rglob("*.py") if imports.search(path.read_text("utf-8"))
    ]

    assert found == []
