"""Disclosure control of one-way frequency tables: which counts may leave, and which must stay behind.

`table` says what is published, `choose` which cells of one table are hidden, `system` and `linear` what somebody who
reads everything can work out, `openness` whether that is too much, `protect` puts them together over releases.
`published` writes counts and reads them back, `exposed` looks through what was written.

**What is promised.** k is the threshold. A count of 1 to k - 1 is small. Counts of 0 are shown: nobody is in them.

1. Whoever adds and subtracts published numbers, of this table and of earlier releases, finds for every hidden cell
   bounds that hold all of 1 to k - 1, and are at least k - 2 wide. (A hidden cell is known to be 1 or more.)
2. Whoever also learns *why* each cell is hidden, so which are small and that all others are k or more, still finds for
   every small cell that each of 1 to k - 1 is possible.
3. Whoever moreover knows this very program, and asks which tables it would have published just so, finds no less. This
   holds for one table by itself; `choose` has the reasoning, and a test goes through all small tables there are.

Where an earlier release already told more (its 50 is a lower bound of a count that only grows), what is asked is that
nothing is added to what was known.

Nobody says how releases of a dataset hang together. What `protect_after` makes holds against whoever takes it that
people were only added, and against whoever takes it that they only left. Of earlier releases the published numbers
alone are known then, not why their counts are hidden: of them it is the first promise that is kept.

**What is not promised.** Tables of two variables at once, two tables of different variables held against each other,
other publications, and what a reader knows of a person. One count that is known from elsewhere can give away another.
"""

from __future__ import annotations

from catalogue.releases.disclosure.exposed import exposed, gives_away
from catalogue.releases.disclosure.protect import protect, protect_after
from catalogue.releases.disclosure.system import Attacker, Interval, bounds
from catalogue.releases.disclosure.table import Cell, Earlier, Protected, Relation, Why, rule_name, threshold

__all__ = [
    "Attacker",
    "Cell",
    "Earlier",
    "Interval",
    "Protected",
    "Relation",
    "Why",
    "bounds",
    "exposed",
    "gives_away",
    "protect",
    "protect_after",
    "rule_name",
    "threshold",
]
