"""What somebody wrote means a record: by ref, by a place's name or alias, or nothing."""

from __future__ import annotations

import pytest

from casebook.book.opening import Book
from casebook.book.references import References
from casebook.core.errors import BadValue, NotFound
from casebook.places.place import Place
from casebook.registers import entries as registers
from casebook.registers.agency import Agency
from tests.figures.ward_town import add, make_town


@pytest.fixture
def town(book: Book) -> Book:
    """Two districts of wards, a further Quay in the second, an agency, a programme, a fund."""
    make_town(book)
    with book.store.writing() as tx:
        for place in (
            Place("W4", "ward", "Quay", parent="D2"),
            Place("W5", "ward", "Strand", parent="D2", aliases=("Ferry",)),
            Place("Mole", "beat", "East", parent="W4"),
        ):
            tx.save(None, place, book.author)
        tx.save(None, Agency(ref="Lomea Council", contact="Clerk"), book.author)
    add(book, "programme", ref="CHB-01", name="Harbour", code="clear-hold-build")
    add(book, "fund", ref="HRF-2024", name="Hotspot fund")
    return book


@pytest.mark.parametrize(
    ("kind", "given", "ref"),
    [
        ("place", "W1", "W1"),
        ("place", " w1 ", "W1"),
        ("place", "harbour", "D1"),
        ("place", "nh", "D1"),
        ("place", "QUAY  EAST", "B1"),
        ("place", "mole", "Mole"),
        ("agency", "lomea   council", "Lomea Council"),
        ("programme", "chb-01", "CHB-01"),
        ("fund", "hrf-2024", "HRF-2024"),
    ],
)
def test_a_ref_a_name_or_an_alias_means_the_record(
    town: Book, kind: str, given: str, ref: str
) -> None:
    """In any case and spacing; a place's ref goes before another's name."""
    with town.store.reading() as tx:
        assert References(tx).known(kind, given) == ref


@pytest.mark.parametrize("given", ["Quay", "quay", "Strand", "Ferry"])
def test_a_name_that_two_places_share_means_neither(town: Book, given: str) -> None:
    """Two wards' names, a ward's and a district's, a name and another's alias."""
    with (
        town.store.reading() as tx,
        pytest.raises(BadValue, match=f"Several places are called '{given}'"),
    ):
        References(tx).known("place", given)


@pytest.mark.parametrize(
    ("kind", "given", "says"),
    [
        ("place", "Harbor", "There is no place 'Harbor' in this casebook. Did you mean Harbour?"),
        ("place", "W10", "Did you mean W1?"),
        ("programme", "CHB-1", "There is no programme 'CHB-1' in this casebook. Did you mean"),
        ("programme", "Harbour", "There is no programme 'Harbour' in this casebook."),
        ("fund", "", "There is no fund '' in this casebook."),
        ("indicator", "x", "There is no indicator 'x' in this casebook."),
    ],
)
def test_what_means_nothing_is_said_with_what_is_like_it(
    town: Book, kind: str, given: str, says: str
) -> None:
    """By ref, whatever word was like it; only places go by name."""
    with town.store.reading() as tx, pytest.raises(NotFound) as refused:
        References(tx).known(kind, given)
    assert says in str(refused.value)


def test_entries_keep_the_ref_of_what_was_called_by_name(town: Book) -> None:
    """One place and several programmes; the entry is then found by the ref."""
    added = add(town, "activity", code="arrest", at="2024-10-07", place="nh",
                programmes=["chb-01"], agency="LOMEA COUNCIL")  # fmt: skip
    assert (added.place, added.programmes, added.agency) == ("D1", ("CHB-01",), "Lomea Council")
    assert registers.list_entries(town, "activity", place="harbour") == (added,)
    assert registers.list_entries(town, programme="CHB-01") == (added,)
    with pytest.raises(NotFound, match="no programme 'OP-9'"):
        add(town, "activity", code="arrest", at="2024-10-07", programmes=["CHB-01", "OP-9"])


def test_a_record_made_meanwhile_is_known_once_it_is_told_of(town: Book) -> None:
    """Each kind is read once in a transaction."""
    with town.store.reading() as tx:
        refs = References(tx)
        refs.added("fund", "HRF-1")
        assert refs.known("fund", "HRF-2024") == "HRF-2024"
        with pytest.raises(NotFound):
            refs.known("fund", "HRF-1")
        refs.added("fund", "HRF-1")
        assert refs.known("fund", "hrf-1") == "HRF-1"
