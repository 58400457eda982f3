"""Demo: ten months of a British gift-ware web shop (UCI "Online Retail"): invoices become shipments, credits become returns.

The file knows only what was sold, so stock is replenished on the first day of each month with what the month will send out:
nothing ever goes negative. Every line is loaded, also what is no goods (postage, fees), so that the monthly net quantity per
stock code equals the file's.
"""

from collections import Counter, defaultdict
from collections.abc import Iterator
from datetime import date
from decimal import Decimal
from itertools import groupby
from pathlib import Path
from typing import Any

from hengku.identity.types import Act
from hengku.integrations.operations.demo import (
    Loaded,
    Tell,
    any_date,
    demo_book,
    feed,
    need_file,
    numbered,
    read_csv,
    silent,
)
from hengku.integrations.operations.demo_totals import document_totals, monthly_net
from hengku.integrations.types import Options
from hengku.kernel.money import round_half_up

BOOK, WAREHOUSE = "OR", "OR1"
FILE = "online_retail_2010-12_2011-09.csv"
WALK_IN, SUPPLIER = "WALK-IN", "OR-SUPPLY"
COST_SHARE = Decimal("0.5")
CENT = Decimal("0.01")
Line = dict[str, str]


def load_online_retail(*, act: Act, data: Path, tell: Tell = silent) -> dict[str, Any]:
    """Load the file and compare the monthly net quantity of every stock code; `mismatches` counts those that differ."""
    path = _file(data)
    survey = _survey(path)
    first = min(month for month, _ in survey.net)
    start = date.fromisoformat(f"{first}-01")
    book_id, warehouses = demo_book(
        act=act,
        code=BOOK,
        name="Online Retail",
        currency="GBP",
        start_month=start,
        warehouses=[(WAREHOUSE, "Online Retail")],
    )
    loaded = Loaded()
    options = Options(book_id=book_id, warehouse_id=warehouses[WAREHOUSE], price_includes_tax=False)
    with any_date(act=act, book_id=book_id):
        feed(act=act, loaded=loaded, kind="items", rows=numbered(survey.items()), options=options, tell=tell)
        feed(act=act, loaded=loaded, kind="customers", rows=numbered(survey.customers()), options=options, tell=tell)
        supplier = [{"code": SUPPLIER, "name": "Online Retail supply"}]
        feed(act=act, loaded=loaded, kind="suppliers", rows=numbered(supplier), options=options, tell=tell)
        for month, lines in groupby(read_csv(path), key=lambda line: line["InvoiceDate"][:7]):
            feed(
                act=act,
                loaded=loaded,
                kind="goods-receipts",
                rows=numbered(survey.supply(month)),
                options=options,
                tell=tell,
                label=f"supply {month}",
            )
            feed(
                act=act,
                loaded=loaded,
                kind="shipments",
                rows=numbered(map(_sale, lines)),
                options=options,
                tell=tell,
                label=f"sales {month}",
            )
    books = monthly_net(book_id=book_id)
    differing = [key for key in books.keys() | survey.net.keys() if books.get(key, 0) != survey.net.get(key, 0)]
    return {
        "demo": "online-retail",
        "rows": survey.rows,
        "loaded": loaded.counts,
        "refused": loaded.refused,
        "documents": document_totals(book_id=book_id),
        "net_quantity_file": sum(survey.net.values()),
        "net_quantity_books": sum(books.values()),
        "month_sku_pairs": len(survey.net),
        "mismatches": len(differing),
        "negative_prices_taken_as_zero": survey.negative_prices,
        "faults": loaded.faults,
    }


def _file(data: Path) -> Path:
    found = sorted([*data.glob("*.csv"), *data.glob("*.csv.gz")])
    return found[0] if found else need_file(data, FILE)


class _Survey:
    """One pass over the file: what items, customers and supply the months need, and the net quantities to compare with."""

    def __init__(self) -> None:
        self.rows = 0
        self.negative_prices = 0
        self.net: Counter[tuple[str, str]] = Counter()
        self._out: dict[str, Counter[str]] = defaultdict(Counter)
        self._names: dict[str, Counter[str]] = defaultdict(Counter)
        self._prices: dict[str, list[Decimal]] = defaultdict(list)
        self._customers: dict[str, str] = {}

    def add(self, line: Line) -> None:
        self.rows += 1
        code, month, quantity = line["StockCode"], line["InvoiceDate"][:7], int(line["Quantity"])
        price = Decimal(line["UnitPrice"])
        self.net[month, code] += quantity
        self._out[month][code] += max(quantity, 0)
        self._names[code][line["Description"].strip()] += 1
        self.negative_prices += price < 0
        if quantity > 0 and price > 0:
            self._prices[code].append(price)
        if line["CustomerID"]:
            self._customers.setdefault(line["CustomerID"], line["Country"])

    def items(self) -> Iterator[Line]:
        """Stock codes, named as they are called most often."""
        for code, names in self._names.items():
            named = [name for name, _ in names.most_common() if name]
            yield {"code": code, "name": named[0] if named else code, "base_unit": "个"}

    def customers(self) -> Iterator[Line]:
        yield {"code": WALK_IN, "name": "Walk-in customer"}
        for customer, country in self._customers.items():
            yield {"code": customer, "name": f"Customer {customer}", "address": country}

    def supply(self, month: str) -> Iterator[Line]:
        """What must be there on the first day of the month, at half the usual price."""
        for code, quantity in self._out[month].items():
            prices = sorted(self._prices.get(code, ()))
            cost = max(round_half_up(prices[len(prices) // 2] * COST_SHARE, 2), CENT) if prices else CENT
            yield {
                "business_date": f"{month}-01", "partner": SUPPLIER, "item": code, "quantity": str(max(quantity, 1)),
                "price": f"{cost:f}",
            }  # fmt: skip


def _survey(path: Path) -> _Survey:
    survey = _Survey()
    for line in read_csv(path):
        survey.add(line)
    return survey


def _sale(line: Line) -> Line:
    """A line of an invoice as a row of a shipments file."""
    price = max(Decimal(line["UnitPrice"]), Decimal(0))
    return {
        "number": line["InvoiceNo"], "business_date": line["InvoiceDate"][:10], "partner": line["CustomerID"] or WALK_IN,
        "item": line["StockCode"], "quantity": line["Quantity"], "price": f"{price:f}",
    }  # fmt: skip
