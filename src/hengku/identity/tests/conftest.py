"""Two people and a moment for this room's tests."""

from datetime import UTC, datetime

import pytest
from pytest_django import Settings

from hengku.identity.operations.accounts import create_owner, create_user
from hengku.identity.operations.roles import seed_roles
from hengku.identity.types import SYSTEM, Act

PASSWORD = "correct horse battery"


@pytest.fixture
def act(db: None, settings: Settings) -> Act:
    settings.PASSWORD_HASHERS = [
        "django.contrib.auth.hashers.MD5PasswordHasher"
    ]  # one test below asks for the real one
    return Act(viewer=SYSTEM, at=datetime.now(tz=UTC), request_id="test", address="127.0.0.1")


@pytest.fixture
def owner_id(act: Act) -> int:
    seed_roles(act=act)
    return create_owner(act=act, username="boss", name="老板", password=PASSWORD)


@pytest.fixture
def keeper_id(act: Act, owner_id: int) -> int:
    return create_user(
        act=act, username="keeper", name="仓管", password=PASSWORD, role_codes=["warehouse_keeper"], warehouse_ids=[7]
    )
