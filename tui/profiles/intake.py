"""How a problem comes in: proposed in a minute, accepted or refused from the list."""

from __future__ import annotations

from collections.abc import Callable, Mapping
from dataclasses import dataclass
from typing import TYPE_CHECKING, Any

from textual.content import Content

from casebook.core.errors import BadValue
from casebook.core.fields import decode, field, fields_of
from casebook.core.wording import AS_SHIPPED, Labels, said
from casebook.profiles.profile import Profile
from tui.parts.asking import AskingScreen
from tui.parts.form import fill_in
from tui.parts.forms import Form
from tui.parts.reason import ReasonScreen
from tui.parts.text import labelled, plain, sentence
from tui.profiles.screen_data import people

if TYPE_CHECKING:
    from casebook.book.opening import Book
    from casebook.profiles.casefile import ProfileFile

_AREAS = ("district", "ward", "beat", "impact area", "force")


def _of_profile(name: str, *, codes: str = "", default: Any = "") -> Any:
    """A field as the profile's heading defines it."""
    spec = fields_of(Profile)[name]
    if spec.required:
        return field(spec.label, help=spec.help, example=spec.example)
    return field(
        spec.label,
        help=spec.help,
        example=spec.example,
        codes=codes or spec.codes,
        refers=spec.refers if not codes else "",
        free_text=spec.free_text,
        default=default,
    )


@dataclass(frozen=True)
class Proposal:
    """What a proposal holds: a title, where, who asked and the harm."""

    title: str = _of_profile("title")
    hotspots: tuple[str, ...] = field(
        "Hotspots", help="Where it is; without one, the area.", codes="hotspots", default=()
    )
    area: str = _of_profile("area", codes="areas")
    asked_by: str = _of_profile("asked_by")
    harm: str = _of_profile("harm")


@dataclass(frozen=True)
class Acceptance:
    """What is said when a proposed profile is opened."""

    owner: str = _of_profile("owner")
    why: str = field("Why", help="Kept in the history.", default="")


def load_choices(book: Book) -> Labels:
    """The casebook's code lists, and beside them its live hotspots and its areas."""
    from casebook.book.code_lists import choices
    from casebook.places.hotspots import hotspots, list_places

    areas = [place for kind in _AREAS for place in list_places(book, kind)]
    return {
        **choices(book),
        "hotspots": {p.ref: f"{p.ref}  {p.name}".strip() for p in hotspots(book, book.today)},
        "areas": {p.ref: sentence(p.ref, p.name, p.kind).plain for p in areas},
    }


def proposal_to_read(profile: Profile) -> Content:
    """Who asked for a proposed profile and the harm, as whoever decides on it reads them."""
    blocks = []
    for name in ("asked_by", "harm"):
        spec = fields_of(Profile)[name]
        value = getattr(profile, name)
        blocks.append(labelled(spec.label, said(spec, value) or "Not said.", below=spec.free_text))
    return Content("\n").join(blocks)


def proposal_form(area: str = "") -> Form:
    """The form of a proposal; ``area`` is where it is unless another or a hotspot is picked."""

    def save(book: Book, changes: Mapping[str, Any], _version: int | None) -> ProfileFile:
        from casebook.profiles.intake import propose

        given = {name: value for name, value in changes.items() if value}
        hotspots = given.pop("hotspots", ())
        if not hotspots and area and "area" not in changes:
            given["area"] = area
        if not hotspots and "area" not in given:
            raise BadValue(
                "Hotspots: say where it is, by a hotspot here or by an area below.",
                field="hotspots",
            )
        return propose(book, decode(Profile, {"ref": "", **given}), hotspots=hotspots)

    return Form(
        title="Propose a profile", base=Proposal("", area=area), save=save, does="Propose it"
    )


def acceptance_form(profile: Profile) -> Form:
    """The form that opens a proposed profile."""

    def save(book: Book, changes: Mapping[str, Any], _version: int | None) -> ProfileFile:
        from casebook.profiles.intake import accept

        owner = changes.get("owner") or profile.owner
        return accept(book, profile.ref, owner=owner, why=changes.get("why", ""))

    return Form(
        title=f"Accept {profile.ref}",
        does="Open it",
        keep_as=f"{profile.ref} acceptance",
        lead=proposal_to_read(profile).plain,
        base=Acceptance(profile.owner or ""),
        save=save,
    )


def propose(screen: AskingScreen[None], made_it: Callable[[str], None]) -> None:
    """Ask for a proposal, once it is known where it could be; ``made_it`` is handed its ref."""

    def show(choices: Labels) -> None:
        book = screen.session.book
        own = (book and book.account.place) or ""
        form = proposal_form(own if own in choices["areas"] else "")
        fill_in(screen, form, choices, done)

    def done(made: ProfileFile) -> None:
        ref = made.profile.ref
        made_it(ref)
        screen.say(f"{ref} is proposed: another sergeant or inspector accepts or refuses it.")

    screen.ask(load_choices, show, group="choices")


def accept(screen: AskingScreen[None], profile: Profile) -> None:
    """Open a proposed profile, naming its owner."""

    def done(file: ProfileFile) -> None:
        owner = file.profile.owner or "nobody yet"
        screen.settled(file.profile)
        screen.changed(
            f"{profile.ref} is open at {file.profile.stage}; its owner is {owner}.", file
        )

    def show(known: Labels) -> None:
        fill_in(screen, acceptance_form(profile), {**AS_SHIPPED, **known}, done)

    def read(book: Book) -> Labels:
        from casebook.profiles.casefile import read_profile

        return people(book, read_profile(book, profile.ref))

    screen.ask(read, show, group="choices")


def refuse(screen: AskingScreen[None], profile: Profile) -> None:
    """Refuse a proposed profile with a reason; it stays findable."""

    def deed(book: Book, why: str, _waiver: str) -> ProfileFile:
        from casebook.profiles.intake import refuse as refuse_profile

        return refuse_profile(book, profile.ref, why)

    def done(file: ProfileFile | None) -> None:
        if file is not None:
            screen.settled(file.profile)
            screen.changed(f"{profile.ref} is refused; C shows it with the closed ones.", file)

    asked = "why; it stands on the profile for whoever asked"
    about = Content("\n").join([plain(profile.title), proposal_to_read(profile)])
    keep_as = f"{profile.ref} refusal"
    dialog = ReasonScreen(f"Refuse {profile.ref}", about, deed, asked=asked, keep_as=keep_as)
    screen.app.push_screen(dialog, done)
