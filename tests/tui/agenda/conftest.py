"""What tests of a person's morning begin with."""

from __future__ import annotations

from pathlib import Path

import pytest

from tests.tui.agenda.shift_night import bring_night


@pytest.fixture
def night(casebook: Path) -> Path:
    """The casebook with six visits of Harbour's left to account for."""
    return bring_night(casebook)
