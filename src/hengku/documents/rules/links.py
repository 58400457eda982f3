"""From source line to target line: what may be taken, how far over, and what is left (domain specification 2.1)."""

from decimal import ROUND_CEILING, Decimal

from hengku.documents.rules.facts import BookFacts, ItemFacts, SourceFacts
from hengku.documents.types import FORM, DocTypeSpec, DocumentState, LinkKind, LinkSpec
from hengku.kernel.errors import Refusal
from hengku.kernel.money import ZERO
from hengku.kernel.quantity import plain

_POSTED = frozenset({DocumentState.POSTED.value})
_APPROVED = frozenset({DocumentState.APPROVED.value})
_EFFECTIVE = {"order": _APPROVED, FORM: _APPROVED, "task": _POSTED | _APPROVED}
"""States in which something may be made from a document, by kind; stock documents: posted."""


_TOGETHER = frozenset({DocumentState.DRAFT.value, DocumentState.SUBMITTED.value, DocumentState.APPROVED.value})
"""An invoice may be drafted for goods that are not posted yet: both take effect together, and its own effect looks again."""


def tolerance_of(link: LinkSpec, item: ItemFacts, book: BookFacts | None) -> Decimal:
    """Over-receipt or over-ship tolerance as a fraction: the item's, else the book's, else none."""
    if link.tolerance is None:
        return ZERO
    receipt = link.tolerance.startswith("receipt")
    of_item = item.receipt_tolerance if receipt else item.shipment_tolerance
    if of_item is not None:
        return of_item
    if book is None:
        return ZERO
    return book.receipt_tolerance if receipt else book.shipment_tolerance


def source_problem(
    source: SourceFacts, *, target: DocTypeSpec, source_kind: str, book_id: int, loc: tuple[str | int, ...]
) -> Refusal | None:
    """Why a line of `target` may not be made from this line, if so."""
    params = {"number": source.number, "line": str(source.line_no)}
    link = target.link_from(source.type)
    if link is None:
        return Refusal("source_type", {**params, "type": str(target.label)}, loc)
    if source.book_id != book_id:
        return Refusal("source_of_another_book", params, loc)
    if source.stopped:
        return Refusal("source_stopped", params, loc)
    waits = link.kind is LinkKind.INVOICE and source.state in _TOGETHER
    if source.is_reversal or not (waits or in_effect(source.state, source_kind)):
        return Refusal("source_not_effective", {**params, "state": source.state}, loc)
    return None


def in_effect(state: str, kind: str) -> bool:
    """Whether something may be made from a document of this kind in this state."""
    return state in _EFFECTIVE.get(kind, _POSTED)


def overdrawn(
    *,
    source: SourceFacts,
    item: ItemFacts,
    link: LinkSpec,
    tolerance: Decimal,
    linked: Decimal,
    taken: Decimal,
    loc: tuple[str | int, ...],
    from_task: bool = False,
) -> Refusal | None:
    """Refusal when all live targets together (`linked`, with the `taken` of this command) exceed source x (1 + tolerance).
    from_task: the source is an instruction (a notice), of which no more is carried out than it says."""
    allowed = source.base_quantity * (1 + tolerance)
    if linked <= allowed:
        return None
    left = max(allowed - (linked - taken), ZERO)
    params = {
        "number": source.number,
        "line": str(source.line_no),
        "item": f"{item.code} {item.name}",
        "remaining": plain(left),
        "taken": plain(taken),
        "requested": plain(taken),
        "ordered": plain(source.base_quantity),
        "tolerance": plain(tolerance * 100),
        "who": "–",
    }
    return Refusal("tolerance_exceeded" if link.tolerance or from_task else "exceeds_source", params, loc)


def needed_tolerance(source: SourceFacts, linked: Decimal) -> Decimal:
    """The fraction by which live targets of `linked` exceed the line, rounded up to the four places that are kept."""
    return (linked / source.base_quantity - 1).quantize(Decimal("0.0001"), rounding=ROUND_CEILING)
