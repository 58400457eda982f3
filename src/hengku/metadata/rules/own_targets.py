"""What may have fields of an account set's own: document types, their lines, kinds of records. Rooms above offer theirs."""

from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass

from hengku.kernel.registry import Registry
from hengku.kernel.texts import Text
from hengku.metadata.rules.formula.kinds import Type
from hengku.metadata.types import FieldSpec

Words = Callable[[], Mapping[str, Type]]


@dataclass(frozen=True, slots=True)
class OwnTarget:
    """table: where its values are; kept_for: the condition rows of that table are told apart by (column, value), if it holds several
    targets. fields: the built-in ones. words: what defaults and conditions may read; None = they are not offered. alive: the SQL condition of rows whose
    values count for fields that are unique, "" = all. labels: what people call those words."""

    name: str
    label: Text
    table: str
    fields: Sequence[FieldSpec]
    kept_for: tuple[str, str] | None = None
    words: Words | None = None
    alive: str = ""
    labels: Callable[[], Mapping[str, Text]] | None = None


OWN_TARGETS: Registry[OwnTarget] = Registry("target of custom fields")


def offer_own_target(target: OwnTarget) -> None:
    """Let the account set add fields to this."""
    OWN_TARGETS.offer(target.name, target)
