"""Opening balances by key, all at once: what set-up and other systems send."""

from collections.abc import Sequence
from decimal import Decimal

from django.db import transaction

from hengku.finance.models import OpeningBalance
from hengku.finance.operations.accounts import create_opening
from hengku.finance.queries.charts import chart_of
from hengku.identity.types import Act
from hengku.kernel.errors import refuse


@transaction.atomic
def set_openings(*, act: Act, book_id: int, balances: Sequence[tuple[str, int | None, Decimal]]) -> None:
    """Replace the opening balances of these keys' accounts (key, partner, amount on the normal side).

    Refuses key_unknown, opening_is_stock, opening_closed.
    """
    chart = chart_of(book_id=book_id)
    for position, (key, partner_id, amount) in enumerate(balances):
        account_id = chart.account_of(key, partner_id=partner_id)
        if account_id is None:
            raise refuse("key_unknown", loc=("balances", position, "key"), key=key)
        mine = OpeningBalance.objects.filter(account_id=account_id)
        (mine.filter(partner__isnull=True) if partner_id is None else mine.filter(partner_id=partner_id)).delete()
        create_opening(
            act=act,
            values={"book_id": book_id, "account_id": account_id, "partner_id": partner_id, "amount": amount},
        )
