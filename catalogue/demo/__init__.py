"""The sample pipeline: synthetic case files on their way from a court to published statistics, with every run reported.

figures     the published figures that the synthetic case files are drawn from
generate    the case files
steps       the steps, their SQL and their real counterparts
columns     which column is made of which, read out of the SQL
events      what a run reports, in OpenLineage
ledger      where events go, and what a killed process leaves of them
engine      DuckDB: tables, digests, counts
pipeline    one run after another
release     packages out of what a run made, into the register
sample      the whole sample: two runs, two releases, and what a second start reuses

Nothing here is imported by a process that answers requests.
"""
