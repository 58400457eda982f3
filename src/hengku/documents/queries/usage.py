"""Which documents speak of a record by plain id: they protect it from deletion. (Foreign keys protect themselves.)"""

from collections.abc import Callable, Sequence

from django.db.models import Q

from hengku.documents.models import Document


def _documents_with(condition: Q) -> list[str]:
    numbers = Document.objects.filter(condition).order_by("-id").values_list("number", flat=True).distinct()[:20]
    return [number or "" for number in numbers]


def uses_of_warehouse(record_id: int) -> Sequence[str]:
    """Numbers of documents with a line in or to this warehouse."""
    return _documents_with(Q(lines__warehouse_id=record_id) | Q(lines__to_warehouse_id=record_id))


def uses_of_bin(record_id: int) -> Sequence[str]:
    """Numbers of documents with a line at this bin."""
    return _documents_with(Q(lines__bin_id=record_id) | Q(lines__to_bin_id=record_id))


def uses_of_lot(record_id: int) -> Sequence[str]:
    """Numbers of documents with this lot."""
    return _documents_with(Q(lines__lot_id=record_id))


USAGES: dict[str, Callable[[int], Sequence[str]]] = {
    "warehouses": uses_of_warehouse,
    "bins": uses_of_bin,
    "lots": uses_of_lot,
}
"""By resource."""
