"""The first screen: every profile with what is due and what the month did."""

from __future__ import annotations

from collections.abc import Callable
from datetime import date
from typing import Any, ClassVar

from textual import events, on
from textual.app import ComposeResult
from textual.binding import Binding, BindingType
from textual.containers import Horizontal
from textual.content import Content
from textual.widgets import Input, Static

from casebook.domain.figures import Figure
from tui.asking import AskingScreen
from tui.figures_view import in_lines, own_change
from tui.frame import Keys, Marking, Notice
from tui.rows import Desk, ProfileRow, load_desk
from tui.table import WIDE, Column, Row, Rows, Table
from tui.text import clean, line, plain, sentence
from tui.words import counted, day, hours, month_change, review, standing

_FAR = date.max


def _share(figure: Figure | None) -> float:
    """How much of the plan was delivered; profiles without a figure come last."""
    share = figure.delivered_share if figure else None
    return 1e9 if share is None else share


def _moved(figure: Figure | None) -> float:
    """The month's change, the largest rise first; missing last."""
    if figure is None or figure.count is None or figure.count_previous is None:
        return 1e9
    return figure.count_previous - figure.count


SORTS: dict[str, Callable[[ProfileRow, date], Any]] = {
    "review": lambda row, _: row.profile.next_review or _FAR,
    "ref": lambda row, _: row.profile.ref,
    "title": lambda row, _: row.profile.title.casefold(),
    "stage": lambda row, _: row.profile.stage,
    "hours": lambda row, _: _share(row.figure),
    "change": lambda row, _: _moved(row.figure),
    "overdue actions": lambda row, today: -len(row.overdue_actions(today)),
}
HOURS = {True: 16, False: 14}
"""The width of the hours on a wide screen and on a narrow one."""
_LIVE = ("open", "monitoring", "proposed")


class ProfilesScreen(AskingScreen[None]):
    """The list of profiles: sorted, filtered, mine or all; Enter opens one."""

    HORIZONTAL_BREAKPOINTS = [(0, "-narrow"), (WIDE, "-wide")]  # noqa: RUF012 - Textual declares it
    VERTICAL_BREAKPOINTS = [(0, "-short"), (32, "-tall")]  # noqa: RUF012 - Textual declares it
    HELP = (
        "Every problem profile with its stage, its next review, the officer-hours delivered of "
        "those planned and the month's change in its own count group (SV: serious violence). "
        "▲ and ▼ mark a change outside usual variation. Closed profiles come last."
    )
    BINDINGS: ClassVar[list[BindingType]] = [
        Binding("slash", "filter", "Filter", id="profiles.filter", key_display="/"),
        Binding("s", "sort", "Sort", id="profiles.sort", tooltip="Sort by the next column"),
        Binding("m", "mine", "Mine/all", id="profiles.mine", tooltip="Mine only, or all"),
        Binding("r", "reload", "Read again", id="profiles.reload", show=False),
        *(
            Binding(str(n), f"sort_by('{name}')", f"Sort by {name}", show=False, id=f"sort.{n}")
            for n, name in enumerate(SORTS, 1)
        ),
        Binding("t", "app.next_theme", "Theme", id="app.theme", show=False),
        Binding("q", "app.quit", "Quit", id="app.leave"),
        Binding("escape", "back", "Clear", id="profiles.clear", show=False),
    ]

    def __init__(self) -> None:
        super().__init__()
        self.desk: Desk | None = None
        self.sort = "review"
        self.mine = False

    def compose(self) -> ComposeResult:
        """Marking, heading, filter, rows, the highlighted profile, who and how far, keys."""
        yield Marking(id="marking-top")
        with Horizontal(id="heading"):
            yield Static(plain("Problem profiles", "bold $primary"), id="what")
            yield Static(id="where")
        yield Input(placeholder="words in ref, title, hotspot, stage or owner", id="filter")
        yield Table(empty="", id="profiles")
        yield Static(id="detail")
        yield Notice()
        yield Static(line(f"Opening {self.app.title} …", "$quiet"), id="standing")
        yield Keys()
        yield Marking(id="marking-bottom")

    def on_mount(self) -> None:
        """Nothing is filtered at first."""
        self.query_one("#filter").display = False
        self.query_one(Table).display = False

    def reload(self) -> None:
        """Read everything again."""
        self.ask(load_desk, self.show_desk, group="desk")

    def on_screen_resume(self, _event: events.ScreenResume) -> None:
        """Coming back from a profile, show what has changed."""
        if self.desk is not None:
            self.reload()

    def show_desk(self, desk: Desk) -> None:
        """Show what was read."""
        first = self.desk is None
        self.desk = desk
        self.casebook.standing = desk.standing
        self.mark()
        self.query_one(Table).display = True
        self._fill()
        if first:
            self.query_one(Rows).focus()
            for note in desk.notes[:1]:
                self.say(note)

    def chosen(self) -> list[ProfileRow]:
        """The rows that the filter and mine/all leave, in order; closed ones last."""
        desk = self.desk
        if desk is None:
            return []
        today, login = desk.standing.today, desk.standing.login
        words = self.query_one("#filter", Input).value.casefold().split()
        rows = [
            row
            for row in desk.rows
            if (not self.mine or row.profile.owner == login)
            and all(word in _searched(row) for word in words)
        ]
        key = SORTS[self.sort]
        return sorted(
            rows,
            key=lambda row: (
                row.profile.status not in _LIVE,
                key(row, today),
                row.profile.ref,
            ),
        )

    def _fill(self) -> None:
        desk = self.desk
        if desk is None:
            return
        rows = self.chosen()
        wide = self.size.width >= WIDE
        empty = "No profile matches: Esc clears the filter, m shows all."
        if not desk.rows:
            empty = "There are no profiles yet: 'casebook profile new' opens the first."
        elif self.mine and not self.query_one("#filter", Input).value:
            empty = f"No profile is owned by {clean(desk.standing.login)}: m shows all."
        self.query_one(Table).fill(
            _columns(desk, self.sort, wide=wide),
            [Row(row.profile.ref, _cells(row, desk, wide=wide)) for row in rows],
            empty=empty,
        )
        self._head(len(rows))
        self._detail()

    def _head(self, shown: int) -> None:
        desk = self.desk
        assert desk is not None
        who = desk.standing
        all_ = len(desk.rows)
        of = f"{'mine' if self.mine else 'all'} {all_}"
        if shown != all_:
            of = f"{'mine' if self.mine else 'found'} {shown} of {all_}"
        self.query_one("#what", Static).update(
            Content.assemble(
                ("Problem profiles", "bold $primary"),
                (f"   {of}, by {self.sort}", "$quiet"),
            )
        )
        self.query_one("#where", Static).update(sentence(who.book, day(who.today)))
        acting = f"{who.login} (by {who.via})" if who.via else who.login
        self.query_one("#standing", Static).update(
            sentence(
                Content.assemble(("You are ", "$quiet"), line(acting)),
                who.force if self.size.width >= WIDE else "",
                Content.styled("read-only", "bold") if who.read_only else "",
                line(desk.coverage or "no delivered hours loaded", "$quiet"),
            )
        )

    @on(Rows.OptionHighlighted)
    def _highlighted(self) -> None:
        self._detail()

    def _detail(self) -> None:
        desk, key = self.desk, self.query_one(Table).key
        row = next((r for r in desk.rows if r.profile.ref == key), None) if desk else None
        if desk is None or row is None:
            self.query_one("#detail", Static).update("")
            return
        profile, today = row.profile, desk.standing.today
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
                else f"{counted(len(row.file.actions), 'action')}, none overdue",
            ),
        ]
        if self.size.width >= WIDE:
            lines.append(in_lines(row.figure, desk.month))
        elif row.figure is not None:
            lines.append(plain(row.figure.z_says, "$quiet"))
        self.query_one("#detail", Static).update(Content("\n").join(lines))

    def on_resize(self, _event: events.Resize) -> None:
        """A wider screen shows more columns."""
        self._fill()

    @on(Input.Changed, "#filter")
    def _filtered(self) -> None:
        self._fill()

    @on(Input.Submitted, "#filter")
    def _filter_done(self) -> None:
        self.query_one(Rows).focus()

    @on(Rows.OptionSelected)
    def _opened(self, event: Rows.OptionSelected) -> None:
        if event.option_id is not None:
            self.casebook.open_profile(event.option_id)

    def action_filter(self) -> None:
        """Type words that a row must hold."""
        field = self.query_one("#filter", Input)
        field.display = True
        field.focus()

    def action_back(self) -> None:
        """Close the notice, else clear the filter."""
        field = self.query_one("#filter", Input)
        if not self.hush() and field.display:
            field.value = ""
            field.display = False
            self.query_one(Rows).focus()

    def action_sort(self) -> None:
        """Sort by the next column."""
        names = list(SORTS)
        self.action_sort_by(names[(names.index(self.sort) + 1) % len(names)])

    def action_sort_by(self, name: str) -> None:
        """Sort by one column."""
        self.sort = name
        self._fill()

    def action_mine(self) -> None:
        """Show mine only, or all."""
        self.mine = not self.mine
        self._fill()

    def action_reload(self) -> None:
        """Read the casebook again."""
        self.hush()
        self.reload()


def _searched(row: ProfileRow) -> str:
    profile = row.profile
    parts = [profile.ref, profile.title, standing(profile), profile.owner or "", profile.area or ""]
    parts += [f"{ref} {name}" for ref, name in row.names.items()]
    return " ".join(parts).casefold()


def _columns(desk: Desk, sort: str, *, wide: bool) -> list[Column]:
    """The columns, the one that sorts marked; at 80 cells only what matters."""
    refs = max((len(row.profile.ref) for row in desk.rows), default=3)
    month = desk.month
    columns = [
        ("ref", Column("Ref", min(max(refs, 3), 16))),
        ("title", Column("Title", 0)),
        ("hotspots", Column("Hotspots", 8)),
        ("stage", Column("Stage", 9)),
        ("review", Column("Review", 11)),
        ("hours", Column(f"Hours {month.label[:3]}", HOURS[wide], right=True)),
        (
            "change",
            Column(f"{' ' * (not wide)}{month_change(month, wide=wide)}", 16 if wide else 13),
        ),
        ("overdue actions", Column("Overdue", 9)),
    ]
    return [
        Column(f"{c.label} ↓", c.width, c.right) if name == sort else c
        for name, c in columns
        if wide or name not in ("hotspots", "overdue actions")
    ]


def _cells(row: ProfileRow, desk: Desk, *, wide: bool) -> tuple[Content | str, ...]:
    profile, today = row.profile, desk.standing.today
    when = review(profile, today)
    overdue = len(row.overdue_actions(today))
    mine = profile.owner == desk.standing.login
    cells: dict[str, Content | str] = {
        "ref": line(profile.ref, "bold" if mine else ""),
        "title": profile.title,
        "hotspots": line(_hotspots(row), "$quiet"),
        "stage": standing(profile),
        "review": line(when, "bold $text-warning" if profile.overdue(today) else ""),
        "hours": hours(row.figure, HOURS[wide]),
        "change": Content(" " * (not wide))
        + own_change(row.figure, desk.standing.z_limit, wide=wide),
        "overdue": line(
            f"{overdue} of {len(row.file.actions)}" if overdue else "–",
            "bold $text-warning" if overdue else "$quiet",
        ),
    }
    if not wide:
        cells = {k: v for k, v in cells.items() if k not in ("hotspots", "overdue")}
    return tuple(cells.values())


def _hotspots(row: ProfileRow) -> str:
    """The first hotspot, and how many more."""
    refs = row.file.hotspots
    if not refs:
        return "–"
    return refs[0] if len(refs) == 1 else f"{refs[0]} +{len(refs) - 1}"
