"""What a firm brings with it from files: open items of partners and opening balances of accounts."""

from collections.abc import Sequence
from datetime import date
from decimal import Decimal
from typing import Any

from django.db import transaction

from hengku.documents.models import Document
from hengku.documents.operations.create import create_and_transition
from hengku.documents.operations.draft import create_documents
from hengku.documents.types import DocumentDraft
from hengku.finance.models import Account, OpeningBalance
from hengku.finance.operations.accounts import create_opening, update_opening
from hengku.finance.texts import SIDE_LABELS
from hengku.integrations.operations.context import Context, faults_of, refused, skipped
from hengku.integrations.operations.load_documents import DEAD, Everything
from hengku.integrations.operations.lookups import AMBIGUOUS
from hengku.integrations.rules.values import RowReader
from hengku.integrations.types import ImportRow, Outcome, RowState
from hengku.kernel.errors import Refused
from hengku.masterdata.queries.books import book_facts, default_book

PLACES = 2
DUE = "opening_due"


def load_opening_dues(context: Context, rows: Sequence[ImportRow]) -> list[Outcome]:
    """One opening item per row; a row whose number, partner and side exist already is left as it is."""
    book = book_facts(context.options.book_id) if context.options.book_id else default_book()
    known = _known_dues(book.id)
    outcomes = []
    for row in rows:
        reader = RowReader(row)
        draft = _due(context, reader, book.id, book.start_month)
        key = (draft.external_number, draft.partner_id, str(draft.extra.get("side")))
        if not reader.faults and draft.external_number and context.repeats(reader, key, "number"):
            outcomes.append(skipped(row, DUE))
        elif reader.faults:
            outcomes.append(refused(row, reader.faults))
        elif draft.external_number and key in known:
            outcomes.append(Outcome(row.number, RowState.UNCHANGED, DUE, known[key]))
        else:
            outcomes.append(_save_due(context, row, draft))
    return outcomes


def _known_dues(book_id: int) -> dict[tuple[str, int | None, str], int]:
    found = Document.objects.filter(book_id=book_id, type=DUE, reverses__isnull=True).exclude(state__in=DEAD)
    rows = found.values_list("external_number", "partner_id", "ext__side", "pk")
    return {(number, partner_id, str(side)): pk for number, partner_id, side, pk in rows}


def _due(context: Context, reader: RowReader, book_id: int, start: date) -> DocumentDraft:
    extra: dict[str, Any] = {"side": reader.choice("side", SIDE_LABELS)}
    if not reader.has("side"):
        reader.fault("required", "side")
    amount = reader.money("amount", places=PLACES)
    if amount is None and not reader.faults:
        reader.fault("required", "amount")
    extra["amount"] = amount
    more = {"due_date": reader.date("due_date"), "rate": reader.decimal("rate")}
    extra |= {name: value for name, value in more.items() if value is not None}
    return DocumentDraft(
        type=DUE,
        business_date=reader.date("business_date") or start,
        book_id=book_id,
        partner_id=_partner(context, reader, needed=True),
        external_number=reader.text("number", 100),
        currency=reader.text("currency", 3).upper(),
        remarks=reader.text("remarks", 2000),
        import_run_id=context.run_id,
        extra=extra,
    )


def _partner(context: Context, reader: RowReader, *, needed: bool) -> int | None:
    word = reader.needed("partner") if needed else reader.text("partner")
    found = context.lookups.partner(word) if word else None
    if word and (found is None or found == AMBIGUOUS):
        reader.fault("partner_not_known", "partner", value=word)
        return None
    return found


def _save_due(context: Context, row: ImportRow, draft: DocumentDraft) -> Outcome:
    if not context.writes:
        return Outcome(row.number, RowState.CREATED, DUE)
    try:
        with transaction.atomic():
            if context.options.effect:
                (made,) = create_and_transition(
                    act=context.act, drafts=[draft], transition="post", confirm=Everything()
                )
            else:
                (made,) = create_documents(act=context.act, drafts=[draft])
    except Refused as refusal:
        return refused(row, faults_of(refusal.refusals))
    return Outcome(row.number, RowState.CREATED, DUE, made)


def load_opening_balances(context: Context, rows: Sequence[ImportRow]) -> list[Outcome]:
    """One balance per row: of an account, by its code or name, and a partner where it has one."""
    book_id = context.options.book_id or default_book().id
    accounts: dict[str, int] = {}
    for pk, code, name in (
        Account.objects.filter(book_id=book_id, active=True).order_by("-code").values_list("pk", "code", "name")
    ):
        accounts |= {name: pk, code: pk}
    outcomes = []
    for row in rows:
        reader = RowReader(row)
        word = reader.needed("account")
        account_id = accounts.get(word)
        if word and account_id is None:
            reader.fault("account_not_known", "account", value=word)
        amount = _balance(reader)
        partner_id = _partner(context, reader, needed=False)
        if not reader.faults and context.repeats(reader, (account_id, partner_id), "account"):
            outcomes.append(skipped(row, "opening-balances"))
        elif reader.faults or account_id is None:
            outcomes.append(refused(row, reader.faults))
        else:
            values = {"book_id": book_id, "account_id": account_id, "partner_id": partner_id, "amount": amount}
            outcomes.append(_save_balance(context, row, values))
    return outcomes


def _balance(reader: RowReader) -> Decimal:
    amount = reader.money("amount", places=PLACES)
    if amount is None and not reader.faults:
        reader.fault("required", "amount")
    return amount or Decimal(0)


def _save_balance(context: Context, row: ImportRow, values: dict[str, Any]) -> Outcome:
    same = OpeningBalance.objects.filter(account_id=values["account_id"], partner_id=values["partner_id"]).first()
    state = RowState.CREATED if same is None else RowState.UPDATED
    if same is not None and same.amount == values["amount"]:
        return Outcome(row.number, RowState.UNCHANGED, "opening-balances", same.pk)
    if not context.writes:
        return Outcome(row.number, state, "opening-balances", same.pk if same else None)
    try:
        with transaction.atomic():
            if same is None:
                made = create_opening(act=context.act, values=values)
            else:
                made = update_opening(act=context.act, record_id=same.pk, values={"amount": values["amount"]})
    except Refused as refusal:
        return refused(row, faults_of(refusal.refusals, {"account_id": "account"}))
    return Outcome(row.number, state, "opening-balances", made.pk)
