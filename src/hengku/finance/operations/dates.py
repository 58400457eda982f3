"""Money documents stand in open periods only; documents with value events are asked by the ledger as well."""

from collections.abc import Iterable, Sequence
from datetime import date

from hengku.documents.types import LoadedDocument
from hengku.identity.types import Act
from hengku.kernel.errors import Refusal, Refused
from hengku.ledger.queries.closing import is_closed


def guard_dates(act: Act, documents: Sequence[LoadedDocument]) -> list[Refusal]:
    """period_closed."""
    return [problem for document in documents for problem in _problems(document.book_id, [document.business_date])]


def refuse_closed_mirrors(act: Act, documents: Sequence[LoadedDocument]) -> None:
    """A reversal is dated in an open period too. Raises Refused period_closed."""
    problems = [
        problem
        for document in documents
        if document.reverses_id is not None
        for problem in _problems(document.book_id, [document.business_date])
    ]
    if problems:
        raise Refused(problems)


def _problems(book_id: int, days: Iterable[date]) -> list[Refusal]:
    return [
        Refusal("period_closed", {"month": f"{day:%Y-%m}", "date": str(day)}, ("header", "business_date"))
        for day in days
        if is_closed(book_id=book_id, month=day.replace(day=1))
    ]
