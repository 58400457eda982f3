"""The company that is measured: a thousand items, orders of twenty random lines, drafts that carry them out."""

import random
from dataclasses import dataclass, field
from datetime import UTC, date, datetime
from decimal import Decimal

from benchmarks.figures import LINES
from hengku.documents.types import DocumentDraft, LineDraft
from hengku.identity.types import SYSTEM, Act

AT = datetime(2026, 10, 20, 4, tzinfo=UTC)
TODAY = date(2026, 10, 20)


@dataclass
class Company:
    book: int
    warehouse: int
    supplier: int
    customer: int
    items: list[int]
    lots: dict[int, int] = field(default_factory=dict)
    """The lot of each item that keeps lots."""
    chance: random.Random = field(default_factory=lambda: random.Random(7))

    @property
    def act(self) -> Act:
        return Act(SYSTEM, AT)

    def lines(self) -> list[LineDraft]:
        chosen = self.chance.sample(self.items, LINES)
        return [
            LineDraft(item_id=item, quantity=Decimal(self.chance.randint(1, 9)), price=Decimal(10)) for item in chosen
        ]

    def draft(self, kind: str, lines: list[LineDraft]) -> DocumentDraft:
        partner = self.supplier if kind in {"purchase_order", "goods_receipt"} else self.customer
        return DocumentDraft(
            type=kind,
            business_date=TODAY,
            book_id=self.book,
            lines=lines,
            partner_id=partner,
            warehouse_id=self.warehouse,
        )

    def ready(self, kind: str, number: int) -> list[DocumentDraft]:
        """`number` receipts or shipments, each against an approved order of its own (a sales order reserves)."""
        from hengku.documents.models import Line
        from hengku.documents.operations.create import create_and_transition

        order = "purchase_order" if kind == "goods_receipt" else "sales_order"
        ready: list[DocumentDraft] = []
        for start in range(0, number, 100):
            orders = [self.draft(order, self.lines()) for _ in range(min(100, number - start))]
            ids = create_and_transition(act=self.act, drafts=orders, transition="approve")
            lines: dict[int, list[LineDraft]] = {pk: [] for pk in ids}
            found = Line.objects.filter(document_id__in=ids).order_by("pk")
            for pk, document_id, quantity, item in found.values_list("pk", "document_id", "quantity", "item_id"):
                lines[document_id].append(LineDraft(source_line_id=pk, quantity=quantity, lot_id=self.lots.get(item)))
            ready += [self.draft(kind, lines[pk]) for pk in ids]
        return ready


def found_company(items: int = 1000) -> Company:
    """Seed books, goods and plenty of opening stock."""
    from hengku.documents.operations.create import create_and_transition
    from hengku.masterdata.models import Unit, Warehouse
    from hengku.masterdata.operations.items import create_items
    from hengku.masterdata.operations.partners import create_partner
    from hengku.masterdata.operations.seed import seed_account_set
    from hengku.masterdata.types import CostingScope, ItemDraft

    act = Act(SYSTEM, AT)
    book = seed_account_set(
        act=act, book_name="Bench", start_month=date(2026, 1, 1), warehouse_name="W", costing_scope=CostingScope.BOOK
    )
    unit = Unit.objects.order_by("pk").values_list("pk", flat=True)[0]
    warehouse = Warehouse.objects.order_by("pk").values_list("pk", flat=True)[0]
    supplier = create_partner(act=act, values={"code": "SUP", "name": "S", "is_supplier": True}).pk
    customer = create_partner(act=act, values={"code": "CUS", "name": "C", "is_customer": True}).pk
    ids: list[int] = []
    for start in range(0, items, 1000):
        drafts = [
            ItemDraft({"code": f"B{number:06}", "name": f"物料{number}", "base_unit_id": unit})
            for number in range(start, min(items, start + 1000))
        ]
        ids += create_items(act=act, drafts=drafts)
    company = Company(book, warehouse, supplier, customer, ids)
    for start in range(0, items, 500):
        lines = [
            LineDraft(item_id=item, quantity=Decimal(1_000_000), amount=Decimal(10_000_000))
            for item in ids[start : start + 500]
        ]
        opening = DocumentDraft(
            type="opening_stock", business_date=date(2026, 1, 1), book_id=book, lines=lines, warehouse_id=warehouse
        )
        create_and_transition(act=act, drafts=[opening], transition="post")
    return company
