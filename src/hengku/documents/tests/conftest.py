"""A tiny company and three tiny document types: an order, its receipt, and what goes back."""

from collections.abc import Sequence
from dataclasses import dataclass, field
from datetime import UTC, date, datetime
from decimal import Decimal
from typing import Any

import pytest

from hengku.documents.rules import fields
from hengku.documents.rules.machines import ORDER_TRANSITIONS, STOCK_TRANSITIONS
from hengku.documents.rules.registry import DOCUMENT_TYPES, offer_document_type, offer_effect, offer_guard
from hengku.documents.types import DocTypeSpec, DocumentDraft, LineDraft, LinkKind, LinkSpec, LoadedDocument
from hengku.identity.types import SYSTEM, Act
from hengku.kernel.errors import Refusal
from hengku.kernel.texts import Text
from hengku.masterdata.models import (
    Bin,
    Book,
    BookWarehouse,
    CostScope,
    Item,
    ItemUnit,
    Partner,
    Unit,
    Warehouse,
)
from hengku.metadata.types import FieldSpec, FieldType

AT = datetime(2026, 3, 10, 4, tzinfo=UTC)
TODAY = date(2026, 3, 10)
_HEADER = (
    FieldSpec("partner", Text("往来单位", "Partner"), FieldType.REFERENCE, ref="partners", required=True),
    FieldSpec("warehouse", Text("仓库", "Warehouse"), FieldType.REFERENCE, ref="warehouses", required=True),
    FieldSpec("business_date", Text("业务日期", "Business date"), FieldType.DATE, required=True),
    fields.HANDLER,
    fields.REMARKS,
)
_LINE = (
    FieldSpec("item", Text("商品", "Item"), FieldType.REFERENCE, ref="items", required=True),
    FieldSpec("quantity", Text("数量", "Quantity"), FieldType.QUANTITY, required=True),
    FieldSpec("price", Text("单价", "Price"), FieldType.PRICE, mask="purchase_price"),
    FieldSpec("tax_rate", Text("税率", "Tax rate"), FieldType.RATE),
    FieldSpec("bin", Text("库位", "Bin"), FieldType.REFERENCE, ref="bins"),
)

ORDER = DocTypeSpec(
    code="test_order", label=Text("试订单", "Test order"), prefix="TDD", room="documents", kind="order",
    header_fields=_HEADER, line_fields=_LINE, transitions=ORDER_TRANSITIONS, has_prices=True, partner_role="supplier",
)  # fmt: skip
RECEIPT = DocTypeSpec(
    code="test_receipt", label=Text("试入库单", "Test receipt"), prefix="TRK", room="documents", kind="stock",
    header_fields=_HEADER, line_fields=_LINE, transitions=STOCK_TRANSITIONS, has_prices=True, partner_role="supplier",
    links=(LinkSpec("test_order", tolerance="receipt"),), movement_type="PURCHASE", direction="IN",
)  # fmt: skip
RETURN = DocTypeSpec(
    code="test_return", label=Text("试退货单", "Test return"), prefix="TTH", room="documents", kind="stock",
    header_fields=_HEADER, line_fields=_LINE, transitions=STOCK_TRANSITIONS, has_prices=True, partner_role="supplier",
    links=(LinkSpec("test_receipt", LinkKind.RETURN),), movement_type="PURCHASE_RETURN", direction="OUT",
)  # fmt: skip


@dataclass
class Heard:
    """What guards and effects of the test types were told, and what the next guard shall answer."""

    effects: list[tuple[str, str, list[LoadedDocument]]] = field(default_factory=list)
    answers: list[Refusal] = field(default_factory=list)


HEARD = Heard()


def _listen(code: str, transition: str) -> None:
    def effect(act: Act, documents: Sequence[LoadedDocument]) -> None:
        assert isinstance(act, Act)
        HEARD.effects.append((code, transition, list(documents)))

    offer_effect(code, transition, effect)
    offer_guard(code, transition, lambda act, documents: list(HEARD.answers))


def offer_test_types() -> None:
    """Offer the test types once per process."""
    if "test_order" in DOCUMENT_TYPES:
        return
    for spec in (ORDER, RECEIPT, RETURN):
        offer_document_type(spec)
    for code, transition in (
        ("test_receipt", "post"),
        ("test_receipt", "reverse"),
        ("test_order", "approve"),
        ("test_return", "post"),
    ):
        _listen(code, transition)


@dataclass(frozen=True)
class World:
    """Ids of the tiny company. bottle: whole pieces, box = 12; flour: kilograms with 3 places."""

    act: Act
    book: int
    supplier: int
    customer: int
    main: int
    side: int
    bin: int
    piece: int
    box: int
    bottle: int
    flour: int

    def order(self, *lines: LineDraft, **changes: object) -> DocumentDraft:
        return self.draft("test_order", *lines, **changes)

    def draft(self, kind: str, *lines: LineDraft, **changes: object) -> DocumentDraft:
        values: dict[str, Any] = {
            "type": kind, "business_date": TODAY, "book_id": self.book, "lines": list(lines),
            "partner_id": self.supplier, "warehouse_id": self.main, **changes,
        }  # fmt: skip
        return DocumentDraft(**values)

    def bottles(self, quantity: str, price: str = "10", **changes: Any) -> LineDraft:
        return LineDraft(item_id=self.bottle, quantity=Decimal(quantity), price=Decimal(price), **changes)


def make_world() -> World:
    """The tiny company in the account set at hand."""
    stamp = {"created_at": AT, "updated_at": AT}
    book = Book.objects.create(
        code="T1", name="试账簿", start_month=date(2026, 1, 1), tax_rate=Decimal("0.13"), **stamp
    )
    scope = CostScope.objects.create(book=book, code="T", name="T")
    main, side = (
        Warehouse.objects.create(code=code, name=name, **stamp) for code, name in (("TA", "主仓"), ("TB", "副仓"))
    )
    for warehouse in (main, side):
        BookWarehouse.objects.create(book=book, warehouse=warehouse, cost_scope=scope)
    piece = Unit.objects.create(code="t-pc", name="瓶", precision=0, **stamp)
    box = Unit.objects.create(code="t-box", name="箱", precision=0, **stamp)
    kilo = Unit.objects.create(code="t-kg", name="千克", precision=3, **stamp)
    bottle = Item.objects.create(code="T-001", name="酱油", spec="500ml", base_unit=piece, **stamp)
    flour = Item.objects.create(code="T-002", name="面粉", base_unit=kilo, tax_rate=Decimal("0.09"), **stamp)
    ItemUnit.objects.create(item=bottle, unit=box, numerator=12)
    supplier = Partner.objects.create(code="TS", name="甲供应商", is_supplier=True, **stamp)
    customer = Partner.objects.create(code="TC", name="乙客户", is_customer=True, **stamp)
    bin_ = Bin.objects.create(warehouse=side, code="B-01", **stamp)
    return World(
        Act(SYSTEM, AT),
        book.pk,
        supplier.pk,
        customer.pk,
        main.pk,
        side.pk,
        bin_.pk,
        piece.pk,
        box.pk,
        bottle.pk,
        flour.pk,
    )


@pytest.fixture
def world(db: None) -> World:
    offer_test_types()
    HEARD.effects.clear()
    HEARD.answers.clear()
    return make_world()
