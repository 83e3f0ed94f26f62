"""Search: words never run, filters narrow, and the evidence library holds what worked."""

from __future__ import annotations

import dataclasses
from typing import Any

import pytest

from casebook.agenda.finding.search import Narrowed, search, worked
from casebook.book.code_lists import add_code
from casebook.book.opening import Book
from casebook.core.errors import BadValue, NotFound
from casebook.core.months import Month
from casebook.places.place import Place
from casebook.profiles.profile import Action, Profile, ProfilePlace
from casebook.profiles.stages import Assess, Respond, Scan, Stage
from casebook.registers.agency import Agency
from casebook.registers.casework import Note
from casebook.reviews.review import Review

PARK, PIER, MALL = "PMP-2024-001", "PMP-2024-002", "PMP-2024-003"


def _write(book: Book, *made: Any) -> None:
    with book.store.writing() as tx:
        for record in made:
            tx.save(None, record, book.author)


@pytest.fixture
def library(book: Book) -> Book:
    """Three profiles: one closed that worked, one closed that didn't, one open."""
    _write(
        book,
        Place("Lomea", "force"),
        Place("Harbour", "district", "Harbour district", "Lomea", aliases=("H Division",)),
        Place("HS-01", "hotspot", "Pier", "Harbour", themes=("retail",)),
        Place("HS-02", "hotspot", "Park", "Lomea"),
        Profile(PARK, "ASB in the park", stage="assess", status="closed", themes=("asb",)),
        Profile(PIER, "Fights on the pier", stage="assess", status="closed"),
        Profile(MALL, "Thefts at the mall", stage="respond", area="Harbour"),
        ProfilePlace(PARK, "HS-02"),
        ProfilePlace(PIER, "HS-01"),
        Stage(PARK, 1, "respond", body=Respond(strategy="Youth workers on Fridays")),
        Stage(PARK, 1, "assess", body=Assess(impact="effective", lessons="Start in May")),
        Stage(PIER, 1, "respond", body=Respond(strategy="More patrols")),
        Stage(PIER, 1, "assess", body=Assess(impact="no effect", lessons="None")),
        Stage(MALL, 1, "scan", body=Scan(events="Groups run in and out")),
        Action(PARK, "Dispersal order for the bandstand", tactic="dispersal"),
        Action(PARK, "Letters home", tactic="cpn"),
        Action(PIER, "Dispersal at closing time", tactic="dispersal"),
        Action(MALL, "Screens at the tills", tactic="screen exits"),
        Note(profile=MALL, text="The dispersing crowd was filmed"),
        Agency(ref="Harbour Homes", contact="Estate manager"),
    )
    return book


def _refs(book: Book, words: str = "", **narrowed: str) -> list[str]:
    return [found.ref for found in search(book, words, Narrowed(**narrowed))]


def test_words_are_found_in_every_kind_of_record_a_profile_at_a_time(library: Book) -> None:
    """Each profile once, with every record that holds the word, in whatever form."""
    found = {each.ref: each for each in search(library, "dispersal")}
    assert set(found) == {PARK, PIER, MALL}
    park = found[PARK]
    assert (park.title, park.status, park.stage) == ("ASB in the park", "closed", "assess")
    assert [(hit.kind, hit.ref) for hit in park.hits] == [("action", f"{PARK} action 1")]
    assert "Dispersal order for" in park.hits[0].excerpt
    assert PARK not in park.hits[0].excerpt
    assert found[MALL].hits[0].kind == "note"


def test_every_word_must_stand_in_one_record(library: Book) -> None:
    """In any order and case."""
    assert _refs(library, "BANDSTAND dispersal") == [PARK]
    assert _refs(library, "bandstand pier") == []


def test_records_of_no_profile_are_found_too(library: Book) -> None:
    """Places and agencies, unless a filter asks for profiles."""
    found = {each.ref: each for each in search(library, "harbour")}
    assert {"Harbour", "Harbour Homes"} <= set(found)
    assert (found["Harbour Homes"].status, found["Harbour Homes"].stage) == (None, None)
    assert found["Harbour Homes"].hits[0].kind == "agency"
    assert _refs(library, "harbour", stage="respond") == [MALL]


@pytest.mark.parametrize(
    ("narrowed", "refs"),
    [
        ({"stage": "respond"}, [MALL]),
        ({"theme": "asb"}, [PARK]),
        ({"theme": "Anti-social behaviour"}, [PARK]),
        ({"theme": "retail"}, [PIER]),
        ({"area": "Harbour"}, [PIER, MALL]),
        ({"area": "h division"}, [PIER, MALL]),
        ({"area": "HS-02"}, [PARK]),
        ({"area": "lomea"}, [PARK, PIER, MALL]),
        ({"impact": "effective"}, [PARK]),
        ({"impact": "No effect seen"}, [PIER]),
        ({"tactic": "dispersal"}, [PARK, PIER]),
        ({"tactic": "dispersal", "impact": "effective"}, [PARK]),
        ({"kind": "note"}, [MALL]),
        ({"kind": "profile"}, [PARK, PIER, MALL]),
        ({"kind": "agency"}, []),
        ({"kind": "action", "stage": "respond"}, [MALL]),
    ],
)
def test_filters_alone_list_profiles_by_ref(
    library: Book, narrowed: dict[str, str], refs: list[str]
) -> None:
    """By code or by label; an area by ref, name or alias, with all that lies in it."""
    assert _refs(library, **narrowed) == refs


def test_words_and_filters_narrow_together(library: Book) -> None:
    """A kind is where the words stand."""
    assert set(_refs(library, "dispersal", kind="action")) == {PARK, PIER}
    assert _refs(library, "dispersal", kind="note") == [MALL]
    assert _refs(library, "dispersal", impact="effective") == [PARK]
    assert _refs(library, "dispersal", stage="scan") == []


@pytest.mark.parametrize(
    ("narrowed", "says"),
    [
        ({"stage": "analysis"}, "There is no stage 'analysis': did you mean analyse?"),
        ({"theme": "noise"}, "There is no theme 'noise': it is one of serious violence, asb"),
        ({"impact": "efective"}, "There is no impact 'efective': did you mean effective"),
        ({"tactic": "dispersall"}, "There is no tactic 'dispersall': did you mean dispersal?"),
        ({"kind": "diary"}, "There is no kind of record 'diary'"),
        ({"area": "Harbur"}, "There is no place 'Harbur' in this casebook. Did you mean Harbour"),
    ],
)
def test_a_filter_that_names_nothing_is_refused(
    library: Book, narrowed: dict[str, str], says: str
) -> None:
    """With near ones, rather than an empty list."""
    with pytest.raises((BadValue, NotFound)) as refused:
        search(library, "dispersal", Narrowed(**narrowed))
    assert says in str(refused.value)


def test_two_places_of_one_name_are_told_apart(library: Book) -> None:
    """Their refs are offered."""
    _write(library, Place("HS-09", "hotspot", "Pier"))
    with pytest.raises(BadValue, match="Several places are called 'pier': write one's ref, HS-01"):
        search(library, "", Narrowed(area="pier"))


@pytest.mark.parametrize("words", ["", "   ", "😀", "***", '"', "\x00", "\u202e"])
def test_a_query_without_a_word_is_a_plain_sentence(library: Book, words: str) -> None:
    """Blank, emoji, punctuation and control characters hold nothing to look for."""
    with pytest.raises(BadValue, match="Say what to look for: a word, or a filter"):
        search(library, words)


@pytest.mark.parametrize(
    "words",
    [
        "dispersal OR zebra", "dispersal NOT order", "NEAR(dispersal order)", "text:dispersal x",
        "zebra*", "^zebra", '"dispersal zebra', "dispersal AND zebra", "zebra' OR '1'='1",
        "[/red] zebra", "<script>zebra", "zebra\x00dispersal", "\u202ezebra\u202c", "שלום",
        "z" * 10_240, "zebra " * 1_700, "زيبرا", "-zebra", "zebra --", "{zebra} : dispersal",
    ],
)  # fmt: skip
def test_nothing_typed_is_an_operator(library: Book, words: str) -> None:
    """Operators, quotes, NUL, right-to-left and 10 kB of words are words that aren't there."""
    assert search(library, words) == ()


def test_a_long_query_of_words_that_are_there_finds_them(library: Book) -> None:
    """10 kB of one word is that word."""
    assert _refs(library, "bandstand " * 1_024) == [PARK]


def test_hostile_text_is_found_and_given_as_typed(library: Book) -> None:
    """Whatever stands around the words, and words of any script."""
    typed = "[/red] <script>zebra</script> =1+1 😀 \u202eשלום"
    _write(library, Note(profile=MALL, text=typed))
    for words in ("zebra", "שלום", "zebra 😀", "<script>zebra"):
        (found,) = search(library, words)
        assert found.ref == MALL
        assert found.hits[0].excerpt.strip("… ") in typed


def test_what_is_changed_is_found_as_it_reads_now(library: Book) -> None:
    """Not as it was."""
    with library.store.writing() as tx:
        before = tx.load_one(Note, profile=MALL)
        assert before is not None
        after = dataclasses.replace(before, text="The zebra was filmed")
        tx.save(before, after, library.author)
    assert _refs(library, "zebra") == [MALL]
    assert _refs(library, "crowd") == []


def test_what_worked_is_a_library_of_closed_profiles(library: Book) -> None:
    """Hotspots, tactics, impact and lessons; without a declared design no effect is claimed."""
    (found,) = worked(library, "dispersal")
    assert dataclasses.asdict(found) == {
        "ref": PARK,
        "title": "ASB in the park",
        "hotspots": ("HS-02",),
        "tactics": ("dispersal", "cpn"),
        "impact": "effective",
        "lessons": "Start in May",
        "effect": None,
        "interval": None,
        "effect_says": "",
    }


@pytest.mark.parametrize(
    ("words", "found"),
    [
        ("", True),
        ("bandstand", True),
        ("youth fridays", True),
        ("community protection notice", True),
        ("protection warning CPN", True),
        ("park", False),
        ("may", False),
        ("community zebra", False),
        ("dispersal OR zebra", False),
    ],
)
def test_it_is_the_response_that_must_hold_the_words(
    library: Book, words: str, found: bool
) -> None:
    """An action, its tactic by code or label, or the respond stage; not title or lessons."""
    assert [each.ref for each in worked(library, words)] == ([PARK] if found else [])


def test_what_worked_is_narrowed_as_any_search(library: Book) -> None:
    """And a query of no word is refused."""
    assert worked(library, "dispersal", Narrowed(area="Harbour")) == ()
    assert len(worked(library, "dispersal", Narrowed(theme="asb"))) == 1
    assert worked(library, "dispersal", Narrowed(kind="stage")) == ()
    assert len(worked(library, "fridays", Narrowed(kind="stage"))) == 1
    with pytest.raises(BadValue, match="holds no word"):
        worked(library, "😀")


@pytest.mark.parametrize("status", ["open", "monitoring", "refused"])
def test_a_profile_that_is_not_closed_is_no_evidence_yet(library: Book, status: str) -> None:
    """However it is judged so far."""
    with library.store.writing() as tx:
        before = tx.load_one(Profile, ref=PARK)
        assert before is not None
        tx.save(before, dataclasses.replace(before, status=status), library.author)
    assert worked(library, "dispersal") == ()


def test_only_the_last_cycle_is_what_worked(library: Book) -> None:
    """A response given up in an earlier cycle isn't evidence."""
    with library.store.writing() as tx:
        before = tx.load_one(Profile, ref=PARK)
        assert before is not None
        tx.save(before, dataclasses.replace(before, cycle=2), library.author)
    _write(
        library,
        Stage(PARK, 2, "respond", body=Respond(strategy="Lighting")),
        Stage(PARK, 2, "assess", body=Assess(impact="promising")),
    )
    assert worked(library, "youth") == ()
    assert [each.impact for each in worked(library, "lighting")] == ["promising"]


def test_the_forces_own_codes_are_filters_too(library: Book) -> None:
    """By code and by the label the force gave."""
    add_code(library, "tactic", "pastors", "Street pastors")
    _write(library, Action(MALL, "Walk the square", tactic="pastors"))
    assert _refs(library, tactic="street pastors") == [MALL]


def test_a_review_is_found_by_what_it_says_and_not_by_its_hashes(library: Book) -> None:
    """Nor is one of them shown of it."""
    hashed = "0b48d18d" * 8
    _write(library, Review(PARK, Month(2024, 11), did="Leaflets", figures_hash=hashed))
    with library.store.reading() as tx:
        (hit,) = tx.search.find("leaflets")
        assert hashed not in hit.excerpt
        assert tx.search.find(hashed) == ()
