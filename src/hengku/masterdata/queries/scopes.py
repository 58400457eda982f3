"""Cost scopes 核算范围 of the warehouses of a book, remembered per process and account set.

A warehouse keeps its scope for good (the costing scope of a book and the cost group of a warehouse are fixed), so
remembering is safe.
"""

from hengku.identity.queries.account_set import account_set
from hengku.masterdata.models import BookWarehouse

_known: dict[tuple[str, str, int], dict[int, int]] = {}


def _where(book_id: int) -> tuple[str, str, int]:
    return (*account_set(), book_id)


def forget() -> None:
    """Look everything up anew (after warehouses joined or left books in this process)."""
    _known.clear()


def scope_ids(book_id: int) -> dict[int, int]:
    """Cost scope by warehouse, for every warehouse the book uses. A warehouse added by another process appears through
    `scope_id`."""
    key = _where(book_id)
    if key not in _known:
        _known[key] = dict(BookWarehouse.objects.filter(book_id=book_id).values_list("warehouse_id", "cost_scope_id"))
    return _known[key]


def scope_id(book_id: int, warehouse_id: int) -> int | None:
    """Cost scope of one warehouse in a book; None when the book does not use it."""
    known = scope_ids(book_id)
    if warehouse_id not in known:
        _known.pop(_where(book_id), None)
        known = scope_ids(book_id)
    return known.get(warehouse_id)
