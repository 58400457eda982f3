"""Quotes kept and lines awarded: orders per supplier, and the quote becomes the supplier's price."""

from collections import defaultdict
from collections.abc import Sequence
from datetime import date
from decimal import Decimal

from hengku.documents.models import Document, Line, LineProgress
from hengku.documents.operations.command import in_command
from hengku.documents.operations.draft import create_documents
from hengku.documents.types import DocumentDraft, DocumentState, LineDraft
from hengku.identity.types import Act
from hengku.kernel.errors import Refusal, Refused, refuse
from hengku.kernel.money import ZERO, round_half_up
from hengku.masterdata.models import Partner
from hengku.masterdata.operations.prices import set_prices
from hengku.masterdata.types import PriceKind
from hengku.purchasing.models import Quote
from hengku.purchasing.queries.quotes import offers_of, require_rfq
from hengku.purchasing.rules.quotes import Award, Offer, award_problems

_TOLD = ("price", "includes_tax", "tax_rate", "lead_days", "minimum_quantity", "valid_to", "remarks")


def save_quotes(*, act: Act, document_id: int, quotes: Sequence[Offer]) -> None:
    """Keep these quotes, each in the place of the same supplier's earlier one for the line. A line's own supplier may answer only
    while the request is open. Raises Refused: rfq_not_open, unknown_reference, quote_price, quote_awarded."""

    def work() -> None:
        document = _open_rfq(act, document_id)
        lines = set(Line.objects.filter(document=document).values_list("pk", flat=True))
        suppliers = set(
            Partner.objects.filter(pk__in={one.partner_id for one in quotes}, is_supplier=True).values_list(
                "pk", flat=True
            )
        )
        awarded = set(Quote.objects.filter(document_id=document_id, awarded__gt=0).values_list("line_id", "partner_id"))
        problems = []
        for position, one in enumerate(quotes):
            where = ("quotes", position)
            if one.line_id not in lines or one.partner_id not in suppliers:
                problems.append(Refusal("unknown_reference", {"field": "supplier", "id": str(one.partner_id)}, where))
            if one.price <= 0:
                problems.append(Refusal("quote_price", {}, (*where, "price")))
            if (one.line_id, one.partner_id) in awarded:
                problems.append(Refusal("quote_awarded", {}, where))
        if problems:
            raise Refused(problems)
        Quote.objects.bulk_create(
            [
                Quote(
                    document_id=document_id,
                    line_id=one.line_id,
                    partner_id=one.partner_id,
                    **{name: getattr(one, name) for name in _TOLD},
                )
                for one in quotes
            ],
            update_conflicts=True,
            unique_fields=["line", "partner"],
            update_fields=list(_TOLD),
        )

    in_command(work)


def award(*, act: Act, document_id: int, awards: Sequence[Award], on: date) -> list[int]:
    """Give lines to suppliers: one draft order per supplier at the quoted price, delivery after the quoted lead time, and the
    quotes become the suppliers' prices. Gives the orders' ids. Raises Refused: rfq_not_open, no_quote, award_exceeds,
    below_minimum_quantity, quote_expired, and what stands against an order."""

    def work() -> list[int]:
        document = _open_rfq(act, document_id)
        offers = {(one.line_id, one.partner_id): one for one in offers_of(document_id)}
        lines = {line.pk: line for line in Line.objects.filter(document=document)}
        problems = award_problems(awards, offers, _open_quantities(lines), on)
        if problems or not awards:
            raise Refused(problems or [Refusal("no_quote")])
        drafts = _orders(document, awards, offers, lines, on)
        orders = create_documents(act=act, drafts=drafts)
        for one in awards:
            quote = Quote.objects.get(line_id=one.line_id, partner_id=one.partner_id)
            quote.awarded += one.quantity
            Quote.objects.filter(pk=quote.pk).update(awarded=quote.awarded)
        set_prices(
            act=act, drafts=[_price(offers[one.line_id, one.partner_id], lines[one.line_id], on) for one in awards]
        )
        return orders

    return in_command(work)


def _open_rfq(act: Act, document_id: int) -> Document:
    require_rfq(act.viewer, document_id, action="update")
    document = Document.objects.select_for_update().get(pk=document_id)
    if document.state != DocumentState.APPROVED or document.stopped_at is not None:
        raise refuse("rfq_not_open", number=document.number or "")
    return document


def _open_quantities(lines: dict[int, Line]) -> dict[int, Decimal]:
    """What nobody was given yet of each line, in the line's unit."""
    linked = dict(LineProgress.objects.filter(pk__in=lines).values_list("pk", "linked_quantity"))
    return {
        pk: round_half_up(
            (line.base_quantity - linked.get(pk, ZERO)) * line.factor_denominator / line.factor_numerator, 6
        )
        for pk, line in lines.items()
    }


def _orders(
    document: Document,
    awards: Sequence[Award],
    offers: dict[tuple[int, int], Offer],
    lines: dict[int, Line],
    on: date,
) -> list[DocumentDraft]:
    """One order per supplier and way of pricing (with or without tax)."""
    grouped: dict[tuple[int, bool], list[LineDraft]] = defaultdict(list)
    for one in awards:
        offer = offers[one.line_id, one.partner_id]
        extra: dict[str, object] = {}
        if offer.lead_days is not None:
            extra["delivery_date"] = date.fromordinal(on.toordinal() + offer.lead_days)
        grouped[one.partner_id, offer.includes_tax].append(
            LineDraft(
                source_line_id=one.line_id,
                quantity=one.quantity,
                unit_id=lines[one.line_id].unit_id,
                price=offer.price,
                tax_rate=offer.tax_rate,
                extra=extra,
            )
        )
    return [
        DocumentDraft(
            type="purchase_order",
            business_date=on,
            book_id=document.book_id,
            partner_id=partner_id,
            warehouse_id=document.warehouse_id,
            handler=document.handler,
            price_includes_tax=includes_tax,
            lines=mine,
        )
        for (partner_id, includes_tax), mine in sorted(grouped.items())
    ]


def _price(offer: Offer, line: Line, on: date) -> dict[str, object]:
    return {
        "item_id": line.item_id,
        "unit_id": line.unit_id,
        "partner_id": offer.partner_id,
        "kind": PriceKind.PURCHASE,
        "price": offer.price,
        "includes_tax": offer.includes_tax,
        "minimum_quantity": offer.minimum_quantity,
        "valid_from": on,
        "valid_to": offer.valid_to,
    }
