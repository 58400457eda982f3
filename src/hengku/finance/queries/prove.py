"""Invariants of the books of account (domain specification 10)."""

from django.db import connection

from hengku.finance.models import Account
from hengku.finance.queries.tie_out import STOCK_ACCOUNTS, tie_out
from hengku.finance.rules.keys import STOCK_KEYS
from hengku.kernel import sql
from hengku.kernel.texts import Text
from hengku.masterdata.queries.books import all_books
from hengku.metadata.rules.invariants import CheckWindow, Findings, Invariant

_MOST = 50
_UNBALANCED = """
SELECT v.month, v.word || '-' || v.number, coalesce(sum(l.debit), 0), coalesce(sum(l.credit), 0), count(l.id), v.total
FROM finance_voucher v LEFT JOIN finance_voucher_line l ON l.voucher_id = v.id
GROUP BY v.id HAVING coalesce(sum(l.debit), 0) <> coalesce(sum(l.credit), 0) OR coalesce(sum(l.debit), 0) <> v.total
  OR count(l.id) < 2 OR v.month <> date_trunc('month', v.date::timestamp)::date
  OR bool_or(l.date <> v.date) OR bool_or(l.book_id <> v.book_id)
LIMIT 50
"""
_LOST = """
SELECT l.date, l.voucher_id::text, sum(l.debit), sum(l.credit), count(*), 0 FROM finance_voucher_line l
WHERE NOT EXISTS (SELECT FROM finance_voucher v WHERE v.id = l.voucher_id) GROUP BY 1, 2 LIMIT 50
"""
_TURNOVER = """
SELECT coalesce(a.code, '#' || k.account_id), k.month, coalesce(t.debit, 0), coalesce(t.credit, 0), coalesce(s.debit, 0), coalesce(s.credit, 0) FROM (
    SELECT account_id, date_trunc('month', date::timestamp)::date AS month, sum(debit) AS debit, sum(credit) AS credit
    FROM finance_voucher_line GROUP BY 1, 2
) s FULL JOIN finance_account_turnover t ON t.account_id = s.account_id AND t.month = s.month
CROSS JOIN LATERAL (SELECT coalesce(s.account_id, t.account_id) AS account_id, coalesce(s.month, t.month) AS month) k
LEFT JOIN finance_account a ON a.id = k.account_id
WHERE (coalesce(t.debit, 0), coalesce(t.credit, 0)) IS DISTINCT FROM (coalesce(s.debit, 0), coalesce(s.credit, 0)) LIMIT 50
"""
_NUMBERS = """
SELECT v.book_id, v.month, v.word, count(*), min(v.number), max(v.number), max(c.value)
FROM finance_voucher v
LEFT JOIN finance_voucher_counter c ON (c.book_id, c.month, c.word) = (v.book_id, v.month, v.word)
GROUP BY 1, 2, 3
HAVING min(v.number) <> 1 OR max(v.number) <> count(*) OR max(c.value) IS DISTINCT FROM max(v.number) LIMIT 50
"""
_LINKS = """
SELECT e.document_id, coalesce(d.number, ''), e.outcome, count(s.id) FROM finance_treated_event e
LEFT JOIN documents_document d ON d.id = e.document_id
LEFT JOIN finance_voucher_source s ON s.document_id = e.document_id AND (e.posting_id IS NULL OR s.posting_id = e.posting_id)
LEFT JOIN finance_voucher v ON v.id = s.voucher_id AND v.kind <> 'DELTA'
WHERE e.outcome <> 'WAITING'
GROUP BY e.id, d.number
HAVING (e.outcome = 'VOUCHER' AND count(v.id) = 0 AND NOT EXISTS (
        SELECT FROM finance_voucher_source o WHERE o.posting_id = e.posting_id)
        AND NOT EXISTS (SELECT FROM finance_deferred_entry w WHERE w.posting_id = e.posting_id))
    OR (e.outcome = 'NONE' AND count(v.id) > 0) LIMIT 50
"""
_UNTREATED = """
SELECT p.document_id, coalesce(d.number, '') FROM ledger_posting p JOIN documents_document d ON d.id = p.document_id
WHERE EXISTS (SELECT FROM documents_outbox o WHERE o.document_id = coalesce(d.reverses_id, d.id)
              AND o.position <= (SELECT position FROM documents_cursor WHERE consumer = 'vouchers')
              AND o.kind LIKE CASE WHEN d.reverses_id IS NULL THEN '%%.post' ELSE '%%.reverse' END)
  AND NOT EXISTS (SELECT FROM finance_treated_event e WHERE e.document_id = p.document_id) LIMIT 50
"""


def _count(table: str) -> int:
    ((count,),) = sql.rows(connection, f"SELECT count(*) FROM {table}")  # noqa: S608 (a constant)
    return int(count)


_NEW = f"""{STOCK_ACCOUNTS.format(which="true")}, mine AS MATERIALIZED (
    SELECT posting_id FROM finance_treated_event WHERE posting_id > %s AND outcome = 'VOUCHER'
       AND book_id NOT IN (SELECT id FROM masterdata_book WHERE revenue_timing = 'AT_INVOICE')
), voucher AS MATERIALIZED (
    SELECT DISTINCT s.voucher_id FROM mine CROSS JOIN LATERAL (
        SELECT voucher_id FROM finance_voucher_source WHERE posting_id = mine.posting_id OFFSET 0) s
    WHERE NOT EXISTS (SELECT FROM finance_voucher_source o CROSS JOIN LATERAL (
                          SELECT FROM ledger_cost_entry WHERE posting_id = o.posting_id AND method = 'MONTH_AVERAGE' OFFSET 0) e
                      WHERE o.voucher_id = s.voucher_id OFFSET 0)
), posting AS MATERIALIZED (
    SELECT DISTINCT s.posting_id FROM voucher CROSS JOIN LATERAL (
        SELECT posting_id FROM finance_voucher_source WHERE voucher_id = voucher.voucher_id AND posting_id IS NOT NULL OFFSET 0) s
)
SELECT (SELECT count(*) FROM mine),
       (SELECT coalesce(sum(e.amount), 0) FROM posting CROSS JOIN LATERAL (
            SELECT sum(amount) AS amount FROM ledger_cost_entry WHERE posting_id = posting.posting_id
               AND NOT EXISTS (SELECT FROM finance_deferred_entry d WHERE d.entry_id = ledger_cost_entry.id)) e),
       (SELECT coalesce(sum(l.amount), 0) FROM voucher CROSS JOIN LATERAL (
            SELECT sum(debit - credit) AS amount FROM finance_voucher_line
             WHERE voucher_id = voucher.voucher_id AND account_id IN (SELECT id FROM stock_account)) l)
"""  # noqa: S608 (constants only)
"""From the new postings through indexes, one by one: whatever is believed of how many there are."""


def _new_ties(window: CheckWindow) -> Findings:
    """The vouchers of new postings carry exactly what those postings did to the stock; those of a month-end method are made in two
    parts, goods shipped leave the stock with their invoice: both are looked at in the full pass."""
    ((rows, entries, booked),) = sql.rows(connection, _NEW, [sorted(STOCK_KEYS), window.after_posting_id])
    failing = ({"postings": f"> {window.after_posting_id}", "stock": str(entries), "vouchers": str(booked)},)
    return Findings(rows, failing if entries != booked else ())


def stock_ties_to_the_ledger(window: CheckWindow) -> Findings:
    """I24: per inventory account, stock = general ledger + events not yet vouchered; for new postings, their own vouchers."""
    if not window.full:
        return _new_ties(window)
    rows, failing = 0, []
    for book in all_books():
        codes = dict(Account.objects.filter(book_id=book.id).values_list("pk", "code"))
        for one in tie_out(book_id=book.id):
            rows += bool(one.stock or one.ledger or one.waiting)
            if one.difference:
                failing.append(
                    {
                        "book": book.name,
                        "account": codes.get(one.account_id, "–"),
                        "stock": str(one.stock),
                        "ledger": str(one.ledger),
                        "waiting": str(one.waiting),
                    }
                )
    return Findings(rows, tuple(failing))


def vouchers_balance(window: CheckWindow) -> Findings:
    """I25: every voucher balances, has two lines, lies in its period; turnover is the sum of the lines."""
    if not window.full:
        return Findings(0)
    rows = _count("finance_voucher")
    failing = [
        {"month": f"{month:%Y-%m}", "voucher": number, "debit": str(debit), "credit": str(credit), "lines": str(lines)}
        for month, number, debit, credit, lines, _ in sql.rows(connection, _UNBALANCED) + sql.rows(connection, _LOST)
    ]
    failing += [
        {
            "account": code,
            "month": f"{month:%Y-%m}",
            "turnover": f"{kept[0]} / {kept[1]}",
            "lines": f"{kept[2]} / {kept[3]}",
        }
        for code, month, *kept in sql.rows(connection, _TURNOVER)
    ]
    return Findings(rows, tuple(failing))


def voucher_numbers_have_no_gaps(window: CheckWindow) -> Findings:
    """I26: voucher numbers are continuous from 1 per book, period and word."""
    if not window.full:
        return Findings(0)
    failing = tuple(
        {"month": f"{month:%Y-%m}", "word": word, "vouchers": str(count), "first": str(first), "last": str(last)}
        for _, month, word, count, first, last, _ in sql.rows(connection, _NUMBERS)
    )
    return Findings(_count("finance_voucher_counter"), failing)


def every_event_is_dealt_with_once(window: CheckWindow) -> Findings:
    """I27: every posted document the vouchers have passed has a live voucher, or the no-voucher flag, never both or neither."""
    if not window.full:
        return Findings(0)
    rows = _count("finance_treated_event")
    failing = [
        {"document": number or str(pk), "outcome": outcome, "vouchers": str(count)}
        for pk, number, outcome, count in sql.rows(connection, _LINKS)
    ]
    failing += [
        {"document": number or str(pk), "outcome": "–", "vouchers": "0"}
        for pk, number in sql.rows(connection, _UNTREATED)
    ]
    return Findings(rows, tuple(failing[:_MOST]))


INVARIANTS = (
    Invariant("I24", Text("存货与总账相符", "Stock ties to the general ledger"), stock_ties_to_the_ledger),
    Invariant("I25", Text("每张凭证借贷相等", "Every voucher balances"), vouchers_balance),
    Invariant("I26v", Text("凭证号连续", "Voucher numbers are continuous"), voucher_numbers_have_no_gaps),
    Invariant(
        "I27",
        Text("每张单据有凭证或无需凭证", "Every document has a voucher or needs none"),
        every_event_is_dealt_with_once,
    ),
)
