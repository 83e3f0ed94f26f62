"""What Today shows, line by line: headings, what is owed, and the month of one's hotspots."""

from __future__ import annotations

from collections import Counter
from collections.abc import Callable, Iterator, Sequence
from dataclasses import dataclass, replace
from datetime import date, timedelta
from functools import partial
from typing import TYPE_CHECKING

from textual.content import Content

from casebook.agenda.today.counted import later_counted, night_counted, part_counted
from casebook.agenda.today.page import TOLD
from casebook.book.made_of import MadeLater
from casebook.core.english import plural
from casebook.core.months import day_label
from casebook.core.wording import MISSING, number, share
from casebook.core.wording import hours as in_hours
from tui.numbers.marked import marked
from tui.parts.text import cell, line, plain, sentence
from tui.parts.words import group_name

if TYPE_CHECKING:
    from casebook.agenda.today.page import HotspotMonth, Line, Night, Today, TodayBehind, TodayPart
    from casebook.book.made_of import MadeOf
    from casebook.figures.figure import Figure

_MARKS = {"more": "▲", "fewer": "▼"}
"""Beside a count outside usual variation; the word itself stands in its column."""
_NOTHING = "Nothing: all that is yours is done."
_READING = "still being read …"
_WAITING = "waiting"
_DAY = 9
"""The mark of what is late, and the day by which: what stands before its word."""
_WORD = 9
"""The narrowest column of the words of what is owed."""
_REASON = 28
"""Cells left to the reason of what is owed before its word is shown whole."""
_FEWEST = 3
"""Lines of what waits for others that stand on the lowest screen."""
MORE = "more that waits"
"""The key of the line that stands for the rest of it."""
GAP = "gap"
"""The word of a line that says what isn't loaded."""
_ORDERING = "being put in order of need …"
_SHARED = "shared"
"""The part with what is shared with a partner, which is owed by nobody."""
_WHEN = {_SHARED: "since", TOLD: "on"}
"""What stands before the day of a line in these parts, which is no day it is owed by."""
_UNSHARED = "Nothing is shared with your agency now."


@dataclass(frozen=True)
class Shown:
    """A line of the page; one without a key is a heading, which the cursor passes over."""

    content: Content | Callable[[], Content]
    """What stands there; or what makes it, where there may be very many lines."""
    key: str = ""
    below: Content | Callable[[], Content] = Content("")
    """What is said of it below the page while the cursor is on it, or what makes that."""
    profile: str = ""
    """The profile Enter opens; empty where there is none."""
    kind: str = ""
    id: int = 0
    """The very record Enter goes to."""
    what: str = ""
    """A word for what is owed."""


def folded(shown: Sequence[Shown], today: Today, room: int, kept: str) -> Sequence[Shown]:
    """The page with fewer lines of what waits for others, where it has more than ``room`` lines.

    So the hotspots below are seen too. Nothing is folded where ``kept``, the line the cursor is on,
    would go.
    """
    waiting = [one.key for part in today.parts if part.name == _WAITING for one in part.lines]
    over = len(shown) - room
    stay = max(len(waiting) - over - 1, _FEWEST)
    if over <= 0 or stay + 1 >= len(waiting) or kept in waiting[stay:]:
        return shown
    start = next(n for n, one in enumerate(shown) if one.key == waiting[0])
    after = shown[start + len(waiting) :]
    if not after:
        return shown
    said = f"and {len(waiting) - stay:,} more"
    more = Shown(Content(f"         {said}"), MORE, Content("Enter shows them all."))
    return (*shown[: start + stay], more, *after)


def rows(
    today: Today, behind: TodayBehind | None, width: int, need: Sequence[str] | None = None
) -> Iterator[Shown]:
    """The page from top to bottom, each line at most ``width`` cells, each key once.

    What is to be signed stands in the order of ``need``, once that is known.
    """
    seen: Counter[str] = Counter()
    for one in _rows(today, behind, width, need):
        seen[one.key] += 1
        # one record may owe several things, as an indicator does in every area
        again = one.key and seen[one.key] > 1
        yield replace(one, key=f"{one.key} {seen[one.key]}") if again else one


def _rows(
    today: Today, behind: TodayBehind | None, width: int, need: Sequence[str] | None
) -> Iterator[Shown]:
    yield from _nights(today.nights)
    word = _word_width(today, width)
    for part in today.parts:
        lines = part.lines
        if part.name == "sign":
            lines = by_need(lines, need or ())
        ordered = part.name != "sign" or need is not None
        owed = partial(_owed, today=today.day, width=width, word=word)
        yield from _part(part, lines, today, owed, ordered=ordered)
    if behind is not None:
        yield from _data(behind, width)
        yield from _hotspots(behind, today, _widths(width, word))


def by_need(lines: Sequence[Line], need: Sequence[str]) -> tuple[Line, ...]:
    """Lines in the order of need of their profiles; those it doesn't name come last, as before."""
    at = {ref: at for at, ref in enumerate(need)}
    return tuple(sorted(lines, key=lambda one: at.get(one.about, len(at))))


def _month_below(one: HotspotMonth) -> Content:
    """What was found in a hotspot's month, and how far its hours are known."""
    said = [*(v.finding for v in one.figure.verdicts), one.figure.coverage]
    head = sentence(line(one.profile or one.ref, "bold $primary"), one.name)
    return Content("\n").join([head, *(plain(text) for text in said if text)])


def _below(one: Line, when: str = "by") -> Content:
    """What a line says whole, and what is to be read before it is done."""
    when = "since" if one.what == "proposal" else when
    late = Content.styled("late", "bold $text-warning") if one.late else ""
    day = f"{when} {day_label(one.on)}" if one.on else "no day is set"
    head = sentence(line(one.about, "bold $primary"), one.where, one.what, day, late)
    return Content("\n").join([head, plain(one.more or one.says)])


def short_day(day: date, today: date) -> str:
    """A day in six cells: ``today``, ``18 Dec``; a year where it is far off: ``Mar 26``.

    >>> short_day(date(2023, 1, 3), date(2024, 12, 18))
    'Jan 23'
    """
    if day == today:
        return "today"
    label = day_label(day)[:-5]
    if abs(day - today) < timedelta(days=180):
        return label
    return f"{label[-3:]} {day.year % 100:02d}"


def _head(title: str, told: Content | str = "", style: str = "$quiet") -> Shown:
    said = line(told) if isinstance(told, str) else told
    return Shown(Content.assemble(line(title.upper(), "bold $primary"), "   ", said.stylize(style)))


def _nights(nights: Sequence[Night]) -> Iterator[Shown]:
    """Last night's visits, and how many of them nobody has accounted for."""
    if not nights:
        return
    if len(nights) == 1 and not nights[0].team:
        told, open_ = _visits(nights[0])
        told = told + (": 2 opens the sheet" if open_ else "")
        yield _head("Last night", told, "bold $text-warning" if open_ else "$quiet")
        return
    yield _head("Last night", "2 opens the sheet" if any(one.left for one in nights) else "")
    for night in nights:
        told, open_ = _visits(night)
        mark = Content.styled("! ", "bold $text-warning") if open_ else Content("  ")
        yield Shown(Content.assemble(mark, cell(night.team, 26), " ", told))


def _visits(night: Night) -> tuple[Content, bool]:
    if not night.planned:
        return Content("no visit was planned"), False
    planned = Content.assemble(
        marked(f"{night.planned:,}", night_counted(night)),
        f" {plural(night.planned, 'visit')} planned, ",
    )
    if not night.left:
        return planned + "all accounted for", False
    done = marked(f"{night.planned - night.left:,}", night_counted(night, accounted=True))
    return Content.assemble(planned, done, " accounted for"), True


def _part(
    part: TodayPart,
    lines: Sequence[Line],
    today: Today,
    owed: Callable[[Line], Content],
    *,
    ordered: bool,
) -> Iterator[Shown]:
    """The heading of a part and its lines, each made by ``owed``."""
    told = [marked(f"{part.total:,}", part_counted(part))]
    if part.late:
        told.append(marked(f"{part.late:,}", part_counted(part, late=True)) + " late")
    if part.more:
        told.append(Content(f"{len(lines):,} of them here: d lists all"))
    if part.later:
        later = marked(f"{part.later:,}", later_counted(part))
        told.append(Content.assemble("and ", later, " by a later day: d lists them"))
    if not ordered:
        told.append(Content(_ORDERING))
    if lines or part.later:
        yield _head(part.title, Content(", ").join(told))
    elif today.registers:
        yield _head(part.title, _UNSHARED if part.name == _SHARED else _NOTHING)
    else:
        yield _head(part.title, _READING)
    for one in lines:
        shown = partial(owed, one)
        below = partial(_below, one, _WHEN.get(part.name, "by"))
        yield Shown(shown, one.key, below, one.profile, one.kind, one.id, one.what)


def _word_width(today: Today, width: int) -> int:
    """The column of the words of what is owed: as wide as the longest, where there is room."""
    longest = max((len(one.what) for part in today.parts for one in part.lines), default=0)
    room = width - _DAY - _place_width(width) - 2 - _REASON
    return max(_WORD, min(longest, room))


def _place_width(width: int) -> int:
    return 30 if width >= 110 else 19


def _owed(one: Line, today: date, width: int, word: int) -> Content:
    """``! 10 Nov returned  Harbour Station   Oct: “say what the residents were told”``."""
    mark = Content.styled("! ", "bold $text-warning") if one.late else Content("  ")
    cells = (
        cell(short_day(one.on, today) if one.on else MISSING, 6, right=True),
        cell(one.what, word),
        cell(one.where, _place_width(width)),
    )
    return Content.assemble(mark, *(part + " " for part in cells), line(one.says)).truncate(
        width, ellipsis=True
    )


def _data(behind: TodayBehind, width: int) -> Iterator[Shown]:
    """What is missing of what is loaded, and what was loaded last."""
    if not behind.loads and not behind.gaps:
        return
    yield _head("Gaps in the data", "" if behind.gaps else "none")
    for said in behind.gaps:
        mark = Content.styled("! ", "bold $text-warning")
        shown = (mark + line(said)).truncate(width, ellipsis=True)
        below = Content("\n").join([plain(said), plain("Enter takes in a file for it.", "$quiet")])
        yield Shown(shown, f"gap {said}", below, what=GAP)
    yield _head("Loaded last")
    for one in behind.loads:
        said = f"  {short_day(one.on, behind.loads[0].on):>6} {one.file}  {one.says}"
        yield Shown(plain(said).truncate(width, ellipsis=True))


def _hotspots(behind: TodayBehind, today: Today, widths: Sequence[int]) -> Iterator[Shown]:
    """The month of each hotspot: hours, of plan, counts, the verdict's word, when last seen."""
    if not behind.hotspots:
        return
    month = behind.month.label[:3]
    whose = "Your hotspots" if behind.mine else f"Hotspots of {today.area}"
    if len(f"{whose}, {month}") > widths[0]:
        whose = today.area
    heads = ("stage", "hours", "plan", "ASB", "SV", "verdict", "seen")
    title = f"{whose}, {month}".upper()
    yield Shown(_row((title, *heads), widths, "bold $primary"))
    for one in behind.hotspots:
        shown = _row(_month(one, today.day), widths)
        yield Shown(shown, f"hotspot {one.ref}", _month_below(one), one.profile)


def _widths(width: int, word: int) -> tuple[int, ...]:
    """Of each column; the place's takes what the others leave, as far as the eye follows a row.

    At its widest the next column begins below the reasons of what is owed.
    """
    fixed = (9, 5, 5, 6, 6, 15, 6)
    widest = _DAY + word + _place_width(110) + 1
    return (min(max(width - sum(fixed) - len(fixed), 12), widest), *fixed)


def _row(cells: Sequence[Content | str], widths: Sequence[int], style: str = "") -> Content:
    right = (False, False, True, True, False, False, False, True)
    parts = [cell(c, w, right=r) for c, w, r in zip(cells, widths, right, strict=True)]
    return Content(" ").join([part.stylize(style) if style else part for part in parts])


def _month(one: HotspotMonth, today: date) -> tuple[Content | str, ...]:
    figure = one.figure
    moved = {v.count_group: _MARKS.get(v.verdict, "") for v in figure.verdicts}
    word = figure.verdict.partition(" to ")[0]
    said = f"{group_name(figure.count_group)} {word}" if word else MISSING
    return (
        f"  {one.name}",
        one.stage or MISSING,
        _number(in_hours(figure.officer_hours, 0), figure, "officer_hours"),
        _number(share(figure.delivered_share), figure, "delivered_share"),
        _change(figure, "asb") + moved.get("asb", ""),
        _change(figure, "serious_violence") + moved.get("serious-violence", ""),
        marked(said, MadeLater(partial(_count_behind, figure))) if word else said,
        short_day(one.last_seen, today) if one.last_seen else MISSING,
    )


def _change(figure: Figure, column: str) -> Content:
    """``29→23``, both numbers to be gone to; one dash where neither is loaded."""
    before = f"{column}_previous"
    sides = getattr(figure, before), getattr(figure, column)
    if sides == (None, None):
        return Content(MISSING)
    return Content("→").join(
        _number(number(value), figure, name)
        for name, value in zip((before, column), sides, strict=True)
    )


def _number(text: str, figure: Figure, column: str) -> Content:
    """A number of a month, to be gone to where it is known."""
    known = getattr(figure, column) is not None
    return marked(text, MadeLater(partial(_behind, figure, column)) if known else None)


def _behind(figure: Figure, column: str) -> MadeOf | None:
    """What a number of a month was made from."""
    # finding it takes the whole casebook, which may not be open when the month is shown
    from casebook.figures.behind.numbers import made_of
    from casebook.figures.behind.worked_out import share_worked_out

    return share_worked_out(figure) if column == "delivered_share" else made_of(figure, column)


def _count_behind(figure: Figure) -> MadeOf | None:
    """What the count that the verdict is on was made from."""
    from casebook.figures.behind.numbers import count_made_of

    return count_made_of(figure, figure.verdicts[0])
