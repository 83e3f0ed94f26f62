"""Programmes of Lomea: Clear, Hold, Build, operations, action weeks, forums, change."""

from __future__ import annotations

from sample_data.generator.geography.wards import DISTRICTS
from sample_data.generator.published import CLEARED_WARD
from sample_data.generator.registers.agencies import POLICE, council

Row = dict[str, object]

CHB = "CHB-02"
"""Clear, Hold, Build as Kent's paper tells of Chatham, with its dates."""
CHB_WARD = "Kelgate Town"
CLEARED = "CHB-01"
"""Clear, Hold, Build as Cleveland's notes tell of Ropner, in the ward of its counts."""
VAPES, COURIERS, GREEN = "OP-PELICAN", "OP-COURIER", "OP-GREENSWARD"
RURAL, RETAIL = "AW-RURAL-2024", "AW-RETAIL-2024"
CHANGE, GUARANTEE = "CP-SEAWALL", "CP-GUARANTEE"


def programmes() -> list[Row]:
    """A row a programme."""
    return [
        _programme(CLEARED, f"Clear, Hold, Build: {CLEARED_WARD}", "clear-hold-build",
                   CLEARED_WARD, "2022-12-01", "", "",
                   "Take the ward back from organised crime, hold it, and build with residents."),
        _programme(CHB, f"Clear, Hold, Build: {CHB_WARD}", "clear-hold-build", CHB_WARD,
                   "2024-06-03", "", "6; 12",
                   "Clear the area by targeted enforcement, hold it by visibility, and build "
                   "resilience with residents and partners."),
        _programme(VAPES, "Illegal vapes", "operation", CHB_WARD, "2024-09-16", "2024-10-13", "",
                   "Seize unregulated vapes with Trading Standards."),
        _programme(COURIERS, "Illegal delivery riders", "operation", "Strand", "2024-10-07",
                   "2024-10-20", "", "Take illegal riders off the road and remind the others."),
        _programme(GREEN, "Fanshaw Green, targeted patrols", "operation", "HS-25", "2024-09-01",
                   "2024-09-30", "", "Bring the summer's ASB about the green down."),
        _programme(RURAL, "Rural crime action week", "action week", "", "2024-10-21", "2024-10-27",
                   "", "Extra activity with farmers and agencies across the island."),
        _programme(RETAIL, "Safer business action week", "action week", "", "2024-10-14",
                   "2024-10-20", "", "Every town visited, persistent thieves arrested."),
        _programme("FORUM-2024-05", "District commanders' forum, May 2024", "forum", "",
                   "2024-05-14", "2024-05-14", "", "Problem solving told and tested."),
        _programme("FORUM-2024-11", "District commanders' forum, November 2024", "forum", "",
                   "2024-11-12", "2024-11-12", "", "Problem solving told and tested."),
        _programme("FORUM-2025-05", "District commanders' forum, May 2025", "forum", "",
                   "2025-05-13", "2025-05-13", "", "Problem solving told and tested."),
        _programme(CHANGE, "Operation Seawall", "change programme", "", "2024-02-05", "", "3; 12",
                   "Stronger geographic command and a better local structure."),
        _programme(GUARANTEE, "Neighbourhood policing guarantee", "change programme", "",
                   "2024-10-01", "", "",
                   "A named officer for every ward, answers within 72 hours, safer streets."),
    ]  # fmt: skip


def phases() -> list[Row]:
    """A row a phase, with the agency that leads it."""
    kelgate, harbour = council("Kelgate"), council("Harbour")
    return [
        _phase(CLEARED, "Clear", POLICE, "2022-12-01", "2023-05-31"),
        _phase(CLEARED, "Hold", POLICE, "2023-06-01", "2024-01-31"),
        _phase(CLEARED, "Build", harbour, "2024-02-01", ""),
        _phase(CHB, "Clear", POLICE, "2024-06-03", "2024-11-24"),
        _phase(CHB, "Hold", kelgate, "2024-11-25", ""),
        _phase(GUARANTEE, "Immediate actions", POLICE, "2024-10-01", "2025-01-31"),
        _phase(GUARANTEE, "Safer streets", POLICE, "2025-02-01", "2025-02-28"),
        _phase(GUARANTEE, "Longer-term actions", POLICE, "2025-09-01", ""),
    ]


_BENEFITS = (
    # the benefit, how it shows, what the three-month review found, its evidence
    ("Each district has a stronger command team", "Posts filled against the establishment",
     "realised", "Every district has a command team aligned with one chief superintendent."),
    ("Five chief inspectors oversee delivery by area", "Posts filled", "realised",
     "Chief inspectors went up to 5 and have an area each."),
    ("The five largest areas have a second inspector", "Posts filled", "realised",
     "All five are in post."),
    ("Crime queues fall and stay down", "Queue at each month's end", "partly",
     "Queues have fallen since the start; two months are too few to call it sustained."),
    ("Positive outcomes improve", "Share of crimes with a positive outcome", "partly",
     "Up in neighbourhood teams and local investigation since the start."),
    ("Victims are looked after better", "Length of investigations beside outcomes", "not measured",
     ""),
    ("Teams keep the engagement standards", "Monthly dip sample", "realised",
     "Compliance has gone up in each monthly sample."),
)  # fmt: skip


_CLEARED_BENEFITS = (
    ("Residents feel safer in the streets by day and night", "School and street surveys", "partly",
     "Parents at the school's days speak of fewer worries; no survey has been counted yet."),
    ("Fewer reports of ASB", "Reports by month", "not yet", ""),
    ("Partners lead the tasking meetings", "Who chairs", "realised",
     "The council has led since 25 November."),
)  # fmt: skip


def benefits() -> list[Row]:
    """A row an expected benefit."""
    return [
        {"programme": programme, "text": text, "measure": measure}
        for programme, expected in ((CHANGE, _BENEFITS), (CHB, _CLEARED_BENEFITS))
        for text, measure, _, _ in expected
    ]


def benefit_reviews() -> list[Row]:
    """What the first set reviews found; the reviews after twelve months are still to come."""
    return [
        {"programme": programme, "benefit": text, "months": months, "at": on, "code": finding,
         "text": evidence}
        for programme, months, on, expected in (
            (CHANGE, 3, "2024-05-07", _BENEFITS),
            (CHB, 6, "2024-12-04", _CLEARED_BENEFITS),
        )
        for text, _, finding, evidence in expected
    ]  # fmt: skip


def papers() -> list[Row]:
    """A paper a district for each forum that was held."""
    return [
        {"programme": forum, "text": f"{district}: problem solving since {since}",
         "lies": f"Records system, forum {on[:7]}", "place": district,
         "by": f"District commander, {district}", "at": on}
        for forum, on, since in (
            ("FORUM-2024-05", "2024-05-14", "November 2023"),
            ("FORUM-2024-11", "2024-11-12", "May 2024"),
        )
        for district in DISTRICTS
    ]  # fmt: skip


def _programme(
    ref: str, name: str, code: str, place: str, at: str, until: str, reviews: str, aim: str
) -> Row:
    return {
        "ref": ref, "name": name, "code": code, "place": place, "at": at, "until": until,
        "review_after": reviews, "text": aim,
    }  # fmt: skip


def _phase(programme: str, text: str, agency: str, at: str, until: str) -> Row:
    return {"programme": programme, "text": text, "agency": agency, "at": at, "until": until}
