"""Benchmarks: what publishing, growth, starting and answering cost, printed as Markdown tables.

`python -m tests.benchmarks` runs all of them against real processes on loopback. A time never fails anything: what
counts are ratios within one run, and each row says whether it holds the number that the project promises.
"""
