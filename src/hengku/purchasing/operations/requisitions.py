"""Approved requisitions become orders: merged by supplier, priced from the suppliers' prices, due when they are needed."""

from collections import defaultdict
from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date
from decimal import Decimal

from hengku.documents.models import Line
from hengku.documents.operations.command import in_command
from hengku.documents.operations.draft import create_documents
from hengku.documents.types import DocumentDraft, LineDraft
from hengku.identity.types import Act
from hengku.kernel.errors import Refusal, Refused
from hengku.masterdata.queries.prices import PriceQuestion, find
from hengku.masterdata.types import PriceKind
from hengku.purchasing.queries.requisitions import requested_lines


@dataclass(frozen=True, slots=True)
class Chosen:
    """A requisition's line for this supplier; quantity in the line's unit, None = all that is left."""

    line_id: int
    supplier_id: int
    quantity: Decimal | None = None


def order_requisitions(*, act: Act, chosen: Sequence[Chosen], on: date) -> list[int]:
    """One draft order per book, supplier and way of pricing, whatever requisitions its lines come from; gives the orders' ids.

    Raises Refused: unknown_reference for lines nobody may order any more, and what stands against an order (exceeds_source,
    partner_blocked, permission_denied...)."""

    def work() -> list[int]:
        rows = requested_lines(viewer=act.viewer, line_ids=[one.line_id for one in chosen])
        known = {row.pk: row for row in rows}
        problems = [
            Refusal("unknown_reference", {"field": "line", "id": str(one.line_id)}, ("lines", position, "line"))
            for position, one in enumerate(chosen)
            if one.line_id not in known
        ]
        if problems:
            raise Refused(problems)
        return create_documents(act=act, drafts=_drafts(chosen, known, on))

    return in_command(work)


def _drafts(chosen: Sequence[Chosen], lines: dict[int, Line], on: date) -> list[DocumentDraft]:
    by_supplier: dict[int, list[Chosen]] = defaultdict(list)
    for one in chosen:
        by_supplier[one.supplier_id].append(one)
    drafts = []
    for supplier_id, mine in sorted(by_supplier.items()):
        grouped: dict[tuple[int, int | None, bool], list[LineDraft]] = defaultdict(list)
        questions = [
            PriceQuestion(
                lines[one.line_id].item_id or 0, lines[one.line_id].unit_id, one.quantity or lines[one.line_id].quantity
            )
            for one in mine
        ]
        prices = find(questions=questions, kind=PriceKind.PURCHASE, partner_id=supplier_id, on=on)
        for one, price in zip(mine, prices, strict=True):
            line = lines[one.line_id]
            needed = line.ext.get("needed_date")
            draft = LineDraft(
                source_line_id=line.pk,
                quantity=one.quantity,
                unit_id=line.unit_id,
                price=price.price if price else None,
                extra={"delivery_date": date.fromisoformat(str(needed))} if needed else {},
            )
            warehouse = line.warehouse_id or line.document.warehouse_id
            grouped[line.document.book_id, warehouse, bool(price and price.includes_tax)].append(draft)
        drafts += [
            DocumentDraft(
                type="purchase_order",
                business_date=on,
                book_id=book_id,
                partner_id=supplier_id,
                warehouse_id=warehouse,
                price_includes_tax=includes_tax,
                lines=group,
            )
            for (book_id, warehouse, includes_tax), group in grouped.items()
        ]
    return drafts
