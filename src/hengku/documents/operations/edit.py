"""Editing a draft: replaced as a whole, line ids kept, and a lost race told by name."""

from collections.abc import Collection

from hengku.documents.models import Event, Link
from hengku.documents.operations.command import in_command
from hengku.documents.operations.prepare import prepare, progress_of
from hengku.documents.operations.progress import change_progress
from hengku.documents.operations.rewrite import rewrite
from hengku.documents.operations.stale import stale
from hengku.documents.operations.tolerance import check_tolerance
from hengku.documents.queries.approval_gate import refuse_in_approval
from hengku.documents.queries.load import load_documents
from hengku.documents.queries.rights import document_allows, document_sees, require_rows
from hengku.documents.rules.custom_values import keep_own
from hengku.documents.rules.drawing import links_taken_back
from hengku.documents.rules.registry import DOCUMENT_TYPES, tell_watchers
from hengku.documents.texts import STATE_LABELS
from hengku.documents.types import DocumentDraft, DocumentState, LoadedDocument
from hengku.identity.types import Act
from hengku.kernel.errors import Refusal, Refused, refuse


def update_document(
    *, act: Act, document_id: int, draft: DocumentDraft, rev: int, confirm: Collection[str] = ()
) -> int:
    """Replace a draft by `draft`; gives its new rev. Lines with a line_id keep it; lines left out are deleted.

    The draft's type and book must stay. Raises Refused: not_found (404), not_a_draft and stale_revision (409, saying who
    changed what and when), permission_denied (403), and everything create_documents refuses.
    """

    def work() -> int:
        before = _editable(act, document_id, draft, rev)
        replace_content(act, before, draft, confirm)
        require_rows(act.viewer, [DOCUMENT_TYPES.get(before.type)], [document_id], "update")
        return rev + 1

    return in_command(work)


def replace_content(
    act: Act, before: LoadedDocument, draft: DocumentDraft, confirm: Collection[str]
) -> dict[str, object]:
    """Write a document anew that is locked and may be changed, and note it in its history; gives what changed."""
    change_progress(links_taken_back([before], executed=False))
    Link.objects.filter(target_line__document_id=before.id).delete()
    keep_own_values(before, draft)
    prepared = prepare(act=act, drafts=[draft], action="update")
    linked = change_progress(progress_of(prepared))
    check_tolerance(prepared, linked, act=act, confirm=confirm)
    changed = rewrite(act=act, document_id=before.id, draft=draft, prepared=prepared, rev=before.rev + 1)
    Event.objects.create(
        document_id=before.id, name="edit", from_state=before.state, to_state=before.state, actor_id=act.actor_id,
        at=act.at, address=act.address, changes=changed,
    )  # fmt: skip
    tell_watchers(act, "edit", [(before.type, before.id)])
    return changed


def _editable(act: Act, document_id: int, draft: DocumentDraft, rev: int) -> LoadedDocument:
    found = load_documents([document_id], for_update=True)
    if not found or not document_sees(act.viewer, found[0]):
        raise refuse("not_found", status=404)
    document = found[0]
    spec = DOCUMENT_TYPES.get(document.type)
    if rev != document.rev:
        raise stale(document_id, rev, spec)
    refuse_in_approval(document)
    if document.state != DocumentState.DRAFT:
        params = {"number": document.number, "state": str(STATE_LABELS[document.state])}
        raise Refused(Refusal("not_a_draft", params), status=409)
    if not document_allows(act.viewer, document, spec, "update"):
        raise Refused(Refusal("permission_denied", {"resource": str(spec.label), "action": "update"}), status=403)
    if draft.type != document.type or draft.book_id != document.book_id:
        raise refuse("type_is_fixed", number=document.number)
    refuse_strangers(document, draft)
    return document


def keep_own_values(document: LoadedDocument, draft: DocumentDraft) -> None:
    """Values of the account set's own fields that an edit does not speak of stay."""
    spec = DOCUMENT_TYPES.get(document.type)
    keep_own(document.extra, draft.extra, spec.header_fields)
    draft.before = document.extra
    lines = {line.id: line.extra for line in document.lines}
    for line in draft.lines:
        if line.line_id in lines:
            keep_own(lines[line.line_id], line.extra, spec.line_fields)
            line.before = lines[line.line_id]


def refuse_strangers(document: LoadedDocument, draft: DocumentDraft) -> None:
    """Raises Refused unknown_reference when the draft names lines that are not the document's."""
    known = {line.id for line in document.lines}
    strangers = [
        Refusal("unknown_reference", {"field": "id", "id": str(line.line_id)}, ("lines", index, "id"))
        for index, line in enumerate(draft.lines)
        if line.line_id is not None and line.line_id not in known
    ]
    if strangers:
        raise Refused(strangers)
