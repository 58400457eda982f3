"""First start: one call makes the owner, the book and the first warehouse; nothing else is asked."""

from dataclasses import dataclass
from datetime import date
from decimal import Decimal

from django.db import transaction

from hengku.identity.operations.accounts import check_setup_token, check_strength, create_owner
from hengku.identity.operations.roles import seed_roles
from hengku.identity.types import Act
from hengku.kernel.errors import refuse
from hengku.masterdata.operations.seed import NO_TAX, seed_account_set
from hengku.masterdata.rules.demo import demo_loaders
from hengku.masterdata.types import AccountingStandard, CostingScope

CNY = "CNY"
USUAL_VAT = Decimal("0.13")
"""What most goods of a general taxpayer bear; changed in the book's settings."""


@dataclass(frozen=True, slots=True)
class SetUpAnswers:
    """What the set-up page asks. start_month: any day of the first month."""

    book_name: str
    currency: str
    standard: AccountingStandard
    start_month: date
    costing_scope: CostingScope
    warehouse_name: str
    owner_username: str
    owner_password: str
    owner_name: str = ""
    load_demo: bool = False


@transaction.atomic
def set_up(*, act: Act, token: str, answers: SetUpAnswers) -> int:
    """Make an account set ready for its owner; gives the owner's id.

    Refuses already_set_up, setup_token_wrong, password_weak, currency_bad, name_missing, demo_missing.
    """
    check_setup_token(act=act, token=token)
    check_strength(password=answers.owner_password, loc=("owner_password",))
    if answers.load_demo and not demo_loaders():
        raise refuse("demo_missing", loc=("load_demo",))
    seed_roles(act=act)
    seed_account_set(
        act=act,
        book_name=answers.book_name,
        currency=answers.currency,
        standard=answers.standard,
        start_month=answers.start_month.replace(day=1),
        costing_scope=answers.costing_scope,
        warehouse_name=answers.warehouse_name,
        tax_rate=USUAL_VAT if answers.currency == CNY else NO_TAX,
    )
    owner_id = create_owner(
        act=act,
        username=answers.owner_username,
        name=answers.owner_name or answers.owner_username,
        password=answers.owner_password,
    )
    if answers.load_demo:
        for load in demo_loaders():
            load(act)
    return owner_id
