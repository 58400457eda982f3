"""Refusals: business says no, with a stable code, the place it concerns and a sentence that says what to do."""

from collections.abc import Iterable, Mapping
from dataclasses import dataclass, field
from typing import Literal

from hengku.kernel.registry import Registry
from hengku.kernel.texts import Language, Text

MESSAGES: Registry[Text] = Registry("message")
"""Code -> text. Rooms offer their own in register.py; scenario codes keep their names."""


def offer_messages(messages: Mapping[str, Text]) -> None:
    for code, text in messages.items():
        MESSAGES.offer(code, text)


Severity = Literal["block", "warn"]


@dataclass(frozen=True, slots=True)
class Refusal:
    """One reason to refuse. `loc` points into the request: ("lines", 2, "quantity") or ("line", line_id)."""

    code: str
    params: Mapping[str, str] = field(default_factory=dict)
    loc: tuple[str | int, ...] = ()
    severity: Severity = "block"

    def message(self, language: Language) -> str:
        return MESSAGES.get(self.code).in_language(language, dict(self.params))


class Refused(Exception):
    """A command was refused; nothing was written. Carries *all* reasons found, not just the first.

    status: the HTTP answer (422 unless said otherwise: 404 not_found, 409 stale_revision/key_reused, 403 permission_denied).
    """

    def __init__(self, refusals: Iterable[Refusal] | Refusal, *, status: int = 422) -> None:
        self.refusals: list[Refusal] = [refusals] if isinstance(refusals, Refusal) else list(refusals)
        self.status = status
        super().__init__("; ".join(f"{refusal.code} {dict(refusal.params)}" for refusal in self.refusals))

    @property
    def code(self) -> str:
        blocking = [refusal for refusal in self.refusals if refusal.severity == "block"]
        return blocking[0].code if blocking else "confirmation_required"


def refuse(code: str, *, loc: tuple[str | int, ...] = (), status: int = 422, **params: str) -> Refused:
    """Shorthand for the one-reason case: `raise refuse("not_found", status=404)`."""
    return Refused(Refusal(code, params, loc), status=status)
