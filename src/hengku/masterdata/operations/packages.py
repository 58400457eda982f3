"""Packages 包装/托盘 (LPN): numbered things in which goods stand together, one inside the other where they do."""

from collections.abc import Mapping
from typing import Any

from django.db import connection, transaction

from hengku.identity.types import Act
from hengku.kernel import sql
from hengku.kernel.errors import refuse
from hengku.masterdata.models import Package
from hengku.masterdata.operations import records
from hengku.masterdata.operations.numbering import take_codes
from hengku.masterdata.rules.packages import package_number, placing

_ABOVE = """
WITH RECURSIVE above AS (
    SELECT id, parent_id FROM masterdata_package WHERE id = %s
    UNION SELECT p.id, p.parent_id FROM masterdata_package p JOIN above a ON p.id = a.parent_id
)
SELECT id FROM above
"""


@transaction.atomic
def create_package(*, act: Act, values: Mapping[str, Any]) -> Package:
    """Make a package; a number left empty is given by the rule, a scanned SSCC is taken without its "00". Refuses package_taken,
    package_loop."""
    fresh = records.columns(Package, values)
    number = package_number(str(fresh.get("number") or ""))
    if not number:
        (number,) = take_codes(
            target="packages", count=1, on=act.at.date(),
            taken=lambda given: set(Package.objects.filter(number__in=given).values_list("number", flat=True)),
        )  # fmt: skip
    elif Package.objects.filter(number=number).exists():
        raise refuse("package_taken", loc=("number",), package=number)
    fresh["remarks"] = fresh.get("remarks") or ""
    return records.insert(act=act, entity="packages", record=Package(**{**fresh, "number": number}))


@transaction.atomic
def update_package(*, act: Act, record_id: int, values: Mapping[str, Any], rev: int | None = None) -> Package:
    """Change what is said about a package, or put it into another one that stands where it stands. The number stays."""
    package = records.locked(model=Package, record_id=record_id, rev=rev)
    changes = {name: value for name, value in records.columns(Package, values).items() if name != "number"}
    if "remarks" in changes:
        changes["remarks"] = changes["remarks"] or ""
    parent_id = changes.get("parent_id")
    if parent_id is not None and package.pk in {pk for (pk,) in sql.rows(connection, _ABOVE, [parent_id])}:
        raise refuse("package_loop", loc=("parent",))
    records.change(act=act, entity="packages", record=package, values=changes)
    if parent_id is not None:
        for care in placing():
            care([package.pk])
    return package


@transaction.atomic
def delete_package(*, act: Act, record_id: int) -> None:
    """Delete a package that never held anything."""
    records.remove(act=act, entity="packages", record=records.locked(model=Package, record_id=record_id))
