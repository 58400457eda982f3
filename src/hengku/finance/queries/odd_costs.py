"""异常余额: the list an accountant works through before a close; every row with its cause and, where there is one, its fix."""

from collections.abc import Collection, Iterator
from dataclasses import dataclass
from datetime import date, timedelta
from decimal import Decimal

from hengku.finance.queries.goods_lines import uninvoiced
from hengku.finance.rules.odd_costs import Cause, Fix, Stand, judge
from hengku.identity.types import SYSTEM
from hengku.kernel.money import ZERO
from hengku.ledger.queries.month_costing import month_costs
from hengku.ledger.queries.odd_pools import OddPool, cleared_residuals, first_open_month, pools_with_stock
from hengku.ledger.rules.month_costing import MonthException
from hengku.masterdata.types import CostMethod

OVERDUE_DAYS = 60
"""After so many days without an invoice a receipt is on the list."""


@dataclass(frozen=True, slots=True)
class OddCost:
    """One row. key names it for the fix; document_id: the receipt that waits for its invoice. path: the page it is settled on, where
    no single document would do."""

    key: str
    cause: Cause
    item_id: int
    item_code: str
    item_name: str
    place: str
    quantity: Decimal
    amount: Decimal
    known_quantity: Decimal = ZERO
    known_amount: Decimal = ZERO
    fix: Fix | None = None
    warehouse_id: int | None = None
    lot_id: int | None = None
    document_id: int | None = None
    document_type: str = ""
    document_number: str = ""
    path: str = ""


def odd_costs(*, book_id: int, day: date) -> list[OddCost]:
    """Everything odd in a book's costs as it stands, by cause; `day`: today."""
    month = first_open_month(book_id=book_id)
    found = [*odd_pools(book_id=book_id), *_cleared(book_id, month), *_months(book_id, month), *_waiting(book_id, day)]
    order = {cause: place for place, cause in enumerate(Cause)}
    return sorted(found, key=lambda one: (order[one.cause], one.item_code, one.key))


def odd_pools(*, book_id: int, pool_ids: Collection[int] | None = None) -> Iterator[OddCost]:
    """Pools that are odd by themselves."""
    for pool in pools_with_stock(book_id=book_id, pool_ids=pool_ids):
        if pool.method == CostMethod.MONTH_AVERAGE and pool.quantity > 0:
            continue  # what its goods are worth is known at the close, see _months
        stand = Stand(
            pool.quantity, pool.amount, pool.known_quantity, pool.known_amount, pool.method == CostMethod.STANDARD
        )
        verdict = judge(stand)
        if verdict is not None:
            yield _of_pool(pool, *verdict)


def _of_pool(pool: OddPool, cause: Cause, fix: Fix | None) -> OddCost:
    place = f"{pool.scope} · {pool.lot}" if pool.lot else pool.scope
    return OddCost(
        f"pool-{pool.id}", cause, pool.item_id, pool.item_code, pool.item_name, place, pool.quantity, pool.amount,
        pool.known_quantity, pool.known_amount, fix, pool.warehouse_id, pool.lot_id,
    )  # fmt: skip


def _cleared(book_id: int, month: date) -> Iterator[OddCost]:
    for one in cleared_residuals(book_id=book_id, since=month):
        yield OddCost(
            f"cleared-{one.item_id}-{one.scope}", Cause.MONEY_CLEARED, one.item_id, one.item_code, one.item_name, one.scope,
            ZERO, -one.amount, path=f"/reports/cost_ledger?item={one.item_id}",
        )  # fmt: skip


def _months(book_id: int, month: date) -> Iterator[OddCost]:
    """Items under the month-end average: issues at provisional costs, and months that have nothing to average."""
    for pool, costs in month_costs(viewer=SYSTEM, book_id=book_id, month=month):
        if not costs.issues_quantity and costs.exception is not MonthException.NEGATIVE_AMOUNT:
            continue
        odd = costs.base_quantity <= 0 or costs.base_amount < 0
        cause = Cause.NO_BASE if odd else Cause.PROVISIONAL
        if costs.exception is MonthException.NEGATIVE_AMOUNT:
            cause = Cause.NEGATIVE_AMOUNT
        provisional = cause is Cause.PROVISIONAL
        yield OddCost(
            f"month-{pool['pool_id']}", cause, pool["item_id"], pool["item_code"], pool["item_name"], pool["scope"],
            costs.issues_quantity if provisional else costs.closing_quantity,
            costs.issues_amount if provisional else costs.closing_amount,
            path=f"/reports/month_average?item={pool['item_id']}&month={month}",
        )  # fmt: skip


def _waiting(book_id: int, day: date) -> Iterator[OddCost]:
    for one in uninvoiced(book_id=book_id, before=day - timedelta(days=OVERDUE_DAYS)):
        row = one.row
        if row.type == "goods_receipt":
            yield OddCost(
                f"receipt-{row.id}", Cause.NOT_INVOICED, row.item_id, "", "", f"{row.number} · {row.date}", one.quantity,
                one.amount, fix=Fix("purchase_invoice", one.quantity, one.amount), document_id=row.document_id,
                document_type=row.type, document_number=row.number,
            )  # fmt: skip
