"""The rules of questions, without a database: periods, grains, what may be asked of what."""

from datetime import date
from typing import Any

import pytest

from hengku.kernel.errors import Refused
from hengku.kernel.texts import Text
from hengku.metadata.queries.formula_sql import NotInDatabase
from hengku.metadata.rules.formula.check import read_formula
from hengku.metadata.rules.formula.parse import FormulaError
from hengku.metadata.types import FieldSpec, FieldType
from hengku.studio.rules.aggregates import aggregate_sql, aggregates_of, grain_sql
from hengku.studio.rules.measures import field_types, measure_sql
from hengku.studio.rules.periods import PERIODS, earlier, period, settled
from hengku.studio.rules.questions import read_question
from hengku.studio.types import Aggregate, DataField, Grain, Shift

LABEL = Text("字段", "Field")
FIELDS = {
    "day": DataField(FieldSpec("day", LABEL, FieldType.DATE)),
    "at": DataField(FieldSpec("at", LABEL, FieldType.DATETIME)),
    "amount": DataField(FieldSpec("amount", LABEL, FieldType.AMOUNT)),
    "quantity": DataField(FieldSpec("quantity", LABEL, FieldType.QUANTITY)),
    "partner": DataField(FieldSpec("partner", LABEL, FieldType.REFERENCE, ref="partners")),
    "partner.limit": DataField(FieldSpec("partner.limit", LABEL, FieldType.AMOUNT), adds_up=False),
    "reason": DataField(FieldSpec("reason", LABEL)),
    "grants": DataField(FieldSpec("grants", LABEL, FieldType.JSON)),
}
COLUMNS = {name: f"c{at}" for at, name in enumerate(FIELDS)}


@pytest.mark.parametrize(
    ("name", "today", "first", "last"),
    [
        ("this_week", "2026-11-22", "2026-11-16", "2026-11-22"),
        ("last_week", "2026-11-23", "2026-11-16", "2026-11-22"),
        ("this_month", "2026-12-31", "2026-12-01", "2026-12-31"),
        ("last_month", "2026-01-31", "2025-12-01", "2025-12-31"),
        ("this_quarter", "2026-11-23", "2026-10-01", "2026-12-31"),
        ("last_quarter", "2026-02-01", "2025-10-01", "2025-12-31"),
        ("last_7_days", "2026-03-01", "2026-02-23", "2026-03-01"),
        ("last_12_months", "2026-02-10", "2025-03-01", "2026-02-28"),
        ("last_year", "2026-02-10", "2025-01-01", "2025-12-31"),
    ],
)
def test_periods(name: str, today: str, first: str, last: str) -> None:
    assert period(name, date.fromisoformat(today)) == (date.fromisoformat(first), date.fromisoformat(last))


def test_every_period_ends_when_it_says_and_not_before_it_begins() -> None:
    for name in PERIODS:
        for today in (date(2024, 2, 29), date(2026, 1, 1), date(2026, 12, 31)):
            first, last = period(name, today)
            assert first <= last


@pytest.mark.parametrize(
    ("first", "last", "by", "before"),
    [
        ("2026-11-01", "2026-11-30", Shift.PREVIOUS, ("2026-10-01", "2026-10-31")),
        ("2026-01-01", "2026-03-31", Shift.PREVIOUS, ("2025-10-01", "2025-12-31")),
        ("2026-11-17", "2026-11-23", Shift.PREVIOUS, ("2026-11-10", "2026-11-16")),
        ("2024-02-29", "2024-02-29", Shift.YEAR, ("2023-02-28", "2023-02-28")),
    ],
)
def test_the_period_to_compare_with(first: str, last: str, by: Shift, before: tuple[str, str]) -> None:
    found = earlier(date.fromisoformat(first), date.fromisoformat(last), by)
    assert found == (date.fromisoformat(before[0]), date.fromisoformat(before[1]))


def test_only_spans_of_days_move() -> None:
    clauses: list[list[Any]] = [
        ["day", "within", "this_month"],
        ["amount", "between", ["1", "9"]],
        ["reason", "eq", "x"],
    ]
    assert settled(clauses, date(2026, 11, 23), Shift.PREVIOUS) == [
        ["day", "between", ["2026-10-01", "2026-10-31"]], ["amount", "between", ["1", "9"]], ["reason", "eq", "x"],
    ]  # fmt: skip
    with pytest.raises(KeyError):
        settled([["day", "within", "sometime"]], date(2026, 11, 23), None)


def test_what_may_be_asked_of_what() -> None:
    assert Aggregate.SUM in aggregates_of(FIELDS["amount"])
    # A limit would be added once for every row that names the partner.
    assert {Aggregate.SUM, Aggregate.AVG}.isdisjoint(aggregates_of(FIELDS["partner.limit"]))
    assert Aggregate.SUM not in aggregates_of(FIELDS["day"])
    assert aggregates_of(FIELDS["partner"]) == (Aggregate.COUNT, Aggregate.COUNT_DISTINCT)
    assert aggregate_sql(Aggregate.COUNT, None) == "count(*)"


def test_a_moment_belongs_to_a_day_of_the_books() -> None:
    assert grain_sql("c", Grain.MONTH, FIELDS["day"].spec) == ("date_trunc('month', c::timestamp)::date", False)
    assert grain_sql("c", Grain.DAY, FIELDS["at"].spec) == ("date_trunc('day', (c AT TIME ZONE %s))::date", True)


@pytest.mark.parametrize(
    ("formula", "sql"),
    [
        ("SUM({amount})", "coalesce(sum((c2)::numeric), 0)"),
        ("COUNTUNIQUE({partner})", "count(DISTINCT c4)::numeric"),
        ("SUMPRODUCT({amount}, {quantity})", "coalesce(sum((c2)::numeric * (c3)::numeric), 0)"),
    ],
)
def test_formulas_over_groups(formula: str, sql: str) -> None:
    assert sql in measure_sql(read_formula(formula, field_types(FIELDS)), COLUMNS)[0]


def test_a_condition_travels_as_a_parameter() -> None:
    node = read_formula('SUMIF({reason}, "=", "x\') OR 1=1 --", {amount}) / COUNT({day})', field_types(FIELDS))
    sql, params = measure_sql(node, COLUMNS)
    assert "OR 1=1" not in sql
    assert "x') OR 1=1 --" in params


@pytest.mark.parametrize("formula", ["{amount} * 2", 'LIST({reason}, ",")', "SUM({amount}, {quantity})"])
def test_what_the_database_cannot_do_over_a_group(formula: str) -> None:
    with pytest.raises((NotInDatabase, FormulaError)):
        measure_sql(read_formula(formula, field_types(FIELDS)), COLUMNS)
    with pytest.raises(Refused):
        read_question({"measures": [{"formula": formula}]}, FIELDS)


def told(**raw: Any) -> list[tuple[str, tuple[Any, ...]]]:
    with pytest.raises(Refused) as caught:
        read_question(raw, FIELDS)
    assert caught.value.status == 400
    return [(one.code, one.loc) for one in caught.value.refusals]


def test_everything_wrong_is_told_at_once() -> None:
    assert told(
        dimensions=[{"field": "nothing"}, {"field": "grants"}, {"field": "reason", "grain": "month"}],
        measures=[{"field": "partner.limit", "agg": "sum"}, {"agg": "sum"}, {"formula": "SUM({secret})"}],
        sort="m7",
    ) == [
        ("dataset_field_unknown", ("dimensions", 0)),
        ("dataset_field_not_grouped", ("dimensions", 1)),
        ("grain_unknown", ("dimensions", 2)),
        ("aggregate_unknown", ("measures", 0)),
        ("aggregate_unknown", ("measures", 1)),
        ("formula_unknown_field", ("measures", 2, "formula")),
        ("sort_unknown", ("sort",)),
    ]
    assert told() == [("question_empty", ("measures",))]
    assert told(dimensions=[{"field": "day"}] * 5)[0][0] == "question_too_large"


def test_a_question_as_read() -> None:
    question = read_question(
        {"dimensions": [{"field": "day", "grain": "month"}], "measures": [{"agg": "count"}], "sort": "-m0", "limit": 9_999},
        FIELDS,
    )  # fmt: skip
    assert question.dimensions[0].grain is Grain.MONTH
    assert question.sort[0].position == 1
    assert question.sort[0].descending
    assert question.limit == 5_000
