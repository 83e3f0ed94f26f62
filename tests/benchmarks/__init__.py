"""How fast, against named peers in the same run: ``python -m tests.benchmarks [JOB]``."""
