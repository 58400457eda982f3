"""Documents: states, cost states, what is reserved, what can still be returned."""

from collections.abc import Iterator, Mapping, Sequence
from typing import Any

from hengku.config.scenario.checks.compare import Difference, number, unequal
from hengku.config.scenario.world import World

KNOWN = frozenset({"state", "cost_state", "unit_cost", "net", "tax"})
CLOSED = frozenset({"DONE", "OVER", "STOPPED"})


def check_documents(world: World, expected: Mapping[str, Mapping[str, Any]]) -> Iterator[Difference]:
    """State on screen, final or provisional cost, unit cost of the first line, net and tax."""
    for step, wanted in expected.items():
        unknown = sorted(set(wanted) - KNOWN)
        if unknown:
            yield Difference("documents", step, "implemented", f"the product does not tell {', '.join(unknown)}")
        shown = world.door.get(f"/documents/{world.step(step).document_id}")
        # A red invoice shows what it takes back in positive figures and is called red; the format writes them negative.
        sign = -1 if shown.get("red") else 1
        found = {
            "state": _state(shown, wanted.get("state", "")), "cost_state": shown.get("cost_state"),
            "net": _signed(shown.get("total_net"), sign), "tax": _signed(shown.get("total_tax"), sign),
            "unit_cost": next((line.get("unit_cost") for line in shown["lines"]), None),
        }  # fmt: skip
        yield from unequal("documents", step, wanted, found, ("state", "cost_state", "unit_cost", "net", "tax"))


def _signed(told: object, sign: int) -> object:
    amount = number(told)
    return None if amount is None else amount * sign


def _state(shown: Mapping[str, Any], wanted: str) -> str:
    """The format has one word where the product has three axes: the wanted word when it holds, else the document's state."""
    state, execution = str(shown["state"]), str(shown.get("execution", ""))
    holds = {
        "released": state == "APPROVED",
        "closed": execution in CLOSED,
        "settled": shown.get("settlement") == "DONE",
        "cancelled": state == "VOID",
    }
    return wanted if holds.get(wanted) else state.lower()


def check_reservations(world: World, expected: Sequence[Mapping[str, Any]]) -> Iterator[Difference]:
    """Open reservation of an order line."""
    yield from _of_line(world, "reservations", expected, "reserved_quantity")


def check_returnable(world: World, expected: Sequence[Mapping[str, Any]]) -> Iterator[Difference]:
    """Quantity of a line that can still be returned."""
    yield from _of_line(world, "returnable", expected, "remaining_quantity")


def _of_line(
    world: World, check: str, expected: Mapping[str, Any] | Sequence[Mapping[str, Any]], field: str
) -> Iterator[Difference]:
    if isinstance(expected, Mapping):
        expected = [{"of": line, "qty": quantity} for line, quantity in expected.items()]
    for one in expected:
        shown = world.door.get(f"/documents/{world.step(one['of']).document_id}")
        line = next(line for line in shown["lines"] if line["id"] == world.line_id(one["of"]))
        yield from unequal(check, one["of"], one, {"qty": line.get(field)}, ("qty",))
