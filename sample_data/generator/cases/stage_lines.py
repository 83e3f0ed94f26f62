"""Lines that officers write in much the same words from case to case, to deal from.

Town lines suit centres, shops, stations and late bars; leisure lines the seafront and parks;
estate lines where people live. Lines under "any" suit everywhere.
"""

from __future__ import annotations

from random import Random

_GROUPS = {
    "centre": "town", "night": "town", "shops": "town", "station": "town",
    "seafront": "leisure", "park": "leisure", "estate": "estate",
}  # fmt: skip

_LINES: dict[str, dict[str, tuple[str, ...]]] = {
    "out_of_scope": {
        "any": (
            "Domestic abuse at addresses inside the polygon: the safeguarding team leads.",
            "Shop theft without threats: the retail crime plan covers it.",
            "Streets outside the polygon, unless they show displacement.",
            "Fraud and online offences recorded to addresses here.",
            "Traffic offences not linked to the problem.",
            "Calls about mental health at addresses inside: the triage team leads.",
        )
    },
    "harm": {
        "any": (
            "More people hurt, and a place that fewer will use or watch over.",
            "People with a choice leave, and with them those who report to us.",
            "It becomes the accepted place for this, and harder to shift each month.",
            "Someone is seriously hurt; the near misses are already on record.",
            "Partners have said they may withdraw from the site.",
            "Repeat demand on response of about two units every weekend.",
        )
    },
    "expectation": {
        "town": (
            "To see us on foot at the busy hours and to be told what was done.",
            "Staff want an answer the same day when they report a threat.",
            "That the same few people don't start it again each week.",
            "Visible patrol after dark and quicker word back through the traders' group.",
            "A named officer they can ring, and the licence conditions enforced.",
        ),
        "leisure": (
            "To use the place after school and at weekends without being bothered.",
            "Someone in uniform at the hours when it happens, not the morning after.",
            "Word from us when they have reported something, even at night.",
            "Damage mended quickly and those who did it made to help.",
        ),
        "estate": (
            "That somebody takes charge, whichever agency it is.",
            "Doors that lock, lights that work and officers who knock.",
            "Not to be the only one who reports it.",
            "An answer when they report, and the same officer each time.",
        ),
    },
    "recurring": {
        "any": (
            "Every week of the year, with the usual summer rise.",
            "Most weekends; quiet weeks follow arrests and don't last.",
            "Four weeks in five since we began to count.",
            "Two or three times a week, more in a busy month.",
            "Weekly, by the same people as far as we can tell.",
        )
    },
    "existing_plans": {
        "any": (
            "None by us. The council's maintenance plan covers lighting only.",
            "Named in the community safety partnership's plan, without actions.",
            "An operation in 2022 ended without review; nothing since.",
            "Patrol plan only, from the hotspot fund.",
            "A public spaces protection order on drinking runs to 2026.",
            "None found on asking housing, schools and licensing.",
        )
    },
    "victim_target": {
        "town": (
            "People on their own in a crowd, and staff who have to say no.",
            "Staff at the till; customers waiting in line.",
            "Lone workers at opening and closing time.",
            "Anyone who has to wait there.",
        ),
        "leisure": (
            "Young people in ones and twos; play equipment and shelters.",
            "Families and dog walkers; buildings shut after hours.",
            "Anyone who asks a group to stop.",
        ),
        "estate": (
            "Neighbours, tenants living alone, cars in the courts.",
            "Tenants who are new, old or unwell.",
            "Cars and sheds out of sight of their owners.",
        ),
    },
    "offender": {
        "town": (
            "A small core known to partners; most are arrested rarely and briefly.",
            "Visitors for the evening, few with any record.",
            "A few who come most days and many who come once.",
        ),
        "leisure": (
            "Young people from several wards who meet here because others do.",
            "A few leaders and many who follow; known to the youth service.",
            "Two sets who come at different hours and know each other.",
        ),
        "estate": (
            "Visitors more than tenants.",
            "Five or six people who know the place and its ways out.",
            "Tenants in dispute, each with some reason.",
        ),
    },
    "place": {
        "town": (
            "Narrow, busy and shared by uses that clash.",
            "Open to all at all hours with no one in charge of the space between premises.",
            "Good pitches, poor sight lines, several ways out.",
        ),
        "leisure": (
            "Sheltered, free, on a bus route and overlooked by nobody.",
            "Open ground with several ways in, none of them watched.",
            "Dry seats out of view.",
        ),
        "estate": (
            "Courts and stairs with many ways through and few windows on to them.",
            "Shared doors that don't close and lights that don't work.",
            "Parking away from the homes it serves.",
        ),
    },
    "guardian": {
        "any": (
            "Few after 18:00; those there keep their heads down.",
            "Staff, when there are two of them.",
            "Residents who would act if they were sure of back-up.",
            "Camera operators, for the half that cameras can see.",
            "Wardens on weekdays only.",
        )
    },
    "handler": {
        "town": (
            "Door and shop staff while people are inside, nobody once they are out.",
            "Probation for two; the treatment service for others.",
            "None for most; friends, when sober.",
        ),
        "any": (
            "Parents and schools for the younger ones; none known for the rest.",
            "Families, where they are willing; nobody else.",
            "The youth service, one evening a week.",
            "Family members have been willing when asked.",
        ),
    },
    "manager": {
        "town": (
            "Licensees and shopkeepers inside, nobody outside.",
            "The council owns the space; cleaning and lighting are separate contracts.",
            "Several owners, none of whom walks it daily.",
        ),
        "estate": (
            "The housing association, through an office three miles away.",
            "A caretaker three mornings a week.",
            "Two landlords, each leaving the shared parts to the other.",
        ),
        "any": (
            "The council owns the space; cleaning and lighting are separate contracts.",
            "Several owners, none of whom walks it daily.",
            "A keeper in the mornings; nobody after three.",
        ),
    },
    "previous_responses": {
        "any": (
            "Weekend patrols in 2022: calls fell while they ran and came back in a month.",
            "Letters sent in 2023, without any follow-up.",
            "Two arrests in the spring; quiet for three weeks.",
            "Dispersal authority used four times; people came back next day.",
            "A camera was put up in 2021 but points at the road.",
            "No planned response before; response units only.",
        )
    },
    "gaps": {
        "any": (
            "How much goes unreported. A survey is planned with the partners.",
            "Hospital data not yet shared for this place.",
            "Whether those who moved away from here now meet somewhere else.",
            "Times are known from call logs only; recorded crime gives the day at best.",
            "Nothing on victims under 18 who won't talk to us.",
        )
    },
    "partners": {
        "any": (
            "Council for the place, youth and treatment services for the people.",
            "Monthly problem-solving meeting led by the sergeant; actions held by each agency.",
            "Housing and the council share the cost; the partnership has it as a standing item.",
            "Partners own most of the actions. We patrol, enforce and keep the figures.",
        )
    },
    "displacement": {
        "town": (
            "To the next street with the same hours; watched in a 200 m ring.",
            "Earlier in the day is more likely than elsewhere.",
            "From the pavement to inside the premises; staff asked to log it.",
        ),
        "leisure": (
            "To the next open space on the bus route; that team has been told.",
            "Later in the evening, or to the lane behind; both are on the patrol plan.",
            "To the beach in good weather.",
        ),
        "estate": (
            "To the next stair or court with a broken door; housing will check theirs.",
            "Little expected: the place is most of the reason.",
        ),
    },
    "community_impact": {
        "any": (
            "Most welcome it; young people feel watched, so the youth worker goes first.",
            "Some worry that calls go up because we ask for reports. Explained at meetings.",
            "Good, on what we hear. People want it kept up after the fund ends.",
            "Neutral so far. Next survey in the new year.",
        )
    },
    "lawfulness": {
        "any": (
            "Searches on grounds only, each recorded; reviewed monthly with the scrutiny panel.",
            "Equality assessment done; disabled access kept in every change to the place.",
            "Dispersal: written authority, area on a map, reviewed within 48 hours.",
            "No covert work. Anything else needs separate authority.",
            "Necessity and proportion recorded for each notice; support offered first.",
        )
    },
    "purpose": {
        "any": (
            "To decide whether to close, keep going or try something else.",
            "The partnership wants to know before it pays for a second year.",
            "To learn whether it would work at two like places.",
        )
    },
}

_SOURCES = {
    "town": ("crime data", "asb calls", "partner data", "site visit", "meeting"),
    "leisure": ("asb calls", "officer knowledge", "site visit", "community survey", "partner data"),
    "estate": ("crime data", "partner data", "community survey", "intelligence", "meeting"),
}


def group_of(kind: str) -> str:
    """Town, leisure or estate: which lines suit a kind of place."""
    return _GROUPS[kind]


class Deck:
    """Deals lines so that one comes round again only when all the others have."""

    def __init__(self, dice: Random) -> None:
        self._dice = dice
        self._left: dict[tuple[str, str], list[str]] = {}

    def line(self, field: str, kind: str) -> str:
        """A line for a stage's field that suits the kind of place."""
        listed = _LINES[field]
        group = group_of(kind) if group_of(kind) in listed else "any"
        left = self._left.setdefault((field, group), [])
        if not left:
            left += self._dice.sample(listed[group], k=len(listed[group]))
        return left.pop()

    def sources(self, kind: str) -> list[str]:
        """Two to four sources a scan has used."""
        listed = _SOURCES[group_of(kind)]
        kept = self._dice.sample(range(len(listed)), k=self._dice.randint(2, 4))
        return [listed[at] for at in sorted(kept)]

    def count(self, low: int, high: int) -> int:
        """A count between two others, ends included."""
        return self._dice.randint(low, high)
