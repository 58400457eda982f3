"""What a book brings with it, and whether it agrees: the checklist of 开账."""

from collections import defaultdict
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from decimal import Decimal

from django.db import connection

from hengku.documents.rules.registry import DOCUMENT_TYPES
from hengku.finance.models import BookOpening, OpeningBalance
from hengku.finance.queries.standing import NO_ACCOUNT, accounts_of_key, openings
from hengku.finance.rules.closing import Rows
from hengku.finance.rules.keys import KEYS
from hengku.finance.rules.opening_texts import NO_PARTNER, TITLES
from hengku.kernel import sql
from hengku.kernel.errors import Refusal
from hengku.kernel.money import ZERO
from hengku.ledger.queries.closing import has_closed
from hengku.masterdata.models import Partner

OPENING_TYPES = ("opening_stock", "opening_transit", "opening_due", "opening_estimate", "opening_ahead")
ITEM_SIDES = ("AR", "PREPAID", "AP", "ADV-R")
_DRAFTS = """
SELECT type, coalesce(number, ''), id FROM documents_document
WHERE book_id = %s AND type = ANY(%s::text[]) AND state IN ('DRAFT', 'SUBMITTED', 'APPROVED') ORDER BY id LIMIT 50
"""
_ITEMS = """
SELECT o.side, o.partner_id, sum(o.amount) FROM finance_open_item o JOIN documents_document d ON d.id = o.document_id
WHERE o.book_id = %s AND d.type = 'opening_due' GROUP BY 1, 2 HAVING sum(o.amount) <> 0
"""
_ESTIMATES = """
SELECT d.partner_id, sum(CASE WHEN b.taxpayer = 'SMALL_SCALE' THEN l.total ELSE l.net END)
FROM documents_line l JOIN documents_document d ON d.id = l.document_id JOIN masterdata_book b ON b.id = d.book_id
WHERE d.book_id = %s AND d.type = 'opening_estimate' AND d.state = 'POSTED' AND d.reverses_id IS NULL GROUP BY 1
"""
_AHEAD = """
SELECT d.partner_id, sum(f.cost) FROM finance_invoice_fact f JOIN documents_document d ON d.id = f.document_id
WHERE d.book_id = %s AND d.type = 'opening_ahead' GROUP BY 1
"""
_USED = """
SELECT d.type, coalesce(d.number, ''), d.id FROM documents_document d
WHERE d.book_id = %s AND d.reverses_id IS NULL AND d.state = 'POSTED' AND (
    (d.type = 'opening_due' AND EXISTS (SELECT FROM finance_open_item o WHERE o.document_id = d.id AND o.settled <> 0))
 OR (d.type = 'opening_estimate' AND EXISTS (SELECT FROM finance_invoiced_line i WHERE i.document_id = d.id AND i.quantity <> 0))
 OR (d.type IN ('opening_transit', 'opening_ahead') AND EXISTS (
        SELECT FROM documents_link k JOIN documents_document x ON x.id = k.target_document_id
        WHERE k.source_document_id = d.id AND x.state = 'POSTED' AND x.reverses_id IS NULL)))
ORDER BY d.id LIMIT 50
"""
_SINCE = """
SELECT count(*) FROM documents_document
WHERE book_id = %s AND posted_at > %s AND type <> ALL(%s::text[])
"""


@dataclass(frozen=True, slots=True)
class OpeningCheck:
    """id is the refusal's code; rows: its parameters, one row a finding."""

    id: str
    rows: Rows

    @property
    def title(self) -> str:
        return str(TITLES[self.id])


@dataclass(frozen=True, slots=True)
class Opened:
    """One side of what is brought along: detail on its papers against the opening balance of its key, on the normal side."""

    key: str
    detail: Decimal
    ledger: Decimal

    @property
    def difference(self) -> Decimal:
        return self.detail - self.ledger


def item_openings(*, book_id: int) -> dict[str, dict[int, Decimal]]:
    """What opening items say, by side and partner."""
    found: dict[str, dict[int, Decimal]] = defaultdict(dict)
    for side, partner_id, amount in sql.rows(connection, _ITEMS, [book_id]):
        found[side][partner_id] = amount
    return found


def estimate_openings(*, book_id: int) -> dict[int, Decimal]:
    """What opening estimates say, by supplier."""
    return dict(sql.rows(connection, _ESTIMATES, [book_id]))


def ahead_openings(*, book_id: int) -> dict[int, Decimal]:
    """What opening papers say was invoiced and had not come, by supplier."""
    return dict(sql.rows(connection, _AHEAD, [book_id]))


def entered(*, book_id: int, key: str) -> dict[int | None, Decimal]:
    """Opening balances of a key's accounts by partner, on the key's normal side."""
    accounts = accounts_of_key(book_id=book_id, key=key)
    if not accounts:
        return {}
    normal = min(accounts, key=lambda one: one.pk).side
    found: dict[int | None, Decimal] = defaultdict(Decimal)
    for one in OpeningBalance.objects.filter(account_id__in=[one.pk for one in accounts]).select_related("account"):
        found[one.partner_id] += one.amount if one.account.side == normal else -one.amount
    return found


def details(*, book_id: int) -> dict[str, dict[int, Decimal]]:
    """Papers by key and partner: opening items, estimates, goods invoiced ahead."""
    return {
        **{side: {} for side in ITEM_SIDES},
        **item_openings(book_id=book_id),
        "AP-EST": estimate_openings(book_id=book_id),
        "PURCH": ahead_openings(book_id=book_id),
    }


def opened(*, book_id: int) -> list[Opened]:
    """Papers against opening balances, key by key."""
    return [
        Opened(key, sum(told.values(), ZERO), sum(entered(book_id=book_id, key=key).values(), ZERO))
        for key, told in details(book_id=book_id).items()
    ]


def checklist(*, book_id: int) -> list[OpeningCheck]:
    """Everything that must agree before 开账, in the order in which people go through it."""
    told = details(book_id=book_id)
    stands = openings(book_id=book_id)
    sides = [row for side in ITEM_SIDES for row in _differing(book_id, side, told[side])]
    return [
        OpeningCheck("opening_draft", _drafts(book_id)),
        OpeningCheck("opening_no_account", _unmapped(stands.get(NO_ACCOUNT, ZERO))),
        OpeningCheck("opening_side_differs", sides),
        OpeningCheck("opening_estimate_differs", _differing(book_id, "AP-EST", told["AP-EST"])),
        OpeningCheck("opening_ahead_differs", _differing(book_id, "PURCH", told["PURCH"])),
        OpeningCheck("opening_trial_differs", _trial(stands.values())),
    ]


def _drafts(book_id: int) -> Rows:
    rows = sql.rows(connection, _DRAFTS, [book_id, list(OPENING_TYPES)])
    return [_paper(*row) for row in rows]


def _paper(type_: str, number: str, document_id: int) -> dict[str, str]:
    return {
        "type": str(DOCUMENT_TYPES.get(type_).label),
        "number": number,
        "path": f"/documents/{type_}/{document_id}",
    }


def _unmapped(amount: Decimal) -> Rows:
    return [{"amount": f"{amount:.2f}", "path": "/records/account-mappings"}] if amount else []


def _trial(amounts: Iterable[Decimal]) -> Rows:
    debit, credit = ZERO, ZERO
    for one in amounts:
        debit, credit = debit + max(one, ZERO), credit + max(-one, ZERO)
    if debit == credit:
        return []
    return [
        {
            "debit": f"{debit:.2f}",
            "credit": f"{credit:.2f}",
            "difference": f"{debit - credit:.2f}",
            "path": "/records/opening-balances",
        }
    ]


def _differing(book_id: int, key: str, papers: Mapping[int, Decimal]) -> Rows:
    """By partner where the balances name partners, else in one sum."""
    ledger = entered(book_id=book_id, key=key)
    told: dict[int | None, Decimal] = defaultdict(Decimal)
    for partner_id, amount in papers.items():
        told[None if None in ledger else partner_id] += amount
    if None in ledger:
        ledger = {None: sum(ledger.values(), ZERO)}
    names = _partners([one for one in {*told, *ledger} if one is not None])
    found = []
    for named in sorted({*told, *ledger}, key=lambda one: one or 0):
        mine, theirs = told.get(named, ZERO), ledger.get(named, ZERO)
        if mine != theirs:
            found.append(
                {
                    "account": str(KEYS[key]),
                    "partner": names.get(named or 0, str(NO_PARTNER)),
                    "items": f"{mine:.2f}",
                    "ledger": f"{theirs:.2f}",
                    "difference": f"{mine - theirs:.2f}",
                    "path": "/records/opening-balances",
                }
            )
    return found[:50]


def _partners(partner_ids: Sequence[int]) -> dict[int, str]:
    rows = Partner.objects.filter(pk__in=partner_ids).values_list("pk", "code", "name")
    return {pk: f"{code} {name}" for pk, code, name in rows}


def used_papers(*, book_id: int) -> Rows:
    """Opening papers that later ones rest on: settled, invoiced, received."""
    return [_paper(*row) for row in sql.rows(connection, _USED, [book_id])]


def posted_since(*, book_id: int, at: object) -> int:
    """Documents that took effect after a moment, opening papers aside."""
    ((count,),) = sql.rows(connection, _SINCE, [book_id, at, list(OPENING_TYPES)])
    return int(count)


def reopen_refusals(*, book_id: int) -> list[Refusal]:
    """Everything that speaks against 反开账 as it stands now."""
    if has_closed(book_id=book_id):
        return [Refusal("opening_period_closed")]
    found = [Refusal("opening_paper_used", row) for row in used_papers(book_id=book_id)]
    opened_at = BookOpening.objects.filter(book_id=book_id).values_list("opened_at", flat=True).first()
    since = posted_since(book_id=book_id, at=opened_at) if opened_at else 0
    if since:
        found.append(Refusal("opening_posted_since", {"count": str(since)}, severity="warn"))
    return found
