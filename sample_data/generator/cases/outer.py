"""Pellholt, Eelmarsh and Kelgate districts' seven profiles, as their officers wrote them."""

from __future__ import annotations

from sample_data.generator.cases.case import Case, Idea, Step

OUTER = (
    Case(
        "HS-19", "Shop theft and abuse of staff at Pellholt Cross", "analyse", "sergeant.pellholt",
        "2024-08-05", "2025-01-09", "partner", "serious-violence", 0.15,
        reported="Four shops and the post office report threats to staff and thefts by groups "
        "after school.",
        aim="Staff who don't dread the after-school hour.",
        events="{violence} violent offences and {crimes} crimes of all kinds in {year}. ASB calls "
        "can't be given for the year: February's never came.",
        community="Staff of five premises, pensioners on post office days.",
        harms="The post office counter shut for a week in June after a threat.",
        similarity="The same five premises, school days.",
        voice="Shopkeepers' meeting in July; all five came.",
        what="Thefts and abuse by groups of pupils, with two adults who steal at other times.",
        where="The crossroads and the two shops on {top}.",
        when="15:20 to 16:30 on school days; the adults, mornings.",
        who="Pupils of 12 to 15 in groups of six to ten; two adults.",
        absent="Holidays, bar the adults; the shop that lets in four at a time.",
        ideas=(
            Idea(
                "Large groups overwhelm one member of staff.",
                "The shop that limits numbers has had no theft by pupils.",
            ),
            Idea(
                "A late school bus leaves sixty pupils with forty minutes to fill.",
                "Calls fall on days when the first bus runs on time.",
                "Only three weeks of bus data.",
                tested=False,
            ),
        ),
    ),
    Case(
        "HS-20", "Vehicle crime and damage on the Copperas estate", "scan", "sergeant.pellholt",
        "2024-08-19", "2024-12-16", "analyst", "crime", 0.20, model="SARA",
        reported="Analyst's monthly product shows damage to cars above the estate's usual.",
        aim="Find what has changed and bring damage back to its usual level.",
        events="{crimes} crimes in {year}; damage to parked cars runs along {top} and {next}. ASB "
        "calls can't be given for the year: February's never came.",
        community="Families in 120 houses; half park on the street.",
        harms="Repair bills; two residents have lost their insurance discount.",
        similarity="Cars on the outer road, nearside, overnight.",
    ),
    Case(
        "HS-21", "Assaults and drinking at Eelmarsh Cross", "analyse", "sergeant.eelmarsh",
        "2024-07-22", "2025-01-06", "supervisor", "serious-violence", 0.20, model="SARA",
        reported="The late team keeps returning to the same corner for fights outside the club and "
        "the chip shop.",
        aim="A fifth fewer violent offences at the cross in a year.",
        events="{violence} violent offences in {year}, many on {top}; {asb} ASB calls.",
        community="Club members, takeaway staff, residents of the sheltered flats.",
        harms="Residents of the sheltered flats won't sit out; one assault on a paramedic.",
        similarity="Club nights; the corner by the bus shelter.",
        voice="Warden of the sheltered flats, and the club committee.",
        what="Fights between club members and youths who gather at the bus shelter.",
        where="The bus shelter opposite the club.",
        when="Friday and Saturday, 22:00 to 00:30.",
        who="Men of 40 to 60 and youths of 16 to 19.",
        absent="Quiz nights, when the club shuts at ten.",
        ideas=(
            Idea(
                "Club closing puts leavers straight into the group at the shelter.",
                "No fights on early-closing nights.",
                "Two fights were before closing.",
            ),
            Idea(
                "The shelter is the only dry, lit spot in the village for young people.",
                "Youth worker's count: 15 to 25 there on any Friday.",
                tested=False,
            ),
        ),
    ),
    Case(
        "HS-22", "Violence and begging on Kelgate Broadway", "respond", "sergeant.south",
        "2024-04-08", "2025-01-02", "tasking", "serious-violence", 0.20,
        reported="Traders report fights between people begging at the two cash machines, and "
        "shoppers pressed for money.",
        aim="A broadway where cash machines can be used without fear.",
        events="{violence} violent offences and {asb} ASB calls in {year}; {share} % of the calls "
        "name {top}.",
        community="Thirty shops, a bank, older shoppers on pension days.",
        harms="Takings down on pension days; one trader assaulted.",
        similarity="Two cash machines and the doorway between them.",
        voice="Traders' breakfast, 24 there; street survey of 60 shoppers.",
        what="Disputes over pitches among eight people who beg, some run by two others.",
        where="The two machines on {top} and the doorway of the empty bank.",
        when="09:00 to 14:00, worst on pension days and Saturdays.",
        who="Eight people begging, six of them in hostels; two who take a share.",
        why="Two outdoor machines and an empty doorway give three good pitches and no manager.",
        how="Those who take a share move people between pitches; fights follow.",
        absent="Days when the bank's agents work in the empty building.",
        ideas=(
            Idea(
                "Two people take a share and move the others about.",
                "Seen on eleven of fourteen mornings of observation.",
            ),
            Idea(
                "An empty doorway gives a dry pitch that nobody manages.",
                "No calls on the nine days agents were in.",
            ),
        ),
        strategy="Act against the two who take a share, support the eight, and take away the "
        "empty doorway.",
        mechanism="No one left to fight for, and one pitch fewer to fight over.",
        patrol="On foot between the two machines; into the shops on pension days.",
        steps=(
            Step(
                "Civil injunction files against the two who take a share", 1, "civil injunction",
                "Police", "Beat officer, Kelgate team", "2024-06-10", "2024-09-30", "2024-09-20",
                None, "Both kept off the broadway", "Both granted; one breach, dealt with.",
            ),
            Step(
                "Shutter on the empty doorway", 2, "control access", "Lomea Council",
                "Town centre manager", "2024-06-24", "2024-08-30", "2024-09-06", 1400,
                "No dry pitch", "Fitted a week late.",
            ),
            Step(
                "Multi-agency support for the eight, monthly", 0, "reduce stress",
                "Housing options", "Rough sleeping lead", "2024-06-17", "2024-12-31",
                expected="All eight with a plan", actual="Seven with a plan, four housed.",
            ),
            Step(
                "Ask the bank to bring one machine indoors", 2, "deflect offenders", "Police",
                "Crime prevention adviser", "2024-07-01", "2024-10-31",
                expected="One machine in the lobby", actual="With the bank's regional office.",
            ),
        ),
    ),
    Case(
        "HS-23", "Violence and intimidation at Kelgate East flats", "scan", "sergeant.south",
        "2024-09-16", "2024-12-31", "partner", "serious-violence", 0.20,
        reported="The housing association says tenants are being threatened by visitors to two "
        "flats.",
        aim="Tenants able to use the lift and the laundry.",
        events="{violence} violent offences and {asb} ASB calls in {year}; {top} comes up most.",
        community="Ninety flats, a third of tenants over 60.",
        harms="Laundry shut since June; two tenants staying with family.",
        similarity="One lift lobby, evenings, visitors to the same two flats.",
        voice="Nine tenants spoken to at home with the housing officer.",
    ),
    Case(
        "HS-24", "Youth disorder at Tollness Cross", "objective", "sergeant.south",
        "2024-12-02", "2025-01-15", "councillor", "asb", 0.20,
        reported="The parish council reports fireworks, shouting and damage to the bus shelter "
        "since the clocks went back.",
        aim="A quiet cross by Easter.",
    ),
    Case(
        "HS-27", "Groups, damage and bikes at Saltern Rec", "respond", "sergeant.eelmarsh",
        "2024-06-03", "2024-12-18", "community", "asb", 0.25,
        reported="The parish and the football club report damage to the pavilion and bikes on the "
        "pitches.",
        aim="Pitches fit to play on and a pavilion that stays open.",
        events="{asb} ASB calls in {year}; pavilion damaged seven times. {share} % of calls give "
        "the place as {top}.",
        community="Football club with nine junior teams, a pre-school in the pavilion.",
        harms="Four home games lost; the pre-school had to close for two days.",
        similarity="The pavilion's back wall; bikes from the sea-wall track.",
        voice="Club committee and 40 replies to a leaflet.",
        what="Groups sheltering behind the pavilion, and riders crossing the pitches.",
        where="Behind the pavilion and the gap by the sea wall.",
        when="18:00 to 22:00, Friday to Sunday.",
        who="Two groups of 13 to 16; five riders from the next village.",
        why="The back wall is sheltered and unlit, and the gap lets bikes straight in.",
        how="Groups light fires for warmth; riders come when the groups are there.",
        absent="Training nights, when the lights are on.",
        ideas=(
            Idea(
                "The dark, dry back wall draws the groups.",
                "No calls on 34 training nights with lights on.",
            ),
            Idea(
                "The gap by the sea wall lets bikes on to the pitches.",
                "All tracks lead from it.",
            ),
        ),
        strategy="Light the wall, close the gap, and give the groups a shelter of their own by the "
        "car park.",
        mechanism="The spot loses what draws people to it, and they have somewhere better.",
        patrol="Cycle along the sea wall and on foot round the pavilion; speak to whoever is "
        "there.",
        steps=(
            Step(
                "Lights on the back wall with a timer", 1, "natural surveillance",
                "Parish council", "Parish clerk", "2024-08-12", "2024-09-27", "2024-09-24", 1700,
                "Lit from dusk to 22:30", "Working; no fire since.",
            ),
            Step(
                "Boulders across the sea-wall gap", 2, "control access", "Lomea Council",
                "Coastal officer", "2024-08-27", "2024-11-15", cost=2100,
                expected="No bike through", actual="Waiting for the coast protection consent.",
            ),
            Step(
                "Youth shelter by the car park, chosen with the young people", 1,
                "deflect offenders", "Lomea Youth Service", "Youth worker", "2024-10-01",
                "2025-03-31", cost=6500, expected="Built by Easter",
            ),
        ),
    ),
)  # fmt: skip
