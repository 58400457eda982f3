"""Which lines' losses and gains were approved, and how."""

from collections import defaultdict
from collections.abc import Mapping, Sequence

from django.db import connection

from hengku.finance.types import Approval
from hengku.kernel import sql

DISASTER = "DISASTER"
"""Purpose of a settlement whose loss nobody could help."""
_APPROVED = """
SELECT l.document_id, l.id, d.id, d.business_date, f.kind = 'GAIN', f.purpose = 'DISASTER', b.standard, f.ahead, f.seen_entry_id
FROM documents_line l JOIN documents_link k ON k.source_line_id = l.id
JOIN documents_document d ON d.id = k.target_document_id AND d.type = 'loss_settlement' AND d.state = 'POSTED' AND d.reverses_id IS NULL
JOIN finance_money_fact f ON f.document_id = d.id JOIN masterdata_book b ON b.id = d.book_id
WHERE l.document_id = ANY(%s::bigint[])
"""


def approvals_of(document_ids: Sequence[int]) -> Mapping[int, Mapping[int, Approval]]:
    """By document and line, of those whose loss or gain is approved now."""
    found: dict[int, dict[int, Approval]] = defaultdict(dict)
    if not document_ids:
        return found
    for owner, line, pk, day, is_gain, disaster, standard, ahead, seen in sql.rows(
        connection, _APPROVED, [list(document_ids)]
    ):
        found[owner][line] = Approval(pk, day, is_gain, disaster, standard, ahead, seen)
    return found
