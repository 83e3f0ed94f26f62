"""The store, as it ships."""

from __future__ import annotations

import pytest

from tests.quick_store import as_shipped


@pytest.fixture(autouse=True)
def _as_shipped(monkeypatch: pytest.MonkeyPatch) -> None:
    as_shipped(monkeypatch)
