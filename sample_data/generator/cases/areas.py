"""Profiles without a hotspot: impact areas, an estate, a cohort, a proposal and a refusal."""

from __future__ import annotations

from sample_data.generator.cases.case import Baseline, Case, Idea, Step, Verdict

_HUB = "inspector.prevention"

AREAS = (
    Case(
        "", "Early help for families with most calls, impact area 1", "respond",
        "sergeant.quayside", "2023-09-18", "2024-12-20", "analyst", "", 0, model="SARA",
        ref="PMP-2023-008", area="IA-01", kind="estate", supervisor=_HUB, themes=("asb", "other"),
        reported="The hub's analysis shows a third of the area's calls for service coming from "
        "about forty addresses.",
        aim="Fewer repeat calls from the forty, by getting help there first.",
        events="Calls about noise, missing children and rows, repeated at the same addresses, seen "
        "by us, housing and schools apart from each other.",
        community="Some forty households and their neighbours; five schools.",
        harms="Children missing school; neighbours asking to be moved.",
        similarity="The same addresses known to three agencies, none of them in the lead.",
        voice="Head teachers' meeting and the housing officers.",
        what="Repeat calls that each agency closes as its own.",
        where="Forty addresses on three estates of the area.",
        when="Evenings and school mornings.",
        who="Families known to at least two services; counted by household, never named here.",
        why="Nobody holds the whole picture, so everybody treats the last call.",
        how="A call, a visit, a closed log; the next call goes to someone else.",
        absent="Nineteen like households with a family worker: a quarter of the calls.",
        ideas=(
            Idea(
                "Households with one lead worker call less.",
                "The nineteen with a worker make a quarter of the calls of the forty without.",
                "Those nineteen may have been easier to begin with.",
            ),
        ),
        strategy="One lead worker for each of the forty, picked from whichever agency they trust, "
        "and a fortnightly look at all of them together.",
        mechanism="Somebody knows what the last call was about.",
        patrol="Neighbourhood officers call in on the lead worker's word, out of hours too.",
        steps=(
            Step(
                "Lead worker for each household", 1, "extend guardianship", "Lomea Council",
                "Early help manager", "2024-01-15", "2024-06-28", "2024-06-21", None,
                "Forty households with a worker", "Thirty-six; four moved away.",
            ),
            Step(
                "Fortnightly meeting with housing and schools", 1, "place managers", "Police",
                "Sgt, Quayside team", "2024-01-22", "2024-12-20",
                expected="Every household looked at once a month",
                actual="Twenty-one meetings so far; schools at fourteen.",
            ),
            Step(
                "Short course on noise and neighbours for new tenants", 0, "set rules",
                "Island Housing", "Housing officer", "2024-05-13", "2024-11-29",
                expected="Every new tenant asked", actual="Eleven of eighteen came.",
            ),
        ),
    ),
    Case(
        "", "Serious violence among young adults, impact area 2", "assess",
        "sergeant.south", "2023-10-09", "2024-12-19", "tasking", "", 0, model="SARA",
        ref="PMP-2023-009", area="IA-02", kind="centre", supervisor=_HUB,
        themes=("serious violence",),
        reported="Hospital data shows wounds among young adults of the area that never reach us.",
        aim="Fewer young adults hurt, and more of those hurt getting help.",
        events="The hospital's monthly sheet, without names, counted 34 wounds in the year to "
        "September 2023; eleven had been reported to us.",
        community="Young adults of 18 to 25, their families, the emergency department.",
        harms="Wounds, fear of the next, lost jobs.",
        similarity="Weekend nights, the same three streets, people who knew each other.",
        voice="Two youth workers and a mothers' group.",
        what="Disputes settled with weapons by people who don't come to us.",
        where="Three streets of bars and takeaways, and the parks behind them.",
        when="Friday and Saturday nights.",
        who="Young adults of 18 to 25, hurt and hurting in turn.",
        why="Those hurt see no use in telling us, and so it goes back and forth.",
        how="A row on a phone, a meeting, a weapon.",
        absent="The college's own evenings, with staff who know them.",
        ideas=(
            Idea(
                "Someone hurt once is hurt or hurts again within months unless somebody they "
                "trust steps in.",
                "Nine of the 34 had been treated before in the year.",
            ),
        ),
        strategy="A navigator in the emergency department at weekends, and a mentor to hand on to.",
        mechanism="The moment after being hurt is when people will talk.",
        patrol="Weekend foot patrol of the three streets, from the town's own plan.",
        steps=(
            Step(
                "Navigator in the emergency department, Friday to Sunday", 1,
                "reduce stress", "Hospital trust", "Emergency department matron", "2024-02-02",
                "2024-04-26", "2024-02-23", 21000, "Every wounded young adult spoken to",
                "Spoke to 41 of 47 by September; 26 took a mentor.",
            ),
            Step(
                "Mentors through the violence reduction unit", 1, "neutralise peers",
                "Violence reduction unit", "Programme lead", "2024-02-12", "2024-06-28",
                "2024-05-31", None, "Six mentors", "Six trained, five still with us.",
            ),
        ),
        verdict=Verdict(
            "yes", "Navigator in post every weekend but two.",
            "promising",
            "The hospital's sheet counted 34 wounds in the year to September 2023 and 25 in the "
            "year to September 2024; four had been treated before, against nine. It is one small "
            "series from one hospital.",
            "A bar in one of the three streets shut in May.",
            "The mothers' group asks for the navigator on Thursdays too.",
            "partly",
            "Share the sheet monthly from the start: waiting for it cost us a quarter.",
            "sustain",
        ),
        assessed="2024-09-30", status="monitoring", ended="2024-11-13",
        reason="The hospital trust pays for the navigator until March 2026; we watch the sheet.",
    ),
    Case(
        "", "Off-road bikes across three wards, impact area 3", "scan", "sergeant.wrackham",
        "2024-12-09", "2025-01-20", "pcc", "", 0, model="SARA", ref="PMP-2024-028", area="IA-03",
        kind="park", supervisor=_HUB, themes=("asb",),
        reported="The commissioner's surgery heard about bikes on footpaths from three wards in "
        "one week.",
        aim="Find out whether it is one set of riders or three.",
        events="Calls from three wards about the same footpaths; no count yet, because the calls "
        "are logged to four different beats.",
        community="Walkers, riding schools, a primary school by the old railway.",
        harms="A horse bolted with its rider; children kept off the path to school.",
    ),
    Case(
        "", "Fires and damage across the Skerrick estate", "respond", "sergeant.wrackham",
        "2023-07-10", "2024-12-22", "partner", "asb", 0, ref="PMP-2023-007", area="W11",
        kind="estate", supervisor="inspector.wrackham", themes=("asb",),
        baseline=Baseline(
            "2022-07", "2023-06", 41, "Fire service: small fires set on the estate", 20
        ),
        reported="The fire service asks for help with small fires all over the estate, at no one "
        "spot.",
        aim="Half as many fires set in a year.",
        events="The fire service's list has 41 small fires in the year to June 2023, on 29 "
        "different streets and paths.",
        community="About 600 households, two schools, a day centre.",
        harms="A shed with pets in it burnt; a crew pelted with stones in May.",
        similarity="Rubbish put out on the wrong day; school holidays; never twice at one spot.",
        voice="Tenants' association survey, 112 replies.",
        what="Rubbish set alight wherever it is left.",
        where="All over: no hotspot can be drawn round it, which is why this is about the estate.",
        when="School holidays and weekends, 16:00 to 21:00.",
        who="Children of 10 to 13, as far as anyone has seen.",
        why="Bulky rubbish waits up to two weeks to be fetched.",
        how="A lighter, a sofa, an audience.",
        absent="The streets by the depot, where rubbish is fetched the same day.",
        ideas=(
            Idea(
                "Fires follow rubbish: where it is fetched at once there are none.",
                "None in the year on the four streets served by the depot; 33 of 41 burnt "
                "furniture or bags left out.",
            ),
            Idea(
                "Few children have been told what a fire does.",
                "The schools had no visit from the fire service for three years.",
                tested=False,
            ),
        ),
        strategy="Fetch bulky rubbish within two days, and the fire service in both schools each "
        "term.",
        mechanism="Nothing left out to burn; fewer who want to.",
        patrol="A round of the estate on bulky-waste days, photographs to the depot.",
        steps=(
            Step(
                "Bulky rubbish fetched within two days of a call", 1, "remove targets",
                "Lomea Council", "Depot manager", "2023-10-02", "2023-12-29", "2023-12-11", 7300,
                "Nothing left over a weekend", "Two days kept for nine calls in ten.",
            ),
            Step(
                "Fire service in both schools every term", 2, "alert conscience",
                "Fire and rescue", "Community fire safety lead", "2023-11-06", "2024-12-20",
                expected="Every class of 9 to 13 seen",
                actual="Three terms done; the fourth is booked.",
            ),
            Step(
                "Community skip on the last Saturday of the month", 1, "remove targets",
                "Tenants' association", "Tenants' association chair", "2024-03-30", "2024-09-28",
                "2024-09-28", 2600, "Full by noon", "Seven held; six full by noon.",
            ),
        ),
    ),
    Case(
        "", "Op Kestrel: a group of young people behind much of the town's harm", "assess",
        "sergeant.strand", "2023-12-11", "2024-12-21", "tasking", "", 0, ref="PMP-2023-011",
        area="Strand", kind="seafront", themes=("asb", "retail", "serious violence"),
        baseline=Baseline(
            "2023-12", "2023-12", 13,
            "Harm index: how many of the district's top 20 are of the cohort", 5,
        ),
        reported="Nuisance, shop theft and assaults in the town keep leading back to one group of "
        "young people. Of the top 20 on the district's harm index 13 are of the group.",
        aim="No more than 5 of the top 20, and those who leave the list helped to stay off it.",
        events="13 of the 20 on the December 2023 index are of the cohort. It is a count: no name "
        "is kept in this profile.",
        community="Traders, pupils of two schools, the young people and their families.",
        harms="Shops shutting early, children afraid of the bus station, the group's own lives.",
        similarity="The same group, in changing places: no one hotspot holds it.",
        voice="Traders' meeting, two head teachers, four parents of the group.",
        what="Nuisance, theft and violence by a group, in turn and together.",
        where="The town's centre, the bus station and the front: they go where the others are.",
        when="After school to late evening, and all day when excluded.",
        who="A cohort of young people counted on the index by reference; roles only here.",
        why="Out of school, together all day, and nothing has ever followed from it.",
        how="One starts, the others film; the film brings the next day's crowd.",
        absent="The weeks when six of them were on the outdoor course.",
        ideas=(
            Idea(
                "Each has been dealt with for the last thing done, by whoever was on duty, and "
                "never as part of a group.",
                "Eleven officers in charge of the cohort's 46 open cases.",
            ),
            Idea(
                "Those with a place at school or a course drop off the index.",
                "No new entry in the weeks of the outdoor course.",
                "Six weeks, six people.",
            ),
        ),
        strategy="One team owns the cohort: charge what can be charged, orders and agreements "
        "where they will hold, and a school place, course or referral for every one of them.",
        mechanism="Something follows every time, and there is something better on offer.",
        patrol="No hotspot: the town's patrols carry the team's daily sheet.",
        steps=(
            Step(
                "One officer in charge for every open case of the cohort", 1, "deny benefits",
                "Police", "Sgt, Strand team", "2023-12-18", "2024-01-31", "2024-01-19", None,
                "Cases joined up and charged", "Done; arrests and charges followed in most.",
            ),
            Step(
                "Community protection notices and acceptable behaviour agreements", 1, "cpn",
                "Police", "Beat officer, Strand team", "2024-01-08", "2024-06-28", "2024-06-14",
                None, "One or the other for all whose conduct asks for it",
                "Agreements kept by most; two notices breached and dealt with.",
            ),
            Step(
                "School talks and referrals to the youth service", 2, "neutralise peers",
                "Lomea Youth Service", "Youth worker", "2024-01-15", "2024-07-19", "2024-07-12",
                None, "Every one of them offered a place", "All offered, most taken up.",
            ),
            Step(
                "Exit plan for the two still on the index", 2, "reduce stress",
                "Youth justice service", "Team manager", "2024-11-04", "2025-02-28",
                expected="Both off the top 20 by spring",
            ),
        ),
        verdict=Verdict(
            "yes", "Ownership by one team from December 2023; all three parts of the response ran.",
            "promising",
            "Of the top 20 on the district's harm index the cohort was 13 in December 2023, 7 "
            "within 90 days of the start, and is now 2. It is a count of a list of 20.",
            "Some would have grown out of it. The index weighs recent harm, so a quiet spell moves "
            "a person down it quickly.",
            "Both head teachers and most traders say the town is calmer.",
            "yes",
            "Give a group to one team on day one.",
            "sustain",
            "Two younger brothers of the first cohort are now known to the youth service.",
        ),
        assessed="2024-11-18",
    ),
    Case(
        "", "Thefts of catalytic converters at two supermarket car parks", "objective", "",
        "2024-12-12", "", "community", "", 0, ref="PMP-2024-029", area="Harbour", kind="shops",
        themes=("acquisitive",), status="proposed",
        reported="", aim="",
        harms="Five in three weeks at two car parks; drivers stranded with their shopping. More "
        "before Christmas if nothing is done.",
    ),
    Case(
        "", "Parking outside the primary school on Oxney Down", "objective", "", "2023-11-20", "",
        "councillor", "", 0, ref="PMP-2023-010", area="Pellholt", kind="estate",
        themes=("other",), status="refused", ended="2023-12-04", kept_years=1,
        reported="", aim="",
        harms="Near misses at the gate and rows between parents and residents.",
        reason="Not a policing problem to be solved here: two complaints in a year, no crime and "
        "no injury. Passed to the council's parking team and the school's travel plan; the "
        "councillor has been told.",
    ),
)  # fmt: skip
