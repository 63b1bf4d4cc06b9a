"""The architecture: configs, annotation, models, training, solieu; nobody imports to the right."""

import ast
import subprocess
import sys
from collections.abc import Iterator
from graphlib import TopologicalSorter
from pathlib import Path

import pytest

import solieu

ROOT = Path(__file__).parents[1]
LAYERS = ["configs", "annotation", "models", "training", "solieu"]
MODULES = sorted(path for layer in LAYERS for path in (ROOT / layer).rglob("*.py"))


def name_of(path: Path) -> str:
    """The name under which a file is imported."""
    parts = list(path.relative_to(ROOT).with_suffix("").parts)
    if parts[0] != "solieu":
        parts.insert(0, "solieu")
    return ".".join(parts[:-1] if parts[-1] == "__init__" else parts)


NAMES = {name_of(path): path for path in MODULES}


def imports(path: Path) -> Iterator[str]:
    """The modules that a file imports, wherever in it the import stands."""
    for node in ast.walk(ast.parse(path.read_text(encoding="utf-8"))):
        if isinstance(node, ast.Import):
            yield from (alias.name for alias in node.names)
        elif isinstance(node, ast.ImportFrom):
            assert node.level == 0, f"{path}: relative import"
            module = node.module or ""
            inner = [f"{module}.{alias.name}" for alias in node.names if f"{module}.{alias.name}" in NAMES]
            yield from inner or [module]


def layer_of(module: str) -> int:
    part = module.split(".")[1] if module.count(".") else ""
    return LAYERS.index(part) if part in LAYERS else LAYERS.index("solieu")


@pytest.mark.parametrize("path", MODULES, ids=name_of)
def test_a_module_imports_nothing_from_a_layer_to_its_right(path: Path) -> None:
    own = layer_of(name_of(path))

    for module in imports(path):
        if module.split(".")[0] == "solieu":
            assert layer_of(module) <= own, f"{name_of(path)} imports {module}"


@pytest.mark.parametrize("path", MODULES, ids=name_of)
def test_modules_are_imported_by_their_full_names(path: Path) -> None:
    for module in imports(path):
        assert module.split(".")[0] not in LAYERS[:-1], f"{name_of(path)} imports {module}; write solieu.{module}"


def test_there_are_no_cycles_between_modules() -> None:
    graph = {
        name: {module for module in imports(path) if module in NAMES and module != name} for name, path in NAMES.items()
    }
    graph["solieu"] = set()  # its names are imported when they are first used

    assert list(TopologicalSorter(graph).static_order())


@pytest.mark.parametrize("path", [path for path in MODULES if path.parent.name in LAYERS[:2]], ids=name_of)
def test_annotation_and_configs_import_no_torch_and_no_transformers(path: Path) -> None:
    assert not {module.split(".")[0] for module in imports(path)} & {"torch", "transformers", "tokenizers"}


@pytest.mark.parametrize(
    "module",
    [
        *("solieu", "solieu.annotation", "solieu.models", "solieu.models.values", "solieu.training", "solieu.cli"),
        "solieu.models.links",
        *("solieu.batch.run", "solieu.tables.rows", "solieu.outputs", "solieu.tabulate", "solieu.training.measures"),
        *("solieu.training.measures.comparison", "solieu.training.report"),
        # A tagger loads without torch, so that another engine can score its words.
        *("solieu.models.extractor", "solieu.models.uncertainty", "solieu.models.onnx_checkpoint"),
    ],
)
def test_importing_it_imports_no_torch(module: str) -> None:
    code = f"import sys, {module}; print([name for name in ('torch', 'transformers') if name in sys.modules])"

    finished = subprocess.run([sys.executable, "-c", code], capture_output=True, text=True, check=True)

    assert finished.stdout.strip() == "[]"


def test_the_public_names_are_those_that_are_listed() -> None:
    assert all(getattr(solieu, name) is not None for name in solieu.__all__)
    assert dir(solieu) == sorted(solieu.__all__)
    assert not hasattr(solieu, "nothing")
