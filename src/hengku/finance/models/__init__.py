"""Tables of finance."""

from hengku.finance.models.accounts import Account, AccountMapping, OpeningBalance
from hengku.finance.models.arrivals import Arrival
from hengku.finance.models.credit import CreditRelease
from hengku.finance.models.events import DeferredEntry, PendingEvent, TreatedEvent
from hengku.finance.models.exports import VoucherExport, VoucherLayout
from hengku.finance.models.funds import FundAccount, SpendingCategory
from hengku.finance.models.opening import BookOpening
from hengku.finance.models.provisions import Provision
from hengku.finance.models.settlement import (
    EstimateReversal,
    InvoicedLine,
    InvoiceFact,
    LandedShare,
    Match,
    MoneyFact,
    OpenItem,
)
from hengku.finance.models.shipped import ShippedCost
from hengku.finance.models.statements import StatementLink
from hengku.finance.models.variances import VarianceShare
from hengku.finance.models.vouchers import AccountTurnover, Voucher, VoucherCounter, VoucherLine, VoucherSource

__all__ = [
    "Account",
    "AccountMapping",
    "AccountTurnover",
    "Arrival",
    "BookOpening",
    "CreditRelease",
    "DeferredEntry",
    "EstimateReversal",
    "FundAccount",
    "InvoiceFact",
    "InvoicedLine",
    "LandedShare",
    "Match",
    "MoneyFact",
    "OpenItem",
    "OpeningBalance",
    "PendingEvent",
    "Provision",
    "ShippedCost",
    "SpendingCategory",
    "StatementLink",
    "TreatedEvent",
    "VarianceShare",
    "Voucher",
    "VoucherCounter",
    "VoucherExport",
    "VoucherLayout",
    "VoucherLine",
    "VoucherSource",
]
