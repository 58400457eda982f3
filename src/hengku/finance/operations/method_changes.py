"""计价方法变更单: what it would do before it is posted, posting it, taking it back."""

from collections.abc import Mapping, Sequence
from datetime import timedelta
from decimal import Decimal

from hengku.documents.rules.posting import request_key
from hengku.documents.rules.reversal import line_ids, pairs
from hengku.documents.types import LoadedDocument
from hengku.finance.operations.close import month_of
from hengku.finance.queries.variances import item_variances
from hengku.finance.rules.extras import Extra
from hengku.identity.types import Act
from hengku.kernel.errors import Refusal
from hengku.kernel.money import ZERO
from hengku.ledger.operations.change_method import PlannedChange, change_methods, plan_change, take_back_methods
from hengku.ledger.types import MethodChange, MethodChangeRequest
from hengku.masterdata.texts import COST_METHODS
from hengku.masterdata.types import CostMethod


def request_of(document: LoadedDocument) -> MethodChangeRequest:
    """What the document asks the ledger for. Goods that come from standard costing bring the variance that stayed with them."""
    month = month_of(book_id=document.book_id, month=document.business_date.replace(day=1) - timedelta(days=1))
    items = {line.item_id for line in document.lines}
    left = {one.item_id: one.closing_variance for one in item_variances(month=month, item_ids=items)}
    return MethodChangeRequest(
        request_key=request_key(document),
        book_id=document.book_id,
        document_id=document.id,
        document_type=document.type,
        business_date=document.business_date,
        changes=tuple(
            MethodChange(
                line.id, line.item_id, CostMethod(str(line.extra["method"])), left.get(line.item_id, Decimal("0.00"))
            )
            for line in document.lines
        ),
    )


def guard_method_changes(act: Act, documents: Sequence[LoadedDocument]) -> list[Refusal]:
    """Why it cannot be; else, as a warning to confirm, what it would do with each item."""
    problems: list[Refusal] = []
    for document in documents:
        for change in request_of(document).changes:
            planned = plan_change(book_id=document.book_id, day=document.business_date, change=change)
            problems += planned.refusals or [_preview(planned)]
    return problems


def _preview(planned: PlannedChange) -> Refusal:
    quantity = sum((one.state.quantity for one in planned.leaves), ZERO)
    before = sum((one.state.amount for one in planned.leaves), ZERO)
    after = sum((one.worth for one in planned.enters), ZERO)
    params = {
        "item": planned.item_code,
        "name": planned.item_name,
        "before": str(COST_METHODS[planned.before or planned.change.method]),
        "after": str(COST_METHODS[planned.change.method]),
        "quantity": f"{quantity.normalize():f}",
        "amount": f"{before:.2f}",
        "worth": f"{after:.2f}",
        "difference": f"{after - before:.2f}",
    }
    return Refusal("method_change_preview", params, ("line", planned.change.line_id, "item"), severity="warn")


def post_method_changes(act: Act, documents: Sequence[LoadedDocument]) -> None:
    """Goods leave their pools as they stand and enter the new ones. Refuses with the ledger's reasons."""
    for document in documents:
        change_methods(act=act, request=request_of(document))


def reverse_method_changes(act: Act, documents: Sequence[LoadedDocument]) -> None:
    """The old pools go on. Refuses method_change_used once something was posted under the new method."""
    for original, mirror in pairs(documents):
        request = MethodChangeRequest(
            request_key(mirror, "reverse"), mirror.book_id, mirror.id, mirror.type, mirror.business_date
        )
        take_back_methods(act=act, request=request, original_document_id=original.id, line_ids=line_ids(mirror))


def nothing_more(_document_ids: Sequence[int]) -> Mapping[int, Extra]:
    """Its value events say everything."""
    return {}
