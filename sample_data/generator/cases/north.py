"""Wrackham and Gannet districts' five profiles, as their officers wrote them."""

from __future__ import annotations

from sample_data.generator.cases.case import Case, Idea, Step, Verdict

NORTH = (
    Case(
        "HS-14", "Pub violence round Wrackham Market Place", "respond", "sergeant.wrackham",
        "2024-05-07", "2025-01-03", "supervisor", "serious-violence", 0.20,
        reported="Assaults in and outside two pubs on market nights, and damage to cars after.",
        aim="Fewer people hurt on market nights and Saturdays.",
        events="{violence} violent offences in {year} and {asb} ASB calls, most within sight of "
        "the market cross.",
        community="Residents over the shops, market staff, taxi drivers.",
        harms="A door supervisor badly hurt in February; windows boarded on {next}.",
        similarity="Two pubs, market nights, the yard between them.",
        voice="Pubwatch minutes and the town council's February meeting.",
        what="Fights that start in one pub's yard and finish at the market cross.",
        where="The yard off {top} and the cross.",
        when="Thursday market nights and Saturdays, 21:00 to 00:30.",
        who="Men of 25 to 45, many in for the market; a third had been barred elsewhere.",
        why="People barred from one pub drink in the other, and the shared yard brings them back "
        "together.",
        how="Words in the yard, then a walk to the cross, away from the cameras.",
        absent="Fridays, when only one pub opens its yard.",
        ideas=(
            Idea(
                "The shared yard brings barred and barring together.",
                "No fights on the 31 Fridays with the yard shut.",
            ),
            Idea(
                "Bans aren't shared between the pubs.",
                "Eight of 25 suspects were barred next door at the time.",
            ),
        ),
        strategy="Close or split the yard, share bans through Pubwatch, put a pair at the cross on "
        "market nights.",
        mechanism="Keeps apart those who fight, and watches the place they go to.",
        patrol="On foot between the two pubs; the last half hour at the cross.",
        steps=(
            Step(
                "Yard split by a fence, one gate each", 1, "avoid disputes", "Licensees",
                "Pubwatch chair", "2024-07-08", "2024-09-27", "2024-10-04", 2600,
                "Two yards that don't meet", "Done a week late.",
            ),
            Step(
                "Shared bans through Pubwatch", 2, "set rules", "Police", "Licensing PC",
                "2024-07-15", "2024-08-30", "2024-08-28", None, "A ban in one is a ban in all",
                "Five pubs signed; 14 bans shared.",
            ),
            Step(
                "Camera turned to cover the cross", 0, "formal surveillance", "Lomea Council",
                "Control room lead", "2024-09-09", "2024-12-11", cost=800,
                expected="The cross in view after dark",
            ),
        ),
    ),
    Case(
        "HS-15", "Neighbour disputes and damage at Marl Hill", "analyse", "sergeant.wrackham",
        "2024-04-10", "2024-11-29", "partner", "asb", 0.20,
        reported="Island Housing has eleven open disputes in two streets, with damage to cars and "
        "threats.",
        aim="Disputes settled before they reach damage or assault.",
        events="{asb} ASB calls and {crimes} crimes in {year}, spread over two streets: {top} and "
        "{next}.",
        community="Eighty households, half of them families in their first tenancy.",
        harms="Three families have asked to move; a carer was threatened.",
        similarity="Shared parking bays and thin walls; the same five addresses call.",
        voice="Housing officer's case notes and a tenants' tea in June.",
        what="Disputes over parking and noise that nobody settles, then damage.",
        where="The parking courts behind both streets.",
        when="Evenings and weekends.",
        who="Five households call most; eight are complained about. Two are both.",
        absent="The third street, with its own bays: one call in the year.",
        ideas=(
            Idea(
                "Too few bays, none marked, turns parking into feuds.",
                "The street with marked bays has almost no calls.",
            ),
            Idea(
                "Both agencies wait for the other to act.",
                "Nine of eleven disputes had been closed by each and reopened.",
                tested=False,
            ),
        ),
    ),
    Case(
        "HS-16", "Thefts and disorder at Drovers Leisure Park", "objective", "sergeant.wrackham",
        "2024-11-18", "2025-01-15", "partner", "asb", 0.20,
        reported="The cinema and bowling centre report youths thrown out who stay in the car park, "
        "damage cars and abuse staff.",
        aim="Evenings without calls from the leisure park by next autumn half-term.",
    ),
    Case(
        "HS-17", "Assaults in Gannet High Street on weekend nights", "assess", "sergeant.north",
        "2024-01-22", "2024-12-20", "tasking", "crime", 0.25,
        reported="A rise in crime at closing time between the harbour pubs and the taxi office: "
        "assaults first, then thefts from people in the queue and damage on the way home.",
        aim="A quarter fewer crimes in the street in the year from April 2024.",
        events="{crimes} crimes in {year}, {violence} of them violent, many on {top}.",
        community="Young adults, taxi and takeaway staff, residents of the lanes behind.",
        harms="Two broken jaws at Christmas; the taxi office shut at midnight.",
        similarity="The taxi office doorway and the takeaway queue after 00:30.",
        voice="Town council, licensees and a survey at the takeaway.",
        what="Assaults and thefts in and round a queue for too few taxis.",
        where="Outside the taxi office on {top}.",
        when="Saturday and Sunday, 00:30 to 02:30.",
        who="Men and women of 18 to 30. Most offenders and victims had met in the queue.",
        why="The last bus goes at 23:20, so everybody needs the same eight taxis.",
        how="A long queue without order; pushing in; a punch.",
        absent="The two weekends when the regatta laid on a night bus.",
        ideas=(
            Idea(
                "With no bus after 23:20 the taxi queue is too long to stay orderly.",
                "Regatta weekends with a night bus had one assault between them.",
            ),
            Idea(
                "The takeaway queue crosses the taxi queue.",
                "Eleven of 19 assaults on footage began where they cross.",
            ),
        ),
        strategy="Move people home sooner with a night bus, part the two queues and put a marshal "
        "at the rank.",
        mechanism="A shorter queue that doesn't cross another gives less to fight over.",
        patrol="Late pairs stand at the rank as the pubs close; earlier, walk the lanes behind.",
        steps=(
            Step(
                "Night bus at 00:15 and 01:30 on Fridays and Saturdays", 1, "reduce stress",
                "Lomea Council", "Transport officer", "2024-04-01", "2024-04-19", "2024-04-12",
                11500, "Queue under fifteen people by 01:00",
                "Carries about 45 each night; the longest queue seen was twelve.",
            ),
            Step(
                "Queue barriers and a marshal at the rank", 2, "place managers", "Licensees",
                "Pubwatch chair", "2024-04-08", "2024-04-30", "2024-04-26", 3000,
                "Queues that don't cross", "In place every weekend but two.",
            ),
            Step(
                "Takeaway to serve from its side door after midnight", 2, "avoid disputes",
                "Police", "Licensing PC", "2024-04-08", "2024-05-10", "2024-05-03", None,
                "Its queue in the lane", "Kept since May.",
            ),
        ),
        verdict=Verdict(
            "yes", "Bus, barriers and side door all in by early May. Patrols near plan.",
            "promising",
            "April to November, 2023 then 2024, same boundary: all recorded crime {crimes_before} "
            "and {crimes_after}. The comparison declared before the start, with its control, the "
            "ring round the street and that ring's own control, is in the assessment itself.",
            "One pub shut for building work from May to July. The street was picked after a bad "
            "year, so some fall was likely; the control area speaks to that.",
            "Taxi office open until 03:00 again. Residents of the lanes mention the bus engine.",
            "partly",
            "The queue was the problem, not the pubs. Look at how people get home first.",
            "sustain",
            "A few more calls at the bus's last stop, none of violence.",
        ),
        assessed="2024-12-02",
        declared="2024-03-18",
        design="Eight whole months against the same eight a year before: the season is the same, "
        "and the night bus starts on 1 April. The control is another market town's centre, too far "
        "off to be reached on foot; the ring is where people would go instead.",
    ),
    Case(
        "HS-18", "Burglary and drug dealing at Warren Rise", "scan", "sergeant.north",
        "2024-05-28", "2024-12-06", "community", "crime", 0.15,
        reported="A residents' group links sheds and garages broken into with dealing from a car "
        "at the top of the rise.",
        aim="Learn whether the two belong together, and cut the crime round the rise.",
        events="{crimes} crimes in {year}, scattered, with damage and vehicle crime next to "
        "violence at home.",
        community="Some 150 homes on one road in and out.",
        harms="Tools and bikes lost; residents keep watch in turns.",
        similarity="Sheds backing on to the footpath.",
        voice="Residents' group messages passed on by the councillor.",
    ),
)  # fmt: skip
