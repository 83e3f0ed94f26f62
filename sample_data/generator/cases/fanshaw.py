"""Fanshaw district's four profiles, as its officers wrote them."""

from __future__ import annotations

from sample_data.generator.cases.case import Case, Earlier, Idea, Step, Verdict

FANSHAW = (
    Case(
        "HS-11", "Violence and drug use at Fanshaw Precinct", "respond", "sergeant.fanshaw",
        "2024-04-15", "2024-12-30", "councillor", "serious-violence", 0.20,
        reported="Councillors and the library report fights on the upper deck and open drug use "
        "in the stairwells.",
        aim="Precinct users able to take the stairs, and a fifth less violence in a year.",
        events="{violence} violent offences and {asb} ASB calls in {year}, most on two levels of "
        "one car park and the deck above it.",
        community="Library users, a GP surgery, nine shops, the tenants of 40 flats.",
        harms="Surgery moved its late clinic; the library locks its side door.",
        similarity="Stair B and the upper deck; needles and violence in the same spots.",
        voice="Library comments book and a stall on two Saturdays.",
        what="People using drugs out of the weather, and fights over debts among them.",
        where="Stair B and the deck, reached from {top}.",
        when="10:00 to 14:00 on weekdays, and after the shops close.",
        who="About twenty people known to the treatment service, and three sellers.",
        why="Stair B is dry, unlocked and out of the caretaker's round.",
        how="Sellers wait on the deck, where they see anyone coming.",
        absent="Stair A, on the caretaker's round. Wednesdays, when the market fills the deck.",
        ideas=(
            Idea(
                "Stair B is nobody's job, so it is used.",
                "Stair A, walked hourly, has one call in the year.",
            ),
            Idea(
                "The deck lets sellers see officers before officers see them.",
                "Three warrants missed; footage shows lookouts at the rail.",
                tested=False,
            ),
        ),
        strategy="Give stair B an owner and a lock, take the view off the deck, arrest sellers and "
        "bring treatment to the precinct.",
        mechanism="No shelter, no lookout, and another way out for those who use.",
        patrol="On foot: up stair B, along the deck, down stair A, through the library.",
        steps=(
            Step(
                "Stair B on the caretaker's round and locked at 18:00", 1, "control access",
                "Lomea Council", "Precinct manager", "2024-06-10", "2024-07-12", "2024-07-05", None,
                "Hourly walk, locked at six", "Kept, apart from two weeks of leave in August.",
            ),
            Step(
                "Screens along the deck rail", 2, "deflect offenders", "Lomea Council",
                "Property services", "2024-08-05", "2024-10-31", cost=5100,
                expected="No view of the approach from the deck",
                actual="Order placed late; fitting promised for January.",
            ),
            Step(
                "Outreach worker in the library, three mornings", 0, "reduce stress",
                "Treatment service", "Outreach lead", "2024-07-01", "2024-12-20",
                expected="Ten people into treatment", actual="Six so far.",
            ),
        ),
    ),
    Case(
        "HS-12", "Off-road bikes and fires in Hollin Park", "analyse", "sergeant.fanshaw",
        "2024-07-01", "2025-01-10", "community", "asb", 0.25,
        reported="Park users report off-road bikes on the paths and fires in the bins and hedges.",
        aim="Paths safe for children and dogs, no fires next summer.",
        events="{asb} ASB calls in {year}; the fire service attended 17 small fires.",
        community="Dog walkers, two running clubs, a nursery at the east gate.",
        harms="A walker hurt jumping clear; the play tower burnt out in May.",
        similarity="Bikes come in by one gap; fires are within 50 m of the play area.",
        voice="Running clubs' log and the nursery's letter.",
        what="Two things: bikes ridden on the paths, and fires lit for something to do.",
        where="The west gap and the long path; fires by the play area.",
        when="Bikes 15:30 to 19:00; fires in school holidays.",
        who="Riders of 15 to 20. For the fires, children of 11 to 13.",
        absent="The north side behind the new kissing gate; wet weeks.",
        ideas=(
            Idea(
                "One gap in the west fence lets every bike in.",
                "Tyre marks and footage all from there.",
                tested=True,
            ),
            Idea(
                "The children who light fires have nothing else within walking distance.",
                "Youth club closed in March; fires rose from April.",
                "Some come from other wards by bus.",
                tested=False,
            ),
        ),
        earlier=Earlier(
            ideas=(
                Idea(
                    "One gap in the west fence lets every bike in.",
                    "Tyre marks and footage all from there.",
                ),
            ),
            strategy="Close the west gap and patrol the long path until the riders give up.",
            mechanism="No way in, no ride.",
            patrol="Cycle along the long path, ending at the west gap.",
            steps=(
                Step(
                    "Kissing gate in the west gap", 1, "control access", "Lomea Council",
                    "Parks officer", "2024-08-27", "2024-09-27", "2024-09-25", 1650,
                    "Walkers through, bikes not",
                    "Fitted. Bikes came back within a month through a new hole by the allotments.",
                ),
                Step(
                    "Bins replaced by metal ones that put fires out", 0, "harden targets",
                    "Lomea Council", "Street cleaning lead", "2024-09-09", "2024-10-31",
                    "2024-10-18", 720, "No bin fires", "No bin fires; two hedge fires instead.",
                ),
            ),
            back="2024-11-11",
            why="The gate moved the riders to the allotments and did nothing about the fires: we "
            "know how they get in and not why they come.",
        ),
    ),
    Case(
        "HS-13", "Feuding and weapons on the Brickfields", "respond", "sergeant.fanshaw",
        "2024-06-10", "2024-12-27", "tasking", "serious-violence", 0.20,
        reported="Two sets of young people are carrying knives and threatening each other between "
        "the shops and the flats.",
        aim="Nobody seriously hurt; fewer weapons carried.",
        events="{violence} violent offences in {year}; nine knives found in planters and stairs in "
        "three sweeps.",
        community="Pupils and parents, two shops, a mosque and a church hall.",
        harms="One serious wounding in May; parents keeping children in.",
        similarity="The cut between the shops and the flats; the half hour after school.",
        voice="Parents' meeting at the school, 57 there.",
        what="A dispute over filmed insults that turned into carrying knives.",
        where="The cut off {top} and the flats' court.",
        when="15:15 to 17:30 on school days; late on Fridays.",
        who="About eighteen young people of 13 to 18, on both sides. All are known to services.",
        why="Insults are shared faster than they can be settled, and the cut brings both sets past "
        "each other every day.",
        how="Knives are hidden in the morning and picked up after school.",
        absent="Holidays, when they don't have to pass; the lower court with its own gate.",
        ideas=(
            Idea(
                "Both sets have to use one cut at one time.",
                "Holiday weeks had two calls; the school's staggered week had none.",
            ),
            Idea(
                "Those at the centre carry because they believe the others do.",
                "Said in nine of eleven youth-worker talks.",
            ),
        ),
        earlier=Earlier(
            ideas=(
                Idea(
                    "Knives are carried because nobody is seen to look for them.",
                    "No search on record in the cut since the spring.",
                    "The two seized in May came from a search.",
                ),
            ),
            strategy="A knife arch at the school gate and high-visibility patrols through the cut.",
            mechanism="Fear of being caught outweighs fear of the others.",
            patrol="In pairs, high visibility, at the school gate and through the cut.",
            steps=(
                Step(
                    "Knife arch at the gate on four mornings", 1, "formal surveillance", "Police",
                    "PCSO, Fanshaw team", "2024-07-01", "2024-07-19", "2024-07-18", 450,
                    "Nothing carried into school",
                    "Nothing found on anyone; two knives in the planters the same week.",
                ),
            ),
            back="2024-07-26",
            why="The arch found nothing and the fights moved to the flats' court. Knives are "
            "hidden, not carried in, and we hadn't asked why both sets meet in the cut.",
        ),
        strategy="Part the two groups after school, take the weapons out of the ground, and work "
        "with the eighteen and their families one by one.",
        mechanism="Fewer meetings, fewer hidden knives, less reason to carry.",
        patrol="On foot at the cut as school ends, then the court and the shops; planters searched "
        "on the way.",
        steps=(
            Step(
                "Staggered end of school with staff at the cut", 1, "avoid disputes", "Schools",
                "Deputy head", "2024-09-03", "2024-10-25", "2024-09-09", None,
                "Fifteen minutes between year groups", "In place since the second week of term.",
            ),
            Step(
                "Weapons sweeps with residents, twice a week", 2, "control tools", "Police",
                "PCSO, Fanshaw team", "2024-08-12", "2024-12-20", expected="Nothing left to find",
                actual="Seven knives by October, one since.",
            ),
            Step(
                "One plan for each of the eighteen with the youth justice service", 2,
                "neutralise peers", "Youth justice service", "Team manager", "2024-08-19",
                "2024-11-15", expected="Eighteen plans", actual="Thirteen done, five families yet "
                "to agree.",
            ),
            Step(
                "Mediation between two families", 0, "avoid disputes", "Lomea Council",
                "Community mediation", "2024-09-16", "2025-01-31",
                expected="A written undertaking from both",
            ),
        ),
    ),
    Case(
        "HS-25", "ASB round Fanshaw Green: parks, e-scooters and off-road bikes", "assess",
        "sergeant.fanshaw", "2024-05-20", "2024-12-18", "community", "asb", 0.40,
        reported="Residents round the green report groups of youths, e-scooters and bikes ridden "
        "through the play area, and abuse when they speak to them.",
        aim="Families back on the green, with ASB calls well under what has become usual.",
        events="{asb} ASB calls in {year}. July 2024 reached 29 and August 23; nearly all concern "
        "the green and the two paths into it.",
        community="Some 260 households round the green, a primary school and a bowling club.",
        harms="A child knocked over by an e-scooter in June; older residents staying in.",
        similarity="The green and the open ground by it; late afternoon; riders coming in by the "
        "north path.",
        voice="Door-knock of 90 homes and a pop-up on the green: riding first, groups second.",
        what="Riding through the play area, and groups of up to thirty who follow the riders.",
        where="The play area, the north path and the shelter. {share} % of calls give the place as "
        "{top}.",
        when="15:30 to 21:00 in term, from noon in the holidays; dry days.",
        who="Eight to ten riders, 14 to 17, and those who come to watch. Roles only: see the "
        "intelligence references.",
        why="The north path is wide, flat and unbarred; bikes are kept in two garages nearby.",
        how="Riders meet at the garages, ride in by the north path and leave when called on.",
        absent="The south side behind the barrier; days when the bowling club plays.",
        ideas=(
            Idea(
                "An open north path and garages nearby make the green the easiest place to ride.",
                "Every rider seen in the July observations came in that way; none by the barred "
                "south path.",
            ),
            Idea(
                "A few riders draw the crowd: without them it doesn't gather.",
                "On the four July days without riders, no group was over six.",
                "August's bank holiday drew a crowd with no riders.",
            ),
            Idea(
                "Nothing is at stake for the riders because bikes were never taken.",
                "No seizure on the green in the year before.",
            ),
        ),
        strategy="Take the bikes and e-scooters, bar the north path, work with the riders one by "
        "one and be seen on the green at the hours that matter.",
        mechanism="Without machines and without the way in, riding stops; without riders the "
        "crowd doesn't gather.",
        patrol="Foot and cycle through the green and both paths, starting at the garages. Extra "
        "taskforce patrols since the summer.",
        steps=(
            Step(
                "Warnings, then seizure of e-scooters and off-road bikes", 3, "deny benefits",
                "Police", "Sgt, Fanshaw team", "2024-08-26", "2024-09-30", "2024-09-27", None,
                "Every machine ridden on the green warned or taken",
                "Three vehicles seized: two e-scooters and an off-road bike. 14 warnings. Searches "
                "used on grounds given, all recorded.",
            ),
            Step(
                "Barrier on the north path", 1, "control access", "Lomea Council", "Parks officer",
                "2024-08-19", "2024-09-06", "2024-09-04", 2300,
                "Prams and wheelchairs through, machines not", "Fitted two days early.",
            ),
            Step(
                "Acceptable behaviour agreements and a youth worker on the green", 2,
                "neutralise peers", "Lomea Youth Service", "Youth worker", "2024-09-02",
                "2024-11-29", "2024-11-22", 1900, "All riders seen with a parent",
                "Nine seen; six agreements signed, none broken so far.",
            ),
            Step(
                "Visit to both garage landlords", 1, "place managers", "Police",
                "Beat officer, Fanshaw team", "2024-09-09", "2024-12-06",
                expected="No machines kept there", actual="One landlord has acted; chasing the "
                "other.",
            ),
        ),
        verdict=Verdict(
            "yes", "Patrols ran above plan; the barrier was early; one garage is still open.",
            "promising",
            "ASB calls were 29 in July, 23 in August and 7 in September 2024. The mean of the 12 "
            "months before September is 20, so 7 is outside usual variation (Poisson z -3.65). "
            "October had 9 and November 6. One boundary throughout. We quote the counts: as a "
            "percentage the fall depends on which month it is taken from.",
            "Autumn is quieter in any year: September to November 2023 had 21, 20 and 17. The "
            "green was picked after its worst summer, so some fall was likely.",
            "Pop-up in November: 34 of 41 said better. The bowling club has reopened its junior "
            "night.",
            "partly",
            "Take the machines early. The barrier cost less than two weeks of overtime.",
            "sustain",
            "Four calls about bikes on the lane south of the green in October; watched with the "
            "buffer.",
        ),
        assessed="2024-11-25",
    ),
)  # fmt: skip
