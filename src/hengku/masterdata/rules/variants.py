"""Variants: a matrix of attribute values (颜色×尺码) becomes one item per combination."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from itertools import product

MAX_VARIANTS = 1000


@dataclass(frozen=True, slots=True)
class Variant:
    """code and name of the new item, spec = the values joined, values = {"颜色": "红", "尺码": "L"}."""

    code: str
    name: str
    spec: str
    values: Mapping[str, str]


class TooManyVariants(ValueError):
    """More combinations than anybody can mean."""


def matrix(*, code: str, name: str, axes: Mapping[str, Sequence[str]]) -> list[Variant]:
    """All combinations in the order given; codes "<code>-<value>-<value>". Repeated values count once; empty axes are left out.

    Raises TooManyVariants above MAX_VARIANTS.
    """
    named = {
        axis: tuple(dict.fromkeys(value.strip() for value in values if value.strip())) for axis, values in axes.items()
    }
    named = {axis: values for axis, values in named.items() if values}
    if not named:
        return []
    size = 1
    for values in named.values():
        size *= len(values)
    if size > MAX_VARIANTS:
        raise TooManyVariants(str(size))
    return [
        Variant(
            code="-".join((code, *combination)),
            name=f"{name} {' '.join(combination)}",
            spec="/".join(combination),
            values=dict(zip(named, combination, strict=True)),
        )
        for combination in product(*named.values())
    ]
