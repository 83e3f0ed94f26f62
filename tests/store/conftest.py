"""The store, as it ships."""

from __future__ import annotations

import pytest

from tests import quick_store


@pytest.fixture
def as_shipped(monkeypatch: pytest.MonkeyPatch) -> None:
    """Casebooks that wait for the disk and run their migrations, as those of people do."""
    quick_store.as_shipped(monkeypatch)
