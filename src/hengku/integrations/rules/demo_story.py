"""Thirteen weeks of the demo wholesaler, simulated day by day without chance: the same every time.

Stock is tracked while the story is told, so that every document can be posted: nothing is sold that is not there.
"""

import hashlib
from collections import defaultdict
from collections.abc import Iterator
from dataclasses import dataclass, field
from datetime import date, timedelta
from decimal import Decimal

from hengku.integrations.rules.demo_goods import CUSTOMERS, GOODS, SUPPLIERS, Goods

WEEKS = 13
MAIN, STORE = "CK01", "CK02"
COVER_WEEKS = 3
Row = dict[str, str]


@dataclass(slots=True)
class Chapter:
    """What happens together: rows of one import kind, or moves (item, quantity in base units) between or out of warehouses."""

    kind: str
    day: date
    rows: list[Row] = field(default_factory=list)


def wave(*parts: object) -> float:
    """A number from 0 to 1 that looks like chance and never changes."""
    digest = hashlib.sha256("/".join(map(str, parts)).encode()).digest()
    return int.from_bytes(digest[:4], "big") / 2**32


def item_rows() -> list[Row]:
    """The goods as an items file."""
    return [
        {
            "code": goods.code, "name": goods.name, "spec": goods.spec, "category": goods.category, "brand": goods.brand,
            "base_unit": goods.unit, "second_unit": "箱", "second_factor": str(goods.per_carton), "barcode": goods.barcode,
            "tax_rate": "13%", "purchase_price": str(goods.cost), "sale_price": str(goods.price),
            "minimum_stock": str(goods.demand), "maximum_stock": str(goods.demand * 6),
        }
        for goods in GOODS
    ]  # fmt: skip


def partner_rows(people: tuple[tuple[str, str, str, str], ...]) -> list[Row]:
    return [{"code": code, "name": name, "contact": contact, "phone": phone} for code, name, contact, phone in people]


class Story:
    """Tells the chapters in the order in which they happen; `first` is the Monday of the first week, `last` the last day."""

    def __init__(self, *, first: date, last: date) -> None:
        self._first, self._last = first, last
        self._main: dict[str, int] = defaultdict(int)
        self._store: dict[str, int] = defaultdict(int)
        self._coming: dict[str, int] = defaultdict(int)
        self._orders: list[list[Row]] = []

    def tell(self) -> Iterator[Chapter]:
        """Opening stock, then week by week: receive, order, sell, ship, move; the last orders stay open."""
        yield self._opening()
        for week in range(WEEKS):
            monday = self._first + timedelta(weeks=week)
            if monday > self._last:
                break
            yield from self._week(week, monday)

    def _week(self, week: int, monday: date) -> Iterator[Chapter]:
        if week and monday <= self._last:
            yield self._receive(week, monday)
        yield self._order(week, monday)
        move = monday + timedelta(days=1)
        if move <= self._last:
            yield self._move(week, move)
        for offset in range(1, 6):
            day = monday + timedelta(days=offset)
            if day <= self._last:
                yield from self._sell(week, day)
        saturday = monday + timedelta(days=5)
        if saturday <= self._last:
            yield self._store_sales(week, saturday)
            yield from self._sundries(week, saturday)

    def _opening(self) -> Chapter:
        rows = []
        for goods in GOODS:
            main, store = self._cartons(goods, 2.6), self._cartons(goods, 0.5)
            self._main[goods.code] += main
            self._store[goods.code] += store
            rows.append(
                {
                    "item": goods.code,
                    "warehouse": MAIN,
                    "quantity": str(main),
                    "price": str(goods.cost),
                    "bin": goods.home,
                }
            )
            rows.append({"item": goods.code, "warehouse": STORE, "quantity": str(store), "price": str(goods.cost)})
        return Chapter("opening-stock", self._first, rows)

    @staticmethod
    def _cartons(goods: Goods, weeks: float) -> int:
        """Whole cartons for so many weeks of demand, at least one."""
        return max(round(goods.demand * weeks / goods.per_carton), 1) * goods.per_carton

    def _order(self, week: int, day: date) -> Chapter:
        """Purchase orders for what runs short, one per supplier, in cartons at a price that drifts a little."""
        rows: list[Row] = []
        for supplier, *_ in SUPPLIERS:
            for goods in GOODS:
                if goods.supplier != supplier:
                    continue
                have = self._main[goods.code] + self._coming[goods.code]
                if have >= goods.demand * COVER_WEEKS:
                    continue
                cartons = max(round((goods.demand * (COVER_WEEKS + 1) - have) / goods.per_carton), 1)
                self._coming[goods.code] += cartons * goods.per_carton
                price = (
                    goods.cost * goods.per_carton * Decimal(97 + int(wave("p", week, goods.code) * 7)) / 100
                ).quantize(Decimal("0.01"))
                rows.append({
                    "number": f"PO-{day:%y%m%d}-{supplier}", "business_date": day.isoformat(), "partner": supplier,
                    "warehouse": MAIN, "item": goods.code, "unit": "箱", "quantity": str(cartons), "price": str(price), "tax_rate": "13%",
                })  # fmt: skip
        self._orders.append(rows)
        return Chapter("purchase-orders", day, rows)

    def _receive(self, week: int, day: date) -> Chapter:
        """Last week's orders arrive; now and then a line comes short."""
        homes = {goods.code: goods for goods in GOODS}
        rows = []
        for order in self._orders[week - 1]:
            goods = homes[order["item"]]
            cartons = int(order["quantity"])
            if cartons > 4 and wave("short", week, goods.code) > 0.94:
                cartons -= 1
            self._main[goods.code] += cartons * goods.per_carton
            self._coming[goods.code] -= int(order["quantity"]) * goods.per_carton
            rows.append({
                **order, "number": order["number"].replace("PO", "GR"), "order_number": order["number"],
                "business_date": day.isoformat(), "quantity": str(cartons), "bin": goods.home,
            })  # fmt: skip
        return Chapter("goods-receipts", day, rows)

    def _sell(self, week: int, day: date) -> Iterator[Chapter]:
        """Orders of the day and, the same day, their deliveries; on the last day they stay open."""
        orders: list[Row] = []
        for customer, *_ in CUSTOMERS[:-1]:
            if wave("comes", day, customer) > 0.45:
                continue
            for goods in GOODS:
                if wave("wants", day, customer, goods.code) > 0.22:
                    continue
                quantity = min(
                    max(int(goods.demand * 0.22 * wave("much", day, customer, goods.code)), 1), self._main[goods.code]
                )
                if quantity <= 0:
                    continue
                self._main[goods.code] -= quantity
                orders.append({
                    "number": f"SO-{day:%y%m%d}-{customer}", "business_date": day.isoformat(), "partner": customer,
                    "warehouse": MAIN, "item": goods.code, "quantity": str(quantity), "price": str(goods.price), "tax_rate": "13%",
                })  # fmt: skip
        yield Chapter("sales-orders", day, orders)
        if day < self._last - timedelta(days=1):
            homes = {goods.code: goods.home for goods in GOODS}
            shipped = [
                {
                    **row,
                    "number": row["number"].replace("SO", "DN"),
                    "order_number": row["number"],
                    "bin": homes[row["item"]],
                }
                for row in orders
            ]
            yield Chapter("shipments", day, shipped)

    def _move(self, week: int, day: date) -> Chapter:
        """The store is filled up from the main warehouse."""
        rows = []
        for goods in GOODS:
            need = goods.demand // 4 - self._store[goods.code]
            quantity = min(max(need, 0), self._main[goods.code])
            if quantity > 0:
                self._main[goods.code] -= quantity
                self._store[goods.code] += quantity
                rows.append({"item": goods.code, "quantity": str(quantity), "bin": goods.home})
        return Chapter("transfer", day, rows)

    def _store_sales(self, week: int, day: date) -> Chapter:
        """What the store sold over the counter in the week."""
        rows = []
        for goods in GOODS:
            quantity = min(int(goods.demand * 0.25 * wave("store", week, goods.code)), self._store[goods.code])
            if quantity > 0:
                self._store[goods.code] -= quantity
                rows.append({
                    "number": f"LS-{day:%y%m%d}", "business_date": day.isoformat(), "partner": CUSTOMERS[-1][0], "warehouse": STORE,
                    "item": goods.code, "quantity": str(quantity), "price": str(goods.price), "tax_rate": "13%",
                })  # fmt: skip
        return Chapter("shipments", day, rows)

    def _sundries(self, week: int, day: date) -> Iterator[Chapter]:
        """Damage thrown away every other week; goods a customer brings back every fourth."""
        goods = GOODS[week * 7 % len(GOODS)]
        if week % 2 and self._main[goods.code] > 2:
            self._main[goods.code] -= 2
            yield Chapter("scrap", day, [{"item": goods.code, "quantity": "2", "bin": goods.home}])
        if week % 4 == 3:
            back = GOODS[week * 5 % len(GOODS)]
            self._main[back.code] += 1
            yield Chapter("shipments", day, [{
                "number": f"RT-{day:%y%m%d}", "business_date": day.isoformat(), "partner": CUSTOMERS[1][0], "warehouse": MAIN,
                "item": back.code, "quantity": "-1", "price": str(back.price), "bin": back.home, "tax_rate": "13%",
            }])  # fmt: skip
