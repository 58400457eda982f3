"""Who is asking, and what they may see and do."""

from collections.abc import Mapping
from dataclasses import dataclass, field
from datetime import datetime
from typing import Literal

from hengku.kernel.texts import DEFAULT_LANGUAGE, Language

Mask = Literal["cost", "purchase_price", "margin"]
"""Field classes that a role may hide; a FieldSpec names its class in `mask`."""


GUARDED = frozenset({"users", "roles", "api-tokens", "audit-entries", "webhooks", "account-sets", "system"})
"""Resources that a grant on "any resource" leaves out; they are granted by name (or with every action)."""


@dataclass(frozen=True, slots=True)
class Scope:
    """Where a grant holds. None = everywhere; ids otherwise. own: only records the viewer made."""

    book_ids: frozenset[int] | None = None
    warehouse_ids: frozenset[int] | None = None
    own: bool = False


@dataclass(frozen=True, slots=True)
class Viewer:
    """The person (or token, or the system itself) a query answers to and an operation acts for.

    grants: ("goods_receipt", "post") -> scopes in which it is allowed; resource "*" and action "*" are wildcards.
    user_id is None for the system (set-up, jobs, command line), which may do everything.
    """

    user_id: int | None
    username: str
    name: str
    grants: Mapping[tuple[str, str], tuple[Scope, ...]] = field(default_factory=dict)
    masked: frozenset[str] = frozenset()
    language: Language = DEFAULT_LANGUAGE
    roles: tuple[str, ...] = ()
    all_powerful: bool = False

    def scopes(self, resource: str, action: str) -> tuple[Scope, ...]:
        """Scopes in which the viewer may do `action` on `resource`; empty = not at all.

        "Any resource" does not reach into the GUARDED ones: who may view everything does not thereby see who may what.
        """
        if self.all_powerful:
            return (Scope(),)
        keys = [(resource, action), (resource, "*"), ("*", "*")]
        if resource not in GUARDED:
            keys.append(("*", action))
        return tuple(scope for key in keys for scope in self.grants.get(key, ()))

    def may(self, resource: str, action: str) -> bool:
        return bool(self.scopes(resource, action))


SYSTEM = Viewer(user_id=None, username="system", name="系统", all_powerful=True)


@dataclass(frozen=True, slots=True)
class Act:
    """One command: who does it, when, from where. Operations take it as `act`; nothing below the edge reads a clock.

    confirmed: codes of warnings the person has read and lets pass.
    """

    viewer: Viewer
    at: datetime
    request_id: str = ""
    address: str = ""
    confirmed: frozenset[str] = frozenset()

    @property
    def actor_id(self) -> int | None:
        return self.viewer.user_id
