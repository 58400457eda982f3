"""Functions of numbers."""

from decimal import ROUND_DOWN, ROUND_HALF_UP, ROUND_UP, Decimal
from math import isqrt

from hengku.kernel.texts import Text
from hengku.metadata.rules.formula import numbers
from hengku.metadata.rules.formula.functions import Failed, offer
from hengku.metadata.rules.formula.kinds import Type

MOST_PLACES = 15
_MOST_POWER = 100


class _Rounding:
    """Rounding to places between -15 and 15; more is cut to that."""

    def __init__(self, mode: str) -> None:
        self.mode = mode

    def __call__(self, value: Decimal, places: Decimal = Decimal(0)) -> Decimal:
        wanted = max(-MOST_PLACES, min(MOST_PLACES, int(places)))
        result = numbers.rounded(value, wanted, self.mode)
        if result is None:
            raise Failed("number_too_large")
        return result


def _floor(value: Decimal, step: Decimal = Decimal(1)) -> Decimal:
    return numbers.subtract(value, _mod(value, step)) or Decimal(0)


def _ceiling(value: Decimal, step: Decimal = Decimal(1)) -> Decimal:
    return -_floor(-value, step)


def _mod(value: Decimal, by: Decimal) -> Decimal:
    if not by:
        raise Failed("division_by_zero")
    return numbers.unscaled(numbers.scaled(value) % numbers.scaled(by))


def _power(value: Decimal, exponent: Decimal) -> Decimal:
    times = int(exponent)
    if times != exponent or not 0 <= times <= _MOST_POWER:
        raise Failed("bad_number")
    result = Decimal(1)
    for _ in range(times):
        product = numbers.multiply(result, value)
        if product is None:
            raise Failed("number_too_large")
        result = product
    return result


def _sqrt(value: Decimal) -> Decimal:
    if value < 0:
        raise Failed("bad_number")
    return numbers.unscaled((isqrt(4 * numbers.scaled(value) * 10**numbers.PLACES) + 1) // 2)


def _percent(part: Decimal, whole: Decimal) -> Decimal:
    if not whole:
        raise Failed("division_by_zero")
    upper, lower = numbers.scaled(part) * 10_000, numbers.scaled(whole)
    quotient = (2 * abs(upper) + abs(lower)) // (2 * abs(lower))
    return Decimal(-quotient if (upper < 0) != (lower < 0) else quotient).scaleb(-2)


def _sign(value: Decimal) -> Decimal:
    return Decimal((value > 0) - (value < 0))


def _places(args: list[str]) -> str:
    return f"greatest(-15, least(15, trunc({args[1]})))::int" if len(args) > 1 else "0"


def _round_up_sql(args: list[str], types: list[Type]) -> str:
    value, places = args[0], _places(args)
    cut = f"trunc({value}, {places})"
    return f"({cut} + CASE WHEN {cut} = {value} THEN 0 ELSE sign({value}) * power(10::numeric, -{places}) END)"


def _mod_sql(value: str, by: str) -> str:
    return f"mod(mod({value}, nullif({by}, 0)) + {by}, nullif({by}, 0))"


def _floor_sql(args: list[str], types: list[Type]) -> str:
    return f"({args[0]} - {_mod_sql(args[0], args[1] if len(args) > 1 else '1')})"


def _ceiling_sql(args: list[str], types: list[Type]) -> str:
    return f"(- {_floor_sql([f'(- {args[0]})', *args[1:]], types)})"


offer(
    "ABS", "绝对值", "n", "n", abs, Text("去掉负号", "Without the sign"), "ABS(-3)", group="math", sql="abs({0})",
)  # fmt: skip
offer(
    "SIGN", "正负号", "n", "n", _sign, Text("正数 1，负数 -1，零 0", "1, -1 or 0"), "SIGN(-3)", group="math", sql="sign({0})",
)  # fmt: skip
offer(
    "ROUND", "四舍五入", "n,n?", "n", _Rounding(ROUND_HALF_UP),
    Text("四舍五入到几位小数；负数位到十、百", "Half up to so many places; negative: to tens, hundreds"), "ROUND(2.345, 2)",
    group="math", sql=lambda args, types: f"round({args[0]}, {_places(args)})",
)  # fmt: skip
offer(
    "ROUNDUP", "向上舍入", "n,n?", "n", _Rounding(ROUND_UP), Text("远离零舍入", "Away from zero"), "ROUNDUP(2.341, 2)",
    group="math", sql=_round_up_sql,
)  # fmt: skip
offer(
    "ROUNDDOWN", "向下舍入", "n,n?", "n", _Rounding(ROUND_DOWN), Text("向零舍去", "Towards zero"), "ROUNDDOWN(2.349, 2)",
    group="math", sql=lambda args, types: f"trunc({args[0]}, {_places(args)})",
)  # fmt: skip
offer(
    "INT", "取整", "n", "n", _floor, Text("不大于它的最大整数", "The greatest whole number not above it"), "INT(-2.5)",
    group="math", sql="floor({0})",
)  # fmt: skip
offer(
    "FLOOR", "向下取倍数", "n,n?", "n", _floor, Text("不大于它的倍数", "The multiple not above it"), "FLOOR(17, 5)",
    group="math", sql=_floor_sql,
)  # fmt: skip
offer(
    "CEILING", "向上取倍数", "n,n?", "n", _ceiling, Text("不小于它的倍数，如整箱", "The multiple not below it: whole cartons"),
    "CEILING(17, 12)", group="math", sql=_ceiling_sql,
)  # fmt: skip
offer(
    "MOD", "取余", "n,n", "n", _mod, Text("除后的余数，符号同除数", "The rest of a division, with the divisor's sign"),
    "MOD(17, 5)", group="math", sql=lambda args, types: _mod_sql(args[0], args[1]),
)  # fmt: skip
offer(
    "POWER", "乘方", "n,n", "n", _power, Text("0 到 100 的整数次方", "To a whole power from 0 to 100"), "POWER(1.05, 3)", group="math",
)  # fmt: skip
offer(
    "SQRT", "平方根", "n", "n", _sqrt, Text("平方根", "Square root"), "SQRT(2)", group="math",
)  # fmt: skip
offer(
    "PERCENT", "百分比", "n,n", "n",
    _percent, Text("占整体的百分之几，两位小数", "Percent of the whole, two places"),
    "PERCENT(1, 3)", group="math",
    sql="round(div({0} * 1000000000000000000000, nullif({1}, 0)) * 0.0000000000000000001, 2)",
)  # fmt: skip
