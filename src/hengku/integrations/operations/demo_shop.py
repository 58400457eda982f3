"""Demo: a Chinese wholesaler with some sixty items, two warehouses, bins and three months of business; needs no files."""

from datetime import date, timedelta
from decimal import Decimal
from typing import Any

from hengku.documents.models import Document
from hengku.documents.operations.create import create_and_transition
from hengku.documents.types import DocumentDraft, LineDraft
from hengku.identity.types import Act
from hengku.integrations.operations.demo import Loaded, any_date, feed, numbered, silent
from hengku.integrations.operations.demo_totals import document_totals
from hengku.integrations.rules.demo_goods import CUSTOMERS, GOODS, SUPPLIERS
from hengku.integrations.rules.demo_story import MAIN, STORE, WEEKS, Chapter, Story, item_rows, partner_rows
from hengku.integrations.types import Options
from hengku.kernel.errors import refuse
from hengku.ledger.queries.stock import availability
from hengku.masterdata.models import Bin, Book, Item, Warehouse
from hengku.masterdata.operations.books import update_book
from hengku.masterdata.operations.seed import seed_account_set
from hengku.masterdata.operations.warehouses import create_bins, create_warehouse, update_warehouse
from hengku.masterdata.queries.books import book_facts, today
from hengku.masterdata.rules.bins import Axis
from hengku.warehousing.operations.confirm import confirm_count
from hengku.warehousing.operations.count import start_count
from hengku.warehousing.operations.record import record_count
from hengku.warehousing.types import CountStart, Scan

COUNTED = 12
SCRAP_REASON = "DAMAGED"


def load_shop(*, act: Act) -> dict[str, Any]:
    """Fill the account set's first book with the demo wholesaler; gives the totals. Refuses demo_needs_empty."""
    book_id = seed_account_set(
        act=act,
        book_name="衡库演示商贸有限公司",
        start_month=_first_monday(act.at.date()).replace(day=1),
        warehouse_name="主仓库",
    )
    last = today(book_facts(book_id), act.at)
    first = _first_monday(last)
    if Document.objects.filter(book_id=book_id).exists():
        raise refuse("demo_needs_empty")
    if Book.objects.get(pk=book_id).start_month > first.replace(day=1):
        update_book(act=act, record_id=book_id, values={"start_month": first.replace(day=1)})
    warehouses = _warehouses(act)
    loaded = Loaded()
    options = Options(book_id=book_id)
    with any_date(act=act, book_id=book_id):
        for kind, rows in (
            ("items", item_rows()),
            ("suppliers", partner_rows(SUPPLIERS)),
            ("customers", partner_rows(CUSTOMERS)),
        ):
            feed(act=act, loaded=loaded, kind=kind, rows=numbered(rows), options=options, tell=silent)
        items = dict(Item.objects.filter(code__in=[goods.code for goods in GOODS]).values_list("code", "pk"))
        bins = dict(Bin.objects.filter(warehouse_id=warehouses[MAIN]).values_list("code", "pk"))
        for chapter in Story(first=first, last=last).tell():
            if chapter.kind in ("transfer", "scrap"):
                _inside(act, book_id, chapter, warehouses, items, bins)
            else:
                dated = Options(book_id=book_id, date=chapter.day.isoformat())
                feed(act=act, loaded=loaded, kind=chapter.kind, rows=numbered(chapter.rows), options=dated, tell=silent)
    _count(act, book_id, last, warehouses[STORE], items)
    return {
        "demo": "shop",
        "items": len(items),
        "from": first.isoformat(),
        "to": last.isoformat(),
        "loaded": loaded.counts,
        "refused": loaded.refused,
        "documents": document_totals(book_id=book_id),
        "faults": loaded.faults,
    }


def load_shop_at_set_up(act: Act) -> None:
    """For the set-up page: "load the demo company"."""
    load_shop(act=act)


def _first_monday(last: date) -> date:
    monday = last - timedelta(days=last.weekday())
    return monday - timedelta(weeks=WEEKS - 1)


def _warehouses(act: Act) -> dict[str, int]:
    """The first warehouse with bins, and a store without."""
    main = Warehouse.objects.order_by("pk")[0]
    if main.code != MAIN:
        update_warehouse(act=act, record_id=main.pk, values={"code": MAIN})
    create_bins(act=act, warehouse_id=main.pk, axes=[Axis("A", "C"), Axis("01", "05"), Axis("1", "2")])
    store = Warehouse.objects.filter(code=STORE).first()
    if store is None:
        store = create_warehouse(act=act, values={"code": STORE, "name": "门店仓"})
    return {MAIN: main.pk, STORE: store.pk}


def _inside(
    act: Act, book_id: int, chapter: Chapter, warehouses: dict[str, int], items: dict[str, int], bins: dict[str, int]
) -> None:
    """A transfer from the main warehouse to the store, or scrap from the main warehouse."""
    if not chapter.rows:
        return
    moves = chapter.kind == "transfer"
    units = dict(Item.objects.filter(pk__in=items.values()).values_list("pk", "base_unit_id"))
    lines = [
        LineDraft(
            item_id=items[row["item"]], unit_id=units[items[row["item"]]], quantity=Decimal(row["quantity"]),
            bin_id=bins[row["bin"]], reason="" if moves else SCRAP_REASON,
        )
        for row in chapter.rows
    ]  # fmt: skip
    draft = DocumentDraft(
        type=chapter.kind, business_date=chapter.day, book_id=book_id, lines=lines, warehouse_id=warehouses[MAIN],
        to_warehouse_id=warehouses[STORE] if moves else None,
    )  # fmt: skip
    create_and_transition(act=act, drafts=[draft], transition="post")


def _count(act: Act, book_id: int, day: date, warehouse_id: int, items: dict[str, int]) -> None:
    """A count of some items in the store; one is found, one is missing."""
    chosen = [items[goods.code] for goods in GOODS[:COUNTED]]
    start = CountStart(
        book_id=book_id, business_date=day, warehouse_ids=(warehouse_id,), item_ids=tuple(chosen), blind=False
    )
    _, sheet_id = start_count(act=act, start=start)
    stock = availability(viewer=act.viewer, book_id=book_id, item_ids=chosen, warehouse_id=warehouse_id)
    for position, item_id in enumerate(chosen):
        found = max(int(stock[item_id].on_hand) + {1: 1, 3: -1}.get(position, 0), 0)
        scan = Scan(sheet_id=sheet_id, key=f"demo-{item_id}", text=str(found), counted_at=act.at, item_id=item_id)
        record_count(act=act, scan=scan)
    confirm_count(act=act, sheet_id=sheet_id, post=True)
