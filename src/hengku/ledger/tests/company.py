"""A small company for ledger tests: two warehouses, items by code, documents as one call each."""

from collections.abc import Sequence
from dataclasses import replace
from datetime import UTC, date, datetime
from decimal import Decimal

from django.db import connection, transaction

from hengku.identity.types import SYSTEM, Act
from hengku.kernel.errors import Refused
from hengku.ledger.models import Balance, CostEntry, CostPool
from hengku.ledger.operations.post import post
from hengku.ledger.types import AmountRequest, MovementType, MoveRequest, PostingRequest, PostingResult, Spot
from hengku.masterdata.models import Bin, Book, BookWarehouse, CostScope, Item, Lot, Place, Unit, Warehouse
from hengku.masterdata.queries import places, scopes
from hengku.masterdata.types import PlaceKind, StockStatus, Tracking

D = Decimal
NOW = datetime(2026, 5, 20, 2, 0, tzinfo=UTC)
_STAMP = {"created_at": NOW, "updated_at": NOW}


class Company:
    """One book from March 2026. `scope` "BOOK" keeps one pool per item, "WAREHOUSE" one per warehouse."""

    def __init__(self, scope: str = "BOOK", *, negative_stock: str = "FORBID", backdate_days: int = 90) -> None:
        self.at = NOW
        self.book = Book.objects.create(
            code="T1", name="测试公司", start_month=date(2026, 3, 1), costing_scope=scope, negative_stock=negative_stock,
            backdate_days=backdate_days, **_STAMP,
        )  # fmt: skip
        self.unit = Unit.objects.create(code="T-PCS", name="件", **_STAMP)
        self.items: dict[str, int] = {}
        self.usual_lots: dict[str, int] = {}
        self.place: dict[str, int] = {}
        self.warehouses: dict[str, int] = {}
        self.lines = 0
        self.documents = 0
        one_scope = CostScope.objects.create(book=self.book, code="ALL", name="总仓")
        for code in ("W1", "W2"):
            warehouse = Warehouse.objects.create(code=f"T-{code}", name=code, **_STAMP)
            own = one_scope if scope == "BOOK" else CostScope.objects.create(book=self.book, code=code, name=code)
            BookWarehouse.objects.create(book=self.book, warehouse=warehouse, cost_scope=own)
            self.warehouses[code] = warehouse.pk
            self.place[code] = self._place(PlaceKind.WAREHOUSE, warehouse)
            self.place[f"TO-{code}"] = self._place(PlaceKind.TRANSIT, warehouse)
        for kind in ("SUP", "CUS", "ADJ", "SCRAP", "OPEN", "ASM", "PARTNER", "LOAN"):
            self.place[kind] = self._place(PlaceKind(kind), None)
        places.forget()
        scopes.forget()

    def _place(self, kind: PlaceKind, warehouse: Warehouse | None) -> int:
        code = f"T-{kind}-{warehouse.code if warehouse else ''}"
        found, _ = Place.objects.get_or_create(kind=kind, warehouse=warehouse, partner=None, defaults={"code": code})
        return found.pk

    @property
    def act(self) -> Act:
        return Act(viewer=SYSTEM, at=self.at)

    def item(
        self, code: str, *, tracking: Tracking = Tracking.NONE, negative_stock: str = "INHERIT", cost_method: str = ""
    ) -> int:
        if code not in self.items:
            self.items[code] = Item.objects.create(
                code=f"T-{code}",
                name=code,
                base_unit=self.unit,
                tracking=tracking,
                negative_stock=negative_stock,
                cost_method=cost_method,
                **_STAMP,
            ).pk
        return self.items[code]

    def bin(self, warehouse: str, code: str) -> int:
        found, _ = Bin.objects.get_or_create(warehouse_id=self.warehouses[warehouse], code=code, defaults=_STAMP)
        return found.pk

    def lot(self, item: str, number: str) -> int:
        found, _ = Lot.objects.get_or_create(item_id=self.item(item), number=number, defaults={**_STAMP})
        return found.pk

    def line(self) -> int:
        self.lines += 1
        return self.lines

    def move(
        self, item: str, quantity: str, source: str, target: str, *, amount: str | None = None, line: int | None = None,
        returns: int | None = None, demand: int | None = None, lot: int | None = None, bins: tuple[int | None, int | None] = (None, None),
        statuses: tuple[str, str] = ("AVAILABLE", "AVAILABLE"), owner: int | None = None,
    ) -> MoveRequest:  # fmt: skip
        return MoveRequest(
            line_id=line or self.line(),
            item_id=self.item(item),
            quantity=D(quantity),
            source=Spot(self.place[source], bins[0], StockStatus(statuses[0])),
            target=Spot(self.place[target], bins[1], StockStatus(statuses[1])),
            lot_id=lot if lot is not None else self.usual_lots.get(item),
            owner_id=owner,
            amount=D(amount) if amount is not None else None,
            returns_line_id=returns,
            demand_line_id=demand,
        )

    def request(
        self,
        movement: str,
        day: str,
        moves: Sequence[MoveRequest] = (),
        amounts: Sequence[AmountRequest] = (),
        key: str = "",
    ) -> PostingRequest:
        self.documents += 1
        return PostingRequest(
            request_key=key or f"test:{self.documents}:post",
            book_id=self.book.pk,
            document_id=self.documents,
            document_type="test",
            movement_type=MovementType(movement),
            business_date=date.fromisoformat(f"2026-{day}"),
            moves=tuple(moves),
            amounts=tuple(amounts),
        )

    def post(self, movement: str, day: str, *moves: MoveRequest, fee: str = "") -> PostingResult:
        request = self.request(movement, day, moves)
        if fee:
            request = replace(request, fees=((1, D(fee)),))
        with transaction.atomic():
            (result,) = post(act=self.act, requests=[request])
        return result

    def opening(self, item: str, quantity: str, amount: str, day: str = "03-01", warehouse: str = "W1") -> int:
        move = self.move(item, quantity, "OPEN", warehouse, amount=amount)
        self.post("OPENING", day, move)
        return move.line_id

    def receive(self, item: str, quantity: str, amount: str, day: str, warehouse: str = "W1") -> int:
        move = self.move(item, quantity, "SUP", warehouse, amount=amount)
        self.post("PURCHASE", day, move)
        return move.line_id

    def ship(self, item: str, quantity: str, day: str, warehouse: str = "W1", demand: int | None = None) -> int:
        move = self.move(item, quantity, warehouse, "CUS", demand=demand)
        self.post("SALE", day, move)
        return move.line_id

    def adjust(self, item: str, amount: str, day: str, adjusts: int | None = None, warehouse: str = "W1") -> int:
        line = self.line()
        one = AmountRequest(line, self.item(item), self.place[warehouse], D(amount), adjusts_line_id=adjusts)
        post(act=self.act, requests=[self.request("COST_ADJUSTMENT", day, amounts=[one])])
        return line

    def pool(self, item: str, warehouse: str | None = None) -> tuple[Decimal, Decimal]:
        found = CostPool.objects.filter(item_id=self.item(item), place_id=None)
        if warehouse is not None:
            found = found.filter(scope_id=scopes.scope_ids(self.book.pk)[self.warehouses[warehouse]])
        return found.values_list("quantity", "amount").get()

    def on_hand(self, item: str, place: str) -> Decimal:
        rows = Balance.objects.filter(item_id=self.item(item), place_id=self.place[place]).values_list(
            "quantity", flat=True
        )
        return sum(rows, D(0))

    def amounts(self, line: int) -> list[tuple[str, Decimal]]:
        rows = CostEntry.objects.filter(source_line_id=line).order_by("pk").values_list("kind", "amount")
        return [(kind, amount) for kind, amount in rows]


def refusal_of(error: Refused) -> list[tuple[str, dict[str, str], tuple[str | int, ...]]]:
    """Codes, parameters and places of a refusal."""
    return [(one.code, dict(one.params), one.loc) for one in error.refusals]


TABLES = (
    "posting", "move", "cost_entry", "balance", "cost_pool", "reservation", "turnover", "pool_turnover", "snapshot_quantity",
    "snapshot_value",
)  # fmt: skip


def tamper(statement: str) -> None:
    """Change facts behind the product's back, as the owner of the database with triggers and constraints out of the way."""
    with connection.cursor() as cursor:
        cursor.execute("SET CONSTRAINTS ALL IMMEDIATE")
        for table in TABLES:
            cursor.execute(f"ALTER TABLE ledger_{table} DISABLE TRIGGER USER")
        cursor.execute(statement)
