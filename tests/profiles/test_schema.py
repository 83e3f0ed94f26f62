"""The JSON Schema of a profile: built from the fields, committed, and true of what is printed."""

from __future__ import annotations

import json
import re
from collections.abc import Mapping
from dataclasses import dataclass
from datetime import date
from pathlib import Path
from typing import Any

import pytest
from hypothesis import given
from hypothesis import strategies as st

from casebook.core.codes import CODE_LISTS
from casebook.core.errors import BadValue
from casebook.core.fields import Field, decode, encode, field, fields_of
from casebook.core.months import Month
from casebook.profiles.profile import Action, Profile
from casebook.profiles.schema import profile_schema, record_schema
from casebook.profiles.stages import BODIES

COMMITTED = Path(__file__).parents[2] / "docs" / "profile.schema.json"
JSON_TYPES: Mapping[str, tuple[type, ...]] = {
    "string": (str,),
    "integer": (int,),
    "number": (int, float),
    "boolean": (bool,),
    "array": (list,),
    "object": (dict,),
    "null": (type(None),),
}


def faults(value: Any, schema: Mapping[str, Any], at: str = "$") -> list[str]:
    """Where ``value`` breaks ``schema``, in the words of the part of the standard it uses."""
    schema = (
        profile_schema()["$defs"][schema["$ref"].rpartition("/")[2]] if "$ref" in schema else schema
    )
    named = schema["type"] if isinstance(schema["type"], list) else [schema["type"]]
    allowed = tuple(each for name in named for each in JSON_TYPES[name])
    if not isinstance(value, allowed) or (isinstance(value, bool) and "boolean" not in named):
        return [f"{at} is no {' or '.join(named)}"]
    found = []
    if "enum" in schema and value not in schema["enum"]:
        found.append(f"{at} is none of {schema['enum']}")
    if isinstance(value, str) and not re.search(schema.get("pattern", ""), value):
        found.append(f"{at} doesn't look like {schema['pattern']}")
    if isinstance(value, str) and schema.get("format") == "date":
        date.fromisoformat(value)
    if isinstance(value, list):
        found += [
            f for n, part in enumerate(value) for f in faults(part, schema["items"], f"{at}[{n}]")
        ]
    if isinstance(value, dict):
        found += [f"{at} lacks {name}" for name in schema.get("required", ()) if name not in value]
        for name, part in value.items():
            if name in schema["properties"]:
                found += faults(part, schema["properties"][name], f"{at}.{name}")
            elif schema["additionalProperties"] is False:
                found.append(f"{at} has no {name}")
    return found


def test_the_committed_schema_is_the_one_the_fields_give() -> None:
    """Else: casebook profile schema > docs/profile.schema.json."""
    text = json.dumps(profile_schema(), ensure_ascii=False, indent=2) + "\n"
    assert COMMITTED.read_text(encoding="utf-8") == text


def test_every_field_of_every_kind_is_in_the_schema_with_its_label() -> None:
    """A new field needs nothing but its own line."""
    defined = profile_schema()["$defs"]
    for name, kind in {**BODIES, "profile": Profile, "action": Action}.items():
        for spec in fields_of(kind).values():
            if (name, spec.name) != ("action", "profile"):
                assert defined[name]["properties"][spec.name]["title"] == spec.label


@dataclass(frozen=True)
class Row:
    """A row."""

    says: str = field("Says")


@dataclass(frozen=True, kw_only=True)
class Made:
    """A made-up kind.

    Only its first line is the description.
    """

    name: str = field("Name", example="HS-01")
    themes: tuple[str, ...] = field("Themes", codes="theme", default=())
    cost: float | None = field("Cost", help="Without tax.", unit="£", default=None)
    month: Month | None = field("Month", default=None)
    on: date = field("On", fixed=True)
    rows: tuple[Row, ...] = field("Rows", default=())
    sure: bool = field("Sure", default=False)


def test_types_units_examples_and_defaults_come_from_the_definition() -> None:
    """Of a kind made up here, worked out by hand."""
    schema = record_schema(Made)
    properties = schema["properties"]
    assert (schema["description"], schema["required"]) == ("A made-up kind.", ["name", "on"])
    assert properties["name"] == {"title": "Name", "type": "string", "examples": ["HS-01"]}
    assert properties["themes"]["items"] == {
        "type": "string",
        "examples": list(CODE_LISTS["theme"]),
    }
    assert properties["cost"] == {
        "title": "Cost",
        "description": "Without tax. In £.",
        "type": ["number", "null"],
        "default": None,
    }
    assert properties["month"]["type"] == ["string", "null"]
    assert properties["month"]["pattern"] == "^[0-9]{4}-(0[1-9]|1[0-2])$"
    assert properties["on"]["format"] == "date"
    assert properties["on"]["description"] == "Set by Casebook as things are done."
    assert properties["rows"]["items"]["properties"]["says"]["title"] == "Says"
    assert (properties["sure"]["type"], properties["sure"]["default"]) == ("boolean", False)


def test_codes_are_examples_and_never_the_only_values() -> None:
    """A force may extend its lists; what Casebook itself decides on is fixed."""
    defined = profile_schema()["$defs"]
    tactic = defined["action"]["properties"]["tactic"]
    assert "dispersal" in tactic["examples"]
    assert "enum" not in tactic
    assert defined["profile"]["properties"]["model"]["enum"] == ["OSARA", "SARA"]


def _values(spec: Field) -> st.SearchStrategy[Any]:
    one = {
        str: st.text(max_size=20),
        int: st.integers(-9, 9999),
        float: st.floats(-1e6, 1e6),
        bool: st.booleans(),
        date: st.dates(),
        Month: st.builds(Month, st.integers(1900, 2100), st.integers(1, 12)),
    }.get(spec.type)
    plain = one if one is not None else _records(spec.type)
    if spec.many:
        return st.lists(plain, max_size=3).map(tuple)
    return st.none() | plain if spec.optional else plain


def _records(kind: type) -> st.SearchStrategy[Any]:
    return st.builds(kind, **{name: _values(spec) for name, spec in fields_of(kind).items()})


@given(st.one_of(*(_records(kind) for kind in BODIES.values())))
def test_whatever_a_stage_says_is_as_the_schema_says(body: Any) -> None:
    """Every value its fields can hold, and it is read back the same."""
    printed = json.loads(json.dumps(encode(body)))
    assert faults(printed, {"$ref": f"#/$defs/{body.STAGE}"}) == []
    assert decode(type(body), printed) == body


@given(_records(Action))
def test_whatever_an_action_says_is_as_the_schema_says(action: Action) -> None:
    """Without the profile it stands in."""
    printed = json.loads(json.dumps(encode(action)))
    assert faults({**printed}, {"$ref": "#/$defs/action"}) == ["$ has no profile"]
    del printed["profile"]
    assert faults(printed, {"$ref": "#/$defs/action"}) == []


@pytest.mark.parametrize(
    ("values", "fault"),
    [
        ({"title": 3}, "$.title is no string"),
        ({"cost": "dear"}, "$.cost is no number or null"),
        ({"colour": "red"}, "$ has no colour"),
    ],
)
def test_what_the_schema_refuses_the_reader_refuses_too(values: dict[str, Any], fault: str) -> None:
    """A schema that lets through what can't be taken would mislead."""
    row = {"title": "Cut the hedge"} | values
    assert faults(row, {"$ref": "#/$defs/action"}) == [fault]
    with pytest.raises(BadValue):
        decode(Action, {"profile": "PMP-1"} | row)


def test_a_record_of_defaults_is_valid() -> None:
    """A profile with a ref and a title and nothing else."""
    assert faults({"profile": encode(Profile("PMP-1", "Noise"))}, profile_schema()) == []
    assert faults({}, profile_schema()) == ["$ lacks profile"]
    assert faults({"profile": {}}, profile_schema()) == ["$.profile lacks title"]
