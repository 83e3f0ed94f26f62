"""How far on an investigation's outcome is: the steps of the Home Office's outcomes, in order.

Rows that tell of one crime are often from different days of its life. Which of their outcomes is
the later step can be told from what they say, and not from their order in a file.
"""

from __future__ import annotations

import re
from collections.abc import Mapping
from types import MappingProxyType

STEPS: tuple[tuple[str, ...], ...] = (
    ("", "Not recorded", "Not known", "Unknown", "None", "N/A"),
    (
        "Under investigation",
        "Open",
        "Live",
        "Ongoing",
        "New",
        "Active",
        "Pending",
        "Not yet assigned an outcome",
        "Status update unavailable",
    ),
    (
        "Investigation complete; no suspect identified",
        "Investigation complete, no suspect",
        "Unable to prosecute suspect",
        "Formal action is not in the public interest",
        "Further action is not in the public interest",
        "Further investigation is not in the public interest",
        "Evidential difficulties (victim supports)",
        "Evidential difficulties (victim does not support)",
        "Prosecution prevented or not in the public interest",
        "Offender has died",
        "No further action",
        "NFA",
        "Filed",
        "Undetected",
        "Closed",
    ),
    (
        "Action to be taken by another organisation",
        "Responsibility transferred",
        "Local resolution",
        "Community resolution",
        "Diversionary, educational or intervention activity",
        "Offender given a drugs possession warning",
        "Offender given penalty notice",
        "Offender given a penalty notice",
        "Offender given a caution",
        "Caution",
        "Cautioned",
        "Taken into consideration",
        "Out-of-court (formal)",
        "Out-of-court (informal)",
    ),
    (
        "Suspect charged",
        "Suspect charged as part of another case",
        "Offender charged",
        "Charged",
        "Charged/Summonsed",
        "Charge/summons",
        "Summonsed",
    ),
    ("Awaiting court outcome",),
    ("Defendant sent to Crown Court",),
    ("Court result unavailable",),
    (
        "Court case unable to proceed",
        "Defendant found not guilty",
        "Offender given absolute discharge",
        "Offender given conditional discharge",
        "Offender deprived of property",
        "Offender ordered to pay compensation",
        "Offender fined",
        "Offender otherwise dealt with",
        "Offender given community sentence",
        "Offender given suspended prison sentence",
        "Offender sent to prison",
    ),
)
"""The labels of each step, the first steps first: nothing said, being investigated, closed without
action, dealt with out of court, charged, at court, and what the court found.

The steps are ours; the labels are data.police.uk's 28, the Home Office's groups and what forces
write for them."""

_OF_NUMBER: Mapping[str, int] = MappingProxyType(
    {
        **{str(number): 2 for number in (5, *range(9, 20), 21)},
        **dict.fromkeys(("2", "2A", "3", "3A", "4", "6", "7", "8", "20", "22"), 3),
        **dict.fromkeys(("1", "1A"), 4),
    }
)
"""The step of each outcome by its number in the Home Office's framework."""
_NUMBERED = re.compile(r"(?:outcome|type)?\s*(\d{1,2}a?)(?:\s*[-:–.)].*)?", re.IGNORECASE)
_OTHER = 2
"""Of a label that nobody knows: it says that something came of it."""


def bare(label: str) -> str:
    """A label without what spelling changes."""
    return re.sub(r"[\W_]+", " ", label).strip().casefold()


_OF_LABEL = {bare(label): step for step, labels in enumerate(STEPS) for label in labels}


def step_of(label: str) -> int:
    """How far on an outcome is: its place in :data:`STEPS`, whatever its case and punctuation.

    >>> step_of("Under investigation") < step_of("Local resolution") < step_of("Offender fined")
    True
    >>> step_of("18 - Investigation complete") == step_of("no further action")
    True
    """
    known = _OF_LABEL.get(bare(label))
    if known is not None:
        return known
    numbered = _NUMBERED.fullmatch(label.strip())
    if numbered:
        return _OF_NUMBER.get(numbered[1].upper(), _OTHER)
    return _OTHER


def standing_of(label: str) -> int:
    """What an outcome counts for: 0 where none is said, 1 where it is open, 2 for what came of it.

    A newer file replaces an outcome of the same standing or less. It doesn't replace what came of
    a crime by "Under investigation", which is said of every crime that nothing else was said of.
    """
    return min(step_of(label), 2)
