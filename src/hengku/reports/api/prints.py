"""Papers."""

from typing import Any

from django.http import HttpRequest, HttpResponse
from ninja import Router

from hengku.identity.api.edge import act_of, keeps_own_transactions, viewer_of
from hengku.reports.operations.prints import print_document, print_documents
from hengku.reports.queries.print_templates import preview, template_words
from hengku.reports.schemas import PagesOut, TemplateIn, TemplateWordsOut

router = Router()


@router.get("/documents/{int:document_id}/print", response=bytes)
def print_one(
    request: HttpRequest, document_id: int, layout: str = "a4", copies: int | None = None, prices: bool = True
) -> HttpResponse:
    """A document as PDF; layout template-ID (a template of the firm's own), a4, kits (A4, kits as one line), triplicate (241 × 140 mm, three copies) or delivery (送货单)."""
    content = print_document(
        act=act_of(request), document_id=document_id, layout=layout, copies=copies, with_prices=prices
    )
    return HttpResponse(content, content_type="application/pdf")


@router.get("/documents/print", response=bytes)
def print_several(request: HttpRequest, ids: str, layout: str) -> HttpResponse:
    """Several documents (ids: comma-separated, at most 200) by a template of the firm's own (template-ID) as one PDF."""
    wanted = [int(part) for part in ids.split(",") if part.strip().isdigit()]
    content = print_documents(act=act_of(request), document_ids=wanted, layout=layout)
    return HttpResponse(content, content_type="application/pdf")


@router.get("/print-template-words", response=TemplateWordsOut)
def read_words(request: HttpRequest, document_type: str) -> dict[str, Any]:
    """Fields, columns and tags a template of the type may use, and the blocks a new one starts with."""
    return template_words(viewer=viewer_of(request), document_type=document_type)


@router.post("/print-template-preview", response=PagesOut)
@keeps_own_transactions
def show_preview(request: HttpRequest, body: TemplateIn) -> dict[str, list[str]]:
    """The newest document of the type on the paper as designed, as pictures of its first pages; counts as no print."""
    act = act_of(request)
    return preview(act=act, document_type=body.document_type, paper=body.paper, blocks=body.blocks)
