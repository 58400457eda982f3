"""Vouchers into the database: numbers without gaps, lines, sources, turnover; a fixed number of statements for any number."""

from collections import defaultdict
from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date, datetime
from decimal import Decimal

import orjson
from django.db import connection

from hengku.finance.rules.resolve import ResolvedLine
from hengku.finance.types import Side, VoucherKind
from hengku.kernel import sql
from hengku.kernel.money import ZERO

WORD = "记"

_NUMBERS = """
INSERT INTO finance_voucher_counter AS c (book_id, month, word, value)
SELECT * FROM unnest(%s::bigint[], %s::date[], %s::text[], %s::int[]) ORDER BY 1, 2, 3
ON CONFLICT (book_id, month, word) DO UPDATE SET value = c.value + excluded.value
RETURNING book_id, month, word, value
"""
_VOUCHERS = """
INSERT INTO finance_voucher (book_id, month, word, number, date, kind, template, group_key, summary, attachments, total,
                             document_ids, made_by_id, made_at, reverses_id)
SELECT t.book_id, t.month, t.word, t.number, t.date, t.kind, t.template, t.group_key, t.summary, t.attachments, t.total,
       t.document_ids::jsonb, t.made_by_id, %s, t.reverses_id
FROM unnest(%s::bigint[], %s::date[], %s::text[], %s::int[], %s::date[], %s::text[], %s::text[], %s::text[], %s::text[], %s::int[],
            %s::numeric[], %s::text[], %s::bigint[], %s::bigint[]) WITH ORDINALITY
     AS t(book_id, month, word, number, date, kind, template, group_key, summary, attachments, total, document_ids, made_by_id,
          reverses_id, position)
ORDER BY t.position RETURNING id
"""
_LINES = """
INSERT INTO finance_voucher_line (voucher_id, book_id, date, seq, summary, account_id, debit, credit, quantity, partner_id, item_id,
                                  document_id, department)
SELECT * FROM unnest(%s::bigint[], %s::bigint[], %s::date[], %s::int[], %s::text[], %s::bigint[], %s::numeric[], %s::numeric[],
                     %s::numeric[], %s::bigint[], %s::bigint[], %s::bigint[], %s::text[])
"""
_SOURCES = """
INSERT INTO finance_voucher_source (voucher_id, document_id, posting_id)
SELECT * FROM unnest(%s::bigint[], %s::bigint[], %s::bigint[])
"""
_TURNOVER = """
INSERT INTO finance_account_turnover AS t (account_id, month, debit, credit)
SELECT * FROM unnest(%s::bigint[], %s::date[], %s::numeric[], %s::numeric[]) ORDER BY 1, 2
ON CONFLICT (account_id, month) DO UPDATE SET debit = t.debit + excluded.debit, credit = t.credit + excluded.credit
"""


@dataclass(frozen=True, slots=True)
class NewVoucher:
    """A voucher on accounts, to be numbered and written. of: the documents it states; postings: whose entries it books; sources:
    which posting is whose, where a voucher states documents that do not share theirs."""

    book_id: int
    day: date
    kind: VoucherKind
    template: str
    lines: Sequence[ResolvedLine]
    of: Sequence[int] = ()
    postings: Sequence[int] = ()
    summary: str = ""
    group_key: str = ""
    made_by_id: int | None = None
    reverses_id: int | None = None
    attachments: int = 0
    line_summaries: Sequence[str] = ()
    sources: Sequence[tuple[int, int | None]] = ()

    @property
    def all_sources(self) -> Sequence[tuple[int, int | None]]:
        """Every document with every posting, unless said otherwise."""
        postings: Sequence[int | None] = list(self.postings) or [None]
        return self.sources or [(document_id, posting_id) for document_id in self.of for posting_id in postings]

    @property
    def month(self) -> date:
        return self.day.replace(day=1)


def write_vouchers(*, at: datetime, vouchers: Sequence[NewVoucher]) -> list[int]:
    """Write them in this order, inside the caller's transaction; gives their ids. Numbers follow the order per month."""
    if not vouchers:
        return []
    numbers = _take_numbers(vouchers)
    rows = [
        (
            one.book_id, one.month, WORD, number, one.day, one.kind.value, one.template, one.group_key, one.summary[:200],
            one.attachments, _total(one), orjson.dumps(list(one.of)).decode(), one.made_by_id, one.reverses_id,
        )
        for one, number in zip(vouchers, numbers, strict=True)
    ]  # fmt: skip
    ids = [pk for (pk,) in sql.rows(connection, _VOUCHERS, [at, *_columns(rows)])]
    _write_lines(vouchers, ids)
    _write_sources(vouchers, ids)
    _write_turnover(vouchers)
    return ids


def _columns(rows: Sequence[Sequence[object]]) -> list[list[object]]:
    return [list(column) for column in zip(*rows, strict=True)]


def _total(voucher: NewVoucher) -> Decimal:
    return sum((line.amount for line in voucher.lines if line.side is Side.DEBIT), ZERO)


def _take_numbers(vouchers: Sequence[NewVoucher]) -> list[int]:
    """Numbers of the vouchers in order: the counters' rows stay locked until the commit, so there are no gaps."""
    wanted: dict[tuple[int, date], int] = defaultdict(int)
    for one in vouchers:
        wanted[one.book_id, one.month] += 1
    keys = sorted(wanted)
    taken = sql.rows(
        connection,
        _NUMBERS,
        [[book for book, _ in keys], [month for _, month in keys], [WORD] * len(keys), [wanted[key] for key in keys]],
    )
    following = {(book, month): value - wanted[book, month] for book, month, _, value in taken}
    numbers = []
    for one in vouchers:
        following[one.book_id, one.month] += 1
        numbers.append(following[one.book_id, one.month])
    return numbers


def _write_lines(vouchers: Sequence[NewVoucher], ids: Sequence[int]) -> None:
    rows = [
        (
            pk, one.book_id, one.day, seq, (one.line_summaries[seq - 1] if one.line_summaries else one.summary)[:200],
            line.account_id, line.amount if line.side is Side.DEBIT else ZERO,
            line.amount if line.side is Side.CREDIT else ZERO, line.quantity, line.partner_id, line.item_id, line.document_id,
            line.department,
        )
        for one, pk in zip(vouchers, ids, strict=True)
        for seq, line in enumerate(one.lines, start=1)
    ]  # fmt: skip
    sql.write(connection, _LINES, _columns(rows))


def _write_sources(vouchers: Sequence[NewVoucher], ids: Sequence[int]) -> None:
    rows: list[tuple[int, int, int | None]] = []
    for one, pk in zip(vouchers, ids, strict=True):
        rows += [(pk, document_id, posting_id) for document_id, posting_id in one.all_sources]
    if rows:
        sql.write(connection, _SOURCES, _columns(rows))


def _write_turnover(vouchers: Sequence[NewVoucher]) -> None:
    sums: dict[tuple[int, date], list[Decimal]] = defaultdict(lambda: [ZERO, ZERO])
    for one in vouchers:
        month = one.month
        for line in one.lines:
            sums[line.account_id, month][line.side is Side.CREDIT] += line.amount
    rows = [(account_id, month, debit, credit) for (account_id, month), (debit, credit) in sorted(sums.items())]
    sql.write(connection, _TURNOVER, _columns(rows))
