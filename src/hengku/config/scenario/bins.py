"""Bin moves: the format names no bins, the product does, so the runner makes two and moves the goods from where enough lies."""

from collections.abc import Iterator, Mapping
from decimal import Decimal
from typing import Any

from hengku.config.scenario.world import World

NAMES = ("SCN-1", "SCN-2")


def between_bins(world: World, header: Mapping[str, Any], told: Mapping[str, Any]) -> dict[str, Any]:
    """The two bins of a line of a bin move. Other lines name none: the product takes from any."""
    warehouse = world.warehouses[told.get("warehouse") or header["warehouse"]]
    if warehouse not in world.bins:
        rows = [{"warehouse": warehouse, "code": name, "name": name} for name in NAMES]
        world.bins[warehouse] = tuple(str(world.door.send("POST", "/bins", row)["id"]) for row in rows)
        _optional(world, warehouse)
    lies = _lies(world, warehouse, told)
    first, second = world.bins[warehouse]
    return {"bin": lies, "to_bin": second if lies == first else first}


def _optional(world: World, warehouse: str) -> None:
    """The story's other lines name no bin: what is in none stays where it is."""
    shown = world.door.get(f"/warehouses/{warehouse}")
    world.door.send("PATCH", f"/warehouses/{warehouse}", {"uses_bins": False, "rev": shown["rev"]})


def _lies(world: World, warehouse: str, told: Mapping[str, Any]) -> str | None:
    """The bin that holds enough of what the line names; None = no bin, which is also where nothing holds enough."""
    wanted = Decimal(str(told.get("qty") or 0))
    by_bin: dict[str | None, Decimal] = {}
    for bin_id, quantity in _rows(world, warehouse, told):
        by_bin[bin_id] = by_bin.get(bin_id, Decimal(0)) + quantity
    enough = {bin_id for bin_id, quantity in by_bin.items() if quantity >= wanted}
    return None if None in enough else min(filter(None, enough), default=None)


def _rows(world: World, warehouse: str, told: Mapping[str, Any]) -> Iterator[tuple[str | None, Decimal]]:
    asked = {"group_by": "item,warehouse,bin,lot,status", "item": world.items[told["item"]], "warehouse": warehouse}
    for row in world.door.get("/reports/on_hand", **asked, limit=10_000)["rows"]:
        lot = row["lot"].get("code") if isinstance(row.get("lot"), Mapping) else row.get("lot")
        status = str(row.get("status") or "AVAILABLE").lower()
        if told.get("lot", lot) == lot and told.get("status", "available") == status:
            place = row.get("bin")
            yield (str(place["id"]) if isinstance(place, Mapping) else None), Decimal(str(row["on_hand"]))
