"""The page of 开账 over the wire."""

from datetime import date, datetime
from typing import Any

from hengku.finance.models import BookOpening
from hengku.finance.queries.opening import checklist, opened, reopen_refusals
from hengku.finance.queries.standing import openings
from hengku.finance.rules.keys import KEYS
from hengku.identity.models import User
from hengku.identity.types import Viewer
from hengku.kernel.errors import Refusal
from hengku.kernel.money import ZERO
from hengku.masterdata.queries.books import book_facts


def opening_json(*, book_id: int, viewer: Viewer) -> dict[str, Any]:
    """State, checklist, papers against balances. Amounts only for who may see cost."""
    state = BookOpening.objects.filter(book_id=book_id).first()
    opened_at: datetime | None = state.opened_at if state else None
    start: date = book_facts(book_id).start_month
    stands = openings(book_id=book_id)
    debit = sum((one for one in stands.values() if one > 0), ZERO)
    return {
        "start": start,
        "opened_at": opened_at,
        "opened_by": _name(state.opened_by_id if state else None),
        "checks": [
            {
                "id": check.id,
                "title": check.title,
                "status": "block" if check.rows else "ok",
                "blocks": True,
                "rows": [{**row, "message": Refusal(check.id, row).message(viewer.language)} for row in check.rows],
            }
            for check in checklist(book_id=book_id)
        ],
        "sides": [
            {
                "key": one.key,
                "label": str(KEYS[one.key]),
                "detail": f"{one.detail:.2f}",
                "ledger": f"{one.ledger:.2f}",
                "difference": f"{one.difference:.2f}",
            }
            for one in opened(book_id=book_id)
        ],
        "debit": f"{debit:.2f}",
        "credit": f"{debit - sum(stands.values(), ZERO):.2f}",
        "reasons": [
            {"code": one.code, "message": one.message(viewer.language), "severity": one.severity, "path": one.params.get("path", "")}
            for one in (reopen_refusals(book_id=book_id) if opened_at else ())
        ],
    }  # fmt: skip


def _name(user_id: int | None) -> str:
    return User.objects.filter(pk=user_id).values_list("name", flat=True).first() or "" if user_id else ""
