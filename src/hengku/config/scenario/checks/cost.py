"""Cost pools: their rows, balances, layers, what an issue consumed, closing snapshots."""

from collections.abc import Iterator, Mapping, Sequence
from decimal import Decimal
from typing import Any

from hengku.config.scenario.checks.compare import Difference, row_by_row, same, summed, unequal
from hengku.config.scenario.world import World
from hengku.kernel.money import round_half_up

LEDGER_FIELDS = ("step", "line", "kind", "date", "dqty", "damount", "qty", "amount", "unit")
UNIT_PLACES = 6
OPENING = "opening"


def _asked(world: World, pool: Mapping[str, Any]) -> dict[str, Any]:
    asked: dict[str, Any] = {"item": world.items[pool["item"]]}
    if "lot" in pool:
        asked["lot"] = pool["lot"]
    if "scope" in pool:
        asked["warehouse"] = world.warehouses[pool["scope"]]
    if "place" in pool:
        asked["place"], _, partner = str(pool["place"]).partition("@")
        if partner:
            asked["partner"] = world.partners[partner]
    return asked


def _named(pool: Mapping[str, Any]) -> str:
    return "/".join(str(pool[name]) for name in ("item", "lot", "scope", "place") if name in pool)


def _unit(quantity: Any, amount: Any) -> str:
    units = Decimal(str(quantity))
    return "none" if units == 0 else str(round_half_up(Decimal(str(amount)) / units, UNIT_PLACES))


def check_ledger(world: World, expected: Sequence[Mapping[str, Any]]) -> Iterator[Difference]:
    """The rows of a pool in key order; what came in with the opening stock is the opening."""
    for pool in expected:
        where = _named(pool["pool"])
        asked = {**_asked(world, pool["pool"]), "view": pool.get("view", "rows")}
        told = [_row(world, row) for row in world.door.get("/reports/cost_ledger", **asked, limit=10_000)["rows"]]
        before = [row for row in told if row["step"] == OPENING]
        opening = {
            "qty": summed(before, "dqty"), "amount": summed(before, "damount"),
            "unit": _unit(summed(before, "dqty"), summed(before, "damount")),
        }  # fmt: skip
        yield from unequal("ledger", f"{where} open", pool["open"], opening, ("qty", "amount", "unit"))
        rows = [row for row in told if row["step"] != OPENING]
        wanted = [{"kind": "move", **row} for row in pool["rows"]]
        yield from row_by_row("ledger", where, wanted, rows, LEDGER_FIELDS)


def _row(world: World, row: Mapping[str, Any]) -> dict[str, Any]:
    return {
        "step": world.step_of(row["document"]), "line": row["line_no"], "kind": str(row["kind"]).lower(),
        "date": row["business_date"], "dqty": row["quantity"], "damount": row["amount"], "qty": row["balance_quantity"],
        "amount": row["balance_amount"], "unit": _unit(row["balance_quantity"], row["balance_amount"]),
    }  # fmt: skip


def check_balances(world: World, expected: Sequence[Mapping[str, Any]]) -> Iterator[Difference]:
    """Quantity, amount and unit of cost pools; a pool nobody has posted to is 0 / 0.00."""
    for pool in expected:
        rows = world.door.get("/reports/cost_pools", **_asked(world, pool), limit=10_000)["rows"]
        kind = pool.get("place", "").split("@")[0]
        rows = [row for row in rows if (row["place"] or "") == kind]
        quantity, amount = summed(rows, "quantity"), summed(rows, "amount")
        found = {"qty": quantity, "amount": amount, "unit": _unit(quantity, amount)}
        yield from unequal("balances", _named(pool), pool, found, ("qty", "amount", "unit"))


def check_layers(world: World, expected: Mapping[str, Any] | Sequence[Mapping[str, Any]]) -> Iterator[Difference]:
    """Remaining FIFO layers, oldest first, complete."""
    for pool in [expected] if isinstance(expected, Mapping) else expected:
        asked = _asked(world, pool.get("pool", pool))
        rows = world.door.get("/reports/cost_layers", **asked, limit=10_000)["rows"]
        found = [{"layer": _layer(world, row), "qty": row["quantity"], "amount": row["amount"]} for row in rows]
        yield from row_by_row("layers", _named(pool.get("pool", pool)), pool["left"], found, ("layer", "qty", "amount"))


def _layer(world: World, row: Mapping[str, Any]) -> str:
    step = world.step_of(row["document"])
    piece = f"#{row['piece']}" if row.get("piece") else ""
    return f"{step}/{row['line_no']}{piece}"


def check_consumption(world: World, expected: Sequence[Mapping[str, Any]]) -> Iterator[Difference]:
    """Layers or lots a line took, in order; returns are negative."""
    for one in expected:
        told = world.step(one["of"])
        line_id = world.line_id(one["of"])
        rows = world.door.get("/reports/cost_consumption", document=told.document_id, limit=10_000)["rows"]
        found = [
            {"from": _layer(world, row) if row.get("document") else None, "lot": row.get("lot"), "qty": row["quantity"],
             "amount": row["amount"]}
            for row in rows
            if str(row["line"]) == line_id
        ]  # fmt: skip
        yield from row_by_row("consumption", one["of"], one["pieces"], found, ("from", "lot", "qty", "amount"))


def check_snapshots(world: World, expected: Sequence[Mapping[str, Any]]) -> Iterator[Difference]:
    """Closing quantity and amount of a period, current or superseded."""
    for one in expected:
        scope = {"warehouse": world.warehouses[one["scope"]]} if "scope" in one else {}
        rows = world.door.get(f"/books/{world.book}/periods/{one['period']}-01/snapshots", **scope)["items"]
        lines = [
            row
            for row in rows
            if same(one["state"], row["state"]) and row["item"]
            and ("item" not in one or world.items[one["item"]] == row["item"]["id"])
            and ("lot" not in one or same(one["lot"], row["lot"]))
        ]  # fmt: skip
        found = {"qty": summed(lines, "quantity"), "amount": summed(lines, "amount")}
        if not any(same(one["state"], row["state"]) for row in rows):
            yield Difference("snapshots", f"{one['period']} {one['state']}", "a snapshot", "none")
        where = " ".join(str(one[name]) for name in ("period", "state", "item", "scope") if name in one)
        yield from unequal("snapshots", where, one, found, ("qty", "amount"))
