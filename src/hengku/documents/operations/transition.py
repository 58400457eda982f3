"""Transitions: the only way to change a document's state (architecture 3.10)."""

from collections import defaultdict
from collections.abc import Sequence
from dataclasses import dataclass, replace

from hengku.documents.operations.command import in_command
from hengku.documents.operations.judge import ask_guards, run_effects, stop_if_refused
from hengku.documents.operations.progress import change_progress, gone_quantities
from hengku.documents.operations.record import StateChange, record_changes
from hengku.documents.operations.reversal import Reversal, make_mirrors
from hengku.documents.operations.stale import done_by_this_request, stale, wrong_state
from hengku.documents.queries.approval_gate import approval_problems, refuse_in_approval
from hengku.documents.queries.downstream import live_downstream
from hengku.documents.queries.load import Loaded, load
from hengku.documents.queries.rights import document_allows, document_sees
from hengku.documents.rules.drawing import carried_out, left_over, links_taken_back
from hengku.documents.rules.registry import DOCUMENT_TYPES, follow_flow
from hengku.documents.rules.reversal import date_problems, once_problems
from hengku.documents.rules.rights import action_of
from hengku.documents.rules.states import carries_out, date_problem, standing_problems
from hengku.documents.types import (
    DocTypeSpec,
    LoadedDocument,
    ProgressChange,
    TransitionCommand,
    TransitionSpec,
)
from hengku.identity.types import Act
from hengku.kernel.errors import Refusal, Refused, refuse

_NEEDS_NO_DOWNSTREAM = frozenset({"void", "unapprove", "reverse"})


@dataclass(frozen=True, slots=True)
class _Step:
    """One command with what it was found to mean."""

    command: TransitionCommand
    document: LoadedDocument
    spec: DocTypeSpec
    verb: TransitionSpec


def transition_documents(*, act: Act, commands: Sequence[TransitionCommand]) -> list[LoadedDocument]:
    """Let several documents change their state, all or none; gives them as they are afterwards, in order.

    Locks the documents in id order, then asks: may this state be left this way, may this person, does any guard object.
    Every reason is collected. Then progress, effects per type, state, history and outbox, in one transaction.
    Raises Refused: not_found (404), permission_denied (403), state and stale_revision (409), and what guards and effects say.
    Asking again for what the same request did already changes nothing.
    """
    if not commands:
        return []
    several = len(commands) > 1

    def work() -> list[LoadedDocument]:
        ids = [command.document_id for command in commands]
        loaded = load(ids, for_update=True)
        steps = _steps(act, commands, loaded)
        groups: dict[tuple[str, str], list[_Step]] = defaultdict(list)
        for step in steps:
            groups[step.spec.code, step.verb.name].append(step)
        confirmed = _ask(act, groups, loaded, several=several)
        group_key = f"{act.at:%Y%m%d%H%M%S%f}-{min(ids)}" if several else None
        for group in groups.values():
            _carry_out(replace(act, confirmed=confirmed), group, loaded, several=several, group_key=group_key)
        for step in steps:
            follow_flow(act, step.verb.name, step.document, step.command.approvers)
        return load(ids, for_update=False).documents if steps else loaded.documents

    return in_command(work)


def _steps(act: Act, commands: Sequence[TransitionCommand], loaded: Loaded) -> list[_Step]:
    """What is to be done, without what this very request did already."""
    by_id = {document.id: document for document in loaded.documents}
    steps: list[_Step] = []
    for command in commands:
        document = by_id.get(command.document_id)
        if document is None or not (command.by_flow or document_sees(act.viewer, document)):
            raise refuse("not_found", status=404)
        spec = DOCUMENT_TYPES.get(document.type)
        if not command.by_flow:
            refuse_in_approval(document)
        verb = spec.transition(command.transition)
        if verb is None or document.state not in verb.sources:
            if verb is not None and document.state == verb.target and done_by_this_request(act, document, verb.name):
                continue
            raise _not_from_here(document, spec, command.transition)
        if command.rev is not None and command.rev != document.rev:
            raise stale(document.id, command.rev, spec)
        if not command.by_flow and not document_allows(act.viewer, document, spec, action_of(command.transition)):
            params = {"resource": str(spec.label), "action": action_of(command.transition)}
            raise Refused(Refusal("permission_denied", params), status=403)
        steps.append(_Step(command, document, spec, verb))
    return steps


def _not_from_here(document: LoadedDocument, spec: DocTypeSpec, transition: str) -> Refused:
    problems = once_problems(document) if transition == "reverse" else []
    return Refused(problems) if problems else wrong_state(document, spec, transition)


def _ask(act: Act, groups: dict[tuple[str, str], list[_Step]], loaded: Loaded, *, several: bool) -> frozenset[str]:
    """Collect every reason against any step, and give what was confirmed. Raises Refused when something stands against them."""
    refusals: list[Refusal] = []
    for (_, transition), group in groups.items():
        for step in group:
            refusals.extend(_reasons(act, step, loaded))
        if transition in _NEEDS_NO_DOWNSTREAM:
            refusals.extend(live_downstream({step.document.id: step.document.number for step in group}))
        refusals.extend(ask_guards(act, transition, [step.document for step in group], several=several))
    confirmed = frozenset(code for group in groups.values() for step in group for code in step.command.confirm)
    stop_if_refused(refusals, confirmed)
    return confirmed


def _reasons(act: Act, step: _Step, loaded: Loaded) -> list[Refusal]:
    document, command = step.document, step.command
    today = loaded.today(document.id, act.at)
    found = standing_problems(
        document, step.spec, step.verb, reason=command.reason, stopped_sources=loaded.stopped_sources
    )
    found.extend(date_problem(step.spec, command.transition, document.business_date, today))
    if not command.by_flow:
        found.extend(approval_problems(document, command.transition))
    if command.transition == "reverse":
        found.extend(once_problems(document))
        found.extend(date_problems(document, command.business_date, today))
    return found


def _carry_out(act: Act, group: Sequence[_Step], loaded: Loaded, *, several: bool, group_key: str | None) -> None:
    """Progress, effects, state, history and outbox of documents of one type with one transition."""
    transition = group[0].verb.name
    documents = [step.document for step in group]
    if transition == "reverse":
        change_progress(links_taken_back(documents, executed=True))
        reversals = [
            Reversal(
                step.document, step.command.business_date or loaded.today(step.document.id, act.at), step.command.reason
            )
            for step in group
        ]
        mirrors = make_mirrors(act, reversals)
        run_effects(act, transition, [*documents, *mirrors], several=several)
    else:
        change_progress(_progress(group[0].spec, transition, documents))
        run_effects(act, transition, documents, several=several)
    record_changes(
        act,
        [StateChange(step.document, step.verb, step.command.reason) for step in group],
        group_key=group_key,
    )


def _progress(spec: DocTypeSpec, transition: str, documents: Sequence[LoadedDocument]) -> list[ProgressChange]:
    """What the transition gives to, or takes back from, the lines these documents were made from."""
    if transition == "void":
        return links_taken_back([document for document in documents if not document.stopped], executed=False)
    if spec.kind == "task" and transition in {"stop", "reopen"}:
        return left_over(documents, gone_quantities(documents), taken_again=transition == "reopen")
    taken_back = spec.kind == "order" and transition == "unapprove"
    if not taken_back and not carries_out(spec.kind, transition):
        return []
    return carried_out(documents, sign=-1 if taken_back else 1)
