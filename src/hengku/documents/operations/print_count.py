"""Printing leaves a trace: how often, by whom, when."""

from django.db import transaction
from django.db.models import F

from hengku.documents.models import Document, Event
from hengku.documents.queries.history import document_seen_by
from hengku.identity.operations.taken_out import note_taken_out
from hengku.identity.types import Act


@transaction.atomic
def count_print(*, act: Act, document_id: int) -> int:
    """Note that a document was printed; gives how often by now. Raises Refused not_found, permission_denied."""
    document = document_seen_by(act.viewer, document_id, action="print")
    Document.objects.filter(pk=document_id).update(print_count=F("print_count") + 1)
    Event.objects.create(
        document_id=document_id, name="print", from_state=document.state, to_state=document.state, actor_id=act.actor_id,
        at=act.at, address=act.address,
    )  # fmt: skip
    note_taken_out(act=act, kind="PRINT", what=document.type, form="pdf", filters={"number": document.number or ""})
    return document.print_count + 1
