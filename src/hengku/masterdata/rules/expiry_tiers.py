"""Near-expiry tiers 近效期分档: limits of remaining life, in days or as a share of the shelf life (domain specification 3.5, 9.1)."""

import re
from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date
from fractions import Fraction
from itertools import pairwise

from hengku.kernel.errors import Refusal
from hengku.masterdata.rules.lots import days_left

STANDARD = "180,90,30"
MOST = 5
_DAYS = re.compile(r"[1-9]\d{0,4}$")
_SHARE = re.compile(r"([1-9]\d{0,2})/([1-9]\d{0,2})$")
_PERCENT = re.compile(r"([1-9]\d?)%$")
_PARTS = re.compile(r"[\s,，;；、]+")


@dataclass(frozen=True, slots=True)
class Tier:
    """Stock belongs to it with `days` days left or fewer (the expiry day counts), or with `share` of its shelf life or less."""

    text: str
    days: int | None = None
    share: Fraction | None = None

    def holds(self, *, left: int, life: int | None) -> bool:
        """life: days from production to expiry, both counted; None = production date unknown, shares say nothing then."""
        if self.days is not None:
            return left <= self.days
        return life is not None and self.share is not None and Fraction(left, life) <= self.share


@dataclass(frozen=True, slots=True)
class Standing:
    """rank counts from the most pressing tier: 1 is the last one before the goods expire. limit: the tier as it was written."""

    rank: int
    limit: str


def parse_tiers(text: str) -> tuple[Tier, ...]:
    """Tiers as written, the widest first: "180,90,30", "2/3,1/3", "50%, 30". Raises ValueError for anything else, for tiers that
    do not get tighter, and for more than five."""
    tiers = tuple(_tier(part) for part in _PARTS.split(text.strip()) if part)
    if not tiers or len(tiers) > MOST:
        raise ValueError(f"one to {MOST} tiers: {text!r}")
    for wider, tighter in pairwise(tiers):
        loose = wider.days is not None and tighter.days is not None and tighter.days >= wider.days
        if loose or (wider.share is not None and tighter.share is not None and tighter.share >= wider.share):
            raise ValueError(f"tiers get tighter: {text!r}")
    return tiers


def _tier(text: str) -> Tier:
    if _DAYS.match(text):
        return Tier(text, days=int(text))
    share = _SHARE.match(text)
    if share and int(share[1]) < int(share[2]):
        return Tier(text, share=Fraction(int(share[1]), int(share[2])))
    percent = _PERCENT.match(text)
    if percent:
        return Tier(text, share=Fraction(int(percent[1]), 100))
    raise ValueError(f"not a tier: {text!r}")


def tier_of(tiers: Sequence[Tier], *, production: date | None, expiry: date, on: date) -> Standing | None:
    """The tightest tier a lot belongs to on a day; None before all of them. Expired lots belong to the tightest."""
    left = days_left(expiry, on)
    life = None if production is None else days_left(expiry, production)
    for rank, tier in enumerate(reversed(tiers), start=1):
        if tier.holds(left=left, life=life):
            return Standing(rank, tier.text)
    return None


def tier_problems(values: object, name: str = "expiry_tiers") -> list[Refusal]:
    """Why what somebody wrote as tiers cannot be kept; empty is fine: then category, book or the standard decide."""
    text = str(values or "").strip()
    if not text:
        return []
    try:
        parse_tiers(text)
    except ValueError:
        return [Refusal("expiry_tiers_bad", {"value": text[:60]}, (name,))]
    return []
