"""The log of data that leaves the system as files and papers."""

from collections.abc import Iterable, Iterator, Mapping
from typing import Any, Generic, Literal, TypeVar

from hengku.identity.models import TakenOut
from hengku.identity.types import Act

Row = TypeVar("Row")


class Tallied(Generic[Row]):
    """Rows on their way out; count: how many went by."""

    def __init__(self, rows: Iterable[Row]) -> None:
        self.rows = rows
        self.count = 0

    def __iter__(self) -> Iterator[Row]:
        for row in self.rows:
            self.count += 1
            yield row


def note_taken_out(
    *,
    act: Act,
    kind: Literal["EXPORT", "PRINT", "REPORT"],
    what: str,
    form: str = "",
    filters: Mapping[str, Any] | None = None,
    rows: int | None = None,
) -> None:
    """Note who took out what. what: kind of record, document type or report; form: csv, xlsx, pdf; filters: the question as asked;
    rows: None = one paper or not counted."""
    TakenOut.objects.create(
        at=act.at, actor_id=act.actor_id, actor_name=act.viewer.name[:100], address=act.address,
        request_id=act.request_id, kind=kind, what=what[:60], format=form[:12], filters=dict(filters or {}), rows=rows,
    )  # fmt: skip
