"""Which of the product's modules import which, read from their text."""

from __future__ import annotations

import ast
from collections.abc import Iterator, Mapping
from pathlib import Path

ROOT = Path(__file__).parents[2]
PACKAGES = ("casebook", "geo", "tui", "sample_data")


def product_modules() -> dict[str, Path]:
    """Every module of the product by its dotted name."""
    found = {}
    for package in PACKAGES:
        for path in sorted((ROOT / package).rglob("*.py")):
            parts = path.relative_to(ROOT).with_suffix("").parts
            found[".".join(parts[:-1] if parts[-1] == "__init__" else parts)] = path
    return found


def import_graph(modules: Mapping[str, Path]) -> dict[str, set[str]]:
    """What each module imports of the others, whether at its top, in a function or for types."""
    return {
        name: set(_imported(path.read_text(encoding="utf-8"), modules)) - {name}
        for name, path in modules.items()
    }


def _imported(text: str, modules: Mapping[str, Path]) -> Iterator[str]:
    for node in ast.walk(ast.parse(text)):
        if isinstance(node, ast.Import):
            yield from (alias.name for alias in node.names if alias.name in modules)
        elif isinstance(node, ast.ImportFrom) and node.module in modules:
            submodules = [f"{node.module}.{alias.name}" for alias in node.names]
            own = [name for name in submodules if name in modules]
            yield from own
            if len(own) < len(submodules):
                yield node.module
