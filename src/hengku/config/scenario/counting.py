"""Counting goes through its own addresses: plan and snapshot, entries of a sheet, confirmation, gains and losses."""

from collections.abc import Mapping, Sequence
from typing import Any

from hengku.config.scenario.door import Answer, NotOffered, Unexpected
from hengku.config.scenario.telling import header, lines, remember
from hengku.config.scenario.words import PAPERS
from hengku.config.scenario.world import Told, World

METHODS = {"dynamic": "DYNAMIC", "static": "STATIC"}


def count(world: World, step: Mapping[str, Any]) -> Answer:
    """Perform CPL or CTS; gains and losses are documents like others, made by confirming the sheet."""
    return _plan(world, step) if step["doc"] == "CPL" else _sheet(world, step)


def _plan(world: World, step: Mapping[str, Any]) -> Answer:
    header = step["header"]
    unknown = sorted(set(header) - {"method", "warehouses"})
    if unknown:
        raise NotOffered(f"CPL: header {', '.join(unknown)}")
    body = {
        "business_date": step["date"],
        "method": METHODS[header["method"]],
        "blind": False,
        "warehouses": [world.warehouses[one] for one in header["warehouses"]],
        "uncounted": str(world.given("settings").get("uncounted_lines", "keep_book")).upper(),
    }
    answer = world.door.ask("POST", "/counts", body)
    if answer.ok:
        plan, sheet = answer.body["plan"], answer.body["sheet"]
        world.told[step["id"]] = Told(
            step["id"], plan["id"], "count_plan", answer={"sheet": sheet["id"], "method": body["method"]}
        )
    return answer


def _sheet(world: World, step: Mapping[str, Any]) -> Answer:
    """Record every line, then confirm; differences become drafts that the story posts itself."""
    plan = next(told for told in reversed(list(world.told.values())) if told.type == "count_plan")
    sheet = plan.answer["sheet"]
    for position, line in enumerate(step["lines"], start=1):
        body = {
            "key": f"{step['id']}-{position}",
            "item": world.items[line["item"]],
            "warehouse": world.warehouses[line["warehouse"]],
            "quantity": line["counted"],
        }
        if "lot" in line:
            body["lot"] = _lot(world, line)
        if "status" in line:
            body["status"] = str(line["status"]).upper()
        answer = world.door.ask("POST", f"/counts/sheets/{sheet}/entries", body)
        if not answer.ok:
            return answer
    answer = world.door.ask("POST", f"/counts/sheets/{sheet}/confirm", {"post": False, "business_date": step["date"]})
    if answer.ok:
        remember(world, step, _in_order(world, step, world.door.get(f"/documents/{sheet}")))
        drafts = [one["id"] for one in answer.body["documents"]]
        world.told[step["id"]] = Told(
            step["id"],
            sheet,
            "count_sheet",
            world.told[step["id"]].line_ids,
            world.told[step["id"]].line_items,
            {"drafts": drafts},
        )
        if not drafts:
            _finish(world)
    return answer


def _lot(world: World, line: Mapping[str, Any]) -> str:
    """The product's record of a lot. Raises Unexpected."""
    for lot in world.door.every("/lots", item=world.items[line["item"]]):
        if lot["number"] == line["lot"]:
            return str(lot["id"])
    raise Unexpected(f"no lot {line['lot']} of {line['item']}")


def _in_order(world: World, step: Mapping[str, Any], sheet: dict[str, Any]) -> dict[str, Any]:
    """The sheet's lines in the story's order: people count in any order, the product keeps its own."""
    place = {
        (world.items[line["item"]], world.warehouses[line["warehouse"]], line.get("lot"), _status(line)): at
        for at, line in enumerate(step["lines"])
    }
    known = [line for line in sheet["lines"] if _counted(line) in place]
    return {**sheet, "lines": sorted(known, key=lambda line: place[_counted(line)])}


def _status(line: Mapping[str, Any]) -> str:
    return str(line.get("status") or "available").upper()


def _counted(line: Mapping[str, Any]) -> tuple[str, str, str | None, str]:
    lot = line.get("lot")
    number = lot.get("code") if isinstance(lot, Mapping) else lot
    return line["item"]["id"], line["warehouse"]["id"], number or None, _status(line)


def adjust(world: World, step: Mapping[str, Any]) -> Answer:
    """CGN and CLS: confirming the sheet has drafted them, one per warehouse; the story fills in what it knows and posts them together."""
    paper = PAPERS[step["doc"]]
    sheet = world.step(step["lines"][0]["link"])
    wanted = lines(world, step, paper)
    known = header(world, step, paper)
    drafts = _drafts(world, sheet, paper.type, [one["source_line_id"] for one in wanted])
    for shown in drafts:
        by_source = {str(line["sheet_line"]): line for line in shown["lines"]}
        changed = [
            {
                **_kept(by_source[one["source_line_id"]]),
                **{name: value for name, value in one.items() if name != "source_line_id"},
            }
            for one in wanted
            if one["source_line_id"] in by_source
        ]
        head = {**known, "warehouse": (shown["warehouse"] or {}).get("id")}
        body = {"type": paper.type, "rev": shown["rev"], "header": head, "lines": changed}
        answer = world.door.ask("PUT", f"/documents/{shown['id']}", body)
        if not answer.ok:
            return answer
    commands = [{"id": shown["id"], "transition": paper.effect} for shown in drafts]
    answer = world.door.ask(
        "POST", "/documents/batch-transitions", {"documents": commands}, who=step.get("by", "owner")
    )
    if answer.ok:
        _remember_all(world, step, [world.door.get(f"/documents/{shown['id']}") for shown in drafts], wanted)
        _finish(world)
    return answer


def _remember_all(
    world: World, step: Mapping[str, Any], posted: Sequence[Mapping[str, Any]], wanted: Sequence[Mapping[str, Any]]
) -> None:
    """The step is its first document, with the lines of all in the story's order; the others lead back to the step."""
    by_source = {str(line["sheet_line"]): line for shown in posted for line in shown["lines"]}
    ordered = [by_source[one["source_line_id"]] for one in wanted]
    first = next(shown for shown in posted if ordered[0] in shown["lines"])
    remember(world, step, {**first, "lines": ordered})
    for shown in posted:
        world.followed[str(shown["id"])] = step["id"]


def _finish(world: World) -> None:
    """A static count keeps its warehouse still until it is finished; a person finishes it once every difference is settled."""
    plan = next(told for told in reversed(list(world.told.values())) if told.type == "count_plan")
    if plan.answer["method"] == METHODS["static"]:
        world.door.ask("POST", f"/documents/{plan.document_id}/transitions", {"transition": "post"})


def _drafts(world: World, sheet: Told, kind: str, sources: Sequence[str]) -> list[dict[str, Any]]:
    """The drafts that carry these lines of the sheet. Raises Unexpected."""
    found = []
    missing = set(sources)
    for document_id in sheet.answer["drafts"]:
        shown: dict[str, Any] = world.door.get(f"/documents/{document_id}")
        carried = {str(line["sheet_line"]) for line in shown["lines"]} & missing
        if shown["type"] == kind and shown["state"] == "DRAFT" and carried:
            found.append(shown)
            missing -= carried
    if missing:
        raise Unexpected(f"no draft {kind} of {sheet.step} for these lines")
    return found


def _kept(line: Mapping[str, Any]) -> dict[str, Any]:
    kept: dict[str, Any] = {"id": line["id"], "item": line["item"]["id"]}
    for name in ("warehouse", "bin"):
        if line.get(name):
            kept[name] = line[name]["id"]
    if line.get("lot"):
        kept["lot"] = line["lot"]["code"] if isinstance(line["lot"], Mapping) else line["lot"]
    return {**kept, **{name: line[name] for name in ("status", "price", "amount") if line.get(name) is not None}}
