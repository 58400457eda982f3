"""What every loader works with."""

from collections.abc import Callable, Sequence
from dataclasses import dataclass, field

from hengku.identity.types import Act
from hengku.integrations.operations.lookups import Lookups
from hengku.integrations.rules.kinds import ImportKind
from hengku.integrations.types import Fault, ImportRow, Options, Outcome, RowState
from hengku.kernel.errors import Refusal


@dataclass(slots=True)
class Context:
    """One import under way. writes False: only check. seen: natural key -> row that had it first. totals: figures of the kind."""

    act: Act
    kind: ImportKind
    options: Options
    lookups: Lookups
    writes: bool
    run_id: int | None = None
    seen: dict[object, int] = field(default_factory=dict)
    totals: dict[str, str] = field(default_factory=dict)


Loader = Callable[[Context, Sequence[ImportRow]], list[Outcome]]
"""Takes rows (in file order) and says what became of each; refuses rows, never raises for what a file says."""


def refused(row: ImportRow, faults: Sequence[Fault]) -> Outcome:
    """A row that was not taken."""
    return Outcome(row.number, RowState.REFUSED, faults=list(faults))


def faults_of(refusals: Sequence[Refusal], names: dict[str, str] | None = None) -> list[Fault]:
    """Refusals of operations as faults of a row; names: field of the operation -> column of the file."""
    found = []
    for refusal in refusals:
        field_name = str(refusal.loc[0]) if refusal.loc else ""
        found.append(Fault(refusal.code, dict(refusal.params), (names or {}).get(field_name, field_name)))
    return found
