"""A line as entered becomes a line to save: filled from its source line, then from the item; exact quantities and amounts."""

from decimal import Decimal
from typing import NamedTuple

from hengku.documents.rules.catch_weight import second_quantity_of
from hengku.documents.rules.currency import is_foreign
from hengku.documents.rules.facts import Facts, ItemFacts, SourceFacts
from hengku.documents.rules.fieldset import field_set
from hengku.documents.rules.headers import Loc, PreparedHeader, warehouse_problem
from hengku.documents.types import FORM, DocTypeSpec, LineDraft, LinkKind, QuantityRule
from hengku.kernel.errors import Refusal
from hengku.kernel.money import ZERO, LineAmounts, amounts_of, line_amounts, round_amount, round_half_up, share
from hengku.kernel.quantity import (
    AMOUNT_DIGITS,
    AMOUNT_LIMIT,
    QUANTITY_LIMIT,
    WHOLE_DIGITS,
    NotWholeUnit,
    largest,
    plain,
    to_base,
)
from hengku.masterdata.types import Lifecycle

ORDER_DISCOUNT = "order_discount"
"""Header field of an amount off the whole document, kept in `ext`; with tax where prices include it, else without."""
ORDER_DISCOUNT_RATE = "order_discount_rate"
"""The same as a fraction of what the document is worth; an amount goes before it."""
DISCOUNT_AMOUNT = "discount_amount"
"""Line field: an amount off the line, after its discount in percent."""
TAX_TOLERANCE = Decimal("0.06")
"""How far a typed tax may be from the calculated one, per line: the usual tail difference of invoices (2.1)."""
_PRICE_PLACES = 6
# Looked up once: reading a member of an enumeration costs more than what is done with it, and every line does it.
_ACTIVE, _NO_PURCHASE, _NO_SALE = Lifecycle.ACTIVE.value, Lifecycle.NO_PURCHASE.value, Lifecycle.NO_SALE.value
_UNUSABLE = frozenset({Lifecycle.DRAFT.value, Lifecycle.ARCHIVED.value})
GIFT_QUANTITY = "gift_quantity"
"""What came free on a line (its own field of the types that have it), in the line's unit."""
_NO_QUANTITY, _POSITIVE = QuantityRule.NONE, QuantityRule.POSITIVE
_NO_AMOUNTS = LineAmounts(Decimal("0.00"), Decimal("0.00"), Decimal("0.00"))


class PreparedLine(NamedTuple):
    """A line ready to be written, in the order of the columns. item_id, unit_id: 0 for the row of a form."""

    line_no: int
    item_id: int
    item_name: str
    item_spec: str
    unit_id: int
    quantity: Decimal
    factor_numerator: int
    factor_denominator: int
    base_quantity: Decimal
    second_quantity: Decimal | None
    warehouse_id: int | None
    bin_id: int | None
    to_warehouse_id: int | None
    to_bin_id: int | None
    lot_id: int | None
    status: str | None
    to_status: str | None
    price: Decimal | None
    discount: Decimal
    tax_rate: Decimal
    net: Decimal
    tax: Decimal
    total: Decimal
    reason: str
    remarks: str


BARE = PreparedLine(
    0, 0, "", "", 0, ZERO, 1, 1, ZERO, None, None, None, None, None, None, None, None, None, ZERO, ZERO, ZERO, ZERO, ZERO, "", "",
)  # fmt: skip
"""The row of a form: everything it says is in fields of its own."""


def columns_of(line: PreparedLine) -> tuple[object, ...]:
    """The line as its columns are written."""
    return line if line.item_id else (line.line_no, None, "", "", None, *line[5:])


class _Places(NamedTuple):
    warehouse_id: int | None
    bin_id: int | None
    to_warehouse_id: int | None
    to_bin_id: int | None


class _Prices(NamedTuple):
    price: Decimal | None
    discount: Decimal
    tax_rate: Decimal
    amounts: LineAmounts


def prepare_line(
    draft: LineDraft,
    *,
    line_no: int,
    header: PreparedHeader,
    spec: DocTypeSpec,
    facts: Facts,
    loc: Loc,
    refusals: list[Refusal],
) -> PreparedLine | None:
    """Fill and check one line. Appends every reason to refuse it to `refusals`; None when it cannot even be calculated."""
    if spec.kind == FORM:
        return BARE._replace(line_no=line_no)
    source = facts.sources.get(draft.source_line_id) if draft.source_line_id is not None else None
    if source is not None and not source.item_id:
        source = None  # the row of a form only names what the line was made from
    item = _item(draft, source, spec, facts, loc, refusals)
    if item is None:
        return None
    unit_id = draft.unit_id or (source.unit_id if source else None) or _usual_unit(item, spec)
    factor = item.factor(unit_id)
    if factor is None and source is not None and source.unit_id == unit_id:
        factor = source.factor_numerator, source.factor_denominator
    if factor is None:
        refusals.append(Refusal("line_unit_not_of_item", {"item": _called(item)}, (*loc, "unit")))
        return None
    quantity = draft.quantity
    if quantity is None and spec.quantity is not _NO_QUANTITY:
        quantity = _open_quantity(source, unit_id, factor)
    base = _base_quantity(quantity, factor, item, spec.quantity, loc, refusals)
    if base is not None and source is not None and source.gift_left:
        _take_gift(draft, source, base, factor, spec)
    gift = draft.extra.get(GIFT_QUANTITY)
    if gift:
        _base_quantity(Decimal(str(gift)), factor, item, spec.quantity, loc, refusals, field=GIFT_QUANTITY)
    if base is None:
        return None
    places = _places(draft, source, header, spec, facts, loc, refusals)
    prices = _prices(draft, source, factor, quantity or ZERO, item, header, spec, facts, loc, refusals)
    line = PreparedLine(
        line_no, item.id, item.name, item.spec, unit_id, quantity or ZERO, *factor, base,
        _second(draft, source, base, item, spec, loc, refusals), *places,
        draft.lot_id if draft.lot_id is not None else source and source.lot_id,
        draft.status or (source and source.status), draft.to_status or (source and source.to_status),
        prices.price, prices.discount, prices.tax_rate, prices.amounts.net, prices.amounts.tax, prices.amounts.total,
        draft.reason or (source.reason if source and "reason" in field_set(spec).line else ""), draft.remarks,
    )  # fmt: skip
    _check_required(line, draft, spec, loc, refusals)
    _check_sizes(line, draft, loc, refusals)
    return line


def _take_gift(
    draft: LineDraft, source: SourceFacts, base: Decimal, factor: tuple[int, int], spec: DocTypeSpec
) -> None:
    """What goes free with an order line goes with the line that carries out the rest of it, unless that says otherwise."""
    link = spec.link_from(source.type)
    executes = link is not None and link.kind is LinkKind.EXECUTE and GIFT_QUANTITY in field_set(spec).line
    if executes and GIFT_QUANTITY not in draft.extra and base >= source.base_quantity - source.linked_quantity:
        left = round_half_up((source.gift_left or ZERO) * factor[1] / factor[0], 6)
        if left > 0:
            draft.extra[GIFT_QUANTITY] = left


def _check_sizes(line: PreparedLine, draft: LineDraft, loc: Loc, refusals: list[Refusal]) -> None:
    """Numbers and products that no column holds are refused at the line, with the limit in words."""
    if line.quantity >= QUANTITY_LIMIT or line.base_quantity >= QUANTITY_LIMIT:
        refusals.append(Refusal("number_too_large", {"max": largest(WHOLE_DIGITS)}, (*loc, "quantity")))
    elif line.price is not None and abs(line.price) >= QUANTITY_LIMIT:
        refusals.append(Refusal("number_too_large", {"max": largest(WHOLE_DIGITS)}, (*loc, "price")))
    elif max(abs(line.net), abs(line.total)) >= AMOUNT_LIMIT:
        where = "amount" if draft.amount is not None else "price"
        refusals.append(Refusal("line_amount_too_large", {"max": largest(AMOUNT_DIGITS, 2)}, (*loc, where)))


def _called(item: ItemFacts) -> str:
    return f"{item.code} {item.name}"


def _item(
    draft: LineDraft, source: SourceFacts | None, spec: DocTypeSpec, facts: Facts, loc: Loc, refusals: list[Refusal]
) -> ItemFacts | None:
    item_id = draft.item_id if draft.item_id is not None else source and source.item_id
    where = (*loc, "item")
    if item_id is None:
        refusals.append(Refusal("required", {"field": _label(spec, "item")}, where))
        return None
    item = facts.items.get(item_id)
    if item is None:
        refusals.append(Refusal("unknown_reference", {"field": "item", "id": str(item_id)}, where))
        return None
    if item.is_kit:
        refusals.append(Refusal("kit_not_stocked", {"item": _called(item)}, where))
    if source is not None:
        if source.item_id != item.id:
            refusals.append(Refusal("item_differs", {"number": source.number, "line": str(source.line_no)}, where))
        return item
    if item.lifecycle == _ACTIVE:
        return item
    if item.lifecycle in _UNUSABLE:
        refusals.append(Refusal("item_not_active", {"item": _called(item)}, where))
    elif item.lifecycle == _NO_PURCHASE and spec.partner_role == "supplier" and spec.direction != "OUT":
        refusals.append(Refusal("item_not_purchasable", {"item": _called(item)}, where))
    elif item.lifecycle == _NO_SALE and spec.partner_role == "customer" and spec.direction != "IN":
        refusals.append(Refusal("item_not_saleable", {"item": _called(item)}, where))
    return item


def _label(spec: DocTypeSpec, name: str) -> str:
    return next((str(field.label) for field in spec.line_fields if field.name == name), name)


def _usual_unit(item: ItemFacts, spec: DocTypeSpec) -> int:
    usual = {"supplier": item.purchase_unit_id, "customer": item.sale_unit_id}.get(
        spec.partner_role or "", item.stock_unit_id
    )
    return usual or item.base_unit_id


def _open_quantity(source: SourceFacts | None, unit_id: int, factor: tuple[int, int]) -> Decimal | None:
    """What is left of the source line, in the unit of the new line."""
    if source is None:
        return None
    if source.linked_quantity == 0 and source.unit_id == unit_id:
        return source.quantity
    left = max(source.base_quantity - source.linked_quantity, ZERO)
    return round_half_up(left * factor[1] / factor[0], 6)


def _base_quantity(
    quantity: Decimal | None,
    factor: tuple[int, int],
    item: ItemFacts,
    rule: QuantityRule,
    loc: Loc,
    refusals: list[Refusal],
    field: str = "quantity",
) -> Decimal | None:
    where = (*loc, field)
    if rule is _NO_QUANTITY:
        return ZERO
    if quantity is None:
        refusals.append(Refusal("required_quantity", {"item": _called(item)}, where))
        return None
    if quantity < 0 or (quantity == 0 and rule is _POSITIVE):
        refusals.append(Refusal("quantity_not_positive", {"item": _called(item)}, where))
        return None
    if factor == (1, 1) and quantity == quantity.to_integral_value():
        return quantity
    try:
        return to_base(quantity, *factor, item.precision)
    except NotWholeUnit:
        params = {"item": _called(item), "quantity": plain(quantity)}
        refusals.append(Refusal("not_whole_unit", params, where))
        return None


def _second(
    draft: LineDraft,
    source: SourceFacts | None,
    base: Decimal,
    item: ItemFacts,
    spec: DocTypeSpec,
    loc: Loc,
    refusals: list[Refusal],
) -> Decimal | None:
    """Pieces beside the weight; documents that say nothing about them let the ledger tell how many go along."""
    told = draft.second_quantity
    if told is None and source is not None and base == source.base_quantity:
        told = source.second_quantity
    leaves = spec.direction in {"OUT", "MOVE"}
    if told is None and (item.second_unit_id is None or leaves or "second_quantity" not in field_set(spec).line):
        return None
    return second_quantity_of(told, base, item, loc, refusals)


def _places(
    draft: LineDraft,
    source: SourceFacts | None,
    header: PreparedHeader,
    spec: DocTypeSpec,
    facts: Facts,
    loc: Loc,
    refusals: list[Refusal],
) -> _Places:
    names = field_set(spec)
    warehouse_id = draft.warehouse_id or header.warehouse_id or (source.warehouse_id if source else None)
    to_warehouse_id = draft.to_warehouse_id or header.to_warehouse_id
    if to_warehouse_id is None and source is not None and "to_warehouse" in names.header | names.line:
        to_warehouse_id = source.to_warehouse_id
    bin_id, to_bin_id = draft.bin_id, draft.to_bin_id
    if source is not None:
        if bin_id is None and source.warehouse_id == warehouse_id and "bin" in names.line:
            bin_id = source.bin_id
        if to_bin_id is None and source.to_warehouse_id == to_warehouse_id and "to_bin" in names.line:
            to_bin_id = source.to_bin_id
    places = _Places(warehouse_id, bin_id, to_warehouse_id, to_bin_id)
    for name, place, into in (
        ("warehouse", warehouse_id, header.warehouse_id),
        ("to_warehouse", to_warehouse_id, header.to_warehouse_id),
    ):
        if place is not None and place != into:
            problem = warehouse_problem(place, book_id=header.book_id, field=name, facts=facts, loc=(*loc, name))
            if problem:
                refusals.append(problem)
    for name, bin_, inside in (("bin", bin_id, warehouse_id), ("to_bin", to_bin_id, to_warehouse_id or warehouse_id)):
        if bin_ is not None:
            _check_bin(bin_, inside, name, facts, (*loc, name), refusals)
    return places


def _check_bin(
    bin_id: int, warehouse_id: int | None, name: str, facts: Facts, loc: Loc, refusals: list[Refusal]
) -> None:
    bin_ = facts.bins.get(bin_id)
    if bin_ is None:
        refusals.append(Refusal("unknown_reference", {"field": name, "id": str(bin_id)}, loc))
    elif bin_.warehouse_id != warehouse_id:
        warehouse = facts.warehouses.get(warehouse_id or 0)
        refusals.append(
            Refusal("bin_not_in_warehouse", {"bin": bin_.code, "warehouse": warehouse.name if warehouse else "–"}, loc)
        )
    elif not bin_.active:
        refusals.append(Refusal("bin_not_active", {"bin": bin_.code}, loc))


def _prices(
    draft: LineDraft,
    source: SourceFacts | None,
    factor: tuple[int, int],
    quantity: Decimal,
    item: ItemFacts,
    header: PreparedHeader,
    spec: DocTypeSpec,
    facts: Facts,
    loc: Loc,
    refusals: list[Refusal],
) -> _Prices:
    if not spec.has_prices and draft.price is None and draft.amount is None and draft.worth is None:
        return _Prices(None, ZERO, ZERO, _NO_AMOUNTS)
    rate = draft.tax_rate if draft.tax_rate is not None else _usual_rate(source, item, header, spec, facts)
    for name, fraction in (("tax_rate", rate), ("discount", draft.discount)):
        if not 0 <= fraction <= 1:
            refusals.append(Refusal("fraction_bad", {}, (*loc, name)))
            return _Prices(draft.price, ZERO, ZERO, _NO_AMOUNTS)
    price, discount = draft.price, draft.discount
    inherited: SourceFacts | None = None
    if (
        price is None
        and draft.amount is None
        and draft.worth is None
        and source is not None
        and source.price is not None
    ):
        price = _price_from(source, source.price, factor, rate, price_includes_tax=header.price_includes_tax)
        discount = discount or source.discount
        inherited = source
    if draft.amount is not None:
        net = round_amount(draft.amount)
        tax = round_amount(net * rate)
        amounts = LineAmounts(net, tax, net + tax)
        if price is None and quantity != 0:
            whole = amounts.total if header.price_includes_tax else net
            price = round_half_up(whole / quantity, _PRICE_PLACES)
    elif draft.worth is not None:
        amounts = amounts_of(draft.worth, tax_rate=rate, includes_tax=header.price_includes_tax)
        price = round_half_up(draft.worth / quantity, _PRICE_PLACES) if quantity else None
    elif price is not None:
        amounts = line_amounts(
            quantity=quantity,
            price=price,
            tax_rate=rate,
            price_includes_tax=header.price_includes_tax,
            discount=discount,
        )
        amounts = _reduced(amounts, draft, inherited, rate, header, loc, refusals)
    else:
        amounts = _NO_AMOUNTS
    if price is not None and price < 0:
        refusals.append(Refusal("price_negative", {"item": _called(item)}, (*loc, "price")))
    if draft.tax is not None:
        amounts = _with_tax(draft.tax, amounts, header, loc, refusals)
    return _Prices(price, discount, rate, amounts)


def takes_off(header: PreparedHeader) -> bool:
    """Whether the document says itself what is taken off it as a whole."""
    return ORDER_DISCOUNT in header.extra or ORDER_DISCOUNT_RATE in header.extra


def _reduced(
    amounts: LineAmounts,
    draft: LineDraft,
    inherited: SourceFacts | None,
    rate: Decimal,
    header: PreparedHeader,
    loc: Loc,
    refusals: list[Refusal],
) -> LineAmounts:
    """The amounts less what is taken off the line, refused beyond what it is worth; else less what its source had taken off."""
    off = draft.extra.get(DISCOUNT_AMOUNT)
    if not isinstance(off, Decimal) or not off:
        if inherited is None or takes_off(header):
            return amounts
        return _discounted_as(inherited, amounts, rate, price_includes_tax=header.price_includes_tax)
    worth = amounts.total if header.price_includes_tax else amounts.net
    if not 0 <= off <= worth:
        params = {"discount": f"{off:f}", "whole": f"{worth:.2f}"}
        refusals.append(Refusal("line_discount_bad", params, (*loc, DISCOUNT_AMOUNT)))
        return amounts
    return amounts_of(worth - round_amount(off), tax_rate=rate, includes_tax=header.price_includes_tax)


def _discounted_as(
    source: SourceFacts, amounts: LineAmounts, rate: Decimal, *, price_includes_tax: bool
) -> LineAmounts:
    """The amounts with the line's part of what the source document had off as a whole (整单折扣)."""
    undiscounted = undiscounted_worth(source.quantity, source.price or ZERO, source.discount)
    if source.whole == undiscounted or undiscounted == 0:
        return amounts
    worth = amounts.total if price_includes_tax else amounts.net
    return amounts_of(share(source.whole, worth, undiscounted), tax_rate=rate, includes_tax=price_includes_tax)


def undiscounted_worth(quantity: Decimal, price: Decimal, discount: Decimal) -> Decimal:
    """What a line is worth before anything is taken off the whole document."""
    return round_amount(quantity * price * (1 - discount))


def _usual_rate(
    source: SourceFacts | None, item: ItemFacts, header: PreparedHeader, spec: DocTypeSpec, facts: Facts
) -> Decimal:
    if is_foreign(header.extra):
        return ZERO
    if source is not None and source.price is not None and "tax_rate" in field_set(spec).line:
        return source.tax_rate
    if "tax_rate" not in field_set(spec).line:
        return ZERO
    partner = facts.partners.get(header.partner_id or 0)
    book = facts.books.get(header.book_id)
    for rate in (partner and partner.tax_rate, item.tax_rate, book and book.tax_rate):
        if rate is not None:
            return rate
    return ZERO


def _price_from(
    source: SourceFacts, price: Decimal, factor: tuple[int, int], rate: Decimal, *, price_includes_tax: bool
) -> Decimal:
    """The source's price per unit of the new line, with or without tax as the new document says."""
    ours, theirs = factor, (source.factor_numerator, source.factor_denominator)
    if ours != theirs:
        price = price * ours[0] * theirs[1] / (ours[1] * theirs[0])
    if source.price_includes_tax and not price_includes_tax:
        price = price / (1 + rate)
    elif price_includes_tax and not source.price_includes_tax:
        price = price * (1 + rate)
    return round_half_up(price, _PRICE_PLACES)


def _with_tax(
    tax: Decimal, amounts: LineAmounts, header: PreparedHeader, loc: Loc, refusals: list[Refusal]
) -> LineAmounts:
    """The line with the tax people typed from the invoice."""
    typed = round_amount(tax)
    if abs(typed - amounts.tax) > TAX_TOLERANCE:
        params = {"tax": f"{typed:f}", "expected": f"{amounts.tax:f}", "tolerance": f"{TAX_TOLERANCE:f}"}
        refusals.append(Refusal("tax_out_of_tolerance", params, (*loc, "tax")))
    if header.price_includes_tax:
        return LineAmounts(amounts.total - typed, typed, amounts.total)
    return LineAmounts(amounts.net, typed, amounts.net + typed)


_REQUIRED_COLUMNS = {
    "price": "price", "amount": "net", "tax_rate": "tax_rate", "warehouse": "warehouse_id", "bin": "bin_id",
    "to_warehouse": "to_warehouse_id", "to_bin": "to_bin_id", "lot": "lot_id", "status": "status", "to_status": "to_status",
    "reason": "reason", "remarks": "remarks", "second_quantity": "second_quantity", "source_line_id": "item_id",
}  # fmt: skip


def _check_required(line: PreparedLine, draft: LineDraft, spec: DocTypeSpec, loc: Loc, refusals: list[Refusal]) -> None:
    for name in field_set(spec).required_line:
        if name == "source_line_id":
            value: object = draft.source_line_id
        elif name in _REQUIRED_COLUMNS:
            value = getattr(line, _REQUIRED_COLUMNS[name])
        else:
            value = draft.extra.get(name)
        if value is None or value == "":
            refusals.append(Refusal("required", {"field": _label(spec, name)}, (*loc, name)))
