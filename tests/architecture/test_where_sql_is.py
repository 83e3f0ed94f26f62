"""SQL stands in the store and in modules called ``queries``; few places ask what kind a record is.

A kind says everything about itself, so code that asks "is it kind X?" is one more place to change
with that kind. Those that are left are listed here, each with its reason.
"""

from __future__ import annotations

import ast
from collections import Counter
from collections.abc import Iterator

import pytest

from tests.architecture.modules import imports, modules, record_kinds, tree

_DATABASES = {"sqlalchemy", "sqlite3", "alembic", "psycopg"}
_ASKING = {
    "casebook.registers.belonging": (2, "access asks where a place lies, and who owns a profile"),
    "casebook.upkeep.accounts": (1, "a profile that changes hands needs a reason"),
    "casebook.upkeep.undo": (4, "a place is put back with its parent, a stage within its cycle"),
}  # fmt: skip
"""How often a module asks for a kind of another's, and why."""


@pytest.mark.parametrize("module", modules())
def test_a_database_is_seen_in_the_store_and_in_queries_alone(module: str) -> None:
    """Everything else reads and writes by the methods of its transaction."""
    seen = {name.partition(".")[0] for name in imports(module)} & _DATABASES
    own = module.split(".")
    at_home = own[:2] == ["casebook", "store"] or any(part.endswith("queries") for part in own)
    # a report of a fault says which SQLite there is
    assert at_home or not seen - ({"sqlite3"} if module == "casebook.cli.fault" else set())


def _names_a_kind(node: ast.AST, kinds: frozenset[str]) -> bool:
    return any(isinstance(part, ast.Name) and part.id in kinds for part in ast.walk(node))


def _questions(module: str) -> Iterator[int]:
    """The lines on which a module asks whether something is of a kind that another defines."""
    kinds = frozenset(name for name, owner in record_kinds().items() if owner != module)
    own_folder = {n for n, owner in record_kinds().items() if _folder(owner) == _folder(module)}
    others = kinds - own_folder
    for node in ast.walk(tree(module)):
        if isinstance(node, ast.Call) and ast.unparse(node.func) in ("isinstance", "issubclass"):
            asked = _names_a_kind(node.args[1], others)
        elif isinstance(node, ast.Compare):
            asked = any(_is_a_kind(part, others) for part in (node.left, *node.comparators))
        elif isinstance(node, ast.match_case):
            asked = _names_a_kind(node.pattern, others)
        else:
            continue
        if asked:
            yield node.lineno if hasattr(node, "lineno") else 0


def _folder(module: str) -> str:
    return module.rpartition(".")[0]


def _is_a_kind(node: ast.expr, kinds: frozenset[str]) -> bool:
    """Whether it is such a class, or its word: ``Place``, ``Place.KIND``."""
    if isinstance(node, ast.Attribute) and node.attr == "KIND":
        node = node.value
    return isinstance(node, ast.Name) and node.id in kinds


def test_few_places_ask_what_kind_a_record_is() -> None:
    """Fewer than ten, and each is listed with its reason; a listed one that is gone is too."""
    found = Counter(module for module in modules() for _ in _questions(module))
    assert found == {module: number for module, (number, _) in _ASKING.items()}
    assert found.total() < 10


def test_the_questions_are_seen() -> None:
    """Else the test above couldn't fail."""
    assert len(record_kinds()) > 30
    asks = ast.parse("isinstance(record, Place)\nkind.KIND == Place.KIND\nkind is Place").body
    kinds = frozenset({"Place"})
    call, *compared = (line.value for line in asks if isinstance(line, ast.Expr))
    assert isinstance(call, ast.Call)
    assert _names_a_kind(call.args[1], kinds)
    for node in compared:
        assert isinstance(node, ast.Compare)
        assert any(_is_a_kind(part, kinds) for part in (node.left, *node.comparators))
