"""The quotes of a request for quotation as a matrix: lines down, suppliers across."""

from datetime import date
from decimal import Decimal
from typing import Any

from hengku.documents.queries.detail import document_json
from hengku.documents.queries.history import document_seen_by
from hengku.identity.types import Viewer
from hengku.kernel.errors import Refused, refuse
from hengku.kernel.money import ZERO, round_amount
from hengku.kernel.quantity import plain
from hengku.masterdata.models import Partner
from hengku.purchasing.models import Quote
from hengku.purchasing.rules.quotes import Offer, best_offers

RFQ_TYPE = "rfq"


def require_rfq(viewer: Viewer, document_id: int, *, action: str = "view") -> None:
    """Raises Refused not_found (404) unless this is a request for quotation the viewer may see; permission_denied (403)."""
    if document_seen_by(viewer, document_id, action=action).type != RFQ_TYPE:
        raise refuse("not_found", status=404)
    if "purchase_price" in viewer.masked:
        raise Refused(refuse("permission_denied", resource=RFQ_TYPE, action=action).refusals, status=403)


def offers_of(document_id: int) -> list[Offer]:
    """Every quote of a request."""
    rows = Quote.objects.filter(document_id=document_id).order_by("line__line_no", "partner_id")
    return [
        Offer(
            row.line_id,
            row.partner_id,
            row.price,
            row.includes_tax,
            row.tax_rate if row.tax_rate is not None else ZERO,
            row.lead_days,
            row.minimum_quantity,
            row.valid_to,
            row.remarks,
            row.awarded,
        )
        for row in rows
    ]


def comparison(*, viewer: Viewer, document_id: int, on: date) -> dict[str, Any]:
    """{document, suppliers, lines: [{line, best, offers}], totals: per supplier, what its quotes come to without tax}.

    best: the supplier whose quote is the best of the line. A supplier's total is told only with `complete` saying whether it
    quoted every line. Raises Refused not_found, permission_denied (who may not see purchase prices)."""
    require_rfq(viewer, document_id)
    shown = document_json(viewer=viewer, document_id=document_id)
    offers = offers_of(document_id)
    wanted = {int(line["id"]): Decimal(line["quantity"]) for line in shown["lines"]}
    best = best_offers(offers, wanted, on)
    partners = Partner.objects.in_bulk({offer.partner_id for offer in offers})
    by_line: dict[int, list[Offer]] = {}
    for offer in offers:
        by_line.setdefault(offer.line_id, []).append(offer)
    return {
        "document": {name: shown[name] for name in ("id", "number", "state", "rev", "stopped")},
        "suppliers": [_supplier(partners[pk], offers, wanted) for pk in sorted(partners)],
        "lines": [
            {
                **{
                    name: line.get(name) for name in ("id", "line_no", "item", "unit", "quantity", "remaining_quantity")
                },
                "best": str(best[int(line["id"])]) if int(line["id"]) in best else None,
                "offers": [_offer(one) for one in by_line.get(int(line["id"]), [])],
            }
            for line in shown["lines"]
        ],
    }


def _supplier(partner: Partner, offers: list[Offer], wanted: dict[int, Decimal]) -> dict[str, Any]:
    mine = [offer for offer in offers if offer.partner_id == partner.pk]
    total = sum((round_amount(offer.net_price * wanted[offer.line_id]) for offer in mine), ZERO)
    return {
        "id": str(partner.pk),
        "code": partner.code,
        "name": partner.name,
        "total": f"{total:.2f}",
        "complete": len(mine) == len(wanted),
    }


def _offer(offer: Offer) -> dict[str, Any]:
    return {
        "supplier": str(offer.partner_id),
        "price": plain(offer.price),
        "includes_tax": offer.includes_tax,
        "tax_rate": plain(offer.tax_rate),
        "net_price": plain(offer.net_price),
        "lead_days": offer.lead_days,
        "minimum_quantity": plain(offer.minimum_quantity),
        "valid_to": offer.valid_to.isoformat() if offer.valid_to else None,
        "remarks": offer.remarks,
        "awarded": plain(offer.awarded),
    }
