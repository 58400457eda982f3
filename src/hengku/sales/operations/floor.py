"""Nothing is sold below its floor price unless the book lets it pass, or somebody who may."""

from collections.abc import Sequence
from dataclasses import replace

from hengku.documents.types import LoadedDocument
from hengku.identity.queries.holders import roles_that_may
from hengku.identity.types import Act
from hengku.kernel.errors import Refusal
from hengku.masterdata.models import Book
from hengku.masterdata.queries.prices import PriceQuestion, find
from hengku.masterdata.rules.control import severity_of
from hengku.masterdata.types import PriceKind, SalesControl
from hengku.sales.rules.floor import below_floor, judged_lines

RIGHT = ("floor-price", "release")


def guard_floor(act: Act, documents: Sequence[LoadedDocument]) -> list[Refusal]:
    """below_floor_price for every line below its floor, as strict as the book says."""
    found: list[Refusal] = []
    for document in documents:
        lines = judged_lines(document)
        if not lines:
            continue
        control = SalesControl(Book.objects.values_list("floor_control", flat=True).get(pk=document.book_id))
        if control is SalesControl.OFF:
            continue
        floors = find(
            questions=[PriceQuestion(line.item_id, line.unit_id, line.quantity) for line in lines],
            kind=PriceKind.FLOOR,
            partner_id=document.partner_id,
            on=document.business_date,
            book_id=document.book_id,
        )
        problems = below_floor(
            [(line, one.price, one.includes_tax) for line, one in zip(lines, floors, strict=True) if one is not None]
        )
        if problems:
            severity = severity_of(control, may_release=act.viewer.may(*RIGHT))
            who = "、".join(roles_that_may(resource=RIGHT[0], action=RIGHT[1])) or "–"
            found += [replace(one, params={**one.params, "who": who}, severity=severity) for one in problems]
    return found
