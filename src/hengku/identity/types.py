"""Who is asking, and what they may see and do."""

from collections.abc import Mapping
from dataclasses import dataclass, field, replace
from datetime import datetime
from enum import StrEnum
from typing import Literal

from hengku.kernel.texts import DEFAULT_LANGUAGE, Language

Mask = Literal["cost", "purchase_price", "margin"]
"""Field classes that a role may hide; a FieldSpec names its class in `mask`."""


GUARDED = frozenset(
    {
        "users",
        "roles",
        "api-tokens",
        "audit-entries",
        "sign-ins",
        "sign-in-providers",
        "taken-out",
        "duty-conflicts",
        "webhooks",
        "notice-channels",
        "automations",
        "public-links",
        "account-sets",
        "system",
    }
)
"""Resources that a grant on "any resource" leaves out; they are granted by name (or with every action)."""


Access = Literal["hidden", "read", "required", "edit"]
"""What a viewer may do with one field of records they may see; what no role names is "edit"."""


class NoticeKind(StrEnum):
    """What a notice is about: a task of one's own, what became of one's own document, something to know, an automation."""

    TASK = "task"
    OUTCOME = "outcome"
    COPY = "copy"
    AUTOMATION = "automation"


NOTICE_KINDS = frozenset(NoticeKind)


LOOKING = frozenset({"view", "print", "export"})
"""Actions that change nothing: a condition on changes leaves them alone."""


@dataclass(frozen=True, slots=True)
class Scope:
    """Where a grant holds. None = everywhere; ids otherwise. own: only records the viewer made; department: only those
    made in the viewer's department or below it. where: typed trees of formulas (JSON) that all have to hold for a row.
    role: which role it comes from, when that role has conditions on rows."""

    book_ids: frozenset[int] | None = None
    warehouse_ids: frozenset[int] | None = None
    own: bool = False
    department: bool = False
    where: tuple[str, ...] = ()
    role: str = ""


@dataclass(frozen=True, slots=True)
class RowRule:
    """A condition on rows, as the typed tree of its formula (JSON). changes: it narrows what may be changed, not what may be
    looked at."""

    tree: str
    changes: bool = False

    def concerns(self, action: str) -> bool:
        """Does it count for this action?"""
        return not self.changes or action not in LOOKING


@dataclass(frozen=True, slots=True)
class Viewer:
    """The person (or token, or the system itself) a query answers to and an operation acts for.

    grants: ("goods_receipt", "post") -> scopes in which it is allowed; resource "*" and action "*" are wildcards.
    user_id is None for the system (set-up, jobs, command line), which may do everything.
    fields: target ("items", "purchase_order", "purchase_order:line") -> field -> access, already added up over the roles.
    rows: (role, resource) -> conditions under which that role's grants hold; except_rows: resource -> conditions of rows
    that are forbidden whatever the other roles say. denied: (resource, action) nobody's grant can give back.
    colleagues: people of the viewer's department and below (only read when a grant asks). about: words formulas may use of the
    viewer (username, name, department, position).
    """

    user_id: int | None
    username: str
    name: str
    grants: Mapping[tuple[str, str], tuple[Scope, ...]] = field(default_factory=dict)
    masked: frozenset[str] = frozenset()
    language: Language = DEFAULT_LANGUAGE
    roles: tuple[str, ...] = ()
    all_powerful: bool = False
    fields: Mapping[str, Mapping[str, Access]] = field(default_factory=dict)
    rows: Mapping[tuple[str, str], tuple[RowRule, ...]] = field(default_factory=dict)
    except_rows: Mapping[str, tuple[RowRule, ...]] = field(default_factory=dict)
    denied: frozenset[tuple[str, str]] = frozenset()
    colleagues: frozenset[int] = frozenset()
    about: Mapping[str, str] = field(default_factory=dict)

    def scopes(self, resource: str, action: str) -> tuple[Scope, ...]:
        """Scopes in which the viewer may do `action` on `resource`; empty = not at all.

        "Any resource" does not reach into the GUARDED ones: who may view everything does not thereby see who may what.
        """
        if self.all_powerful:
            return (Scope(),)
        if self.denied and not self.denied.isdisjoint(
            {(resource, action), (resource, "*"), ("*", action), (resource, "view")}
        ):
            return ()
        keys = [(resource, action), (resource, "*"), ("*", "*")]
        if resource not in GUARDED:
            keys.append(("*", action))
        found = tuple(scope for key in keys for scope in self.grants.get(key, ()))
        return tuple(self._conditional(scope, resource, action) for scope in found) if self.rows else found

    def _conditional(self, scope: Scope, resource: str, action: str) -> Scope:
        """The scope with the conditions its role has on rows of this resource."""
        rules = self.rows.get((scope.role, resource), ())
        where = tuple(rule.tree for rule in rules if rule.concerns(action))
        return replace(scope, where=where) if where else scope

    def may(self, resource: str, action: str) -> bool:
        return bool(self.scopes(resource, action))

    def access(self, target: str, name: str) -> Access:
        """What the roles leave of one field."""
        return self.fields.get(target, {}).get(name, "edit")

    def makers(self, scope: Scope) -> frozenset[int] | None:
        """Who must have made a record for the scope to hold; None = anybody."""
        me = frozenset(() if self.user_id is None else (self.user_id,))
        return me if scope.own else self.colleagues | me if scope.department else None

    def forbidden(self, resource: str, action: str) -> tuple[str, ...]:
        """Trees of conditions of rows that are forbidden here."""
        return tuple(rule.tree for rule in self.except_rows.get(resource, ()) if rule.concerns(action))

    def narrows(self, resource: str) -> bool:
        """Do conditions on rows of this resource have to be asked?"""
        return resource in self.except_rows or any(named == resource for _, named in self.rows)


SYSTEM = Viewer(user_id=None, username="system", name="系统", all_powerful=True)


@dataclass(frozen=True, slots=True)
class Act:
    """One command: who does it, when, from where. Operations take it as `act`; nothing below the edge reads a clock.

    confirmed: codes of warnings the person has read and lets pass. origin: the run of an automation that brings this about
    ("automation:12"), kept in what it writes, so that chains of them are known. via: by which door it came when nobody signed in (the
    name of a public link), told in the history of what is made.
    """

    viewer: Viewer
    at: datetime
    request_id: str = ""
    address: str = ""
    confirmed: frozenset[str] = frozenset()
    origin: str = ""
    via: str = ""

    @property
    def actor_id(self) -> int | None:
        return self.viewer.user_id
