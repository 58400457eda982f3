"""A month of a trading company, as documents posted one after another: five warehouses that are costing scopes of their own, goods
received (a quarter never invoiced), sold, moved between the scopes, returned both ways, counted; some papers come days late.

Lots: every receipt line is a lot of its own, and whatever leaves names its lot (what specific costing needs).
"""

import random
from collections import defaultdict, deque
from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass, field
from datetime import UTC, date, datetime, timedelta
from decimal import Decimal

from benchmarks.figures import LINES
from hengku.documents.types import DocumentDraft, LineDraft
from hengku.identity.types import SYSTEM, Act

FIRST = date(2026, 10, 1)
LAST = date(2026, 10, 31)
AT = datetime(2026, 11, 2, 4, tzinfo=UTC)
"""Everything is keyed in by the second of November: the month is over and can be closed."""
WAREHOUSES = 5
UNINVOICED = 4
"""Of so many receipts one has no invoice by the end of the month."""
RETURNED = 12
"""Of so many receipts or shipments one comes back, one piece of every other line."""
TRANSACTION = 25
"""Documents posted in one transaction."""


@dataclass(frozen=True)
class Size:
    """Lines of the month. items: so many goods in every warehouse."""

    receipts: int = 30_000
    issues: int = 60_000
    items: int = 2_000

    @property
    def transfers(self) -> int:
        return self.receipts // 10

    @property
    def counts(self) -> int:
        return self.receipts // 50


@dataclass
class Shelf:
    """What lies of one item in one warehouse: quantity by lot (lot None without lots), oldest first."""

    lots: deque[tuple[int | None, int]] = field(default_factory=deque)

    def put(self, lot: int | None, quantity: int) -> None:
        self.lots.append((lot, quantity))

    def take(self, wanted: int) -> tuple[int | None, int] | None:
        """At most `wanted` of the oldest lot; None when nothing is there."""
        if not self.lots:
            return None
        lot, quantity = self.lots.popleft()
        if quantity > wanted:
            self.lots.appendleft((lot, quantity - wanted))
        return lot, min(quantity, wanted)


@dataclass
class Trader:
    """The company: ids of what it deals with, and what it has."""

    book: int
    warehouses: list[int]
    suppliers: list[int]
    customers: list[int]
    items: list[int]
    with_lots: bool
    chance: random.Random = field(default_factory=lambda: random.Random(11))
    shelves: dict[tuple[int, int], Shelf] = field(default_factory=lambda: defaultdict(Shelf))
    lots: int = 0

    @property
    def act(self) -> Act:
        return Act(SYSTEM, AT)

    def new_lots(self, items: Sequence[int]) -> list[int | None]:
        """A lot of its own for each, where lots are kept."""
        from hengku.masterdata.operations.lots import ensure_lots

        if not self.with_lots:
            return [None] * len(items)
        start, self.lots = self.lots, self.lots + len(items)
        wanted = [(item, f"L{start + number:07}", None, None) for number, item in enumerate(items)]
        return list(ensure_lots(act=self.act, lots=wanted))


def found_trader(method: str, size: Size) -> Trader:
    """Book, warehouses, partners and goods of this costing method, with opening stock on every shelf."""
    from hengku.masterdata.models import Book, Unit, Warehouse
    from hengku.masterdata.operations.items import create_items
    from hengku.masterdata.operations.partners import create_partner
    from hengku.masterdata.operations.seed import seed_account_set
    from hengku.masterdata.operations.warehouses import create_warehouse
    from hengku.masterdata.types import CostingScope, EstimateMode, ItemDraft

    act = Act(SYSTEM, AT)
    book = seed_account_set(
        act=act, book_name="Bench", start_month=FIRST, warehouse_name="W1", costing_scope=CostingScope.WAREHOUSE
    )
    Book.objects.filter(pk=book).update(estimate_mode=EstimateMode.MONTH_START_REVERSAL)
    for number in range(2, WAREHOUSES + 1):
        create_warehouse(act=act, values={"code": f"W{number}", "name": f"W{number}"})
    unit = Unit.objects.order_by("pk").values_list("pk", flat=True)[0]
    specific = method == "SPECIFIC"
    known: dict[str, object] = {"base_unit_id": unit, "cost_method": method, "tracking": "LOT" if specific else "NONE"}
    if method == "STANDARD":
        known["standard_cost"] = Decimal(10)
    drafts = [ItemDraft({"code": f"B{n:06}", "name": f"物料{n}", **known}) for n in range(size.items)]
    trader = Trader(
        book,
        list(Warehouse.objects.order_by("pk").values_list("pk", flat=True)),
        [create_partner(act=act, values={"code": f"S{n}", "name": f"S{n}", "is_supplier": True}).pk for n in range(20)],
        [create_partner(act=act, values={"code": f"C{n}", "name": f"C{n}", "is_customer": True}).pk for n in range(50)],
        create_items(act=act, drafts=drafts),
        with_lots=specific,
    )
    _open(trader)
    return trader


def _open(trader: Trader) -> None:
    from hengku.documents.operations.create import create_and_transition

    for warehouse in trader.warehouses:
        for start in range(0, len(trader.items), 500):
            items = trader.items[start : start + 500]
            lines = [
                LineDraft(item_id=item, quantity=Decimal(200), amount=Decimal(2_000), lot_id=lot)
                for item, lot in zip(items, trader.new_lots(items), strict=True)
            ]
            draft = DocumentDraft("opening_stock", FIRST, trader.book, lines, warehouse_id=warehouse)
            create_and_transition(act=trader.act, drafts=[draft], transition="post")
            for line in lines:
                trader.shelves[warehouse, line.item_id or 0].put(line.lot_id, 200)


def live_the_month(trader: Trader, size: Size) -> int:
    """Post everything that happens; gives the number of documents. Kinds are spread evenly over the month."""
    from hengku.documents.operations.create import create_and_transition

    done = 0
    receipts: list[int] = []
    shipments: list[int] = []
    for day, kind, number in _plan(trader, size):
        drafts = [_draft(trader, kind, day) for _ in range(number)]
        ids = create_and_transition(act=trader.act, drafts=drafts, transition="post", confirm=["*"])
        done += len(ids)
        if kind == "goods_receipt":
            receipts += ids
            invoiced = [pk for position, pk in enumerate(ids) if (len(receipts) + position) % UNINVOICED]
            done += _post(trader, _from_lines(trader, "purchase_invoice", invoiced, day))
        elif kind == "shipment":
            shipments += ids
        if kind in RETURNS:
            there = receipts if kind == "goods_receipt" else shipments
            back = [there.pop(trader.chance.randrange(len(there))) for _ in range(max(1, len(ids) // RETURNED))]
            done += _post(trader, _from_lines(trader, RETURNS[kind], back, day))
    return done + sum(_count(trader, warehouse, size) for warehouse in trader.warehouses)


def _count(trader: Trader, warehouse: int, size: Size) -> int:
    """Count a part of a warehouse on the last day: every line differs by one, up and down in turn."""
    from hengku.documents.operations.transition import transition_documents
    from hengku.documents.types import TransitionCommand
    from hengku.warehousing.operations.confirm import confirm_count
    from hengku.warehousing.operations.count import start_count
    from hengku.warehousing.operations.record import record_count
    from hengku.warehousing.types import CountStart, Scan

    start = CountStart(trader.book, LAST, (warehouse,))
    plan, sheet = start_count(act=trader.act, start=start)
    items = [item for item in trader.items if trader.shelves[warehouse, item].lots]
    for number, item in enumerate(items[: max(2, size.counts // WAREHOUSES)]):
        lots = trader.shelves[warehouse, item].lots
        lot = lots[0][0]
        stock = sum(quantity for other, quantity in lots if other == lot)
        counted = str(stock + (1 if number % 2 else -1))
        scan = Scan(sheet, f"{sheet}-{item}", counted, AT, item_id=item, warehouse_id=warehouse, lot_id=lot)
        record_count(act=trader.act, scan=scan)
    made = confirm_count(act=trader.act, sheet_id=sheet, post=True, business_date=LAST)
    transition_documents(act=trader.act, commands=[TransitionCommand(plan, "post")])
    return len(made.document_ids)


RETURNS = {"goods_receipt": "purchase_return", "shipment": "sales_return"}


def _post(trader: Trader, drafts: Sequence[DocumentDraft]) -> int:
    from hengku.documents.operations.create import create_and_transition

    return len(create_and_transition(act=trader.act, drafts=drafts, transition="post", confirm=["*"]))


def _plan(trader: Trader, size: Size) -> Iterator[tuple[date, str, int]]:
    """Batches in the order they are keyed in: day, type, documents. One in forty is dated up to five days before its turn."""
    amounts = {
        "goods_receipt": size.receipts,
        "shipment": size.issues,
        "transfer": size.transfers,
    }
    batches: list[tuple[float, str, int]] = []
    for kind, lines in amounts.items():
        documents = max(1, lines // LINES)
        starts = range(0, documents, TRANSACTION)
        batches += [(start / documents, kind, min(TRANSACTION, documents - start)) for start in starts]
    span = (LAST - FIRST).days + 1
    for turn, kind, number in sorted(batches):
        late = trader.chance.randint(1, 5) if trader.chance.random() < 1 / 40 else 0
        yield max(FIRST, FIRST + timedelta(days=int(turn * span) - late)), kind, number


def _draft(trader: Trader, kind: str, day: date) -> DocumentDraft:
    chance = trader.chance
    warehouse = chance.choice(trader.warehouses)
    draft = DocumentDraft(kind, day, trader.book, warehouse_id=warehouse)
    items = chance.sample(trader.items, LINES)
    if kind == "goods_receipt":
        draft.partner_id = chance.choice(trader.suppliers)
        for item, lot in zip(items, trader.new_lots(items), strict=True):
            quantity, price = chance.randint(10, 60), Decimal(chance.randint(900, 1100)) / 100
            rate = Decimal("0.13")
            draft.lines.append(
                LineDraft(item_id=item, quantity=Decimal(quantity), price=price, tax_rate=rate, lot_id=lot)
            )
            trader.shelves[warehouse, item].put(lot, quantity)
        return draft
    if kind == "transfer":
        draft.to_warehouse_id = chance.choice([one for one in trader.warehouses if one != warehouse])
    elif kind == "shipment":
        draft.partner_id = chance.choice(trader.customers)
    for item in items:
        taken = trader.shelves[warehouse, item].take(chance.randint(1, 15))
        if taken is None:
            continue
        lot, quantity = taken
        asked = Decimal(15) if kind == "shipment" else None
        draft.lines.append(LineDraft(item_id=item, quantity=Decimal(quantity), price=asked, lot_id=lot))
        if draft.to_warehouse_id is not None:
            trader.shelves[draft.to_warehouse_id, item].put(lot, quantity)
    return draft


def _from_lines(trader: Trader, kind: str, document_ids: Sequence[int], day: date) -> list[DocumentDraft]:
    """Invoices over whole documents, every tenth dearer than estimated; returns of one piece of a few lines."""
    from hengku.documents.models import Line

    found: dict[int, list[tuple[int, Decimal, Decimal, int, int | None]]] = defaultdict(list)
    asked = Line.objects.filter(document_id__in=list(document_ids)).order_by("pk")
    for pk, document_id, quantity, price, item, lot in asked.values_list(
        "pk", "document_id", "quantity", "price", "item_id", "lot_id"
    ):
        found[document_id].append((pk, quantity, price or Decimal(0), item, lot))
    partners = _partners(found)
    drafts: list[DocumentDraft] = []
    for document_id, lines in found.items():
        partner, warehouse = partners[document_id]
        draft = DocumentDraft(kind, day, trader.book, partner_id=partner)
        if kind == "purchase_invoice":
            dearer = Decimal("1.02") if document_id % 10 == 0 else Decimal(1)
            draft.extra = {"invoice_type": "SPECIAL"}
            draft.lines = [
                LineDraft(source_line_id=pk, quantity=quantity, price=(price * dearer).quantize(Decimal("0.0001")))
                for pk, quantity, price, *_ in lines
            ]
        else:
            draft.warehouse_id = warehouse
            draft.lines = _returned(trader, kind, warehouse, lines)
        if draft.lines:
            drafts.append(draft)
    return drafts


def _partners(document_ids: Iterable[int]) -> dict[int, tuple[int | None, int]]:
    from hengku.documents.models import Document

    asked = Document.objects.filter(pk__in=list(document_ids)).values_list("pk", "partner_id", "warehouse_id")
    return {pk: (partner, warehouse) for pk, partner, warehouse in asked}


def _returned(
    trader: Trader, kind: str, warehouse: int, lines: Sequence[tuple[int, Decimal, Decimal, int, int | None]]
) -> list[LineDraft]:
    drafts: list[LineDraft] = []
    for pk, _, _, item, lot in lines[::2]:
        shelf = trader.shelves[warehouse, item]
        if kind == "sales_return":
            shelf.put(lot, 1)
        elif lot is not None:
            kept = dict(shelf.lots)
            if not kept.get(lot):
                continue
            shelf.lots = deque((key, number - (key == lot)) for key, number in shelf.lots if number > (key == lot))
        elif shelf.take(1) is None:
            continue
        drafts.append(LineDraft(source_line_id=pk, quantity=Decimal(1), lot_id=lot))
    return drafts
