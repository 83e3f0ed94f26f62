"""What looks at closed profiles found three and twelve months after; two are still owed."""

from __future__ import annotations

Row = dict[str, object]

_LOOKS = (
    # profile, months after, on, finding, what was found
    ("PMP-2022-004", 3, "2023-12-21", "held", "Quiet since; the gate is locked each night."),
    ("PMP-2022-004", 12, "2024-09-24", "held", "Counts still at the lower level; traders agree."),
    ("PMP-2022-003", 3, "2024-01-17", "cannot tell", "Winter says little about summer disorder."),
    ("PMP-2022-003", 12, "2024-10-22", "partly", "Better than two years ago, worse in August."),
    ("PMP-2022-006", 3, "2024-03-14", "held", "Thefts stay down; the radio link is used daily."),
    ("PMP-2022-007", 3, "2024-04-26", "returned", "As before: the library asked us back in April."),
    ("PMP-2022-009", 3, "2024-06-21", "cannot tell", "Too few reports either way."),
    ("PMP-2023-006", 3, "2024-07-02", "cannot tell", "Two shops have changed hands."),
)


def closing_checks() -> list[Row]:
    """A row a look."""
    return [
        {"profile": profile, "months": months, "at": on, "code": code, "text": text}
        for profile, months, on, code, text in _LOOKS
    ]
