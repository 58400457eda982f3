"""What documents offer the house."""

from hengku.documents.queries import prove
from hengku.documents.queries.describe import describe_document_types, describe_states
from hengku.documents.queries.usage import USAGES
from hengku.documents.texts import MESSAGES
from hengku.kernel.errors import offer_messages
from hengku.kernel.texts import Text
from hengku.metadata.rules.invariants import Invariant, offer_invariant
from hengku.metadata.rules.registry import offer_meta_part, offer_usage

INVARIANTS = (
    Invariant(
        "I08", Text("基本数量等于录入数量乘换算率", "Base quantity is entered × factor"), prove.check_base_quantities
    ),
    Invariant("I26", Text("单据编号连续", "Document numbers have no gap"), prove.check_numbers),
    Invariant("I28d", Text("冲销单与原单逐行相反", "Reversal documents mirror their original"), prove.check_reversals),
    Invariant(
        "I32", Text("执行数量不超过订单与容差", "Execution stays within order and tolerance"), prove.check_tolerances
    ),
    Invariant("I33", Text("剩余数量等于数量减下游", "Remaining is quantity less live targets"), prove.check_progress),
    Invariant("I35", Text("金额、税额与合计一致", "Amounts, tax and totals agree"), prove.check_amounts),
)


def register() -> None:
    offer_messages(MESSAGES)
    offer_meta_part("document_types", describe_document_types)
    offer_meta_part("states", describe_states)
    for invariant in INVARIANTS:
        offer_invariant(invariant)
    for resource, find in USAGES.items():
        offer_usage(resource, Text("单据", "documents"), find)
