"""A database for tests of what both engines find."""

from tests.store.conftest import database

__all__ = ["database"]
