"""存货跌价准备: what stands, what a month must carry out, what a test finds."""

from collections.abc import Collection, Mapping, Sequence
from dataclasses import dataclass
from datetime import date, timedelta
from decimal import Decimal
from typing import NamedTuple

from django.db.models import Sum

from hengku.documents.types import LoadedDocument
from hengku.finance.models import Provision
from hengku.finance.rules.closing import Month
from hengku.finance.rules.recipes import MATERIAL_KEYS
from hengku.finance.rules.write_down import Appraised, Moved, carried_out, needed
from hengku.kernel.money import ZERO
from hengku.ledger.queries.sold import sold_of
from hengku.masterdata.models import Item
from hengku.masterdata.queries.inventory_keys import inventory_keys

CHARGE, RELEASE = "CHARGE", "RELEASE"


class Step(NamedTuple):
    """One row a write-down makes; figures of the test where there was one."""

    item_id: int
    kind: str
    key: str
    amount: Decimal
    quantity: Decimal = ZERO
    cost: Decimal = ZERO
    realisable: Decimal = ZERO


def provided(
    *, book_id: int, before: date | None = None, item_ids: Collection[int] | None = None
) -> dict[int, Decimal]:
    """By item, what stands of earlier write-downs (of days before `before`); items with nothing are left out."""
    rows = Provision.objects.filter(book_id=book_id)
    if before is not None:
        rows = rows.filter(date__lt=before)
    if item_ids is not None:
        rows = rows.filter(item_id__in=item_ids)
    return {pk: total for pk, total in rows.values_list("item_id").annotate(total=Sum("amount")) if total}


def due_releases(*, month: Month, until: date | None = None) -> list[Step]:
    """What is still to be carried out for goods sold in the month up to a day (its last one unless said)."""
    begun = provided(book_id=month.book_id, before=month.first)
    after = month.after if until is None else until + timedelta(days=1)
    turned = sold_of(book_id=month.book_id, item_ids=begun, first=month.first, after=after)
    target = carried_out(begun, {pk: Moved(one.sold, one.quantity) for pk, one in turned.items()})
    done = dict(
        Provision.objects.filter(book_id=month.book_id, kind=RELEASE, date__gte=month.first, date__lt=month.after)
        .values_list("item_id")
        .annotate(total=Sum("amount"))
    )
    keys = _cost_keys(begun)
    due = {pk: -target.get(pk, ZERO) - done.get(pk, ZERO) for pk in begun}
    return [Step(pk, RELEASE, keys[pk], amount) for pk, amount in due.items() if amount]


def _cost_keys(item_ids: Collection[int]) -> dict[int, str]:
    rows = Item.objects.filter(pk__in=item_ids).values_list("pk", "account_key", "category_id")
    keys = inventory_keys({pk: (own, category) for pk, own, category in rows})
    return {pk: "OCOGS" if key in MATERIAL_KEYS else "COGS" for pk, key in keys.items()}


def tested_lines(*, document: LoadedDocument) -> list[Appraised]:
    """The items of a write-down as they stand on its day."""
    after = document.business_date + timedelta(days=1)
    wanted = {line.item_id for line in document.lines}
    stock = sold_of(book_id=document.book_id, item_ids=wanted, first=after, after=after)
    categories = dict(Item.objects.filter(pk__in=wanted).values_list("pk", "category_id"))
    return [
        Appraised(
            line.item_id,
            categories[line.item_id],
            max(stock[line.item_id].quantity, ZERO) if line.item_id in stock else ZERO,
            stock[line.item_id].cost if line.item_id in stock else ZERO,
            line.price or ZERO,
            Decimal(str(line.extra.get("completion_cost") or 0)),
            Decimal(str(line.extra.get("selling_cost") or 0)),
        )
        for line in document.lines
    ]


def charges_of(*, document: LoadedDocument, releases: Sequence[Step]) -> list[Step]:
    """What a write-down adds, or takes back (never more than stands), beside what it carries out."""
    tested = tested_lines(document=document)
    standing = provided(book_id=document.book_id, item_ids=[one.item_id for one in tested])
    leaving: Mapping[int, Decimal] = {step.item_id: step.amount for step in releases}
    wanted = needed(tested, by_category=bool(document.extra.get("by_category")))
    steps = []
    for one in tested:
        stands = standing.get(one.item_id, ZERO) + leaving.get(one.item_id, ZERO)
        steps.append(
            Step(
                one.item_id, CHARGE, "IMPAIR-LOSS", wanted[one.item_id] - stands, one.quantity, one.cost, one.realisable
            )
        )
    return steps


@dataclass(frozen=True, slots=True)
class ProvisionMonth:
    """An item's provision in a month; quantity, cost, realisable as tested last. closing = opening + charged - taken_back - carried_out."""

    item_id: int
    quantity: Decimal
    cost: Decimal
    realisable: Decimal
    opening: Decimal
    charged: Decimal
    taken_back: Decimal
    carried_out: Decimal
    closing: Decimal


def provision_months(*, month: Month) -> list[ProvisionMonth]:
    """Every item that was tested in the month or had something provided."""
    before = provided(book_id=month.book_id, before=month.first)
    rows: dict[int, list[Provision]] = {pk: [] for pk in before}
    during = Provision.objects.filter(book_id=month.book_id, date__gte=month.first, date__lt=month.after)
    for one in during.order_by("pk"):
        rows.setdefault(one.item_id, []).append(one)
    return [_month_of(pk, before.get(pk, ZERO), mine) for pk, mine in sorted(rows.items())]


def provision_rows(*, book_id: int, item_id: int, after: date) -> list[Provision]:
    """Everything provided for an item on days before `after`, oldest first."""
    return list(Provision.objects.filter(book_id=book_id, item_id=item_id, date__lt=after).order_by("date", "pk"))


def _month_of(item_id: int, opening: Decimal, rows: Sequence[Provision]) -> ProvisionMonth:
    charges = [one for one in rows if one.kind == CHARGE]
    last = charges[-1] if charges else Provision(quantity=ZERO, cost=ZERO, realisable=ZERO)
    charged = sum((one.amount for one in charges if one.amount > 0), ZERO)
    taken_back = -sum((one.amount for one in charges if one.amount < 0), ZERO)
    out = -sum((one.amount for one in rows if one.kind == RELEASE), ZERO)
    return ProvisionMonth(
        item_id, last.quantity, last.cost, last.realisable, opening, charged, taken_back, out,
        opening + charged - taken_back - out,
    )  # fmt: skip
