"""Create and take effect in one go: the fast path of the API, imports and counters; nothing written is read back."""

from collections import defaultdict
from collections.abc import Collection, Mapping, Sequence
from dataclasses import replace
from zoneinfo import ZoneInfo

from hengku.documents.operations.command import in_command
from hengku.documents.operations.draft import write_prepared
from hengku.documents.operations.judge import ask_guards, run_effects, stop_if_refused
from hengku.documents.operations.prepare import Prepared, prepare, progress_of, require
from hengku.documents.operations.progress import change_progress
from hengku.documents.operations.tolerance import check_tolerance
from hengku.documents.operations.write import NewEvent
from hengku.documents.queries.approval_gate import approval_problems
from hengku.documents.queries.rights import require_rows
from hengku.documents.rules.loaded import Source, loaded_document, loaded_line
from hengku.documents.rules.registry import follow_flow, tell_watchers
from hengku.documents.rules.rights import action_of
from hengku.documents.rules.states import date_problem, state_problem
from hengku.documents.types import DocumentDraft, DocumentState, LoadedDocument, LoadedLine, TransitionSpec
from hengku.identity.types import Act
from hengku.kernel.errors import Refusal, Refused


def create_and_transition(
    *,
    act: Act,
    drafts: Sequence[DocumentDraft],
    transition: str,
    confirm: Collection[str] = (),
    approvers: Mapping[str, tuple[int, ...]] | None = None,
) -> list[int]:
    """Save new documents and let `transition` (approve, post, submit) happen to them in the same transaction; all or nothing.

    Same checks, guards, effects, events and numbers as create_documents followed by transition_documents. Gives the ids
    in order. approvers: people chosen for nodes of the approval flow. Raises Refused with every reason found; warnings not in
    `confirm` refuse too.
    """
    if not drafts:
        return []

    act = replace(act, confirmed=frozenset(confirm))

    def work() -> list[int]:
        prepared = prepare(act=act, drafts=drafts, action="create")
        targets = _targets(act, prepared, transition)
        linked = change_progress(progress_of(prepared, transition=transition))
        check_tolerance(prepared, linked, act=act, confirm=confirm)
        states = [target.target for target in targets]
        document_ids, line_ids = write_prepared(act, prepared, states, _events(act, transition, states))
        require_rows(act.viewer, prepared.specs, document_ids, action_of(transition))
        for documents in _loaded(act, prepared, document_ids, line_ids).values():
            refusals = [one for document in documents for one in approval_problems(document, transition)]
            refusals.extend(ask_guards(act, transition, documents, several=len(drafts) > 1))
            stop_if_refused(refusals, confirm)
            run_effects(act, transition, documents, several=len(drafts) > 1)
            for document in documents:
                follow_flow(act, transition, document, approvers or {})
        tell_watchers(act, "create", [(spec.code, pk) for spec, pk in zip(prepared.specs, document_ids, strict=True)])
        return document_ids

    return in_command(work)


def _targets(act: Act, prepared: Prepared, transition: str) -> list[TransitionSpec]:
    """Where `transition` leads each new document. Raises Refused when it may not happen to a draft or to this actor."""
    require(act.viewer, prepared, action_of(transition))
    targets: list[TransitionSpec] = []
    refusals: list[Refusal] = []
    for header, spec in zip(prepared.headers, prepared.specs, strict=True):
        target = spec.transition(transition)
        if target is None or DocumentState.DRAFT not in target.sources or target.target == DocumentState.VOID:
            raise Refused(state_problem(spec, transition, number="", state=DocumentState.DRAFT), status=409)
        targets.append(target)
        today = act.at.astimezone(ZoneInfo(prepared.facts.books[header.book_id].timezone)).date()
        refusals.extend(date_problem(spec, transition, header.business_date, today))
    if refusals:
        raise Refused(refusals)
    return targets


def _events(act: Act, transition: str, states: Sequence[DocumentState]) -> list[NewEvent]:
    events: list[NewEvent] = []
    request: dict[str, object] = {"request": act.request_id} if act.request_id else {}
    if act.origin:
        request["origin"] = act.origin
    for position, state in enumerate(states):
        events.append(NewEvent(position, "create", "", DocumentState.DRAFT))
        events.append(NewEvent(position, transition, DocumentState.DRAFT, state, "", request, to_outbox=True))
    return events


def _loaded(
    act: Act, prepared: Prepared, document_ids: Sequence[int], line_ids: Sequence[int]
) -> dict[str, list[LoadedDocument]]:
    """The documents as guards and effects see them (still drafts), by type."""
    sources: dict[int, Source] = {
        link.line: (link.source_line_id, link.source_document_id, link.kind, link.quantity) for link in prepared.links
    }
    behind = prepared.facts.sources
    lines: dict[int, list[LoadedLine]] = defaultdict(list)
    for position, (new, line_id) in enumerate(zip(prepared.lines, line_ids, strict=True)):
        item = prepared.facts.items.get(new.line.item_id)
        link = sources.get(position)
        source = behind[link[0]] if link else None
        lines[new.document].append(
            loaded_line(
                line_id, new.line, link, prepared.extras[position],
                has_floor=item is not None and item.has_floor,
                has_inspection=item is not None and item.has_inspection,
                is_awaited=source is not None and (source.is_awaited or prepared.facts.source_kinds[source.type] == "task"),
                source_type="" if source is None else source.type,
            )
        )  # fmt: skip
    by_type: dict[str, list[LoadedDocument]] = defaultdict(list)
    for position, (document_id, header) in enumerate(zip(document_ids, prepared.headers, strict=True)):
        partner = prepared.facts.partners.get(header.partner_id or 0)
        by_type[header.type].append(
            loaded_document(
                document_id,
                header,
                tuple(lines[position]),
                state=DocumentState.DRAFT,
                partner_on_credit=partner is not None and partner.on_credit,
                partner_inspected=partner is not None and partner.is_inspected,
                has_checks=header.type in prepared.facts.checked_types,
                has_flows=header.type in prepared.facts.flow_types,
                created_by_id=act.actor_id,
                created_at=act.at,
            )
        )
    return by_type
