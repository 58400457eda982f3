"""Who still has stock: items, warehouses and bins that hold or promise goods are not switched off."""

from collections import defaultdict
from collections.abc import Callable, Mapping, Sequence

from django.db import connection

from hengku.kernel import sql
from hengku.kernel.quantity import plain
from hengku.kernel.texts import Text
from hengku.ledger.texts import RESERVED, STOCK
from hengku.masterdata.rules.usage import Usage

_MOST = 20
_STOCK = {
    "items:archive": """
SELECT b.item_id, w.name, sum(b.quantity) FROM ledger_balance b
  JOIN masterdata_place p ON p.id = b.place_id LEFT JOIN masterdata_warehouse w ON w.id = p.warehouse_id
 WHERE b.item_id = ANY(%s::bigint[]) GROUP BY b.item_id, w.name, b.place_id HAVING bool_or(b.quantity <> 0) ORDER BY 1, 3 DESC""",
    "warehouses:archive": """
SELECT p.warehouse_id, i.code || ' ' || i.name, sum(b.quantity) FROM ledger_balance b
  JOIN masterdata_place p ON p.id = b.place_id JOIN masterdata_item i ON i.id = b.item_id
 WHERE p.warehouse_id = ANY(%s::bigint[]) GROUP BY 1, 2, i.id HAVING bool_or(b.quantity <> 0) ORDER BY 1, 3 DESC""",
    "lots": """
SELECT m.lot_id, i.code || ' ' || i.name, sum(m.quantity) FROM ledger_move m JOIN masterdata_item i ON i.id = m.item_id
 WHERE m.lot_id = ANY(%s::bigint[]) GROUP BY 1, 2, i.id ORDER BY 1""",
    "packages": """
SELECT e.package_id, i.code || ' ' || i.name, sum(e.quantity) FROM ledger_package_event e
  JOIN masterdata_item i ON i.id = e.item_id
 WHERE e.package_id = ANY(%s::bigint[]) GROUP BY 1, 2, i.id ORDER BY 1""",
    "bins:archive": """
SELECT b.bin_id, i.code || ' ' || i.name, sum(b.quantity) FROM ledger_balance b JOIN masterdata_item i ON i.id = b.item_id
 WHERE b.bin_id = ANY(%s::bigint[]) GROUP BY 1, 2, i.id HAVING bool_or(b.quantity <> 0) ORDER BY 1, 3 DESC""",
}
"""Record, where or what, how much; a balance of nothing is no stock."""
_OPEN = "r.quantity > r.consumed_quantity + r.released_quantity"
_RESERVED = {
    "items:archive": f"""
SELECT r.item_id, coalesce(w.name, ''), sum(r.quantity - r.consumed_quantity - r.released_quantity) FROM ledger_reservation r
  JOIN masterdata_place p ON p.id = r.place_id LEFT JOIN masterdata_warehouse w ON w.id = p.warehouse_id
 WHERE r.item_id = ANY(%s::bigint[]) AND {_OPEN} GROUP BY 1, 2 ORDER BY 1, 3 DESC""",  # noqa: S608 (constants only)
    "warehouses:archive": f"""
SELECT p.warehouse_id, i.code || ' ' || i.name, sum(r.quantity - r.consumed_quantity - r.released_quantity)
  FROM ledger_reservation r JOIN masterdata_place p ON p.id = r.place_id JOIN masterdata_item i ON i.id = r.item_id
 WHERE p.warehouse_id = ANY(%s::bigint[]) AND {_OPEN} GROUP BY 1, 2 ORDER BY 1, 3 DESC""",  # noqa: S608 (constants only)
    "bins:archive": f"""
SELECT r.bin_id, i.code || ' ' || i.name, sum(r.quantity - r.consumed_quantity - r.released_quantity)
  FROM ledger_reservation r JOIN masterdata_item i ON i.id = r.item_id
 WHERE r.bin_id = ANY(%s::bigint[]) AND {_OPEN} GROUP BY 1, 2 ORDER BY 1, 3 DESC""",  # noqa: S608 (constants only)
}


def _finder(statement: str) -> Callable[[Sequence[int]], Mapping[int, Sequence[str]]]:
    def find(record_ids: Sequence[int]) -> Mapping[int, Sequence[str]]:
        found: dict[int, list[str]] = defaultdict(list)
        for record_id, name, quantity in sql.rows(connection, statement, (sorted(record_ids),)):
            if len(found[record_id]) < _MOST:
                found[record_id].append(f"{name or '–'} {plain(quantity)}")
        return found

    return find


def _usages(label: Text, statements: Mapping[str, str]) -> list[tuple[str, Usage]]:
    return [(resource, Usage(label, _finder(statement))) for resource, statement in statements.items()]


_STANDARDS = """
SELECT s.item_id, s.unit_cost::text FROM ledger_standard_cost s
WHERE s.item_id = ANY(%s::bigint[]) ORDER BY s.valid_from DESC, s.posting_id DESC NULLS LAST
"""


def standards_in_use(record_ids: Sequence[int]) -> Mapping[int, Sequence[str]]:
    """Items that have moved at a standard cost, with the newest."""
    found: dict[int, list[str]] = {}
    for item_id, cost in sql.rows(connection, _STANDARDS, (sorted(record_ids),)):
        found.setdefault(item_id, [cost])
    return found


ARCHIVE_USAGES = (*_usages(STOCK, _STOCK), *_usages(RESERVED, _RESERVED))
"""(resource, usage) each, for masterdata.rules.usage."""
