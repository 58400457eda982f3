"""What purchasing offers the house."""

from dataclasses import replace

from hengku.documents.rules.registry import offer_document_type
from hengku.documents.types import SideTable
from hengku.kernel.errors import offer_messages
from hengku.purchasing import texts
from hengku.purchasing.operations.order_details import forget_order_lines, write_order_details
from hengku.purchasing.queries.order_details import read_order_details
from hengku.purchasing.rules import specs


def register() -> None:
    """Called once at start, after the rooms below."""
    offer_messages(texts.MESSAGES)
    details = SideTable(write=write_order_details, read=read_order_details, forget=forget_order_lines)
    offer_document_type(replace(specs.PURCHASE_ORDER, side=details))
    offer_document_type(specs.GOODS_RECEIPT)
    offer_document_type(specs.PURCHASE_RETURN)
