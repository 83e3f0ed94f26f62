"""Run the benchmarks: ``python -m tests.benchmarks [import|paint|start] [--rounds N]``.

Each job starts fresh processes of Casebook and of its peer in turn and prints the ratio of each
round. Seconds on a shared machine mean little; ratios from one run can be compared.
"""

from __future__ import annotations

import argparse
import statistics
import sys
from pathlib import Path

from tests.benchmarks import jobs
from tests.benchmarks.processes import Run


def main() -> int:
    """Run the jobs asked for; 1 when a ratio or the memory exceeds its limit."""
    parser = argparse.ArgumentParser(prog="python -m tests.benchmarks", description=__doc__)
    parser.add_argument("job", nargs="?", choices=list(jobs.JOBS), help="all when left out")
    parser.add_argument("--rounds", type=int, default=5)
    parser.add_argument(
        "--data", type=Path, help="a data.police.uk ZIP for the import; else one is made up"
    )
    options = parser.parse_args()
    failed = False
    for name in [options.job] if options.job else list(jobs.JOBS):
        job = jobs.JOBS[name](options.data)
        print(f"\n{name}: {job.says}")
        try:
            peer_runs, runs = _alternate(job, options.rounds)
        finally:
            job.clean()
        failed |= _report(job, peer_runs, runs)
    return int(failed)


def _alternate(job: jobs.Job, rounds: int) -> tuple[list[Run], list[Run]]:
    """Peer and subject in turn; a first round of each, unmeasured, warms the file cache."""
    job.peer()
    job.subject()
    pairs = [(job.peer(), job.subject()) for _ in range(rounds)]
    return [peer for peer, _ in pairs], [run for _, run in pairs]


def _report(job: jobs.Job, peers: list[Run], runs: list[Run]) -> bool:
    failed = False
    for measure, limit in job.limits.items():
        base = statistics.median(peer.seconds[job.base] for peer in peers)
        ratios = sorted(
            run.seconds[measure] / peer.seconds[job.base]
            for peer, run in zip(peers, runs, strict=True)
        )
        middle = statistics.median(ratios)
        over = middle > limit
        failed |= over
        print(
            f"  {measure}: {middle:.2f}x {job.against} [{ratios[0]:.2f}-{ratios[-1]:.2f}], "
            f"limit {limit}x, {job.against} {base:.2f} s{'  OVER' if over else ''}"
        )
    peak = max(run.peak_mib for run in runs)
    if job.peak_limit_mib:
        over = peak > job.peak_limit_mib
        failed |= over
        said = "  OVER" if over else ""
        print(f"  peak memory {peak:.0f} MiB, limit {job.peak_limit_mib} MiB{said}")
    return failed


if __name__ == "__main__":
    sys.exit(main())
