"""What looks personal in a text: what is found, what is left alone, how often it is right."""

from __future__ import annotations

import json
import re
import time
from collections import Counter
from pathlib import Path

import pytest
from hypothesis import given
from hypothesis import strategies as st

from casebook.core.texts import scanning
from casebook.core.texts.scanning import scan

LOMEA = Path(__file__).parents[2] / "sample_data" / "lomea"
SENTENCES = Path(__file__).with_name("sentences.tsv")
"""Hand-made: ``personal`` or ``clean``, then the sentence with what is personal in {kind:words}."""

_MARKED = re.compile(r"\{([a-z -]+):([^}]*)\}")


def known_places() -> frozenset[str]:
    """The words in the names of Lomea's places, as the casebook has them."""
    words: set[str] = set()
    for name in ("districts", "wards", "hotspots"):
        for feature in json.loads((LOMEA / f"{name}.geojson").read_text("utf-8"))["features"]:
            of_it = feature["properties"]
            for text in (of_it.get("ref"), of_it.get("name")):
                words |= {w.casefold() for w in (text or "").replace("-", " ").split()}
    return frozenset(words)


def sentences() -> list[tuple[str, str, list[tuple[str, str]]]]:
    """Group, plain sentence and what is personal in it, of each."""
    found = []
    for line in SENTENCES.read_text("utf-8").splitlines():
        group, marked = line.split("\t")
        wanted = [(kind, words) for kind, words in _MARKED.findall(marked)]
        found.append((group, _MARKED.sub(r"\2", marked), wanted))
    return found


def _meets(found: tuple[str, str], wanted: tuple[str, str]) -> bool:
    """Whether a finding is of the kind and about the words that were marked."""
    return found[0] == wanted[0] and (found[1] in wanted[1] or wanted[1] in found[1])


def test_there_are_380_sentences_half_of_them_clean() -> None:
    """And a clean one has nothing marked."""
    every = sentences()
    assert Counter(group for group, _, _ in every) == {"personal": 190, "clean": 190}
    assert all(bool(wanted) == (group == "personal") for group, _, wanted in every)
    assert len({text for _, text, _ in every}) == 380


def test_precision_and_recall_on_hand_made_sentences() -> None:
    """Nineteen findings in twenty are right, and of what is personal over nine in ten is found."""
    places = known_places()
    right, wrong, missed = Counter[str](), Counter[str](), Counter[str]()
    for _, text, wanted in sentences():
        found = scan(text, places)
        for one in wanted:
            (right if any(_meets(f, one) for f in found) else missed)[one[0]] += 1
        wrong.update(f[0] for f in found if not any(_meets(f, one) for one in wanted))
    precision = right.total() / (right.total() + wrong.total())
    recall = right.total() / (right.total() + missed.total())
    for kind in sorted(right | missed):
        print(f"{kind}: {right[kind]} found, {missed[kind]} missed, {wrong[kind]} wrong")
    print(f"precision {precision:.3f}, recall {recall:.3f}")
    assert precision >= 0.95
    assert recall >= 0.93


@pytest.mark.parametrize(
    "text",
    [
        "Will Harbour team please",
        "May Day",
        "Chase Green",
        "Grant funding",
        "Victoria Park",
        "Mark the bins",
        "PMP 2024",
        "HS12 ASB",
        "LN21",
        "A249",
        "46/012345/24",
        "CAD 1234 of 18/12/2024",
        "see CAD 0123 181224",
        "01/07/2024 to 30/09/2024",
        "0700 1500 and 2200",
        "born of a meeting on 12 March 2024",
        "In 2024 Quay Street had 54 crimes",
        "closed at 23:00 Quay Street",
        "Week 2 Park Road",
        "St George Hall",
        "Operation Florence Lantern",
        "King Edward Quay",
        "Jack Russell",
        "PANDA, SARA",
        "B Wing",
        "A Road",
        "Op A Kestrel",
        "C Division",
        "Vitamin C Tablets",
        "Blocks A, B and C. Residents",
        "A&E Department",
        "A.S.B. Calls",
        "E Quay Street",
        "W H Smith",
        "meet @ 20:00",
        "Instagram @LomeaPolice",
    ],
)
def test_what_only_looks_personal_is_left_alone(text: str) -> None:
    """Words that are a name elsewhere, numbers that are a reference."""
    assert scan(text, frozenset({"harbour"})) == ()


@pytest.mark.parametrize(
    ("text", "kind", "words"),
    [
        ("PC Hathersage saw it", "name", "PC Hathersage"),
        ("with Siân O’Rourke-Bell", "name", "Siân O’Rourke-Bell"),
        ("SHAWCROSS, Kayleigh", "name", "SHAWCROSS, Kayleigh"),
        ("Ellie-Mae Tranter", "name", "Ellie-Mae Tranter"),
        ("Ines de Almeida", "name", "Ines de Almeida"),
        ("told J. Smith", "name", "J. Smith"),
        ("told J Smith", "name", "J Smith"),
        ("told J.P. de Almeida", "name", "J.P. de Almeida"),
        ("told A Rahman", "name", "A Rahman"),
        ("Mr J Smith", "name", "Mr J Smith"),
        ("SMITH, J", "name", "SMITH, J"),
        ("Smith, J.", "name", "Smith, J."),
        ("to kyle.m+1@mail.example.", "e-mail address", "kyle.m+1@mail.example"),
        ("snapchat is kyle_m21", "account name", "kyle_m21"),
        ("Insta: @big.dazza", "account name", "@big.dazza"),
        ("on 07700 900142.", "telephone number", "07700 900142"),
        ("on +44 (0)7700 900 142", "telephone number", "+44 (0)7700 900 142"),
        ("on 020 7946 0182", "telephone number", "020 7946 0182"),
        ("at LM1 4QA", "postcode", "LM1 4QA"),
        ("a JK21 XPB", "registration mark", "JK21 XPB"),
        ("a N417 BQX", "registration mark", "N417 BQX"),
        ("a QBC 417T", "registration mark", "QBC 417T"),
        ("reg jk23 qfd", "registration mark", "jk23 qfd"),
        ("d.o.b. 17-09-2008", "date of birth", "17-09-2008"),
        ("born on 2nd February 2010", "date of birth", "2nd February 2010"),
        ("outside 14 Quay Street", "address", "14 Quay Street"),
        ("Flat 12 Bulwark House", "address", "Flat 12 Bulwark House"),
    ],
)
def test_each_kind_is_found_as_officers_write_it(text: str, kind: str, words: str) -> None:
    """Spaced, hyphenated, in capitals or not."""
    assert scan(text) == ((kind, words),)


def test_a_surname_that_is_a_place_of_the_casebook_is_nobodys() -> None:
    """Only in the casebook that has the place."""
    assert scan("told J. Kelgate", frozenset({"kelgate"})) == ()
    assert scan("Grace Kelgate") == (("name", "Grace Kelgate"),)
    assert scan("Grace Kelgate", frozenset({"kelgate"})) == ()


def test_what_is_found_comes_once_and_in_order() -> None:
    """However often it is written."""
    text = "JK21 XPB, Aisha Rahman, JK21 XPB again, then 07700 900142."
    kinds = [kind for kind, _ in scan(text)]
    assert kinds == ["registration mark", "name", "telephone number"]


@given(st.text(max_size=300))
def test_any_text_can_be_scanned(text: str) -> None:
    """And what is found stands in it."""
    assert all(words in text for _, words in scan(text))


_HOSTILE = (
    "A", "A-", "O'", "0", "07", "+44 (0)", "01 ", "1A1 ", "AB12 ", "Flat 3 ", "14 Aa Bb Cc ",
    "born on the  ((", "d.o.b.", "reg no number ", "Will de la van de ", "Will Aaaa ", " ", "é’",
    "A ", "A.", "A. ", "a@", "a@b.", "a.b", "Insta ", "insta: a", "insta id id ", "AAAA, ",
)  # fmt: skip


def _seconds(text: str) -> float:
    def once() -> float:
        started = time.process_time()
        scan(text)
        return time.process_time() - started

    return min(once() for _ in range(3))


@pytest.mark.parametrize("unit", _HOSTILE)
def test_four_times_the_text_takes_about_four_times_as_long(unit: str) -> None:
    """Never sixteen times: no text makes a pattern go back over what it has read."""
    short, long = unit * (10_000 // len(unit)), unit * (40_000 // len(unit))
    assert _seconds(long) < 10 * _seconds(short) + 0.02


def test_the_given_names_are_a_plain_list() -> None:
    """One a line, in order, none twice."""
    listed = Path(scanning.__file__).with_name("given_names.txt").read_text("utf-8")
    names = listed.splitlines()
    assert len(names) >= 600
    assert names == sorted(set(names))
    assert all(re.fullmatch(r"[A-Z][a-z]+", name) for name in names)
