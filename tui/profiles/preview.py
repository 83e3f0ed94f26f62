"""The profile under the cursor of a list, in a few lines, with two years of its months."""

from __future__ import annotations

from functools import partial
from typing import TYPE_CHECKING, ClassVar

from textual.timer import Timer
from textual.widgets import Static

from tui.parts.asking import AskingScreen
from tui.profiles.listing import detail
from tui.profiles.month_chart import MonthSeries, read_series

if TYPE_CHECKING:
    from collections.abc import Mapping

    from casebook.core.months import Month
    from tui.profiles.list_data import ProfileListData, ProfileRow


class ProfilePreview(Static):
    """What stands under a list: at once in words, with the months once the cursor rests."""

    RESTS: ClassVar[float] = 0.15
    """Seconds that the cursor stays on a profile before its months are read."""

    _stands: tuple[str, Month | None] = ("", None)
    """The newest entry of the history, and the month, that the months below are of."""
    _months: Mapping[str, tuple[MonthSeries, ...]] = {}
    """What was read, by the profile's ref."""
    _shown: tuple[ProfileRow, ProfileListData, bool] | None = None
    _resting: Timer | None = None
    _reading = ""
    """The profile whose months are being read."""

    def show(self, row: ProfileRow | None, data: ProfileListData, *, wide: bool) -> None:
        """Show a profile, or none."""
        stands = (data.page.head, data.month)
        if stands != self._stands:
            self._stands, self._months = stands, {}
        self._shown = (row, data, wide) if row is not None else None
        self._draw()
        if self._resting is not None:
            self._resting.stop()
        if self._unread() is None:
            return
        if self.RESTS:
            self._resting = self.set_timer(self.RESTS, self._read)
        else:
            self._read()

    def _draw(self) -> None:
        if self._shown is None:
            self.update("")
            return
        row, data, wide = self._shown
        self.update(detail(row, data, self._months.get(row.profile.ref, ()), wide=wide))

    def _unread(self) -> ProfileRow | None:
        """The profile that is shown, where it has months that weren't read."""
        row = self._shown[0] if self._shown else None
        if row is None or row.figure is None or not row.counted or not row.live:
            return None
        return None if row.profile.ref in self._months else row

    def _read(self) -> None:
        row, screen = self._unread(), self.screen
        if row is None or self._reading or not isinstance(screen, AskingScreen):
            return
        figure = row.figure
        assert figure is not None
        self._reading = row.profile.ref
        hotspots = row.live
        screen.ask(
            lambda book: read_series(book, hotspots, figure),
            partial(self._found, row.profile.ref, self._stands),
            group="months",
            refused=self._unfound,
            awaited=False,
        )

    def _found(
        self, ref: str, stands: tuple[str, Month | None], found: tuple[MonthSeries, ...]
    ) -> None:
        self._reading = ""
        if stands == self._stands:
            self._months = {**self._months, ref: found}
            self._draw()
        self._read()

    def _unfound(self, _error: BaseException) -> bool:
        self._reading = ""
        return False
