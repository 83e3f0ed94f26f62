"""What a partner reads of a shared profile: heading, stages, actions, requests, what it told."""

from __future__ import annotations

from collections.abc import Mapping
from datetime import date

from textual.content import Content

from casebook.core.kinds import Record, restricted_in
from casebook.core.wording import AS_SHIPPED, Labels, day
from casebook.profiles.profile import Action
from casebook.profiles.stages import BODIES, MODELS
from casebook.registers.casework import Request
from casebook.sharing.seen import LEFT_OUT, SharedCase
from tui.parts.table import Column, Row, key_of
from tui.parts.text import line, plain, sentence
from tui.profiles.sections import DONE, answers, record_to_read
from tui.registers.entries import in_a_line

ACTIONS, ASKED, TOLD = "actions", "asked", "told"
LISTS = (ACTIONS, ASKED, TOLD)
"""The sections that are lists, after those of the stages."""


def sections_of(case: SharedCase) -> tuple[str, ...]:
    """The stages of its model, then what is asked and told."""
    return (*MODELS[case.profile.model], *LISTS)


def section_bar(case: SharedCase, shown: str) -> Content:
    """The sections with their digits in two lines, the one that is shown reversed."""
    lines: list[list[Content]] = [[], []]
    for number, name in enumerate(sections_of(case), 1):
        label = f"{number} {_called(case, name)}"
        part = Content.styled(f" {label} ", "reverse bold") if name == shown else Content(label)
        lines[name in LISTS].append(part)
    return Content("\n").join(Content(" ").join(parts) for parts in lines)


def _called(case: SharedCase, name: str) -> str:
    if name == ACTIONS:
        return f"Actions ({len(case.file.actions)})"
    if name == ASKED:
        return f"Asked of us ({len(case.waiting)} open)"
    return f"What we told ({len(case.told)})" if name == TOLD else name.capitalize()


def heading(case: SharedCase) -> Content:
    """Who leads and owns it, where it is, and by what it is shared; a line each."""
    it, sharing = case.profile, case.sharing
    places = ", ".join(f"{ref} {case.names.get(ref, '')}".strip() for ref in case.file.hotspots)
    until = f" until {day(sharing.until)}" if sharing.until else ""
    return Content("\n").join(
        [
            sentence(
                f"lead agency {case.lead.says()}",
                f"owner {it.owner}" if it.owner else "",
                places,
            ),
            sentence(f"shared with {case.agency} under {sharing.agreement}{until}").stylize(
                "$quiet"
            ),
        ]
    )


def stage_to_read(case: SharedCase, name: str) -> Content:
    """That what is restricted is left out of a stage, and what it says without that."""
    stage = case.file.stage(name)
    blocks, blank = answers(stage.body, case.labels.get(stage.ref, AS_SHIPPED))
    restricted = {spec.label for spec in restricted_in(BODIES[name])}
    empty = [label for label in blank if label not in restricted]
    if not stage.id:
        blocks = [plain("Nothing is written here yet.", "$quiet")]
    elif empty:
        blocks.append(plain(f"Not filled in: {'; '.join(empty)}.", "$quiet"))
    if restricted:
        blocks.insert(0, plain(LEFT_OUT, "$quiet"))
    return Content("\n\n").join([block for block in blocks if block.plain])


def action_rows(case: SharedCase, today: date) -> tuple[list[Column], list[Row]]:
    """Every action, the agency's own first, and of these what is due first."""
    columns = [
        Column("", 1),
        Column("Action", 0),
        Column("Agency", 16),
        Column("Due", 11),
        Column("State", 18),
    ]
    order = sorted(
        case.file.actions,
        key=lambda a: (a.agency != case.agency, a.done is not None, a.due or date.max, a.id),
    )
    return columns, [Row(key_of(a), _action(case, a, today)) for a in order]


def _action(case: SharedCase, action: Action, today: date) -> tuple[Content | str, ...]:
    ours = action.agency == case.agency
    if action.done:
        state = line(f"{DONE} done {day(action.done)}", "$quiet")
    elif action.overdue(today):
        state = line("! overdue", "bold $text-warning")
    else:
        state = line("open")
    mark = line("●", "bold $primary") if ours else ""
    return (mark, action.title, "ours" if ours else action.agency, day(action.due), state)


def request_rows(case: SharedCase, today: date) -> tuple[list[Column], list[Row]]:
    """The requests put to the partner, those nobody has answered first."""
    columns = [Column("What is asked", 0), Column("Due", 11), Column("State", 12)]
    order = sorted(case.requests, key=lambda r: (r.answered is not None, r.until or date.max, r.id))
    return columns, [Row(key_of(r), (r.text, day(r.until), _state(r, today))) for r in order]


def _state(request: Request, today: date) -> Content:
    state = request.state(today)
    if state == "overdue":
        return line("! overdue", "bold $text-warning")
    return line(f"{DONE} {state}", "$quiet") if state == "answered" else line(state)


def told_rows(case: SharedCase) -> tuple[list[Column], list[Row]]:
    """What the agency wrote, the newest first."""
    columns = [Column("What", 10), Column("Says", 0), Column("On, from", 11)]
    order = sorted(case.told, key=lambda one: one.id, reverse=True)
    return columns, [
        Row(
            key_of(one),
            (
                one.word(),
                in_a_line(one, case.labels.get(one.ref, AS_SHIPPED), ("at", "profile", "agency")),
                day(getattr(one, "at", None)),
            ),
        )
        for one in order
    ]


def entry_to_read(labels: Mapping[str, Labels], entry: Record) -> Content:
    """Every field of a request or of what was told that says something; ``labels`` by ref."""
    return record_to_read(entry, labels.get(entry.ref, AS_SHIPPED), ("profile",), [])
