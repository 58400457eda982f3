"""One row of a documents file as a line: item, unit, quantity, price, place, lot, order."""

from collections import defaultdict
from collections.abc import Sequence
from dataclasses import dataclass
from decimal import Decimal

from hengku.documents.models import Line
from hengku.documents.rules.serial_numbers import numbers_of
from hengku.documents.types import DocumentDraft, DocumentState, LineDraft
from hengku.integrations.operations.context import Context
from hengku.integrations.operations.lookups import AMBIGUOUS
from hengku.integrations.rules.values import RowReader
from hengku.integrations.types import ImportRow
from hengku.kernel.errors import Refused
from hengku.masterdata.models import Lot
from hengku.masterdata.operations.lots import ensure_lots
from hengku.masterdata.queries.books import BookFacts
from hengku.masterdata.queries.units import Ratio, factors_of

PRICE_PLACES, AMOUNT_PLACES = 6, 2
ORDER_TYPES = {"goods_receipt": "purchase_order", "shipment": "sales_order"}
MAKES_LOTS = frozenset({"opening_stock", "goods_receipt"})


@dataclass(slots=True)
class ReadLine:
    """A line and whether it goes the way of its document (1) or comes back (-1)."""

    draft: LineDraft
    sign: int = 1


@dataclass(slots=True)
class OpenLine:
    """A line of an order that can still be carried out; remaining in base units."""

    line_id: int
    remaining: Decimal


class LineReader:
    """Reads rows; learns items, units and orders of a whole batch at once."""

    def __init__(self, context: Context, book: BookFacts) -> None:
        self._context = context
        self._book = book
        self._units: dict[int, dict[int, Ratio]] = {}
        self._orders: dict[tuple[str, int], list[OpenLine]] = defaultdict(list)
        self._order_numbers: set[str] = set()

    def prepare(self, rows: Sequence[ImportRow]) -> None:
        """Learn what the rows of a batch speak of."""
        words = {row.values.get("item", "") for row in rows}
        self._context.lookups.learn_items(words)
        items = {self._context.lookups.item(word) for word in words}
        fresh = {key for key in items if key is not None and key not in self._units}
        if fresh:
            self._units |= factors_of(item_ids=fresh)
        self._learn_orders({row.values["order_number"] for row in rows if row.values.get("order_number")})

    def _learn_orders(self, numbers: set[str]) -> None:
        """Approved orders by our number or theirs, with what is left of each line."""
        order_type = ORDER_TYPES.get(self._context.kind.document_type or "")
        fresh = numbers - self._order_numbers
        if not order_type or not fresh:
            return
        self._order_numbers |= fresh
        rows = Line.objects.filter(
            document__book_id=self._book.id, document__type=order_type, document__state=DocumentState.APPROVED,
            document__stopped_at__isnull=True,
        )  # fmt: skip
        columns = (
            "document__number",
            "document__external_number",
            "item_id",
            "pk",
            "base_quantity",
            "progress__linked_quantity",
        )
        for name in ("document__number", "document__external_number"):
            for ours, theirs, item_id, pk, quantity, linked in (
                rows.filter(**{f"{name}__in": fresh}).order_by("pk").values_list(*columns)
            ):
                number = ours if name == "document__number" else theirs
                self._orders[number, item_id].append(OpenLine(pk, quantity - (linked or 0)))
                self._orders[number, 0].append(OpenLine(pk, quantity))

    def warehouse(self, reader: RowReader) -> int | None:
        """The row's warehouse, else the import's; a fault when neither is there."""
        word = reader.text("warehouse", 200)
        if not word:
            if self._context.options.warehouse_id is None:
                reader.fault("required", "warehouse")
            return self._context.options.warehouse_id
        found = self._context.lookups.warehouse(word)
        if found is None:
            reader.fault("warehouse_unknown", "warehouse", value=word)
        return found

    def partner(self, reader: RowReader) -> int | None:
        """The row's partner, else the import's; a fault when neither is there."""
        word = reader.text("partner", 200)
        if not word:
            if self._context.options.partner_id is None:
                reader.fault("required", "partner")
            return self._context.options.partner_id
        found = self._context.lookups.partner(word)
        if found == AMBIGUOUS:
            reader.fault("partner_ambiguous", "partner", value=word)
        elif found is None:
            reader.fault("partner_not_known", "partner", value=word)
        return found

    def read(self, reader: RowReader, head: DocumentDraft) -> ReadLine:
        """The row as a line of the document `head` begins; faults are noted in the reader."""
        word = reader.needed("item")
        item_id = self._item(reader, word)
        reader.split_unit("quantity", "unit")
        quantity = reader.decimal("quantity")
        if quantity is None and not any(fault.field == "quantity" for fault in reader.faults):
            reader.fault("required", "quantity")
        elif quantity is not None and quantity == 0:
            reader.fault("quantity_zero", "quantity")
        sign = -1 if quantity is not None and quantity < 0 else 1
        if sign < 0 and self._context.kind.returns_type is None:
            reader.fault("returns_not_here", "quantity")
        line = LineDraft(item_id=item_id, quantity=abs(quantity) if quantity is not None else None)
        if item_id is not None:
            line.unit_id = self._unit(reader, word, item_id)
        self._money(reader, line)
        line.warehouse_id = head.warehouse_id
        if reader.has("warehouse"):
            line.warehouse_id = self.warehouse(reader)
        if reader.has("bin") and line.warehouse_id is not None:
            line.bin_id = self._context.lookups.bin(line.warehouse_id, reader.text("bin", 40))
            if line.bin_id is None:
                reader.fault("bin_unknown", "bin", value=reader.text("bin"))
        if reader.has("lot") and item_id is not None:
            line.lot_id = self._lot(reader, item_id)
        if reader.has("serials"):
            line.extra["serials"] = numbers_of(reader.text("serials", 4000))
        if reader.has("order_number") and item_id is not None and sign > 0:
            line.source_line_id = self._order_line(reader, line)
        line.remarks = reader.text("remarks", 400)
        return ReadLine(line, sign)

    def _item(self, reader: RowReader, word: str) -> int | None:
        found = self._context.lookups.item(word)
        if found == AMBIGUOUS:
            reader.fault("item_ambiguous", "item", value=word)
            return None
        if word and found is None:
            reader.fault("item_not_known", "item", value=word)
        return found

    def _unit(self, reader: RowReader, word: str, item_id: int) -> int | None:
        """The row's unit, else the one the barcode stands for, else the base unit."""
        if reader.has("unit"):
            spoken = reader.text("unit", 50)
            unit = self._context.lookups.unit(spoken)
            if unit not in self._units.get(item_id, {}):
                reader.fault("unit_not_of_item", "unit", unit=spoken)
            return unit
        return self._context.lookups.item_unit(word) or next(iter(self._units.get(item_id, {})), None)

    def _money(self, reader: RowReader, line: LineDraft) -> None:
        """Price and tax, or the amount where there is no price (opening stock: the amount is the exact cost)."""
        price, amount = reader.money("price", places=PRICE_PLACES), reader.money("amount", places=AMOUNT_PLACES)
        if price is not None and price < 0:
            reader.fault("value_negative", "price")
        if reader.has("tax_rate"):
            line.tax_rate = reader.rate("tax_rate")
        if amount is not None and (price is None or self._context.kind.document_type == "opening_stock"):
            line.amount = abs(amount)
        else:
            line.price = price

    def _lot(self, reader: RowReader, item_id: int) -> int | None:
        number = reader.text("lot", 60)
        produced, expires = reader.date("production_date"), reader.date("expiry_date")
        if self._context.kind.document_type in MAKES_LOTS:
            if not self._context.writes:
                return None
            try:
                return ensure_lots(act=self._context.act, lots=[(item_id, number, produced, expires)])[0]
            except Refused as refusal:
                reader.fault(refusal.refusals[0].code, "lot", **dict(refusal.refusals[0].params))
                return None
        found = Lot.objects.filter(item_id=item_id, number=number).values_list("pk", flat=True).first()
        if found is None:
            reader.fault("lot_not_known", "lot", value=number)
        return found

    def _order_line(self, reader: RowReader, line: LineDraft) -> int | None:
        """The order's line for this item with the most left; what this file takes is counted as it goes."""
        number = reader.text("order_number", 100)
        lines = self._orders.get((number, line.item_id or 0))
        if not lines:
            known = (number, 0) in self._orders
            reader.fault("order_line_unknown" if known else "order_unknown", "order_number", value=number)
            return None
        numerator, denominator = self._units.get(line.item_id or 0, {}).get(line.unit_id or 0, (1, 1))
        chosen = max(lines, key=lambda one: one.remaining)
        chosen.remaining -= (line.quantity or Decimal(0)) * numerator / denominator
        return chosen.line_id
