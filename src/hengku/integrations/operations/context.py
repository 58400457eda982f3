"""What every loader works with."""

from collections.abc import Callable, Sequence
from dataclasses import dataclass, field
from typing import TypeVar

from django.db import transaction

from hengku.identity.types import Act
from hengku.integrations.operations.lookups import Lookups
from hengku.integrations.rules.kinds import ImportKind
from hengku.integrations.rules.values import RowReader
from hengku.integrations.types import Fault, ImportRow, Options, Outcome, Repeated, RowState
from hengku.kernel.errors import Refusal

Result = TypeVar("Result")


@dataclass(slots=True)
class Context:
    """One import under way. writes False: only check; tries: but find out what updates would change, by trying them and
    taking them back. seen: natural key -> row that had it first. totals: figures of the kind."""

    act: Act
    kind: ImportKind
    options: Options
    lookups: Lookups
    writes: bool
    run_id: int | None = None
    seen: dict[object, int] = field(default_factory=dict)
    totals: dict[str, str] = field(default_factory=dict)
    tries: bool = False

    def repeats(self, reader: RowReader, key: object, column: str) -> bool:
        """Whether a row above has the same key and this one is to be skipped; where it may not be, it is a fault."""
        first = self.seen.setdefault(key, reader.row.number)
        if first == reader.row.number:
            return False
        if self.options.repeated is Repeated.SKIP:
            return True
        reader.fault("row_repeats", column, row=str(first))
        return False

    def carry_out(self, write: Callable[[], Result]) -> Result | None:
        """What a write answers; None when this import only checks."""
        if self.writes:
            return write()
        if not self.tries:
            return None
        with transaction.atomic():
            found = write()
            transaction.set_rollback(True)
        return found


Loader = Callable[[Context, Sequence[ImportRow]], list[Outcome]]
"""Takes rows (in file order) and says what became of each; refuses rows, never raises for what a file says."""


def refused(row: ImportRow, faults: Sequence[Fault]) -> Outcome:
    """A row that was not taken."""
    return Outcome(row.number, RowState.REFUSED, faults=list(faults))


def skipped(row: ImportRow, entity: str, entity_id: int | None = None) -> Outcome:
    """A row left out on request."""
    return Outcome(row.number, RowState.SKIPPED, entity, entity_id)


def faults_of(refusals: Sequence[Refusal], names: dict[str, str] | None = None) -> list[Fault]:
    """Refusals of operations as faults of a row; names: field of the operation -> column of the file."""
    found = []
    for refusal in refusals:
        field_name = str(refusal.loc[0]) if refusal.loc else ""
        found.append(Fault(refusal.code, dict(refusal.params), (names or {}).get(field_name, field_name)))
    return found
