"""Guards asked, effects run: for all documents of one type at once, refusals pointed at the lines people see."""

from collections.abc import Collection, Sequence

from hengku.documents.rules.registry import effects_of, guards_of, tell_keepers
from hengku.documents.types import LoadedDocument
from hengku.identity.types import Act
from hengku.kernel.errors import Refusal, Refused


def ask_guards(act: Act, transition: str, documents: Sequence[LoadedDocument], *, several: bool) -> list[Refusal]:
    """Every reason any guard has against `transition` of these documents of one type."""
    found: list[Refusal] = []
    for guard in guards_of(documents[0].type, transition):
        found.extend(guard(act, documents))
    return located(found, documents, several=several)


def stop_if_refused(refusals: Sequence[Refusal], confirmed: Collection[str]) -> None:
    """Raises Refused when a reason blocks, or warns and was not confirmed; with all reasons, so that people see them once."""
    standing = [refusal for refusal in refusals if refusal.severity == "block" or refusal.code not in confirmed]
    if standing:
        raise Refused(standing)


def run_effects(act: Act, transition: str, documents: Sequence[LoadedDocument], *, several: bool) -> None:
    """Run every effect of `transition` with these documents of one type, and tell who keeps figures of them."""
    for effect in effects_of(documents[0].type, transition):
        try:
            effect(act, documents)
        except Refused as refused:
            raise Refused(located(refused.refusals, documents, several=several), status=refused.status) from refused
    tell_keepers(act, transition, documents)


def located(refusals: Sequence[Refusal], documents: Sequence[LoadedDocument], *, several: bool) -> list[Refusal]:
    """The same refusals with ("line", id) said as ("lines", index), after ("documents", id) when there are several."""
    if not any(refusal.loc[:1] == ("line",) for refusal in refusals):
        return list(refusals)
    places: dict[object, tuple[str | int, ...]] = {}
    for document in documents:
        before: tuple[str | int, ...] = ("documents", str(document.id)) if several else ()
        for index, line in enumerate(document.lines):
            places[line.id] = (*before, "lines", index)
    return [
        Refusal(refusal.code, refusal.params, (*places[refusal.loc[1]], *refusal.loc[2:]), refusal.severity)
        if refusal.loc[:1] == ("line",) and len(refusal.loc) > 1 and refusal.loc[1] in places
        else refusal
        for refusal in refusals
    ]
