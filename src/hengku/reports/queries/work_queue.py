"""今天要做什么: what waits for this viewer, by role, each with the list that shows it."""

import json
from collections.abc import Iterator
from datetime import datetime
from typing import TypedDict
from urllib.parse import quote

from django.db.models import Exists, OuterRef, QuerySet

from hengku.documents.models import Document, Line
from hengku.documents.queries.completion import unfinished
from hengku.documents.queries.visible import visible
from hengku.documents.rules.registry import DOCUMENT_TYPES
from hengku.documents.types import DocumentState
from hengku.identity.types import Viewer
from hengku.kernel.texts import Text
from hengku.ledger.queries.expiry_outlook import expiry_count
from hengku.reports.queries.days import today_of
from hengku.reports.queries.parameters import first_book_seen

COUNT_LIMIT = 1000
EXECUTED_BY = {
    "purchase_order": "goods_receipt",
    "sales_order": "shipment",
    "delivery_notice": "shipment",
    "transfer_out": "transfer_in",
}
"""Type that waits -> type of the document that carries it out; who may create that has the work."""
LABELS = {
    "purchase_order": Text("待收货的采购订单", "Purchase orders to receive"),
    "sales_order": Text("待发货的销售订单", "Sales orders to ship"),
    "delivery_notice": Text("待发货的发货通知", "Delivery notices to ship"),
    "transfer_out": Text("在途待调入的调出单", "Transfers on their way in"),
}
EXPIRY_LABELS = {
    "expired": Text("已过期的批号待处理", "Expired lots to dispose of"),
    "near_expiry": Text("近效期批号优先销售", "Lots close to their end to sell first"),
}
MY_DRAFTS = Text("我的草稿：{type}", "My drafts: {type}")
TO_APPROVE = Text("待审核：{type}", "To approve: {type}")
TO_POST = Text("待过账：{type}", "To post: {type}")


class WorkItem(TypedDict):
    """key is stable; count stops at COUNT_LIMIT; path is the list of exactly these; tone: default or warning."""

    key: str
    label: str
    count: int
    path: str
    tone: str


def work_queue(*, viewer: Viewer, at: datetime) -> list[WorkItem]:
    """Everything that waits for the viewer, most pressing first; empty lines are left out."""
    found = [*_to_carry_out(viewer), *_expiring(viewer, at), *_to_decide(viewer), *_own_drafts(viewer)]
    return [item for item in found if item["count"]]


def _to_carry_out(viewer: Viewer) -> Iterator[WorkItem]:
    open_line = Line.objects.filter(unfinished(), document_id=OuterRef("pk"))
    for waiting, done_by in EXECUTED_BY.items():
        if not viewer.may(done_by, "create"):
            continue
        effective = DocumentState.POSTED if waiting == "transfer_out" else DocumentState.APPROVED
        documents = visible(viewer=viewer, types=[waiting]).filter(state=effective, stopped_at__isnull=True)
        conditions: list[list[object]] = [["state", "eq", effective.value], ["execution", "in", ["NONE", "PARTIAL"]]]
        yield _item(
            f"carry_out:{waiting}", str(LABELS[waiting]), documents.filter(Exists(open_line)), waiting, conditions
        )


def _expiring(viewer: Viewer, at: datetime) -> Iterator[WorkItem]:
    """Stock that has expired, to be scrapped or sent back, and stock in the last tier before, to be sold first."""
    book = first_book_seen(viewer=viewer) if viewer.may("stock", "view") else None
    if book is None:
        return
    found = expiry_count(viewer=viewer, book_id=book, today=today_of(book_id=book, at=at))
    for key, count, tier in (("expired", found.expired, "EXPIRED"), ("near_expiry", found.near, "TIER1")):
        path = f"/reports/lot_stock?tier={tier}"
        yield WorkItem(key=f"stock:{key}", label=str(EXPIRY_LABELS[key]), count=count, path=path, tone="warning")


def _to_decide(viewer: Viewer) -> Iterator[WorkItem]:
    for spec in DOCUMENT_TYPES:
        if viewer.may(spec.code, "approve"):
            waiting = visible(viewer=viewer, types=[spec.code], action="approve").filter(state=DocumentState.SUBMITTED)
            yield _in_state("approve", TO_APPROVE, spec.code, spec.label, waiting, DocumentState.SUBMITTED)
        if viewer.may(spec.code, "post") and any(one.name == "post" for one in spec.transitions):
            waiting = visible(viewer=viewer, types=[spec.code], action="post").filter(state=DocumentState.APPROVED)
            if spec.code not in EXECUTED_BY:
                yield _in_state("post", TO_POST, spec.code, spec.label, waiting, DocumentState.APPROVED)


def _own_drafts(viewer: Viewer) -> Iterator[WorkItem]:
    for spec in DOCUMENT_TYPES:
        if viewer.user_id is not None and viewer.may(spec.code, "update"):
            drafts = visible(viewer=viewer, types=[spec.code]).filter(
                state=DocumentState.DRAFT, created_by_id=viewer.user_id
            )
            yield _in_state("draft", MY_DRAFTS, spec.code, spec.label, drafts, DocumentState.DRAFT)


def _in_state(
    key: str, label: Text, code: str, name: Text, documents: QuerySet[Document], state: DocumentState
) -> WorkItem:
    text = str(label).format(type=name)
    return _item(f"{key}:{code}", text, documents, code, [["state", "eq", state.value]])


def _item(key: str, label: str, documents: QuerySet[Document], code: str, conditions: list[list[object]]) -> WorkItem:
    count = documents.order_by()[:COUNT_LIMIT].count()
    path = f"/documents/{code}?filter={quote(json.dumps(conditions, separators=(',', ':')))}"
    return WorkItem(
        key=key, label=label, count=count, path=path, tone="default" if key.startswith("draft") else "warning"
    )
