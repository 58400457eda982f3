"""点数即解释: a figure as formula with values → ledger rows → documents → people (architecture idea 16)."""

from collections.abc import Callable, Mapping
from datetime import date
from decimal import Decimal
from typing import Any

from hengku.documents.models import Document, Line
from hengku.documents.queries.people import names_of
from hengku.documents.queries.visible import visible
from hengku.identity.queries.restrict import require, within_reach
from hengku.identity.types import Viewer
from hengku.kernel.errors import refuse
from hengku.kernel.quantity import plain
from hengku.ledger.queries.cost import pool_history, pool_states
from hengku.ledger.queries.cost_book import PoolQuestion, cost_pools
from hengku.ledger.queries.explain import Derivation, explain_available, explain_line_cost
from hengku.ledger.queries.journal import JournalQuestion, stock_journal
from hengku.ledger.queries.reading import StockFilter
from hengku.masterdata.models import Item
from hengku.reports.queries.documents_of import document_labels
from hengku.reports.queries.parameters import first_book_id
from hengku.reports.queries.stock_filters import sees_cost

ROWS_MOST = 200
_WRITTEN_OUT = 5
"""Summands of a value that are named; the first one is everything before them."""
FIRST_DAY, LAST_DAY = date.min, date.max


def explain(
    *, viewer: Viewer, figure: str, item_id: int | None, warehouse_id: int | None, line_id: int | None
) -> dict[str, Any]:
    """The derivation of a figure: {figure, formula, values, result, rows}; every row names its document and who posted it.

    figure: available, on_hand (item, warehouse?) · unit_cost, amount (item) · issue_amount (line). Raises Refused bad_value,
    not_found, permission_denied.
    """
    require(viewer, "stock", "view")
    maker = _FIGURES.get(figure)
    if maker is None:
        raise refuse("bad_value", loc=("figure",), label="figure", value=figure)
    if figure in _COSTLY and not sees_cost(viewer=viewer):
        raise refuse("permission_denied", status=403, resource="cost", action="view")
    asked = {"item": item_id, "warehouse": warehouse_id, "line": line_id}
    return {"figure": figure, **maker(viewer, asked)}


def _needed(asked: Mapping[str, int | None], name: str) -> int:
    value = asked[name]
    if value is None:
        raise refuse("parameter_required", loc=(name,), label=name)
    return value


def _item(viewer: Viewer, asked: Mapping[str, int | None]) -> int:
    item_id = _needed(asked, "item")
    if not within_reach(Item.objects.filter(pk=item_id), viewer=viewer, resource="items").exists():
        raise refuse("not_found", status=404)
    return item_id


def _available(viewer: Viewer, asked: Mapping[str, int | None]) -> dict[str, Any]:
    book_id = first_book_id(viewer=viewer)
    found = explain_available(
        viewer=viewer, book_id=book_id, item_id=_item(viewer, asked), warehouse_id=asked["warehouse"]
    )
    return _told(viewer, found, [{**row, "document_id": int(row["document"])} for row in found.rows])


def _on_hand(viewer: Viewer, asked: Mapping[str, int | None]) -> dict[str, Any]:
    """On hand = everything in - everything out, with the newest moves."""
    warehouses = () if asked["warehouse"] is None else (asked["warehouse"],)
    question = JournalQuestion(
        first_book_id(viewer=viewer),
        StockFilter(item_ids=(_item(viewer, asked),), warehouse_ids=warehouses),
        FIRST_DAY,
        LAST_DAY,
        with_amounts=False,
    )
    found = stock_journal(viewer=viewer, question=question, limit=ROWS_MOST)
    rows = [
        {
            "business_date": row["business_date"].isoformat(),
            "warehouse": row["warehouse_name"],
            "in": plain(row["in_quantity"]),
            "out": plain(row["out_quantity"]),
            "document_id": row["document_id"],
        }
        for row in found.rows
    ]
    result = found.in_quantity - found.out_quantity
    derivation = Derivation("Σ in − Σ out", f"{plain(found.in_quantity)} − {plain(found.out_quantity)}", plain(result))
    return _told(viewer, derivation, rows)


def _unit_cost(viewer: Viewer, asked: Mapping[str, int | None]) -> dict[str, Any]:
    """A ÷ Q of the item's pool, with the entries that made them."""
    return _pool(viewer, asked, unit=True)


def _amount(viewer: Viewer, asked: Mapping[str, int | None]) -> dict[str, Any]:
    """What the item's pool is worth, with the entries that made it."""
    return _pool(viewer, asked, unit=False)


def _pool(viewer: Viewer, asked: Mapping[str, int | None], *, unit: bool) -> dict[str, Any]:
    book_id = first_book_id(viewer=viewer)
    item_id = _item(viewer, asked)
    seen = {row["pool_id"] for row in cost_pools(viewer=viewer, question=PoolQuestion(book_id, item_id))}
    pools = [one for one in pool_states(book_id=book_id, item_ids=[item_id]) if one.place is None and one.id in seen]
    if not pools:
        raise refuse("not_found", status=404)
    pool = pools[0]
    rows: list[dict[str, Any]] = [
        {
            "business_date": step.business_date.isoformat(),
            "kind": step.kind,
            "quantity": plain(step.quantity),
            "amount": f"{step.amount:.2f}",
            "balance": f"{plain(step.balance_quantity)} / {step.balance_amount:.2f}",
            "unit_cost": "" if step.unit is None else plain(step.unit),
            "document_id": step.document_id,
        }
        for step in pool_history(pool_id=pool.id)[-ROWS_MOST:]
    ]
    if unit:
        result = "" if pool.unit is None else plain(pool.unit)
        return _told(viewer, Derivation("A ÷ Q", f"{pool.amount:.2f} ÷ {plain(pool.quantity)}", result), rows)
    newest = [Decimal(row["amount"]) for row in rows[-_WRITTEN_OUT:]]
    values = " + ".join(f"{one:.2f}" for one in (pool.amount - sum(newest, Decimal(0)), *newest))
    return _told(viewer, Derivation("Σ amount", values, f"{pool.amount:.2f}"), rows)


def _issue_amount(viewer: Viewer, asked: Mapping[str, int | None]) -> dict[str, Any]:
    """What a document line cost: each entry with the evidence kept when it was computed."""
    line = Line.objects.filter(id=_needed(asked, "line")).values("id", "document_id").first()
    if line is None or not visible(viewer=viewer).filter(pk=line["document_id"]).exists():
        raise refuse("not_found", status=404)
    found = explain_line_cost(line_id=line["id"])
    if not found:
        raise refuse("not_found", status=404)
    rows = [
        {**dict(entry.rows[0]), "formula": entry.formula, "values": entry.values, "result": entry.result,
         "document_id": int(entry.rows[0]["document"])}
        for entry in found
    ]  # fmt: skip
    total = sum((Decimal(entry.result) for entry in found), Decimal(0))
    return _told(viewer, Derivation("Σ entries", " + ".join(entry.result for entry in found), f"{total:.2f}"), rows)


def _told(viewer: Viewer, found: Derivation, rows: list[dict[str, Any]]) -> dict[str, Any]:
    """Rows with the document behind each and the person who posted it."""
    ids = {row["document_id"] for row in rows}
    labels = document_labels(viewer=viewer, document_ids=ids)
    posted = dict(Document.objects.filter(id__in=ids).values_list("id", "posted_by_id"))
    people = names_of(list(posted.values()))
    for row in rows:
        document_id = row.pop("document_id")
        label = labels.get(document_id)
        if label is not None:
            row["document"] = {
                "id": str(label.id),
                "type": label.type,
                "number": label.number,
                "label": label.type_label,
            }
            row["path"] = label.path
            row["person"] = people.get(posted.get(document_id), "") if label.seen else ""
    return {"formula": found.formula, "values": found.values, "result": found.result, "rows": rows}


_FIGURES: Mapping[str, Callable[[Viewer, Mapping[str, int | None]], dict[str, Any]]] = {
    "available": _available,
    "on_hand": _on_hand,
    "unit_cost": _unit_cost,
    "amount": _amount,
    "issue_amount": _issue_amount,
}
_COSTLY = frozenset({"unit_cost", "amount", "issue_amount"})
