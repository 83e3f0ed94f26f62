"""Processes killed while they write, and what stands afterwards.

A command that said it was done has to be in, one that hadn't is in whole or not at all, and the
rest of the work goes on as if nothing had been. What the commands of a :class:`Killable` leave one
after another is found out once, by running them to their end.
"""

from __future__ import annotations

import hashlib
import re
import tempfile
from collections import Counter
from collections.abc import Iterator, Sequence
from dataclasses import dataclass, replace
from pathlib import Path
from random import Random

from tests.reliability.asked import Asked, several
from tests.reliability.child import LOGIN, Command, Ended, How, run_in
from tests.reliability.killable import KILLABLE, Killable
from tests.reliability.outcome import Outcome
from tests.reliability.points import ALWAYS, Point
from tests.reliability.stands import faults_of, gone_from, rows_in, state_of
from tests.reliability.town import Site, Towns
from tests.served_books import ON_SERVER

OLD = b"An older file."


@dataclass(frozen=True)
class Course:
    """What commands leave when nothing happens to them."""

    killable: Killable
    states: tuple[str, ...]
    """What stood in the casebook before the first, and after each."""
    last_lines: tuple[str, ...]
    """What each said last."""
    outputs: dict[str, frozenset[str]]
    """What each output looks like when it is whole, by its pattern."""
    rows: dict[str, int]
    """How many rows each table has in the end."""
    points: tuple[Point, ...]
    seconds: float


def trial(asked: Asked, of: Sequence[Killable] = KILLABLE) -> Outcome:
    """Kill each of the commands in turn, half at known points and half at random moments."""
    rng = asked.rng("kills")
    wanted = [each for each in of if not (ON_SERVER and each.file_only)]
    lost: list[str] = []
    left: Counter[str] = Counter()
    killed: Counter[str] = Counter()
    with tempfile.TemporaryDirectory() as scratch:
        towns = Towns(Path(scratch))
        courses: dict[str, Course] = {}
        turns = [wanted[number % len(wanted)] for number in range(asked.kills)]
        for number, killable in enumerate(asked.watched("kill", turns)):
            if killable.name not in courses:
                courses[killable.name] = course_of(killable, towns)
            course = courses[killable.name]
            how = _how(course, rng, at_point=number // len(wanted) % 2 == 0)
            died, found, litter = killed_once(course, towns, how)
            killed[killable.name] += died
            left.update(litter)
            lost += found
    alive = asked.kills - killed.total()
    notes = [f"killed: {', '.join(f'{name} {n}' for name, n in sorted(killed.items()))}"]
    notes += [f"{alive} had ended before their time came"] if alive else []
    notes += [f"left behind, and no hindrance: {name} ({n})" for name, n in sorted(left.items())]
    return Outcome("kills", asked.kills, several(lost), tuple(notes))


def course_of(killable: Killable, towns: Towns) -> Course:
    """Run the commands to their end, one child for all of them and then one each."""
    with towns.site(killable.start) as site:
        _older(killable, site)
        commands = [site.named(command) for command in killable.commands]
        whole = run_in(site.folder, commands, site.how)
        assert set(whole.codes) == {0}, whole.said
    points = [
        Point(name, number)
        for name, times in whole.passed.items()
        for number in range(1, times + 1)
    ]
    with towns.site(killable.start) as site:
        _older(killable, site)
        states, lines = [state_of(site.book)], []
        for command in killable.commands:
            ended = run_in(site.folder, [site.named(command)], site.how)
            lines.append(ended.last_line)
            states.append(state_of(site.book))
        rows = rows_in(site.book)
        looks = {each.pattern: frozenset(_looks(site, each.pattern)) for each in killable.outputs}
    assert all(len(look) == 1 for look in looks.values()), looks
    return Course(killable, tuple(states), tuple(lines), looks, rows, tuple(points), whole.seconds)


def _how(course: Course, rng: Random, *, at_point: bool) -> How:
    """When to kill: at one of the points, those between statements seldom, or at any moment."""
    if not at_point:
        return How(killed_after=rng.uniform(0, course.seconds), on_server=ON_SERVER)
    always = [point for point in course.points if point.name in ALWAYS]
    between = [point for point in course.points if point.name not in ALWAYS]
    chosen = rng.choice(always if rng.random() < 0.75 or not between else between)
    return How(killed_at=chosen, on_server=ON_SERVER)


def killed_once(course: Course, towns: Towns, how: How) -> tuple[bool, list[str], list[str]]:
    """Whether it was killed, what was lost by it, and what it left lying about."""
    killable = course.killable
    with towns.site(killable.start) as site:
        _older(killable, site)
        names = {path.name for path in site.folder.iterdir()}
        commands = [site.named(command) for command in killable.commands]
        ended = run_in(site.folder, commands, how)
        gone_from(site.book)
        found = list(_lost(course, site, ended, commands))
        kept = {path.name for path in site.folder.iterdir()} - names
        litter = [name for name in kept if name.startswith(".") and name != ".log"]
        masked = [re.sub(r"\.([0-9a-f]{8}|\d+)\.", ".*.", name) for name in litter]
    when = (
        f"at {' '.join(map(str, how.killed_at))}" if how.killed_at else f"{how.killed_after:.3f} s"
    )
    return ended.killed, [f"{killable.name} killed {when}: {says}" for says in found], masked


def _lost(course: Course, site: Site, ended: Ended, commands: Sequence[Command]) -> Iterator[str]:
    """What isn't as it should be after a kill, and after the work went on."""
    states = course.states
    if any(ended.codes):
        yield f"a command ended with {ended.codes[-1]}: {ended.last_line}"
        return
    done = _acknowledged(course, ended)
    state = state_of(site.book)
    if state not in states[done : done + 2]:
        yield (
            f"{done} of {len(commands)} commands said they were done, and what stands is what "
            f"{states.index(state)} leave" if state in states else
            f"what stands after {done} of {len(commands)} commands is neither old nor new"
        )  # fmt: skip
        return
    at = done if state == states[done] else done + 1
    yield from _faults(course, site, state)
    yield from _outputs(course, site, done, at)
    if at < len(commands) and not _there(course, site, at):
        # the system may give the number of the process that was killed to the next
        again = run_in(site.folder, commands[at:], replace(site.how, pid=ended.pid))
        if set(again.codes) != {0}:
            yield f"the next run ended with {again.codes}: {again.last_line}"
        elif not _ends_alike(course, site):
            yield "the next run left something else"
        yield from _faults(course, site, states[-1])
        yield from _outputs(course, site, len(commands), len(commands))


def _ends_alike(course: Course, site: Site) -> bool:
    """Whether what stands is what it would be without the kill.

    A server doesn't give the number of a row a second time that wasn't kept.
    """
    if ON_SERVER:
        return rows_in(site.book) == course.rows
    return state_of(site.book) == course.states[-1]


def _acknowledged(course: Course, ended: Ended) -> int:
    """How many commands said they were done, by a line of their own or by their exit code."""
    own = [line if course.last_lines.count(line) == 1 else "" for line in course.last_lines]
    said = [number for number, line in enumerate(own, 1) if line and line in ended.said]
    return max([len(ended.codes), *said])


def _faults(course: Course, site: Site, state: str) -> Iterator[str]:
    """What a check finds, where the casebook is there and of this version."""
    if state != "nothing" and not (course.killable.start == "old" and state == course.states[0]):
        yield from faults_of(site.book, LOGIN)


def _outputs(course: Course, site: Site, done: int, at: int) -> Iterator[str]:
    """Outputs that are neither whole nor as they were, or not where they should be."""
    for pattern, command in course.killable.outputs:
        whole = course.outputs[pattern]
        looks = _looks(site, pattern)
        new = [look for look in looks if look in whole]
        if any(look not in whole and look != _look_of(OLD) for look in looks):
            yield f"{pattern} is neither the whole old file nor the whole new one"
        elif command < done and not new:
            yield f"{pattern} was said to be there, and isn't"
        elif command < at and not new and not course.killable.noted_first:
            yield f"{pattern} isn't there, and the history says it is"
        elif new and at <= command and course.killable.noted_first:
            yield f"{pattern} is there, and the history doesn't say so"


def _there(course: Course, site: Site, at: int) -> bool:
    """Whether the next command would refuse to write over what is there already."""
    outputs = [each.pattern for each in course.killable.outputs if each.command == at]
    return not course.killable.replaces and course.killable.name in ("backup", "export") and any(
        _looks(site, pattern) for pattern in outputs
    )  # fmt: skip


def _older(killable: Killable, site: Site) -> None:
    """Put older outputs where new ones will be."""
    for output in killable.outputs if killable.replaces else ():
        (site.folder / output.pattern).write_bytes(OLD)


def _looks(site: Site, pattern: str) -> list[str]:
    """What each file or folder of a pattern looks like."""
    return [_look(path) for path in sorted(site.folder.glob(pattern))]


def _look(path: Path) -> str:
    if path.is_dir():
        files = sorted(path.iterdir())
        tables = [each.read_bytes() for each in files if each.suffix == ".csv"]
        return _look_of(b"".join([*(each.name.encode() for each in files), *tables]))
    content = path.read_bytes()
    if content.startswith(b"SQLite format 3\0"):
        return f"casebook {state_of(str(path))}"
    return _look_of(content)


def _look_of(content: bytes) -> str:
    return hashlib.sha256(content).hexdigest()
