"""Documents as the templates see them: headers, the lines whose other side depends on what they say, and what money documents bring."""

from collections import defaultdict
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import date
from decimal import Decimal
from typing import NamedTuple

from django.db import connection

from hengku.documents.rules.accounting import HINTS, AccountingHint
from hengku.documents.rules.currency import RATE_SQL, in_book
from hengku.finance.queries.approved import approvals_of
from hengku.finance.rules.extras import EXTRAS, Extra, stays_beside
from hengku.finance.rules.recipes import Style, recipe_of
from hengku.finance.types import Approval, Beside, DocumentFacts, LineFact
from hengku.kernel import sql
from hengku.masterdata.types import TaxpayerType


class Header(NamedTuple):
    """A document's header for its voucher."""

    id: int
    type: str
    book_id: int
    partner_id: int | None
    date: date
    number: str
    reverses_id: int | None
    posted_by_id: int | None
    taxpayer: str
    revenue_timing: str
    goods_on_the_way: bool
    voucher_grouping: str


@dataclass(frozen=True, slots=True)
class Loaded:
    """Facts by document id, and their headers."""

    facts: Mapping[int, DocumentFacts]
    headers: Mapping[int, Header]


_HEADERS = """
SELECT d.id, d.type, d.book_id, d.partner_id, d.business_date, coalesce(d.number, ''), d.reverses_id, d.posted_by_id, b.taxpayer,
       b.revenue_timing, b.goods_on_the_way, b.voucher_grouping
FROM documents_document d JOIN masterdata_book b ON b.id = d.book_id WHERE d.id = ANY(%s::bigint[])
"""
_LINES = f"""
SELECT l.document_id, l.id, l.net, l.total, coalesce(r.account_key, ''), {RATE_SQL}
FROM documents_line l JOIN documents_document d ON d.id = l.document_id LEFT JOIN masterdata_reason_code r ON r.code = l.reason AND l.reason <> ''
WHERE l.document_id = ANY(%s::bigint[])
"""  # noqa: S608 (constants only)
_CHOOSING = frozenset({"other_in", "other_out", "cost_adjustment", "scrap"})
"""Types whose reason code may name the other side."""


def load_headers(*, document_ids: Sequence[int]) -> dict[int, Header]:
    """Headers of these documents by id."""
    return {row[0]: Header(*row) for row in sql.rows(connection, _HEADERS, [sorted(set(document_ids))])}


def says_more(document_type: str) -> bool:
    """Whether lines or the document itself may say more about the voucher than the type's recipe."""
    brings = document_type in EXTRAS and not stays_beside(document_type)
    return document_type in HINTS or brings or document_type in _CHOOSING


def beside_of(*, headers: Mapping[int, Header]) -> dict[int, tuple[Beside, ...]]:
    """What these documents bring beside the voucher of their cost."""
    by_type: dict[str, list[int]] = defaultdict(list)
    for header in headers.values():
        if stays_beside(header.type):
            by_type[header.type].append(header.id)
    return {
        pk: extra.beside
        for document_type, ids in by_type.items()
        for pk, extra in EXTRAS.get(document_type)(ids).items()
    }


def load_facts(*, document_ids: Sequence[int]) -> Loaded:
    """Facts of these documents; four statements and one per type that has more to say; headers of the
    approvals of their losses too."""
    headers = load_headers(document_ids=document_ids)
    by_type: dict[str, list[int]] = defaultdict(list)
    for header in headers.values():
        by_type[header.type].append(header.id)
    hints: dict[int, AccountingHint] = {}
    extras: dict[int, Extra] = {}
    for document_type, ids in by_type.items():
        if document_type in HINTS:
            hints.update(HINTS.get(document_type)(ids))
        if document_type in EXTRAS:
            extras.update(EXTRAS.get(document_type)(ids))
    lines = _line_facts(headers, by_type, hints)
    approved = approvals_of(
        [pk for code, ids in by_type.items() if recipe_of(code).counter == "PENDING-PL" for pk in ids]
    )
    settling = {one.document_id for lines_of_document in approved.values() for one in lines_of_document.values()}
    headers |= load_headers(document_ids=sorted(settling - headers.keys())) if settling else {}
    return Loaded(
        {
            key: _facts(header, lines.get(key, {}), extras, approved.get(key, {}))
            for key, header in headers.items()
            if key not in settling or key in document_ids
        },
        headers,
    )


def _line_facts(
    headers: Mapping[int, Header], by_type: Mapping[str, Sequence[int]], hints: Mapping[int, AccountingHint]
) -> dict[int, dict[int, LineFact]]:
    asked = [
        document_id
        for document_type, ids in by_type.items()
        if document_type in HINTS or document_type in _CHOOSING or recipe_of(document_type).style is Style.RETURN
        for document_id in ids
    ]
    found: dict[int, dict[int, LineFact]] = defaultdict(dict)
    if not asked:
        return found
    for document_id, line_id, net, total, key, rate in sql.rows(connection, _LINES, [sorted(asked)]):
        header = headers[document_id]
        hint = hints.get(line_id, AccountingHint())
        price = in_book(total if header.taxpayer == TaxpayerType.SMALL_SCALE else net, rate)
        found[document_id][line_id] = LineFact(
            credit=_credit(hint, price),
            counter=hint.counter or (key if header.type in _CHOOSING else ""),
            cost_object=hint.cost_object,
            department=hint.department,
            transfer_out_rate=hint.transfer_out_rate,
            output_tax=hint.output_tax,
        )
    return found


def _credit(hint: AccountingHint, price: Decimal) -> Decimal | None:
    """Negative: a supplier takes goods back. Without a price what they cost."""
    if hint.credit is not None:
        return -hint.credit
    return -price if price else None


def _facts(
    header: Header, lines: Mapping[int, LineFact], extras: Mapping[int, Extra], approved: Mapping[int, Approval]
) -> DocumentFacts:
    extra = extras.get(header.id, Extra())
    return DocumentFacts(
        id=header.id,
        type=header.type,
        book_id=header.book_id,
        date=header.date,
        partner_id=header.partner_id,
        is_reversal=header.reverses_id is not None,
        lines=lines,
        extra=extra.lines,
        template=extra.template,
        joins=extra.joins,
        beside=extra.beside,
        gives_back=extra.gives_back,
        approved=approved,
    )
