"""Run the benchmarks: ``python -m tests.benchmarks [JOB…] [--long] [--rounds N]``.

Each job starts fresh processes of ours and of each peer in turn, after a round that only warms the
file cache, and prints the median ratio of the rounds, its range, and what memory each took. Where
results can be compared they must be the same. Seconds on a shared machine mean little; ratios from
one run can be compared. Exits 1 when a ratio or the memory exceeds its limit, or results differ.
"""

from __future__ import annotations

import argparse
import statistics
import sys
from collections.abc import Callable, Mapping, Sequence
from pathlib import Path

from tests.benchmarks import (
    counting_jobs,
    detection_jobs,
    dosage_jobs,
    force_jobs,
    growth_jobs,
    jobs,
    list_jobs,
    map_jobs,
    pack_jobs,
    sharing_jobs,
    terminal_jobs,
)
from tests.benchmarks.jobs import Beside, Job, Limit
from tests.benchmarks.processes import Run

OURS = "casebook"
JOBS: Mapping[str, Callable[[Path | None], Job]] = {
    "import": jobs.import_job,
    "paint": terminal_jobs.paint_job,
    "start": jobs.start_job,
    "points": counting_jobs.points_job,
    "count": counting_jobs.count_job,
    "dosage": dosage_jobs.dosage_job,
    "dosage-tracks": dosage_jobs.dosage_tracks_job,
    "verdict": counting_jobs.verdict_job,
    "pack": pack_jobs.pack_job,
    "pack-drawings": pack_jobs.pack_drawings_job,
    "gistar": detection_jobs.gi_star_job,
    "density": detection_jobs.density_job,
    "clusters": detection_jobs.clusters_job,
    "detect": detection_jobs.detect_job,
    "map": map_jobs.map_job,
    "map-size": map_jobs.map_size_job,
}
LONG: Mapping[str, Callable[[Path | None], Job]] = {
    "terminals": terminal_jobs.terminals_job,
    "points-nation": counting_jobs.points_nation_job,
    "count-nation": counting_jobs.count_nation_job,
    "count-shared": sharing_jobs.count_shared_job,
    "force-size": force_jobs.force_size_job,
    "force-commands": force_jobs.force_commands_job,
    "force-screens": force_jobs.force_screens_job,
    "force-sitting": force_jobs.force_sitting_job,
    "force-lists": list_jobs.force_lists_job,
    "keys": force_jobs.keys_job,
    "keys-import": force_jobs.keys_import_job,
    "dosage-month": dosage_jobs.dosage_month_job,
    "dosage-year": dosage_jobs.dosage_year_job,
    "pack-growth": growth_jobs.pack_growth_job,
    "map-growth": growth_jobs.map_growth_job,
}
"""Jobs of many minutes or that install something, run when they are named or with ``--long``."""


def main() -> int:
    """Run the jobs asked for; 1 when a ratio or the memory exceeds its limit."""
    parser = argparse.ArgumentParser(
        prog="python -m tests.benchmarks",
        description=__doc__,
        formatter_class=argparse.RawDescriptionHelpFormatter,
    )
    parser.add_argument("job", nargs="*", help=f"of {', '.join([*JOBS, *LONG])}")
    parser.add_argument("--rounds", type=int, default=5)
    parser.add_argument("--long", action="store_true", help="the long jobs too")
    parser.add_argument(
        "--data", type=Path, help="a data.police.uk ZIP for the import; else one is made up"
    )
    options = parser.parse_args()
    every = {**JOBS, **LONG}
    if unknown := [name for name in options.job if name not in every]:
        parser.error(f"there is no job {unknown[0]}: it is one of {', '.join(every)}")
    failed = False
    for name in options.job or (every if options.long else JOBS):
        job = every[name](options.data)
        print(f"\n{name}: {job.says}", flush=True)
        try:
            runs = _alternate(job, options.rounds)
        finally:
            job.clean()
        failed |= _report(job, runs)
    return int(failed)


def _alternate(job: Job, rounds: int) -> dict[str, list[Run]]:
    """The runs of ours and of each peer in turn, every other round backwards."""
    every = {OURS: job.ours, **job.peers}
    for run in every.values():
        run()
    runs: dict[str, list[Run]] = {name: [] for name in every}
    for number in range(rounds):
        for name in list(every) if number % 2 == 0 else reversed(list(every)):
            runs[name].append(every[name]())
    return runs


def _report(job: Job, runs: Mapping[str, Sequence[Run]]) -> bool:
    failed = False
    for limit in job.limits:
        failed |= _report_limit(limit, runs[OURS], runs[limit.peer])
    for beside in job.beside:
        _report_beside(beside, runs[beside.peer], runs[beside.other])
    for measure in job.aside:
        seconds = [run.seconds[measure] for run in runs[OURS]]
        print(f"  {measure}: {statistics.median(seconds):.3f} s")
    computed = {name: _computed(some) for name, some in runs.items() if "cpu" in some[0].seconds}
    if computed:
        print("  processor time:", ", ".join(f"{name} {s:.2f} s" for name, s in computed.items()))
    peaks = {name: max(run.peak_mib for run in some) for name, some in runs.items()}
    print(f"  peak memory: {', '.join(f'{name} {peak:.0f} MiB' for name, peak in peaks.items())}")
    first = next(iter(job.peers))
    for most, said in (
        (job.peak_limit_mib, ""),
        (job.peak_limit_times * peaks[first], f", {job.peak_limit_times:g}x {first}"),
    ):
        if most:
            over = peaks[OURS] > most
            failed |= over
            print(f"  memory limit {most:.0f} MiB{said}{'  OVER' if over else ''}")
    results = {run.result for some in runs.values() for run in some} - {""}
    if sum(bool(some[0].result) for some in runs.values()) > 1 or len(results) > 1:
        print(f"  {'the same result' if len(results) == 1 else 'RESULTS DIFFER'}")
    return failed or len(results) > 1


def _report_limit(limit: Limit, ours: Sequence[Run], peers: Sequence[Run]) -> bool:
    """Print how ours compares with a peer's; whether it is slower than it may be."""
    mine = [run.seconds[limit.measure] for run in ours]
    theirs = [run.seconds[limit.of] for run in peers]
    ratios = _ratios(mine, theirs)
    middle = statistics.median(ratios)
    fast = limit.most < 1  # then times as fast is easier to read than a share of the time
    shown = sorted(1 / ratio if fast else ratio for ratio in ratios)
    said = "as fast as" if fast else "the time of"
    bounds = [f"{'at least' if fast else 'at most'} {_times(limit.most, fast=fast)}"]
    if limit.goal:
        bounds.append(f"goal {_times(limit.goal, fast=fast)}")
    over = middle > limit.most
    print(
        f"  {limit.measure}: {statistics.median(shown):.2f}x {said} {limit.peer} "
        f"[{shown[0]:.2f}-{shown[-1]:.2f}], {', '.join(bounds)}; ours "
        f"{statistics.median(mine):.3f} s, theirs {statistics.median(theirs):.3f} s"
        f"{'  OVER' if over else ''}"
    )
    return over


def _report_beside(beside: Beside, some: Sequence[Run], others: Sequence[Run]) -> None:
    """Print how a peer compares with another."""
    took = [run.seconds[beside.measure] for run in some]
    ratios = sorted(_ratios(took, [run.seconds[beside.of] for run in others]))
    print(
        f"  {beside.peer}, {beside.measure}: {statistics.median(ratios):.2f}x the time of "
        f"{beside.other} [{ratios[0]:.2f}-{ratios[-1]:.2f}]; {statistics.median(took):.3f} s"
    )


def _ratios(some: Sequence[float], others: Sequence[float]) -> list[float]:
    """Round by round, one's seconds of another's."""
    return [one / other for one, other in zip(some, others, strict=True)]


def _computed(runs: Sequence[Run]) -> float:
    return statistics.median(run.seconds["cpu"] for run in runs)


def _times(ratio: float, *, fast: bool) -> str:
    return f"{1 / ratio if fast else ratio:.3g}x"


if __name__ == "__main__":
    sys.exit(main())
