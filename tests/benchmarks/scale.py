"""How much the benchmarks do: the full measure, and a small one that only shows that they work."""

from __future__ import annotations

from dataclasses import dataclass


@dataclass(frozen=True, slots=True)
class Scale:
    """Counts of everything that is repeated or generated.

    tables, variables: size of the generated package, `variables` in each table. releases: how many of it grow a
    register. repeats: how often a long step is timed. requests: different addresses of each kind. held: requests
    before the memory of a worker is read. runs: of pipelines, in a register of lineage. traces: walks back through
    them. profile_rows: of a data file that is profiled.
    """

    tables: int
    variables: int
    releases: int
    repeats: int
    requests: int
    held: int
    runs: int
    traces: int
    profile_rows: int

    @property
    def size(self) -> str:
        """The generated package in words."""
        return f"{self.tables} tables of {self.variables} variables"


FULL = Scale(
    tables=100, variables=100, releases=100, repeats=3, requests=60, held=500, runs=100_000, traces=200,
    profile_rows=5_000_000,
)  # fmt: skip
QUICK = Scale(
    tables=4, variables=25, releases=3, repeats=1, requests=4, held=20, runs=2_000, traces=5, profile_rows=50_000
)
