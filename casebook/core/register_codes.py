"""The code lists of the registers: what they ship with; a force extends its own copy."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from types import MappingProxyType

GROUPS = ("enforcement", "prevention", "intelligence", "communication")
"""The EPIC groups of activities."""

ACTIVITY_CODES: Mapping[str, Mapping[str, tuple[str, str]]] = MappingProxyType(
    {
        "enforcement": {
            "arrest": ("Arrests", ""),
            "charge": ("Charges", ""),
            "stop and search": ("Stop and searches", ""),
            "search find": ("Stop and searches with something found", "stop and search"),
            "warrant": ("Warrants", ""),
            "vehicle seized": ("Vehicles seized", ""),
            "e-scooter seized": ("E-scooters seized", "vehicle seized"),
            "off-road bike seized": ("Off-road bikes seized", "vehicle seized"),
            "item seized": ("Items seized", ""),
            "closure order": ("Closure orders", ""),
            "closure order in progress": ("Closure orders in progress", ""),
            "cpw": ("Community protection warnings", ""),
            "cpn": ("Community protection notices", ""),
            "cbo": ("Criminal behaviour orders", ""),
            "civil injunction": ("Civil injunctions", ""),
            "dispersal": ("Dispersal authorities", ""),
            "pspo": ("Public spaces protection order actions", ""),
            "fpn": ("Fixed penalty notices", ""),
        },
        "prevention": {
            "school or youth visit": ("School or youth visits", ""),
            "school day": ("School engagement days", ""),
            "business visit": ("Business visits", ""),
            "home visit": ("Home visits", ""),
            "crime prevention advice": ("Crime prevention advice given", ""),
            "acceptable behaviour": ("Acceptable behaviour agreements", ""),
            "referral": ("Referrals", ""),
            "visual audit": ("Environmental visual audits", ""),
            "weapon sweep": ("Weapon sweeps", ""),
            "rural survey": ("Rural surveys", ""),
        },
        "intelligence": {
            "intelligence report": ("Intelligence reports", ""),
        },
        "communication": {
            "engagement event": ("Engagement events", ""),
            "meeting": ("Meetings", ""),
            "surgery": ("Surgeries", ""),
            "parish council": ("Parish council meetings", ""),
            "family day": ("Family days", ""),
            "leaflet drop": ("Leaflet drops", ""),
            "message": ("Messages sent to residents", ""),
        },
    }
)
"""Activity codes by EPIC group: the label, and the code it is "of which" of."""

REGISTER_CODES: Mapping[str, Mapping[str, str]] = MappingProxyType(
    {
        "programme-kind": {
            "clear-hold-build": "Clear, Hold, Build",
            "operation": "Operation",
            "action week": "Action week",
            "forum": "Forum",
            "change programme": "Change programme",
            "seasonal plan": "Seasonal plan",
            "other": "Other",
        },
        "activity": {
            code: label for codes in ACTIVITY_CODES.values() for code, (label, _) in codes.items()
        },
        "benefit-finding": {
            "realised": "Realised",
            "partly": "Partly realised",
            "not yet": "Not yet",
            "not realised": "Not realised",
            "not measured": "Not measured",
        },
        "direction": {"higher": "Higher", "lower": "Lower", "neither": "Neither"},
        "resourcing": {
            "core": "Core duty",
            "overtime": "Funded overtime",
            "partner": "Partners",
        },
        "closing-finding": {
            "held": "The change held",
            "partly": "It held in part",
            "returned": "The problem is back",
            "cannot tell": "Can't tell",
        },
        "spend-kind": {"bid": "Bid", "commitment": "Commitment", "spend": "Spend"},
        "bid-state": {"asked": "Asked", "agreed": "Agreed", "refused": "Refused"},
        "abstraction-reason": {
            "emergency": "Emergency-grade incident",
            "spontaneous incident": "Other spontaneous incident",
            "management meeting": "Superintendent's direction at the daily meeting",
            "response cover": "Cover for response",
            "protest": "Protest or assembly",
            "football": "Football match",
            "event": "Other planned event",
            "scene guard": "Scene guard",
            "prisoner or hospital watch": "Prisoner or hospital watch",
            "court": "Court",
            "training": "Training",
            "other": "Other",
        },
        "visit-outcome": {
            "done": "As planned",
            "changed": "At other times or by others",
            "unplanned": "Not planned",
            "abstracted": "Not done: abstracted",
            "short-staffed": "Not done: short-staffed",
            "incident": "Not done: sent to an incident",
            "prisoner": "Not done: with a prisoner or statement",
            "vehicle": "Not done: no vehicle",
            "weather": "Not done: weather",
            "other": "Not done: other",
            "accounted": "The whole sheet is accounted for",
        },
        "query-channel": {
            "online": "Online",
            "email": "Email",
            "phone": "Telephone",
            "in person": "In person",
            "social media": "Social media",
            "councillor": "Through a councillor",
        },
        "scrutiny-decision": {
            "assured": "Assured",
            "partly assured": "Partly assured",
            "not assured": "Not assured",
            "not recorded": "Not recorded",
        },
    }
)
"""Lists whose codes only registers use."""


@dataclass(frozen=True)
class Coded:
    """Which group an activity code belongs to, and what it is "of which" of."""

    group: str
    of: str = ""
    """The code whose count includes this one's; empty for a code that is added."""


CODED: Mapping[str, Coded] = MappingProxyType(
    {
        code: Coded(group, of)
        for group, codes in ACTIVITY_CODES.items()
        for code, (_, of) in codes.items()
    }
)
"""The group of every activity code that ships."""


def coded(code: str, own: Mapping[str, Mapping[str, str]] = MappingProxyType({})) -> Coded:
    """The group of a code; ``own`` are the casebook's, by code, with keys group and of.

    A code nobody has grouped is prevention's: it is counted, and added.
    """
    if code in own:
        return Coded(own[code].get("group", "prevention"), own[code].get("of", ""))
    return CODED.get(code, Coded("prevention"))
