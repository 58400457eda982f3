"""Tables of identity."""

from hengku.identity.models.access import ApiToken, Session, SignInBrake
from hengku.identity.models.epoch import Epoch
from hengku.identity.models.memory import AuditEntry, IdempotencyRecord, SystemSetting
from hengku.identity.models.notices import Notice, NoticeChoice, NoticeDelivery
from hengku.identity.models.organisation import Department, Position
from hengku.identity.models.people import Grant, Role, User, UserRole
from hengku.identity.models.security import DutyConflict, SecondFactor, SignInEntry

__all__ = [
    "ApiToken",
    "AuditEntry",
    "Department",
    "DutyConflict",
    "Epoch",
    "Grant",
    "IdempotencyRecord",
    "Notice",
    "NoticeChoice",
    "NoticeDelivery",
    "Position",
    "Role",
    "SecondFactor",
    "Session",
    "SignInBrake",
    "SignInEntry",
    "SystemSetting",
    "User",
    "UserRole",
]
