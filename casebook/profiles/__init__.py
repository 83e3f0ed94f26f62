"""Problem profiles: stages, gates, actions, designs.

profile.py          * the profile, its places, its actions
stages.py           * what is written at each stage
design.py           * how a response is to be judged, declared
gates.py            * what must be answered before a stage is left
schema.py           * the JSON Schema of a profile's file
baseline.py           the baseline of an objective, frozen
casefile.py           open, read and edit profiles
linked_places.py      the places a profile is tied to
file_edit.py          a profile edited as a whole, from its JSON
intake.py             proposed, accepted, refused
designs.py            proposing a design, and what it was when
stage_moves.py        moving a profile through its stages
design_areas.py       the areas a design counts in: which play which part
design_drawing.py     drawing the comparison areas that a proposal offers
objective_power.py  * whether the fall that an objective asks for could ever be told from chance
crossovers/           crossovers: days on and off drawn at random for each hotspot
responses/            when the response of each profile began
bringing.py           profiles brought whole from another casebook or system
who_may.py            what access asks of a profile: where it lies
listing/              the list of profiles, however many there are
queries.py            how far the refs of profiles have been numbered

* decides from plain values alone.
"""
