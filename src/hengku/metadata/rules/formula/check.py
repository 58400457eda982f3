"""From text to a typed tree: names are known, kinds fit. The only place where formulas are read."""

from collections.abc import Mapping
from importlib import import_module

from hengku.metadata.rules.formula.functions import FUNCTIONS, LISTS_OF, NAMES, Function, Param, kind_of
from hengku.metadata.rules.formula.kinds import BLANK, NUMBER, TEXT, Kind, Type
from hengku.metadata.rules.formula.nodes import Call, Field, Literal, Node
from hengku.metadata.rules.formula.parse import FormulaError, Raw, parse

for _group in ("logic", "math", "text", "dates", "lists"):
    import_module(f"hengku.metadata.rules.formula.functions_{_group}")

_CONSTANTS = {"TRUE": "TRUE", "真": "TRUE", "FALSE": "FALSE", "假": "FALSE"}
_BLANKS = {"BLANK", "空"}


def read_formula(text: str, fields: Mapping[str, Type], *, gives: Kind | None = None) -> Node:
    """The typed tree of `text` over these fields (path -> type). gives: the kind the whole must have.

    Raises FormulaError: formula_syntax, formula_too_large, formula_unknown_field, formula_unknown_function, formula_arguments,
    formula_kind.
    """
    node = _typed(parse(text), fields)
    if gives is not None and (node.type.many or node.type.kind not in {gives, Kind.BLANK}):
        raise FormulaError("formula_kind", 0, wanted=str(gives), found=str(node.type))
    return node


def _typed(raw: Raw, fields: Mapping[str, Type]) -> Node:
    if raw.kind == "number":
        return Literal(raw.value, NUMBER)
    if raw.kind == "text":
        return Literal(raw.value, TEXT)
    if raw.kind == "field":
        if raw.value not in fields:
            raise FormulaError("formula_unknown_field", raw.position, name=raw.value)
        return Field(raw.value, fields[raw.value])
    if raw.kind == "word":
        return _word(raw)
    return _call(raw, tuple(_typed(part, fields) for part in raw.parts))


def _word(raw: Raw) -> Node:
    upper = raw.value.upper()
    if upper in _BLANKS:
        return Literal(None, BLANK)
    if upper in _CONSTANTS:
        return Call(_CONSTANTS[upper], (), Type(Kind.BOOL))
    raise FormulaError("formula_unknown_function", raw.position, name=raw.value)


def _call(raw: Raw, args: tuple[Node, ...]) -> Call:
    function = FUNCTIONS.get(NAMES.get(raw.value.upper(), ""))
    if function is None:
        raise FormulaError("formula_unknown_function", raw.position, name=raw.value)
    params = function.params_for(len(args))
    if params is None:
        raise FormulaError("formula_arguments", raw.position, name=function.name, count=str(len(args)))
    bound: dict[str, Kind] = {}
    for param, arg, part in zip(params, args, raw.parts, strict=True):
        if not _fits(param, arg.type, bound):
            raise FormulaError(
                "formula_kind", part.position, wanted=_wanted(param, bound), found=str(arg.type), name=function.name
            )
    return Call(function.name, args, _result(function, bound))


def _fits(param: Param, given: Type, bound: dict[str, Kind]) -> bool:
    """Whether the argument fits; remembers the kind that a letter of several kinds stands for in this call."""
    if (param.shape == "" and given.many) or (param.shape == "+" and not given.many):
        return False
    if given.kind == Kind.BLANK:
        return True
    exact = kind_of(param.letter)
    if exact is not None:
        return given.kind == exact
    if given.kind not in LISTS_OF[param.letter]:
        return False
    return param.letter == "s" or bound.setdefault(param.letter, given.kind) == given.kind


def _wanted(param: Param, bound: dict[str, Kind]) -> str:
    kind = kind_of(param.letter) or bound.get(param.letter)
    names = str(kind) if kind else "/".join(sorted(LISTS_OF[param.letter]))
    return f"{names}[]" if param.shape == "+" else names


def _result(function: Function, bound: dict[str, Kind]) -> Type:
    kind = kind_of(function.result)
    return Type(kind or bound.get(function.result, Kind.BLANK))
