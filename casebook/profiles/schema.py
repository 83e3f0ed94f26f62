"""The JSON Schema of a profile's file, built from the field definitions (draft 2020-12).

``casebook profile show --format json`` prints such a file and ``casebook profile new`` takes it. A
code list's codes stand as examples and not as the only values, because a force may add its own.
"""

from __future__ import annotations

import dataclasses
from collections.abc import Collection, Mapping
from datetime import date
from types import MappingProxyType
from typing import Any

from casebook.core.codes import CODE_LISTS
from casebook.core.fields import Field, fields_of
from casebook.core.months import Month
from casebook.profiles.profile import STATUSES, Action, Profile
from casebook.profiles.stages import BODIES, MODELS

DIALECT = "https://json-schema.org/draft/2020-12/schema"

_TYPES: Mapping[Any, Mapping[str, Any]] = MappingProxyType(
    {
        str: {"type": "string"},
        int: {"type": "integer"},
        float: {"type": "number"},
        bool: {"type": "boolean"},
        date: {"type": "string", "format": "date"},
        Month: {"type": "string", "pattern": "^[0-9]{4}-(0[1-9]|1[0-2])$"},
    }
)
_CHOICES: Mapping[str, tuple[str, ...]] = MappingProxyType(
    {"model": tuple(MODELS), "status": STATUSES, "stage": tuple(BODIES)}
)
"""Values of a profile that no force adds to."""


_VERSION = MappingProxyType(
    {
        "title": "Version",
        "description": (
            "The version that was printed, by which an edit says what it was made from. A new "
            "profile takes no notice of it."
        ),
        "type": "integer",
    }
)
_CYCLE = MappingProxyType(
    {"title": "Cycle", "description": "Of the profile, for an edit alone.", "type": "integer"}
)
_NUMBER = MappingProxyType(
    {
        "title": "Number",
        "description": "Which action it is, for an edit alone; one without it is added.",
        "type": "integer",
    }
)


def profile_schema() -> dict[str, Any]:
    """The schema of a whole profile: heading, hotspots, what each stage says, actions."""
    heading = _with(record_schema(Profile, may_lack=("ref",)), version=_VERSION)
    for name, values in _CHOICES.items():
        heading["properties"][name]["enum"] = list(values)
    return {
        "$schema": DIALECT,
        "title": "Casebook profile",
        "description": (
            "One problem profile as 'casebook profile show REF --format json' prints it and "
            "'casebook profile new FILE' and 'casebook profile edit REF --json FILE' take it. "
            "Without a ref a new one gets the next of the year."
        ),
        "type": "object",
        "properties": {
            "profile": {"$ref": "#/$defs/profile"},
            "hotspots": {
                "description": "Refs of the places the problem is at.",
                "type": "array",
                "items": {"type": "string"},
            },
            "stages": {
                "description": (
                    "What each stage says as it stands now; a stage nobody has opened or written "
                    f"in is left out. OSARA has {', '.join(MODELS['OSARA'])}; SARA has "
                    f"{', '.join(MODELS['SARA'])}."
                ),
                "type": "object",
                "properties": {name: {"$ref": f"#/$defs/{name}"} for name in BODIES},
                "additionalProperties": False,
            },
            "actions": {
                "description": "The pieces of the response, in the order they were entered.",
                "type": "array",
                "items": {"$ref": "#/$defs/action"},
            },
        },
        "required": ["profile"],
        "additionalProperties": False,
        "$defs": {
            "profile": heading,
            **{
                name: _with(record_schema(kind), version=_VERSION, cycle=_CYCLE)
                for name, kind in BODIES.items()
            },
            "action": _with(
                record_schema(Action, leave_out=("profile",)), number=_NUMBER, version=_VERSION
            ),
        },
    }


def _with(schema: dict[str, Any], **beside: Mapping[str, Any]) -> dict[str, Any]:
    """The schema of a record with what stands beside its fields."""
    more = {name: dict(value) for name, value in beside.items()}
    return schema | {"properties": schema["properties"] | more}


def record_schema(
    kind: type, *, leave_out: Collection[str] = (), may_lack: Collection[str] = ()
) -> dict[str, Any]:
    """The schema of one record kind: a property for every field, in order.

    A field without a default is required, but for those that a record ``may_lack``.
    """
    specs = [spec for name, spec in fields_of(kind).items() if name not in leave_out]
    defaults = {each.name: each.default for each in dataclasses.fields(kind)}
    described: dict[str, Any] = {
        "title": kind.__name__,
        "description": (kind.__doc__ or "").partition("\n")[0],
        "type": "object",
        "properties": {spec.name: _property(spec, defaults[spec.name]) for spec in specs},
        "additionalProperties": False,
    }
    required = [spec.name for spec in specs if spec.required and spec.name not in may_lack]
    return described | ({"required": required} if required else {})


def _property(spec: Field, default: Any) -> dict[str, Any]:
    described: dict[str, Any] = {"title": spec.label}
    words = _words(spec)
    described |= {"description": words} if words else {}
    value = record_schema(spec.type) if spec.of_rows else dict(_TYPES[spec.type])
    if spec.many:
        described |= {"type": "array", "items": value | _examples(spec)}
    else:
        described |= value | _examples(spec)
        if spec.optional:
            described["type"] = [value["type"], "null"]
    if default is not dataclasses.MISSING:
        described["default"] = list(default) if isinstance(default, tuple) else default
    return described


def _examples(spec: Field) -> dict[str, Any]:
    if spec.codes:
        return {"examples": list(CODE_LISTS.get(spec.codes, ()))}
    return {"examples": [spec.example]} if spec.example and spec.type is str else {}


def _words(spec: Field) -> str:
    """What a field's help, unit and code list say, in sentences."""
    said = [spec.help] if spec.help else []
    said += [f"In {spec.unit}."] if spec.unit else []
    said += [f"A code of the list '{spec.codes}', which a force may add to."] if spec.codes else []
    said += ["Set by Casebook as things are done."] if spec.fixed else []
    said += ["Restricted: no partner agency is shown it."] if spec.restricted else []
    return " ".join(said)
