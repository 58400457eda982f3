"""An owner, a buyer and an API to talk to."""

from collections.abc import Callable
from datetime import UTC, datetime
from typing import Any

import pytest
from django.test import Client
from pytest_django import Settings

from hengku.identity.api.request import session_lifetime
from hengku.identity.operations.accounts import create_owner, create_user
from hengku.identity.operations.roles import seed_roles
from hengku.identity.operations.sign_in import open_session
from hengku.identity.types import SYSTEM, Act

PASSWORD = "correct horse battery"
SignIn = Callable[[int], Client]


@pytest.fixture
def act(db: None, settings: Settings) -> Act:
    settings.PASSWORD_HASHERS = ["django.contrib.auth.hashers.MD5PasswordHasher"]  # nobody guesses here
    return Act(viewer=SYSTEM, at=datetime.now(tz=UTC), request_id="test", address="127.0.0.1")


@pytest.fixture
def sign_in(act: Act) -> SignIn:
    def enter(user_id: int) -> Client:
        client = Client(headers={"accept-language": "en"})
        opened = open_session(user_id=user_id, address="", agent="", at=act.at, lifetime=session_lifetime())
        client.cookies["hengku_session"] = opened.secret
        return client

    return enter


@pytest.fixture
def owner(act: Act, sign_in: SignIn) -> Client:
    seed_roles(act=act)
    return sign_in(create_owner(act=act, username="boss", name="老板", password=PASSWORD))


@pytest.fixture
def seller(act: Act, owner: Client, sign_in: SignIn) -> Client:
    return sign_in(create_user(act=act, username="seller", name="小销", password=PASSWORD, role_codes=["seller"]))


def post(client: Client, path: str, body: dict[str, Any], **headers: str) -> Any:
    return client.post(f"/api/v1{path}", body, content_type="application/json", headers=headers)


def patch(client: Client, path: str, body: dict[str, Any]) -> Any:
    return client.patch(f"/api/v1{path}", body, content_type="application/json")
