"""Lost races: who changed what since, said in one sentence."""

from hengku.documents.models import Event
from hengku.documents.queries.people import names_of
from hengku.documents.rules.changes import labels_of
from hengku.documents.rules.states import state_problem
from hengku.documents.types import DocTypeSpec, LoadedDocument
from hengku.identity.types import Act
from hengku.kernel.errors import Refused, refuse


def stale(document_id: int, seen_rev: int, spec: DocTypeSpec) -> Refused:
    """The refusal for somebody whose copy is older: who changed which fields when."""
    events = list(Event.objects.filter(document_id=document_id, changes__rev__gt=seen_rev).order_by("id"))
    if not events:
        events = list(Event.objects.filter(document_id=document_id).order_by("-id")[:1])
    fields: dict[str, None] = {}
    for event in events:
        fields.update(dict.fromkeys(event.changes.get("fields") or [event.name]))
    last = events[-1] if events else None
    return refuse(
        "stale_revision",
        status=409,
        changed_by=names_of([last.actor_id]).get(last.actor_id, "–") if last else "–",
        changed_at=last.at.isoformat(timespec="seconds") if last else "–",
        fields="、".join(labels_of(spec, list(fields))),
    )


def done_by_this_request(act: Act, document: LoadedDocument, transition: str) -> bool:
    """Whether this very request brought the document where it is (it was sent twice)."""
    if not act.request_id:
        return False
    done = Event.objects.filter(document_id=document.id, name=transition, changes__request=act.request_id)
    return done.exists()


def wrong_state(document: LoadedDocument, spec: DocTypeSpec, transition: str) -> Refused:
    """The refusal for a document that is not where the transition starts."""
    return Refused(state_problem(spec, transition, number=document.number, state=document.state), status=409)
