"""From the facts of a posting group to balanced voucher drafts naming keys. Pure; the heart of the books.

One voucher per document and template; documents that join one another (an invoice and its receipt) share one. What corrects the
cost of another document (DELTA) is a voucher of that document; covers (K1) and residuals (K2) stand beside the document that made
them. Red entries stay on the original sides; a voucher of nothing is none.
"""

from collections import defaultdict
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import replace
from datetime import date
from decimal import Decimal

from hengku.finance.rules.recipes import Recipe, Style, counter_of, recipe_of
from hengku.finance.types import (
    Aux,
    DocumentFacts,
    DraftLine,
    EntryFact,
    LineFact,
    Side,
    VoucherDraft,
    VoucherKind,
)
from hengku.kernel.money import ZERO, round_amount
from hengku.masterdata.types import CostMethod

_D, _C = Side.DEBIT, Side.CREDIT
_PLAIN = LineFact()
_NETTED = frozenset({"AP-EST", "PURCH"})
"""Keys that pass through when a receipt meets its invoice in one voucher."""
OWED = frozenset({"AP", "AP-EST", "AR", "OTHER-R", "OTHER-P"})
"""What somebody owes is kept by partner, and by nothing else, so that what clears it meets it."""
USE_TEMPLATE = "O2"
_JOINED_TEMPLATES = {("P1", "P3"): "P2", ("P3", "P4"): "P4"}


def drafts_of(
    documents: Sequence[DocumentFacts], entries: Sequence[EntryFact], others: Sequence[DocumentFacts] = ()
) -> list[VoucherDraft]:
    """Vouchers of one posting group, in posting order. others: documents whose cost the group corrects."""
    facts = {document.id: document for document in (*documents, *others)}
    caused: dict[int, list[EntryFact]] = defaultdict(list)
    for entry in entries:
        caused[entry.caused_by].append(entry)
    documents = _handed_over(documents)
    drafts: list[VoucherDraft] = []
    for joined in _joined([document for document in documents if _has_event(document, caused)]):
        made_for = tuple(document.id for document in joined)
        drafts.append(_main(joined, caused))
        for document in joined:
            drafts.extend(_used(document, caused[document.id], made_for))
            drafts.extend(_beside(document, made_for))
            drafts.extend(_corrections(document, caused[document.id], facts, made_for))
    return [draft for draft in drafts if draft.lines]


def drafts_at_month_end(
    documents: Sequence[DocumentFacts], entries: Sequence[EntryFact], day: date
) -> list[VoucherDraft]:
    """One voucher per document whose cost a month-end method has made final, dated the last day; corrections are part of what they
    correct. A document that has its voucher already (the month was opened again) gets the difference."""
    found: dict[int, list[EntryFact]] = defaultdict(list)
    for entry in final_entries(entries):
        found[entry.document_id].append(entry)
    postings: dict[int, dict[int, None]] = defaultdict(dict)
    for entry in entries:
        postings[entry.document_id][entry.posting_id] = None
    drafts: list[VoucherDraft] = []
    for document in documents:
        mine = found.get(document.id, [])
        costs = [entry for entry in mine if entry.kind != "RESIDUAL"]
        rest = [line for entry in mine if entry.kind == "RESIDUAL" for line in _residual_lines(entry)]
        template = document.template or recipe_of(document.type).template
        for code, lines in ((template, lines_of(document, costs)), ("K2", rest)):
            drafts.append(
                VoucherDraft(
                    book_id=document.book_id,
                    date=day,
                    kind=_kind_at_month_end(document, costs if code == template else mine),
                    template=code,
                    of=(document.id,),
                    lines=summed(lines),
                    postings=tuple(postings[document.id]),
                    made_for=(document.id,),
                )
            )
    return [draft for draft in drafts if draft.lines]


def final_entries(entries: Sequence[EntryFact]) -> list[EntryFact]:
    """Corrections added to the entries they correct, as if those had been priced so at once; residuals that were taken back are none."""
    bases = {entry.entry_id for entry in entries if _is_own(entry)}
    changes: dict[int, list[EntryFact]] = defaultdict(list)
    for entry in entries:
        if entry.corrects in bases and entry.kind != "RESIDUAL":
            changes[entry.corrects].append(entry)
    taken = {change.entry_id for group in changes.values() for change in group}
    residuals: dict[int, EntryFact] = {}
    for entry in entries:
        if entry.kind == "RESIDUAL":
            before = residuals.get(entry.corrects)
            residuals[entry.corrects] = entry if before is None else entry._replace(amount=before.amount + entry.amount)
            taken.add(entry.entry_id)
    kept = [
        entry._replace(
            amount=entry.amount + sum((change.amount for change in changes[entry.entry_id]), ZERO),
            expensed=entry.expensed + sum((change.expensed for change in changes[entry.entry_id]), ZERO),
            apart=entry.apart + sum((change.apart for change in changes[entry.entry_id]), ZERO),
        )
        if entry.entry_id in changes
        else entry
        for entry in entries
        if entry.entry_id not in taken
    ]
    return [*kept, *(entry for entry in residuals.values() if entry.amount)]


def _kind_at_month_end(document: DocumentFacts, entries: Sequence[EntryFact]) -> VoucherKind:
    if not any(map(_is_own, entries)):
        return VoucherKind.DELTA
    return VoucherKind.REVERSAL if document.is_reversal else VoucherKind.NORMAL


def _has_event(document: DocumentFacts, caused: Mapping[int, Sequence[EntryFact]]) -> bool:
    return bool(caused.get(document.id)) or bool(document.extra) or bool(document.beside)


def _handed_over(documents: Sequence[DocumentFacts]) -> list[DocumentFacts]:
    """What one document takes over of another: out of the other's voucher when both come together, else into its own."""
    present = {document.id for document in documents if document.beside}
    back: dict[int, list[DraftLine]] = defaultdict(list)
    own: dict[int, list[DraftLine]] = defaultdict(list)
    for document in documents:
        for target, lines in document.gives_back.items():
            (back[target] if target in present else own[document.id]).extend(
                lines if target in present else map(_turned, lines)
            )
    return [
        replace(
            document,
            extra=(*document.extra, *own[document.id]),
            beside=tuple(replace(one, lines=(*one.lines, *back[document.id])) for one in document.beside),
        )
        if document.id in back or document.id in own
        else document
        for document in documents
    ]


def _turned(line: DraftLine) -> DraftLine:
    """Pending tax that becomes due leaves its account on the debit side."""
    return line._replace(side=_D, amount=-line.amount) if line.key == "VAT-OUT-PEND" else line


def _beside(document: DocumentFacts, made_for: tuple[int, ...]) -> list[VoucherDraft]:
    return [
        VoucherDraft(
            book_id=document.book_id,
            date=document.date,
            kind=VoucherKind.REVERSAL if document.is_reversal else VoucherKind.NORMAL,
            template=one.template,
            of=(document.id,),
            lines=summed(one.lines),
            made_for=made_for,
        )
        for one in document.beside
    ]


def _joined(documents: Sequence[DocumentFacts]) -> list[list[DocumentFacts]]:
    """Documents that share one voucher, together, at the place of their first."""
    leader = {document.id: document.id for document in documents}

    def find(key: int) -> int:
        while leader[key] != key:
            key = leader[key]
        return key

    for document in documents:
        for other in document.joins:
            if other in leader:
                low, high = sorted((find(document.id), find(other)))
                leader[high] = low
    groups: dict[int, list[DocumentFacts]] = {}
    for document in documents:
        groups.setdefault(find(document.id), []).append(document)
    return list(groups.values())


def _main(joined: Sequence[DocumentFacts], caused: Mapping[int, Sequence[EntryFact]]) -> VoucherDraft:
    lines: list[DraftLine] = []
    templates: list[str] = []
    postings: dict[int, None] = {}
    for document in joined:
        own = [entry for entry in caused.get(document.id, ()) if _is_own(entry) and not _is_use(document, entry)]
        postings |= dict.fromkeys(entry.posting_id for entry in own)
        lines.extend(lines_of(document, own))
        lines.extend(document.extra)
        templates.append(document.template or recipe_of(document.type).template)
    first = joined[0]
    template = templates[0]
    if len(joined) > 1:
        lines = _net(lines)
        template = _JOINED_TEMPLATES.get(_pair(templates), template)
    return VoucherDraft(
        book_id=first.book_id,
        date=max(document.date for document in joined),
        kind=VoucherKind.REVERSAL if all(document.is_reversal for document in joined) else VoucherKind.NORMAL,
        template=template,
        of=tuple(document.id for document in joined),
        lines=summed(lines),
        postings=tuple(postings),
        made_for=tuple(document.id for document in joined),
    )


def _is_use(document: DocumentFacts, entry: EntryFact) -> bool:
    return entry.outward and recipe_of(document.type).style is Style.USE


def _used(document: DocumentFacts, entries: Sequence[EntryFact], made_for: tuple[int, ...]) -> list[VoucherDraft]:
    """The use of goods bought with the same document: a voucher of its own, as an issue has."""
    own = [entry for entry in entries if _is_own(entry) and _is_use(document, entry)]
    if not own:
        return []
    return [
        VoucherDraft(
            book_id=document.book_id,
            date=document.date,
            kind=VoucherKind.REVERSAL if document.is_reversal else VoucherKind.NORMAL,
            template=USE_TEMPLATE,
            of=(document.id,),
            lines=summed(lines_of(document, own)),
            postings=(own[0].posting_id,),
            made_for=made_for,
        )
    ]


def _pair(templates: Iterable[str]) -> tuple[str, str]:
    ordered = sorted(set(templates))
    return (ordered[0], ordered[-1])


def _is_own(entry: EntryFact) -> bool:
    return entry.kind in {"OWN", "ISSUE", "ADJUSTMENT", "REVALUATION"}


def _corrections(
    document: DocumentFacts,
    entries: Sequence[EntryFact],
    facts: Mapping[int, DocumentFacts],
    made_for: tuple[int, ...],
) -> list[VoucherDraft]:
    """Covers and residuals of the document's own posting, and what it changed of other documents' cost."""
    groups: dict[tuple[int, str, VoucherKind], list[EntryFact]] = defaultdict(list)
    for entry in entries:
        if entry.kind == "DELTA":
            groups[entry.document_id, "", VoucherKind.DELTA].append(entry)
        elif entry.kind == "COVER":
            groups[document.id, "K1", VoucherKind.NORMAL].append(entry)
        elif entry.kind == "RESIDUAL":
            kind = VoucherKind.NORMAL if entry.document_id == document.id else VoucherKind.DELTA
            groups[entry.document_id, "K2", kind].append(entry)
    drafts = []
    for (of, template, kind), group in groups.items():
        lines: list[DraftLine] = []
        for entry in group:
            owner = facts[entry.document_id]
            # What was issued before it came, and has become something else meanwhile: the difference is cost of sales (R5).
            gone = entry.kind == "COVER" and recipe_of(owner.type).style is Style.MOVE
            alone = entry.kind == "RESIDUAL" or gone
            lines.extend(_residual_lines(entry) if alone else lines_of(owner, [entry]))
        drafts.append(
            VoucherDraft(
                book_id=document.book_id,
                date=group[0].date if kind is VoucherKind.DELTA else document.date,
                kind=kind,
                template=template or recipe_of(facts[of].type).template,
                of=(of,),
                lines=summed(lines),
                postings=(group[0].posting_id,),
                made_for=made_for,
            )
        )
    return drafts


def lines_of(document: DocumentFacts, entries: Sequence[EntryFact]) -> list[DraftLine]:
    """Both sides of these entries by the recipe of the document whose cost they are."""
    recipe = recipe_of(document.type)
    lines: list[DraftLine] = []
    for entry in entries:
        line = document.lines.get(entry.line_id, _PLAIN)
        style = recipe.style
        if style is Style.USE:
            style, line = (Style.OUT, line) if entry.outward else (Style.IN, _PLAIN)
        if style is Style.IN:
            lines.append(_stock(_D, entry, entry.amount))
            lines.append(_variance(entry))
            lines.append(_counter(_C, recipe, document, line, entry, entry.amount + entry.expensed - entry.apart))
            lines.append(DraftLine(_C, "PURCH", entry.apart, Aux(partner_id=document.partner_id)))
        elif style is Style.OUT:
            lines.extend(_out(recipe, document, line, entry))
        elif recipe.style is Style.MOVE:
            credit = entry.outward != recipe.red
            lines.append(_stock(_C, entry, -entry.amount) if credit else _stock(_D, entry, entry.amount))
            lines.append(_variance(entry))
        elif recipe.style is Style.ADJUST:
            lines.extend(_adjust(recipe, document, line, entry))
        elif recipe.style is Style.RETURN:
            lines.append(_stock(_D, entry, entry.amount))
            lines.append(_variance(entry))
        elif recipe.style is Style.REVALUE:
            lines.append(_stock(_D, entry, entry.amount))
            lines.append(_variance(entry, _C))
    if recipe.style is Style.RETURN:
        lines.extend(_credit(recipe, document, entries))
    if recipe.style is Style.MOVE:
        lines.extend(_fee(recipe, document, entries))
    return lines


def _stock(side: Side, entry: EntryFact, amount: Decimal) -> DraftLine:
    aux = Aux(item_id=entry.item_id, warehouse_id=entry.warehouse_id)
    quantity = -entry.quantity if side is _C else entry.quantity
    return DraftLine(side, entry.key, amount, aux, quantity)


def _variance(entry: EntryFact, side: Side = _D) -> DraftLine:
    """The part that did not enter the pool: a cost variance under standard costing (4.6), else cost of sales (R7)."""
    key = "PPV" if entry.method == CostMethod.STANDARD else "COGS"
    amount = entry.expensed if side is _D else -entry.expensed
    return DraftLine(side, key, amount, Aux(item_id=entry.item_id, warehouse_id=entry.warehouse_id))


def _counter(
    side: Side, recipe: Recipe, document: DocumentFacts, line: LineFact, entry: EntryFact, amount: Decimal
) -> DraftLine:
    key = line.counter or counter_of(recipe, entry.key)
    if key in OWED:
        return DraftLine(side, key, amount, Aux(partner_id=document.partner_id))
    aux = Aux(
        item_id=entry.item_id,
        document_id=line.cost_object,
        warehouse_id=entry.warehouse_id,
        department=line.department,
    )
    return DraftLine(side, key, amount, aux)


def issue_counter(document: DocumentFacts, entry: EntryFact) -> DraftLine:
    """The line that bears more of the cost of an issue: the issue's own other side; cost of sales where it has none of its own."""
    recipe = recipe_of(document.type)
    if recipe.style is Style.OUT:
        return _counter(_D, recipe, document, document.lines.get(entry.line_id, _PLAIN), entry, -entry.amount)
    return DraftLine(_D, "COGS", -entry.amount, Aux(item_id=entry.item_id, warehouse_id=entry.warehouse_id))


def _out(recipe: Recipe, document: DocumentFacts, line: LineFact, entry: EntryFact) -> list[DraftLine]:
    """Cost out of stock; input VAT that has to leave with it, and the VAT of a deemed sale, are part of the loss or expense."""
    cost = -entry.amount - entry.expensed
    gone = round_amount(cost * line.transfer_out_rate)
    deemed = line.output_tax if _is_own(entry) else ZERO
    lines = [
        _counter(_D, recipe, document, line, entry, cost + gone + deemed - entry.apart),
        DraftLine(_D, "SHIPPED", entry.apart, Aux(item_id=entry.item_id, partner_id=document.partner_id)),
        _stock(_C, entry, -entry.amount),
        _variance(entry),
    ]
    if gone:
        lines.append(DraftLine(_C, "VAT-IN-OUT", gone))
    if deemed:
        lines.append(DraftLine(_C, "VAT-OUT", deemed))
    return lines


def _adjust(recipe: Recipe, document: DocumentFacts, line: LineFact, entry: EntryFact) -> list[DraftLine]:
    lines = [_stock(_D, entry, entry.amount), *(entry.borne or [_variance(entry)])]
    counter = line.counter or recipe.counter
    if counter and entry.amount + entry.expensed:
        lines.append(_counter(_C, recipe, document, line, entry, entry.amount + entry.expensed))
    return lines


def _credit(recipe: Recipe, document: DocumentFacts, entries: Sequence[EntryFact]) -> list[DraftLine]:
    """A supplier takes goods back at the purchase price; what cost has left beyond that is cost of sales (P4, FF-3)."""
    lines: list[DraftLine] = []
    partner = Aux(partner_id=document.partner_id)
    for line_id in dict.fromkeys(entry.line_id for entry in entries):
        mine = [entry for entry in entries if entry.line_id == line_id]
        cost = sum((entry.amount + entry.expensed for entry in mine), ZERO)
        credit = document.lines.get(line_id, _PLAIN).credit if any(map(_is_own, mine)) else ZERO
        if credit is None:
            credit = cost
        item = Aux(item_id=mine[0].item_id, warehouse_id=mine[0].warehouse_id)
        lines.append(DraftLine(_D, "COGS", credit - cost, item))
        lines.append(DraftLine(_C, recipe.counter, credit, partner))
    return lines


def _fee(recipe: Recipe, document: DocumentFacts, entries: Sequence[EntryFact]) -> list[DraftLine]:
    """What came in beyond what left is a fee (assembly); without a key for it, everything must balance by itself."""
    rest = sum((entry.amount + entry.expensed for entry in entries), ZERO)
    if not rest:
        return []
    key = "AP" if document.partner_id is not None else recipe.counter or "PENDING-PL"
    return [DraftLine(_C, key, rest, Aux(partner_id=document.partner_id))]


def _residual_lines(entry: EntryFact) -> list[DraftLine]:
    """余额调整 K2: money left at quantity 0 goes to cost of sales, or comes from it; the sign decides the sides."""
    aux = Aux(item_id=entry.item_id, warehouse_id=entry.warehouse_id)
    if entry.amount < 0:
        return [DraftLine(_D, "COGS", -entry.amount, aux), _stock(_C, entry, -entry.amount)]
    return [_stock(_D, entry, entry.amount), DraftLine(_C, "COGS", entry.amount, aux)]


def _net(lines: Sequence[DraftLine]) -> list[DraftLine]:
    """Let what only passes through cancel: the estimate of a receipt against its release by the invoice."""
    kept = [line for line in lines if line.key not in _NETTED]
    passing: dict[tuple[str, Aux], list[Decimal]] = defaultdict(lambda: [ZERO, ZERO])
    for line in lines:
        if line.key in _NETTED:
            passing[line.key, line.aux][line.side is _C] += line.amount
    for (key, aux), (debit, credit) in passing.items():
        if abs(credit) >= abs(debit):
            kept.append(DraftLine(_C, key, credit - debit, aux))
        else:
            kept.append(DraftLine(_D, key, debit - credit, aux))
    return kept


def summed(lines: Iterable[DraftLine]) -> tuple[DraftLine, ...]:
    """Lines of the same side, key and aux as one; lines of nothing left out; debits first, as vouchers are read."""
    sums: dict[tuple[bool, str, Aux], tuple[Decimal, Decimal | None]] = {}
    for side, name, amount, aux, quantity in lines:
        key = (side is _C, name, aux)
        before = sums.get(key)
        if before is None:
            sums[key] = (amount, quantity)
        else:
            known = before[1]
            sums[key] = (before[0] + amount, quantity if known is None else known + (quantity or ZERO))
    found = [
        DraftLine(_C if is_credit else _D, name, amount, aux, quantity)
        for (is_credit, name, aux), (amount, quantity) in sums.items()
        if amount
    ]
    return tuple(sorted(found, key=lambda line: line.side is _C))


def is_balanced(draft: VoucherDraft) -> bool:
    """Σ debit = Σ credit, to the cent."""
    return sum((line.amount if line.side is _D else -line.amount for line in draft.lines), ZERO) == 0
