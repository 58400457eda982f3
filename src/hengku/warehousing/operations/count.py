"""Count plans: released with a snapshot of the books, finished when every difference is settled."""

from collections.abc import Sequence
from dataclasses import replace

from hengku.documents.operations.create import create_and_transition
from hengku.documents.operations.draft import create_documents
from hengku.documents.rules.rights import allows
from hengku.documents.types import DocumentDraft, LoadedDocument
from hengku.identity.types import Act
from hengku.kernel.errors import Refusal
from hengku.masterdata.models import Warehouse
from hengku.warehousing.models import CountPlan, CountSheet, CountSnapshot
from hengku.warehousing.queries.adjustments import unsettled_sheets
from hengku.warehousing.queries.count import books_of_scope, open_sheets, scope_of
from hengku.warehousing.types import CountStart


def start_count(*, act: Act, start: CountStart) -> tuple[int, int]:
    """Make and release a plan with its first sheet; gives (plan id, sheet id).

    Raises Refused: permission_denied, count_no_right for a warehouse that is not the actor's, count_scope_empty.
    """
    draft = DocumentDraft(
        type="count_plan",
        business_date=start.business_date,
        book_id=start.book_id,
        warehouse_id=start.warehouse_ids[0] if start.warehouse_ids else None,
        handler=start.handler,
        remarks=start.remarks,
        extra={
            "warehouses": list(start.warehouse_ids),
            "method": start.method.value,
            "blind": start.blind,
            "zones": list(start.zone_ids),
            "bins": list(start.bin_ids),
            "categories": list(start.category_ids),
            "brands": list(start.brand_ids),
            "items": list(start.item_ids),
            "recount_quantity": start.limits.quantity,
            "recount_percent": start.limits.percent,
            "recount_amount": start.limits.amount,
            "uncounted": start.uncounted.value,
        },
    )
    (plan_id,) = create_and_transition(act=act, drafts=[draft], transition="approve")
    sheet_id = CountSheet.objects.filter(plan_id=plan_id).values_list("pk", flat=True).get()
    return plan_id, sheet_id


def guard_release(act: Act, documents: Sequence[LoadedDocument]) -> list[Refusal]:
    """A scope there must be, and the actor must be allowed to count in all of it."""
    problems: list[Refusal] = []
    plans = CountPlan.objects.in_bulk([document.id for document in documents])
    for document in documents:
        warehouses = _warehouses(document, plans[document.id])
        if not warehouses:
            problems.append(Refusal("count_scope_empty", {}, ("header", "warehouse")))
        problems.extend(
            Refusal("count_no_right", {"warehouse": warehouse.name}, ("header", "warehouses"))
            for warehouse in Warehouse.objects.filter(pk__in=warehouses)
            if not _may_count(act, document, warehouse.pk)
        )
    return problems


def _warehouses(document: LoadedDocument, plan: CountPlan) -> list[int]:
    own = {document.warehouse_id} if document.warehouse_id is not None else set()
    return sorted(own | set(plan.warehouse_ids))


def _may_count(act: Act, document: LoadedDocument, warehouse_id: int) -> bool:
    return allows(
        act.viewer,
        document.type,
        "approve",
        book_id=document.book_id,
        warehouse_ids={warehouse_id},
        created_by_id=document.created_by_id,
    )


def release_plans(act: Act, documents: Sequence[LoadedDocument]) -> None:
    """Take the snapshot and lay out the first sheet."""
    plans = CountPlan.objects.in_bulk([document.id for document in documents])
    for document in documents:
        plan = plans[document.id]
        plan.warehouse_ids = _warehouses(document, plan)
        plan.started_at = act.at
        CountPlan.objects.filter(pk=plan.pk).update(warehouse_ids=plan.warehouse_ids, started_at=plan.started_at)
        CountSnapshot.objects.bulk_create(
            CountSnapshot(
                plan_id=plan.pk,
                warehouse_id=key.warehouse_id,
                bin_id=key.bin_id or None,
                item_id=key.item_id,
                lot_id=key.lot_id or None,
                status=key.status.value,
                quantity=quantity,
            )
            for key, quantity in sorted(books_of_scope(document.book_id, scope_of(plan)).items())
            if quantity != 0
        )
    create_documents(act=for_the_house(act), drafts=[_sheet(document) for document in documents])


def for_the_house(act: Act) -> Act:
    """The same act with the house's own rights: what a confirmed decision entails is not a second decision of the person."""
    return replace(act, viewer=replace(act.viewer, all_powerful=True))


def add_sheet(*, act: Act, plan: LoadedDocument) -> int:
    """One more sheet for a running plan (a second team); gives its id."""
    (sheet_id,) = create_documents(act=act, drafts=[_sheet(plan)])
    return sheet_id


def _sheet(plan: LoadedDocument) -> DocumentDraft:
    return DocumentDraft(
        type="count_sheet",
        business_date=plan.business_date,
        book_id=plan.book_id,
        warehouse_id=plan.warehouse_id,
        extra={"plan": plan.id},
    )


def guard_finish(act: Act, documents: Sequence[LoadedDocument]) -> list[Refusal]:
    """Every sheet confirmed or void, every difference posted."""
    problems = guard_cancel(act, documents)
    for document in documents:
        waiting = unsettled_sheets(document.id)
        if waiting:
            problems.append(Refusal("count_differences_open", {"sheets": "、".join(waiting)}))
    return problems


def guard_cancel(act: Act, documents: Sequence[LoadedDocument]) -> list[Refusal]:
    """No sheet may be left without a plan."""
    problems = []
    for document in documents:
        sheets = open_sheets(document.id)
        if sheets:
            problems.append(Refusal("count_sheets_open", {"sheets": "、".join(sheets)}))
    return problems


def finish_plans(act: Act, documents: Sequence[LoadedDocument]) -> None:
    """The count is over; a static one lets the goods go again."""
    CountPlan.objects.filter(pk__in=[document.id for document in documents]).update(finished_at=act.at)
