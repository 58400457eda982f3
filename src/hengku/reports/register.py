"""What the reports offer the house."""

from hengku.kernel.errors import offer_messages
from hengku.metadata.rules.invariants import offer_invariant
from hengku.metadata.rules.registry import offer_meta_part, offer_resource, offer_rights
from hengku.reports.operations.configured import offer_parts
from hengku.reports.queries.account_reports import ACCOUNT_REPORTS
from hengku.reports.queries.account_rules import ACCOUNT_RULES
from hengku.reports.queries.catch_weight import CATCH_WEIGHT
from hengku.reports.queries.cost_layers import COST_CONSUMPTION, COST_LAYERS
from hengku.reports.queries.cost_ledger import COST_LEDGER
from hengku.reports.queries.cost_pools import COST_POOLS
from hengku.reports.queries.cost_split import COST_SPLIT
from hengku.reports.queries.count_variance import COUNT_VARIANCE
from hengku.reports.queries.described import describe_reports
from hengku.reports.queries.fund_reports import FUND_REPORTS
from hengku.reports.queries.loans import LOANS
from hengku.reports.queries.lot_stock import LOT_STOCK
from hengku.reports.queries.lot_trace import LOT_TIE, LOT_TRACE
from hengku.reports.queries.mo_cost import MO_COST
from hengku.reports.queries.money_reports import MONEY_REPORTS
from hengku.reports.queries.month_average import MONTH_AVERAGE
from hengku.reports.queries.movement_summary import MOVEMENT_SUMMARY
from hengku.reports.queries.on_hand import ON_HAND
from hengku.reports.queries.owners import CUSTODY, OWN_ON_HAND
from hengku.reports.queries.partner_balances import PARTNER_BALANCES
from hengku.reports.queries.price_reasons import PRICE_REASONS
from hengku.reports.queries.print_templates import PRINT_TEMPLATES
from hengku.reports.queries.prove import REPORTS_AGREE
from hengku.reports.queries.purchase_analysis import PURCHASE_ANALYSIS
from hengku.reports.queries.purchase_execution import PURCHASE_EXECUTION
from hengku.reports.queries.sales_execution import SALES_EXECUTION
from hengku.reports.queries.serial_history import SERIAL_HISTORY
from hengku.reports.queries.standard_costs import STANDARD_COSTS
from hengku.reports.queries.stock_journal import STOCK_JOURNAL
from hengku.reports.queries.stock_ledger import STOCK_LEDGER
from hengku.reports.queries.stock_places import STOCK_PLACES
from hengku.reports.queries.stock_value import STOCK_VALUE
from hengku.reports.queries.trade_reports import TRADE_REPORTS
from hengku.reports.queries.variance import VARIANCE
from hengku.reports.queries.write_down import WRITE_DOWN
from hengku.reports.rules.registry import offer_report
from hengku.reports.texts import MESSAGES


def register() -> None:
    offer_messages(MESSAGES)
    offer_rights("stock", ("view", "export", "print"))
    offer_report(ON_HAND)
    offer_report(STOCK_LEDGER)
    offer_report(MOVEMENT_SUMMARY)
    offer_report(STOCK_JOURNAL)
    offer_report(STOCK_VALUE)
    offer_report(PURCHASE_EXECUTION)
    for report in PURCHASE_ANALYSIS:
        offer_report(report)
    offer_report(SALES_EXECUTION)
    offer_report(COUNT_VARIANCE)
    offer_report(COST_LEDGER)
    offer_report(COST_POOLS)
    offer_report(COST_LAYERS)
    offer_report(COST_CONSUMPTION)
    offer_report(MONTH_AVERAGE)
    offer_report(STOCK_PLACES)
    offer_report(MO_COST)
    offer_report(LOANS)
    offer_report(COST_SPLIT)
    offer_report(LOT_STOCK)
    offer_report(LOT_TRACE)
    offer_report(LOT_TIE)
    offer_report(CATCH_WEIGHT)
    offer_report(SERIAL_HISTORY)
    offer_report(VARIANCE)
    offer_report(WRITE_DOWN)
    offer_report(CUSTODY)
    offer_report(OWN_ON_HAND)
    offer_report(STANDARD_COSTS)
    offer_report(ACCOUNT_RULES)
    offer_report(PARTNER_BALANCES)
    for report in (*PRICE_REASONS, *ACCOUNT_REPORTS, *TRADE_REPORTS, *MONEY_REPORTS, *FUND_REPORTS):
        offer_report(report)
    offer_invariant(REPORTS_AGREE)
    offer_resource(PRINT_TEMPLATES)
    offer_parts()
    offer_meta_part("reports", describe_reports)
