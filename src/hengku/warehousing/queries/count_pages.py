"""Counting as its pages show it: the running counts, a sheet for its counters, a review for those who confirm."""

from collections.abc import Collection, Iterable, Mapping
from dataclasses import asdict
from decimal import Decimal
from typing import Any

from django.db import connection

from hengku.documents.models import Line
from hengku.documents.queries.brief import brief
from hengku.documents.queries.load import load_documents
from hengku.documents.queries.rights import document_allows, document_sees
from hengku.documents.rules.registry import DOCUMENT_TYPES
from hengku.documents.types import DocumentState, LoadedDocument
from hengku.identity.types import Viewer
from hengku.kernel import sql
from hengku.kernel.errors import refuse
from hengku.kernel.quantity import plain
from hengku.masterdata.models import Warehouse
from hengku.masterdata.texts import STATUSES
from hengku.masterdata.types import StockStatus
from hengku.warehousing.models import CountEntry, CountLine, CountPlan, CountSheet
from hengku.warehousing.queries.count import (
    Said,
    counted_on,
    judge,
    key_of_line,
    limits_of,
    plan_of_sheet,
    said_on,
    snapshots_of,
)
from hengku.warehousing.rules.count import above, report_of
from hengku.warehousing.types import Counted, CountKey, CountReport, Difference

_ITEMS = """
SELECT i.id, i.code, i.name, i.spec, u.name FROM masterdata_item i JOIN masterdata_unit u ON u.id = i.base_unit_id
 WHERE i.id = ANY(%s::bigint[])
"""


def sheet_for(*, viewer: Viewer, sheet_id: int, action: str = "view") -> LoadedDocument:
    """The sheet, if the viewer may do `action` with it. Raises Refused not_found (404), permission_denied (403)."""
    return _visible(viewer, sheet_id, "count_sheet", action)


def plan_for(*, viewer: Viewer, plan_id: int, action: str = "view") -> LoadedDocument:
    """The plan, if the viewer may do `action` with it. Raises Refused not_found (404), permission_denied (403)."""
    return _visible(viewer, plan_id, "count_plan", action)


def _visible(viewer: Viewer, document_id: int, kind: str, action: str) -> LoadedDocument:
    found = load_documents([document_id])
    if not found or found[0].type != kind or not document_sees(viewer, found[0]):
        raise refuse("not_found", status=404)
    spec = DOCUMENT_TYPES.get(kind)
    if action != "view" and not document_allows(viewer, found[0], spec, action):
        raise refuse("permission_denied", status=403, resource=str(spec.label), action=action)
    return found[0]


def running_counts(*, viewer: Viewer) -> list[dict[str, Any]]:
    """Counts that are going on, newest first, with their sheets."""
    plans = CountPlan.objects.filter(started_at__isnull=False, finished_at__isnull=True).order_by("-pk")
    documents = {one.id: one for one in load_documents([plan.pk for plan in plans]) if document_sees(viewer, one)}
    sheets = CountSheet.objects.filter(plan_id__in=documents).order_by("pk").values_list("plan_id", "pk")
    refs = {ref["id"]: ref for ref in brief([*documents, *(sheet for _, sheet in sheets)])}
    return [
        {
            "plan": refs[str(plan.pk)],
            "method": plan.method,
            "blind": plan.blind,
            "warehouses": _warehouses(plan.warehouse_ids),
            "business_date": documents[plan.pk].business_date.isoformat(),
            "sheets": [refs[str(sheet)] for owner, sheet in sheets if owner == plan.pk],
        }
        for plan in plans
        if plan.pk in documents
    ]


def _warehouses(ids: Collection[int]) -> list[dict[str, str]]:
    rows = Warehouse.objects.filter(pk__in=ids).order_by("code").values_list("pk", "code", "name")
    return [{"id": str(pk), "code": code, "name": name} for pk, code, name in rows]


def sheet_page(*, viewer: Viewer, sheet_id: int) -> dict[str, Any]:
    """What is to be counted and what was: every key of the plan's snapshot and everything found besides."""
    sheet, plan = sheet_for(viewer=viewer, sheet_id=sheet_id), plan_of_sheet(sheet_id)
    snapshots, counted = snapshots_of(plan.pk), counted_on(sheet_id)
    typed = {key_of_line(line): line.base_quantity for line in sheet.lines}
    keys = sorted(snapshots.keys() | counted.keys() | typed.keys())
    names = _Names(keys)
    lines = []
    for key in keys:
        shown = names.of(key)
        result = counted.get(key)
        shown["counted"] = plain(result.quantity) if result else plain(typed[key]) if key in typed else None
        shown["rounds"] = {str(number): plain(quantity) for number, quantity in result.rounds.items()} if result else {}
        if not plan.blind:
            shown["book_quantity"] = plain(snapshots.get(key, Decimal(0)))
        lines.append(shown)
    refs = {ref["id"]: ref for ref in brief([sheet_id, plan.pk])}
    return {
        "sheet": refs[str(sheet_id)],
        "plan": refs[str(plan.pk)],
        "method": plan.method,
        "blind": plan.blind,
        "warehouses": _warehouses(plan.warehouse_ids),
        "total": len(keys),
        "counted": sum(1 for line in lines if line["counted"] is not None),
        "lines": lines,
    }


def review(*, viewer: Viewer, sheet_id: int) -> dict[str, Any]:
    """Differences of a sheet: as found when it is confirmed, as they would be now before that. Needs the right to confirm."""
    sheet = sheet_for(viewer=viewer, sheet_id=sheet_id, action="approve")
    plan = plan_of_sheet(sheet_id)
    if sheet.state == DocumentState.APPROVED:
        return _shown(viewer, confirmed_differences(sheet_id=sheet_id), {}, set())
    counted = counted_on(sheet_id)
    said = {one.key: one for one in said_on(sheet)}
    said |= {key: Said(key, result.quantity, result.counted_at) for key, result in counted.items()}
    found = judge(book_id=sheet.book_id, plan_id=plan.pk, said=list(said.values()))
    limits = limits_of(plan)
    again = {
        key for key, one in found.items() if above(one, limits) and (key not in counted or len(counted[key].rounds) < 2)
    }
    return _shown(viewer, [found[key] for key in sorted(found)], counted, again)


def plan_report(*, viewer: Viewer, plan_id: int) -> dict[str, Any]:
    """盘点差异 of a whole plan: its confirmed lines and the figures over them."""
    plan_for(viewer=viewer, plan_id=plan_id)
    return _shown(viewer, confirmed_differences(plan_id=plan_id), {}, set())


def confirmed_differences(*, plan_id: int | None = None, sheet_id: int | None = None) -> list[Difference]:
    """What confirmed sheets of a plan, or one sheet, were found to mean; in the order of the lines."""
    sheets = (
        [sheet_id]
        if sheet_id is not None
        else list(CountSheet.objects.filter(plan_id=plan_id).values_list("pk", flat=True))
    )
    lines = {line.pk: line for line in Line.objects.filter(document_id__in=sheets)}
    rows = CountLine.objects.filter(line_id__in=lines, difference__isnull=False).order_by("line_id")
    return [
        Difference(
            CountKey(
                lines[row.pk].warehouse_id or 0,
                lines[row.pk].bin_id or 0,
                lines[row.pk].item_id or 0,
                lines[row.pk].lot_id or 0,
                StockStatus(lines[row.pk].status or StockStatus.AVAILABLE),
            ),
            row.snapshot_quantity or Decimal(0),
            row.moved_quantity or Decimal(0),
            lines[row.pk].base_quantity,
            row.amount,
        )
        for row in rows
    ]


def _shown(
    viewer: Viewer, found: list[Difference], counted: Mapping[CountKey, Counted], again: set[CountKey]
) -> dict[str, Any]:
    names = _Names(one.key for one in found)
    sees_cost = "cost" not in viewer.masked
    lines = []
    for one in found:
        shown = names.of(one.key)
        shown |= {
            "snapshot_quantity": plain(one.snapshot),
            "moved_quantity": plain(one.moved),
            "book_quantity": plain(one.book),
            "counted": plain(one.counted),
            "difference": plain(one.difference),
            "rounds": {str(number): plain(value) for number, value in counted[one.key].rounds.items()}
            if one.key in counted
            else {},
            "needs_recount": one.key in again,
        }
        if sees_cost:
            shown["amount"] = None if one.amount is None else f"{one.amount:.2f}"
        lines.append(shown)
    return {"lines": lines, "figures": _figures(report_of(found), sees_cost=sees_cost)}


def _figures(report: CountReport, *, sees_cost: bool) -> dict[str, Any]:
    figures = {
        name: plain(value) if isinstance(value, Decimal) else value
        for name, value in asdict(report).items()
        if sees_cost or not name.endswith("_amount")
    }
    for name in ("net_amount", "absolute_amount"):
        if name in figures:
            figures[name] = f"{getattr(report, name):.2f}"
    return figures


class _Names:
    """Words for the ids in count keys, looked up once."""

    def __init__(self, keys: Iterable[CountKey]) -> None:
        wanted = list(keys)
        self.items = {row[0]: row for row in sql.rows(connection, _ITEMS, (sorted({key.item_id for key in wanted}),))}
        self.bins = _codes("masterdata_bin", "code", {key.bin_id for key in wanted})
        self.lots = _codes("masterdata_lot", "number", {key.lot_id for key in wanted})
        self.warehouses = _codes("masterdata_warehouse", "name", {key.warehouse_id for key in wanted})

    def of(self, key: CountKey) -> dict[str, Any]:
        id_, code, name, spec, unit = self.items[key.item_id]
        return {
            "item": {"id": str(id_), "code": code, "name": name, "spec": spec},
            "unit": unit,
            "warehouse": {"id": str(key.warehouse_id), "name": self.warehouses.get(key.warehouse_id, "")},
            "bin": {"id": str(key.bin_id), "code": self.bins[key.bin_id]} if key.bin_id in self.bins else None,
            "lot": {"id": str(key.lot_id), "number": self.lots[key.lot_id]} if key.lot_id in self.lots else None,
            "status": key.status.value,
            "status_label": str(STATUSES[key.status]),
        }


def _codes(table: str, column: str, ids: set[int]) -> dict[int, str]:
    wanted = sorted(ids - {0})
    if not wanted:
        return {}
    return dict(sql.rows(connection, f"SELECT id, {column} FROM {table} WHERE id = ANY(%s::bigint[])", (wanted,)))  # noqa: S608 (constants)


def last_entries(*, viewer: Viewer, sheet_id: int, limit: int = 20) -> list[dict[str, Any]]:
    """The newest scans of a sheet, for the counter to check."""
    sheet_for(viewer=viewer, sheet_id=sheet_id)
    rows = list(CountEntry.objects.filter(sheet_id=sheet_id).order_by("-pk")[:limit])
    keys = [
        CountKey(row.warehouse_id, row.bin_id or 0, row.item_id, row.lot_id or 0, StockStatus(row.status))
        for row in rows
    ]
    names = _Names(keys)
    return [
        names.of(key)
        | {
            "entered": row.entered,
            "quantity": plain(row.quantity),
            "round": row.round,
            "mode": row.mode,
            "at": row.counted_at,
        }
        for key, row in zip(keys, rows, strict=True)
    ]
