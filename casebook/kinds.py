"""The modules that define kinds of record, a kind before those that name its records.

A new register is a module of its folder and a line here; all else comes from its class.
"""

MODULES = (
    "casebook.core.access",
    "casebook.places.place",
    "casebook.profiles.profile",
    "casebook.profiles.stages",
    "casebook.places.plan",
    "casebook.patrols.sheets.shift_visit",
    "casebook.reviews.review",
    "casebook.registers.agency",
    "casebook.registers.casework",
    "casebook.profiles.design",
    "casebook.profiles.crossovers.crossover",
    "casebook.registers.programme",
    "casebook.registers.activity",
    "casebook.registers.indicator",
    "casebook.registers.fund",
    "casebook.registers.abstraction",
    "casebook.registers.community",
    "casebook.registers.meeting",
    "casebook.registers.scrutiny",
    "casebook.assessments.evidence.outside",
)
