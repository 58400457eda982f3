"""Execution of orders, line by line: ordered, carried out, returned, remaining (domain specification 9.3 执行跟踪)."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import date
from decimal import Decimal
from typing import Any

from django.db.models import Case, DecimalField, ExpressionWrapper, F, Q, QuerySet, Sum, Value, When
from django.db.models.functions import Coalesce, Greatest, Round

from hengku.documents.models import Line, Link
from hengku.documents.queries.completion import enough
from hengku.documents.rules.registry import DOCUMENT_TYPES
from hengku.documents.types import DocumentState, LinkKind
from hengku.identity.queries.restrict import restrict, within_reach
from hengku.kernel.money import ZERO
from hengku.masterdata.models import Item, Partner
from hengku.masterdata.rules.search import normalise
from hengku.reports.queries.days import today_of
from hengku.reports.types import Page, ReportQuestion, ReportResult, Row

_QUANTITY: "DecimalField[Decimal, Decimal]" = DecimalField(max_digits=20, decimal_places=6)
_NONE = Value(ZERO, output_field=_QUANTITY)
_FIELDS = (
    "id",
    "line_no",
    "document_id",
    "document__number",
    "document__business_date",
    "document__partner_id",
    "document__partner__code",
    "document__partner__name",
    "item_id",
    "item__code",
    "item_name",
    "item_spec",
    "item__base_unit__name",
    "base_quantity",
    "executed",
    "linked",
    "remaining",
    "net",
    "execution",
)


@dataclass(frozen=True, slots=True)
class Carried:
    """What posted targets of one order line make: returned quantity, net amount of what was carried out."""

    returned: Decimal = ZERO
    net: Decimal = ZERO


def order_lines(*, question: ReportQuestion, order_type: str, role: str) -> ReportResult:
    """Lines of orders in force with their progress, newest order first; quantities in base units, amounts without tax.

    role: name of the partner column ("supplier" or "customer"). remaining = ordered - live targets, drafts included; 0 once the
    line is done (short tolerance) or closed.
    """
    found = _lines(question, order_type)
    totals = found.aggregate(
        ordered_net=Coalesce(Sum("net"), ZERO, output_field=DecimalField(max_digits=18, decimal_places=2))
    )
    count = found.count()
    page = _page(found.order_by("-document__business_date", "-document_id", "line_no"), question.page)
    lines = list(page.values(*_FIELDS))
    ids = [line["id"] for line in lines]
    add_progress(lines, carried=_carried(ids), promised=_promised(order_type, ids), today=_today(question))
    totals["done_net"] = _carried_total(found)
    return ReportResult(
        rows=[_row(line, order_type, role) for line in lines],
        totals=totals,
        count=count,
        has_more=question.page.offset + len(lines) < count,
    )


def _lines(question: ReportQuestion, order_type: str) -> "QuerySet[Line, Any]":
    asked = question.parameters
    lines = restrict(
        Line.objects.filter(
            type=order_type, document__book_id=question.book_id, document__state=DocumentState.APPROVED
        ),
        viewer=question.viewer,
        resource=order_type,
        scope={
            "book": "document__book_id",
            "rows": "document__",
            "warehouse": "document__warehouse_id|warehouse_id",
            "own": "document__created_by_id",
        },
    )
    for resource, model, column in (("items", Item, "item__in"), ("partners", Partner, "document__partner__in")):
        if question.viewer.narrows(resource):
            left = within_reach(model.objects.all(), viewer=question.viewer, resource=resource)
            lines = lines.filter(**{column: left})
    lines = lines.filter(_asked(asked)).annotate(
        executed=Coalesce("progress__executed_quantity", _NONE, output_field=_QUANTITY),
        linked=Coalesce("progress__linked_quantity", _NONE, output_field=_QUANTITY),
        enough=enough(),
    )
    lines = lines.annotate(
        remaining=Case(
            When(document__stopped_at__isnull=False, then=_NONE),
            When(executed__gte=F("enough"), then=_NONE),
            default=Greatest(F("base_quantity") - F("linked"), _NONE),
            output_field=_QUANTITY,
        ),
        execution=Case(
            When(executed__gt=F("base_quantity"), then=Value("over")),
            When(executed__gte=F("enough"), then=Value("done")),
            When(document__stopped_at__isnull=False, then=Value("stopped")),
            When(executed__gt=0, then=Value("partial")),
            default=Value("none"),
        ),
    )
    if asked["open_only"]:
        lines = lines.filter(document__stopped_at__isnull=True, executed__lt=F("enough"))
    return lines


def _asked(asked: Mapping[str, Any]) -> Q:
    conditions = Q()
    for name, path in (
        ("from", "document__business_date__gte"),
        ("to", "document__business_date__lte"),
        ("partner", "document__partner_id"),
        ("item", "item_id"),
    ):
        if asked[name] is not None:
            conditions &= Q(**{path: asked[name]})
    if asked["warehouse"] is not None:
        conditions &= Q(document__warehouse_id=asked["warehouse"]) | Q(warehouse_id=asked["warehouse"])
    if asked["q"]:
        conditions &= Q(item__search_text__contains=normalise(asked["q"])) | Q(document__number__icontains=asked["q"])
    return conditions


def _page(lines: "QuerySet[Line, Any]", page: Page) -> "QuerySet[Line, Any]":
    return lines[page.offset :] if page.limit is None else lines[page.offset : page.offset + page.limit]


def _share_of(amount: str) -> "ExpressionWrapper[Any]":
    """The target's amount by the part of it that this source stands for: a receipt line may serve two orders."""
    return ExpressionWrapper(
        F(amount) * F("quantity") / F("target_line__base_quantity"),
        output_field=DecimalField(max_digits=40, decimal_places=12),
    )


def _live_links() -> "QuerySet[Link, Any]":
    return Link.objects.filter(
        kind=LinkKind.EXECUTE, target_line__document__state=DocumentState.POSTED, target_line__document__reverses=None
    )


def _carried(line_ids: list[int]) -> dict[int, Carried]:
    found = (
        _live_links()
        .filter(source_line_id__in=line_ids)
        .values("source_line_id")
        .annotate(
            returned=Round(Coalesce(Sum(_share_of("target_line__progress__returned_quantity")), ZERO), precision=6),
            carried_net=Round(Sum(_share_of("target_line__net")), precision=2),
        )
    )
    return {row["source_line_id"]: Carried(row["returned"], row["carried_net"]) for row in found}


def _carried_total(lines: "QuerySet[Line, Any]") -> Decimal:
    found = (
        _live_links()
        .filter(source_line__in=lines.order_by().values("id"))
        .values("source_line_id")
        .annotate(carried_net=Round(Sum(_share_of("target_line__net")), precision=2))
    )
    total = found.aggregate(total=Sum("carried_net"))["total"]
    return total if total is not None else ZERO


def _today(question: ReportQuestion) -> date:
    return today_of(book_id=question.book_id, at=question.at)


def _promised(order_type: str, line_ids: Sequence[int]) -> dict[int, date]:
    """Delivery dates agreed in the lines; the trade keeps them in its own table and reads them for everybody."""
    side = DOCUMENT_TYPES.get(order_type).side
    if side is None:
        return {}
    _, lines = side.read([], line_ids)
    found = ((line_id, own.get("delivery_date")) for line_id, own in lines.items())
    return {line_id: day for line_id, day in found if isinstance(day, date)}


def add_progress(
    lines: Sequence[dict[str, Any]], *, carried: Mapping[int, Carried], promised: Mapping[int, date], today: date
) -> None:
    """Write into each line what its targets made of it, and how late it is: days past its date while something remains."""
    for line in lines:
        made = carried.get(line["id"], Carried())
        day = promised.get(line["id"])
        late = day is not None and line["remaining"] > 0 and day < today
        line["returned"], line["done_net"], line["delivery_date"] = made.returned, made.net, day
        line["overdue_days"] = (today - day).days if late and day is not None else None


def _row(line: Mapping[str, Any], order_type: str, role: str) -> Row:
    partner = ("document__partner_id", "document__partner__code", "document__partner__name")
    item = ("item_id", "item__code", "item_name", "item_spec")
    return {
        "number": line["document__number"],
        "business_date": line["document__business_date"],
        role: dict(zip(("id", "code", "name"), (line[name] for name in partner), strict=True)),
        "line_no": line["line_no"],
        "item": dict(zip(("id", "code", "name", "spec"), (line[name] for name in item), strict=True)),
        "unit": line["item__base_unit__name"],
        "delivery_date": line["delivery_date"],
        "overdue_days": line["overdue_days"],
        "ordered_quantity": line["base_quantity"],
        "done_quantity": line["executed"],
        "returned_quantity": line["returned"],
        "drafted_quantity": line["linked"] - line["executed"],
        "remaining_quantity": line["remaining"],
        "ordered_net": line["net"],
        "done_net": line["done_net"],
        "execution": line["execution"],
        "line_id": line["id"],
        "executed": line["executed"],
        "linked": line["linked"],
        "_drill": {"path": f"/documents/{order_type}/{line['document_id']}"},
    }
