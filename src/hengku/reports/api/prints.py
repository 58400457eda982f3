"""Papers."""

from django.http import HttpRequest, HttpResponse
from ninja import Router

from hengku.identity.api.edge import act_of
from hengku.reports.operations.prints import print_document

router = Router()


@router.get("/documents/{int:document_id}/print", response=bytes)
def print_one(
    request: HttpRequest, document_id: int, layout: str = "a4", copies: int | None = None, prices: bool = True
) -> HttpResponse:
    """A document as PDF; layout a4, kits (A4, kits as one line), triplicate (241 × 140 mm, three copies) or delivery (送货单)."""
    content = print_document(
        act=act_of(request), document_id=document_id, layout=layout, copies=copies, with_prices=prices
    )
    return HttpResponse(content, content_type="application/pdf")
