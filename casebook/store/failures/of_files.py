"""What is said where SQLite fails, by the words it fails with."""

from __future__ import annotations

SAVED_TWICE = (
    "Somebody else has saved the same just now: look at what is there, then try again. Nothing was "
    "changed."
)
NOT_WHOLE = (
    "{book} isn't whole: something else than Casebook took a part of it away. Restore the last "
    "backup."
)
NOT_OURS = (
    "{book} isn't as Casebook left it: something in it is no text or no JSON. 'casebook check' "
    "names it. Restore the last backup."
)
_SAID = (
    ("locked", "Somebody else is writing to {book}: try again in a moment. Nothing was changed."),
    ("disk is full", "The disk is full: nothing was changed. Make room and try again."),
    ("readonly database", "{book} is read-only: nothing was changed."),
    ("unable to open", "{book} can't be opened: look at its folder's permissions."),
    ("disk I/O error", "The disk failed while {book} was in use: nothing was changed."),
    ("malformed", "{book} is damaged: restore the last backup."),
    ("not a database", "{book} is no casebook."),
    ("no such table", NOT_WHOLE),
    ("no such column", NOT_WHOLE),
    ("no column named", NOT_WHOLE),
    ("Could not decode", NOT_OURS),
    ("UNIQUE constraint", SAVED_TWICE),
)


def said_of_file(words: str) -> str | None:
    """What to say where SQLite says ``words``; None where it is a fault of ours."""
    return next((said for key, said in _SAID if key in words), None)
