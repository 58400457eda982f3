"""Operators, comparisons and choices. Three-valued as in SQL: what is compared with nothing is nothing, and nothing chooses "no"."""

from collections.abc import Callable
from decimal import Decimal
from typing import Any

from hengku.kernel.texts import Text
from hengku.metadata.rules.formula import numbers
from hengku.metadata.rules.formula.functions import Failed, Sql, offer
from hengku.metadata.rules.formula.kinds import Kind, Type


def _fit(calculate: Callable[[Decimal, Decimal], Decimal | None]) -> Callable[[Decimal, Decimal], Decimal]:
    def run(a: Decimal, b: Decimal) -> Decimal:
        value = calculate(a, b)
        if value is None:
            raise Failed("number_too_large")
        return value

    return run


def _divide(a: Decimal, b: Decimal) -> Decimal:
    if not b:
        raise Failed("division_by_zero")
    value = numbers.divide(a, b)
    if value is None:
        raise Failed("number_too_large")
    return value


def _and(*values: bool | None) -> bool | None:
    if any(value is False for value in values):
        return False
    return None if any(value is None for value in values) else True


def _or(*values: bool | None) -> bool | None:
    if any(value is True for value in values):
        return True
    return None if any(value is None for value in values) else False


def _if(condition: bool | None, then: Any, otherwise: Any = None) -> Any:
    return then if condition else otherwise


def _ifs(*parts: Any) -> Any:
    for at in range(0, len(parts) - 1, 2):
        if parts[at]:
            return parts[at + 1]
    return parts[-1] if len(parts) % 2 else None


def _switch(value: Any, *parts: Any) -> Any:
    for at in range(0, len(parts) - 1, 2):
        if value is not None and parts[at] == value:
            return parts[at + 1]
    return parts[-1] if len(parts) % 2 else None


def _is_blank(value: Any) -> bool:
    return value is None or value == "" or value == []


def _coalesce(*values: Any) -> Any:
    return next((value for value in values if not _is_blank(value)), None)


def _ifs_sql(args: list[str], types: list[Type]) -> str:
    rest = args[:]
    whens = "".join(f" WHEN {rest[at]} THEN {rest[at + 1]}" for at in range(0, len(rest) - 1, 2))
    return f"CASE{whens} ELSE {rest[-1] if len(rest) % 2 else 'NULL'} END"


def _switch_sql(args: list[str], types: list[Type]) -> str:
    value, *rest = args
    whens = "".join(f" WHEN {value} = {rest[at]} THEN {rest[at + 1]}" for at in range(0, len(rest) - 1, 2))
    return f"CASE{whens} ELSE {rest[-1] if len(rest) % 2 else 'NULL'} END"


def _between_all(word: str) -> Sql:
    return lambda args, types: "(" + f" {word} ".join(args) + ")"


def _blank_sql(args: list[str], types: list[Type]) -> str:
    return f"(coalesce({args[0]}, '') = '')" if types[0].kind == Kind.TEXT else f"({args[0]} IS NULL)"


def _coalesce_sql(args: list[str], types: list[Type]) -> str:
    texts = any(type_.kind == Kind.TEXT for type_ in types)
    return f"coalesce({', '.join(f'nullif({arg}, {chr(39) * 2})' if texts else arg for arg in args)})"


def _symbol(name: str, sign: str, zh: str, signature: str, result: str, run: Any, sql: Sql) -> None:
    help_ = Text(f"就是 {sign}", f"The same as {sign}")
    offer(name, zh, signature, result, run, help_, f"1 {sign} 2", group="operators", sql=sql)


_symbol("ADD", "+", "相加", "n,n", "n", _fit(numbers.add), "({0} + {1})")
_symbol("SUBTRACT", "-", "相减", "n,n", "n", _fit(numbers.subtract), "({0} - {1})")
_symbol("MULTIPLY", "*", "相乘", "n,n", "n", _fit(numbers.multiply), "round({0} * {1}, 20)")
_symbol(
    "DIVIDE", "/", "相除", "n,n", "n", _divide,
    "round(div({0} * 1000000000000000000000, nullif({1}, 0)) * 0.000000000000000000001, 20)",
)  # fmt: skip
_symbol("EQ", "=", "等于", "*,*", "b", lambda a, b: a == b, "({0} = {1})")
_symbol("NE", "<>", "不等于", "*,*", "b", lambda a, b: a != b, "({0} <> {1})")
_symbol("LT", "<", "小于", "o,o", "b", lambda a, b: a < b, "({0} < {1})")
_symbol("LE", "<=", "小于等于", "o,o", "b", lambda a, b: a <= b, "({0} <= {1})")
_symbol("GT", ">", "大于", "o,o", "b", lambda a, b: a > b, "({0} > {1})")
_symbol("GE", ">=", "大于等于", "o,o", "b", lambda a, b: a >= b, "({0} >= {1})")
offer(
    "NEGATE", "取负", "n", "n", lambda a: -a if a else a, Text("换符号", "The other sign"), "-{quantity}", group="operators",
    sql="(- {0})",
)  # fmt: skip
offer(
    "IF", "如果", "b,*,*?", "*", _if,
    Text("条件成立取第二个，否则取第三个", "The second when the condition holds, else the third"),
    'IF({quantity} > 10, "批发", "零售")', group="logic", sees_blank=True,
    sql=lambda args, types: f"CASE WHEN {args[0]} THEN {args[1]} ELSE {args[2] if len(args) > 2 else 'NULL'} END",
)  # fmt: skip
offer(
    "IFS", "多条件", "|b,*|*?", "*", _ifs,
    Text("第一个成立的条件后面的值；最后可写其余的值", "The value after the first condition that holds; a last value for the rest"),
    'IFS({quantity} > 100, 3, {quantity} > 10, 2, 1)', group="logic", sees_blank=True, sql=_ifs_sql,
)  # fmt: skip
offer(
    "SWITCH", "匹配", "#|#,*|*?", "*", _switch,
    Text("与第一个相等的那一项后面的值", "The value after the item that equals the first"),
    'SWITCH({currency}, "CNY", 1, "USD", 7)', group="logic", sees_blank=True, sql=_switch_sql,
)  # fmt: skip
offer(
    "AND", "并且", "|b|", "b", _and, Text("全部成立", "All hold"), "AND({quantity} > 0, {price} > 0)", group="logic",
    sees_blank=True, sql=_between_all("AND"),
)  # fmt: skip
offer(
    "OR", "或者", "|b|", "b", _or, Text("至少一个成立", "At least one holds"), "OR({quantity} > 9, {price} > 9)", group="logic",
    sees_blank=True, sql=_between_all("OR"),
)  # fmt: skip
offer(
    "NOT", "非", "b", "b", lambda a: not a, Text("不成立", "Does not hold"), "NOT({quantity} > 9)", group="logic", sql="(NOT {0})",
)  # fmt: skip
offer(
    "XOR", "异或", "b,b", "b", lambda a, b: a != b, Text("恰好一个成立", "Exactly one holds"), "XOR(1 = 1, 1 = 2)",
    group="logic", sql="({0} <> {1})",
)  # fmt: skip
offer(
    "TRUE", "真", "", "b", lambda: True, Text("是", "Yes"), "TRUE()", group="logic", sql="true",
)  # fmt: skip
offer(
    "FALSE", "假", "", "b", lambda: False, Text("否", "No"), "FALSE()", group="logic", sql="false",
)  # fmt: skip
offer(
    "ISBLANK", "为空", "*~", "b", _is_blank, Text("没有填", "Nothing entered"), "ISBLANK({remarks})", group="logic",
    sees_blank=True, sql=_blank_sql,
)  # fmt: skip
offer(
    "COALESCE", "空值取", "|*|", "*", _coalesce, Text("第一个不空的", "The first that is not blank"),
    "COALESCE({price}, 0)", group="logic", sees_blank=True, sql=_coalesce_sql,
)  # fmt: skip
offer(
    "IN", "属于", "*|*|", "b", lambda value, *others: value in others, Text("等于其中一个", "Equals one of these"),
    'IN({currency}, "CNY", "HKD")', group="logic",
    sql=lambda args, types: f"({args[0]} IN ({', '.join(args[1:])}))",
)  # fmt: skip
offer(
    "BETWEEN", "介于", "o,o,o", "b", lambda a, low, high: low <= a <= high, Text("在两者之间，含两端", "Between the two, ends included"),
    "BETWEEN({quantity}, 1, 10)", group="logic", sql="({0} BETWEEN {1} AND {2})",
)  # fmt: skip
