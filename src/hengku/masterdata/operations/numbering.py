"""Codes of master records by number rule 编码规则."""

from collections.abc import Callable, Mapping
from datetime import date

from django.db import connection

from hengku.kernel import sql
from hengku.kernel.errors import refuse
from hengku.masterdata.models import NumberRule
from hengku.masterdata.rules.numbering import frame


def take_codes(
    *,
    target: str,
    count: int,
    on: date,
    taken: Callable[[list[str]], set[str]],
    values: Mapping[str, str] | None = None,
) -> list[str]:
    """The next `count` free codes of a resource; codes people typed themselves (`taken`) are skipped. values: what further parts
    of the rule say.

    Serials of records may have gaps, unlike those of documents. Refuses number_rule_missing.
    """
    rule = NumberRule.objects.filter(target=target).first()
    if rule is None:
        raise refuse("number_rule_missing", loc=("code",), target=target)
    shape = frame(rule.pattern, prefix=rule.prefix, on=on, values=values)
    codes: list[str] = []
    while len(codes) < count:
        wanted = count - len(codes)
        last = _advance(f"{target}:{shape.head}", wanted)
        fresh = [shape.number(serial) for serial in range(last - wanted + 1, last + 1)]
        used = taken(fresh)
        codes.extend(code for code in fresh if code not in used)
    return codes


def _advance(key: str, count: int) -> int:
    """Move the counter on by `count`; gives its new value. The row lock makes two takers wait for each other."""
    rows = sql.rows(
        connection,
        """
        INSERT INTO masterdata_code_counter (key, value) VALUES (%s, %s)
        ON CONFLICT (key) DO UPDATE SET value = masterdata_code_counter.value + excluded.value
        RETURNING value
        """,
        (key, count),
    )
    return int(rows[0][0])
