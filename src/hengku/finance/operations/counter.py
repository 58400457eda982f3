"""零售收银: goods go out, are invoiced and paid for at once, or nothing happens at all."""

from collections.abc import Collection, Sequence
from dataclasses import dataclass
from datetime import date
from decimal import Decimal

from hengku.documents.operations.command import in_command
from hengku.documents.operations.draft import create_documents
from hengku.documents.operations.transition import transition_documents
from hengku.documents.queries.load import load_documents
from hengku.documents.types import DocumentDraft, LineDraft, LoadedDocument, TransitionCommand
from hengku.identity.types import Act
from hengku.kernel.errors import refuse
from hengku.kernel.money import ZERO
from hengku.masterdata.models import Partner
from hengku.masterdata.operations.partners import create_partner

WALK_IN = "WALK-IN"
"""Code of the customer who does not say a name; made with the first sale."""
WALK_IN_NAME = "散客"


@dataclass(frozen=True, slots=True)
class CounterLine:
    """price includes tax, per unit."""

    item_id: int
    unit_id: int | None
    quantity: Decimal
    price: Decimal


@dataclass(frozen=True, slots=True)
class CounterSale:
    """partner None: somebody who walked in. round_off: taken off the whole (抹零). payments: (method, amount), together what is
    to be paid; a method may come several times."""

    book_id: int
    warehouse_id: int
    business_date: date
    lines: Sequence[CounterLine]
    payments: Sequence[tuple[str, Decimal]]
    partner_id: int | None = None
    round_off: Decimal = ZERO


@dataclass(frozen=True, slots=True)
class Sold:
    """The documents of a counter sale, in the order they took effect: shipment, invoice, receipts of money."""

    total: Decimal
    documents: Sequence[LoadedDocument]


def sell_at_counter(*, act: Act, sale: CounterSale, confirm: Collection[str] = ()) -> Sold:
    """Shipment, sales invoice and receipts of money in one batch. Raises Refused counter_payment_differs (what is to be paid is
    told), and everything the documents themselves refuse; nothing is left behind then."""

    def work() -> tuple[Decimal, list[int]]:
        partner_id = sale.partner_id or _walk_in(act)
        shipment = _made(act, _shipment(sale, partner_id), confirm)
        total = sum((line.total for line in shipment.lines), ZERO)
        paid = sum((amount for _, amount in sale.payments), ZERO)
        if paid != total:
            raise refuse("counter_payment_differs", total=f"{total:.2f}", paid=f"{paid:.2f}")
        invoice = _made(act, _invoice(sale, partner_id, shipment), confirm)
        receipts = [
            _made(act, _receipt(sale, partner_id, invoice, method, amount), confirm)
            for method, amount in sale.payments
            if amount > 0
        ]
        made = [shipment, invoice, *receipts]
        commands = [TransitionCommand(one.id, "post", confirm=frozenset(confirm)) for one in made]
        transition_documents(act=act, commands=commands)
        return total, [one.id for one in made]

    total, document_ids = in_command(work)
    return Sold(total, load_documents(document_ids))


def _made(act: Act, draft: DocumentDraft, confirm: Collection[str]) -> LoadedDocument:
    (document_id,) = create_documents(act=act, drafts=[draft], confirm=confirm)
    return load_documents([document_id])[0]


def _shipment(sale: CounterSale, partner_id: int) -> DocumentDraft:
    return DocumentDraft(
        type="shipment",
        business_date=sale.business_date,
        book_id=sale.book_id,
        partner_id=partner_id,
        warehouse_id=sale.warehouse_id,
        price_includes_tax=True,
        lines=[
            LineDraft(item_id=line.item_id, unit_id=line.unit_id, quantity=line.quantity, price=line.price)
            for line in sale.lines
        ],
        extra={"order_discount": sale.round_off} if sale.round_off else {},
    )


def _invoice(sale: CounterSale, partner_id: int, shipment: LoadedDocument) -> DocumentDraft:
    return DocumentDraft(
        type="sales_invoice",
        business_date=sale.business_date,
        book_id=sale.book_id,
        partner_id=partner_id,
        price_includes_tax=True,
        lines=[LineDraft(source_line_id=line.id, quantity=line.quantity) for line in shipment.lines],
        extra={"invoice_type": "ORDINARY"},
    )


def _receipt(
    sale: CounterSale, partner_id: int, invoice: LoadedDocument, method: str, amount: Decimal
) -> DocumentDraft:
    return DocumentDraft(
        type="money_receipt",
        business_date=sale.business_date,
        book_id=sale.book_id,
        partner_id=partner_id,
        extra={
            "amount": amount,
            "purpose": "GOODS",
            "method": method,
            "matches": [{"document": str(invoice.id), "amount": f"{amount:.2f}"}],
        },
    )


def _walk_in(act: Act) -> int:
    known = Partner.objects.filter(code=WALK_IN).values_list("pk", flat=True).first()
    if known is not None:
        return known
    return create_partner(act=act, values={"code": WALK_IN, "name": WALK_IN_NAME, "is_customer": True}).pk
