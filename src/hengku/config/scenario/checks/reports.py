"""Reports of the format: values are the product's totals, rows the product's rows, field by field."""

from collections.abc import Iterator, Mapping, Sequence
from datetime import date, timedelta
from typing import Any

from hengku.config.scenario.checks.compare import Difference, same, unequal
from hengku.config.scenario.world import World

FIELDS = {"qty": "quantity", "diff_qty": "difference", "counted_qty": "counted", "snapshot_qty": "snapshot_quantity",
          "moved_qty": "moved_quantity", "closing_qty": "closing_quantity", "base_qty": "base_quantity",
          "abs_diff_qty": "absolute_difference", "book_qty": "book_quantity",
          "qty_error_percent": "quantity_error_percent"}  # fmt: skip
"""Names of the format -> names of the product's columns, where they differ."""
KEYS = ("line", "step", "item", "warehouse", "lot", "element", "owner", "partner")
"""Fields that say which row is meant."""


def check_reports(world: World, expected: Sequence[Mapping[str, Any]]) -> Iterator[Difference]:
    """Every listed value and row; rows that are not listed do not matter."""
    for one in expected:
        name = str(one["report"])
        if name == "count_variance":
            values, rows = _count(world, one)
        else:
            answer = world.door.get(
                f"/reports/{_product_name(name)}", **_filter(world, name, one.get("for") or {}), limit=10_000
            )
            values, rows = _values(world, one, answer), [_labelled(world, row) for row in answer["rows"]]
        yield from unequal(name, "values", one.get("values") or {}, _in_words(values), one.get("values") or {})
        for row in one.get("rows") or []:
            yield from _row(name, row, [_in_words(found) | found for found in rows])


def _values(world: World, one: Mapping[str, Any], answer: Mapping[str, Any]) -> dict[str, Any]:
    """Totals; of numbering the steps whose number is void, where the story names them."""
    totals = dict(answer["totals"])
    if one["report"] == "numbering" and isinstance((one.get("values") or {}).get("voids"), list):
        totals["voids"] = [world.step_of(row["document"]) for row in answer["rows"] if row.get("document")]
    return totals


def _product_name(name: str) -> str:
    return {"landed_total": "landed_cost"}.get(name, name)


OVER_DAYS = frozenset({"gross_profit", "vat", "fx", "customs"})
"""Reports over any span of days, where others are of a month."""
UP_TO = frozenset({"uninvoiced"})
"""Reports of how things stand at the end of a day."""


def _days_of(month: str) -> dict[str, str]:
    first = date.fromisoformat(f"{month}-01")
    return {"from": str(first), "to": str((first + timedelta(days=32)).replace(day=1) - timedelta(days=1))}


def _filter(world: World, report: str, wanted: Mapping[str, Any]) -> dict[str, Any]:
    asked: dict[str, Any] = {}
    for name, value in wanted.items():
        if name == "step":
            asked["document"] = world.step(value).document_id
        elif name == "item":
            asked["item"] = world.items[value]
        elif name == "period" and report in OVER_DAYS:
            asked |= _days_of(str(value))
        elif name == "period" and report in UP_TO:
            asked["to"] = _days_of(str(value))["to"]
        elif name in {"warehouse", "scope"}:
            asked["warehouse"] = world.warehouses[value]
        elif name == "period":
            asked["month"] = f"{value}-01"
        elif name in {"partner", "owner", "customer", "supplier", "vendor"}:
            asked["partner"] = world.partners[value]
        else:
            asked[name] = value
    return asked


def _labelled(world: World, row: Mapping[str, Any]) -> dict[str, Any]:
    """The row with the story's labels for item, warehouse, step and line."""
    made = dict(row)
    if isinstance(row.get("item"), Mapping):
        made["item"] = world.item_of(row["item"].get("id"))
    if isinstance(row.get("warehouse"), Mapping):
        known = str(row["warehouse"].get("id"))
        made["warehouse"] = next((label for label, one in world.warehouses.items() if one == known), None)
    for name in ("owner", "partner", "supplier"):
        if isinstance(row.get(name), Mapping):
            known = str(row[name].get("id"))
            made[name] = next((label for label, one in world.partners.items() if one == known), None)
    if row.get("receipt") is not None:
        made["receipt"] = world.step_of(row["receipt"])
    if row.get("document") is not None:
        made["step"] = world.step_of(row["document"])
        made["line"] = f"{made['step']}/{row.get('line_no')}"
    return made


def _in_words(values: Mapping[str, Any]) -> dict[str, Any]:
    return {**values, **{ours: values[theirs] for ours, theirs in FIELDS.items() if theirs in values}}


def _row(report: str, wanted: Mapping[str, Any], rows: Sequence[Mapping[str, Any]]) -> Iterator[Difference]:
    keys = [name for name in KEYS if name in wanted]
    where = " ".join(str(wanted[name]) for name in keys)
    candidates = [row for row in rows if all(same(wanted[name], row.get(name)) for name in keys)]
    if not candidates:
        yield Difference(report, where, str(dict(wanted)), "no such row")
        return
    best = min((list(unequal(report, where, wanted, row, wanted)) for row in candidates), key=len)
    yield from best


def _count(world: World, one: Mapping[str, Any]) -> tuple[dict[str, Any], list[dict[str, Any]]]:
    """Of a plan its snapshot, of a sheet its differences."""
    told = world.step(one["for"]["step"])
    if told.type == "count_plan":
        shown = world.door.get(f"/counts/sheets/{told.answer['sheet']}")
        return {}, [{**_labelled(world, row), "snapshot_quantity": row["book_quantity"]} for row in shown["lines"]]
    shown = world.door.get(f"/counts/sheets/{told.document_id}/review")
    return dict(shown["figures"]), [_labelled(world, row) for row in shown["lines"]]
