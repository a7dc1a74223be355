"""Which cells of one table are hidden when its total is shown.

Let q counts be small (1 to k - 1), and let the others that are not 0 stand in order, smallest first, those of one size
by name. The small ones are hidden, and then the first m of the others, for the least m that passes. H is the sum of all
hidden counts, which anybody can work out, and M the next count, which is shown. m passes when

    m = 0:  k + q - 1 <= H <= 1 + (q - 1)(k - 1)
    m > 0:  k(m + 1) + q - 1 <= H <= m(M - 1); without the upper bound when nothing is left to be M

**Why this is enough, whatever the reader knows of it.** Take a small cell and any v from 1 to k - 1. There is a table
with v there which is published just the same, hidden cells, H and M included:

- m = 0: the other small counts add up to H - v, which lies between q - 1 and (q - 1)(k - 1), so they can.
- m > 0: let the other small counts be 1, and the m others as equal as whole numbers can be, c and c + 1, adding up to
  H - v - (q - 1). The lower bound makes their mean k or more, the upper one M - 1 or less: they are not small, and
  they stand before M. The program stops at m, for H, M, m and q are as before. It does not stop sooner: at 0, the sum
  v + q - 1 is below k + q - 1; at j with 0 < j < m the next count is at most c + 1. Where all of the first j are c and
  the next is c + 1, the sum is q or more above jc, so that it is above j(c + 1 - 1); elsewhere the next count equals
  the last one, and the sum is above j times that less one, too.

So no choice of m tells anything about a small count that was not known. The obvious rule, which is to stop as soon as
bounds are wide enough for the counts at hand, does not have this property: that it did *not* stop sooner tells that
some sum was low, and excludes k - 1 for one of the counts.

No m passes when little is left to hide among: the total is then below k for each category. Then the total is hidden
with every count that is not 0. Where the total is known anyway, every table that has a small count and so low a total
is withheld as a whole, whether it had to be or not.
"""

from __future__ import annotations

from collections.abc import Mapping


def is_small(count: int, k: int) -> bool:
    """True for a count of 1 to k - 1."""
    return 0 < count < k


def in_order(counts: Mapping[str, int], k: int) -> list[str]:
    """Categories with k or more, smallest count first, those of one size by name."""
    return sorted((name for name, count in counts.items() if count >= max(k, 1)), key=lambda name: (counts[name], name))


def companions(counts: Mapping[str, int], k: int) -> list[str] | None:
    """Which of the other counts are hidden beside the small ones. None when the total must not be shown at all."""
    small = [count for count in counts.values() if is_small(count, k)]
    if not small:
        return []
    others = in_order(counts, k)
    hidden_sum, q = sum(small), len(small)
    if k + q - 1 <= hidden_sum <= 1 + (q - 1) * (k - 1):
        return []
    for m, name in enumerate(others, start=1):
        hidden_sum += counts[name]
        above = m == len(others) or hidden_sum <= m * (counts[others[m]] - 1)
        if above and hidden_sum >= k * (m + 1) + q - 1:
            return others[:m]
    return None
