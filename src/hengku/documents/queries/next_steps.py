"""What may happen to a document next, with the reasons where it may not: the page never works out rights itself."""

from collections.abc import Collection
from typing import Any

from hengku.documents.models import Document
from hengku.documents.queries.approval_gate import Gated, approval_problems, in_approval
from hengku.documents.queries.downstream import live_downstream
from hengku.documents.queries.rights import within_rows
from hengku.documents.rules.links import in_effect
from hengku.documents.rules.registry import DOCUMENT_TYPES
from hengku.documents.rules.rights import acting_warehouses, action_of, allows
from hengku.documents.types import DRAWING, DocTypeSpec, DocumentState, LinkKind
from hengku.identity.types import Viewer
from hengku.kernel.errors import Refusal
from hengku.kernel.texts import current_language

_NEEDS_NO_DOWNSTREAM = frozenset({"unapprove", "reverse"})


def allowed_transitions(
    viewer: Viewer,
    document: Document,
    spec: DocTypeSpec,
    places: Collection[tuple[int | None, int | None]],
    *,
    stopped: bool,
    gated: Gated,
) -> list[dict[str, Any]]:
    """Every transition that starts from this state; `allowed` false comes with its reasons."""
    state = DocumentState(document.state)
    verbs = [verb for verb in spec.transitions if state in verb.sources]
    downstream: list[Refusal] = []
    if any(verb.name in _NEEDS_NO_DOWNSTREAM for verb in verbs):
        downstream = live_downstream({document.pk: document.number or ""})
    warehouses = acting_warehouses(
        spec,
        [document.warehouse_id, *(place[0] for place in places)],
        [document.to_warehouse_id, *(place[1] for place in places)],
    )
    answer = []
    for verb in verbs:
        if (verb.name == "stop" and stopped) or (verb.name == "reopen" and not stopped):
            continue
        running = gated.in_flow == "running"
        reasons: list[Refusal] = [in_approval(gated)] if running else approval_problems(gated, verb.name)
        if verb.name == "reverse" and document.reverses_id is not None:
            reasons.append(Refusal("is_reversal", {"number": document.number or ""}))
        if verb.name in _NEEDS_NO_DOWNSTREAM:
            reasons.extend(downstream)
        if not allows(
            viewer,
            spec.code,
            action_of(verb.name),
            book_id=document.book_id,
            warehouse_ids=warehouses,
            created_by_id=document.created_by_id,
        ) or not within_rows(viewer, spec.code, [document.pk], action_of(verb.name)):
            reasons.append(Refusal("permission_denied", {"resource": str(spec.label), "action": action_of(verb.name)}))
        answer.append(
            {
                "name": verb.name,
                "label": str(verb.label),
                "primary": verb.primary,
                "danger": verb.danger,
                "needs_reason": verb.needs_reason,
                "allowed": not reasons,
                "reasons": [{"code": reason.code, "message": reason.message(current_language())} for reason in reasons],
            }
        )
    return answer


def push_targets(viewer: Viewer, document: Document, *, stopped: bool, open_lines: bool) -> list[dict[str, Any]]:
    """Types that can be made from this document; not allowed when it is not in effect, used up, or the viewer may not."""
    kind = DOCUMENT_TYPES.get(document.type).kind
    ready = document.reverses_id is None and not stopped and in_effect(document.state, kind)
    answer = []
    for target in DOCUMENT_TYPES:
        link = target.link_from(document.type)
        if link is None or link.kind == LinkKind.REVERSE:
            continue
        enough = open_lines or link.kind not in DRAWING
        allowed = ready and enough and viewer.may(target.code, "create")
        answer.append({"type": target.code, "label": str(target.label), "allowed": allowed})
    return answer
