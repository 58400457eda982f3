"""Approving losses and gains (L2, L5, L6): who bears them, the rest as the standard says."""

from collections.abc import Sequence
from decimal import Decimal, InvalidOperation

from hengku.documents.queries.load import load
from hengku.documents.rules.reversal import pairs
from hengku.documents.types import DocumentState, LoadedDocument
from hengku.finance.models import MoneyFact
from hengku.finance.operations.payments import mirrored_fact
from hengku.finance.queries.approved import DISASTER
from hengku.finance.queries.goods_lines import goods_rows
from hengku.finance.queries.pending_losses import pending_of_lines
from hengku.finance.rules.keys import KEYS
from hengku.identity.types import Act
from hengku.kernel.errors import Refusal, Refused
from hengku.kernel.money import ZERO


class SettlementBad(ValueError):
    """What was sent is no list of who bears what."""


def settlement_of(document: LoadedDocument) -> list[dict[str, str]]:
    """key, partner ("" = nobody in particular), amount. Raises SettlementBad."""
    raw = document.extra.get("settlement") or []
    if not isinstance(raw, list):
        raise SettlementBad
    try:
        found = []
        for one in raw:
            partner = one.get("partner")
            amount = Decimal(str(one["amount"]))
            if one["key"] not in KEYS or amount <= 0:
                raise SettlementBad
            partner_id = partner["id"] if isinstance(partner, dict) else partner
            found.append({"key": str(one["key"]), "partner": str(partner_id or ""), "amount": f"{amount:.2f}"})
    except (KeyError, TypeError, AttributeError, InvalidOperation) as problem:
        raise SettlementBad from problem
    return found


def guard_settlements(act: Act, documents: Sequence[LoadedDocument]) -> list[Refusal]:
    """settlement_bad, lines without a loss, losses that are not posted."""
    problems: list[Refusal] = []
    for document in documents:
        try:
            settlement_of(document)
        except SettlementBad:
            problems.append(Refusal("settlement_bad", {}, ("header", "settlement")))
        problems += [
            Refusal("invoice_needs_source", {}, ("line", line.id, "source_line_id"))
            for line in document.lines
            if line.source_line_id is None
        ]
    return problems


def post_settlements(act: Act, documents: Sequence[LoadedDocument]) -> None:
    """What stands on PENDING-PL for these lines leaves it; what a month-end method makes of their cost later follows it there.
    Refuses nothing_to_settle, settlement_exceeds."""
    facts = []
    for document in documents:
        line_ids = [line.source_line_id for line in document.lines if line.source_line_id is not None]
        waiting = sorted({row.number for row in goods_rows(line_ids).values() if row.state != DocumentState.POSTED})
        if waiting:
            raise Refused([Refusal("source_not_posted_yet", {"number": number}) for number in waiting])
        pending = pending_of_lines(line_ids)
        if not pending.known and not pending.waits:
            raise Refused(Refusal("nothing_to_settle", {}, ("header",)))
        settled = settlement_of(document)
        borne = sum((Decimal(one["amount"]) for one in settled), ZERO)
        whole = pending.known + pending.provisional
        if borne > max(whole, ZERO):
            params = {"requested": f"{borne:.2f}", "remaining": f"{whole:.2f}"}
            raise Refused(Refusal("settlement_exceeds", params, ("header", "settlement")))
        net = max(pending.known, borne) if borne else pending.known
        facts.append(
            MoneyFact(
                document_id=document.id,
                kind="GAIN" if whole < 0 else "LOSS",
                purpose=DISASTER if document.extra.get("disaster") or _of_disaster(line_ids) else "",
                net=net,
                ahead=net - pending.known,
                seen_entry_id=pending.seen_entry_id,
                settled=settled,
            )
        )
    MoneyFact.objects.bulk_create(facts)


def _of_disaster(line_ids: Sequence[int]) -> bool:
    """Did a document that found the loss say so already?"""
    documents = {row.document_id for row in goods_rows(line_ids).values()}
    return any(
        (line.extra.get("cause") or found.extra.get("cause")) == DISASTER
        for found in load(sorted(documents), for_update=False).documents
        for line in found.lines
        if line.id in line_ids
    )


def reverse_settlements(act: Act, documents: Sequence[LoadedDocument]) -> None:
    """The loss is pending again."""
    reversals = pairs(documents)
    facts = {
        one.document_id: one for one in MoneyFact.objects.filter(pk__in=[original.id for original, _ in reversals])
    }
    MoneyFact.objects.bulk_create(mirrored_fact(facts[original.id], mirror.id) for original, mirror in reversals)
