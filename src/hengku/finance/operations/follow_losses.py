"""What approvals of losses took over of costs that changed after them."""

from collections.abc import Iterable

from django.db.models import F

from hengku.finance.models import MoneyFact
from hengku.finance.rules.approved import FollowUp


def note_followed(followed: Iterable[FollowUp]) -> None:
    """Keep what these approvals now stand for, so that taking one back takes all of it back."""
    for one in followed:
        MoneyFact.objects.filter(pk=one.approval_id).update(
            followed=F("followed") + one.amount, ahead=F("ahead") - one.used
        )
