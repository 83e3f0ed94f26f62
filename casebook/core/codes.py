"""The code lists and count groups a casebook ships with; a force extends its own copy.

A list is rows of code and label with a version. A casebook keeps its own copy in its settings, so
that a record's code can always be read with the label in use when it was written.
"""

from __future__ import annotations

import difflib
from collections.abc import Collection, Mapping
from dataclasses import dataclass
from types import MappingProxyType

from casebook.core.errors import BadValue
from casebook.core.fields import Field, fields_of
from casebook.core.register_codes import REGISTER_CODES

CODE_LISTS_VERSION = "2024.1"
DEFAULT_MARKING = "OFFICIAL-SENSITIVE"
"""The protective marking of what nobody has marked otherwise."""

CODE_LISTS: MappingProxyType[str, MappingProxyType[str, str]] = MappingProxyType(
    {
        name: MappingProxyType(labels)
        for name, labels in {
            "theme": {
                "serious violence": "Serious violence",
                "asb": "Anti-social behaviour",
                "acquisitive": "Acquisitive crime",
                "retail": "Retail crime",
                "drugs": "Drugs",
                "other": "Other",
            },
            "asked-by": {
                "community": "Community",
                "councillor": "Councillor",
                "pcc": "Police and crime commissioner",
                "tasking": "Tasking",
                "analyst": "Analyst",
                "partner": "Partner agency",
                "supervisor": "Supervisor",
            },
            "objective-type": {
                "eliminate": "Eliminate the problem",
                "reduce": "Reduce it",
                "reduce seriousness": "Reduce its seriousness",
                "handle better": "Handle it more efficiently",
                "hand over": "Another body takes the lead",
            },
            "scan-source": {
                "crime data": "Recorded crime",
                "asb calls": "ASB calls",
                "intelligence": "Intelligence",
                "community survey": "Community survey",
                "meeting": "Public meeting",
                "partner data": "Partner data",
                "officer knowledge": "Officers' knowledge",
                "site visit": "Site visit or environmental audit",
            },
            "scan-decision": {
                "proceed": "Proceed to analysis",
                "close": "Close: no problem found",
            },
            "stage": {
                "objective": "Objective",
                "scan": "Scan",
                "analyse": "Analyse",
                "respond": "Respond",
                "assess": "Assess",
            },
            "triangle": {
                "victim": "Victim or target",
                "offender": "Offender",
                "place": "Place",
                "guardian": "Guardian",
                "handler": "Handler",
                "manager": "Place manager",
            },
            "weekday": {
                "mon": "Monday",
                "tue": "Tuesday",
                "wed": "Wednesday",
                "thu": "Thursday",
                "fri": "Friday",
                "sat": "Saturday",
                "sun": "Sunday",
            },
            "gate": {"off": "Off", "warn": "Warn", "block": "Block"},
            "review-decision": {
                "continue": "Continue",
                "change response": "Change the response",
                "more analysis": "More analysis",
                "more patrols": "More patrols",
                "fewer patrols": "Fewer patrols",
                "assess": "Move to assess",
                "close": "Close",
                "escalate": "Escalate",
            },
            "agency-kind": {
                "council": "District or unitary council",
                "housing": "Housing association",
                "youth justice": "Youth justice service",
                "probation": "Probation",
                "fire": "Fire and rescue",
                "health": "Health",
                "school": "School or college",
                "vru": "Violence reduction unit",
                "btp": "British Transport Police",
                "business": "Business crime partnership",
                "charity": "Charity",
                "watch": "Neighbourhood or street watch",
                "parish": "Parish council",
                "police": "Police",
                "other": "Other",
            },
            "yes-partly-no": {"yes": "Yes", "partly": "Partly", "no": "No"},
            "verdict": {
                "effective": "Effective",
                "promising": "Promising",
                "no effect": "No effect seen",
                "harmful": "Made things worse",
                "cannot tell": "Can't tell",
            },
            "assess-decision": {
                "close": "Close",
                "sustain": "Sustain the response",
                "re-analyse": "Go back to analysis",
                "escalate": "Escalate",
            },
            "patrol-mode": {
                "foot": "Foot",
                "cycle": "Cycle",
                "vehicle": "Vehicle",
                "static": "Mobile office or static",
                "plain clothes": "Plain clothes",
                "drone": "Drone",
                "horse": "Horse",
                "dog": "Dog",
            },
            "tactic": {
                "harden targets": "Harden targets",
                "control access": "Control access",
                "screen exits": "Screen exits",
                "deflect offenders": "Deflect offenders",
                "control tools": "Control tools and weapons",
                "extend guardianship": "Extend guardianship",
                "natural surveillance": "Assist natural surveillance",
                "reduce anonymity": "Reduce anonymity",
                "place managers": "Use place managers",
                "formal surveillance": "Strengthen formal surveillance",
                "conceal targets": "Conceal targets",
                "remove targets": "Remove targets",
                "identify property": "Identify property",
                "disrupt markets": "Disrupt markets",
                "deny benefits": "Deny benefits",
                "reduce stress": "Reduce frustration and stress",
                "avoid disputes": "Avoid disputes",
                "reduce arousal": "Reduce arousal",
                "neutralise peers": "Neutralise peer pressure",
                "discourage imitation": "Discourage imitation",
                "set rules": "Set rules",
                "post instructions": "Post instructions",
                "alert conscience": "Alert conscience",
                "assist compliance": "Assist compliance",
                "control drink and drugs": "Control drugs and alcohol",
                "hotspot patrol": "Hotspot patrol",
                "dispersal": "Dispersal power",
                "cpn": "Community protection notice or warning",
                "cbo": "Criminal behaviour order",
                "civil injunction": "Civil injunction",
                "pspo": "Public spaces protection order",
                "closure": "Closure notice or order",
                "informal warning": "Informal warning",
            },
        }.items()
    }
    | {name: MappingProxyType(dict(labels)) for name, labels in REGISTER_CODES.items()}
)
"""The 25 techniques of situational prevention are Cornish and Clarke's; the powers are those of the
Anti-social Behaviour, Crime and Policing Act 2014."""

STAFF_KINDS = ("PC", "PCSO", "Special", "warden", "other")
RESOURCING = ("core", "overtime", "partner")
PATROL_SOURCES = ("gps", "claim", "sheet", "manual")
"""Sources of delivered patrol time, best first."""

ASB = "Anti-social behaviour"
STREET_TYPES = (
    ASB,
    "Bicycle theft",
    "Burglary",
    "Criminal damage and arson",
    "Drugs",
    "Other crime",
    "Other theft",
    "Possession of weapons",
    "Public order",
    "Robbery",
    "Shoplifting",
    "Theft from the person",
    "Vehicle crime",
    "Violence and sexual offences",
)
"""data.police.uk's fourteen labels; all but the first are crimes."""

STREET_SLUGS = MappingProxyType(
    {"violent-crime": "Violence and sexual offences"}
    | {label.lower().replace(" ", "-"): label for label in STREET_TYPES[:-1]}
)
"""The police.uk API's category for each label."""


@dataclass(frozen=True)
class SubTypes:
    """Some sub-types of one type, counted without the rest of it."""

    within: str
    """The type they belong to."""
    labels: tuple[str, ...]
    """What sources call them, whatever their case: other names for one sub-type as well."""


@dataclass(frozen=True)
class CountGroup:
    """A named, versioned list of incident types that are counted together."""

    name: str
    title: str
    kind: str = "crime"
    """crime or asb: the kind its types are of."""
    types: tuple[str, ...] = ()
    """Type labels, whatever their case; a type brings its sub-types."""
    subtypes: tuple[SubTypes, ...] = ()
    """Counted beside ``types``. A group with neither counts every type."""
    version: str = CODE_LISTS_VERSION
    proxy: str = ""
    """What stands beside every figure of the group because the source is too coarse."""

    @property
    def labels(self) -> tuple[str, ...]:
        """The label of every type and sub-type it names."""
        return (*self.types, *(label for part in self.subtypes for label in part.labels))

    @property
    def counts(self) -> str:
        """What it counts, in words.

        >>> CountGroup("asb", "ASB", "asb").counts
        'every ASB incident'
        """
        every = "every crime" if self.kind == "crime" else "every ASB incident"
        return ", ".join(self.labels) or every


COUNT_GROUPS: MappingProxyType[str, CountGroup] = MappingProxyType(
    {
        group.name: group
        for group in (
            CountGroup("crime", "All crime"),
            CountGroup("asb", "ASB", "asb"),
            CountGroup(
                "serious-violence",
                "Serious violence",
                types=("Violence and sexual offences", "Robbery", "Possession of weapons"),
                proxy="a proxy: open data can't part serious violence from other violence",
            ),
            CountGroup(
                "neighbourhood-crime",
                "Neighbourhood crime",
                types=("Burglary", "Robbery", "Theft from the person", "Vehicle crime"),
                proxy="a proxy: open data can't part residential burglary or personal robbery",
            ),
            CountGroup(
                "town-centre-five",
                "Town-centre five",
                types=("Shoplifting", "Robbery", "Theft from the person"),
                proxy="a proxy: open data can't part robbery of businesses or assaults on staff",
            ),
            CountGroup(
                "residential-burglary",
                "Residential burglary",
                subtypes=(
                    SubTypes(
                        "Burglary",
                        ("Residential burglary", "Burglary residential", "Burglary in a dwelling"),
                    ),
                ),
            ),
            CountGroup(
                "personal-robbery",
                "Personal robbery",
                subtypes=(
                    SubTypes(
                        "Robbery",
                        ("Personal robbery", "Robbery personal", "Robbery of personal property"),
                    ),
                ),
            ),
            CountGroup("vehicle-crime", "Vehicle crime", types=("Vehicle crime",)),
            CountGroup("drugs", "Drugs", types=("Drugs",)),
            CountGroup(
                "violence",
                "Violence",
                types=("Violence and sexual offences",),
                proxy="a proxy: open data can't part sexual offences from violence",
            ),
            CountGroup(
                "theft-from-the-person", "Theft from the person", types=("Theft from the person",)
            ),
        )
    }
)
"""Crime and ASB are never in one group that ships."""

FINER_GROUPS: MappingProxyType[str, CountGroup] = MappingProxyType(
    {
        "serious-violence": CountGroup(
            "serious-violence",
            "Serious violence",
            types=("Robbery", "Possession of weapons"),
            subtypes=(
                SubTypes(
                    "Violence and sexual offences",
                    (
                        "Violence with injury",
                        "Violence against the person with injury",
                        "Assault with injury",
                        "Wounding",
                        "Grievous bodily harm",
                        "Homicide",
                    ),
                ),
            ),
            version="2024.2",
        ),
    }
)
"""What takes the place of a group where every crime month that counts has sub-types: it counts what
the group is called, and its proxy stays for casebooks that can't tell."""


def as_at_first(name: str) -> str:
    """The name of the first version of a group that has a finer one, and else ``name`` itself.

    What was kept under the name alone, before there was a finer version, was counted by the first.
    """
    return exact(COUNT_GROUPS[name]) if name in FINER_GROUPS else name


def exact(group: CountGroup) -> str:
    """The name of one version of a group: ``serious-violence@2024.2``."""
    return f"{group.name}@{group.version}"


def check_codes(
    record: object,
    extra: Mapping[str, Mapping[str, str]],
    *,
    retired: Mapping[str, Collection[str]] = MappingProxyType({}),
    before: object = None,
) -> None:
    """Raise :class:`BadValue` where a coded field of ``record`` holds a code it can't be given.

    ``extra`` holds the casebook's own additions to each list, ``retired`` the codes no longer
    chosen: one is refused unless ``before``, the record as it was, has it in the same field. Blank
    is always allowed.
    """
    for spec in fields_of(type(record)).values():
        if not spec.codes:
            continue
        shipped: Mapping[str, str] = CODE_LISTS.get(spec.codes, {})
        gone = frozenset(retired.get(spec.codes, ()))
        known = (shipped.keys() | extra.get(spec.codes, {}).keys()) - gone
        held = _codes_in(before, spec) if type(before) is type(record) else ()
        for code in _codes_in(record, spec):
            if code in known or code in held:
                continue
            takes = f"It takes: {', '.join(sorted(known))}."
            if code in gone:
                raise BadValue(
                    f"{spec.label} can't be given '{code}', which is retired from its list. "
                    f"{takes}",
                    field=spec.name,
                )
            near = difflib.get_close_matches(code, sorted(known), n=2)
            hint = f"; did you mean {' or '.join(near)}?" if near else "."
            raise BadValue(f"{spec.label} has no code '{code}'{hint} {takes}", field=spec.name)


def _codes_in(record: object, spec: Field) -> tuple[str, ...]:
    """The codes ``record`` holds in a field, without blanks."""
    value = getattr(record, spec.name)
    return tuple(code for code in (value if spec.many else (value,)) if code)


Labels = dict[str, dict[str, str]]
"""For each coded field, the label of every code in it."""


def labels_used(record: object, extra: Mapping[str, Mapping[str, str]]) -> Labels:
    """The label of every code in ``record`` as its list has it now: ``{field: {code: label}}``.

    It is kept beside the record, so that a list changed later never rewrites what was meant.
    """
    found: Labels = {}
    for spec in fields_of(type(record)).values():
        if spec.codes:
            labels = {**CODE_LISTS.get(spec.codes, {}), **extra.get(spec.codes, {})}
            codes = _codes_in(record, spec)
            if codes:
                found[spec.name] = {code: labels.get(code, code) for code in codes}
    return found


def older_labels(now: Labels, earlier: Labels) -> Labels:
    """``now``, with the label of ``earlier`` wherever a field had the code before."""
    return {
        name: {code: earlier.get(name, {}).get(code, label) for code, label in labels.items()}
        for name, labels in now.items()
    }
