"""Demo: a bicycle maker's products, vendors, bins, stock and purchasing (Microsoft's sample company AdventureWorks)."""

from collections.abc import Iterator
from datetime import date
from decimal import Decimal
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
from hengku.integrations.operations.demo_totals import document_totals
from hengku.integrations.types import Options

BOOK, START = "AW", date(2022, 4, 1)
RECEIVING_BIN = "RECEIVING"
PENDING, APPROVED, REJECTED, COMPLETE = "1", "2", "3", "4"
Table = list[dict[str, str]]


def load_adventureworks(*, act: Act, data: Path, tell: Tell = silent) -> dict[str, Any]:
    """Load products, vendors, bins and inventory, then orders and what was received of them; gives the totals.

    Orders that were rejected are left out, pending ones become drafts, the others are approved; complete ones are received with
    the quantity that passed inspection (StockedQty), linked to their order lines.
    """
    products, codes = _products(data)
    book_id, warehouses = demo_book(
        act=act, code=BOOK, name="AdventureWorks", currency="USD", start_month=START,
        warehouses=[(f"AW{row['LocationID']}", row["Name"]) for row in _read(data, "Production.Location")],
    )  # fmt: skip
    loaded = Loaded()
    options = Options(book_id=book_id, warehouse_id=warehouses["AW6"], date=START.isoformat())
    with any_date(act=act, book_id=book_id):
        for kind, rows in (
            ("items", products),
            ("suppliers", list(_vendors(data))),
            ("opening-stock", list(_opening(data, codes))),
        ):
            feed(act=act, loaded=loaded, kind=kind, rows=numbered(rows), options=options, tell=tell)
        orders = _orders(data, codes)
        drafts = Options(book_id=book_id, warehouse_id=warehouses["AW6"], effect=False)
        feed(act=act, loaded=loaded, kind="purchase-orders", rows=numbered(orders[PENDING]), options=drafts, tell=tell)
        feed(
            act=act, loaded=loaded, kind="purchase-orders", rows=numbered(orders[APPROVED]), options=options, tell=tell
        )
        receipts = _receipts(data, codes)
        feed(act=act, loaded=loaded, kind="goods-receipts", rows=numbered(receipts), options=options, tell=tell)
    expected = sum((Decimal(row["quantity"]) for row in receipts), Decimal(0))
    totals = document_totals(book_id=book_id)
    return {
        "demo": "adventureworks",
        "loaded": loaded.counts,
        "refused": loaded.refused,
        "documents": totals,
        "received_quantity_file": f"{expected:f}",
        "received_quantity_books": totals.get("goods_receipt", {}).get("quantity", "0"),
        "orders_rejected_left_out": orders["left_out"],
        "faults": loaded.faults,
    }


def _read(data: Path, table: str) -> Table:
    return list(read_csv(need_file(data, f"{table}.csv")))


def _products(data: Path) -> tuple[Table, dict[str, str]]:
    """Items with category path, and product numbers by id."""
    groups = {row["ProductCategoryID"]: row["Name"] for row in _read(data, "Production.ProductCategory")}
    subs = {
        row["ProductSubcategoryID"]: f"{groups[row['ProductCategoryID']]}/{row['Name']}"
        for row in _read(data, "Production.ProductSubcategory")
    }
    rows, codes = [], {}
    for row in _read(data, "Production.Product"):
        codes[row["ProductID"]] = row["ProductNumber"]
        cost = Decimal(row["StandardCost"])
        price = Decimal(row["ListPrice"])
        rows.append({
            "code": row["ProductNumber"], "name": row["Name"], "category": subs.get(row["ProductSubcategoryID"], "Components/Other"),
            "spec": "/".join(part for part in (row["Color"], row["Size"]) if part), "base_unit": "个",
            "minimum_stock": row["ReorderPoint"], "maximum_stock": "",
            "purchase_price": f"{cost:f}" if cost else "", "sale_price": f"{price:f}" if price else "",
        })  # fmt: skip
    return rows, codes


def _vendors(data: Path) -> Iterator[dict[str, str]]:
    for row in _read(data, "Purchasing.Vendor"):
        yield {
            "code": f"V{row['BusinessEntityID']}",
            "name": row["Name"],
            "short_name": row["AccountNumber"],
            "active": "1",
        }


def _opening(data: Path, codes: dict[str, str]) -> Iterator[dict[str, str]]:
    """Stock by location and bin at standard cost (a symbolic cent where none is known)."""
    costs = {row["ProductID"]: Decimal(row["StandardCost"]) for row in _read(data, "Production.Product")}
    for row in _read(data, "Production.ProductInventory"):
        if int(row["Quantity"]) > 0:
            cost = costs[row["ProductID"]] or Decimal("0.01")
            yield {
                "item": codes[row["ProductID"]], "warehouse": f"AW{row['LocationID']}", "quantity": row["Quantity"],
                "bin": f"{row['Shelf'].replace('N/A', 'X')}-{row['Bin']}", "price": f"{cost:f}",
            }  # fmt: skip


def _orders(data: Path, codes: dict[str, str]) -> dict[str, Any]:
    """Order lines by what happens to them."""
    headers = {row["PurchaseOrderID"]: row for row in _read(data, "Purchasing.PurchaseOrderHeader")}
    found: dict[str, Any] = {
        PENDING: [],
        APPROVED: [],
        "left_out": sum(row["Status"] == REJECTED for row in headers.values()),
    }
    for row in _read(data, "Purchasing.PurchaseOrderDetail"):
        header = headers[row["PurchaseOrderID"]]
        if header["Status"] != REJECTED:
            found[PENDING if header["Status"] == PENDING else APPROVED].append({
                "number": f"PO{row['PurchaseOrderID']}", "business_date": header["OrderDate"][:10],
                "partner": f"V{header['VendorID']}", "item": codes[row["ProductID"]], "quantity": row["OrderQty"],
                "price": row["UnitPrice"],
            })  # fmt: skip
    return found


def _receipts(data: Path, codes: dict[str, str]) -> Table:
    """What passed inspection of complete orders, in order of arrival."""
    headers = {row["PurchaseOrderID"]: row for row in _read(data, "Purchasing.PurchaseOrderHeader")}
    rows = []
    for row in _read(data, "Purchasing.PurchaseOrderDetail"):
        header = headers[row["PurchaseOrderID"]]
        if header["Status"] == COMPLETE and Decimal(row["StockedQty"]) > 0:
            rows.append({
                "number": f"GR{row['PurchaseOrderID']}", "business_date": header["ShipDate"][:10],
                "partner": f"V{header['VendorID']}", "item": codes[row["ProductID"]],
                "quantity": f"{Decimal(row['StockedQty']):f}", "price": row["UnitPrice"],
                "order_number": f"PO{row['PurchaseOrderID']}", "bin": RECEIVING_BIN,
            })  # fmt: skip
    return sorted(rows, key=lambda row: row["business_date"])
