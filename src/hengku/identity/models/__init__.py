"""Tables of identity."""

from hengku.identity.models.access import ApiToken, Session, SignInBrake
from hengku.identity.models.epoch import Epoch
from hengku.identity.models.memory import AuditEntry, IdempotencyRecord, SystemSetting
from hengku.identity.models.notices import Notice, NoticeChoice, NoticeDelivery
from hengku.identity.models.organisation import Department, Position
from hengku.identity.models.people import Grant, Role, User, UserRole
from hengku.identity.models.security import (
    DutyConflict,
    LinkedAccount,
    Passkey,
    SecondFactor,
    SignInEntry,
    SignInProvider,
    SignInTicket,
    TakenOut,
)

__all__ = [
    "ApiToken",
    "AuditEntry",
    "Department",
    "DutyConflict",
    "Epoch",
    "Grant",
    "IdempotencyRecord",
    "LinkedAccount",
    "Notice",
    "NoticeChoice",
    "NoticeDelivery",
    "Passkey",
    "Position",
    "Role",
    "SecondFactor",
    "Session",
    "SignInBrake",
    "SignInEntry",
    "SignInProvider",
    "SignInTicket",
    "SystemSetting",
    "TakenOut",
    "User",
    "UserRole",
]
