"""Every type of purchasing, in the order of the work."""

from hengku.purchasing.rules.specs import GOODS_RECEIPT, PURCHASE_ORDER, PURCHASE_RETURN
from hengku.purchasing.rules.specs_arrival import INCOMING_INSPECTION, RECEIVING_NOTICE
from hengku.purchasing.rules.specs_request import BLANKET_ORDER, PURCHASE_REQUISITION, RFQ

DOCUMENT_TYPES = (
    PURCHASE_REQUISITION,
    RFQ,
    BLANKET_ORDER,
    PURCHASE_ORDER,
    RECEIVING_NOTICE,
    INCOMING_INSPECTION,
    GOODS_RECEIPT,
    PURCHASE_RETURN,
)
