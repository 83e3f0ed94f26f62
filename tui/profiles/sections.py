"""What the sections of a profile show: a stage to read, actions, places, history."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from datetime import date
from types import MappingProxyType
from typing import Any

from textual.content import Content
from textual.widgets import Static

from casebook.core.entry import registers
from casebook.core.fields import Field, fields_of
from casebook.core.kinds import Record
from casebook.core.wording import AS_SHIPPED, MISSING, Labels, day, said
from casebook.profiles.gates import missing
from casebook.profiles.objective_power import can_it_show
from casebook.profiles.profile import OVER, Action, Profile, ProfilePlace
from casebook.profiles.stages import BODIES, MODELS, Objective, Stage, StageBody
from casebook.reviews.review import Review
from tui.numbers.figures import FigureNumbers
from tui.parts.clicking import stands_for
from tui.parts.editors import is_rows
from tui.parts.table import Column, Row, key_of
from tui.parts.text import cell, labelled, line, plain, sentence
from tui.parts.words import hours, month_change
from tui.profiles.figures_view import in_short, in_table, own_change
from tui.profiles.forms import lacking_by_field
from tui.profiles.listing import PENDING, asked_and_harm
from tui.profiles.month_chart import MonthSeries
from tui.profiles.screen_data import ProfileScreenData

LISTS = {"actions": Action.KIND, "places": ProfilePlace.KIND, "history": ""}
"""Sections that are lists, and the kind of record in their rows; empty where those are of many."""
PANELS = {"reviews": Review.KIND, "registers": ""}
"""Sections that are lists with keys of their own, likewise."""
DONE, NOW, AHEAD = "✓", "▶", "○"
READING = "Reading the figures …"


def sections_of(profile: Profile) -> tuple[str, ...]:
    """The sections of a profile: its model's stages, then its lists."""
    return (*MODELS[profile.model], *LISTS, *PANELS)


def section_of(kind: str) -> str:
    """The section whose rows are records of a kind; empty for what a profile's stages say."""
    if kind in registers():
        return "registers"
    sections = {**LISTS, **PANELS}.items()
    return next((name for name, listed in sections if kind and listed == kind), "")


def title_line(profile: Profile) -> Content:
    """The ref and the title."""
    return Content.assemble(line(profile.ref, "bold $primary"), "  ", line(profile.title, "bold"))


def heading_line(case: ProfileScreenData) -> Content:
    """Owner, area, next review and hotspots, in one line."""
    profile = case.profile
    due = f"review {day(profile.next_review)}" if profile.next_review else "no review set"
    places = ", ".join(case.called(ref) for ref in case.file.hotspots)
    return sentence(
        f"owner {profile.owner}" if profile.owner else "no owner",
        case.lead,
        f"area {profile.area}" if profile.area else "",
        Content.styled(f"! {due}, overdue", "bold $text-warning")
        if profile.overdue(case.open_book.today)
        else due,
        places or "no hotspot linked",
    )


def figures_lines(case: ProfileScreenData, series: Sequence[MonthSeries] = ()) -> Content:
    """The figures in a few lines, for a narrow screen."""
    found = case.figures
    if found is None:
        return line(READING, "$quiet")
    return in_short(found.figure, found.month, found.progress, case.counted, series)


def figures_panel(case: ProfileScreenData, series: Sequence[MonthSeries] = ()) -> Content:
    """The figures as a table, the months as charts, then how far they are known and what counts."""
    found = case.figures
    if found is None:
        return line(READING, "$quiet")
    table = in_table(found.figure, found.month, found.progress, case.counted, series)
    if found.figure is None:
        return table
    notes = "\n".join(("", found.coverage, *found.definitions))
    return Content("\n").join([table, plain(notes, "$quiet")])


def figures_below(case: ProfileScreenData, series: Sequence[MonthSeries]) -> Content:
    """The figures whole, to be read below a stage where there is no room beside it.

    Empty before they are read, and where there are none.
    """
    found = case.figures
    if found is None or found.figure is None:
        return Content("")
    head = line(f"Figures, {found.month.label}", "bold $primary")
    return Content("\n").join([Content("\n"), head, figures_panel(case, series)])


def section_bar(profile: Profile, shown: str, *, gap: str, apart: bool) -> Content:
    """The sections with their digits, the one that is shown reversed; a click goes to one.

    ``apart``: in two lines.
    """
    lines: list[list[Content]] = [[], []]
    for number, name in enumerate(sections_of(profile), 1):
        label = f"{number % 10} {name.capitalize()}"
        part = Content.styled(f" {label} ", "reverse bold") if name == shown else Content(label)
        lines[apart and name not in BODIES].append(stands_for(part, str(number % 10)))
    return Content("\n").join(Content(gap).join(parts) for parts in lines if parts)


class Track(Static):
    """The stages of a profile in order, with as much between them as there is room for."""

    _profile: Profile | None = None

    def show(self, profile: Profile) -> None:
        """Show where a profile stands."""
        self._profile = profile
        self.on_resize()

    def on_resize(self) -> None:
        """Set them closer where the screen is narrower."""
        if self._profile is not None:
            self.update(track(self._profile, self.size.width or self.app.size.width))


def track(profile: Profile, room: int) -> Content:
    """The stages in order; the present one is marked by a symbol as well as by weight.

    They stand as far apart as they can in ``room`` cells.
    """
    order = MODELS[profile.model]
    at = order.index(profile.stage)
    parts = []
    for n, name in enumerate(order):
        mark = DONE if n < at else NOW if n == at else AHEAD
        style = "$quiet" if n != at else "bold $primary"
        parts.append(Content.styled(f"{mark} {name}", style))
    cycle = f"   cycle {profile.cycle}" if profile.cycle > 1 else ""
    apart = (
        Content.assemble(Content.styled(gap, "$quiet").join(parts), cycle)
        for gap in ("  ›  ", " › ", "›")
    )
    shown = next(apart)
    while shown.cell_length > room and (closer := next(apart, None)) is not None:
        shown = closer
    return shown


def stage_to_read(case: ProfileScreenData, name: str) -> Content:
    """Everything written in a stage; what its gate still asks for comes first."""
    file = case.file
    stage = file.stage(name)
    labels = case.labels.get(stage.ref, AS_SHIPPED)
    blocks = [_decision(case), _when(stage), _gate(case, stage)]
    gate_is_off = case.open_book.gate(name) == "off"
    lacking = {} if gate_is_off or not stage.id else lacking_by_field(file, stage)
    answered, blank = answers(stage.body, labels, lacking)
    blocks += answered
    if isinstance(stage.body, Objective):
        blocks.append(plain(can_it_show(stage.body)))
    if blank and case.profile.live:
        blocks.append(plain(f"Not filled in: {'; '.join(blank)}.", "$quiet"))
    return Content("\n\n").join([block for block in blocks if block.plain])


def answers(
    body: StageBody, labels: Labels, lacking: Mapping[str, str] = MappingProxyType({})
) -> tuple[list[Content], list[str]]:
    """What a stage says, in blocks, and the labels of what isn't filled in and no gate asks for.

    ``lacking`` says of fields what their gate asks for.
    """
    blocks: list[Content] = []
    blank: list[str] = []
    short: list[tuple[str, str]] = []
    for spec in fields_of(type(body)).values():
        value = getattr(body, spec.name)
        if spec.name in lacking:
            blocks += [_aligned(short), _lacked(spec, value, lacking[spec.name], labels)]
            short = []
        elif spec.blank(value):
            blank += [spec.label] if not spec.gate else []
        elif spec.free_text or is_rows(spec):
            blocks += [_aligned(short), _answer(spec, value)]
            short = []
        else:
            short.append((spec.label, said(spec, value, labels)))
    return [*blocks, _aligned(short)], blank


def _decision(case: ProfileScreenData) -> Content:
    """Who asked for a proposed profile and the harm, and the keys that decide on it.

    Of one that was refused or closed why, and when.
    """
    profile = case.profile
    if profile.status in OVER:
        head = line(f"{profile.status.capitalize()} {day(profile.closed)}", "bold $text-warning")
        asked = asked_and_harm(profile) if profile.status == "refused" else []
        parts = [head, plain(profile.reason), *asked, _kept(profile, case.open_book.today)]
        return Content("\n").join([part for part in parts if part.plain])
    if profile.status != "proposed":
        return Content("")
    if "accept" in case.refusals:
        keys = plain(case.refusals["accept"], "$quiet")
    else:
        keys = plain("s accepts it, x refuses it.", "bold")
    head = line("Proposed", "bold $text-warning")
    return Content("\n").join([head, *asked_and_harm(profile), keys])


def _kept(profile: Profile, today: date) -> Content:
    """Until when a profile that is over is kept, and what is to be done once that has passed."""
    if profile.disposed:
        return plain(f"Disposed of {day(profile.disposed)}: what was written is blank.")
    if profile.retain_until is None:
        return Content("")
    kept = f"Kept until {day(profile.retain_until)}"
    if profile.retain_until >= today:
        return plain(f"{kept}.", "$quiet")
    does = f"'casebook profile dispose {profile.ref} --why WHY' disposes of it, for good"
    return plain(f"! {kept}: {does}, where an administrator runs it.", "$text-warning")


def _aligned(answers: list[tuple[str, str]]) -> Content:
    """Short answers under one another, their labels in a column."""
    width = max((len(label) for label, _ in answers), default=0)
    rows = [
        Content.assemble(cell(line(label, "bold $primary"), width + 2), plain(text))
        for label, text in answers
    ]
    return Content("\n").join(rows)


def _when(stage: Stage) -> Content:
    dates = [
        f"opened {day(stage.opened)}" if stage.opened else "",
        f"closed {day(stage.closed)}" if stage.closed else "",
        f"gate waived: {stage.waiver}" if stage.waiver else "",
    ]
    if not stage.id:
        return plain("Nothing is written here yet: e writes it.", "$quiet")
    return sentence(*dates).stylize("$quiet")


def _gate(case: ProfileScreenData, stage: Stage) -> Content:
    does = case.open_book.gate(stage.stage)
    over = case.profile.status in OVER
    if stage.closed is not None or does == "off" or over:
        return Content("")
    lacking = missing(stage.body, case.file.actions)
    if not lacking:
        return plain(f"{DONE} Nothing is missing to leave this stage.", "$text-success")
    asks = " ".join(item.says for item in lacking)
    head = "To leave this stage" if does == "block" else "Asked for before this stage is left"
    said = Content.assemble((f"◆ {head}: ", "bold $text-warning"), plain(asks))
    if case.waiver and stage.stage == case.profile.stage:
        said = Content("\n").join([said, plain(case.waiver, "$text-warning")])
    return said


def _answer(spec: Field, value: Any) -> Content:
    if is_rows(spec):
        rows = [_row(number, row) for number, row in enumerate(value, 1)]
        return Content("\n").join([line(spec.label, "bold $primary"), *rows])
    return labelled(spec.label, said(spec, value), below=True)


def _lacked(spec: Field, value: Any, asks: str, labels: Labels) -> Content:
    """A field that the gate asks for, with its mark, what is missing, and what stands there."""
    head = Content.assemble(
        line(spec.label, "bold $primary"), ("  ◆ ", "bold $text-warning"), plain(asks)
    )
    if spec.blank(value):
        return head
    told = _answer(spec, value).plain.partition("\n")[2] if is_rows(spec) else ""
    return Content.assemble(head, "\n", plain(told or said(spec, value, labels)))


def _row(number: int, row: Any) -> Content:
    first, *others = fields_of(type(row)).values()
    lines = [plain(f"{number} {said(first, getattr(row, first.name)) or MISSING}")]
    for spec in others:
        text = said(spec, getattr(row, spec.name))
        if text:
            lines.append(Content.assemble("  ", (f"{spec.label}: ", "$quiet"), plain(text)))
    return Content("\n").join(lines)


def action_rows(case: ProfileScreenData, *, wide: bool) -> tuple[list[Column], list[Row]]:
    """The actions, those that are due first."""
    columns = [Column("Action", 0), Column("Due", 11), Column("State", 18)]
    if wide:
        columns += [Column("Tactic", 22), Column("Owner", 14)]
    order = sorted(
        case.file.actions,
        key=lambda a: (a.done is not None, a.due is None, a.due, a.id),
    )
    return columns, [Row(key_of(a), _action_cells(case, a, wide=wide)) for a in order]


def _action_cells(
    case: ProfileScreenData, action: Action, *, wide: bool
) -> tuple[Content | str, ...]:
    if action.done:
        state = line(f"{DONE} done {day(action.done)}", "$quiet")
    elif action.overdue(case.open_book.today):
        state = line("! overdue", "bold $text-warning")
    else:
        state = line("open")
    labels = case.labels.get(action.ref, AS_SHIPPED)
    tactic = said(fields_of(Action)["tactic"], action.tactic, labels)
    more = (tactic or MISSING, action.owner or action.agency or MISSING) if wide else ()
    return (action.title, day(action.due), state, *more)


def record_to_read(
    record: Record, labels: Labels, leave_out: Sequence[str], before: Sequence[Content]
) -> Content:
    """Every field of a record that says something but those left out, after what comes before."""
    told = list(before)
    for spec in fields_of(type(record)).values():
        text = said(spec, getattr(record, spec.name), labels)
        if text and text != MISSING and spec.name not in leave_out:
            told.append(labelled(spec.label, text, below=spec.free_text))
    return Content("\n").join(told)


def action_to_read(labels: Mapping[str, Labels], action: Action) -> Content:
    """Every field of an action that says something; ``labels`` by ref."""
    own = labels.get(action.ref, AS_SHIPPED)
    return record_to_read(action, own, ("profile", "title"), [plain(action.title)])


def place_rows(case: ProfileScreenData, *, wide: bool) -> tuple[list[Column], list[Row]]:
    """The places a profile is tied to, each with its month."""
    columns = [
        Column("Ref", 8),
        Column("Name", 0),
        Column("Role", 16),
        Column(month_change(case.figures.month) if case.figures else "Change", 16),
        Column("Hours", 16, right=True),
    ]
    if not wide:
        columns[2] = Column("Role", 8)
    return columns, [Row(link.place, _place_cells(case, link)) for link in case.file.places]


def _place_cells(case: ProfileScreenData, link: ProfilePlace) -> tuple[Content | str, ...]:
    place = case.places.get(link.place)
    name = (place.name if place else "") or MISSING
    if case.figures is None:
        return link.place, name, link.role, PENDING, PENDING
    figure = case.figures.by_hotspot.get(link.place)
    moved, done = own_change(figure), line(hours(figure))
    if figure is not None:
        numbers = FigureNumbers(figure)
        moved = numbers.counts(moved, "count_previous", "count")
        done = numbers.hours(done, "officer_hours", figure.plan_column)
    return link.place, name, link.role, moved, done
