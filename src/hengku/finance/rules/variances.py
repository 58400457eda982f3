"""材料成本差异分摊 as pure functions (domain specification 4.6): the rate of a month, and what each issue bears of it."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field
from decimal import Decimal

from hengku.kernel.money import ZERO, share, split, unit_cost


@dataclass(frozen=True, slots=True)
class Issue:
    """A document that used goods up. lines: value at standard by document line; negative for what came back."""

    document_id: int
    lines: Mapping[int, Decimal]

    @property
    def amount(self) -> Decimal:
        return sum(self.lines.values(), ZERO)


@dataclass(frozen=True, slots=True)
class ItemVariance:
    """One item in one month. pool: variance to share out; base: value at standard it belongs to; shares: by document and line; rest:
    what nobody is left to bear, which is cost of sales; closing_*: what stays with the goods on hand."""

    item_id: int
    pool: Decimal
    base: Decimal
    closing_quantity: Decimal
    closing_standard: Decimal
    shares: Mapping[int, Mapping[int, Decimal]] = field(default_factory=dict)
    rest: Decimal = ZERO

    @property
    def rate_percent(self) -> Decimal:
        """差异率 in percent, to 4 places; 0 without a base."""
        return unit_cost(self.pool * 100, self.base, 4) or ZERO if self.base > 0 else ZERO

    @property
    def closing_variance(self) -> Decimal:
        shared = sum((sum(lines.values(), ZERO) for lines in self.shares.values()), ZERO)
        return self.pool - shared - self.rest


def shared_out(
    *,
    item_id: int,
    pool: Decimal,
    base: Decimal,
    closing_quantity: Decimal,
    closing_standard: Decimal,
    issues: Sequence[Issue],
) -> ItemVariance:
    """Each issue document bears HALF_UP(value at standard × pool ÷ base), in the given order; when nothing is left on hand the last
    one takes the remainder (SC-3), and without any issue the remainder is `rest`. Σ shares + rest + closing variance = pool."""
    amounts = [share(pool, issue.amount, base) for issue in issues] if base > 0 else [ZERO for _ in issues]
    rest = ZERO
    if closing_standard == 0:
        left = pool - sum(amounts, ZERO)
        bearing = [number for number, issue in enumerate(issues) if issue.amount > 0]
        if bearing and base > 0:
            amounts[bearing[-1]] += left
        else:
            rest = left
    shares = {
        issue.document_id: dict(zip(issue.lines, split(amount, list(issue.lines.values())), strict=True))
        for issue, amount in zip(issues, amounts, strict=True)
        if amount != 0
    }
    return ItemVariance(item_id, pool, base, closing_quantity, closing_standard, shares, rest)
