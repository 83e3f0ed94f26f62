"""What the list of profiles shows: its order, its columns and the lines under it."""

from __future__ import annotations

from collections.abc import Callable, Iterable, Sequence
from datetime import date
from typing import TYPE_CHECKING, Any

from textual.content import Content

from casebook.core.english import counted
from casebook.core.fields import fields_of
from casebook.core.months import Month
from casebook.core.wording import MISSING, day, said
from casebook.profiles.profile import Profile
from tui.parts.table import Column
from tui.parts.text import line, plain, sentence
from tui.parts.words import hours, month_change, review, stage_or_status
from tui.profiles.figures_view import in_lines, objective_line, own_change
from tui.profiles.screen_data import LISTED, ProfileListData, ProfileRow

if TYPE_CHECKING:
    from casebook.figures.figure import Figure

_COLUMNS = ("ref", "title", "stage", "review", "hours", "change", "overdue actions")
_ONLY_WIDE = ("overdue actions",)
PENDING = "…"
"""What stands for a figure that is still being read."""


def _share(figure: Figure | None) -> float:
    """How much of the plan was delivered; profiles without a figure come last."""
    share = figure.delivered_share if figure else None
    return 1e9 if share is None else share


def _moved(figure: Figure | None) -> float:
    """The month's change, the largest rise first; missing last."""
    if figure is None or figure.count is None or figure.count_previous is None:
        return 1e9
    return figure.count_previous - figure.count


_SORTS: dict[str, Callable[[ProfileRow, date], Any]] = {
    "review": lambda row, _: row.profile.next_review or date.max,
    "ref": lambda row, _: row.profile.ref,
    "title": lambda row, _: row.profile.title.casefold(),
    "stage": lambda row, _: row.profile.stage,
    "hours": lambda row, _: _share(row.figure),
    "change": lambda row, _: _moved(row.figure),
    "overdue actions": lambda row, today: -len(row.overdue_actions(today)),
}
BY_FIGURES = ("hours", "change")
"""What is sorted by figures, for which those of every profile are needed."""


def without_over(data: ProfileListData, *, over: bool) -> tuple[ProfileListData, int]:
    """The list without what is closed or refused, and how many those are; ``over`` keeps them."""
    if over:
        return data, 0
    live = data.without_over
    return live, len(data.rows) - len(live.rows)


def chosen(
    data: ProfileListData, *, words: Sequence[str], mine: bool, sort: str
) -> list[ProfileRow]:
    """The profiles that hold every one of ``words``, mine or all, in order; closed ones last."""
    today, login = data.open_book.today, data.open_book.login
    found: Iterable[ProfileRow] = data.rows
    if mine:
        found = [row for row in found if row.profile.owner == login]
    if words:
        found = [row for row in found if all(word in row.searched for word in words)]
    key = _SORTS[sort]
    return sorted(
        found,
        key=lambda row: (row.profile.status not in LISTED, key(row, today), row.profile.ref),
    )


def empty_sentence(
    data: ProfileListData, *, words: Sequence[str], mine: bool, hidden: int = 0
) -> str:
    """What to say where no row is left."""
    if not data.rows and hidden:
        return f"Every profile is closed or refused: C shows {'it' if hidden == 1 else 'them'}."
    if not data.rows:
        return "There are no profiles yet: a proposes the first."
    if mine and not words:
        return f"No profile is owned by {data.open_book.login}: m shows all."
    return "No profile matches: Esc clears the filter, m shows all."


def column_names(*, wide: bool) -> tuple[str, ...]:
    """What stands in each column, in order."""
    return tuple(name for name in _COLUMNS if wide or name not in _ONLY_WIDE)


def columns(data: ProfileListData, sort: str, *, wide: bool) -> list[Column]:
    """The columns, the one that sorts marked; at 80 cells only what matters."""
    month = data.month
    found = {
        "ref": Column("Ref", min(max(data.ref_width, 3), 16)),
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
        for name in column_names(wide=wide)
    ]


def _hours_head(month: Month | None) -> str:
    return f"Hours {month.label[:3]}" if month else "Hours"


def _change_head(month: Month | None, *, wide: bool) -> str:
    return month_change(month, wide=wide) if month else "Change"


def cells(row: ProfileRow, data: ProfileListData, *, wide: bool) -> tuple[Content | str, ...]:
    """What stands in the columns of a profile's row."""
    profile, today = row.profile, data.open_book.today
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
    return tuple(cells[name] for name in column_names(wide=wide))


def _where_and_what(row: ProfileRow) -> Content:
    """The first hotspot by its name, how many more there are, and the title."""
    refs = row.file.hotspots
    if not refs:
        return line(row.profile.title)
    more = f" +{len(refs) - 1}" if len(refs) > 1 else ""
    place = line(f"{row.names.get(refs[0]) or refs[0]}{more}")
    return Content.assemble(place, (": ", "$quiet"), line(row.profile.title, "$quiet"))


def heading(
    data: ProfileListData, shown: int, *, mine: bool, sort: str, hidden: int = 0
) -> Content:
    """What is listed, how much of it, and in which order."""
    all_ = len(data.rows)
    of = f"{'mine' if mine else 'all'} {all_}"
    if shown != all_:
        of = f"{'mine' if mine else 'found'} {shown} of {all_}"
    if hidden:
        of += f", {hidden} closed hidden"
    return Content.assemble(("Problem profiles", "bold $primary"), (f"  {of}, by {sort}", "$quiet"))


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


def detail(row: ProfileRow, data: ProfileListData, *, wide: bool) -> Content:
    """The highlighted profile in a few lines."""
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
        lines.append(in_lines(row.figure, data.month, row.progress))
    elif row.figure is not None:
        lines.append(plain(row.figure.verdicts[0].finding, "$quiet"))
        lines += [said for said in (objective_line(row.progress),) if said is not None]
    return Content("\n").join(lines)
