"""Documents as they arrive over the wire: read, lots found or made, then saved by the ordinary operations."""

from collections.abc import Collection, Mapping, Sequence
from dataclasses import replace

from hengku.documents.operations.command import in_command
from hengku.documents.operations.create import create_and_transition
from hengku.documents.operations.draft import create_documents
from hengku.documents.operations.edit import update_document
from hengku.documents.operations.lots import find_lots
from hengku.documents.operations.revise import revise_document
from hengku.documents.queries.history import document_seen_by
from hengku.documents.queries.incoming import Entry, drafts_from
from hengku.documents.queries.untouched import keep_untouched
from hengku.documents.rules.registry import DOCUMENT_TYPES
from hengku.documents.rules.rights import action_of
from hengku.identity.types import Act, Viewer
from hengku.kernel.errors import Refusal, Refused


def create_from_entries(
    *,
    act: Act,
    entries: Sequence[Entry],
    transition: str | None = None,
    confirm: Collection[str] = (),
    approvers: Mapping[str, tuple[int, ...]] | None = None,
) -> list[int]:
    """Save documents as sent, and let `transition` happen to them at once; gives their ids.

    A line without amounts takes them from its source line or item. Lots may be named by number; a document that brings
    goods in makes unknown ones. Raises Refused with every value that does not fit, located as it was sent.
    """

    def work() -> list[int]:
        _require(act.viewer, entries, transition)
        incoming = drafts_from(viewer=act.viewer, entries=entries)
        if incoming.lots or incoming.lots_by_id:
            find_lots(act, incoming)
        if transition:
            return create_and_transition(
                act=act, drafts=incoming.drafts, transition=transition, confirm=confirm, approvers=approvers
            )
        return create_documents(act=act, drafts=incoming.drafts, confirm=confirm)

    return in_command(work)


def _require(viewer: Viewer, entries: Sequence[Entry], transition: str | None) -> None:
    """Who may not make such documents at all hears that first, not what they should have filled in. Raises Refused
    permission_denied."""
    actions = ["create", *([action_of(transition)] if transition else [])]
    for kind in {entry.type for entry in entries if entry.type in DOCUMENT_TYPES}:
        for action in actions:
            if not viewer.may(kind, action):
                label = str(DOCUMENT_TYPES.get(kind).label)
                raise Refused(Refusal("permission_denied", {"resource": label, "action": action}), status=403)


def update_from_entry(*, act: Act, document_id: int, entry: Entry, rev: int, confirm: Collection[str] = ()) -> int:
    """Replace a draft by what was sent (its type may be left out); gives the new rev. Raises as update_document."""

    def work() -> int:
        typed = entry if entry.type else replace(entry, type=document_seen_by(act.viewer, document_id).type)
        incoming = drafts_from(viewer=act.viewer, entries=[typed])
        if incoming.lots or incoming.lots_by_id:
            find_lots(act, incoming)
        draft = incoming.drafts[0]
        keep_untouched(viewer=act.viewer, document_id=document_id, draft=draft)
        return update_document(act=act, document_id=document_id, draft=draft, rev=rev, confirm=confirm)

    return in_command(work)


def revise_from_entry(
    *, act: Act, document_id: int, entry: Entry, rev: int, reason: str, confirm: Collection[str] = ()
) -> int:
    """Change an approved order into what was sent; gives the new rev. Raises as revise_document."""

    def work() -> int:
        typed = entry if entry.type else replace(entry, type=document_seen_by(act.viewer, document_id).type)
        incoming = drafts_from(viewer=act.viewer, entries=[typed])
        find_lots(act, incoming)
        draft = incoming.drafts[0]
        keep_untouched(viewer=act.viewer, document_id=document_id, draft=draft)
        return revise_document(act=act, document_id=document_id, draft=draft, rev=rev, reason=reason, confirm=confirm)

    return in_command(work)
