"""A test that never ends fails, and the others go on."""

from __future__ import annotations

import subprocess
import sys
from pathlib import Path

import pytest

ROOT = Path(__file__).parents[2]

_ENDLESS = """
import asyncio

def test_endless_among_tasks():
    async def turn():
        while True:
            await asyncio.sleep(0)
    asyncio.run(turn())

def test_short():
    pass
"""


def test_every_test_has_a_limit(pytestconfig: pytest.Config) -> None:
    """In the project's own settings, whoever runs them."""
    assert float(pytestconfig.getini("timeout")) > 0


def test_an_endless_test_fails_and_the_next_ones_run(tmp_path: Path) -> None:
    """With a limit of a second in place of the project's, where it goes on among tasks."""
    (tmp_path / "test_it.py").write_text(_ENDLESS)
    project = ("-c", str(ROOT / "pyproject.toml"), "--rootdir", str(tmp_path))
    limit = ("-o", "timeout=1", "-p", "no:cacheprovider", "-n1")
    ran = subprocess.run(
        [sys.executable, "-m", "pytest", *project, *limit, "test_it.py"],
        cwd=tmp_path,
        capture_output=True,
        text=True,
    )
    assert ran.returncode == 1, ran.stdout + ran.stderr
    assert "test_it.py::test_endless_among_tasks" in ran.stdout
    assert "1 failed, 1 passed" in ran.stdout
