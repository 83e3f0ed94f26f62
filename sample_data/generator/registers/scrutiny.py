"""A commissioner's scrutiny meeting: two questions, what was decided, five actions.

Shaped after Cleveland's meeting of June 2025 and re-dated; the words are this sample's own.
"""

from __future__ import annotations

Row = dict[str, object]

MEETING, ON = "Scrutiny meeting: neighbourhood policing", "2024-12-11"


def scrutiny() -> list[Row]:
    """A row a question; no decision was recorded for the second."""
    return [
        {
            "meeting": MEETING,
            "at": ON,
            "number": 1,
            "text": "What has been done to make neighbourhood teams more resilient, and what has "
            "it done to abstraction, crime and demand?",
            "evidence": "Counts of neighbourhood crime over twelve months, the counts of the "
            "Clear, Hold, Build ward over two years, and four months of abstractions, which are "
            "too few for a trend.",
            "code": "partly assured",
            "reason": "Good work on crime and resilience; the guarantee is still being put in "
            "place and will be looked at again.",
        },
        {
            "meeting": MEETING,
            "at": ON,
            "number": 2,
            "text": "How is the force preparing for the neighbourhood policing guarantee, and how "
            "will teams be kept from other work?",
            "evidence": "Three phases: named officers and priorities online, safer streets with "
            "partners, then more officers and training. Answers within 72 hours.",
            "code": "not recorded",
            "reason": "",
        },
    ]


def scrutiny_actions() -> list[Row]:
    """A row an action: what will change and by when."""
    return [
        _action(1, "Report the guarantee's delivery group to the joint board",
                "The board sees progress each quarter", "Assistant chief constable", "2025-03-31"),
        _action(2, "Press nationally for a single online home that takes neighbourhood queries",
                "Queries reach the right team without being retyped", "Commissioner's office",
                "2025-06-30"),
        _action(3, "Meet to agree one plan for telling the public about the guarantee",
                "Force and commissioner say the same thing", "Heads of communications",
                "2025-01-31"),
        _action(4, "Return to neighbourhood policing in a year",
                "What the guarantee did is judged on a year's figures", "Commissioner",
                "2025-12-11"),
        _action(5, "Meet on the funding of the proactive teams",
                "The bid for resources rests on what the teams cost and did",
                "Director of finance", "2025-02-28"),
    ]  # fmt: skip


def _action(number: int, text: str, change: str, owner: str, until: str) -> Row:
    return {
        "meeting": MEETING, "number": number, "text": text, "change": change, "owner": owner,
        "at": ON, "until": until,
    }  # fmt: skip
