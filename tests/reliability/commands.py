"""Commands typed in this process, for trials that kill nobody."""

from __future__ import annotations

import contextlib
import io
from unittest.mock import patch

from casebook.cli.main import run


def typed(*arguments: object, login: str) -> tuple[int, str]:
    """The exit code of a command that ``login`` types, and all it said."""
    said = io.StringIO()
    with (
        patch("casebook.cli.desk.system_login", return_value=login),
        contextlib.redirect_stdout(said),
        contextlib.redirect_stderr(said),
    ):
        code = run([str(each) for each in arguments])
    return code, said.getvalue()
