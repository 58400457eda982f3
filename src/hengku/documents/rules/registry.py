"""What the trades offer to the register: document types, guards before and effects inside a transition."""

from collections import defaultdict
from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass, replace

from hengku.documents.types import DocTypeSpec, Effect, Guard, LoadedDocument, Settled
from hengku.identity.types import Act
from hengku.kernel.registry import Registry
from hengku.metadata.types import stamped

DOCUMENT_TYPES: Registry[DocTypeSpec] = Registry("document type")
EVERY_TYPE = "*"
_guards: dict[tuple[str, str], list[Guard]] = defaultdict(list)
_effects: dict[tuple[str, str], list[Effect]] = defaultdict(list)


SettlementQuery = Callable[[Sequence[int]], Mapping[int, Settled]]
"""Document ids of one type -> how far each is settled; documents that owe nothing are left out."""
SETTLEMENTS: Registry[SettlementQuery] = Registry("settlement")


def offer_settlement(document_type: str, query: SettlementQuery) -> None:
    """Let documents of this type show how far they are settled."""
    SETTLEMENTS.offer(document_type, query)


def offer_document_type(spec: DocTypeSpec) -> None:
    header, line = stamped(spec.header_fields, spec.code), stamped(spec.line_fields, f"{spec.code}:line")
    DOCUMENT_TYPES.offer(spec.code, replace(spec, header_fields=header, line_fields=line))


def offer_guard(document_type: str, transition: str, guard: Guard) -> None:
    """Ask `guard` before `transition` of `document_type`; EVERY_TYPE: of all, after the type's own."""
    _guards[document_type, transition].append(guard)


def offer_effect(document_type: str, transition: str, effect: Effect) -> None:
    """Run `effect` inside `transition` of `document_type`, in the order offered."""
    _effects[document_type, transition].append(effect)


def guards_of(document_type: str, transition: str) -> tuple[Guard, ...]:
    return (*_guards.get((document_type, transition), ()), *_guards.get((EVERY_TYPE, transition), ()))


def effects_of(document_type: str, transition: str) -> tuple[Effect, ...]:
    return tuple(_effects.get((document_type, transition), ()))


Keeper = Callable[[Act, str, Sequence[LoadedDocument]], None]
"""Told (transition or event, documents of one type) in the transaction of everything that changes what documents say once they were
submitted: transitions, "revise", "edit" under approval. It sees the documents as they were; what it does with them as they are
goes into a follow-up (documents.operations.command)."""
_keepers: list[Keeper] = []


def offer_keeper(keeper: Keeper) -> None:
    """Called once at start."""
    _keepers.append(keeper)


def tell_keepers(act: Act, transition: str, documents: Sequence[LoadedDocument]) -> None:
    for keeper in _keepers:
        keeper(act, transition, documents)


@dataclass(frozen=True, slots=True)
class Approvals:
    """What transitions tell approvals: a document was submitted (with the people its initiator chose, by node), or given up while
    its approval waited for it."""

    submitted: Callable[[Act, LoadedDocument, Mapping[str, tuple[int, ...]]], None]
    given_up: Callable[[Act, LoadedDocument], None]


_approvals: list[Approvals] = []


def offer_approvals(approvals: Approvals) -> None:
    """Called once at start."""
    _approvals[:] = [approvals]


def follow_flow(act: Act, transition: str, document: LoadedDocument, chosen: Mapping[str, tuple[int, ...]]) -> None:
    """Let approvals follow a transition that was carried out; nothing is asked where no flow is kept."""
    if transition == "submit" and (document.has_flows or document.in_flow):
        _approvals[0].submitted(act, document, chosen)
    elif transition == "void" and document.in_flow:
        _approvals[0].given_up(act, document)


Watcher = Callable[[Act, str, Sequence[tuple[str, int]]], None]
"""Told of documents (type, id) that were created or edited, inside the same transaction; transitions go to the outbox."""
_watchers: list[Watcher] = []


def offer_watcher(watcher: Watcher) -> None:
    """Let `watcher` hear of drafts made and edited. It must cost nothing where nobody asked for it."""
    _watchers.append(watcher)


def tell_watchers(act: Act, verb: str, documents: Sequence[tuple[str, int]]) -> None:
    """`verb` ("create", "edit") happened to these documents."""
    for watcher in _watchers:
        watcher(act, verb, documents)
