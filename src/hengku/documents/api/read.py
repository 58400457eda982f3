"""Reading documents: lists, one document, what can be made from it, what surrounds it."""

from typing import Any

from django.http import HttpRequest, HttpResponse
from ninja import Query

from hengku.documents.api.router import router
from hengku.documents.queries.detail import document_json
from hengku.documents.queries.history import comments_of, events_of
from hengku.documents.queries.line_context import line_context
from hengku.documents.queries.links import link_graph
from hengku.documents.queries.listing import list_documents
from hengku.documents.queries.push_down import push_down
from hengku.documents.queries.versions import versions_of
from hengku.documents.schemas import (
    MOST_LINES,
    DocumentListQuery,
    DocumentOut,
    DocumentPage,
    Items,
    LinkGraphOut,
    PushDownOut,
)
from hengku.identity.api.edge import act_of, viewer_of
from hengku.metadata.api.routes import json_answer
from hengku.metadata.queries.listing import ListParams


def params_of(query: DocumentListQuery) -> ListParams:
    """The generic list's parameters."""
    return ListParams(query.limit, query.cursor, query.sort, query.filter, query.q, query.fields, query.sum)


@router.get("/documents", response=DocumentPage)
def list_page(request: HttpRequest, query: Query[DocumentListQuery]) -> HttpResponse:
    """A page of documents of one type, or of all types."""
    page = list_documents(viewer=viewer_of(request), code=query.type, params=params_of(query))
    return json_answer(
        {
            "items": page.items, "next_cursor": page.next_cursor, "count": page.count,
            "count_capped": page.count_capped, "totals": page.totals,
        }
    )  # fmt: skip


@router.get("/documents/push-down", response=PushDownOut)
def push_down_several(request: HttpRequest, target: str, sources: str) -> HttpResponse:
    """A new document prefilled from several sources; nothing is saved."""
    ids = [int(part) for part in sources.split(",") if part.strip().isdigit()]
    act = act_of(request)
    return json_answer(push_down(viewer=act.viewer, source_ids=ids, target=target, at=act.at))


@router.get("/documents/{int:document_id}", response=DocumentOut)
def read_one(request: HttpRequest, document_id: int) -> HttpResponse:
    """One document with its lines and what may happen to it."""
    return json_answer(document_json(viewer=viewer_of(request), document_id=document_id))


@router.get("/documents/{int:document_id}/push-down", response=PushDownOut)
def push_down_one(request: HttpRequest, document_id: int, target: str) -> HttpResponse:
    """A new document prefilled with what is left of this one; nothing is saved."""
    act = act_of(request)
    return json_answer(push_down(viewer=act.viewer, source_ids=[document_id], target=target, at=act.at))


@router.get("/documents/{int:document_id}/links", response=LinkGraphOut)
def read_links(request: HttpRequest, document_id: int) -> HttpResponse:
    """The documents this one was made from and those made from it."""
    return json_answer(link_graph(viewer=viewer_of(request), document_id=document_id))


@router.get("/documents/{int:document_id}/events", response=Items)
def read_events(request: HttpRequest, document_id: int) -> dict[str, Any]:
    """What happened to the document, newest first."""
    return {"items": events_of(viewer=viewer_of(request), document_id=document_id)}


@router.get("/documents/{int:document_id}/revisions", response=Items)
def read_revisions(request: HttpRequest, document_id: int) -> dict[str, Any]:
    """The versions of an order, newest first, with what each changed."""
    return {"items": versions_of(viewer=viewer_of(request), document_id=document_id)}


@router.get("/documents/{int:document_id}/comments", response=Items)
def read_comments(request: HttpRequest, document_id: int) -> dict[str, Any]:
    """What people said about the document."""
    return {"items": comments_of(viewer=viewer_of(request), document_id=document_id)}


@router.get("/stock/line-context", response=dict[str, dict[str, Any]])
def read_line_context(
    request: HttpRequest,
    items: str,
    warehouse: int | None = None,
    partner: int | None = None,
    document_type: str | None = None,
) -> HttpResponse:
    """Stock, what is on its way and the last price of items (`items=1,2`), beside a line being typed."""
    ids = [int(part) for part in items.split(",") if part.strip().isdigit()][:MOST_LINES]
    act = act_of(request)
    found = line_context(
        viewer=act.viewer,
        item_ids=ids,
        warehouse_id=warehouse,
        partner_id=partner,
        document_type=document_type,
        at=act.at,
    )
    return json_answer(found)
