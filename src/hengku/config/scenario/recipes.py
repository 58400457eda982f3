"""Assembly and disassembly: the product lines first, then their components, from the recipe or as the story lists them."""

from collections.abc import Iterator, Mapping
from decimal import Decimal
from typing import Any

from hengku.config.scenario.door import NotOffered
from hengku.config.scenario.world import World

_PLACE = ("lot", "unit", "production_date")
_PRODUCT = frozenset({"item", "qty", "bom", "components", "warehouse", "expiry", *_PLACE})
_COMPONENT = frozenset({"item", "qty", "reference_cost", "warehouse", *_PLACE})
_OF_BOM = frozenset({"item", "per", "scrap", "issue"})


def worked_lines(world: World, step: Mapping[str, Any]) -> list[dict[str, Any]]:
    """Lines of an assembly or disassembly in the product's words. Raises NotOffered."""
    products = [_made(world, step, line, "PRODUCT", _PRODUCT) for line in step["lines"]]
    components = [
        {**made, "of_line": number}
        for number, line in enumerate(step["lines"], start=1)
        for made in _components(world, step, line)
    ]
    return [*products, *components]


def _components(world: World, step: Mapping[str, Any], line: Mapping[str, Any]) -> Iterator[dict[str, Any]]:
    if "components" in line:
        for one in line["components"]:
            yield _made(world, step, one, "COMPONENT", _COMPONENT)
        return
    recipe = world.given("boms")[line["bom"]]
    divides = world.given("settings").get("bom_scrap") == "divide"
    for one in recipe["components"]:
        unknown = sorted(set(one) - _OF_BOM)
        if unknown:
            raise NotOffered(f"{step['doc']}: component {', '.join(unknown)}")
        needed = Decimal(line["qty"]) * Decimal(one["per"]) / Decimal(recipe.get("base_qty", "1"))
        scrap = Decimal(one.get("scrap", "0"))
        needed = needed / (1 - scrap) if divides else needed * (1 + scrap)
        yield _made(world, step, {"item": one["item"], "qty": f"{needed:f}"}, "COMPONENT", _COMPONENT)


def _made(
    world: World, step: Mapping[str, Any], line: Mapping[str, Any], role: str, known: frozenset[str]
) -> dict[str, Any]:
    unknown = sorted(set(line) - known)
    if unknown:
        raise NotOffered(f"{step['doc']}: line {', '.join(unknown)}")
    made: dict[str, Any] = {"item": world.items[line["item"]], "quantity": line["qty"], "role": role}
    for name in ("reference_cost", *_PLACE):
        if name in line:
            made[name] = line[name]
    if "expiry" in line:
        made["expiry_date"] = line["expiry"]
    if "warehouse" in line:
        made["warehouse"] = world.warehouses[line["warehouse"]]
    return made
