"""Two people write in one record: the second sees both versions, and chooses."""

from __future__ import annotations

from pathlib import Path
from typing import Any

from casebook.core.access import Account
from casebook.core.months import Month
from casebook.profiles import casefile
from casebook.profiles.casefile import ProfileFile
from casebook.reviews import months as reviews
from casebook.upkeep import accounts
from tests.tui.desk import reopen
from tests.tui.terminal import driven, terminal

REF = "PMP-2024-001"


def _inspector_writes(casebook: Path, **changes: Any) -> None:
    book = reopen(casebook, "insp.harbour")
    casefile.edit_stage(book, REF, "scan", changes)
    book.store.close()


def _read(casebook: Path) -> ProfileFile:
    return casefile.read_profile(reopen(casebook), REF)


@driven
async def test_both_versions_are_shown_field_by_field(casebook: Path) -> None:
    """Where both changed a field, theirs and mine stand side by side; nothing is saved yet."""
    async with terminal(casebook, size=(80, 40)) as t:
        await t.keys("enter", "e")
        await t.type("Residents.")
        _inspector_writes(casebook, community="Shopkeepers.", recurring="Weekly.")
        await t.keys("f2")
        t.has("insp.harbour (by admin) changed this while you typed")
        t.has("Community: who is affected Theirs Shopkeepers. Yours Residents.")
        t.has("Recurring: how often Theirs Weekly. Only they changed this; it stays.")
        await t.keys("escape")
        t.has("Nothing was saved; what you typed is still here.")
        assert t.app.screen.editor("community").raw == "Residents."
    assert _read(casebook).stage("scan").body.community == "Shopkeepers."


@driven
async def test_keeping_mine_keeps_their_other_changes(casebook: Path) -> None:
    """m saves mine where both changed it and leaves what only they changed."""
    async with terminal(casebook) as t:
        await t.keys("enter", "e")
        await t.type("Residents.")
        _inspector_writes(casebook, community="Shopkeepers.", recurring="Weekly.")
        await t.keys("f2", "m", "enter")
        t.has("Scan saved.")
    body = _read(casebook).stage("scan").body
    assert (body.community, body.recurring) == ("Residents.", "Weekly.")


@driven
async def test_taking_theirs_still_shows_what_i_typed(casebook: Path) -> None:
    """t puts theirs into the form with mine under it; my other fields are still to be saved."""
    async with terminal(casebook) as t:
        await t.keys("enter", "e")
        await t.type("Residents.")
        t.app.screen.editor("expectation").take_focus()
        await t.settle()
        await t.type("Quiet nights.")
        _inspector_writes(casebook, community="Shopkeepers.", recurring="Weekly.")
        await t.keys("f2", "t", "enter")
        t.app.screen.editor("community").take_focus()
        await t.settle()
        t.has("Shopkeepers.", "You had: Residents.")
        assert t.app.screen.editor("recurring").raw == "Weekly."
        await t.keys("f2")
        t.has("Scan saved.")
    body = _read(casebook).stage("scan").body
    assert (body.community, body.expectation) == ("Shopkeepers.", "Quiet nights.")
    assert body.recurring == "Weekly."


@driven
async def test_a_third_change_meanwhile_is_shown_too(casebook: Path) -> None:
    """Keeping mine over a version that has moved again asks again."""
    async with terminal(casebook) as t:
        await t.keys("enter", "e")
        await t.type("Residents.")
        _inspector_writes(casebook, community="Shopkeepers.")
        await t.keys("f2")
        _inspector_writes(casebook, community="Visitors.")
        await t.keys("m", "enter")
        t.has("Theirs Visitors. Yours Residents.")
        await t.keys("m", "enter")
        t.has("Scan saved.")
    assert _read(casebook).stage("scan").body.community == "Residents."


@driven
async def test_different_fields_stand_beside_each_other(casebook: Path) -> None:
    """Where two people changed different fields both stand, and the second is told so."""
    async with terminal(casebook) as t:
        await t.keys("enter", "e")
        await t.type("Residents.")
        _inspector_writes(casebook, recurring="Weekly.")
        await t.keys("f2")
        t.has(
            "Scan saved. insp.harbour (by admin) changed 'Recurring: how often' meanwhile: "
            "both stand."
        )
    body = _read(casebook).stage("scan").body
    assert (body.community, body.recurring) == ("Residents.", "Weekly.")


@driven
async def test_the_same_typed_by_two_people_is_no_conflict(casebook: Path) -> None:
    """Where both wrote the same, it is saved without a question."""
    async with terminal(casebook) as t:
        await t.keys("enter", "e")
        await t.type("Residents.")
        _inspector_writes(casebook, community="Residents.")
        await t.keys("f2")
        t.has("Scan saved.")
    assert _read(casebook).stage("scan").body.community == "Residents."


@driven
async def test_an_old_draft_over_a_newer_version_shows_both(casebook: Path) -> None:
    """A draft typed over a version that has since changed is compared before it is saved."""
    async with terminal(casebook) as t:
        await t.keys("enter", "e")
        await t.type("Residents.")
        await t.keys("escape", "k")
        _inspector_writes(casebook, community="Shopkeepers.")
        await t.keys("f5", "e", "u", "f2")
        t.has("Theirs Shopkeepers. Yours Residents.")
        await t.keys("m", "enter")
        t.has("Scan saved.")
    assert _read(casebook).stage("scan").body.community == "Residents."


@driven
async def test_an_action_that_two_people_change(casebook: Path) -> None:
    """The same holds for actions: nothing is overwritten unseen."""
    async with terminal(casebook) as t:
        await t.keys("enter", "6", "enter")
        t.app.screen.editor("owner").take_focus()
        await t.settle()
        await t.type("PC Harbour 1")
        book = reopen(casebook, "insp.harbour")
        casefile.edit_action(book, REF, 1, {"owner": "Council"})
        book.store.close()
        await t.keys("f2")
        t.has("Theirs Council", "Yours PC Harbour 1")
        await t.keys("m", "enter")
        t.has("Action saved.")
    assert _read(casebook).actions[0].owner == "PC Harbour 1"


@driven
async def test_the_heading_that_two_people_change(casebook: Path) -> None:
    """And for the heading."""
    async with terminal(casebook) as t:
        await t.keys("enter", "h", "end")
        await t.type(" at night")
        book = reopen(casebook, "insp.harbour")
        casefile.edit_profile(book, REF, {"title": "Drinking"})
        book.store.close()
        await t.keys("f2")
        t.has("Theirs Drinking", "Yours Noise and drinking at the harbour steps at night")
        await t.keys("t", "enter")
        t.has("You had: Noise and drinking at the harbour steps at night")
    assert _read(casebook).profile.title == "Drinking"


@driven
async def test_a_return_of_what_has_changed_keeps_its_reason(casebook: Path) -> None:
    """It is refused with who changed it; the next try is over what stands, with the same words."""
    month = Month(2024, 11)
    admin = reopen(casebook, "admin")
    reviews.open_month(admin, month)

    def owner_writes(did: str) -> None:
        book = reopen(casebook)
        reviews.update(book, REF, month, {"did": did, "hindered": "Leave", "asks": "A lamp"})
        book.store.close()

    owner_writes("Twelve patrols")
    async with terminal(casebook, "insp.harbour") as t:
        await t.keys("enter", "9", "x")
        await t.type("Twelve?")
        owner_writes("Two patrols")
        await t.keys("enter")
        t.has("! The PMP-2024-001 review 2024-11 was changed by sgt.harbour (by admin) after")
        await t.keys("escape", "x")
        t.has("Two patrols", "Twelve?")
        await t.keys("enter")
        t.has("Review of Nov 2024 returned.")


@driven
async def test_what_is_signed_has_been_read(casebook: Path) -> None:
    """An owner's lines that changed while a reviewer typed are shown before anything is signed."""
    month = Month(2024, 11)
    admin = reopen(casebook, "admin")
    accounts.add_account(admin, Account("rev", roles=("reviewer",)))
    reviews.open_month(admin, month)

    def owner_writes(did: str) -> None:
        book = reopen(casebook)
        reviews.update(book, REF, month, {"did": did, "hindered": "Leave", "asks": "A lamp"})
        book.store.close()
        book = reopen(casebook, "insp.harbour")
        reviews.endorse(book, REF, month)
        book.store.close()

    owner_writes("Twelve patrols")
    async with terminal(casebook, "rev") as t:
        await t.keys("enter", "9", "s", "enter", "space", "enter")
        t.app.screen.editor("reason").take_focus()
        await t.settle()
        await t.type("On course")
        back = reopen(casebook, "insp.harbour")
        reviews.send_back(back, REF, month, "Twelve?")
        back.store.close()
        owner_writes("Two patrols")
        await t.keys("f2")
        t.has("insp.harbour (by admin) changed this while you typed", "Theirs Two patrols")
        t.has("Go on with mine, now that you have read what they changed")
        await t.keys("m")
        t.has("Review of Nov 2024 signed.")
    (signed,) = (one for one in reviews.list_reviews(admin, month=month) if one.profile == REF)
    assert (signed.did, signed.reason, signed.signed_by) == ("Two patrols", "On course", "rev")
