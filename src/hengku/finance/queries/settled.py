"""How far money documents are settled: 未付, 部分, 已付."""

from collections.abc import Mapping, Sequence

from hengku.documents.types import Settled, Settlement
from hengku.finance.models import OpenItem


def settled_documents(document_ids: Sequence[int]) -> Mapping[int, Settled]:
    """By the open items of these documents; those without any (drafts, paid at once) are left out."""
    found: dict[int, Settled] = {}
    for item in OpenItem.objects.filter(document_id__in=document_ids, part="").order_by("pk"):
        whole, settled = item.amount, item.settled
        if item.currency:
            whole, settled = item.foreign_amount, item.foreign_settled
        state = Settlement.PARTIAL if settled else Settlement.NONE
        found[item.document_id] = Settled(Settlement.DONE if settled == whole else state, whole - settled)
    return found
