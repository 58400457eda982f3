"""How much may still be reserved (domain specification 3.4)."""

from collections.abc import Sequence
from dataclasses import dataclass
from decimal import Decimal

from hengku.kernel.money import ZERO
from hengku.ledger.rules.stock import Claim


@dataclass(frozen=True, slots=True)
class UsableStock:
    """Usable quantity of one balance row."""

    bin_id: int | None
    lot_id: int | None
    quantity: Decimal


def free_for(stock: Sequence[UsableStock], claims: Sequence[Claim], bin_id: int | None, lot_id: int | None) -> Decimal:
    """Quantity that may be reserved, of this bin and lot when named: within the place's usable stock minus all open reservations,
    and within the bin's or lot's own minus what is reserved there by name."""
    free = _sum(stock, None, None) - sum((claim.open for claim in claims), ZERO)
    if bin_id is not None or lot_id is not None:
        named = sum((claim.open for claim in claims if (claim.bin_id, claim.lot_id) == (bin_id, lot_id)), ZERO)
        free = min(free, _sum(stock, bin_id, lot_id) - named)
    return max(free, ZERO)


def _sum(stock: Sequence[UsableStock], bin_id: int | None, lot_id: int | None) -> Decimal:
    return sum((one.quantity for one in stock if bin_id in {None, one.bin_id} and lot_id in {None, one.lot_id}), ZERO)
