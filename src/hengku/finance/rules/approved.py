"""Losses and gains that were approved before their cost was final: what changes their cost later is approved with them (L2, L5, L6)."""

from collections import defaultdict
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from datetime import date
from decimal import Decimal

from hengku.finance.rules.templates import final_entries, lines_of, summed
from hengku.finance.rules.templates_money import gain_lines, loss_lines
from hengku.finance.types import Approval, DocumentFacts, DraftLine, EntryFact, Side, VoucherDraft, VoucherKind
from hengku.kernel.money import ZERO
from hengku.masterdata.types import AccountingStandard

PENDING = "PENDING-PL"
_LATER = frozenset({"DELTA", "COVER"})


@dataclass(frozen=True, slots=True)
class FollowUp:
    """What an approval takes over now: amount goes on, used stood for a cost not known yet. cause: the document that changed it."""

    approval_id: int
    amount: Decimal
    used: Decimal
    cause: int
    draft: VoucherDraft


def pending_of(lines: Iterable[DraftLine]) -> Decimal:
    """What these lines put on PENDING-PL, debit positive."""
    found = (line for line in lines if line.key == PENDING)
    return sum((line.amount if line.side is Side.DEBIT else -line.amount for line in found), ZERO)


def follow_ups(documents: Mapping[int, DocumentFacts], entries: Sequence[EntryFact]) -> list[FollowUp]:
    """Of corrections that approvals have not seen. documents: with the owners of the entries, by id."""
    later = [entry for entry in entries if entry.kind in _LATER and entry.document_id in documents]
    found = [
        (approval, entry)
        for entry in later
        if (approval := documents[entry.document_id].approved.get(entry.line_id)) is not None
        and entry.entry_id > approval.seen_entry_id
    ]
    return _taken_over(documents, found, VoucherKind.DELTA, None)


def follow_ups_at_month_end(
    documents: Sequence[DocumentFacts], entries: Sequence[EntryFact], day: date
) -> list[FollowUp]:
    """Of costs that a month-end method has made final."""
    by_id = {document.id: document for document in documents}
    found = [
        (approval, entry)
        for entry in final_entries(entries)
        if entry.kind != "RESIDUAL" and (approval := by_id[entry.document_id].approved.get(entry.line_id)) is not None
    ]
    return _taken_over(by_id, found, VoucherKind.NORMAL, day)


def _taken_over(
    documents: Mapping[int, DocumentFacts],
    found: Sequence[tuple[Approval, EntryFact]],
    kind: VoucherKind,
    day: date | None,
) -> list[FollowUp]:
    approvals = {approval.document_id: approval for approval, _ in found}
    amounts: dict[tuple[int, int], Decimal] = defaultdict(lambda: ZERO)
    books: dict[tuple[int, int], int] = {}
    for approval, entry in found:
        document = documents[entry.document_id]
        key = (approval.document_id, entry.caused_by)
        amounts[key] += pending_of(lines_of(document, [entry]))
        books[key] = document.book_id
    ups: list[FollowUp] = []
    ahead = {pk: approval.ahead for pk, approval in approvals.items()}
    for (pk, cause), amount in amounts.items():
        approval = approvals[pk]
        used = min(max(amount, ZERO), ahead[pk])
        ahead[pk] -= used
        draft = VoucherDraft(
            book_id=books[pk, cause],
            date=max(day, approval.date) if day is not None else approval.date,
            kind=kind,
            template="L5" if approval.is_gain else "L2",
            of=(pk,),
            lines=summed(_lines(approval, amount - used)),
            made_for=(cause,),
        )
        if amount:
            ups.append(FollowUp(pk, amount - used, used, cause, draft))
    return ups


def _lines(approval: Approval, amount: Decimal) -> tuple[DraftLine, ...]:
    standard = AccountingStandard(approval.standard)
    if approval.is_gain:
        return gain_lines(-amount, standard=standard)
    return loss_lines(amount, (), standard=standard, disaster=approval.disaster)
