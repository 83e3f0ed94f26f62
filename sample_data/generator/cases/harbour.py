"""Harbour district's six profiles, as its officers wrote them."""

from __future__ import annotations

from sample_data.generator.cases.case import Case, Idea, Step, Verdict

HARBOUR = (
    Case(
        "HS-01", "Daytime violence and street drinking at Market Quay", "respond", "sergeant",
        "2024-03-04", "2024-12-18", "tasking", "serious-violence", 0.15,
        reported="Traders and the council's market manager report fights, shouting and begging "
        "round the benches from late morning, worst on market days.",
        aim="Make the quay a place people will cross on foot again, by cutting violence in the "
        "daytime and the drinking that goes with it.",
        events="{violence} violent offences and {asb} ASB calls in {year}. Most are arguments "
        "between people who know each other, near the benches and the cash machines.",
        community="Market traders, shop staff, bus passengers and older residents of the flats "
        "above the shops.",
        harms="Staff assaulted when refusing sales; shoppers avoiding the west side; two stalls "
        "given up since last summer.",
        similarity="Same benches, same off-licences, same hours. Few of those involved live on "
        "the quay.",
        voice="Asked at two market-day surgeries: 31 of 44 named street drinking first.",
        what="Low-level violence and drinking that feed each other: most assaults follow a dispute "
        "over drink, money or a place on the benches.",
        where="The benches on {top} and the taxi rank; {share} % of ASB calls name {top}.",
        when="11:00 to 17:00, Thursday to Saturday; a second smaller peak at closing time.",
        who="A group of about fifteen regular drinkers, and young men passing between pubs. Those "
        "hurt are mostly in the same group, then shop staff.",
        why="High-strength drink is on sale from 08:00 within 50 m, and the benches can't be seen "
        "from any shop or camera.",
        how="Begging pays for the first cans; disputes start when the drink runs short.",
        absent="Quiet on Sundays when both off-licences open late, and on the east side where the "
        "cafés put their tables out.",
        ideas=(
            Idea(
                "Cheap high-strength drink on sale from 08:00 keeps the group on the quay.",
                "Calls drop on Sundays with later opening; empties collected in a week came from "
                "two shops.",
                "Some of the group bring drink from home.",
            ),
            Idea(
                "The benches are hidden from staff and cameras, so nobody steps in early.",
                "Camera review: 9 of 12 fights began out of view behind the kiosks.",
                "The taxi rank is in full view and has fights too.",
            ),
            Idea(
                "Staff refuse sales alone and without back-up, so refusals turn into assaults.",
                "Seven of ten assaults on staff were with one person on the till.",
                tested=False,
            ),
        ),
        strategy="Work with the two off-licences on strength and opening, open up the view of the "
        "benches, and put short foot patrols on market days at the times found.",
        mechanism="Less drink early in the day removes the cause of most disputes; a bench that "
        "can be seen has guardians again.",
        patrol="On foot, stopping at the benches and both shops on every round; word with the "
        "market office at the start and end.",
        steps=(
            Step(
                "Agree with both off-licences to stop single cans over 6.5 % before noon", 1,
                "control drink and drugs", "Police", "Licensing PC", "2024-05-07", "2024-06-30",
                "2024-06-24", None, "Both shops signed up by the end of June",
                "Both agreed. One slipped in August; visited again and back in line.",
            ),
            Step(
                "Move the benches and take down two kiosks so that the camera sees them", 2,
                "natural surveillance", "Lomea Council", "Market manager", "2024-06-03",
                "2024-09-30", "2024-10-11", 4200, "Benches in view from the square",
                "Done two weeks late because the contractor was off. View checked from the "
                "control room.",
            ),
            Step(
                "Radio link for shops and the market office", 3, "extend guardianship",
                "Town centre partnership", "Town centre manager", "2024-07-15", "2024-11-29",
                cost=1850, expected="Twelve shops on the link before Christmas",
            ),
            Step(
                "Warning letters and, where ignored, community protection warnings", 1, "cpn",
                "Police", "Beat officer, Harbour team", "2024-06-10", "2025-01-31",
                expected="Every regular spoken to and offered the support service first",
            ),
        ),
    ),
    Case(
        "HS-02", "Fights and bike theft at Harbour Station", "analyse", "sergeant",
        "2024-04-22", "2024-12-20", "analyst", "serious-violence", 0.20,
        reported="The railway reports fights on the forecourt after the late trains and staff "
        "threatened when they check tickets.",
        aim="Fewer assaults on passengers and staff between the platforms and the bus stops.",
        events="{violence} violent offences and {asb} ASB calls in {year}, in the subway, the "
        "forecourt and the cycle racks.",
        community="Commuters, railway staff, students of the college and people waiting for buses.",
        harms="Staff off sick after assaults; passengers using the road instead of the subway.",
        similarity="The forecourt after 21:00, or the subway when the college lets out.",
        voice="Passenger survey by the railway: the subway is the place most avoided.",
        what="Two problems in one place: after-school disorder in the subway and late fights on "
        "the forecourt.",
        where="Subway and racks on {top} in the afternoon, the forecourt at night.",
        when="15:15 to 16:30 in term; 21:30 to 23:30 Friday and Saturday.",
        who="Pupils of two schools who change buses here. At night, adults who have been refused "
        "entry to a train.",
        absent="School holidays: the subway is quiet. Nights when the gate is staffed: almost "
        "nothing.",
        ideas=(
            Idea(
                "Two schools letting out ten minutes apart puts rival groups in the subway "
                "together.",
                "Calls bunch in the quarter hour after the second bell; none in holidays.",
                "A few calls are at weekends.",
                tested=False,
            ),
            Idea(
                "An unstaffed gate after 21:00 leaves nobody to move people on.",
                "The four nights with a member of staff on the gate had one call between them.",
                tested=False,
            ),
        ),
    ),
    Case(
        "HS-03", "Night-time violence on Custom House Row", "respond", "sergeant",
        "2024-03-25", "2024-12-13", "tasking", "serious-violence", 0.20,
        reported="Assaults outside the three late bars, most of them on the pavement after 23:00, "
        "with glass used twice in a month.",
        aim="Cut violence with injury on the row between 22:00 and 04:00 by a fifth in a year.",
        events="{violence} violent offences in {year}, nearly all on the pavement or in the two "
        "taxi queues.",
        community="People on a night out, door staff, drivers, residents of the new flats.",
        harms="Broken bones and cuts; drivers refusing the rank after midnight; residents awake.",
        similarity="Within 60 m of the three doors, in the half hour after each closes.",
        voice="Residents' meeting in March: noise and fear of walking home after late shifts.",
        what="Assaults between strangers who have been drinking; most begin with a push in a "
        "queue.",
        where="{top}, between the taxi rank and the food counter.",
        when="Friday and Saturday, 23:30 to 03:30; the worst half hour follows the 02:00 closing.",
        who="Men of 18 to 30, offender and victim alike. Women report groping in the same queue.",
        why="Three venues empty within ten minutes into one narrow pavement with one rank and one "
        "food counter.",
        how="Queues cross, someone is pushed, and door staff have gone inside.",
        absent="Thursday nights with the same crowd but staggered closing; the parallel street "
        "with a wide pavement.",
        ideas=(
            Idea(
                "Three venues closing together fill one pavement and make the queues cross.",
                "Half of the assaults are within 30 minutes of 02:00; Thursdays, with staggered "
                "closing, have few.",
                "Assaults before midnight don't fit.",
            ),
            Idea(
                "Glass leaves the bars because nobody checks at the door after 01:00.",
                "Both glass injuries and most glass found came from one bar.",
            ),
        ),
        strategy="Stagger the closing times, split the queues, keep door staff outside until the "
        "pavement clears and put two pairs where the queues cross.",
        mechanism="Fewer people in the same place at once means fewer collisions; glass that "
        "can't leave can't be used.",
        patrol="Late pairs walk the row and stand at the rank for half an hour after each closing; "
        "day visits are to licensees and residents.",
        steps=(
            Step(
                "Staggered closing agreed at a licensing meeting: 01:30, 02:00, 02:30", 1,
                "avoid disputes", "Lomea Council", "Licensing officer", "2024-06-03", "2024-07-31",
                "2024-07-19", None, "Three closings half an hour apart",
                "Agreed and kept, except on one bank holiday.",
            ),
            Step(
                "Street marshals at the rank on Saturdays", 1, "place managers",
                "Town centre partnership", "Night-time economy lead", "2024-06-15", "2024-09-30",
                "2024-06-15", 6400, "One queue, moving, by 03:00",
                "Running since mid-June; the rank clears about forty minutes sooner.",
            ),
            Step(
                "Polycarbonate glasses after 22:00 at all three venues", 2, "control tools",
                "Police", "Licensing PC", "2024-07-01", "2024-10-31", "", None,
                "No glass on the pavement after 22:00",
                "Two venues have changed; the third has a review date.",
            ),
            Step(
                "Second camera over the food counter", 1, "formal surveillance", "Lomea Council",
                "Control room lead", "2024-09-02", "2025-02-28", cost=3900,
                expected="The queue in view from the control room",
            ),
        ),
    ),
    Case(
        "HS-04", "Vehicle crime and drug dealing round North Quay garages", "scan",
        "sergeant.quayside", "2024-09-02", "2025-01-06", "community", "crime", 0.15,
        reported="Residents of the blocks by the garages report cars broken into at night and "
        "people coming and going at one stairwell.",
        aim="Find out whether the car crime and the stairwell are one problem, then bring it down.",
        events="{crimes} crimes in {year}. Violence at home apart, damage and vehicle crime lead; "
        "the garages behind {top} come up again and again.",
        community="About 140 households, many on shift work at the dock.",
        harms="Tools stolen from vans, so a day's pay lost each time.",
        similarity="Unlit ends of the garage court; vans more than cars.",
        voice="Door-knock of 40 flats: lighting first, the stairwell second.",
    ),
    Case(
        "HS-05", "Violence and ASB on the Bulwark estate", "assess", "sergeant.quayside",
        "2024-01-08", "2024-12-19", "partner", "serious-violence", 0.25,
        reported="The housing association reports assaults and intimidation round one block and "
        "asks for a joint plan.",
        aim="Let residents use the stairs and the court without fear, by cutting violence in and "
        "round the block.",
        events="{violence} violent offences and {asb} ASB calls in {year}, most from eight flats "
        "round one stair.",
        community="Residents of the two blocks, a third of them older people living alone.",
        harms="Four transfer requests in a year; carers refusing evening visits.",
        similarity="One stair, three flats in common, evenings.",
        voice="Joint survey with Island Housing: 52 replies, 38 use the stair less.",
        what="A flat taken over by people selling drugs, with the fights that follow.",
        where="The north stair and the bin store behind {top}.",
        when="17:00 to 23:00, most days; heavier on benefit days.",
        who="Visitors to three flats. Those hurt are the tenants themselves and their neighbours.",
        why="The door closer has been broken since autumn and one tenant is being exploited.",
        how="Visitors wedge the door, use the stair to deal, and fall out with each other there.",
        absent="The south stair, same layout, with a working door: two calls all year.",
        ideas=(
            Idea(
                "A broken entry door gives anyone the use of the stair.",
                "South stair with a working door has almost no calls.",
            ),
            Idea(
                "One exploited tenant's flat draws most of the visitors.",
                "Seventeen calls to or from the flat; adult social care had the same concern.",
            ),
        ),
        strategy="Mend the door, safeguard the tenant, close the flat to visitors by partial "
        "closure order and stay visible while the block settles.",
        mechanism="Takes away the way in and the reason to come.",
        patrol="On foot through both stairs, checking the door each time; with the housing officer "
        "once a week.",
        steps=(
            Step(
                "New entry door, closer and fobs on the north stair", 1, "control access",
                "Island Housing", "Housing officer", "2024-02-05", "2024-03-29", "2024-03-22", 5600,
                "Door shut and locked at every visit", "Found shut on 61 of 66 checks since.",
            ),
            Step(
                "Partial closure order for the flat", 2, "closure", "Police",
                "Sgt, Quayside team", "2024-02-19", "2024-04-30", "2024-04-12", None,
                "Only the tenant, carers and services may enter",
                "Order granted for three months and extended once.",
            ),
            Step(
                "Safeguarding plan for the tenant", 2, "extend guardianship",
                "Lomea Council", "Adult social care", "2024-02-12", "2024-05-31", "2024-05-20",
                None, "Tenant supported to stay or move, as they choose",
                "Tenant moved by choice in June; flat re-let in August.",
            ),
        ),
        verdict=Verdict(
            "yes", "All three actions done, the door a week early. Patrols ran close to plan.",
            "promising",
            "April to November, 2023 then 2024, same boundary: crimes {crimes_before} and "
            "{crimes_after}, ASB calls {asb_before} and {asb_after}. Door found shut on 61 of 66 "
            "checks.",
            "The exploited tenant has moved away, which alone might explain much of it. The place "
            "was picked after a bad year, so some fall was to be expected.",
            "Repeat survey in October: 46 replies, 12 still avoid the stair in the evening.",
            "partly",
            "The door was the cheapest step and the quickest. Ask about entry doors in the first "
            "week of any stair problem.",
            "sustain",
            "Two calls about the bins behind the next block; watched, no pattern so far.",
        ),
        assessed="2024-09-16",
        status="monitoring",
        ended="2024-12-10",
        reason="Response kept going at a lower level: the door checks and one joint visit a month. "
        "To be closed in the spring if the stair stays quiet.",
    ),
    Case(
        "HS-06", "Disorder and shop theft at Pell Road Parade", "scan", "sergeant",
        "2024-10-07", "2025-01-08", "councillor", "asb", 0.20,
        reported="The ward councillor passes on complaints from the six shops: groups in the "
        "doorway from four o'clock, thefts when staff are distracted.",
        aim="Shops able to serve to closing time without calling us.",
        events="{asb} ASB calls and {crimes} crimes in {year}; {share} % of the calls name {top}.",
        community="Six shops, a pharmacy with a needle exchange, two bus stops.",
        harms="One shop closes at 17:00 in winter; pharmacy staff escorted to their cars.",
    ),
)  # fmt: skip
