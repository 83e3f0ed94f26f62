"""What can go wrong, as it crosses from one process to another."""

from __future__ import annotations

import pickle

import pytest

from casebook.core.errors import (
    AlreadyThere,
    BadFile,
    BadValue,
    CasebookError,
    NotFound,
    Rejection,
    RowsRefused,
    UnknownAccount,
)
from casebook.files.sheet import Heading, LacksColumns


@pytest.mark.parametrize(
    "error",
    [
        BadFile("x.csv is empty: export it again."),
        BadValue("There is no such month.", field="month"),
        NotFound("hotspot", "HS-9", ("HS-8",), field="hotspot"),
        AlreadyThere("hotspot", "HS-1"),
        UnknownAccount("bo", ("ann",), out_of_date=True),
        LacksColumns(Heading("x.csv", ("a", "b")), "unit"),
        RowsRefused("No row can be taken.", (Rejection("x.csv", 2, None, "is blank"),)),
    ],
    ids=lambda error: type(error).__name__,
)
def test_an_error_says_and_holds_the_same_in_another_process(error: CasebookError) -> None:
    """However its class is made: its sentence, its field and whatever it holds beside."""
    again = pickle.loads(pickle.dumps(error))
    assert type(again) is type(error)
    assert str(again) == str(error)
    assert vars(again) == vars(error)
    assert (again.field, again.sort) == (error.field, error.sort)
