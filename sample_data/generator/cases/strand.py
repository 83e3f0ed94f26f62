"""Strand district's five profiles, as its officers wrote them."""

from __future__ import annotations

from sample_data.generator.cases.case import Case, Idea, Step, Verdict

STRAND = (
    Case(
        "HS-07", "Summer violence and disorder at Pier Approach", "respond", "sergeant.strand",
        "2024-03-11", "2024-12-19", "tasking", "asb", 0.15,
        reported="Every warm weekend brings fights at the arcade steps, drinking on the beach wall "
        "and calls about large groups of young people.",
        aim="A summer season with a sixth fewer ASB calls than the last, and no serious injury.",
        events="{asb} ASB calls and {violence} violent offences in {year}; July and August "
        "are the heaviest months by far.",
        community="Visitors, arcade and kiosk staff, lifeguards, families on the beach.",
        harms="Kiosks closing early, a lifeguard assaulted, families leaving by four o'clock.",
        similarity="The steps and the wall, within sight of the arcade, on warm days.",
        voice="Arcade and kiosk owners' group; 22 entries in the lifeguards' log.",
        what="Large groups meeting by arrangement, with drink, and fights between a few of them.",
        where="The steps, the wall and the car park on {top}.",
        when="14:00 to 22:00, Friday to Sunday, May to September; bank holidays worst.",
        who="Groups of 14 to 18 from across the island; the fights are between three sets.",
        why="Free, sheltered, on every bus route, and nobody is in charge of the steps.",
        how="Meet-ups are posted in the morning; drink is bought by older friends.",
        absent="North end of the beach with the same crowd on the sand but a staffed café.",
        ideas=(
            Idea(
                "Nobody is in charge of the steps, so small trouble runs on until it is big.",
                "The café end, with staff outside, has a tenth of the calls.",
                "The café end is also further from the bus.",
            ),
            Idea(
                "Drink bought by older friends in the two kiosks fuels the fights.",
                "Test purchases: two sales of three by proxy.",
            ),
        ),
        strategy="Give the steps a guardian all season, choke off proxy sales, and use dispersal "
        "early rather than late on forecast days.",
        mechanism="A person in charge settles small trouble; less drink means fewer fights.",
        patrol="Foot and cycle between the steps, the wall and the car park; stay at the steps on "
        "days over 22 degrees.",
        steps=(
            Step(
                "Beach wardens on the steps at weekends", 1, "place managers", "Lomea Council",
                "Foreshore manager", "2024-05-25", "2024-09-08", "2024-09-08", 9800,
                "A warden on the steps every weekend of the season",
                "Covered 29 of 32 weekend days.",
            ),
            Step(
                "Proxy-sale test purchases and staff briefing", 2, "control drink and drugs",
                "Trading Standards", "Trading Standards officer", "2024-05-20", "2024-07-31",
                "2024-07-12", None, "No proxy sale in three tests", "One sale in June, none since.",
            ),
            Step(
                "Forecast trigger for dispersal authority", 1, "dispersal", "Police",
                "Insp, Strand district", "2024-05-17", "2024-08-31", "2024-08-31", None,
                "Authority in place by noon on forecast days", "Used on six days.",
            ),
            Step(
                "Season review with kiosks and lifeguards, plan for 2025", 0, "set rules", "Police",
                "Sgt, Strand team", "2024-10-01", "2024-12-06",
                expected="Written plan agreed before the budget round",
            ),
        ),
    ),
    Case(
        "HS-08", "Vehicle nuisance and fights on North Beach Parade", "analyse", "sergeant.strand",
        "2024-05-13", "2024-12-10", "community", "asb", 0.25,
        reported="Residents of the parade report cars racing, loud exhausts and crowds that stay "
        "until the small hours.",
        aim="Quiet nights on the parade by next summer.",
        events="{asb} ASB calls in {year}, {share} % of them naming {top}; a handful of assaults "
        "after arguments over parking.",
        community="Two hundred flats facing the sea, a hotel and a nursing home.",
        harms="Loss of sleep; the nursing home keeps its windows shut in summer.",
        similarity="The straight length with free parking, on dry evenings.",
        voice="Petition with 118 names from the residents' association.",
        what="Meets of 20 to 60 cars, arranged online, with racing between the two roundabouts.",
        where="The parade from the shelter to the slipway, mainly {top}.",
        when="20:30 to 00:30, Thursday and Sunday, dry weather.",
        who="Drivers of 18 to 25 from all over the island; the same dozen cars lead.",
        absent="The stretch with the raised crossing; wet nights.",
        ideas=(
            Idea(
                "A straight, wide road with free parking and no crossing invites racing.",
                "The stretch with the raised crossing isn't used; speeds there are 9 mph lower.",
            ),
            Idea(
                "The meets come because there is nowhere else to show a car.",
                "Organisers said so when asked; there was a legal meet at the airfield until 2022.",
                "Some came for the racing alone.",
                tested=False,
            ),
        ),
    ),
    Case(
        "HS-09", "Repeat shop theft and assaults on staff, Long Causeway", "respond",
        "sergeant.strand", "2024-04-29", "2025-01-07", "partner", "serious-violence", 0.15,
        model="SARA",
        reported="Retailers' group asks for help: the same people steal daily and staff are hurt.",
        aim="Fewer assaults on staff and fewer repeat thefts.",
        events="{crimes} crimes in {year}, shop theft a large part; {violence} violent "
        "offences, many of them on staff.",
        community="Eleven shops, about ninety staff, mostly part-time.",
        harms="Three staff left since spring; one shop has stopped stocking meat and spirits.",
        similarity="Three shops with exits on two sides; high-value goods by the door.",
        voice="Staff survey by the retailers' group: 61 replies, 48 threatened this year.",
        what="A few prolific thieves who turn violent when stopped.",
        where="Three of the eleven shops, near the corner of {top}.",
        when="09:00 to 11:00 and 15:00 to 18:00, Monday to Saturday.",
        who="Six people account for most identified thefts; nearly all have a drug need.",
        why="Goods that sell in minutes stand by doors that can't be watched.",
        how="One distracts, one fills a bag; force is used at the door.",
        absent="Shops with one exit and spirits behind the counter.",
        ideas=(
            Idea(
                "Goods that sell on quickly stand next to a second exit.",
                "The eight shops without one have a fifth of the thefts.",
            ),
            Idea(
                "Six people with a drug need commit most of it.",
                "Known by reference number in 19 of 31 reviewed reports.",
                "Review covers only thefts with footage.",
            ),
        ),
        strategy="Move the goods, close or staff the second exits, and offer treatment with a "
        "criminal behaviour order behind it for those who refuse.",
        mechanism="Makes the quick theft slow, and takes the six out of the street or out of need.",
        patrol="In and out of the three shops, with ten minutes at each door; walk the service "
        "road behind.",
        steps=(
            Step(
                "Layout visits to the three shops by the crime prevention adviser", 1,
                "remove targets", "Police", "Crime prevention adviser", "2024-07-08", "2024-08-30",
                "2024-08-21", None, "Spirits and meat away from the doors",
                "Two shops changed at once; the third after a head-office visit in October.",
            ),
            Step(
                "Criminal behaviour order files for those who refuse treatment", 2, "cbo", "Police",
                "Beat officer, Strand team", "2024-08-05", "2024-12-13",
                expected="Two files with the prosecutor by Christmas",
                actual="One granted in November.",
            ),
            Step(
                "Drop-in by the treatment service behind the parade", 2, "reduce stress",
                "Treatment service", "Outreach lead", "2024-09-02", "2025-03-31", cost=2500,
                expected="Four of the six engaged",
            ),
        ),
    ),
    Case(
        "HS-10", "Assaults on young people at the South Esplanade shelters", "respond",
        "sergeant.strand", "2024-02-19", "2024-12-23", "analyst", "serious-violence", 0.25,
        reported="Two schools say pupils are pushed about and made to hand things over in and near "
        "the sea shelters after dark, and that few tell us.",
        aim="No child afraid to walk the esplanade next winter.",
        events="{violence} violent offences and {asb} ASB calls in {year}, and fourteen accounts "
        "gathered by the schools, most never reported to us.",
        community="Pupils walking home, anglers, dog walkers.",
        harms="Parents driving children 600 m; a youth club lost a third of its members.",
        similarity="The two unlit shelters, victims alone or in pairs.",
        voice="School assembly vote: the shelters were the place most feared.",
        what="Intimidation, some of it robbery, by groups of three or four slightly older youths.",
        where="The middle and south shelters, reached from {top}.",
        when="16:30 to 20:00, October to March.",
        who="Victims 12 to 15. Suspects 15 to 17, described alike in most reports.",
        why="The shelters hide anyone waiting, and the only lit path runs past them.",
        how="Victims are called over, then surrounded.",
        absent="The north shelter, which has glass sides and a light.",
        ideas=(
            Idea(
                "Solid, unlit shelters hide those waiting.",
                "None of the fourteen accounts is from the glass shelter.",
            ),
            Idea(
                "Pupils walk alone at set times because two clubs end at 18:00.",
                "Nine of fourteen victims were coming from a club.",
                "Five were not.",
            ),
        ),
        strategy="Open up and light the shelters, change how clubs let out, patrol the hour that "
        "matters.",
        mechanism="Nobody can wait unseen, and nobody walks past alone.",
        patrol="Foot and cycle along the path, through each shelter, and with the walking group on "
        "club nights.",
        steps=(
            Step(
                "Lights and polycarbonate panels in two shelters", 1, "natural surveillance",
                "Lomea Council", "Foreshore manager", "2024-04-08", "2024-08-30", "2024-09-13",
                7400, "Both lit and see-through before October", "Done two weeks late.",
            ),
            Step(
                "Clubs let out together with a walking group", 2, "extend guardianship",
                "Lomea Youth Service", "Youth worker", "2024-09-16", "2024-10-31", "2024-10-14",
                None, "Walking group every club night", "Running three nights a week.",
            ),
            Step(
                "Property marking at both schools", 0, "identify property", "Police",
                "PCSO, Strand team", "2024-10-07", "2024-12-16", expected="300 phones registered",
                actual="210 so far.",
            ),
        ),
    ),
    Case(
        "HS-26", "Drinking and damage in Bandstand Gardens", "assess", "sergeant.strand",
        "2024-02-12", "2024-12-18", "community", "asb", 0.30,
        reported="The friends' group reports broken benches, glass in the flower beds and drinkers "
        "in the bandstand most afternoons.",
        aim="Gardens that families use at weekends.",
        events="{asb} ASB calls in {year}; {share} % give the place as {top}. Damage to the "
        "bandstand nine times.",
        community="Friends' group, bowls club, families from the terraces round the gardens.",
        harms="Weekend concerts stopped; the bowls club lost its insurance discount.",
        similarity="The bandstand itself, dry and out of sight, after three o'clock.",
        voice="Friends' group walkabout with 26 residents.",
        what="Daytime drinking by adults, then damage by youths in the evening.",
        where="The bandstand and the beds behind it.",
        when="15:00 to 21:00, April to October.",
        who="A dozen adult drinkers; two groups of youths who come later.",
        why="The only dry seat in the ward, screened by a hedge two metres high.",
        how="Adults leave glass; youths find it and the damage follows.",
        absent="Concert days, and since the hedge was cut on the east side, that side.",
        ideas=(
            Idea(
                "The hedge hides the bandstand from every window and path.",
                "The cut side has had no damage since.",
            ),
            Idea(
                "No use of the bandstand leaves it to whoever comes.",
                "No calls on the eleven concert days of last year.",
            ),
        ),
        strategy="Cut the hedge, fill the bandstand with things to do, and enforce the order on "
        "drinking for those who stay.",
        mechanism="Use and sight give the place guardians.",
        patrol="On foot and cycle through the gardens, ten minutes at the bandstand each time.",
        steps=(
            Step(
                "Hedge down to one metre all round", 1, "natural surveillance", "Lomea Council",
                "Parks officer", "2024-04-08", "2024-04-30", "2024-04-26", 900,
                "Bandstand seen from both roads", "Done, and kept at a metre in August.",
            ),
            Step(
                "Weekly programme in the bandstand, May to September", 2, "extend guardianship",
                "Friends' group", "Friends' group chair", "2024-05-04", "2024-09-28", "2024-09-28",
                3200, "Something on every Saturday and most Wednesdays",
                "38 sessions; about 40 people at each.",
            ),
            Step(
                "Enforce the public spaces order on drinking", 2, "pspo", "Police",
                "PCSO, Strand team", "2024-05-01", "2024-09-30", "2024-09-30", None,
                "Alcohol given up on request", "61 surrenders, 4 fixed penalties.",
            ),
        ),
        verdict=Verdict(
            "yes", "Hedge and programme done as planned; patrols near plan all summer.",
            "promising",
            "ASB calls April to November: 2023 {asb_before}, 2024 {asb_after}, same boundary. "
            "The friends' group has logged no damage to the bandstand since June.",
            "A wet June and July kept people indoors everywhere, though other parks had an "
            "ordinary summer.",
            "Bowls club and friends' group both say better; the terraces still hear music late.",
            "yes",
            "Fill a place rather than empty it. The hedge cost less than one week of overtime.",
            "close",
            "Two complaints of noise from the concerts.",
        ),
        assessed="2024-10-07",
    ),
)  # fmt: skip
