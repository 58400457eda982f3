"""A seeded account set with one record of every kind, an owner, a buyer, a seller and a stranger who has no rights."""

from collections.abc import Callable
from datetime import UTC, date, datetime

import pytest
from django.test import Client
from pytest_django import Settings
from tests.contracts.samples import make_papers, make_samples

from hengku.identity.api.request import session_lifetime
from hengku.identity.operations.accounts import create_owner, create_user
from hengku.identity.operations.roles import seed_roles
from hengku.identity.operations.sign_in import open_session
from hengku.identity.types import SYSTEM, Act
from hengku.kernel.texts import speak
from hengku.masterdata.operations.seed import seed_account_set

PASSWORD = "correct horse battery"
SignIn = Callable[[str], Client]


@pytest.fixture
def act(db: None, settings: Settings) -> Act:
    settings.PASSWORD_HASHERS = ["django.contrib.auth.hashers.MD5PasswordHasher"]  # nobody guesses here
    speak("zh-CN")
    return Act(viewer=SYSTEM, at=datetime.now(tz=UTC), request_id="test", address="127.0.0.1")


@pytest.fixture
def sign_in(act: Act) -> SignIn:
    """The people of the contracts by user name."""
    seed_roles(act=act)
    seed_account_set(act=act, book_name="合约公司", start_month=date(2026, 1, 1), warehouse_name="主仓")
    people = {"boss": create_owner(act=act, username="boss", name="老板", password=PASSWORD)}
    for username, roles in (
        ("buyer", ["buyer"]),
        ("seller", ["seller"]),
        ("keeper", ["warehouse_keeper"]),
        ("stranger", []),
    ):
        people[username] = create_user(act=act, username=username, name=username, password=PASSWORD, role_codes=roles)

    def enter(username: str) -> Client:
        client = Client(headers={"accept-language": "en"})
        opened = open_session(user_id=people[username], address="", agent="", at=act.at, lifetime=session_lifetime())
        client.cookies["hengku_session"] = opened.secret
        return client

    return enter


@pytest.fixture
def boss(sign_in: SignIn) -> Client:
    return sign_in("boss")


@pytest.fixture
def sampled(boss: Client) -> dict[str, str]:
    """Id of one record of every kind that can be made."""
    return make_samples(boss)


@pytest.fixture
def papers(boss: Client, sampled: dict[str, str]) -> dict[str, str]:
    """Id of one document as every address of documents wants it, and of each type that was made."""
    return make_papers(boss)
