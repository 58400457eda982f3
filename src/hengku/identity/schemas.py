"""Request and response shapes of the session."""

from datetime import datetime
from typing import Any

from ninja import Schema
from pydantic import Field


class KeyAnswer(Schema):
    """What a browser brings from a passkey: the ticket that came with the options, and the credential as it made it."""

    ticket: str = Field(max_length=100)
    credential: dict[str, Any]


class KeySignIn(KeyAnswer):
    account_set: str | None = Field(default=None, max_length=63)


class KeyRequest(Schema):
    """username: whose keys to ask for; empty: whichever the device offers."""

    username: str = Field(default="", max_length=60)
    account_set: str | None = Field(default=None, max_length=63)


class NewKey(KeyAnswer):
    name: str = Field(default="", max_length=100)


class KeyOptions(Schema):
    """options go to navigator.credentials as JSON; the ticket comes back with what it made."""

    ticket: str
    options: dict[str, Any]


class KeyOut(Schema):
    id: str
    name: str
    created_at: datetime
    last_used_at: datetime | None


class SignIn(Schema):
    username: str = Field(max_length=60)
    password: str = Field(max_length=200)
    account_set: str | None = Field(default=None, max_length=63)
    code: str = Field(default="", max_length=20)
    passkey: KeyAnswer | None = None


class SessionUser(Schema):
    id: str
    username: str
    name: str
    must_change_password: bool = False
    must_set_second_factor: bool = False


class SessionState(Schema):
    """setup_required: nobody owns this account set yet. csrf_token goes into the X-CSRFToken header of writes."""

    authenticated: bool
    setup_required: bool
    csrf_token: str
    user: SessionUser | None = None


class SessionOut(Schema):
    """current: the session the request came with."""

    id: str
    created_at: datetime
    last_seen_at: datetime
    expires_at: datetime
    address: str
    agent: str
    current: bool


class PasswordChange(Schema):
    old_password: str = Field(max_length=200)
    new_password: str = Field(max_length=200)


class MailSettings(Schema):
    """The mail server; an empty password leaves the stored one. site: the address people open HengKu at, put before links in mails
    and messages of robots."""

    host: str = Field(default="", max_length=200)
    port: int = Field(default=465, ge=1, le=65535)
    username: str = Field(default="", max_length=200)
    password: str = Field(default="", max_length=200)
    sender: str = Field(default="", max_length=200)
    use_tls: bool = True
    site: str = Field(default="", max_length=200, pattern=r"^(https?://[^\s]+)?$")


class MailTest(Schema):
    to: str = Field(max_length=200)


class PasswordReset(Schema):
    """must_change: the person has to choose an own password at the next sign-in."""

    password: str = Field(max_length=200)
    must_change: bool = True


class OwnPassword(Schema):
    password: str = Field(max_length=200)


class Code(Schema):
    code: str = Field(max_length=20)


class SecretOut(Schema):
    """qr: an SVG picture of what the authenticator reads."""

    secret: str
    qr: str


class RecoveryCodes(Schema):
    """Shown this once."""

    codes: list[str]


class SecondFactorState(Schema):
    active: bool
    recovery_left: int


class AllowedAddresses(Schema):
    """Addresses and networks (10.0.0.0/8) from which one may sign in; empty = from anywhere. yours: where the request came from."""

    addresses: list[str] = Field(max_length=200)
    yours: str = ""


class HeldOut(Schema):
    """holds: nobody leaves while they hold some of it and nobody takes over."""

    kind: str
    label: str
    count: int
    examples: list[str]
    holds: bool


class Heir(Schema):
    id: str
    name: str


class HandoverOut(Schema):
    """blocked: they cannot be shut out before a successor is named."""

    successor: Heir | None
    blocked: bool
    items: list[HeldOut]


class HandoverIn(Schema):
    successor: str = Field(pattern=r"^\d{1,18}$")


class Moved(Schema):
    moved: dict[str, int]


class GrantOut(Schema):
    resource: str
    action: str


class NewsAnswer(Schema):
    take: bool


class ProviderOut(Schema):
    code: str
    name: str
    kind: str


class SetOut(Schema):
    """path: the page to come back to."""

    path: str = Field(default="/", max_length=300)


class WayThere(Schema):
    address: str


class LinkedAccountOut(Schema):
    id: str
    provider: str
    label: str
    linked_at: datetime
