"""Every figure of a review pack as rows of sheets, each with how to see what is behind it."""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass
from shlex import quote
from typing import Any

from casebook.core.months import Window
from casebook.figures.figure import Figure
from casebook.figures.progress import Progress
from casebook.packs.review.hotspot.gathered import KeptForPages
from casebook.packs.sheets import SheetCell, WorkbookSheet
from casebook.profiles.casefile import ProfileFile
from casebook.reviews.review import Review

_DAYS = ("Monday", "Tuesday", "Wednesday", "Thursday", "Friday", "Saturday", "Sunday")
_BEHIND = "rows behind"


@dataclass(frozen=True)
class PackNumbers:
    """What a pack's figures are, before they are words."""

    rows: tuple[Figure, ...]
    """A row per hotspot, in the order of the pack."""
    monthly: tuple[Figure, ...]
    """Each hotspot's months, oldest first."""
    progress: Mapping[str, Progress]
    files: tuple[ProfileFile, ...]
    """The live profiles."""
    kept: KeptForPages


def number_sheets(numbers: PackNumbers) -> tuple[WorkbookSheet, ...]:
    """A sheet for each kind of figure; headings of figures are those of ``casebook figures``."""
    files = {
        hotspot: [file for file in numbers.files if hotspot in file.hotspots]
        for hotspot in (row.hotspot or "" for row in numbers.rows)
    }
    return (
        _figures("Hotspots", numbers.rows, ("hotspot",)),
        _figures("Months", numbers.monthly, ("hotspot", "month")),
        _verdicts(numbers.rows),
        _measures(numbers),
        _reviews(numbers, files),
        _actions(files),
        _results(numbers),
        _money(numbers, files),
        _hours(numbers),
    )


def behind(row: Figure, group: str = "") -> str:
    """The command that lists the incidents behind the counts of a row, or of one count group."""
    return _rows_of(row.window, [row.hotspot or ""], group)


def _rows_of(window: Window, hotspots: Iterable[str], group: str = "") -> str:
    places = "".join(f" --hotspot {quote(ref)}" for ref in hotspots)
    count = f" --count {quote(group)}" if group else ""
    return f"casebook figures --from {window.first} --to {window.last}{places}{count} --rows"


def _figures(name: str, rows: Sequence[Figure], by: tuple[str, ...]) -> WorkbookSheet:
    told = [{**row.for_programs(by), _BEHIND: behind(row)} for row in rows]
    keys = tuple(key for key in (told[0] if told else {}) if key != "other_verdicts")
    return _sheet(name, keys, told)


def _sheet(name: str, keys: Sequence[str], rows: Iterable[Mapping[str, Any]]) -> WorkbookSheet:
    headings = tuple(keys) or ("nothing",)
    return WorkbookSheet(
        name, headings, [[_plain(row.get(key)) for key in headings] for row in rows]
    )


def _plain(value: Any) -> SheetCell:
    if isinstance(value, bool):
        return "yes" if value else "no"
    if isinstance(value, (list, tuple)):
        return " ".join(str(part) for part in value)
    return value if value is None or isinstance(value, (int, float)) else str(value)


def _verdicts(rows: Iterable[Figure]) -> WorkbookSheet:
    """A row for each theme of each hotspot."""
    told = [
        {
            "hotspot": row.hotspot,
            "from": str(row.window.first),
            "to": str(row.window.last),
            **each.encode(),
            _BEHIND: behind(row, each.count_group),
            "rows behind the run": _run_behind(row, each.count_group, each.run_months),
        }
        for row in rows
        for each in row.verdicts
    ]
    return _sheet("Verdicts", tuple(told[0]) if told else (), told)


def _run_behind(row: Figure, group: str, months: int | None) -> str | None:
    if months is None:
        return None
    run = Window(row.window.last + (1 - months), row.window.last)
    return _rows_of(run, [row.hotspot or ""], group)


def _measures(numbers: PackNumbers) -> WorkbookSheet:
    """Where each profile's own measure stands."""
    told = []
    for file in numbers.files:
        progress = numbers.progress.get(file.profile.ref)
        if progress is None:
            continue
        told.append(
            {
                "profile": file.profile.ref,
                "hotspots": " ".join(file.hotspots),
                **progress.encode(),
                _BEHIND: _rows_of(progress.now_window, file.hotspots, progress.measure),
            }
        )
    return _sheet("Measures", tuple(told[0]) if told else (), told)


def _reviews(numbers: PackNumbers, files: Mapping[str, Sequence[ProfileFile]]) -> WorkbookSheet:
    """The month's review of each profile, and the last one that was signed before it."""
    keys = ("state", "due", "did", "hindered", "asks", "reason", "comments", "signed_by")
    told = [
        {
            "hotspot": hotspot,
            "profile": review.profile,
            "month": str(review.month),
            **{key: getattr(review, key) for key in keys},
            "decisions": "; ".join(review.decisions),
            "signed_on": review.signed_on,
            _BEHIND: f"casebook review show {quote(review.profile)} {review.month}",
        }
        for hotspot, own in files.items()
        for file in own
        for review in _last_two(numbers.kept, file.profile.ref)
    ]
    return _sheet("Reviews", tuple(told[0]) if told else (), told)


def _last_two(kept: KeptForPages, profile: str) -> tuple[Review, ...]:
    """The last signed review before the month, and the month's own; those that there are."""
    reviews = kept.reviews.get(profile, ())
    before = [one for one in reviews if one.month < kept.month and one.state == "signed"]
    return (*before[-1:], *(one for one in reviews if one.month == kept.month))


def _actions(files: Mapping[str, Sequence[ProfileFile]]) -> WorkbookSheet:
    keys = ("hotspot", "profile", "number", "title", "agency", "owner", "due", "done", "actual")
    told = [
        {
            "hotspot": hotspot,
            "profile": action.profile,
            "number": action.id,
            **{key: getattr(action, key) for key in keys[3:]},
            _BEHIND: f"casebook action list {quote(action.profile)}",
        }
        for hotspot, own in files.items()
        for file in own
        for action in file.actions
    ]
    return _sheet("Actions", (*keys, _BEHIND), told)


def _results(numbers: PackNumbers) -> WorkbookSheet:
    """What was done at each hotspot by code, in the month and in the financial year up to it."""
    year = numbers.kept.year
    told = [
        {
            "hotspot": row.hotspot,
            "group": line.group,
            "result": line.what,
            "from": str(year.first),
            "to": str(year.last),
            "count_of_month": line.now,
            "count": line.year,
            _BEHIND: f"casebook activity list --place {quote(row.hotspot or '')}",
        }
        for row in numbers.rows
        for line in numbers.kept.results.get(row.hotspot or "", ())
    ]
    return _sheet("Results", tuple(told[0]) if told else (), told)


def _money(numbers: PackNumbers, files: Mapping[str, Sequence[ProfileFile]]) -> WorkbookSheet:
    """Each bid, commitment and spend for a hotspot or its profiles in the financial year."""
    keys = ("hotspot", "fund", "number", "kind", "on", "amount", "profile", "reference", "text")
    kept = numbers.kept
    told = [
        {
            "hotspot": hotspot,
            "fund": spend.fund,
            "number": spend.id,
            "kind": spend.code,
            "on": spend.at,
            "amount": spend.amount,
            "profile": spend.profile,
            "reference": spend.reference,
            "text": spend.text,
            _BEHIND: f"casebook spend list {quote(spend.fund)}",
        }
        for hotspot, own in files.items()
        for spend in kept.booked(hotspot, [file.profile.ref for file in own])
        if spend.at >= kept.year.start
    ]
    return _sheet("Money", (*keys, _BEHIND), told)


def _hours(numbers: PackNumbers) -> WorkbookSheet:
    """Incidents and officer-hours by weekday and hour."""
    headings = (
        "hotspot",
        "what",
        "from",
        "to",
        "weekday",
        *(f"{hour:02d}:00" for hour in range(24)),
    )
    return WorkbookSheet("Hours of the week", (*headings, _BEHIND), list(_hour_rows(numbers)))


def _hour_rows(numbers: PackNumbers) -> Iterator[list[SheetCell]]:
    kept = numbers.kept
    for row in numbers.rows:
        week = kept.weeks.get(row.hotspot or "")
        if week is None:
            continue
        every = [(name, of.hours, kept.demand) for name, of in week.incidents.items()]
        if row.officer_hours is not None:
            every.append(("officer_hours", week.patrols, kept.window))
        for name, hours, window in every:
            incidents = name != "officer_hours"
            command = _rows_of(window, [row.hotspot or ""], name if incidents else "")
            command = command if incidents else command.removesuffix(" --rows")
            for day, values in zip(_DAYS, hours.rows, strict=True):
                yield [
                    row.hotspot, name, str(window.first), str(window.last), day,
                    *(round(value, 4) for value in values),
                    command,
                ]  # fmt: skip
