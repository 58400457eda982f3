"""发出商品: cost of goods shipped waits for the invoice where revenue does (revenue timing AT_INVOICE; template S1, domain specification 5.3).

S1 debits goods shipped; the invoice moves its part to cost of sales, in a voucher beside its own. What changes the cost later is divided the same way, so that at
every instant cost of sales of a line = cost x invoiced / quantity, rounded once.
"""

from collections import defaultdict
from collections.abc import Collection, Iterable, Mapping, Sequence
from dataclasses import dataclass, field, replace
from decimal import Decimal

from hengku.finance.models import InvoiceFact, ShippedCost
from hengku.finance.queries.brought import revenue_keys
from hengku.finance.queries.facts import Header, Loaded
from hengku.finance.queries.goods_lines import goods_rows
from hengku.finance.types import Aux, Beside, DraftLine, EntryFact, Side
from hengku.kernel.money import ZERO, share
from hengku.masterdata.types import RevenueTiming

SOLD = frozenset({"shipment", "sales_return"})
_OWN = frozenset({"OWN", "ISSUE"})
_INVOICE = "sales_invoice"
_COST_OF = {"REV": "COGS", "OREV": "OCOGS"}


@dataclass(slots=True)
class Waiting:
    """What one run knows of lines whose cost waits for their invoice. touched: documents by line, so that what could not be booked
    is not kept either."""

    rows: dict[int, ShippedCost] = field(default_factory=dict)
    facts: Mapping[int, Sequence[InvoiceFact]] = field(default_factory=dict)
    touched: dict[int, set[int]] = field(default_factory=lambda: defaultdict(set))

    def count(self, documents: Iterable[int]) -> None:
        """Take notice of what the invoices of a group charge for."""
        for document_id in documents:
            for fact in self.facts.get(document_id, ()):
                row = self.rows.get(fact.goods_line_id)
                if row is not None:
                    row.invoiced += fact.quantity
                    self.touched[row.line_id].add(document_id)

    def divide(self, entry: EntryFact) -> EntryFact:
        """The entry with the part of its cost that stays on goods shipped."""
        row = self.rows.get(entry.line_id) if entry.document_type in SOLD and entry.kind != "RESIDUAL" else None
        if row is None:
            return entry
        cost = -entry.amount - entry.expensed
        row.cost += cost
        self.touched[row.line_id].add(entry.caused_by)
        return entry._replace(apart=cost - _settle(row))

    def lines(self, document_id: int) -> tuple[DraftLine, ...]:
        """What an invoice moves to cost of sales."""
        mine = [
            row for fact in self.facts.get(document_id, ()) if (row := self.rows.get(fact.goods_line_id)) is not None
        ]
        keys = revenue_keys({row.item_id for row in mine}) if mine else {}
        lines: list[DraftLine] = []
        for row in mine:
            amount = _settle(row)
            aux = Aux(item_id=row.item_id)
            if amount:
                lines.append(DraftLine(Side.DEBIT, _COST_OF[keys[row.item_id]], amount, aux))
                lines.append(DraftLine(Side.CREDIT, "SHIPPED", amount, aux._replace(partner_id=row.partner_id)))
        return tuple(lines)

    def save(self, *, unbooked: Collection[int] = ()) -> None:
        """Keep what was booked."""
        kept = [self.rows[line_id] for line_id, documents in self.touched.items() if documents.isdisjoint(unbooked)]
        ShippedCost.objects.bulk_create(
            kept, update_conflicts=True, unique_fields=["line_id"], update_fields=["invoiced", "cost", "sold"]
        )


def _settle(row: ShippedCost) -> Decimal:
    """Cost of sales of a line up to what is invoiced; gives the difference to before."""
    due = share(row.cost, row.invoiced, row.quantity) if row.quantity else ZERO
    moved, row.sold = due - row.sold, due
    return moved


def waiting_for_invoices(
    *, headers: Mapping[int, Header], entries: Sequence[EntryFact], documents: Collection[int] = (), lock: bool = True
) -> Waiting:
    """Lines that wait, of these entries and of the invoices among `documents`, locked when they are to be kept; nothing is asked where nothing can wait."""
    goods = [one for one in entries if one.document_type in SOLD]
    later = {pk for pk, one in headers.items() if one.revenue_timing == RevenueTiming.AT_INVOICE}
    invoices = [pk for pk in documents if pk in headers and headers[pk].type == _INVOICE]
    if not invoices and not any(one.document_id in later or one.kind not in _OWN for one in goods):
        return Waiting()
    books = {one.book_id for one in headers.values()}
    if not later and not ShippedCost.objects.filter(book_id__in=books).exists():
        return Waiting()
    facts: dict[int, list[InvoiceFact]] = defaultdict(list)
    for fact in InvoiceFact.objects.filter(document_id__in=invoices).order_by("line_id"):
        facts[fact.document_id].append(fact)
    owner = {one.line_id: one for one in goods if one.document_id in later and one.kind in _OWN}
    charged = {fact.goods_line_id: pk for pk, many in facts.items() for fact in many}
    asked = {*owner, *charged, *(one.line_id for one in goods)}
    known = ShippedCost.objects.select_for_update() if lock else ShippedCost.objects.all()
    found = Waiting(known.in_bulk(sorted(asked)), facts)
    new = {line_id for line_id in asked - found.rows.keys() if line_id in owner or charged.get(line_id) in later}
    for line in goods_rows(new).values() if new else ():
        if line.type in SOLD:
            found.rows[line.id] = ShippedCost(
                line_id=line.id, book_id=line.book_id, item_id=line.item_id, partner_id=line.partner_id,
                quantity=line.quantity,
            )  # fmt: skip
    return found


def with_waiting(
    *, groups: Sequence[Collection[int]], entries: Sequence[EntryFact], loaded: Loaded, waiting: Waiting
) -> tuple[list[EntryFact], Loaded]:
    """Entries and documents with what waits, group by group as they are booked."""
    if not waiting.rows:
        return list(entries), loaded
    caused: dict[int, list[EntryFact]] = defaultdict(list)
    for entry in entries:
        caused[entry.caused_by].append(entry)
    divided: list[EntryFact] = []
    facts = dict(loaded.facts)
    for group in groups:
        waiting.count(group)
        divided += [waiting.divide(entry) for document_id in group for entry in caused.pop(document_id, ())]
        for document_id in group:
            lines = waiting.lines(document_id)
            if lines:
                cost = Beside("S1", lines)
                facts[document_id] = replace(facts[document_id], beside=(*facts[document_id].beside, cost))
    divided += [entry for many in caused.values() for entry in many]
    return divided, Loaded(facts, loaded.headers)
