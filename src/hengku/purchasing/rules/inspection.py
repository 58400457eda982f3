"""What an inspection must say before it decides, and the plan it follows (GB/T 2828.1)."""

from dataclasses import dataclass
from decimal import Decimal

from hengku.documents.types import LoadedLine
from hengku.kernel.errors import Refusal
from hengku.kernel.money import ZERO, round_half_up
from hengku.kernel.quantity import plain
from hengku.masterdata.types import Inspection
from hengku.purchasing import texts
from hengku.purchasing.rules.sampling import Plan, plan_of

IN_STOCK = frozenset({"goods_receipt", "sales_return"})
"""Types whose goods stand in our stock, on hold, when they are inspected."""


@dataclass(frozen=True, slots=True)
class Verdict:
    """What became of one line, in base units. accepted and conceded pass, refused does not."""

    accepted: Decimal
    conceded: Decimal
    refused: Decimal

    @property
    def passed(self) -> Decimal:
        return self.accepted + self.conceded

    @property
    def inspected(self) -> Decimal:
        return self.passed + self.refused


@dataclass(frozen=True, slots=True)
class Inspected:
    """The line an inspection is about: how much of it there is, and what earlier inspections decided."""

    line_id: int
    type: str
    number: str
    line_no: int
    quantity: Decimal
    status: str | None
    warehouse_id: int | None
    partner_id: int | None
    decided: Decimal


def verdict_of(line: LoadedLine) -> Verdict:
    """The line's quantities in base units, at the line's own factor."""
    return Verdict(line.base_quantity, _base(line, "concession_quantity"), _base(line, "refused_quantity"))


def _base(line: LoadedLine, name: str) -> Decimal:
    return round_half_up(number_of(line, name) * line.factor[0] / line.factor[1], 6)


def number_of(line: LoadedLine, name: str) -> Decimal:
    """One of the line's own figures; nothing said = 0."""
    value = line.extra.get(name)
    return ZERO if value in (None, "") else Decimal(str(value))


def is_inspected(item_says: str, supplier_inspected: bool) -> bool:
    """Whether goods need an inspection: as the item says, else as the supplier's record says."""
    return supplier_inspected if item_says == "" else item_says != Inspection.EXEMPT


def plan_for(item_says: str, aql: str, lot: Decimal) -> Plan | None:
    """The sampling plan of a lot, where the item is sampled."""
    if item_says != Inspection.SAMPLING or not aql:
        return None
    return plan_of(int(lot.to_integral_value()), Decimal(aql))


def plan_text(item_says: str, aql: str, lot: Decimal) -> str:
    """The plan in words, as it stands on the inspection."""
    plan = plan_for(item_says, aql, lot)
    if plan is not None:
        words = {"aql": aql, "n": str(plan.sample), "ac": str(plan.accept), "re": str(plan.refuse)}
        return str(texts.PLAN_SAMPLING).format(**words)
    return str(texts.PLAN_EXEMPT if item_says == Inspection.EXEMPT else texts.PLAN_FULL)


def line_problems(line: LoadedLine, source: Inspected | None, plan: Plan | None) -> list[Refusal]:
    """Everything that stands against deciding this line; what only a person can weigh is a warning."""
    where = ("line", line.id)
    if source is None:
        return [Refusal("inspection_needs_source", {}, (*where, "source_line_id"))]
    verdict = verdict_of(line)
    found = []
    if min(verdict.conceded, verdict.refused) < 0:
        found.append(Refusal("inspection_quantity_bad", {}, (*where, "refused_quantity")))
    if verdict.inspected == 0:
        found.append(Refusal("inspection_empty", {}, (*where, "quantity")))
    if source.type in IN_STOCK and source.status != "HOLD":
        found.append(Refusal("not_on_hold", {"number": source.number, "line": str(source.line_no)}, where))
    if verdict.conceded > 0 and not line.reason and not line.extra.get("remarks"):
        found.append(Refusal("concession_needs_reason", {}, (*where, "reason")))
    found.extend(_too_much(source, verdict, where))
    return [*found, *_sample_problems(line, verdict, plan)]


def _too_much(source: Inspected, verdict: Verdict, where: tuple[str | int, ...]) -> list[Refusal]:
    left = source.quantity - source.decided
    if verdict.inspected <= left:
        return []
    params = {
        "number": source.number,
        "line": str(source.line_no),
        "remaining": plain(max(left, ZERO)),
        "requested": plain(verdict.inspected),
    }
    return [Refusal("exceeds_source", params, (*where, "quantity"))]


def _sample_problems(line: LoadedLine, verdict: Verdict, plan: Plan | None) -> list[Refusal]:
    if plan is None:
        return []
    found = []
    sample, defects = number_of(line, "sample_size"), number_of(line, "defects")
    if sample < plan.sample:
        params = {"sample": plain(sample), "n": str(plan.sample)}
        found.append(Refusal("sample_too_small", params, ("line", line.id, "sample_size"), "warn"))
    if defects >= plan.refuse and verdict.accepted > 0:
        params = {"defects": plain(defects), "re": str(plan.refuse)}
        found.append(Refusal("sample_refuses", params, ("line", line.id, "defects")))
    return found
