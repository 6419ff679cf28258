"""Which module may import which, where a list of the forbidden would go stale (pyproject.toml)."""

import ast
from importlib.util import find_spec
from pathlib import Path

import grimp
import pytest

ENGINE = "planner.planning"
# Pure computing: no clock, no files, no network, no processes, no log, no chance.
PURE = {
    "abc",
    "bisect",
    "calendar",
    "collections",
    "dataclasses",
    "datetime",
    "decimal",
    "fractions",
    "functools",
    "highspy",
    "itertools",
    "math",
    "numpy",
    "typing",
}

# What shows: pages, files, the terminal. All else in the app is found, and imports none of it.
PAGES = {
    "admin",
    "charts",
    "demo",
    "exports",
    "management",
    "middleware",
    "presentation",
    "preview_picture",
    "study_outputs",
    "styleguide",
    "templatetags",
    "urls",
    "views",
}

# Input, output, and ways around the list above. Ruff forbids `date.today` and its like there.
IMPURE = {"__import__", "breakpoint", "compile", "eval", "exec", "input", "open", "print"}


@pytest.fixture(scope="module")
def graph() -> grimp.ImportGraph:
    return grimp.build_graph("planner", "campaigns", include_external_packages=True, cache_dir=None)


def modules_of(graph: grimp.ImportGraph, package: str) -> set[str]:
    return {package, *graph.find_descendants(package)}


def imports_beyond(graph: grimp.ImportGraph, package: str) -> set[tuple[str, str]]:
    """Every import out of the package: the importing module, and what it imports."""
    modules = modules_of(graph, package)
    return {
        (module, imported)
        for module in modules
        for imported in graph.find_modules_directly_imported_by(module)
        if imported not in modules
    }


def test_the_planning_module_computes_and_does_nothing_else(graph: grimp.ImportGraph) -> None:
    imports = imports_beyond(graph, ENGINE)

    assert {imported for _, imported in imports} >= {"decimal", "numpy", "highspy"}
    assert {(module, imported) for module, imported in imports if imported not in PURE} == set()


def test_the_planning_module_reads_and_writes_nothing() -> None:
    spec = find_spec(ENGINE)
    assert spec is not None
    assert spec.origin is not None
    files = list(Path(spec.origin).parent.rglob("*.py"))
    called = {
        (file.name, node.func.id)
        for file in files
        for node in ast.walk(ast.parse(file.read_text()))
        if isinstance(node, ast.Call) and isinstance(node.func, ast.Name)
    }

    assert len(files) > 30
    assert {(file, name) for file, name in called if name in IMPURE} == set()


def test_models_know_the_planning_module_and_the_lists_of_terms_alone(
    graph: grimp.ImportGraph,
) -> None:
    ours = modules_of(graph, "campaigns") | modules_of(graph, "planner")
    imported = {name for _, name in imports_beyond(graph, "campaigns.models") if name in ours}

    assert imported
    # The lists of the terms of plans and channels, which themselves know the planning module alone.
    of_channels = {"channel_term", "channel_terms", "channel_values"}
    lists = {"campaigns.plan_terms", *(f"campaigns.{name}" for name in of_channels)}
    assert imported <= modules_of(graph, ENGINE) | lists


def test_what_reads_and_saves_knows_no_page(graph: grimp.ImportGraph) -> None:
    children = {name.removeprefix("campaigns.") for name in graph.find_children("campaigns")}
    pages = {module for name in PAGES for module in modules_of(graph, f"campaigns.{name}")}
    imports = {
        (module, imported)
        for name in children - PAGES
        for module, imported in imports_beyond(graph, f"campaigns.{name}")
    }

    # A page that is renamed or removed leaves the list.
    assert PAGES - children == set()
    assert {"saved", "transfer", "studies", "query", "models"} <= children - PAGES
    assert {(module, imported) for module, imported in imports if imported in pages} == set()


def test_no_two_modules_import_each_other(graph: grimp.ImportGraph) -> None:
    ours = modules_of(graph, "campaigns") | modules_of(graph, "planner")
    pairs = {
        (module, imported)
        for module in ours
        for imported in graph.find_modules_directly_imported_by(module)
    }

    assert len(pairs) > 500
    assert {pair for pair in pairs if pair[::-1] in pairs} == set()
