"""Barcodes: check digits of EAN-13, EAN-8, UPC-A and GTIN-14, and what the prefix says."""

from enum import StrEnum

GTIN_LENGTHS = {8: "EAN8", 12: "UPCA", 13: "EAN13", 14: "GTIN14"}
CHINA_PREFIXES = tuple(str(number) for number in range(690, 700))
MAX_LENGTH = 64


class BarcodeVerdict(StrEnum):
    """GOOD: a GTIN with the right check digit. WRONG_CHECK_DIGIT: right length, wrong digit (mistyped?).
    INTERNAL: EAN-13 of the shop's own number range 20-29 (weighed goods). FREE: any other code."""

    GOOD = "GOOD"
    WRONG_CHECK_DIGIT = "WRONG_CHECK_DIGIT"
    INTERNAL = "INTERNAL"
    FREE = "FREE"


def check_digit(body: str) -> str:
    """GS1 check digit of the digits before it: weights 3,1,3,1... from the right, modulo 10."""
    total = sum(int(digit) * (3 if place % 2 == 0 else 1) for place, digit in enumerate(reversed(body)))
    return str(-total % 10)


def judge(code: str) -> BarcodeVerdict:
    """What kind of barcode this is; never an error, because shops use codes of their own."""
    if len(code) not in GTIN_LENGTHS or not (code.isascii() and code.isdigit()):
        return BarcodeVerdict.FREE
    if check_digit(code[:-1]) != code[-1]:
        return BarcodeVerdict.WRONG_CHECK_DIGIT
    if len(code) == 13 and code[0] == "2":
        return BarcodeVerdict.INTERNAL
    return BarcodeVerdict.GOOD


def is_chinese(code: str) -> bool:
    """Registered with GS1 China (69-code)."""
    return len(code) == 13 and code.startswith(CHINA_PREFIXES)


def own_code(serial: int) -> str:
    """The shop's own EAN-13 for an item without one: 20 + ten digits + check digit."""
    body = f"20{serial:010d}"
    return body + check_digit(body)
