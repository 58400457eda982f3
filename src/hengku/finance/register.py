"""What finance offers the house."""

from collections.abc import Mapping, Sequence
from functools import partial

from hengku.documents.rules.registry import offer_document_type, offer_effect, offer_guard, offer_settlement
from hengku.documents.types import Effect, Guard
from hengku.finance.operations import (
    chart,
    credit,
    funds,
    invoices,
    landed,
    losses,
    method_changes,
    opening_papers,
    payments,
    revenue,
    spending,
    variances,
    write_downs,
)
from hengku.finance.operations.dates import guard_dates, refuse_closed_mirrors
from hengku.finance.operations.estimates import book_again_reversed, estimate_again, reverse_estimates
from hengku.finance.operations.fees import close_fees, open_fees
from hengku.finance.operations.month_end import cost_month
from hengku.finance.operations.on_the_way import (
    close_on_the_way,
    give_back_arrivals,
    guard_arrived,
    open_on_the_way,
    take_arrivals,
)
from hengku.finance.operations.open_items import forgive_adjustments, guard_unmatched, owe_adjustments
from hengku.finance.operations.three_way import guard_match
from hengku.finance.queries import (
    brought,
    brought_spending,
    prove,
    prove_costs,
    prove_credit,
    prove_opening,
    prove_provisions,
    prove_settlement,
    prove_variances,
)
from hengku.finance.queries.close_checks import CHECKS
from hengku.finance.queries.opening import OPENING_TYPES
from hengku.finance.queries.settled import settled_documents
from hengku.finance.rules import fund_texts, opening_texts, specs
from hengku.finance.rules.closing import offer_close_check, offer_closing_step
from hengku.finance.rules.extras import ExtraLoader, offer_extra
from hengku.finance.rules.specs_opening import OPENING_AHEAD, OPENING_DUE, OPENING_ESTIMATE
from hengku.finance.schemas import RESOURCES
from hengku.finance.texts import MESSAGES
from hengku.kernel.errors import offer_messages
from hengku.kernel.texts import Text
from hengku.ledger.queries.value_events import items_with_value
from hengku.masterdata.operations.item_value import USAGE
from hengku.masterdata.rules.seeds import NumberRuleSeed, offer_book_care, offer_number_rules
from hengku.masterdata.rules.usage import Usage, offer_usage
from hengku.metadata.rules.invariants import offer_invariant
from hengku.metadata.rules.registry import offer_resource, offer_rights
from hengku.purchasing.rules.paid_ahead import TAKERS


def register() -> None:
    """Called once at start, after the trades."""
    offer_messages(MESSAGES)
    offer_messages(opening_texts.MESSAGES)
    offer_messages(fund_texts.MESSAGES)
    for spec in RESOURCES:
        offer_resource(spec)
    offer_rights("matches", ("view", "create", "delete", "export"))
    offer_rights("credit", ("view", "release"))
    offer_rights("opening", ("view", "open", "reopen"))
    offer_rights("statement-links", ("view", "create", "revoke"))
    offer_rights("vouchers", ("view", "create", "review", "reverse", "export"))
    offer_book_care(start=_begin, change=chart.follow_standard, end=_end)
    offer_usage(USAGE, Usage(Text("库存金额", "stock value"), _value_of))
    for check in CHECKS:
        offer_close_check(check)
    for invariant in (
        *prove.INVARIANTS,
        *prove_settlement.INVARIANTS,
        *prove_variances.INVARIANTS,
        *prove_costs.INVARIANTS,
        *prove_credit.INVARIANTS,
        *prove_provisions.INVARIANTS,
        prove_opening.TIES,
    ):
        offer_invariant(invariant)
    _offer_documents()


_POSTS: Mapping[str, tuple[Guard, Effect, Effect, ExtraLoader]] = {
    "purchase_invoice": (
        invoices.guard_invoices, invoices.post_purchase_invoices, invoices.reverse_invoices, brought.purchase_invoices
    ),
    "sales_invoice": (
        invoices.guard_invoices, invoices.post_sales_invoices, invoices.reverse_invoices, brought.sales_invoices
    ),
    "payment": (payments.guard_money, payments.post_money, payments.reverse_money, brought.payments),
    "money_receipt": (payments.guard_money, payments.post_money, payments.reverse_money, brought.money_receipts),
    "landed_cost": (
        landed.guard_landed, landed.post_landed_costs, landed.reverse_landed_costs, brought.landed_costs
    ),
    "loss_settlement": (
        losses.guard_settlements, losses.post_settlements, losses.reverse_settlements, brought.settlements
    ),
    "write_down": (
        write_downs.guard_write_downs, write_downs.post_write_downs, write_downs.reverse_write_downs, brought.write_downs
    ),
    "expense": (spending.guard_spending, spending.post_spending, payments.reverse_money, brought_spending.expenses),
    "other_income": (spending.guard_spending, spending.post_spending, payments.reverse_money, brought_spending.incomes),
    "fund_transfer": (
        spending.guard_fund_transfers, spending.post_fund_transfers, payments.reverse_money, brought_spending.expenses
    ),
    "method_change": (
        method_changes.guard_method_changes, method_changes.post_method_changes, method_changes.reverse_method_changes,
        method_changes.nothing_more,
    ),
    "variance_run": (variances.guard_runs, variances.post_runs, variances.reverse_runs, brought.variance_runs),
}  # fmt: skip
"""By type: what is asked, what posting does, what reversing does, what the voucher gets."""


def _offer_documents() -> None:
    for spec in specs.DOCUMENT_TYPES:
        if spec.code not in _POSTS:
            continue
        guard, post, reverse, loader = _POSTS[spec.code]
        offer_document_type(spec)
        for transition in ("approve", "post"):
            offer_guard(spec.code, transition, guard)
            offer_guard(spec.code, transition, guard_dates)
        offer_guard(spec.code, "reverse", guard_unmatched)
        offer_effect(spec.code, "post", post)
        offer_effect(spec.code, "reverse", refuse_closed_mirrors)
        offer_effect(spec.code, "reverse", reverse)
        offer_extra(spec.code, loader)
        if spec.partner_role or spec.code in spending.OWED:
            offer_settlement(spec.code, settled_documents)
    _offer_openings()
    for transition in ("approve", "post"):
        for code in ("payment", "money_receipt"):
            offer_guard(code, transition, spending.guard_funds)
    for code, transition in (("sales_order", "approve"), ("shipment", "post")):
        offer_guard(code, transition, credit.guard_credit)
        offer_effect(code, transition, partial(credit.note_released, transition))
    for code in ("shipment", "sales_return", "consignment_settlement"):
        offer_effect(code, "post", revenue.post_goods_sold)
        offer_guard(code, "reverse", guard_unmatched)
        offer_effect(code, "reverse", revenue.reverse_goods_sold)
        offer_extra(code, brought.goods_sold, only_beside=True)
    for code in ("goods_receipt", "purchase_return", "custody_use"):
        offer_effect(code, "reverse", book_again_reversed)
    TAKERS.offer("purchase_invoice", take_arrivals)
    offer_effect("goods_receipt", "reverse", give_back_arrivals)
    offer_guard("purchase_invoice", "reverse", guard_arrived)
    for transition in ("approve", "post"):
        offer_guard("purchase_invoice", transition, guard_match)
    offer_guard("cost_adjustment", "reverse", guard_unmatched)
    offer_effect("cost_adjustment", "post", owe_adjustments)
    offer_effect("cost_adjustment", "reverse", forgive_adjustments)
    for code in ("assembly", "disassembly"):
        offer_effect(code, "post", open_fees)
        offer_guard(code, "reverse", guard_unmatched)
        offer_effect(code, "reverse", close_fees)
    offer_number_rules(lambda: [NumberRuleSeed(spec.code, spec.prefix) for spec in specs.DOCUMENT_TYPES])
    offer_closing_step(before=cost_month)
    offer_closing_step(before=estimate_again)
    offer_closing_step(after=reverse_estimates)
    offer_closing_step(before=variances.run_before_close)
    offer_closing_step(before=write_downs.release_before_close)


def _offer_openings() -> None:
    for spec in (OPENING_DUE, OPENING_ESTIMATE, OPENING_AHEAD):
        offer_document_type(spec)
        offer_guard(spec.code, "reverse", guard_unmatched)
    for transition in ("approve", "post"):
        offer_guard(OPENING_DUE.code, transition, opening_papers.guard_opening_dues)
        offer_guard(OPENING_ESTIMATE.code, transition, opening_papers.guard_opening_papers)
        offer_guard(OPENING_AHEAD.code, transition, opening_papers.guard_opening_papers)
    offer_effect(OPENING_DUE.code, "post", opening_papers.post_opening_dues)
    offer_effect(OPENING_DUE.code, "reverse", opening_papers.reverse_opening_dues)
    offer_effect(OPENING_AHEAD.code, "post", open_on_the_way)
    offer_effect(OPENING_AHEAD.code, "reverse", close_on_the_way)
    offer_settlement(OPENING_DUE.code, settled_documents)
    for transition in ("approve", "post", "reverse"):
        for code in OPENING_TYPES:
            offer_guard(code, transition, opening_papers.guard_not_opened)


def _begin(book_id: int) -> None:
    chart.lay_out(book_id)
    funds.begin_categories(book_id)


def _end(book_id: int) -> None:
    funds.forget_funds(book_id)
    chart.clear(book_id)


def _value_of(item_ids: Sequence[int]) -> Mapping[int, Sequence[str]]:
    return items_with_value(item_ids=item_ids)
