"""Own fields in lists: filtered, sorted, summed; every kind that may be made fast uses its index, letter for letter."""

from collections.abc import Iterator
from decimal import Decimal
from typing import Any

import pytest
from django.db import connection
from django.test.utils import CaptureQueriesContext
from pytest_django.plugin import DjangoDbBlocker

from hengku.config.embedded.connection import Connection
from hengku.documents.models import Document
from hengku.documents.queries.line_values import by_lines
from hengku.documents.queries.listing import list_documents
from hengku.documents.queries.own_targets import _header, _lines
from hengku.documents.rules.list_fields import list_fields
from hengku.documents.rules.registry import DOCUMENT_TYPES
from hengku.documents.tests.conftest import TODAY, World, make_world, offer_test_types
from hengku.identity.queries import epoch
from hengku.identity.types import SYSTEM
from hengku.kernel.errors import Refused
from hengku.metadata.models import CustomField
from hengku.metadata.operations.custom_fields import create_field, update_field
from hengku.metadata.operations.field_indexes import build_indexes
from hengku.metadata.queries.listing import ListParams, narrowed
from hengku.metadata.rules.own_targets import OWN_TARGETS, offer_own_target

KINDS = {
    "x_num": "number",
    "x_text": "text",
    "x_day": "date",
    "x_at": "datetime",
    "x_who": "partner",
    "x_amt": "amount",
}
VALUES = {
    "x_num": "to_jsonb(n / 10.0)", "x_text": "to_jsonb('T' || lpad(n::text, 6, '0'))", "x_day": "to_jsonb(date '2000-01-01' + n)",
    "x_at": "to_jsonb(to_char(timestamp '2000-01-01' + n * interval '1 hour', 'YYYY-MM-DD\"T\"HH24:MI:SS\"Z\"'))",
    "x_who": "to_jsonb(n)", "x_amt": "to_jsonb(n * 1.5)",
}  # fmt: skip
MANY = 20_000


@pytest.fixture(scope="module")
def many(
    shared_committed_db: Connection, django_db_blocker: DjangoDbBlocker
) -> Iterator[tuple[World, dict[str, CustomField]]]:
    """20,000 orders of which every second has values, and an index of every kind."""
    with django_db_blocker.unblock():
        connection.set_schema("main")  # type: ignore[attr-defined]  # django-tenants adds it
        offer_test_types()
        if "test_order" not in OWN_TARGETS:
            offer_own_target(_header("test_order"))
            offer_own_target(_lines("test_order"))
        world = make_world()
        fields = {
            code: create_field(
                act=world.act,
                values={"target": "test_order", "code": code, "label": code, "kind": kind, "accelerated": True},
            )
            for code, kind in KINDS.items()
        }
        temp = create_field(
            act=world.act,
            values={
                "target": "test_order:line", "code": "x_temp", "label": "x_temp", "kind": "number", "accelerated": True,
            },
        )  # fmt: skip
        pairs = ", ".join(f"'f_{field.pk}', {VALUES[code]}" for code, field in fields.items())
        with connection.cursor() as cursor:
            cursor.execute(
                f"INSERT INTO documents_document (type, number, state, book_id, business_date, currency, price_includes_tax, handler,"
                f" external_number, remarks, total_quantity, total_net, total_tax, total_amount, rev, ext, created_at, updated_at,"
                f" stop_reason, print_count) SELECT 'test_order', 'N' || n, 'DRAFT', %s, %s, 'CNY', false, '', '', '', 1, 1, 0, 1, 1,"
                f" CASE WHEN n %% 2 = 0 THEN jsonb_build_object({pairs}) ELSE '{{}}' END, now(), now(), '', 0"
                f" FROM generate_series(1, {MANY}) n",
                (world.book, TODAY),
            )
            cursor.execute(
                f"INSERT INTO documents_line (document_id, type, line_no, item_id, item_name, item_spec, unit_id, quantity,"
                f" factor_numerator, factor_denominator, base_quantity, discount, tax_rate, net, tax, total, reason, remarks, ext)"
                f" SELECT id, type, 1, %s, '', '', %s, 1, 1, 1, 1, 0, 0, 0, 0, 0, '', '',"
                f" jsonb_build_object('f_{temp.pk}', id %% 10000) FROM documents_document",
                (world.bottle, world.piece),
            )
        assert build_indexes(account_set="main") == [*(field.pk for field in fields.values()), temp.pk]
        yield world, fields


def page(**params: Any) -> list[dict[str, Any]]:
    return list_documents(viewer=SYSTEM, code="test_order", params=ListParams(**params)).items


def plan(queryset: Any) -> str:
    return str(queryset.explain())


@pytest.mark.parametrize(
    ("code", "clause", "found"),
    [
        ("x_num", '["x_num","gte","1999.9"]', 1),
        ("x_text", '["x_text","eq","T000040"]', 1),
        ("x_day", '["x_day","lte","2000-01-05"]', 2),
        ("x_at", '["x_at","eq","2000-01-01"]', 7),
        ("x_who", '["x_who","eq","40"]', 1),
        ("x_amt", '["x_amt","between",["3","6"]]', 2),
    ],
)
def test_a_filter_uses_the_index_of_its_field(
    many: tuple[World, dict[str, CustomField]], code: str, clause: str, found: int
) -> None:
    _, fields = many
    params = ListParams(filter=f"[{clause}]")
    epoch.refresh()
    spec = DOCUMENT_TYPES.get("test_order")
    rows = narrowed(
        queryset=Document.objects.filter(type__in=["test_order"]),
        fields=list_fields(spec),
        viewer=SYSTEM,
        params=params,
    )
    assert rows.count() == found
    assert f"own_field_{fields[code].pk}_idx" in plan(rows)


@pytest.mark.parametrize("code", [code for code in KINDS if code != "x_who"])
def test_a_sort_reads_filled_rows_by_the_index_and_empty_ones_last(
    many: tuple[World, dict[str, CustomField]], code: str
) -> None:
    _, fields = many
    epoch.refresh()
    with CaptureQueriesContext(connection) as statements:
        first = page(sort=f"-{code}", limit=3, fields=f"number,{code}")
    assert [row["number"] for row in first] == [f"N{n}" for n in (MANY, MANY - 2, MANY - 4)]
    [sorted_one] = [one["sql"] for one in statements if "ORDER BY" in one["sql"] and "LIMIT 4" in one["sql"]]
    with connection.cursor() as cursor:
        cursor.execute("EXPLAIN " + sorted_one.replace("%", "%%"))
        told = "\n".join(row[0] for row in cursor.fetchall())
    assert f"own_field_{fields[code].pk}_idx" in told
    assert "Sort" not in told


def test_documents_are_found_by_a_line_through_its_index(many: tuple[World, dict[str, CustomField]]) -> None:
    epoch.refresh()
    temp = CustomField.objects.get(code="x_temp")
    spec = DOCUMENT_TYPES.get("test_order")
    params = ListParams(filter='[["line_x_temp","gte","9999"]]')
    documents = Document.objects.filter(type__in=["test_order"])
    rows, rest = by_lines(documents, spec, list_fields(spec), SYSTEM, params)
    assert (rows.count(), rest.filter) == (2, "")
    assert f"own_field_{temp.pk}_idx" in plan(rows)
    assert page(filter=params.filter, fields="number,line_x_temp")[0]["line_x_temp"] == "9999"


def test_a_formula_is_added_up_over_all_rows(many: tuple[World, dict[str, CustomField]]) -> None:
    epoch.refresh()

    def total(formula: str, **more: Any) -> Any:
        params = ListParams(limit=1, sum=formula, **more)
        return list_documents(viewer=SYSTEM, code="test_order", params=params).totals.get("formula")

    assert total("{total_quantity} * 1.13") == "22600"
    some = '[["number","in",["N1","N2","N3"]]]'
    # The second row alone has a value of its own: nothing adds nothing.
    own = page(filter='[["number","eq","N2"]]', fields="x_num")[0]["x_num"]
    assert total("{x_num} + 1", filter=some) == str(Decimal(own) + 1)
    assert total('IF({number} = "N1", 0.1, 0.2)', filter=some) == "0.5"
    for wrong in ("{nothing}", "{number}", "{line_x_temp} + 1"):
        with pytest.raises(Refused):
            total(wrong)


def test_pages_go_on_from_filled_to_empty_rows(many: tuple[World, dict[str, CustomField]]) -> None:
    epoch.refresh()
    wanted = ListParams(sort="x_num", limit=2, filter='[["number","in",["N1","N2","N3","N4","N5"]]]', fields="number")
    seen: list[str] = []
    while True:
        found = list_documents(viewer=SYSTEM, code="test_order", params=wanted)
        seen += [row["number"] for row in found.items]
        if found.next_cursor is None:
            break
        wanted = ListParams(
            **{**{name: getattr(wanted, name) for name in wanted.__dataclass_fields__}, "cursor": found.next_cursor}
        )
    assert seen == ["N2", "N4", "N1", "N3", "N5"]
    assert list_documents(viewer=SYSTEM, code="test_order", params=wanted).totals["x_amt"] == "9.00"


def test_an_index_nobody_wants_any_more_is_dropped(many: tuple[World, dict[str, CustomField]]) -> None:
    world, fields = many
    update_field(act=world.act, record_id=fields["x_amt"].pk, values={"accelerated": False})
    build_indexes(account_set="main")
    with connection.cursor() as cursor:
        cursor.execute("SELECT indexname FROM pg_indexes WHERE schemaname = 'main' AND indexname LIKE 'own_field_%%'")
        names = {row[0] for row in cursor.fetchall()}
    assert names == {f"own_field_{field.pk}_idx" for code, field in fields.items() if code != "x_amt"} | {
        f"own_field_{CustomField.objects.get(code='x_temp').pk}_idx"
    }
    assert CustomField.objects.get(code="x_amt").index_state == "none"
