"""Who acts for whom today."""

from datetime import date
from decimal import Decimal

from hengku.workflow.models import Delegation


def delegations_to(*, user_id: int, on: date) -> list[Delegation]:
    """What others delegated to this person and holds on that day."""
    rows = Delegation.objects.filter(delegate_id=user_id, active=True, starts_on__lte=on, ends_on__gte=on)
    return list(rows.order_by("pk"))


def covers(delegation: Delegation, *, document_type: str, amount: Decimal | None) -> bool:
    """Whether a delegation reaches such a document: its type, and its worth (one without amounts is worth nothing)."""
    types = delegation.document_types
    return (not types or document_type in types) and (
        delegation.max_amount is None or (amount or Decimal(0)) <= delegation.max_amount
    )
