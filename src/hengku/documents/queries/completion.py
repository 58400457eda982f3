"""When an order line is done: all of it was carried out, or all but the book's short tolerance (短装, domain specification 2.1)."""

from decimal import Decimal
from typing import Any

from django.db.models import Case, DecimalField, ExpressionWrapper, F, Q, Value, When
from django.db.models.functions import Coalesce

from hengku.documents.rules.execution import may_close_short, passing_types
from hengku.documents.rules.registry import DOCUMENT_TYPES


def enough() -> "Case":
    """Of documents.Line: the base quantity that, once carried out, makes the line done; the rule of rules.execution."""
    short: ExpressionWrapper[Any] = ExpressionWrapper(
        F("base_quantity") * (Value(Decimal(1)) - F("document__book__short_tolerance")), output_field=_quantity()
    )
    types = [spec.code for spec in DOCUMENT_TYPES if may_close_short(spec.code)]
    refused = Coalesce(F("progress__returned_quantity"), Value(Decimal(0)), output_field=_quantity())
    of_task: ExpressionWrapper[Any] = ExpressionWrapper(F("base_quantity") - refused, output_field=_quantity())
    return Case(
        When(type__in=types, then=short),
        When(type__in=passing_types(), then=of_task),
        default=F("base_quantity"),
        output_field=_quantity(),
    )


def unfinished() -> Q:
    """Lines with something left to carry out."""
    return Q(progress__isnull=True) | Q(progress__executed_quantity__lt=enough())


def _quantity() -> "DecimalField[Decimal, Decimal]":
    return DecimalField(max_digits=30, decimal_places=10)
