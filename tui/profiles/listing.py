"""What the list of profiles shows: its columns and the lines over and under it."""

from __future__ import annotations

from collections.abc import Sequence

from textual.content import Content

from casebook.core.english import counted
from casebook.core.fields import fields_of
from casebook.core.months import Month
from casebook.core.wording import MISSING, day, said
from casebook.profiles.listing.asked import ProfilesAsked
from casebook.profiles.profile import Profile
from tui.parts.table import WIDE, Column
from tui.parts.text import line, plain, sentence
from tui.parts.words import hours, month_change, review, stage_or_status
from tui.profiles.figures_view import in_short, month_lines, objective_line, own_change
from tui.profiles.list_data import ProfileListData, ProfileRow
from tui.profiles.month_chart import MonthSeries

_COLUMNS = ("ref", "title", "stage", "review", "hours", "change", "overdue actions")
_FROM = {"hours": 68, "overdue actions": WIDE}
"""The width from which there is room for a column; for the others there always is."""
PENDING = "…"
"""What stands for a figure that is still being read."""


def empty_sentence(data: ProfileListData, asked: ProfilesAsked) -> str:
    """What to say where no row is left."""
    counts, hidden = data.page.counts, hidden_of(data, asked)
    if counts.listed and hidden == counts.listed:
        return f"Every profile is closed or refused: C shows {'it' if hidden == 1 else 'them'}."
    if not counts.listed:
        return "There are no profiles yet: a proposes the first."
    if asked.owner and not asked.words:
        return f"No profile is owned by {data.open_book.login}: m shows all."
    if asked.area:
        if asked.words:
            return f"No profile in {asked.area} matches: Esc clears the filter, m looks in all."
        return f"No profile lies in {asked.area}: m shows all."
    return "No profile matches: Esc clears the filter, m shows all."


def hidden_of(data: ProfileListData, asked: ProfilesAsked) -> int:
    """How many closed and refused profiles aren't listed."""
    return 0 if asked.over else data.page.counts.over


def column_names(width: int) -> tuple[str, ...]:
    """What stands in each column of a screen of that width, in order."""
    return tuple(name for name in _COLUMNS if width >= _FROM.get(name, 0))


def columns(data: ProfileListData, sort: str, width: int) -> list[Column]:
    """The columns, the one that sorts marked; at 80 cells only what matters."""
    month, wide = data.month, width >= WIDE
    found = {
        "ref": Column("Ref", min(max(data.page.counts.longest_ref, 3), 16)),
        "title": Column("Where, and what", 0),
        "stage": Column("Stage", 9),
        "review": Column("Review", 11 if wide else 9),
        "hours": Column(_hours_head(month), 16 if wide else 10, right=True),
        "change": Column(_change_head(month, wide=wide), 15 if wide else 10),
        "overdue actions": Column("Overdue", 9),
    }
    return [
        Column(f"{found[name].label} ↓", found[name].width, found[name].right)
        if name == sort
        else found[name]
        for name in column_names(width)
    ]


def _hours_head(month: Month | None) -> str:
    return f"Hours {month.label[:3]}" if month else "Hours"


def _change_head(month: Month | None, *, wide: bool) -> str:
    return month_change(month, wide=wide) if month else "Change"


def cells(row: ProfileRow, data: ProfileListData, width: int) -> tuple[Content | str, ...]:
    """What stands in the columns of a profile's row."""
    profile, today, wide = row.profile, data.open_book.today, width >= WIDE
    overdue = len(row.overdue_actions(today))
    mine = profile.owner == data.open_book.login
    late = profile.overdue(today)
    change = own_change(row.figure, wide=wide)
    pending = row.pending
    decimals = 1 if wide else 0
    cells: dict[str, Content | str] = {
        "ref": line(profile.ref, "bold" if mine else ""),
        "title": _where_and_what(row),
        "stage": stage_or_status(profile),
        "review": line(review(profile, today, wide=wide), "bold $text-warning" if late else ""),
        "hours": PENDING
        if pending
        else hours(row.figure, unit=" h" if wide else "", places=decimals),
        "change": Content(PENDING) if pending else change,
        "overdue actions": line(
            f"{overdue} of {len(row.file.actions)}" if overdue else MISSING,
            "bold $text-warning" if overdue else "$quiet",
        ),
    }
    return tuple(cells[name] for name in column_names(width))


def _where_and_what(row: ProfileRow) -> Content:
    """The first hotspot by its name, how many more there are, and the title."""
    refs = row.file.hotspots
    if not refs:
        return line(row.profile.title)
    more = f" +{len(refs) - 1}" if len(refs) > 1 else ""
    place = line(f"{row.names.get(refs[0]) or refs[0]}{more}")
    return Content.assemble(place, (": ", "$quiet"), line(row.profile.title, "$quiet"))


def heading(data: ProfileListData, asked: ProfilesAsked, sort: str, *, pending: bool) -> Content:
    """What is listed, how much of it, and in which order; ``pending`` where that is to come."""
    hidden, shown = hidden_of(data, asked), data.page.total
    all_ = data.page.counts.listed - hidden
    whose = "mine" if asked.owner else asked.area
    of = f"{whose or 'all'} {all_}"
    if shown != all_:
        of = f"{whose or 'found'} {shown} of {all_}"
    own_hidden = data.page.counts.own_over if hidden else 0
    if own_hidden:
        of += f", {own_hidden} closed hidden"
    by = f"by {sort}{', which is being worked out' if pending else ''}"
    return Content.assemble(("Problem profiles", "bold $primary"), (f"  {of}, {by}", "$quiet"))


def where(data: ProfileListData) -> Content:
    """Which casebook, and which day."""
    return sentence(data.open_book.book, day(data.open_book.today))


def who(data: ProfileListData, *, wide: bool) -> Content:
    """Who looks, and how far the hours are known."""
    viewed = data.open_book
    acting = f"{viewed.login} (by {viewed.via})" if viewed.via else viewed.login
    far = data.coverage or "no delivered hours loaded"
    return sentence(
        Content.assemble(("You are " if wide else "", "$quiet"), line(acting)),
        viewed.force if wide else "",
        Content.styled("read-only", "bold") if viewed.read_only else "",
        "" if data.month is None else line(far, "$quiet"),
    )


def asked_and_harm(profile: Profile) -> list[Content]:
    """Who asked for a proposal and the harm, a line each."""
    specs = fields_of(Profile)
    told = (
        (spec, said(spec, getattr(profile, spec.name)))
        for spec in (specs["asked_by"], specs["harm"])
    )
    return [
        Content.assemble((f"{spec.label}: ", "$quiet"), line(text or "not said"))
        for spec, text in told
    ]


def detail(
    row: ProfileRow, data: ProfileListData, series: Sequence[MonthSeries] = (), *, wide: bool
) -> Content:
    """The highlighted profile in a few lines; with ``series`` its months as a small chart."""
    profile, today = row.profile, data.open_book.today
    overdue = row.overdue_actions(today)
    due = f"review {day(profile.next_review)}" if profile.next_review else "no review set"
    places = ", ".join(f"{ref} {name}".strip() for ref, name in row.names.items())
    lines = [
        sentence(line(profile.title, "bold"), places or "no hotspot"),
        sentence(
            Content.styled(f"! {due}, overdue", "bold $text-warning")
            if profile.overdue(today)
            else due,
            f"owner {profile.owner}" if profile.owner else "no owner",
            Content.styled(f"! {counted(len(overdue), 'action')} overdue", "$text-warning")
            if overdue
            else f"{counted(len(row.file.actions), 'action')}, none overdue"
            if row.file.actions
            else "no actions",
        ),
    ]
    if profile.status == "proposed":
        return Content("\n").join([*lines, *asked_and_harm(profile)])
    if wide and data.month is not None:
        lines.append(in_short(row.figure, data.month, row.progress, row.live, series))
    elif row.figure is not None:
        found = month_lines(row.figure, row.live, series)[:1]
        lines += found or [plain(row.figure.verdicts[0].finding, "$quiet")]
        lines += [said for said in (objective_line(row.progress, short=True),) if said is not None]
    return Content("\n").join(lines)
