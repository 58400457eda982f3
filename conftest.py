"""Fixtures for every test: a migrated database per worker, the account set `main` entered, committed clones where needed."""

import os
from collections.abc import Iterator
from contextlib import contextmanager
from itertools import count

import pytest
from django.contrib.auth.hashers import Argon2PasswordHasher
from django.db import connection
from pytest_django.plugin import DjangoDbBlocker

from hengku.config import testing
from hengku.config.embedded.connection import Connection
from hengku.identity.queries import epoch
from hengku.kernel.texts import DEFAULT_LANGUAGE, speak

_committed = count(1)


@pytest.fixture(scope="session")
def django_db_setup(django_db_blocker: DjangoDbBlocker) -> Iterator[None]:
    """This worker's database, cloned from the template; dropped at the end."""
    name = testing.database_name()
    testing.clone_template(name)
    with django_db_blocker.unblock():
        yield
        connection.close()
    testing.drop_database(name)


@pytest.fixture(scope="session", autouse=True)
def _quick_hashes() -> None:
    """The same password hash with little work: dozens of people sign in during the tests."""
    Argon2PasswordHasher.time_cost = 1
    Argon2PasswordHasher.memory_cost = 64
    Argon2PasswordHasher.parallelism = 1


@pytest.fixture(autouse=True)
def _in_main_account_set() -> Iterator[None]:
    connection.set_schema("main")
    epoch.forget()
    speak(DEFAULT_LANGUAGE)
    yield
    connection.set_schema_to_public()


@pytest.fixture
def committed_db(django_db_blocker: DjangoDbBlocker) -> Iterator[Connection]:
    """A database of its own whose commits are real: for threads, processes and tampering as the owner.

    Gives the connection (dsn of the app role, owner_dsn); child processes get it through the environment.
    """
    with _own_database(django_db_blocker) as own:
        yield own


@pytest.fixture(scope="module")
def shared_committed_db(django_db_blocker: DjangoDbBlocker) -> Iterator[Connection]:
    """As `committed_db`, one for all tests of a file: each takes away what it wrote."""
    with _own_database(django_db_blocker) as own:
        yield own


@contextmanager
def _own_database(blocker: DjangoDbBlocker) -> Iterator[Connection]:
    # A name is never used twice: processes remember what they read by the database's name.
    name = f"{testing.database_name()}_committed_{next(_committed)}"
    testing.clone_template(name)
    own = testing.server().to_database(name)
    environment_before = {key: os.environ[key] for key in own.environment()}
    name_before = connection.settings_dict["NAME"]
    os.environ.update(own.environment())
    with blocker.unblock():
        connection.close()
        connection.settings_dict["NAME"] = name
        connection.set_schema("main")
        yield own
        connection.close()
        connection.settings_dict["NAME"] = name_before
    os.environ.update(environment_before)
    testing.drop_database(name)
