"""Lines of the monthly reviews: what owners, inspectors and the reviewer write in a hurry."""

from __future__ import annotations

from random import Random

DID = {
    "objective": (
        "Met whoever asked for it and walked the place with them. Baseline asked for.",
        "First visits made; objective agreed with the inspector, figures to follow.",
    ),
    "scan": (
        "Two evening walks with housing; spoke to 14 people who live or work there.",
        "Call logs read for the last quarter, site visit with the council's officer.",
        "Leaflet drop and a surgery; most of what was said we knew, some we didn't.",
        "Asked three partners for what they hold. One has answered.",
        "Environmental audit done with the crime prevention adviser; photographs on file.",
    ),
    "analyse": (
        "Went through the crime reports one by one with the analyst.",
        "Observations on four evenings; times now fit the calls.",
        "Interviewed staff at the busiest premises; two ideas tested, one thrown out.",
        "Footage reviewed for the last month. Who and when are clearer, why is not yet.",
        "Compared it with the next street along, which has none of it.",
        "Met partners to go through the analysis; they see the place as we do.",
    ),
    "respond": (
        "Patrols kept to the times found, on foot, talking to whoever was there.",
        "Patrols every week as planned; nothing found on half of them.",
        "Partners' meeting held, every action looked at.",
        "Visits to premises with licensing; follow-up letters sent.",
        "Three people offered support through partners, by reference; two took it up.",
        "Worked with the night shift so that the last patrol overlaps with closing.",
        "Joint patrol with the wardens on two days.",
        "Spoke to residents at the monthly surgery, 17 came.",
    ),
    "assess": (
        "Evidence pulled together; repeat survey under way.",
        "Figures checked with the analyst, one boundary throughout.",
        "Draft assessment shared with partners for comment.",
        "Response kept going while we assess; partners told what we found so far.",
    ),
    "monitoring": (
        "Kept an eye on it: one joint visit, nothing out of the way.",
        "Monthly check done with the partner; all in place.",
    ),
    "area": (
        "Partners' meeting held; each case on the list looked at.",
        "List gone through with the council and the schools.",
        "Work goes on to plan; two new referrals, one closed.",
        "Caught up with the lead partner and the inspector; no change of course.",
        "Monthly count taken from the partner's sheet and filed.",
    ),
}

HINDERED = (
    "",
    "",
    "Leave, and one officer on a course.",
    "A major incident in the next district took four shifts.",
    "Football and two protests took the weekend pairs.",
    "Nothing to speak of.",
    "Partner's contact has moved on; waiting for a new one.",
    "Waiting for the council's contractor.",
    "School holidays: nobody to talk to.",
    "Sickness in the team for ten days.",
    "The van was off the road for a week.",
    "Response short, so two patrols were cut to half an hour.",
)
HINDERED_PATROLS = (
    "Patrols well short of plan: the late pair was sent elsewhere most Fridays.",
    "Not enough overtime taken up, and core patrols went first when response was short.",
    "Patrols again below what was planned. Two vacancies on the team.",
    "Lost a third of the patrols to abstraction.",
)

ASKS = (
    "",
    "",
    "",
    "Nothing this month.",
    "Analyst time for a map by hour of day.",
    "The camera van for one weekend.",
    "A word from the inspector to the landlord.",
    "Two more weekends of overtime.",
    "Help to get an answer from licensing.",
    "An answer on the funding bid.",
    "Two Specials for the Saturday.",
)
ASKS_PATROLS = (
    "Patrols ringfenced on two nights a week, or a plan we can keep to.",
    "A decision on whether this place keeps its patrols.",
)

BETTER = (
    "ASB calls are below the same month last year and the response is being carried out.",
    "Down on the same month last year. Too soon to say why; carry on.",
    "Fewer ASB calls than a year ago, and partners say the same.",
)
WORSE = (
    "ASB calls are above the same month last year, so not yet where it should be.",
    "Up on the same month last year. One month proves nothing, two would.",
    "More ASB calls than a year ago; the times of the patrols should be looked at.",
)
LEVEL = (
    "Little between this month and the same month last year; the plan is sound.",
    "About where it was a year ago. Work is on course, so carry on.",
    "No change in the figures to speak of; actions are moving.",
    "Within what is usual for the place. Keep to the plan.",
)
EARLY = (
    "Rightly taking time over the problem before the answer.",
    "Good groundwork. The next stage can wait for it.",
    "On course; the analysis has to say why before money is spent.",
)
STUCK = (
    "Months at one stage. Needs a hypothesis that can be tested, and a date.",
    "No movement since the last review: the inspector is asked to help it on.",
    "Too long here. Either the information exists or we do without it.",
)
UNDER_PLAN = (
    "Patrols are well under plan: no response can be judged on this.",
    "Hours again far below the plan; the plan or the roster has to change.",
)
ASSESSING = (
    "Assessment is honest about what it can't show. Carry on.",
    "Wait for the whole window before deciding.",
    "Good record of what was done. Evidence still to be completed.",
)
READY = (
    "The response has run long enough to be judged: move to assessment.",
    "Time to say whether it worked. Assess it before anything is added.",
)
WATCHED = (
    "Quiet. Keep watching.",
    "Nothing new; monitoring continues.",
)
AREA = (
    "Partners are carrying their part. Continue.",
    "Steady progress against its own count; no hotspot figures to look at.",
    "Clear owner, clear list. Carry on.",
)
COMMENTS = (
    "",
    "",
    "",
    "",
    "Good use of partners.",
    "Please keep the line on what got in the way: it is the only place we see it.",
    "Share with the next district, which has the same problem.",
    "Say next month what each action gave.",
    "Thank the team.",
)
LATE = (
    "Late: the owner was on leave and nobody stood in.",
    "Late through us, not the team: the review meeting was moved.",
    "Late. Agree cover for next month.",
)

Raised = tuple[str, str, str]
"""A follow-up action that the reviewer raises: title, tactic, and what came of it."""

TIMES: Raised = (
    "Patrol times set against the hours of the calls",
    "hotspot patrol",
    "Two patrols moved to later in the evening.",
)
RAISED: dict[str, tuple[Raised, ...]] = {
    "town": (
        (
            "Test purchase at the two nearest shops",
            "control drink and drugs",
            "Both refused the sale.",
        ),
        (
            "Meet the landlord of the empty unit with the inspector",
            "place managers",
            "Met; doorway to be boarded up.",
        ),
        (
            "Ask licensing for last year's complaints",
            "set rules",
            "Eleven, four of them new to us.",
        ),
    ),
    "leisure": (
        (
            "Site visit with the crime prevention adviser",
            "harden targets",
            "Five points, three of them for the council.",
        ),
        (
            "Ask the youth service for a worker at the busy hour",
            "neutralise peers",
            "One evening a week from now on.",
        ),
    ),
    "estate": (
        (
            "Letter to residents on what has been done",
            "post instructions",
            "Delivered; six rang back.",
        ),
        (
            "Ask the housing association for a named deputy",
            "place managers",
            "Named, and at the next meeting.",
        ),
    ),
}
"""By kind of place, beside `TIMES`, which suits everywhere."""


class Hand:
    """Deals the lines of a list so that one comes again only when all the others have."""

    def __init__(self, dice: Random) -> None:
        self._dice = dice
        self._left: dict[tuple[str, ...], list[str]] = {}

    def line(self, lines: tuple[str, ...]) -> str:
        """The next line of a list."""
        left = self._left.setdefault(lines, [])
        if not left:
            left += self._dice.sample(lines, k=len(lines))
        return left.pop()
