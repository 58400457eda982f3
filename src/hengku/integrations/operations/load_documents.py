"""Documents from files: rows grouped into documents, checked, written and made effective set-wise.

A negative quantity in receipts and shipments is a return: those lines become a document of the returning type under the same
number. A document stands or falls as a whole; a document refused when taking effect is found by halving the batch.
"""

from collections import Counter
from collections.abc import Collection, Iterator, Sequence
from dataclasses import dataclass, field
from datetime import date
from decimal import Decimal

from django.db import transaction

from hengku.documents.models import Document, Line
from hengku.documents.operations.create import create_and_transition
from hengku.documents.operations.draft import create_documents
from hengku.documents.rules.registry import DOCUMENT_TYPES
from hengku.documents.types import FORM, DocumentDraft, DocumentState, LineDraft
from hengku.integrations.operations.context import Context, refused, skipped
from hengku.integrations.operations.own_columns import OwnColumns
from hengku.integrations.operations.read_lines import LineReader, ReadLine
from hengku.integrations.queries.own_kinds import line_names, own_header, own_lines
from hengku.integrations.rules.grouping import Group
from hengku.integrations.rules.values import RowReader
from hengku.integrations.types import Fault, ImportRow, Outcome, RowState
from hengku.kernel.errors import Refusal, Refused
from hengku.masterdata.queries.books import BookFacts, book_facts, default_book, today

DEAD = (DocumentState.VOID, DocumentState.REVERSED)


NEEDS_A_PERSON = frozenset({"tolerance_exceeded"})
"""Warnings that stand for a right somebody uses with open eyes; a file never does."""


class Everything(Collection[str]):
    """Confirms every warning but those: while a file is loaded nobody sits there to be asked."""

    def __contains__(self, code: object) -> bool:
        return isinstance(code, str) and code not in NEEDS_A_PERSON

    def __iter__(self) -> Iterator[str]:
        return iter(())

    def __len__(self) -> int:
        return 0


@dataclass(slots=True)
class Pending:
    """A document ready to be written: its lines came from `rows`, one each."""

    draft: DocumentDraft
    rows: list[ImportRow] = field(default_factory=list)
    entity_id: int | None = None
    faults: dict[int, list[Fault]] = field(default_factory=dict)


class DocumentLoader:
    """Loads the documents of one import; remembers which numbers exist already."""

    def __init__(self, context: Context) -> None:
        self._context = context
        book_id = context.options.book_id
        self._book: BookFacts = book_facts(book_id) if book_id else default_book()
        self._today = today(self._book, context.act.at)
        self._type = context.kind.document_type or ""
        self._returns = context.kind.returns_type
        spec = DOCUMENT_TYPES.get(self._type)
        self._is_form, self._has_rows = spec.kind == FORM, spec.needs_lines
        self._lines = LineReader(context, self._book)
        self._own = OwnColumns(own_header(context.kind), {})
        self._own_lines = OwnColumns(own_lines(context.kind), line_names(context.kind))
        types = [code for code in (self._type, self._returns) if code]
        known = Document.objects.filter(book_id=self._book.id, type__in=types, reverses__isnull=True)
        self._known: dict[tuple[str, str], int] = {
            (code, number): pk
            for code, number, pk in known.exclude(state__in=DEAD)
            .exclude(external_number="")
            .values_list("type", "external_number", "pk")
        }

    def load(self, groups: Sequence[Group]) -> list[Outcome]:
        """What became of every row of these documents, in file order."""
        outcomes: dict[int, Outcome] = {}
        self._lines.prepare([row for group in groups for row in group.rows])
        pending: list[Pending] = []
        for group in groups:
            pending.extend(self._read(group, outcomes))
        pending = self._leave_known(pending, outcomes)
        if self._context.writes:
            self._write(pending)
        for one in pending:
            self._report(one, outcomes)
        return [outcomes[row.number] for group in groups for row in group.rows]

    def _read(self, group: Group, outcomes: dict[int, Outcome]) -> list[Pending]:
        """The documents of one group. A wrong row takes the whole of a numbered document along (every row is told so); of a
        document the import makes up itself only the wrong rows stay out."""
        readers = [RowReader(row) for row in group.rows]
        head = self._head(group, readers[0])
        lines = [ReadLine(LineDraft()) if self._is_form else self._lines.read(reader, head) for reader in readers]
        for reader, line in zip(readers, lines, strict=True):
            told = self._own_lines.read(reader)
            self._own_lines.require(reader, told)
            line.draft.extra |= told
        wrong = next((reader.row.number for reader in readers if reader.faults), None)
        if wrong is not None and not group.made_up:
            for reader in readers:
                faults = reader.faults or [Fault("rows_of_document", {"row": str(wrong)})]
                outcomes[reader.row.number] = refused(reader.row, faults)
            return []
        outcomes |= {reader.row.number: refused(reader.row, reader.faults) for reader in readers if reader.faults}
        good = [(reader.row, line) for reader, line in zip(readers, lines, strict=True) if not reader.faults]
        found = []
        for code, sign in ((self._type, 1), (self._returns, -1)):
            chosen = [(row, line) for row, line in good if line.sign == sign]
            if chosen and code:
                found.append(self._document(code, head, chosen))
        return found

    def _head(self, group: Group, reader: RowReader) -> DocumentDraft:
        """The header every row of the group shares, read from its first row."""
        context, options = self._context, self._context.options
        wanted = date.fromisoformat(options.date) if options.date else None
        fallback = min(self._book.start_month, self._today) if self._type.startswith("opening_") else self._today
        head = DocumentDraft(
            type=self._type,
            business_date=reader.date("business_date") or wanted or fallback,
            book_id=self._book.id,
            external_number=group.key[:100],
            import_run_id=context.run_id,
            price_includes_tax=options.price_includes_tax,
            warehouse_id=None if self._is_form else self._lines.warehouse(reader),
            remarks=reader.text("remarks", 2000) if len(group.rows) == 1 else "",
            extra=self._own.read(reader),
        )
        self._own.require(reader, head.extra)
        if context.kind.field("partner"):
            head.partner_id = self._lines.partner(reader)
        return head

    def _document(self, code: str, head: DocumentDraft, chosen: Sequence[tuple[ImportRow, ReadLine]]) -> Pending:
        draft = DocumentDraft(
            type=code, business_date=head.business_date, book_id=head.book_id, partner_id=head.partner_id,
            warehouse_id=head.warehouse_id, external_number=head.external_number, import_run_id=head.import_run_id,
            price_includes_tax=head.price_includes_tax, remarks=head.remarks, lines=[line.draft for _, line in chosen],
            extra=dict(head.extra),
        )  # fmt: skip
        if self._is_form and not self._has_rows:
            draft.lines = []
        return Pending(draft, [row for row, _ in chosen])

    def _leave_known(self, pending: Sequence[Pending], outcomes: dict[int, Outcome]) -> list[Pending]:
        """Documents that exist already with the same lines are unchanged, with other lines refused; the others remain."""
        if self._is_form:
            return self._leave_known_forms(pending, outcomes)
        met = {
            self._known[key]: one
            for one in pending
            if (key := (one.draft.type, one.draft.external_number)) in self._known
        }
        stored: dict[int, Counter[tuple[int, Decimal]]] = {key: Counter() for key in met}
        for document_id, item_id, quantity in Line.objects.filter(document_id__in=met).values_list(
            "document_id", "item_id", "quantity"
        ):
            stored[document_id][item_id, quantity.normalize()] += 1
        for document_id, one in met.items():
            lines = Counter((line.item_id or 0, (line.quantity or Decimal(0)).normalize()) for line in one.draft.lines)
            for row in one.rows:
                if lines == stored[document_id]:
                    outcomes[row.number] = Outcome(row.number, RowState.UNCHANGED, one.draft.type, document_id)
                elif self._context.options.leaves_existing:
                    outcomes[row.number] = skipped(row, one.draft.type, document_id)
                else:
                    outcomes[row.number] = refused(
                        row, [Fault("document_differs", {"value": one.draft.external_number}, "number")]
                    )
        left = {id(one) for one in met.values()}
        return [one for one in pending if id(one) not in left]

    def _leave_known_forms(self, pending: Sequence[Pending], outcomes: dict[int, Outcome]) -> list[Pending]:
        """Forms that exist already are left as they are; the others remain."""
        left: list[Pending] = []
        for one in pending:
            known = self._known.get((one.draft.type, one.draft.external_number))
            if known is None:
                left.append(one)
            else:
                outcomes |= {row.number: skipped(row, one.draft.type, known) for row in one.rows}
        return left

    def _write(self, pending: list[Pending]) -> None:
        """Write each type's documents in order: what comes in before what goes out of the same file."""
        for code in dict.fromkeys(one.draft.type for one in pending):
            self._post([one for one in pending if one.draft.type == code])

    def _post(self, pending: list[Pending]) -> None:
        """Write documents of one type; on a refusal halve them until the ones at fault are known."""
        if not pending:
            return
        drafts = [one.draft for one in pending]
        try:
            with transaction.atomic():
                ids = self._create(drafts)
        except Refused as refusal:
            if len(pending) == 1:
                pending[0].faults = _faults_by_row(refusal.refusals, pending[0].rows)
                return
            for part in _apart(pending, refusal.refusals):
                self._post(part)
            return
        for one, document_id in zip(pending, ids, strict=True):
            one.entity_id = document_id
            self._known[one.draft.type, one.draft.external_number] = document_id

    def _create(self, drafts: list[DocumentDraft]) -> list[int]:
        if not self._context.options.effect:
            return create_documents(act=self._context.act, drafts=drafts)
        transition = self._context.kind.transition
        return create_and_transition(act=self._context.act, drafts=drafts, transition=transition, confirm=Everything())

    def _report(self, one: Pending, outcomes: dict[int, Outcome]) -> None:
        first = next(iter(one.faults), None)
        for row in one.rows:
            if row.number in one.faults:
                outcomes[row.number] = refused(row, one.faults[row.number])
            elif first is not None:
                outcomes[row.number] = refused(row, [Fault("rows_of_document", {"row": str(first)})])
            else:
                outcomes[row.number] = Outcome(row.number, RowState.CREATED, one.draft.type, one.entity_id)


def _apart(pending: list[Pending], refusals: Sequence[Refusal]) -> list[list[Pending]]:
    """Refused documents one by one and the rest together, where the refusals say which they are; else two halves."""
    wrong = {loc[1] for refusal in refusals if (loc := refusal.loc)[:1] == ("documents",) and isinstance(loc[1], int)}
    if not wrong or len(wrong) == len(pending):
        middle = len(pending) // 2
        return [pending[:middle], pending[middle:]]
    rest = [one for position, one in enumerate(pending) if position not in wrong]
    return [rest, *([one] for position, one in enumerate(pending) if position in wrong)]


COLUMN_OF = {
    "item_id": "item", "unit_id": "unit", "partner": "partner", "partner_id": "partner", "warehouse_id": "warehouse",
    "bin_id": "bin", "lot_id": "lot", "source_line_id": "order_number", "net": "amount",
}  # fmt: skip
"""Fields of documents under other names than the columns of a file."""


def _faults_by_row(refusals: Sequence[Refusal], rows: Sequence[ImportRow]) -> dict[int, list[Fault]]:
    """Refusals of one document at the rows they concern; those of the whole document at its first row."""
    found: dict[int, list[Fault]] = {}
    for refusal in refusals:
        loc = refusal.loc[2:] if refusal.loc[:1] == ("documents",) else refusal.loc
        row, name = rows[0], str(loc[0]) if loc else ""
        if loc[:1] == ("lines",) and len(loc) > 1 and isinstance(loc[1], int) and loc[1] < len(rows):
            row, name = rows[loc[1]], str(loc[2]) if len(loc) > 2 else ""
        found.setdefault(row.number, []).append(Fault(refusal.code, dict(refusal.params), COLUMN_OF.get(name, name)))
    return found
