"""Sound files made wrong at random, given to the command that takes them.

Whatever a file holds, the command ends in time and memory with exit code 0, 1 or 2, says what it
has to say in plain lines, one of them where it refuses, and leaves a casebook that passes its
check.
"""

from __future__ import annotations

import math
import random
import time

from tests.reliability.asked import Asked
from tests.reliability.case_trial import CaseTrial, trying
from tests.reliability.mutations import mutate
from tests.reliability.outcome import Outcome
from tests.reliability.seed_files import FILE, SeedFile, damaged_casebooks, seed_files
from tests.reliability.try_file import Case

_USUAL_TRIES = 1000
NAME = "mutated files"


def trial(asked: Asked) -> Outcome:
    """As many as were asked for, or else a thousand."""
    return run(asked.tries or _USUAL_TRIES, asked.seed, math.inf)


def run(tries: int, seed: int, seconds: float) -> Outcome:
    """Try ``tries`` mutated files, each format in turn, or as many as ``seconds`` allow.

    The same ``seed`` gives the same files; what is lost names the seed file and the number of the
    mutation, from which :func:`mutated` makes it again.
    """
    started = time.monotonic()
    with trying() as made:
        seeds = every_seed(made)
        for number in range(tries):
            if time.monotonic() - started > seconds:
                break
            sown = seeds[number % len(seeds)]
            made.take(case_of(made, sown, mutated(sown, seed, number), f"{seed}/{number}"))
        return made.outcome(NAME, started)


def every_seed(made: CaseTrial) -> tuple[SeedFile, ...]:
    """The files that are mutated, in a fixed order that mixes the formats."""
    seeds = [*seed_files(), *damaged_casebooks(made.base.read_bytes())]
    random.Random(0).shuffle(seeds)
    return tuple(seeds)


def mutated(sown: SeedFile, seed: int, number: int) -> bytes:
    """The content of the mutation of that number."""
    return mutate(sown.content, sown.ending, random.Random(f"{seed}/{number}"))


def case_of(made: CaseTrial, sown: SeedFile, content: bytes, number: str) -> Case:
    """The command of a seed file, to be run on ``content`` in its place."""
    file = f"given{sown.ending}"
    beside = tuple((name, made.written(name, held)) for name, held in sown.beside.items())
    command = tuple(file if word == FILE else word for word in sown.command)
    return Case(f"{sown.name} {number}", command, file, made.written(file, content), beside)
