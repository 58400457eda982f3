"""The expiry check: what the night does, now."""

from typing import Any

from django.http import HttpRequest
from ninja import Router

from hengku.documents.queries.brief import brief
from hengku.identity.api.edge import act_of
from hengku.identity.queries.restrict import require
from hengku.kernel.texts import current_language
from hengku.masterdata.queries.books import default_book, today
from hengku.warehousing.operations.expiry import check_expiry
from hengku.warehousing.schemas import ExpiryCheckIn, ExpiryCheckOut

router = Router()


@router.post("/stock/expiry-check", response=ExpiryCheckOut, summary="Lock what has expired")
def run(request: HttpRequest, payload: ExpiryCheckIn) -> dict[str, Any]:
    """Stock past its expiry date becomes EXPIRED by posted status changes; asked again, nothing is left to do."""
    act = act_of(request)
    require(act.viewer, "status_change", "post")
    checked = check_expiry(act=act, business_date=payload.business_date or today(default_book(), act.at))
    refused = [
        {
            "warehouse": str(warehouse_id),
            "reasons": [{"code": one.code, "message": one.message(current_language())} for one in reasons],
        }
        for warehouse_id, reasons in checked.refused.items()
    ]
    return {"documents": brief(checked.documents), "lines": checked.lines, "refused": refused}
