"""What a draft line is checked against and filled from: plain rows of master data and of source lines."""

from dataclasses import dataclass, field
from datetime import date
from decimal import Decimal
from typing import NamedTuple

from hengku.documents.rules.numbers import DEFAULT_PATTERN, counter_key, numbering_of
from hengku.documents.types import DocTypeSpec
from hengku.masterdata.rules.numbering import NumberFrame


class ItemFacts(NamedTuple):
    """An item with its units; precision is the base unit's. has_floor: some floor price is kept for it; is_kit: it has components
    and no stock of its own."""

    id: int
    code: str
    name: str
    spec: str
    lifecycle: str
    base_unit_id: int
    precision: int
    purchase_unit_id: int | None
    sale_unit_id: int | None
    stock_unit_id: int | None
    tax_rate: Decimal | None
    receipt_tolerance: Decimal | None
    shipment_tolerance: Decimal | None
    unit_ids: list[int] | None
    numerators: list[int] | None
    denominators: list[int] | None
    has_expiry: bool = False
    lot_by_rule: bool = False
    min_life_days: int | None = None
    has_floor: bool = False
    is_kit: bool = False
    second_unit_id: int | None = None
    second_ratio: Decimal | None = None
    second_tolerance: Decimal | None = None
    second_precision: int = 0
    has_inspection: bool = False

    def factor(self, unit_id: int) -> tuple[int, int] | None:
        """Base units per `unit_id` as numerator and denominator; None when the item does not have this unit."""
        if unit_id == self.base_unit_id:
            return 1, 1
        if self.unit_ids and self.numerators and self.denominators and unit_id in self.unit_ids:
            position = self.unit_ids.index(unit_id)
            return self.numerators[position], self.denominators[position]
        return None


class SourceFacts(NamedTuple):
    """A line that a draft line may be made from, with what its document says."""

    line_id: int
    document_id: int
    type: str
    number: str
    state: str
    stopped: bool
    is_reversal: bool
    book_id: int
    partner_id: int | None
    document_warehouse_id: int | None
    document_to_warehouse_id: int | None
    currency: str
    price_includes_tax: bool
    handler: str
    line_no: int
    item_id: int
    unit_id: int
    factor_numerator: int
    factor_denominator: int
    quantity: Decimal
    base_quantity: Decimal
    second_quantity: Decimal | None
    warehouse_id: int | None
    bin_id: int | None
    to_warehouse_id: int | None
    to_bin_id: int | None
    lot_id: int | None
    status: str | None
    to_status: str | None
    price: Decimal | None
    discount: Decimal
    tax_rate: Decimal
    reason: str
    linked_quantity: Decimal
    created_by_id: int | None
    net: Decimal
    total: Decimal
    min_life_days: int | None = None
    rate: Decimal | None = None
    gift_left: Decimal | None = None
    kit_of: str | None = None
    is_awaited: bool = False

    @property
    def whole(self) -> Decimal:
        """What the line is worth: with tax where its price includes it, else without."""
        return self.total if self.price_includes_tax else self.net


class BookFacts(NamedTuple):
    id: int
    currency: str
    timezone: str
    code: str
    price_includes_tax: bool
    receipt_tolerance: Decimal
    shipment_tolerance: Decimal
    tax_rate: Decimal


class PartnerFacts(NamedTuple):
    """on_credit: a credit limit or credit days are kept for the partner; is_inspected: what comes from it is inspected."""

    id: int
    name: str
    is_supplier: bool
    is_customer: bool
    blocked: bool
    tax_rate: Decimal | None
    min_life_days: int | None
    price_includes_tax: bool | None = None
    on_credit: bool = False
    is_inspected: bool = False


class WarehouseFacts(NamedTuple):
    id: int
    name: str
    active: bool
    in_book_ids: list[int] | None


class BinFacts(NamedTuple):
    id: int
    code: str
    warehouse_id: int
    active: bool


@dataclass(slots=True)
class Facts:
    """Everything one call needs. source_kinds: kind by type of the sources' documents. document_ids, line_ids: ids nobody has yet, for what the call is going to write."""

    sources: dict[int, SourceFacts] = field(default_factory=dict)
    source_kinds: dict[str, str] = field(default_factory=dict)
    items: dict[int, ItemFacts] = field(default_factory=dict)
    books: dict[int, BookFacts] = field(default_factory=dict)
    partners: dict[int, PartnerFacts] = field(default_factory=dict)
    warehouses: dict[int, WarehouseFacts] = field(default_factory=dict)
    bins: dict[int, BinFacts] = field(default_factory=dict)
    patterns: dict[str, tuple[str, str]] = field(default_factory=dict)
    checked_types: set[str] = field(default_factory=set)
    flow_types: set[str] = field(default_factory=set)
    document_ids: list[int] = field(default_factory=list)
    line_ids: list[int] = field(default_factory=list)
    categories: dict[int, tuple[str | None, str | None]] = field(default_factory=dict)

    def numbering(self, spec: DocTypeSpec, book_id: int, on: date) -> tuple[str, NumberFrame]:
        """Counter and number frame of a new document, by the type's number rule where there is one."""
        prefix, pattern = self.patterns.get(spec.code, (spec.prefix, DEFAULT_PATTERN))
        numbering = numbering_of(pattern=pattern, prefix=prefix, book_code=self.books[book_id].code, on=on)
        return counter_key(book_id=book_id, document_type=spec.code, numbering=numbering), numbering
