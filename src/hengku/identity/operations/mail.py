"""The mail server of the account set."""

import smtplib
from collections.abc import Mapping
from typing import Any

from django.core.mail import EmailMessage
from django.core.mail.backends.smtp import EmailBackend

from hengku.identity.operations.settings import read_setting, write_setting
from hengku.identity.types import Act
from hengku.kernel.errors import refuse

KEY = "mail"
_PATIENCE_SECONDS = 15
_STARTTLS_PORTS = (25, 587)


def mail_settings() -> dict[str, Any]:
    """The stored settings without the password."""
    return {**read_setting(KEY), "password": ""}


def save_mail_settings(*, act: Act, values: Mapping[str, Any]) -> None:
    """Replace the settings; an empty password leaves the stored one."""
    kept = read_setting(KEY).get("password", "")
    write_setting(act=act, key=KEY, value={**values, "password": values.get("password") or kept})


def site_address() -> str:
    """The address people open HengKu at, for links in what leaves the house; "" when nobody said it."""
    return str(read_setting(KEY).get("site") or "").rstrip("/")


def send_mail(*, to: str, subject: str, body: str) -> None:
    """Send one mail now; call it after commit. Raises Refused mail_not_set, mail_failed."""
    stored = read_setting(KEY)
    if not stored.get("host"):
        raise refuse("mail_not_set")
    starttls = bool(stored["use_tls"]) and int(stored["port"]) in _STARTTLS_PORTS
    server = EmailBackend(
        host=stored["host"], port=int(stored["port"]), username=stored["username"], password=stored["password"],
        use_tls=starttls, use_ssl=bool(stored["use_tls"]) and not starttls, timeout=_PATIENCE_SECONDS,
    )  # fmt: skip
    try:
        EmailMessage(subject, body, stored["sender"] or stored["username"], [to], connection=server).send()
    except (smtplib.SMTPException, OSError, ValueError) as failure:
        raise refuse("mail_failed", reason=str(failure)[:200]) from failure
