"""Where the figures of a listing come from: rules by column, applied to the row that was clicked."""

from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass, replace
from decimal import Decimal

from hengku.kernel.money import ZERO
from hengku.kernel.texts import Text, current_language
from hengku.reports.rules.derivation import Node, Operation, difference, negated, total
from hengku.reports.rules.row_keys import row_key
from hengku.reports.types import Columns, Page, ReportQuestion, ReportResult, Row

MOST = 50
_OLDER = Text("更早 {count} 笔", "{count} older")
_BROUGHT = Text("此前结存", "Brought forward")


@dataclass(frozen=True, slots=True)
class Cell:
    """The row a figure stands in, with the rows before it. Rows carry what the report keeps for its own use, too."""

    question: ReportQuestion
    rows: Sequence[Row]
    at: int
    labels: Mapping[str, str]
    rules: Mapping[str, "Rule"]

    @property
    def row(self) -> Row:
        return self.rows[self.at]

    def figure(self, column: str) -> Decimal:
        """The row's figure; nothing is 0."""
        return Decimal(str(self.row.get(column) or 0))

    def label(self, column: str) -> str:
        return self.labels.get(column, column)

    def derived(self, column: str) -> Node:
        """Another figure of the same row by its own rule."""
        return self.rules[column](self, column)


Rule = Callable[[Cell, str], Node]
"""How a column's figure follows. Raises KeyError where there is nothing to explain."""


@dataclass(frozen=True, slots=True)
class ByRow:
    """The explainer of a listing. pages: the report finds one row of many by its page, and no rule looks at other rows."""

    run: Callable[[ReportQuestion], ReportResult]
    columns: Columns
    rules: Mapping[str, "Rule"]
    pages: bool = False

    def __call__(self, question: ReportQuestion, key: Mapping[str, str], column: str) -> Node:
        number = int(key["row"])
        found = list(self.run(replace(question, page=Page(1, number) if self.pages else Page())).rows)
        at = 0 if self.pages else number
        if not 0 <= at < len(found) or row_key(found[at], self.columns(question.parameters), number) != dict(key):
            raise KeyError(column)
        return self.derived(question, found, at, column)

    def derived(self, question: ReportQuestion, rows: Sequence[Row], at: int, column: str) -> Node:
        """The derivation of a figure of rows that are at hand."""
        labels = {one.name: str(one.label) for one in self.columns(question.parameters)}
        cell = Cell(question, rows, at, labels, self.rules)
        return replace(cell.derived(column), label=cell.label(column))


def by_row(
    run: Callable[[ReportQuestion], ReportResult], columns: Columns, rules: Mapping[str, Rule], *, pages: bool = False
) -> ByRow:
    """The explainer of a listing by rules of its columns."""
    return ByRow(run, columns, rules, pages)


def document_of(row: Row) -> int | None:
    """The document a row is about."""
    named = row.get("document")
    if isinstance(named, Mapping):
        named = named.get("id")
    if named is not None and str(named).isdigit():
        return int(str(named))
    tail = path_of(row).rpartition("/")[2]
    return int(tail) if path_of(row).startswith("/documents/") and tail.isdigit() else None


def path_of(row: Row) -> str:
    """The page behind a row."""
    drill = row.get("_drill")
    return str(drill["path"]) if isinstance(drill, Mapping) else ""


def stands(cell: Cell, column: str) -> Node:
    """The figure stands in the books as it is: one entry, or one line of a document."""
    return Node(cell.label(column), cell.figure(column), document_id=document_of(cell.row), path=path_of(cell.row))


def added(*columns: str) -> Rule:
    """The sum of other figures of the row."""
    return lambda cell, column: total(cell.label(column), [cell.derived(one) for one in columns])


def less(first: str, *others: str) -> Rule:
    """One figure of the row less others."""
    return lambda cell, column: difference(
        cell.label(column), cell.derived(first), *(cell.derived(one) for one in others)
    )


def per(amount: str, quantity: str, places: int = 6) -> Rule:
    """One figure by another."""

    def rule(cell: Cell, column: str) -> Node:
        parts = (cell.derived(amount), cell.derived(quantity))
        return Node(cell.label(column), cell.figure(column), Operation.QUOTIENT, parts, places=places)

    return rule


def percent(part: str, whole: str, places: int = 2) -> Rule:
    """One figure in percent of another."""

    def rule(cell: Cell, column: str) -> Node:
        parts = (cell.derived(part), cell.derived(whole))
        return Node(cell.label(column), cell.figure(column), Operation.PERCENT, parts, places=places)

    return rule


def running(plus: Sequence[str], minus: Sequence[str] = (), within: Sequence[str] = ()) -> Rule:
    """A balance: what the rows before and this one added and took. A row that adds nothing says what was brought forward. within:
    columns in which the rows of one balance agree."""

    def rule(cell: Cell, column: str) -> Node:
        parts: list[Node] = []
        for at, row in enumerate(cell.rows[: cell.at + 1]):
            if any(row.get(name) != cell.row.get(name) for name in within):
                continue
            here = replace(cell, at=at)
            moved = [stands(here, name) for name in plus if row.get(name) is not None]
            moved += [negated(stands(here, name)) for name in minus if row.get(name) is not None]
            if moved:
                parts += [one for one in moved if one.value]
            else:
                parts = [replace(stands(here, column), label=str(_BROUGHT))]
        return total(cell.label(column), shortened(parts))

    return rule


def shortened(parts: list[Node]) -> list[Node]:
    """The newest facts, older ones as one."""
    if len(parts) <= MOST:
        return parts
    older = parts[:-MOST]
    whole = sum((one.value for one in older), ZERO)
    told = _OLDER.in_language(current_language(), {"count": len(older)})
    return [Node(told, whole), *parts[-MOST:]]


def facts(label: str, found: Sequence[tuple[str, Decimal, int | None]]) -> Node:
    """The sum of facts: what each is, its figure, and its document."""
    return total(label, shortened([Node(what, amount, document_id=document) for what, amount, document in found]))
