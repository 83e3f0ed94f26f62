"""One table holds every key of every screen, and a key means one thing everywhere."""

from __future__ import annotations

import importlib
import pkgutil
from collections import Counter
from collections.abc import Iterator

import pytest
from textual.binding import Binding
from textual.dom import DOMNode

import tui
from tui.keys import TABLE, keys_of


def _of_the_terminal(kind: type[DOMNode] = DOMNode) -> Iterator[type[DOMNode]]:
    for below in kind.__subclasses__():
        if below.__module__.startswith("tui."):
            yield below
        yield from _of_the_terminal(below)


@pytest.fixture(scope="module")
def bound() -> list[tuple[str, Binding]]:
    """Every binding that a class of the terminal declares, with the name of its module."""
    for module in pkgutil.walk_packages(tui.__path__, "tui."):
        importlib.import_module(module.name)
    return [
        (f"{kind.__module__}.{kind.__name__}", binding)
        for kind in dict.fromkeys(_of_the_terminal())
        for binding in vars(kind).get("BINDINGS", ())
    ]


def test_a_key_stands_in_the_table_once() -> None:
    """So it has one meaning, which says something and is no other key's for the same letter."""
    keys = Counter(key.key for key in TABLE)
    assert [key for key, times in keys.items() if times > 1] == []
    assert all(key.means and key.uses for key in TABLE)


def test_every_key_of_every_screen_is_the_tables(bound: list[tuple[str, Binding]]) -> None:
    """No screen binds a key of its own."""
    places = dict.fromkeys(use.where for key in TABLE for use in key.uses)
    known = {binding for where in places for binding in keys_of(where)}
    assert bound
    assert [(kind, binding) for kind, binding in bound if binding not in known] == []


def test_every_place_of_the_table_is_a_screens(bound: list[tuple[str, Binding]]) -> None:
    """A row of the table that no screen takes would be help for a key that does nothing."""
    ids = {binding.id for _, binding in bound}
    places = dict.fromkeys(use.where for key in TABLE for use in key.uses)
    asked = {binding.id for where in places for binding in keys_of(where)}
    assert asked - ids == set()


def test_a_key_does_one_thing_on_a_screen() -> None:
    """No place has two uses for one key, and none two names for one use."""
    for key in TABLE:
        places = Counter(use.where for use in key.uses)
        assert [where for where, times in places.items() if times > 1] == [], key.key
    for where in dict.fromkeys(use.where for key in TABLE for use in key.uses):
        ids = Counter(binding.id for binding in keys_of(where))
        assert [name for name, times in ids.items() if times > 1] == []


@pytest.mark.parametrize(
    ("key", "means"),
    [("s", "Say yes"), ("x", "Say no"), ("e", "Write"), ("a", "Add"), ("z", "Undo"), ("m", "Mine")],
)
def test_the_letters_people_learn_first(key: str, means: str) -> None:
    """The handful that is the same on every screen."""
    (one,) = (row for row in TABLE if row.key == key)
    assert one.means.startswith(means)
