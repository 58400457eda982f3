"""变更: an approved order is changed, the version before it stays readable (domain specification SM-A)."""

from collections.abc import Collection

from hengku.documents.models import DocumentVersion, Event, LineProgress, Link, Outbox
from hengku.documents.operations.command import in_command
from hengku.documents.operations.edit import keep_own_values, refuse_strangers
from hengku.documents.operations.judge import ask_guards, run_effects, stop_if_refused
from hengku.documents.operations.prepare import Prepared, prepare, progress_of
from hengku.documents.operations.progress import change_progress
from hengku.documents.operations.rewrite import rewrite
from hengku.documents.operations.stale import stale
from hengku.documents.operations.tolerance import check_tolerance
from hengku.documents.queries.approval_gate import approval_problems
from hengku.documents.queries.load import load_documents
from hengku.documents.queries.rights import document_allows, document_sees
from hengku.documents.queries.versions import snapshot_of
from hengku.documents.rules.drawing import links_taken_back
from hengku.documents.rules.registry import DOCUMENT_TYPES
from hengku.documents.rules.revision import revision_problems
from hengku.documents.texts import EVENT_LABELS, STATE_LABELS
from hengku.documents.types import DocumentDraft, DocumentState, LoadedDocument
from hengku.identity.types import Act
from hengku.kernel.errors import Refusal, Refused, refuse

REVISE = "revise"
"""Name of the event and of the effects offered for it; it needs the right to approve."""


def revise_document(
    *, act: Act, document_id: int, draft: DocumentDraft, rev: int, reason: str, confirm: Collection[str] = ()
) -> int:
    """Replace the content of an approved order by `draft` and keep what it said as a version; gives the new rev.

    Raises Refused: not_found (404), not_revisable and stale_revision (409), permission_denied (403), reason_required,
    below_executed and revision_line_in_use where something was made from a line, and whatever stands against approving it.
    """

    def work() -> int:
        before = _revisable(act, document_id, draft, rev, reason)
        snapshot = snapshot_of(document_id)
        change_progress(links_taken_back([before], executed=True))
        Link.objects.filter(target_line__document_id=document_id).delete()
        keep_own_values(before, draft)
        prepared = prepare(act=act, drafts=[draft], action="approve")
        _refuse_below(before, draft, prepared)
        linked = change_progress(progress_of(prepared, transition="approve"))
        check_tolerance(prepared, linked, act=act, confirm=confirm)
        version = DocumentVersion.objects.filter(document_id=document_id).count() + 1
        changed = rewrite(act=act, document_id=document_id, draft=draft, prepared=prepared, rev=rev + 1)
        DocumentVersion.objects.create(
            document_id=document_id, version=version, actor_id=act.actor_id, at=act.at, reason=reason, content=snapshot
        )
        _record(act, before, reason, {**changed, "version": version + 1})
        after = load_documents([document_id])
        stop_if_refused(ask_guards(act, "approve", after, several=False), confirm)
        run_effects(act, REVISE, after, several=False)
        return rev + 1

    return in_command(work)


def _revisable(act: Act, document_id: int, draft: DocumentDraft, rev: int, reason: str) -> LoadedDocument:
    found = load_documents([document_id], for_update=True)
    if not found or not document_sees(act.viewer, found[0]):
        raise refuse("not_found", status=404)
    document = found[0]
    spec = DOCUMENT_TYPES.get(document.type)
    if rev != document.rev:
        raise stale(document_id, rev, spec)
    problems = approval_problems(document, REVISE)
    if problems:
        raise Refused(problems)
    if document.state != DocumentState.APPROVED or spec.kind != "order" or document.stopped:
        params = {"number": document.number, "state": str(STATE_LABELS[document.state])}
        raise Refused(Refusal("not_revisable", params), status=409)
    if not document_allows(act.viewer, document, spec, "approve"):
        raise Refused(Refusal("permission_denied", {"resource": str(spec.label), "action": "approve"}), status=403)
    if not reason.strip():
        raise refuse("reason_required", transition=str(EVENT_LABELS[REVISE]))
    if draft.type != document.type or draft.book_id != document.book_id:
        raise refuse("type_is_fixed", number=document.number)
    refuse_strangers(document, draft)
    return document


def _refuse_below(before: LoadedDocument, draft: DocumentDraft, prepared: Prepared) -> None:
    """Raises Refused when less would be left of a line than was made from it."""
    progress = LineProgress.objects.filter(document_id=before.id, linked_quantity__gt=0)
    linked = dict(progress.values_list("line_id", "linked_quantity"))
    entered = {line.line_id: new.line for line, new in zip(draft.lines, prepared.lines, strict=True)}
    problems = revision_problems(before, entered, linked, prepared.headers[0])
    if problems:
        raise Refused(problems)


def _record(act: Act, document: LoadedDocument, reason: str, changed: dict[str, object]) -> None:
    Event.objects.create(
        document_id=document.id, name=REVISE, from_state=document.state, to_state=document.state, actor_id=act.actor_id,
        at=act.at, address=act.address, reason=reason[:400], changes=changed,
    )  # fmt: skip
    Outbox.objects.create(
        kind=f"{document.type}.{REVISE}", document_id=document.id, document_type=document.type, created_at=act.at
    )
