"""What approvals of losses took over of costs that changed after them."""

from collections.abc import Iterable

from django.db.models import F

from hengku.finance.models import MoneyFact, TreatedEvent
from hengku.finance.rules.approved import FollowUp
from hengku.finance.types import Outcome


def note_followed(followed: Iterable[FollowUp]) -> None:
    """Keep what these approvals now stand for, so that taking one back takes all of it back."""
    for one in followed:
        MoneyFact.objects.filter(pk=one.approval_id).update(
            followed=F("followed") + one.amount, ahead=F("ahead") - one.used
        )
        if one.draft.lines:
            # Approved while nothing was known of the cost, it needed no voucher; now it has one.
            TreatedEvent.objects.filter(
                document_id=one.approval_id, posting_id__isnull=True, outcome=Outcome.NONE.value
            ).update(outcome=Outcome.VOUCHER.value)
