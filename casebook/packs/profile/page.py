"""All that is on one profile as a single HTML page that opens without a network and runs no script.

Every part is built from the field definitions, so a field or register added there is printed here.
"""

from __future__ import annotations

import dataclasses
from collections import Counter
from collections.abc import Collection, Iterable, Sequence
from dataclasses import dataclass
from datetime import date, datetime
from typing import TYPE_CHECKING, Any

from casebook import __version__
from casebook.core import english, wording
from casebook.core.codes import CODE_LISTS
from casebook.core.entry import registers
from casebook.core.fields import fields_of
from casebook.core.months import Month
from casebook.core.wording import Labels
from casebook.packs.facts import (
    Card,
    Fact,
    Part,
    columns_of,
    facts_of,
    in_words,
    plain_text,
)
from casebook.packs.html import own_file, template
from casebook.packs.marking import highest_marking
from casebook.packs.profile.design_parts import crossover_part, design_part
from casebook.packs.tables import PrintColumn, PrintRow, PrintTable
from casebook.places.place import AREA_KINDS, COUNTED_KINDS
from casebook.profiles.profile import Profile
from casebook.profiles.stages import MODELS, Stage

if TYPE_CHECKING:
    from casebook.book.opening import Book
    from casebook.profiles.casefile import ProfileFile
    from casebook.store.history import HistoryEntry

_WIDEST = 6
"""Columns a table of records may have; records that say more are laid out one by one."""

_ON_TOP = ("ref", "title", "model", "stage", "cycle", "status")
"""Fields of the profile that stand at the head of the page."""


@dataclass(frozen=True)
class ProfilePage:
    """A whole page in words and tables; nothing in it is markup."""

    force: str
    marking: str
    synthetic: str
    ref: str
    title: str
    stages: tuple[tuple[str, bool], ...]
    """The model's stages in order, and whether the profile is at it."""
    status: str
    made: str
    parts: tuple[Part, ...]
    record: tuple[str, ...]
    """Which record the page was made from and with what."""


def profile_page(book: Book, ref: str) -> ProfilePage:
    """All that is kept on profile ``ref``.

    Raises :class:`NotFound`, and :class:`NotAllowed` for somebody who may not make files.
    """
    from casebook.profiles.casefile import history_of, read_profile

    book.require("export")
    file = read_profile(book, ref)
    it = file.profile
    printer = _Printer(book, disposed=it.disposed is not None)
    entries = history_of(book, ref)
    registers, empty = _registers(printer, ref)
    return ProfilePage(
        force=book.settings.force_name,
        marking=highest_marking((book.settings.marking, it.marking)),
        synthetic=book.settings.synthetic,
        ref=it.ref,
        title=plain_text(it.title),
        stages=tuple((_stage_label(name), name == it.stage) for name in MODELS[it.model]),
        status=f"{it.model}, {english.sentence(it.status)}, cycle {it.cycle}",
        made=wording.day(book.today),
        parts=(
            _heading(printer, it),
            _places(printer, file),
            *_stages(printer, file),
            _actions(printer, file),
            _plans(printer, file),
            design_part(book, ref, printer.card),
            *crossover_part(book, ref, printer.card),
            _reviews(printer, ref),
            _waivers(file),
            *registers,
            *_earlier_cycles(printer, file),
            _history(book, entries, empty),
        ),
        record=(
            f"Head of the record: {book.head()}",
            "To test the casebook against this page: casebook check --head, and the hash above.",
            f"Made with Casebook {__version__} on {wording.day(book.today)}.",
        ),
    )


@dataclass(frozen=True)
class _Printer:
    """Turns any record into facts, by its definition and the code labels it was given."""

    book: Book
    disposed: bool
    """Whether the profile's text is gone, so that a blank says nothing of what was answered."""

    @property
    def today(self) -> date:
        return self.book.today

    def labels(self, record: Any) -> Labels:
        from casebook.book.code_lists import labels_of

        return labels_of(self.book, record)

    def card(
        self, title: str, record: Any, *, leave_out: Collection[str] = (), **more: Any
    ) -> Card:
        """``record`` with every field that says something."""
        facts, tables = facts_of(record, self.labels(record), leave_out=leave_out)
        return Card(plain_text(title), facts, tables=tables, **more)

    def table(
        self, caption: str, records: Sequence[Any], leave_out: Collection[str] = ()
    ) -> PrintTable:
        """Like records, a row each, with a column for every field that any of them fills."""
        specs = [
            spec
            for spec in fields_of(type(records[0])).values()
            if spec.name not in leave_out
            and not all(spec.blank(getattr(record, spec.name)) for record in records)
        ]
        labelled = [(self.labels(record), record) for record in records]
        lines = tuple(
            PrintRow(tuple(in_words(s, getattr(record, s.name), labels) for s in specs))
            for labels, record in labelled
        )
        return PrintTable(caption, columns_of(specs), lines)

    def register(self, entries: Sequence[Any]) -> Part:
        """A register's entries as one table where they say little enough, else a card each."""
        kind, out = type(entries[0]), ("profile",)
        table = self.table(kind.TITLE, entries, out)
        if len(table.columns) <= _WIDEST and not any(s.of_rows for s in fields_of(kind).values()):
            return Part(kind.KIND, kind.TITLE, table=table)
        cards = tuple(self._numbered(entry, out) for entry in entries)
        return Part(kind.KIND, kind.TITLE, cards=cards)

    def _numbered(self, entry: Any, leave_out: Collection[str]) -> Card:
        kind = english.sentence(entry.KIND.replace("-", " "))
        late = hasattr(entry, "overdue") and bool(entry.overdue(self.today))
        flag = "Overdue" if late else ""
        return self.card(f"{kind} {entry.id}", entry, leave_out=leave_out, flag=flag, alert=late)


def _stage_label(name: str) -> str:
    return CODE_LISTS["stage"].get(name, english.sentence(name))


def _heading(printer: _Printer, profile: Profile) -> Part:
    from casebook.registers.leads import leading

    lead = leading(printer.book, profile).says()
    card = printer.card("", dataclasses.replace(profile, lead_agency=lead), leave_out=_ON_TOP)
    on = wording.day(profile.disposed)
    gone = f"Its text was disposed of on {on}: dates, codes, figures and ties to places are left."
    return Part("heading", "Heading", (gone,) if printer.disposed else (), cards=(card,))


def _places(printer: _Printer, file: ProfileFile) -> Part:
    from casebook.places.hotspots import list_places

    kinds = (*COUNTED_KINDS, *AREA_KINDS)
    known = {place.ref: place for kind in kinds for place in list_places(printer.book, kind)}
    found = (link for link in file.places if link.place in known)
    links = sorted(found, key=lambda link: (link.role != "target", link.place))
    if not links:
        return Part("places", "Where", ("No place is tied to it.",))
    table = printer.table("Where", [known[link.place] for link in links])
    lines = tuple(
        PrintRow((english.sentence(link.role), *line.cells))
        for link, line in zip(links, table.lines, strict=True)
    )
    return Part(
        "places", "Where", table=PrintTable("Where", (PrintColumn("Part"), *table.columns), lines)
    )


def _stages(printer: _Printer, file: ProfileFile) -> Iterable[Part]:
    for name in MODELS[file.profile.model]:
        stage = file.stage(name)
        card = _stage_card(printer, stage, "")
        says = _stands(printer, file) if name == "objective" else ()
        yield Part(name, _stage_label(name), says, cards=(card,), in_full=True)


def _stands(printer: _Printer, file: ProfileFile) -> tuple[str, ...]:
    """Where the objective of a live profile stands."""
    from casebook.figures.progress import read_progress

    month = Month.of(printer.today) + -1
    found = read_progress(printer.book, (file,), month) if file.profile.live else {}
    return tuple(stands.says for stands in found.values())


def _stage_card(printer: _Printer, stage: Stage, title: str, newer: Stage | None = None) -> Card:
    """A stage as it stands; of an earlier cycle's, only what ``newer`` doesn't say as well."""
    says = [_dates(stage)]
    replies = tuple(_replies(printer, stage))
    if newer is not None and newer.body == stage.body:
        says.append(f"What it says stands unchanged in cycle {newer.cycle}.")
        return Card(title, replies, says=tuple(says))
    facts, tables = facts_of(stage.body, printer.labels(stage))
    specs = fields_of(type(stage.body)).values()
    blank = (s.label for s in specs if s.blank(getattr(stage.body, s.name)))
    unanswered = tuple(blank) if (facts or tables) and not printer.disposed else ()
    says += [] if facts or tables or printer.disposed else ["Nothing is written."]
    return Card(
        title,
        (*facts, *replies),
        tables=tables,
        says=tuple(says),
        unanswered=unanswered,
    )


def _replies(printer: _Printer, stage: Stage) -> Iterable[Fact]:
    """What was asked for the stage and answered."""
    from casebook.registers.requests import replies

    for asked in replies(printer.book, stage.profile, stage.stage, stage.cycle):
        on = f" ({wording.day(asked.answered)})" if asked.answered else ""
        yield Fact(f"Asked: {plain_text(asked.text)}", f"{plain_text(asked.reply)}{on}", True)


def _dates(stage: Stage) -> str:
    if stage.opened is None:
        again = f" again in cycle {stage.cycle}" if stage.cycle > 1 else ""
        return f"Not reached{again} yet."
    closed = f", closed {wording.day(stage.closed)}" if stage.closed else ""
    return f"Cycle {stage.cycle}, opened {wording.day(stage.opened)}{closed}."


def _actions(printer: _Printer, file: ProfileFile) -> Part:
    cards = []
    for action in file.actions:
        late = action.overdue(printer.today)
        flag = "Overdue" if late else ("Done" if action.done else "Open")
        skip = ("profile", "title", "review")
        cards.append(printer.card(action.title, action, leave_out=skip, flag=flag, alert=late))
    return Part(
        "actions", "Actions", () if cards else ("No action is entered.",), cards=tuple(cards)
    )


def _plans(printer: _Printer, file: ProfileFile) -> Part:
    from casebook.places.hotspots import list_places
    from casebook.places.plan import last_day, overdue, plan_on
    from casebook.places.plans import plans_of

    hotspots = {place.ref for place in list_places(printer.book, "hotspot")}
    cards = []
    for ref in (ref for ref in file.hotspots if ref in hotspots):
        plans = plans_of(printer.book, ref)
        current = plan_on(plans, printer.today)
        for plan in reversed(plans):
            late = plan == current and overdue(plan, printer.today)
            ends = last_day(plans, plan)
            until = f" to {wording.day(ends)}" if ends else ""
            flag = "Renewal overdue" if late else ("In force" if plan == current else "")
            cards.append(
                printer.card(
                    f"{ref} from {wording.day(plan.valid_from)}{until}",
                    plan,
                    leave_out=("place", "valid_from"),
                    flag=flag,
                    alert=late,
                )
            )
    says = () if cards else ("No patrol plan is set for its hotspots.",)
    return Part("plans", "Patrol plan", says, cards=tuple(cards))


def _reviews(printer: _Printer, ref: str) -> Part:
    from casebook.reviews.months import list_reviews

    own = list_reviews(printer.book, profiles=(ref,))
    cards = []
    for review in reversed(own):
        late = review.overdue(printer.today)
        flag = english.sentence(review.state) + (", overdue" if late else "")
        skip = ("profile", "month", "state")
        cards.append(
            printer.card(review.month.label, review, leave_out=skip, flag=flag, alert=late)
        )
    says = () if cards else ("No review has been opened.",)
    return Part("reviews", "Monthly reviews", says, cards=tuple(cards))


def _waivers(file: ProfileFile) -> Part:
    waived = [stage for stage in file.stages if stage.waiver]
    if not waived:
        return Part("waivers", "Waivers", ("No gate was waived.",))
    columns = tuple(map(PrintColumn, ("Stage", "Cycle", "On", "By", "Why")))
    lines = tuple(
        PrintRow(
            (
                _stage_label(stage.stage),
                str(stage.cycle),
                wording.day(stage.closed),
                stage.waived_by or wording.MISSING,
                plain_text(stage.waiver),
            )
        )
        for stage in waived
    )
    return Part("waivers", "Waivers", table=PrintTable("Gates that were waived", columns, lines))


def _registers(printer: _Printer, ref: str) -> tuple[list[Part], list[str]]:
    """A part for every register with entries, and the titles of those without."""
    from casebook.registers.entries import list_entries

    entries = list_entries(printer.book, profile=ref)
    parts, empty = [], []
    for kind in (kind for kind in registers().values() if not kind.KEPT_BY):
        own = [entry for entry in entries if type(entry) is kind]
        if own:
            parts.append(printer.register(own))
        elif kind.SUBJECT == "profile":
            empty.append(kind.TITLE)
    return parts, empty


def _earlier_cycles(printer: _Printer, file: ProfileFile) -> Iterable[Part]:
    """The stages of every cycle that was gone back on, as they were left."""
    order = MODELS[file.profile.model]
    for cycle in sorted({stage.cycle for stage in file.stages}, reverse=True):
        cards = []
        for stage in sorted(
            (s for s in file.stages if s.cycle == cycle), key=lambda s: order.index(s.stage)
        ):
            later = [s for s in file.stages if s.stage == stage.stage and s.cycle > cycle]
            if later:
                newer = min(later, key=lambda s: s.cycle)
                cards.append(_stage_card(printer, stage, _stage_label(stage.stage), newer))
        if cards:
            yield Part(f"cycle-{cycle}", f"Cycle {cycle}", cards=tuple(cards), in_full=True)


def _history(book: Book, entries: Sequence[HistoryEntry], empty: Sequence[str]) -> Part:
    if not entries:
        return Part("history", "History", ("No change is recorded.",))
    days = [datetime.fromisoformat(e.at).astimezone(book.zone).date() for e in entries]
    people = Counter(entry.who for entry in entries)
    changes = english.counted(len(entries), "change")
    accounts = english.counted(len(people), "account")
    span = f"{wording.day(min(days))} to {wording.day(max(days))}"
    said = [f"{changes} by {accounts}, {span}."]
    said += [f"Nothing is kept under: {', '.join(empty)}."] if empty else []
    columns = (
        PrintColumn("Account"),
        PrintColumn("Changes", kind="figure"),
        PrintColumn("First"),
        PrintColumn("Last"),
    )
    lines = []
    for who in sorted(people):
        own = [day for day, entry in zip(days, entries, strict=True) if entry.who == who]
        cells = (who, wording.number(len(own)), wording.day(min(own)), wording.day(max(own)))
        lines.append(PrintRow(cells))
    table = PrintTable("Who changed it", columns, tuple(lines))
    return Part("history", "History", tuple(said), table)


def render_profile(page: ProfilePage) -> str:
    """The page as one HTML text; the same page gives the same text. Write it as UTF-8."""
    css = f"{own_file('review.css')}\n{own_file('profile_page.css')}"
    return template("profile_page.html").render(page=page, css=css)
