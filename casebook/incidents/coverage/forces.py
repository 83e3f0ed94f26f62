"""What forces are called: one name for each, whoever writes it."""

from __future__ import annotations

import re
from collections.abc import Iterable

_WORDS = {"and", "constabulary", "force", "heddlu", "of", "police", "service", "the"}
"""Words that one writes of a force and another leaves out."""
_SHORT = {"btp": "british transport"}
_NATIONAL = {"british transport", "civil nuclear", "ministry defence", "national crime agency"}
_NO_NAMES = {"", "0", "1", "false", "n", "no", "true", "y", "yes"}
"""What a column called Force holds where it tells of the use of force."""
_STREET_FILE = re.compile(r"\d{4}-\d{2}-(.+)-street\b", re.IGNORECASE)


def force_key(name: str) -> str:
    """What all ways to write a force's name have in common; empty for what is no name.

    >>> force_key("Leicestershire Police"), force_key("leicestershire")
    ('leicestershire', 'leicestershire')
    >>> force_key("Devon & Cornwall Police") == force_key("devon-and-cornwall")
    True
    >>> force_key("btp"), force_key("Yes")
    ('british transport', '')
    """
    words = re.findall(r"\w+", name.casefold().replace("_", " "))
    if " ".join(words) in _NO_NAMES:
        return ""
    kept = " ".join(word for word in words if word not in _WORDS) or " ".join(words)
    return _SHORT.get(kept, kept)


def is_national(name: str) -> bool:
    """Whether a force works inside the areas of others, as British Transport Police does.

    >>> is_national("British Transport Police"), is_national("Kent Police")
    (True, False)
    """
    return force_key(name) in _NATIONAL


def force_of_file(file: str) -> str:
    """The force that the name of one of data.police.uk's street files has; empty without one.

    >>> force_of_file("a.zip/2024-01/2024-01-avon-and-somerset-street.csv")
    'avon-and-somerset'
    >>> force_of_file("crimes.csv")
    ''
    """
    found = [_STREET_FILE.match(part) for part in re.split(r"[/\\]", file)]
    return next((each[1].casefold() for each in reversed(found) if each), "")


def fuller(names: Iterable[str]) -> dict[str, str]:
    """For each :func:`force_key` of ``names`` the name that says most; the first of like ones.

    >>> fuller(["kent", "Kent Police", "btp"])
    {'kent': 'Kent Police', 'british transport': 'btp'}
    """
    best: dict[str, str] = {}
    for name in names:
        key = force_key(name)
        if key and len(name) > len(best.get(key, "")):
            best[key] = name
    return best
