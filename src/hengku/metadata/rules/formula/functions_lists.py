"""Functions over the lines of a record (and over single values side by side). Lines left blank are not counted."""

from collections.abc import Iterable, Iterator
from decimal import Decimal
from typing import Any

from hengku.kernel.texts import Text
from hengku.metadata.rules.formula import numbers
from hengku.metadata.rules.formula.functions import Failed, offer
from hengku.metadata.rules.formula.functions_text import held, written
from hengku.metadata.rules.formula.kinds import Type

LONGEST_LIST = 5_000


def _flat(values: Iterable[Any]) -> Iterator[Any]:
    for value in values:
        if isinstance(value, list):
            if len(value) > LONGEST_LIST:
                raise Failed("list_too_long")
            yield from (entry for entry in value if entry is not None)
        elif value is not None:
            yield value


def _sum(*values: Any) -> Decimal:
    total = Decimal(0)
    for value in _flat(values):
        sum_ = numbers.add(total, value)
        if sum_ is None:
            raise Failed("number_too_large")
        total = sum_
    return total


def _average(*values: Any) -> Decimal | None:
    entries = list(_flat(values))
    return numbers.divide(_sum(*entries), Decimal(len(entries))) if entries else None


def _least(*values: Any) -> Any:
    return min(_flat(values), default=None)


def _greatest(*values: Any) -> Any:
    return max(_flat(values), default=None)


def _count(*values: Any) -> Decimal:
    return Decimal(sum(1 for value in _flat(values) if value != ""))


def _count_unique(*values: Any) -> Decimal:
    return Decimal(len({value for value in _flat(values) if value != ""}))


def _join(values: list[Any], separator: str) -> str:
    return held(separator.join(written(value) for value in _flat([values])))


def _products(left: list[Any], right: list[Any]) -> Decimal:
    if len(left) != len(right):
        raise Failed("list_too_long")
    products = [numbers.multiply(a, b) for a, b in zip(left, right, strict=True) if a is not None and b is not None]
    if None in products:
        raise Failed("number_too_large")
    return _sum(products)


_TESTS = {
    "=": lambda a, b: a == b,
    "==": lambda a, b: a == b,
    "<>": lambda a, b: a != b,
    "!=": lambda a, b: a != b,
    "<": lambda a, b: a < b,
    "<=": lambda a, b: a <= b,
    ">": lambda a, b: a > b,
    ">=": lambda a, b: a >= b,
}


def _fits(values: list[Any], sign: str, wanted: Any) -> list[bool]:
    test = _TESTS.get(sign)
    if test is None or (isinstance(wanted, str | bool) and sign[0] in "<>" and sign != "<>"):
        raise Failed("bad_comparison")
    return [value is not None and test(value, wanted) for value in values]


def _count_if(values: list[Any], sign: str, wanted: Any) -> Decimal:
    return Decimal(sum(_fits(values, sign, wanted)))


def _sum_if(values: list[Any], sign: str, wanted: Any, figures: list[Any]) -> Decimal:
    if len(values) != len(figures):
        raise Failed("list_too_long")
    return _sum([figure for figure, fits in zip(figures, _fits(values, sign, wanted), strict=True) if fits])


def _only_single(template: str) -> "Any":
    def sql(args: list[str], types: list[Type]) -> str:
        if any(type_.many for type_ in types):
            raise ValueError("lines are not read by the database")
        return template.format(", ".join(args), " + ".join(f"coalesce({arg}, 0)" for arg in args))

    return sql


offer(
    "SUM", "求和", "|n~|", "n", _sum, Text("合计", "The total"), "SUM({lines.quantity})", group="lines", sees_blank=True,
    sql=_only_single("({1})"),
)  # fmt: skip
offer(
    "AVERAGE", "平均", "|n~|", "n", _average, Text("平均值", "The average"), "AVERAGE({lines.price})", group="lines", sees_blank=True,
)  # fmt: skip
offer(
    "MIN", "最小", "|o~|", "o", _least, Text("最小的", "The least"), "MIN({lines.price})", group="lines", sees_blank=True,
    sql=_only_single("least({0})"),
)  # fmt: skip
offer(
    "MAX", "最大", "|o~|", "o", _greatest, Text("最大的", "The greatest"), "MAX({lines.price})", group="lines", sees_blank=True,
    sql=_only_single("greatest({0})"),
)  # fmt: skip
offer(
    "COUNT", "计数", "|*~|", "n", _count, Text("填了几个", "How many are entered"), "COUNT({lines.quantity})", group="lines",
    sees_blank=True,
)  # fmt: skip
offer(
    "COUNTUNIQUE", "不重复计数", "|*~|", "n", _count_unique, Text("有几个不同的", "How many different ones"),
    "COUNTUNIQUE({lines.reason})", group="lines", sees_blank=True,
)  # fmt: skip
offer(
    "SUMPRODUCT", "乘积求和", "n+,n+", "n", _products, Text("逐行相乘再合计", "Multiplied line by line, then added"),
    "SUMPRODUCT({lines.quantity}, {lines.price})", group="lines",
)  # fmt: skip
offer(
    "COUNTIF", "条件计数", "*+,t,*", "n", _count_if, Text("有几行符合", "How many lines fit"), 'COUNTIF({lines.quantity}, ">", 8)',
    group="lines",
)  # fmt: skip
offer(
    "SUMIF", "条件求和", "*+,t,*,n+", "n", _sum_if, Text("符合的行合计", "The total of the lines that fit"),
    'SUMIF({lines.reason}, "=", "GIFT", {lines.quantity})', group="lines",
)  # fmt: skip
offer(
    "INCLUDES", "行中有", "*+,*", "b", lambda values, wanted: wanted in values, Text("有一行等于它", "A line equals it"),
    'INCLUDES({lines.reason}, "GIFT")', group="lines",
)  # fmt: skip
offer(
    "FIRST", "第一行", "*+", "*", lambda values: next(_flat([values]), None), Text("第一行的值", "The first line's value"),
    "FIRST({lines.reason})", group="lines",
)  # fmt: skip
offer(
    "LAST", "最后一行", "*+", "*", lambda values: next(_flat([values[::-1]]), None), Text("最后一行的值", "The last line's value"),
    "LAST({lines.reason})", group="lines",
)  # fmt: skip
offer(
    "LIST", "列出", "s+,t", "t", _join, Text("用分隔符连成文字", "One text with separators"), 'LIST({lines.reason}, "、")',
    group="lines",
)  # fmt: skip
