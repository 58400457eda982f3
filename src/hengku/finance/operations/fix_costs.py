"""异常余额, put right: the document that does it, as a draft somebody looks at and posts."""

from datetime import date

from django.db import transaction

from hengku.documents.operations.draft import create_documents
from hengku.documents.types import DocumentDraft, LineDraft
from hengku.finance.queries.goods_lines import goods_rows
from hengku.finance.queries.odd_costs import OddCost, odd_pools
from hengku.finance.rules.odd_costs import Fix
from hengku.finance.texts import ODD_CAUSES
from hengku.identity.queries.restrict import require
from hengku.identity.types import Act
from hengku.kernel.errors import refuse
from hengku.kernel.money import unit_cost
from hengku.masterdata.queries.books import book_facts, today


@transaction.atomic
def draft_fix(*, act: Act, book_id: int, key: str) -> int:
    """Save the draft that puts a row of the list right; gives its id. Refuses not_found when the row is gone or knows no fix,
    permission_denied without the right to make such a document."""
    kind, _, name = key.partition("-")
    if not name.isdigit():
        raise refuse("not_found", status=404)
    day = today(book_facts(book_id), act.at)
    draft = _invoice(book_id, int(name), day) if kind == "receipt" else _of_pool(book_id, int(name), day)
    require(act.viewer, draft.type, "create")
    return create_documents(act=act, drafts=[draft])[0]


def _of_pool(book_id: int, pool_id: int, day: date) -> DocumentDraft:
    found = next(iter(odd_pools(book_id=book_id, pool_ids=[pool_id])), None)
    if found is None or found.fix is None:
        raise refuse("not_found", status=404)
    return DocumentDraft(
        type=found.fix.type,
        business_date=day,
        book_id=book_id,
        warehouse_id=found.warehouse_id,
        remarks=str(ODD_CAUSES[found.cause]),
        lines=[_line(found, found.fix)],
    )


_REASONS = {"other_in": "FOUND", "cost_adjustment": "PRICE_DIFFERENCE"}
"""Reasons every account set starts with; whoever posts may choose another one."""


def _line(odd: OddCost, fix: Fix) -> LineDraft:
    if not fix.quantity:
        return LineDraft(
            item_id=odd.item_id,
            amount=fix.amount,
            warehouse_id=odd.warehouse_id,
            lot_id=odd.lot_id,
            reason=_REASONS[fix.type],
        )
    return LineDraft(
        item_id=odd.item_id, quantity=fix.quantity, price=unit_cost(fix.amount, fix.quantity), amount=fix.amount,
        warehouse_id=odd.warehouse_id, lot_id=odd.lot_id, reason=_REASONS[fix.type],
    )  # fmt: skip


def _invoice(book_id: int, line_id: int, day: date) -> DocumentDraft:
    """The invoice of the whole receipt the line is of."""
    row = goods_rows([line_id]).get(line_id)
    if row is None or row.book_id != book_id or row.type != "goods_receipt":
        raise refuse("not_found", status=404)
    return DocumentDraft(
        type="purchase_invoice", business_date=day, book_id=book_id, partner_id=row.partner_id,
        lines=[LineDraft(source_line_id=line_id)],
    )  # fmt: skip
