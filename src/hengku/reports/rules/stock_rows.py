"""Rows of the ledger, flat as SQL gives them, in the shape of the reports: references as {"id", "code", "name"}."""

from collections.abc import Mapping
from typing import Any

from hengku.kernel.money import unit_cost

_REFERENCES: Mapping[str, tuple[str, ...]] = {
    "item": ("code", "name", "spec"),
    "category": ("code", "name"),
    "warehouse": ("code", "name"),
    "bin": ("code", "name"),
}


def with_references(row: Mapping[str, Any]) -> dict[str, Any]:
    """The row with `item`, `category`, `warehouse`, `bin` as references (None where there is none) and `lot` as its number."""
    shaped = dict(row)
    for name, parts in _REFERENCES.items():
        if f"{name}_id" not in shaped:
            continue
        record_id = shaped.pop(f"{name}_id")
        found = {part: shaped.pop(f"{name}_{part}", None) for part in parts}
        shaped[name] = None if record_id is None else {"id": record_id, **found}
    if "lot_id" in shaped:
        shaped["lot"] = shaped.pop("lot_number", None)
    if shaped.get("amount") is not None and "in_transit" in shaped:
        shaped["unit_cost"] = unit_cost(shaped["amount"], shaped["on_hand"] + shaped["in_transit"])
    return shaped


def stock_drill(row: Mapping[str, Any]) -> dict[str, str]:
    """Where the figures of a row come from: the item's book, else the stock narrowed to the row's group."""
    warehouse = f"&warehouse={row['warehouse']['id']}" if row.get("warehouse") else ""
    if row.get("item"):
        return {"path": f"/stock/ledger?item={row['item']['id']}{warehouse}"}
    category = f"&category={row['category']['id']}" if row.get("category") else ""
    return {"path": f"/reports/on_hand?group_by=item{category}{warehouse}"}
