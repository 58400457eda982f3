"""Pack sizes as price lists write them: 24瓶/箱, 1*24, 24."""

import re
import unicodedata
from fractions import Fraction

from hengku.masterdata.rules.units import UnitExpression

CARTON = "箱"
_PER = re.compile(r"^(?P<factor>\d+(?:\.\d+)?)\s*(?P<base>[^\d\s/]{0,8})\s*/\s*(?P<unit>[^\d\s/]{1,8})$")
_TIMES = re.compile(r"^1\s*[*xX×]\s*(?P<factor>\d+)$")
_PLAIN = re.compile(r"^(?P<factor>\d+)(?:\.0+)?$")


def read_pack(text: str, unit: str) -> UnitExpression | None:
    """How many base units a bigger unit holds; without a named one (`unit` empty) a pack is a carton. A pack of one is none."""
    clean = unicodedata.normalize("NFKC", text).strip()
    if match := _PER.match(clean):
        return _expression(unit or match["unit"], match["factor"], match["base"])
    match = _TIMES.match(clean) or (None if unit else _PLAIN.match(clean))
    return _expression(unit or CARTON, match["factor"], "") if match else None


def _expression(unit: str, factor: str, base: str) -> UnitExpression | None:
    size = Fraction(factor)
    return UnitExpression(unit, size, base) if size > 1 else None
