"""Action steps: reversal, periods, counts, losses, the calendar."""

from collections.abc import Callable, Mapping, Sequence
from typing import Any

from hengku.config.scenario.door import Answer, NotOffered
from hengku.config.scenario.telling import remember
from hengku.config.scenario.world import PASSWORD, Told, World

Action = Callable[[World, Mapping[str, Any]], Answer]


def act(world: World, step: Mapping[str, Any]) -> Answer:
    """Perform an action step. Raises NotOffered for actions the product does not have."""
    if step["action"] not in ACTIONS:
        raise NotOffered(f"action {step['action']}")
    answer = ACTIONS[step["action"]](world, step)
    if answer.ok:
        world.told.setdefault(step["id"], Told(step["id"], answer=answer.body))
    return answer


def _transition(name: str) -> Action:
    def perform(world: World, step: Mapping[str, Any]) -> Answer:
        target = world.step(step["target"])
        body = {"transition": name, "business_date": step["date"], "reason": step["id"]}
        path = f"/documents/{target.document_id}/transitions"
        answer = world.door.ask("POST", path, body, who=step.get("by", "owner"))
        mirror = answer.body.get("reversed_by") if answer.ok else None
        if mirror:
            world.told[step["id"]] = Told(step["id"], mirror["id"], target.type)
        return answer

    return perform


def _close(world: World, step: Mapping[str, Any]) -> Answer:
    path = f"/books/{world.book}/periods/{step['header']['period']}-01/close"
    answer = world.door.ask("POST", path, {}, who=step.get("by", "owner"))
    known = {told.document_id for told in world.told.values()}
    made = world.door.every("/documents", type="variance_run") if answer.ok else []
    fresh = [one for one in made if one["id"] not in known and one["state"] == "POSTED"]
    if fresh:
        # What the close itself books is the step's.
        world.told[step["id"]] = Told(step["id"], fresh[-1]["id"], "variance_run", answer=answer.body)
    return answer


def _reopen(world: World, step: Mapping[str, Any]) -> Answer:
    path = f"/books/{world.book}/periods/{step['header']['period']}-01/reopen"
    second = step.get("second", "")
    body = {
        "reason": step["header"].get("reason", step["id"]),
        "second_username": second,
        "second_password": PASSWORD if second else "",
    }
    return world.door.ask("POST", path, body, who=step.get("by", "owner"))


def _transit_loss(world: World, step: Mapping[str, Any]) -> Answer:
    source = world.step(step["target"])
    lines = []
    for line in step["lines"]:
        made = {"source_line_id": world.line_id(line["link"]), "quantity": line["qty"]}
        for ours in ("tax_rate", "abnormal"):
            if ours in line:
                made[ours] = line[ours]
        if "cause" in line:
            made["cause"] = str(line["cause"]).upper()
        lines.append(made)
    shown = world.door.get(f"/documents/{source.document_id}")
    header = {
        "business_date": step["date"],
        "warehouse": shown["warehouse"]["id"],
        "to_warehouse": shown["to_warehouse"]["id"],
    }
    body = {"type": "transit_loss", "header": header, "lines": lines, "transition": "post"}
    answer = world.door.ask("POST", "/documents", body, who=step.get("by", "owner"))
    if answer.ok:
        remember(world, step, answer.body)
    return answer


def _settle_loss(world: World, step: Mapping[str, Any]) -> Answer:
    """approve_loss and approve_gain: a document that says who bears it; the rest goes where the standard says."""
    source = world.step(step["target"])
    header = {
        "business_date": step["date"],
        "settlement": [
            {
                "key": one["account"],
                "partner": world.partners.get(one.get("partner", "")),
                "amount": one["amount"],
            }
            for one in step.get("header", {}).get("settlement", [])
        ],
    }
    lines = [{"source_line_id": line_id} for line_id in _lost_lines(world, source)]
    body = {"type": "loss_settlement", "header": header, "lines": lines, "transition": "post"}
    answer = world.door.ask("POST", "/documents", body, who=step.get("by", "owner"))
    if answer.ok:
        remember(world, step, answer.body)
    return answer


def _lost_lines(world: World, source: Told) -> Sequence[str]:
    """Lines of the loss; goods that came back as scrap are lost by the document their return brought about."""
    if source.type != "sales_return":
        return source.line_ids
    nodes = world.door.get(f"/documents/{source.document_id}/links")["nodes"]
    scraps = [node["id"] for node in nodes if node["type"] == "scrap"]
    shown = [world.door.get(f"/documents/{pk}") for pk in scraps]
    return [
        line["id"]
        for one in shown
        for line in one["lines"]
        if (line["source"] or {}).get("document_id") == source.document_id
    ]


def _expiry(world: World, step: Mapping[str, Any]) -> Answer:
    return world.door.ask("POST", "/stock/expiry-check", {"business_date": step["date"]})


def _costing(name: str) -> Action:
    def perform(world: World, step: Mapping[str, Any]) -> Answer:
        return world.door.ask("POST", f"/books/{world.book}/periods/{step['header']['period']}-01/{name}", {})

    return perform


def _trial(world: World, step: Mapping[str, Any]) -> Answer:
    answer = _costing("costing")(world, step)
    if answer.ok:
        world.trial = answer.body
    return answer


def _standard_change(world: World, step: Mapping[str, Any]) -> Answer:
    rows = [{"item": world.items[line["item"]], "standard_cost": line["standard_cost"]} for line in step["lines"]]
    body = {"business_date": step["date"], "rows": rows}
    return _document(
        world, step, world.door.ask("POST", f"/books/{world.book}/standard-costs", body, who=step.get("by", "owner"))
    )


def _document(world: World, step: Mapping[str, Any], answer: Answer) -> Answer:
    """The step is the document that the action made."""
    if answer.ok:
        world.told[step["id"]] = Told(step["id"], answer.body["id"], answer.body["type"], answer=answer.body)
    return answer


def _variances(world: World, step: Mapping[str, Any]) -> Answer:
    path = f"/books/{world.book}/periods/{step['header']['period']}-01/variances"
    answer = world.door.ask("POST", path, {}, who=step.get("by", "owner"))
    return _document(world, step, answer) if answer.ok and answer.body.get("id") else answer


ACTIONS: Mapping[str, Action] = {
    "approve": _transition("approve"),
    "void": _transition("void"),
    "reverse": _transition("reverse"),
    "close_period": _close,
    "reopen_period": _reopen,
    "transit_loss": _transit_loss,
    "approve_loss": _settle_loss,
    "approve_gain": _settle_loss,
    "expiry_check": _expiry,
    "run_costing": _trial,
    "variance_run": _variances,
    "standard_change": _standard_change,
}
