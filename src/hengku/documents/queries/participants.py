"""Who may read a document because they take part in its approval, whatever their roles show them."""

from collections.abc import Iterable
from datetime import date, datetime

from django.db.models import Q
from django.db.models.functions import Now, TruncDate

from hengku.documents.models import Document
from hengku.documents.queries.visible import visible
from hengku.identity.types import Viewer
from hengku.metadata.queries.clock import book_zone
from hengku.workflow.models import Copied, Delegation, Instance, Task


def takes_part(viewer: Viewer, document_id: int) -> bool:
    """Whether the viewer began the approval, was asked (or acts for somebody asked), or was sent a copy."""
    person = viewer.user_id
    if person is None:
        return False
    tasks = Task.objects.filter(instance__document_id=document_id)
    return (
        tasks.filter(Q(assignee_id=person) | Q(original_id=person) | Q(acted_by_id=person)).exists()
        or Copied.objects.filter(instance__document_id=document_id, user_id=person).exists()
        or Instance.objects.filter(document_id=document_id, initiator_id=person).exists()
        or _acts_for_somebody_asked(person, document_id)
    )


def _acts_for_somebody_asked(person: int, document_id: int) -> bool:
    today = TruncDate(Now(), tzinfo=book_zone())
    given = Delegation.objects.filter(delegate_id=person, active=True, starts_on__lte=today, ends_on__gte=today)
    tasks = Task.objects.filter(instance__document_id=document_id, state="pending")
    return tasks.filter(delegated(list(given), person)).exists()


def delegated(delegations: Iterable[Delegation], person: int) -> Q:
    """Tasks that these delegations pass to `person`: by type and worth of the document, never of what they submitted."""
    found = Q(pk__in=[])
    for one in delegations:
        part = Q(assignee_id=one.principal_id) & ~Q(instance__initiator_id=person)
        if one.document_types:
            part &= Q(instance__document_type__in=one.document_types)
        if one.max_amount is not None:
            small = Document.objects.filter(total_amount__lte=one.max_amount)
            part &= Q(instance__document_id__in=small.values("pk"))
        found |= part
    return found


def may_read(viewer: Viewer, document_id: int) -> bool:
    """Whether the document exists for this viewer."""
    return (
        viewer.all_powerful or visible(viewer=viewer).filter(pk=document_id).exists() or takes_part(viewer, document_id)
    )


def today_of(at: datetime) -> date:
    """The day it is for the books."""
    return at.astimezone(book_zone()).date()
