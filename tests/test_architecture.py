"""The shape of the program: imports go downward only, each library has one room."""

from __future__ import annotations

import ast
from collections.abc import Iterator
from graphlib import TopologicalSorter
from pathlib import Path

import pytest

PACKAGE = Path(__file__).parent.parent / "generator"
MODULES = {
    ".".join(path.relative_to(PACKAGE.parent).with_suffix("").parts).removesuffix(".__init__"): path
    for path in PACKAGE.rglob("*.py")
}


def imports(path: Path) -> Iterator[str]:
    for node in ast.walk(ast.parse(path.read_text(encoding="utf-8"))):
        if isinstance(node, ast.Import):
            yield from (alias.name for alias in node.names)
        elif isinstance(node, ast.ImportFrom):
            yield node.module or ""
            yield from (f"{node.module}.{alias.name}" for alias in node.names)


def test_imports_go_downward_only() -> None:
    graph = {
        name: {found for found in imports(path) if found in MODULES and found != name}
        for name, path in MODULES.items()
    }
    # A package's own front door may be passed on the way to its rooms.
    for name, found in graph.items():
        graph[name] = {other for other in found if not name.startswith(other + ".")}
    TopologicalSorter(graph).prepare()


def test_the_model_imports_nothing_of_ours() -> None:
    assert not [name for name in imports(MODULES["generator.model"]) if "generator" in name]


@pytest.mark.parametrize(
    ("library", "room"),
    [
        ("jinja2", "generator.render"),
        ("markdown", "generator.markup"),
        ("nh3", "generator.markup"),
        ("watchdog", "generator.serve"),
        ("yaml", "generator.frontmatter"),
        ("PIL", "generator.pictures"),
        ("argparse", "generator.cli"),
        ("dask", "generator.cluster"),
        ("distributed", "generator.cluster"),
        ("pagefind_bin", "generator.search"),
        ("cbor2", "generator.search"),
    ],
)
def test_each_library_has_one_room(library: str, room: str) -> None:
    for name, path in MODULES.items():
        if library in {imported.split(".")[0] for imported in imports(path)}:
            assert f"{name}.".startswith(f"{room}."), f"{name} imports {library}"


def test_user_errors_are_caught_by_the_command_line_only() -> None:
    """Others may add to the problems they gather, but only ``cli`` ends a command with them."""
    for name, path in MODULES.items():
        if "sys.exit" in path.read_text(encoding="utf-8"):
            assert name == "generator.__main__"
