"""When units were on duty, and who paid: a file beside one of pings."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Sequence
from dataclasses import dataclass, field
from pathlib import Path

from casebook.core.english import listed
from casebook.core.errors import BadFile, Rejection
from casebook.files.mapping import NO_MAPPING
from casebook.files.progress import silent
from casebook.files.sheet import Heading, LacksColumns
from casebook.files.tabular import find_columns
from casebook.patrols.dosage import Stretch
from casebook.patrols.import_columns import ALIASES, PatrolColumns, read_sheets
from casebook.patrols.import_rows import Duty, RowReader, Seen

OFF_DUTY = "off_duty"
"""What time is called that no duty of the unit covers."""
_READ = ("unit", "start", "end", "date", "end date", "minutes", "resourcing")


@dataclass(frozen=True)
class Duties:
    """The duties of every unit."""

    of: dict[str, list[Duty]] = field(default_factory=lambda: defaultdict(list))
    """In order of start."""
    rejections: tuple[Rejection, ...] = ()
    notes: tuple[str, ...] = ()

    def parts(self, unit: str, start: int, end: int) -> list[tuple[Stretch, str]]:
        """A stretch of a unit's time in parts, each with its resourcing or :data:`OFF_DUTY`.

        Where two duties overlap the earlier one stands.
        """
        found: list[tuple[Stretch, str]] = []
        at = start
        for duty in self.of.get(unit, ()):
            begins, ends = int(duty.start.timestamp()), int(duty.end.timestamp())
            if ends <= at or begins >= end:
                continue
            if begins > at:
                found.append(((at, begins), OFF_DUTY))
            found.append(((max(at, begins), min(ends, end)), duty.resourcing))
            at = min(ends, end)
        if at < end or not found:
            found.append(((at, end), OFF_DUTY))
        return found


class _DutyColumns(PatrolColumns):
    """Chooses the columns of a table of duties."""

    def choose(self, heading: Heading) -> list[str]:
        """The columns to read of a table; raises :class:`LacksColumns` for one without them."""
        aliases = {wanted: ALIASES[wanted] for wanted in _READ}
        columns = find_columns(heading, aliases, self.mapping)
        missing = [name for name in ("unit", "start") if name not in columns]
        if not {"end", "minutes"} & columns.keys():
            missing.append("end (or minutes)")
        if missing:
            raise LacksColumns(
                heading, listed(missing), "A duty file has the columns unit, from, to, resourcing."
            )
        self.of[heading.file] = columns
        return list(dict.fromkeys(columns.values()))


def read_duties(path: Path, reader: RowReader) -> Duties:
    """The duties in a table: unit, from, to and resourcing (core where it doesn't say).

    Raises :class:`BadFile` for a file without these columns or without a row that can be taken.
    """
    seen = Seen()
    rejections: list[Rejection] = []
    notes: list[str] = []
    of: dict[str, list[Duty]] = defaultdict(list)
    for one in read_sheets([path], _DutyColumns(NO_MAPPING, None), silent):
        notes += one.sheet.notes
        rejections += one.sheet.rejections
        for row in reader.duties(one, seen):
            if isinstance(row, Rejection):
                rejections.append(row)
            else:
                of[row.unit].append(row)
        notes += seen.notes(one.sheet.file)
    if not of:
        raise BadFile(
            f"{path.name} has no duty that can be read. The first row that can't: {rejections[0]}"
        )
    for duties in of.values():
        duties.sort(key=lambda duty: (duty.start, duty.end))
    return Duties(of, tuple(rejections), tuple(notes))


def longest(parts: Sequence[tuple[Stretch, str]]) -> str:
    """The resourcing that most of a stretch's time has."""
    seconds: dict[str, int] = defaultdict(int)
    for (start, end), resourcing in parts:
        seconds[resourcing] += end - start
    return max(seconds, key=lambda name: (seconds[name], name))
