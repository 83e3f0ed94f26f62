"""Three hotspots whose figures are made up so that each rule of the pack can be seen at work.

HS-01 counts serious violence, fell beyond usual variation and has everything known. HS-02 has
small counts, no ASB at all and hours that aren't known. HS-25 counts ASB and its crimes aren't
loaded. No sum of a crime and an ASB figure here equals any other figure.
"""

from __future__ import annotations

from dataclasses import replace
from datetime import date
from typing import Any

from shapely import LineString, box

from casebook.basemap.background import Background
from casebook.core.months import Month, Window
from casebook.core.settings import Settings
from casebook.core.statement import Head, Statement
from casebook.figures.figure import Figure, ThemeVerdict
from casebook.figures.table import FigureTable
from casebook.packs.chapters.registers import Chapter
from casebook.packs.chapters.statement_table import statement_table
from casebook.packs.review.gathered import GatheredReview
from casebook.packs.review.pack import ReviewPack, build_review
from casebook.places.place import Place
from casebook.profiles.casefile import ProfileFile
from casebook.profiles.profile import Action, Profile, ProfilePlace
from casebook.profiles.stages import Analyse, Hypothesis, Objective, Respond, Stage

SEPTEMBER = Month(2024, 9)
WINDOW = Window(SEPTEMBER, SEPTEMBER)
TODAY = date(2024, 12, 18)
HEAD = "3b9d" * 16
HOSTILE = '#panic("x") *b* $x$ @ref <script>alert(1)</script> </style> "\'&amp; \x07 𝕏😀'
SETTINGS = Settings("Lomea Police", synthetic="Synthetic data")
COVERAGE = "claims to 30 Sep 2024, sheets to 17 Dec 2024"

HS_01 = Figure(
    WINDOW,
    "Market Quay",
    hotspot="HS-01",
    profile="PMP-2024-001",
    stage="respond",
    crimes=1023,
    crimes_previous=1029,
    crimes_last_year=1131,
    asb=214,
    asb_previous=216,
    asb_last_year=112,
    serious_violence=7,
    serious_violence_previous=12,
    serious_violence_last_year=9,
    count_group="serious-violence",
    count=7,
    count_previous=12,
    count_last_year=9,
    z_baseline=20.0,
    poisson_z=-3.65,
    expected=19.0,
    verdict="fewer",
    verdict_p=0.002,
    says="Serious violence: 7 against 19.0 expected: fewer, outside usual variation. Expected "
    "from Sep 2023 to Aug 2024.",
    run_months=4,
    run_count=41,
    run_of="the response",
    since_verdict="fewer",
    since_verdict_p=0.0001,
    since_expected=80.0,
    since_says="Serious violence since the response began on 20 May 2024, 4 whole months (Jun to "
    "Sep 2024): 41 against 80.0 expected: fewer, outside usual variation.",
    chance=(0.0026, 0.048),
    other_verdicts=(
        ThemeVerdict(
            "asb",
            214,
            verdict="higher",
            verdict_p=0.04,
            expected=180.5,
            says="ASB: 214 against 180.5 expected: higher, worth a look.",
            chance=(0.0025, 0.049),
        ),
    ),
    planned_officer_hours=90.0,
    planned_patrol_hours=45.0,
    planned_covered_officer_hours=60.0,
    officer_hours=48.25,
    officer_hours_core=30.0,
    officer_hours_overtime=12.25,
    officer_hours_partner=6.0,
    patrol_hours=24.5,
    visits=31,
    covered_to=date(2024, 9, 30),
    coverage=COVERAGE,
)
HS_02 = Figure(
    WINDOW,
    "Harbour Station",
    hotspot="HS-02",
    profile="PMP-2024-002",
    stage="scan",
    crimes=9,
    crimes_previous=4,
    crimes_last_year=5,
    asb=0,
    asb_previous=0,
    asb_last_year=3,
    count_group="serious-violence",
    count=3,
    count_previous=2,
    count_last_year=3,
    z_baseline=4.0,
    poisson_z=-0.54,
    expected=4.0,
    verdict="too few to tell",
    verdict_p=0.6,
    says="Serious violence: 3 against 4.0 expected: too few to tell. Expected from Sep 2023 to "
    "Aug 2024.",
    chance=(0.0004, 0.021),
)
HS_25 = Figure(
    WINDOW,
    "Fanshaw Green",
    hotspot="HS-25",
    asb=521,
    asb_previous=518,
    asb_last_year=621,
    count_group="asb",
    count=521,
    count_previous=518,
    count_last_year=621,
    says="No baseline: 3 of the 12 months before Sep 2024 aren't loaded.",
    officer_hours=0.0,
    officer_hours_core=0.0,
    officer_hours_overtime=0.0,
    officer_hours_partner=0.0,
    patrol_hours=0.0,
    visits=0,
    coverage=COVERAGE,
)
ROWS = (HS_01, HS_02, HS_25)
TOGETHER = Figure(
    WINDOW,
    "All hotspots",
    crimes=1031,
    crimes_previous=1033,
    crimes_last_year=1136,
    asb=735,
    asb_previous=734,
    asb_last_year=736,
    count_group="serious-violence",
    planned_officer_hours=90.0,
    planned_covered_officer_hours=60.0,
    officer_hours=48.25,
    officer_hours_core=30.0,
    officer_hours_overtime=12.25,
    officer_hours_partner=6.0,
    patrol_hours=24.5,
    visits=31,
    covered_to=date(2024, 9, 30),
    coverage=COVERAGE,
)
"""One crime lies in two hotspots, so the whole is one less than the sum of the rows."""


def table(rows: tuple[Figure, ...] = ROWS) -> FigureTable:
    """The month's figures, a row per hotspot."""
    return FigureTable(
        WINDOW,
        ("hotspot",),
        rows,
        None,
        ("HS-01 was redrawn on 1 Feb 2024; every count here uses the newer boundary.",),
        ("Crime: lomea-street, Dec 2021 to Nov 2024", "ASB: lomea-street, Dec 2021 to Nov 2024"),
        ("Serious violence (2024.1): three types; a proxy.",),
    )


def monthly(rows: tuple[Figure, ...] = ROWS) -> FigureTable:
    """Thirteen months of each row: the same counts, crime of Feb missing, ASB of Mar none."""
    months = [SEPTEMBER + -back for back in range(12, -1, -1)]
    found = []
    for row in rows:
        for month in months:
            part = replace(row, window=Window(month, month), month=month)
            if month == Month(2024, 2):
                part = replace(part, crimes=None)
            if month == Month(2024, 3):
                part = replace(part, asb=0)
            found.append(part)
    window = Window(months[0], months[-1])
    return FigureTable(window, ("hotspot", "month"), tuple(found), None, (), (), ())


def file(ref: str, hotspot: str | None, **changes: Any) -> ProfileFile:
    """A profile at its response, for ``hotspot`` or none, with three actions."""
    profile = Profile(
        ref,
        f"Fights near {hotspot}",
        stage="respond",
        owner="pc.quay",
        next_review=date(2025, 1, 8),
        id=1,
        version=1,
    )
    profile = replace(profile, **changes)
    bodies = {
        "objective": Objective(
            aim="Fewer fights at closing time",
            measure="serious-violence",
            baseline_from=Month(2023, 6),
            baseline_to=Month(2024, 5),
            baseline_value=144,
            target_value=108,
            deadline=date(2025, 5, 31),
        ),
        "analyse": Analyse(hypotheses=(Hypothesis("Both bars close at once", tested=True),)),
        "respond": Respond(strategy="Stagger closing and marshal the rank"),
    }
    stages = tuple(
        Stage(ref, 1, name, opened=date(2024, 6, 18), body=body, id=at, version=1)
        for at, (name, body) in enumerate(bodies.items(), start=1)
    )
    actions = (
        Action(ref, "Agree closing times", due=date(2024, 8, 1), done=date(2024, 8, 12), id=1),
        Action(ref, "Marshal the rank", due=date(2024, 12, 6), id=2),
        Action(ref, "Mend the lamps", due=date(2025, 1, 15), id=3),
    )
    places = (ProfilePlace(ref, hotspot),) if hotspot else ()
    return ProfileFile(profile, stages, places, actions)


FILES = (
    file("PMP-2024-001", "HS-01"),
    file("PMP-2024-002", "HS-02", stage="scan", next_review=date(2024, 12, 10)),
    file("PMP-2024-009", None, marking="OFFICIAL-SENSITIVE PERSONAL"),
)
HOTSPOTS = (
    Place("HS-01", "hotspot", "Market Quay", themes=("serious violence", "asb")),
    Place("HS-02", "hotspot", "Harbour Station", themes=("serious violence",)),
    Place("HS-25", "hotspot", "Fanshaw Green", themes=("asb",)),
)
SHAPES = {
    "HS-01": box(1.500, 51.250, 1.503, 51.252),
    "HS-02": box(1.504, 51.250, 1.506, 51.252),
}
"""HS-25 has none."""
STREETS = Background(
    (
        LineString([(1.40, 51.251), (1.60, 51.251)]),
        LineString([(1.501, 51.20), (1.501, 51.30)]),
        LineString([(1.70, 51.20), (1.70, 51.30)]),
    ),
    ("a", "local", "b"),
    "Made-up streets",
)


def pack(**changes: Any) -> ReviewPack:
    """The pack of the three hotspots; any part of what was gathered may be changed."""
    given: dict[str, Any] = {
        "table": table(),
        "monthly": monthly(),
        "files": FILES,
        "hotspots": HOTSPOTS,
        "shapes": SHAPES,
        "settings": SETTINGS,
        "head": HEAD,
        "made_on": TODAY,
        "together": TOGETHER,
        "background": STREETS,
    }
    return build_review(GatheredReview(**(given | changes)))


def chapter(words: str = "Fund") -> Chapter:
    """Two tables of half a page and a wide one; ``words`` in all their text."""
    heads = (
        Head("group", "Group"),
        *(Head(f"words-{n}", f"Words {n}") for n in range(6)),
        *(Head(f"money-{n}", f"Money {n}", "money") for n in range(5)),
    )
    row = {head.key: 1568614.5 if head.right else f"{words} {head.key}" for head in heads}
    row["group"] = words
    stated = Statement(words, heads, (row, row), (words,), {"words-0": words}, "group")
    half = statement_table(stated.only("group", "words-0", "money-0"), half=True)
    whole = statement_table(stated, half=True)
    return Chapter("told", words, (half, half, whole), (words,), (words,))


def hostile_pack() -> ReviewPack:
    """A pack in which every text a person can type is :data:`HOSTILE`."""
    rows = tuple(replace(row, name=HOSTILE) for row in ROWS)
    one = file("PMP-2024-001", "HS-01", title=HOSTILE, owner=HOSTILE)
    objective = replace(one.stage("objective"), body=Objective(aim=HOSTILE, measure=HOSTILE))
    analyse = replace(one.stage("analyse"), body=Analyse(hypotheses=(Hypothesis(HOSTILE),)))
    respond = replace(one.stage("respond"), body=Respond(strategy=HOSTILE))
    action = Action("PMP-2024-001", HOSTILE, agency=HOSTILE, owner=HOSTILE, actual=HOSTILE, id=1)
    other = file("PMP-2024-009", None, title=HOSTILE, owner=HOSTILE)
    return pack(
        table=table(rows),
        monthly=monthly(rows),
        files=(replace(one, stages=(objective, analyse, respond), actions=(action,)), other),
        hotspots=tuple(replace(place, name=HOSTILE, themes=(HOSTILE,)) for place in HOTSPOTS),
        settings=replace(SETTINGS, force_name=HOSTILE, synthetic=HOSTILE, marking=HOSTILE),
    )
