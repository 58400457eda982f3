"""The formula language against its golden values, in Python and in the database."""

import json
from datetime import date, datetime
from decimal import Decimal
from pathlib import Path
from typing import Any
from zoneinfo import ZoneInfo

import pytest
from django.db import connection

from hengku.metadata.queries.formula_sql import NotInDatabase, formula_sql
from hengku.metadata.rules.formula.check import read_formula
from hengku.metadata.rules.formula.evaluate import Record, compile_formula
from hengku.metadata.rules.formula.functions import FUNCTIONS
from hengku.metadata.rules.formula.kinds import Kind, Type
from hengku.metadata.rules.formula.nodes import Node, from_json, to_json
from hengku.metadata.rules.formula.numbers import plain
from hengku.metadata.rules.formula.parse import FormulaError

VECTORS = json.loads((Path(__file__).parent / "formula_vectors.json").read_text(encoding="utf-8"))
TYPES = {
    name: Type(Kind(kind.removesuffix("[]")), kind.endswith("[]")) for name, (kind, _) in VECTORS["fields"].items()
}
_READ: dict[str, Any] = {
    "number": Decimal,
    "date": date.fromisoformat,
    "datetime": datetime.fromisoformat,
    "text": str,
    "bool": bool,
}


def _value(kind: str, value: Any) -> Any:
    if isinstance(value, list):
        return [_value(kind.removesuffix("[]"), entry) for entry in value]
    return None if value is None else _READ[kind](value)


VALUES = {name: _value(kind, value) for name, (kind, value) in VECTORS["fields"].items()}


def _told(value: Any) -> Any:
    if isinstance(value, Decimal):
        return plain(value)
    return value.isoformat() if isinstance(value, date) else value


def _node(case: dict[str, Any]) -> Node:
    return read_formula(case["formula"], TYPES, gives=Kind(case["kind"]))


def test_every_golden_value() -> None:
    wrong = []
    for case in VECTORS["cases"]:
        record = Record(VALUES, datetime.fromisoformat(VECTORS["now"]), ZoneInfo(VECTORS["zone"]))
        value = _told(compile_formula(from_json(to_json(_node(case))))(record))
        if value != case["value"] or record.warnings != case.get("warns", []):
            wrong.append((case["formula"], case["value"], value, record.warnings))
    assert wrong == []
    assert len(VECTORS["cases"]) >= 300


@pytest.mark.django_db
def test_the_database_agrees() -> None:
    columns = {
        name: f"%({name})s::{ {'number': 'numeric', 'bool': 'boolean', 'datetime': 'timestamptz'}.get(kind, kind) }"
        for name, (kind, _) in VECTORS["fields"].items()
    }
    wrong, asked = [], 0
    with connection.cursor() as cursor:
        for case in VECTORS["cases"]:
            try:
                sql, params = formula_sql(_node(case), columns)
            except NotInDatabase:
                continue
            names = [f"literal_{at}" for at in range(len(params))]
            named = sql
            for name in names:
                named = named.replace("%s::", f"%({name})s::", 1)
            cursor.execute(f"SELECT {named}", {**VALUES, **dict[str, Any](zip(names, params, strict=True))})
            found = cursor.fetchone()
            asked += 1
            if found is None or _told(found[0]) != case["value"]:
                wrong.append((case["formula"], case["value"], found))
    assert wrong == []
    assert asked >= 200


@pytest.mark.parametrize(("text", "code", "position"), VECTORS["errors"])
def test_what_cannot_be_read_says_where(text: str, code: str, position: int) -> None:
    with pytest.raises(FormulaError) as problem:
        read_formula(text, TYPES)
    assert (problem.value.code, problem.value.position) == (code, position)


def test_every_function_has_a_golden_value() -> None:
    used = set()

    def note(tree: dict[str, Any]) -> None:
        used.add(tree.get("f"))
        for part in tree.get("a", []):
            note(part)

    for case in VECTORS["cases"]:
        note(to_json(_node(case)))
    assert set(FUNCTIONS) - used == {"NOW"}


def test_size_and_depth_are_bounded() -> None:
    assert read_formula("+".join(["1"] * 90), {}).type.kind == Kind.NUMBER
    for text in ("+".join(["1"] * 600), "ABS(" * 31 + "1" + ")" * 31, "1" * 10_001):
        with pytest.raises(FormulaError) as problem:
            read_formula(text, {})
        assert problem.value.code == "formula_too_large"


def test_a_branch_not_taken_does_not_warn() -> None:
    record = Record(VALUES, datetime.fromisoformat(VECTORS["now"]), ZoneInfo(VECTORS["zone"]))
    assert compile_formula(read_formula("IF({z} = 0, 0, {n} / {z})", TYPES))(record) == 0
    assert record.warnings == []
