"""Acceptance sampling: single sampling plans, normal inspection, general level II.

GB/T 2828.1-2012 (= ISO 2859-1:1999) Table 1 (code letters) and Table 2-A (sample size, Ac and Re by AQL in percent
nonconforming). Table 2-A is one diagonal: for each AQL the plan with Ac 0 stands at one letter, Ac 1 three letters on,
then 2, 3, 5, 7, 10, 14, 21; an arrow leads to the next plan below or above.
"""

from bisect import bisect_left
from decimal import Decimal
from typing import NamedTuple

_LETTERS = "ABCDEFGHJKLMNPQR"
_SIZES = (2, 3, 5, 8, 13, 20, 32, 50, 80, 125, 200, 315, 500, 800, 1250, 2000)
_LOTS = (8, 15, 25, 50, 90, 150, 280, 500, 1200, 3200, 10000, 35000, 150000, 500000)
"""Largest lot of each letter from A on, general level II; above: Q."""
_ACCEPTANCE = (1, 2, 3, 5, 7, 10, 14, 21)
AQLS = tuple(
    Decimal(text)
    for text in ("10", "6.5", "4.0", "2.5", "1.5", "1.0", "0.65", "0.40", "0.25", "0.15", "0.10", "0.065", "0.040", "0.025",
                 "0.015", "0.010")
)  # fmt: skip
"""Preferred AQLs in percent; each step to a smaller one moves the diagonal by one letter."""


class Plan(NamedTuple):
    """Inspect `sample` units; accept the lot up to `accept` defects, refuse it from `refuse` on."""

    sample: int
    accept: int
    refuse: int


def letter_of(lot: int) -> str:
    """Code letter of a lot size, general inspection level II (Table 1)."""
    return _LETTERS[bisect_left(_LOTS, lot)]


def plan_of(lot: int, aql: Decimal) -> Plan:
    """The plan for a lot of `lot` units. A sample as large as the lot means every unit is inspected.

    Raises ValueError for an AQL that is not one of the preferred values.
    """
    zero = AQLS.index(aql) - 1  # the letter at which Ac is 0; -1: before A, for AQL 10
    here = _LETTERS.index(letter_of(max(lot, 2)))
    at = _follow_arrow(here, zero)
    accept = 0 if at == zero else _ACCEPTANCE[at - zero - 3]
    return Plan(min(_SIZES[at], lot), accept, accept + 1)


def _follow_arrow(here: int, zero: int) -> int:
    """The letter whose plan holds: first below an arrow pointing down, first above one pointing up."""
    last = min(zero + 2 + len(_ACCEPTANCE), len(_SIZES) - 1)
    if here < zero:
        return zero
    if here == zero + 1 and zero >= 0:
        return zero
    if here < zero + 3 and here != zero:
        return min(zero + 3, len(_SIZES) - 1)
    return min(here, last)
