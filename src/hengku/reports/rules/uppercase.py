"""大写金额: an amount of money as it is written on Chinese papers, so that nobody can add a digit.

Source: 《支付结算办法》附一 正确填写票据和结算凭证的基本规定 (digits 壹-玖, 元/角/分, 整, and when 零 is written).
"""

from decimal import Decimal

from hengku.kernel.money import round_amount

_DIGITS = "零壹贰叁肆伍陆柒捌玖"
_PLACES = ("", "拾", "佰", "仟")
_GROUPS = ("", "万", "亿", "万亿")
_GROUP_DIGITS = 4
LIMIT = Decimal(10) ** (_GROUP_DIGITS * len(_GROUPS))


def uppercase_amount(amount: Decimal) -> str:
    """Chinese capitals of an amount in yuan: 1409.50 -> 壹仟肆佰零玖元伍角整, 0 -> 零元整, -3.04 -> 负叁元零肆分.

    Rounded to the fen (half up). Raises ValueError from 10^16 yuan on: there is no agreed way to write it.
    """
    rounded = round_amount(amount)
    if abs(rounded) >= LIMIT:
        raise ValueError("an amount of 10^16 yuan and more has no agreed capitals")
    cents = int(abs(rounded) * 100)
    yuan, rest = divmod(cents, 100)
    sign = "负" if rounded < 0 else ""
    return sign + _yuan(yuan, alone=rest == 0) + _cents(rest, after_yuan=yuan > 0)


def _yuan(yuan: int, *, alone: bool) -> str:
    if yuan == 0:
        return "零元" if alone else ""
    return _integer(yuan) + "元"


def _cents(cents: int, *, after_yuan: bool) -> str:
    jiao, fen = divmod(cents, 10)
    if cents == 0:
        return "整"
    if fen == 0:
        return f"{_DIGITS[jiao]}角整"
    if jiao == 0:
        return ("零" if after_yuan else "") + f"{_DIGITS[fen]}分"
    return f"{_DIGITS[jiao]}角{_DIGITS[fen]}分"


def _integer(number: int) -> str:
    """Digits with their places; a run of zeros between two digits is one 零, trailing zeros are none."""
    digits = str(number)
    parts: list[str] = []
    gap = False
    for index, digit in enumerate(digits):
        group, place = divmod(len(digits) - 1 - index, _GROUP_DIGITS)
        if digit == "0":
            gap = True
        else:
            parts.append(("零" if gap else "") + _DIGITS[int(digit)] + _PLACES[place])
            gap = False
        if place == 0 and _group_has_value(digits, group):
            parts.append(_group_name(digits, group))
    return "".join(parts)


def _group_name(digits: str, group: int) -> str:
    """亿 is written once: 1234万5678亿, but 1234万亿 when nothing stands between."""
    return "万" if group == len(_GROUPS) - 1 and _group_has_value(digits, group - 1) else _GROUPS[group]


def _group_has_value(digits: str, group: int) -> bool:
    """Whether the four digits of this group are more than 0000."""
    end = len(digits) - group * _GROUP_DIGITS
    return int(digits[max(0, end - _GROUP_DIGITS) : end]) > 0
