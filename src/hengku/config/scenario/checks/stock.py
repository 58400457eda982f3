"""Quantities: per place, as of a day, available."""

from collections.abc import Iterator, Mapping, Sequence
from typing import Any

from hengku.config.scenario.checks.compare import Difference, summed, unequal
from hengku.config.scenario.world import World

ALL_OWN = "ALL-OWN"
OF_CHANNELS = frozenset({"quota_left", "pushed"})
"""What sales channels and flash sales leave: not told yet."""


def check_stock(world: World, expected: Sequence[Mapping[str, Any]]) -> Iterator[Difference]:
    """Quantity per item, place, lot, status; a dimension left out is summed, a missing owner means our own goods."""
    for one in expected:
        rows = [row for row in world.door.get("/reports/stock_places", item=world.items[one["item"]], limit=10_000)["rows"]
                if _fits(world, one, row)]  # fmt: skip
        days = {row["days_left"] for row in rows if row.get("days_left") is not None}
        found = {"qty": summed(rows, "quantity"), "days_left": min(days, default=None)}
        yield from unequal("stock", _named(one), one, found, ("qty", "days_left"))


def _named(one: Mapping[str, Any]) -> str:
    return "/".join(str(one[name]) for name in ("item", "place", "lot", "status", "owner") if name in one)


def _fits(world: World, one: Mapping[str, Any], row: Mapping[str, Any]) -> bool:
    place, _, partner = str(one.get("place", "")).partition("@")
    if place in world.warehouses:
        is_there = row["place"] == "WH" and row["warehouse"]["id"] == world.warehouses[place]
    elif place == ALL_OWN:
        is_there = bool(row["valued"])
    else:
        # Over all places everything adds up to nothing: without one, what stands in warehouses.
        is_there = row["place"] == (place or "WH")
    owner = (row["owner"] or {}).get("id")
    return (
        is_there
        and (not partner or (row["partner"] or {}).get("id") == world.partners[partner])
        and ("lot" not in one or row["lot"] == one["lot"])
        and ("status" not in one or str(row["status"]).lower() == one["status"])
        and owner == (world.partners[one["owner"]] if "owner" in one else None)
    )


def check_stock_as_of(world: World, expected: Sequence[Mapping[str, Any]]) -> Iterator[Difference]:
    """On hand by business date; with known_at only what had been entered by that day's end."""
    for one in expected:
        asked = {"group_by": "item", "item": world.items[one["item"]], "as_of": one["date"]}
        if "known_at" in one:
            asked["known_at"] = world.at(one["known_at"], "23:59:59").isoformat()
        rows = world.door.get("/reports/on_hand", **asked, limit=10_000)["rows"]
        where = f"{one['item']} {one['date']} {one.get('known_at', '')}".strip()
        yield from unequal(
            "stock_as_of",
            where,
            one,
            {"qty": summed(rows, "on_hand"), "amount": summed(rows, "amount")},
            ("qty", "amount"),
        )


def check_availability(world: World, expected: Sequence[Mapping[str, Any]]) -> Iterator[Difference]:
    """available = on hand - unusable - reserved; base = available - the safety buffer, as no flash sale holds a quota."""
    for one in expected:
        for name in sorted(set(one) & OF_CHANNELS):
            yield Difference("availability", f"{one['item']} {name}", "implemented", "the product does not tell it")
        rows = world.door.get("/reports/on_hand", group_by="item", item=world.items[one["item"]], limit=10_000)["rows"]
        names = ("on_hand", "unusable", "reserved", "available")
        found: dict[str, object] = {name: summed(rows, name) for name in names}
        if "base" in one:
            found["base"] = world.door.get("/sales/promise", item=world.items[one["item"]])["sellable"]
        yield from unequal("availability", one["item"], one, found, (*names, "base"))
