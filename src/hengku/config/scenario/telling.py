"""Document steps: what the story writes becomes drafts that take effect, alone or together with others."""

from collections.abc import Callable, Mapping, Sequence
from decimal import Decimal
from typing import Any

from hengku.config.scenario.bins import between_bins
from hengku.config.scenario.door import Answer, NotOffered
from hengku.config.scenario.recipes import worked_lines
from hengku.config.scenario.words import COMMON_HEADER, COMMON_LINE, CONDITIONS, PAPERS, Paper
from hengku.config.scenario.world import Told, World
from hengku.kernel.money import amounts_of, round_amount

EFFECTS = {"draft": None, "submitted": "submit", "approved": "approve", "released": "approve"}
PARTNERS = frozenset({"supplier", "customer", "vendor", "partner", "owner", "fee_partner"})
PRICED = frozenset(
    {"purchase_order", "goods_receipt", "purchase_return", "purchase_invoice", "quotation", "sales_order", "shipment",
     "sales_return", "sales_invoice", "consignment_settlement", "custody_use"}
)  # fmt: skip
"""Types whose header says whether prices include tax."""
SOMEWHERE = frozenset({"cost_adjustment", "purchase_order", "sales_order"})
"""Types that name a warehouse where the format names none."""
WAREHOUSES = frozenset({"warehouse", "to_warehouse"})


def tell(world: World, step: Mapping[str, Any]) -> Answer:
    """Perform a document step, with the documents posted together with it; remembers what was made when it was accepted."""
    if step.get("with"):
        return _together(world, [step, *({"date": step["date"], **one} for one in step["with"])])
    answer = world.door.ask("POST", "/documents", body_of(world, step), who=step.get("by", "owner"))
    if answer.ok:
        remember(world, step, answer.body)
    return answer


def body_of(world: World, step: Mapping[str, Any]) -> dict[str, Any]:
    """The request that makes a document and lets it take effect. Raises NotOffered."""
    paper = _paper(step)
    body = _draft(world, step, paper)
    effect = EFFECTS.get(step["to"], paper.effect) if "to" in step else paper.effect
    return body if effect is None else {**body, "transition": effect}


def _draft(world: World, step: Mapping[str, Any], paper: Paper) -> dict[str, Any]:
    return {"type": paper.type, "header": header(world, step, paper), "lines": lines(world, step, paper)}


def _paper(step: Mapping[str, Any]) -> Paper:
    if step["doc"] not in PAPERS:
        raise NotOffered(f"document {step['doc']}")
    return PAPERS[step["doc"]]


def _together(world: World, steps: Sequence[Mapping[str, Any]]) -> Answer:
    """Drafts first, because they point at each other's lines; then all take effect or none, and no draft stays behind."""
    made: list[str] = []
    refused: Answer | None = None
    for step in steps:
        body = _draft(world, step, _paper(step))
        answer = world.door.ask("POST", "/documents", body, who=step.get("by", "owner"))
        if not answer.ok:
            refused = answer
            break
        made.append(answer.body["id"])
        remember(world, step, answer.body)
    if refused is None:
        commands = [{"id": one, "transition": _paper(step).effect} for one, step in zip(made, steps, strict=True)]
        answer = world.door.ask("POST", "/documents/batch-transitions", {"documents": commands})
        if answer.ok:
            return answer
        refused = answer
    for document_id in reversed(made):
        world.door.send("DELETE", f"/documents/{document_id}")
    for step in steps:
        world.told.pop(step["id"], None)
    return refused


def remember(world: World, step: Mapping[str, Any], document: Mapping[str, Any]) -> None:
    """Keep the ids of a made document under the step's label."""
    made = document.get("lines", [])
    world.told[step["id"]] = Told(
        step["id"],
        document["id"],
        document["type"],
        tuple(line["id"] for line in made),
        tuple(world.item_of((line.get("item") or {}).get("id")) for line in made),
    )


def header(world: World, step: Mapping[str, Any], paper: Paper) -> dict[str, Any]:
    """Header fields in the product's words. Raises NotOffered."""
    made: dict[str, Any] = {"business_date": step["date"]}
    if paper.type == "landed_cost":
        # The charges stand in the header; the lines are the goods they are for.
        made["charges"] = [_charge(line) for line in step.get("lines", [])]
    for name, value in step.get("header", {}).items():
        if name == "targets":
            continue
        field = paper.header.get(name) or COMMON_HEADER.get(name)
        if field is None:
            raise NotOffered(f"{step['doc']}: header {name}")
        made[field] = _header_value(world, name, value)
    if paper.type in SOMEWHERE and "warehouse" not in made and world.warehouses:
        # The format orders goods, or adjusts a pool; the product asks in which warehouse.
        made["warehouse"] = next(iter(world.warehouses.values()))
    if paper.type in PRICED:
        made |= _tax_in_prices(step)
    return made


def _tax_in_prices(step: Mapping[str, Any]) -> dict[str, Any]:
    """Prices with tax are a matter of the whole document in the product; where both kinds stand on one, see _net_lines."""
    kinds = _price_kinds(step)
    return {"price_includes_tax": "price_incl" in kinds and "price" not in kinds} if kinds else {}


def _price_kinds(step: Mapping[str, Any]) -> set[str]:
    return {name for line in step.get("lines", []) for name in ("price", "price_incl") if name in line}


def _net_lines(step: Mapping[str, Any]) -> list[Mapping[str, Any]]:
    """The lines; where prices with and without tax stand on one document, the former as amounts with tax."""
    told: list[Mapping[str, Any]] = step.get("lines", [])
    if len(_price_kinds(step)) < len({"price", "price_incl"}):
        return told
    return [
        {
            **{name: value for name, value in line.items() if name != "price_incl"},
            "amount_incl": str(round_amount(Decimal(line["qty"]) * Decimal(line["price_incl"]))),
        }
        if "price_incl" in line
        else line
        for line in told
    ]


def _header_value(world: World, name: str, value: Any) -> Any:
    if name in PARTNERS:
        return world.partners[value]
    if name in WAREHOUSES:
        return world.warehouses[value]
    if name == "mo":
        return world.step(value).document_id
    if name == "customs_value_of":
        return [world.step(one).document_id for one in value]
    if name == "match":
        return [{"document": world.step(one["step"]).document_id, "amount": one["amount"]} for one in value]
    if isinstance(value, str) and name in {"usage", "cause", "purpose", "invoice_type", "kind"}:
        return value.upper()
    return value


def lines(world: World, step: Mapping[str, Any], paper: Paper) -> list[dict[str, Any]]:
    """Lines in the product's words. Raises NotOffered."""
    if paper.type == "landed_cost":
        by_hand = {line["link"]: line.get("amount") or line["amount_incl"] for line in step["lines"] if "link" in line}
        return [
            {"source_line_id": world.line_id(one), **({"amount": by_hand[one]} if one in by_hand else {})}
            for one in step["header"]["targets"]
        ]
    if paper.type in {"assembly", "disassembly"}:
        return worked_lines(world, step)
    made = [_line(world, step, paper, line) for line in _net_lines(step)]
    if paper.type == "bin_move":
        bins = [between_bins(world, step.get("header") or {}, line) for line in step["lines"]]
        return [{**line, **two} for line, two in zip(made, bins, strict=True)]
    return made


_PLAIN: Mapping[str, Callable[[World, Mapping[str, Any], Any], dict[str, Any]]] = {
    "item": lambda world, _line, value: {"item": world.items[value]},
    "link": lambda world, _line, value: {"source_line_id": world.line_id(value)},
    "unit": lambda world, line, value: {"unit": world.unit_of(line, value)},
    "price": lambda _world, _line, value: {"price": value},
    "price_incl": lambda _world, _line, value: {"price": value},
    "gift": lambda _world, _line, value: {"reason": "GIFT"} if value else {},
}
"""Line fields that mean the same on every document."""


def _line(world: World, step: Mapping[str, Any], paper: Paper, line: Mapping[str, Any]) -> dict[str, Any]:
    made: dict[str, Any] = {}
    for name, value in line.items():
        if name in _PLAIN:
            made |= _PLAIN[name](world, line, value)
        elif name == "amount_incl":
            made |= _without_tax(world, line)
        elif name == "condition":
            if value not in CONDITIONS:
                raise NotOffered(f"{step['doc']}: condition {value}")
            made.setdefault("status", CONDITIONS[value])
        elif name == "gift" and paper.type == "other_out":
            continue  # its market price says that it is given away
        elif name == "to_item" and paper.type == "lot_change" and value == line["item"]:
            continue  # a lot change keeps the item
        elif name == "status":
            made["to_status" if paper.type == "lot_change" else "status"] = str(value).upper()
        else:
            made[_line_field(step, paper, name)] = _line_value(world, name, value)
    if paper.type == "sales_return" and "link" not in line and "return_cost" not in made:
        made |= _cost_by_hand(world, line)
    if paper.type == "cost_adjustment" and "link" in line:
        made["adjusts_line"] = made.pop("source_line_id")
        made.setdefault("item", world.items[world.line_item(line["link"])])
    return made


def _cost_by_hand(world: World, line: Mapping[str, Any]) -> dict[str, Any]:
    """What goods without a shipment come back at, where the story's settings want it by hand."""
    if world.given("settings").get("unlinked_return_cost") != "manual":
        return {}
    if "price" in line:
        return {"return_cost": line["price"]}
    return {"return_cost": f"{Decimal(line['amount']) / Decimal(line['qty']):.6f}"} if "amount" in line else {}


def _without_tax(world: World, line: Mapping[str, Any]) -> dict[str, Any]:
    """The product takes the amount of a line without its tax, and the tax."""
    rate = Decimal(line.get("tax_rate", world.given("book").get("tax_rate", "0.13")))
    found = amounts_of(Decimal(line["amount_incl"]), tax_rate=rate, includes_tax=True)
    return {"amount": str(found.net), "tax": str(found.tax), "tax_rate": str(rate)}


def _charge(line: Mapping[str, Any]) -> dict[str, Any]:
    """A charge; one that is linked to a target is shared by hand. Raises NotOffered."""
    unknown = set(line) - {"cost", "basis", "amount", "amount_incl", "tax_rate", "link"}
    if unknown:
        raise NotOffered(f"LCB: line {', '.join(sorted(unknown))}")
    made = {"cost": line["cost"].upper(), "basis": line["basis"].upper()}
    if "amount_incl" in line:
        made |= {"amount": line["amount_incl"], "includes_tax": True}
    elif "amount" in line:
        made["amount"] = line["amount"]
    return {**made, **({"tax_rate": line["tax_rate"]} if "tax_rate" in line else {})}


def _line_field(step: Mapping[str, Any], paper: Paper, name: str) -> str:
    field = paper.line.get(name) or COMMON_LINE.get(name)
    if field is None:
        raise NotOffered(f"{step['doc']}: line {name}")
    return field


def _line_value(world: World, name: str, value: Any) -> Any:
    if name in WAREHOUSES:
        return world.warehouses[value]
    if name == "to_item":
        return world.items[value]
    if name == "owner":
        return world.partners[value]
    if name in {"cause", "cost", "basis"}:
        return str(value).upper()
    return value
