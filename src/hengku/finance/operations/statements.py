"""对账单 sent to partners by link: what they were shown is kept, and what they answered. Nobody signs in; the link is the key."""

from datetime import date, datetime, timedelta
from decimal import Decimal
from typing import NamedTuple

from django.db import transaction

from hengku.finance.models import StatementLink
from hengku.finance.queries.statement_paper import statement_paper
from hengku.identity.operations.audit import record_change
from hengku.identity.queries.account_set import schema
from hengku.identity.rules.secrets import hash_secret, new_secret, same_hash, write_token
from hengku.identity.types import Act
from hengku.kernel.errors import refuse

CONFIRMED, OBJECTED = "CONFIRMED", "OBJECTED"
ENTITY = "statement-links"
MOST_DAYS = 365
_LONGEST_NAME, _LONGEST_REMARK = 60, 500


class Sent(NamedTuple):
    """key is what opens it: in the link and nowhere else."""

    link: StatementLink
    key: str


@transaction.atomic
def send_statement(*, act: Act, book_id: int, partner_id: int, first: date, last: date, days: int = 30) -> Sent:
    """Keep a partner's statement as it stands and make the link that shows it for some days. Raises Refused date_order, bad_value."""
    if first > last:
        raise refuse("date_order", loc=("first",))
    if not 1 <= days <= MOST_DAYS:
        raise refuse("bad_value", loc=("days",), label="days", value=str(days))
    paper = statement_paper(book_id=book_id, partner_id=partner_id, first=first, last=last)
    secret = new_secret()
    link = StatementLink.objects.create(
        book_id=book_id,
        partner_id=partner_id,
        first=first,
        last=last,
        balance=Decimal(paper["closing"]),
        content=paper,
        secret_hash=hash_secret(secret),
        sent_by_id=act.actor_id,
        sent_at=act.at,
        expires_at=act.at + timedelta(days=days),
    )
    _note(act, link, "send", {"partner": str(partner_id), "last": last.isoformat(), "balance": paper["closing"]})
    account_set = schema()
    return Sent(link, write_token(account_set=account_set, token_id=link.pk, secret=secret))


@transaction.atomic
def revoke_statement(*, act: Act, link_id: int) -> StatementLink:
    """Close a link; what was answered stays. Raises Refused not_found."""
    link = StatementLink.objects.select_for_update().filter(pk=link_id).first()
    if link is None:
        raise refuse("not_found", status=404)
    if link.revoked_at is None:
        link.revoked_at, link.revoked_by_id = act.at, act.actor_id
        link.save(update_fields=["revoked_at", "revoked_by_id"])
        _note(act, link, "revoke", {})
    return link


@transaction.atomic
def open_statement(*, act: Act, link_id: int, secret: str) -> StatementLink:
    """The statement behind a link, to whoever holds it; notes the first look. Raises Refused link_unknown (404) for a link that is
    wrong, revoked or over."""
    link = _held(link_id, secret, act.at)
    if link.opened_at is None:
        link.opened_at = act.at
        link.save(update_fields=["opened_at"])
        _note(act, link, "open", {})
    return link


@transaction.atomic
def answer_statement(
    *, act: Act, link_id: int, secret: str, confirmed: bool, name: str, remark: str = ""
) -> StatementLink:
    """What the partner says, once. Raises Refused link_unknown (404), already_answered, required (name; remark of an objection)."""
    link = _held(link_id, secret, act.at)
    if link.answer:
        raise refuse("already_answered", status=409)
    who, said = name.strip()[:_LONGEST_NAME], remark.strip()[:_LONGEST_REMARK]
    if not who:
        raise refuse("required", loc=("name",))
    if not confirmed and not said:
        raise refuse("required", loc=("remark",))
    link.answer = CONFIRMED if confirmed else OBJECTED
    link.answered_at, link.answered_by, link.remark = act.at, who, said
    link.save(update_fields=["answer", "answered_at", "answered_by", "remark"])
    _note(act, link, "answer", {"answer": link.answer, "name": who, "remark": said})
    return link


def _held(link_id: int, secret: str, at: datetime) -> StatementLink:
    link = StatementLink.objects.select_for_update().filter(pk=link_id).first()
    lives = link is not None and link.revoked_at is None and at < link.expires_at
    if link is None or not lives or not same_hash(link.secret_hash, hash_secret(secret)):
        raise refuse("link_unknown", status=404)
    return link


def _note(act: Act, link: StatementLink, action: str, after: dict[str, str]) -> None:
    record_change(act=act, entity=ENTITY, entity_id=link.pk, action=action, before=None, after=after or None)
