"""No module of the product imports itself by way of others."""

from __future__ import annotations

from tests.architecture.imports import import_graph, product_modules


def circles(graph: dict[str, set[str]]) -> list[list[str]]:
    """The groups of modules that import one another, each sorted (Tarjan's algorithm)."""
    found: list[list[str]] = []
    number: dict[str, int] = {}
    lowest: dict[str, int] = {}
    path: list[str] = []

    def visit(module: str) -> None:
        number[module] = lowest[module] = len(number)
        path.append(module)
        for other in sorted(graph[module]):
            if other not in number:
                visit(other)
            if other in path:
                lowest[module] = min(lowest[module], lowest[other])
        if lowest[module] == number[module]:
            group = path[path.index(module) :]
            del path[path.index(module) :]
            if len(group) > 1:
                found.append(sorted(group))

    for module in sorted(graph):
        if module not in number:
            visit(module)
    return found


def test_no_module_imports_itself_by_way_of_others() -> None:
    """Imports inside functions and for types count like those at the top."""
    graph = import_graph(product_modules())
    assert len(graph) > 200
    assert circles(graph) == []


def test_a_circle_is_found() -> None:
    """Two that import each other, and three that do in a ring; one that only uses them is none."""
    graph = {"a": {"b"}, "b": {"a"}, "c": {"d"}, "d": {"e"}, "e": {"c", "a"}, "f": {"a", "c"}}
    assert circles(graph) == [["a", "b"], ["c", "d", "e"]]
