"""Own fields, forms and shared views as parts of the configuration."""

from collections.abc import Iterable
from copy import deepcopy

from hengku.identity.queries.restrict import require
from hengku.identity.types import Act
from hengku.kernel.texts import Text
from hengku.metadata.models import FormDesign, SavedView
from hengku.metadata.operations.custom_fields import ENTITY
from hengku.metadata.operations.form_designs import save_design
from hengku.metadata.operations.record_parts import RecordPart, clause_refs, codes_for_ids
from hengku.metadata.operations.views import save_view
from hengku.metadata.queries.effective import definitions
from hengku.metadata.queries.form_designs import FORMS
from hengku.metadata.rules.configuration import OWN_FIELDS, USER_FORMS, Part, Piece, Ref, offer_part
from hengku.metadata.rules.field_uses import FieldUse, formula_uses, named_uses, texts_in
from hengku.metadata.rules.own_targets import OWN_TARGETS
from hengku.metadata.rules.registry import RESOURCES
from hengku.metadata.types import FieldSpec

VIEWS = "saved-views"
USER_FORM_START = "u_"
_FIELD_WORDS = {
    "label": Text("名称", "Name"), "label_en": Text("英文名称", "English name"), "kind": Text("类型", "Kind"), "refers_to": Text("关联的单据类型", "Documents of type"), "required": Text("必填", "Required"),
    "required_when": Text("必填条件", "Required where"), "shown_when": Text("显示条件", "Shown where"), "locked_when": Text("只读条件", "Read-only where"),
    "must_hold": Text("校验公式", "What must hold"), "message": Text("校验提示", "Message"), "message_en": Text("英文校验提示", "English message"),
    "unique": Text("不可重复", "Unique"), "options_by": Text("选项跟随字段", "Options follow"), "options": Text("各选项下可选", "Options offered"),
    "fill": Text("数据联动", "Filled from"), "least": Text("最小值", "Smallest"), "most": Text("最大值", "Largest"),
    "places": Text("小数位数", "Decimal places"), "longest": Text("最多字数", "Longest"), "pattern": Text("格式", "Pattern"),
    "choices": Text("选项", "Options"), "default": Text("默认值", "Default"), "default_formula": Text("默认值公式", "Default by formula"),
    "mask": Text("敏感类别", "Sensitive as"), "help": Text("提示", "Help"), "help_en": Text("英文提示", "English help"),
    "group": Text("分组", "Group"), "position": Text("顺序", "Order"), "in_list": Text("在列表显示", "In lists"),
    "accelerated": Text("筛选/排序加速", "Fast filter and sort"), "target": Text("用于", "Belongs to"), "code": Text("代码", "Code"),
}  # fmt: skip
_DESIGN_WORDS = {
    "fields": Text("字段", "Fields"), "layout": Text("布局", "Layout"), "hidden": Text("隐藏", "Hidden"), "order": Text("位置", "Place"),
    **{name: _FIELD_WORDS[name] for name in ("label", "label_en", "help", "help_en", "required", "default", "group", "required_when", "shown_when", "must_hold", "message", "message_en")},
}  # fmt: skip
_VIEW_WORDS = {"settings": Text("设置", "Settings"), "position": Text("位置", "Place"), "filter": Text("筛选", "Filter"),
               "layout": Text("列", "Columns"), "sort": Text("排序", "Sort")}  # fmt: skip
_FIELDS = RecordPart(
    resource=ENTITY, keyed_by=("target", "code"), kept=tuple(_FIELD_WORDS), chosen={"hidden": False},
)  # fmt: skip


def type_refs(target: str) -> Iterable[Ref]:
    """The user-made form a target belongs to, when it is of one."""
    base = target.split(":", maxsplit=1)[0]
    return [Ref(USER_FORMS, base)] if base.startswith(USER_FORM_START) else []


def title_of_target(target: str) -> str:
    """What people call a document type, its lines or a kind of record."""
    if target in OWN_TARGETS:
        return str(OWN_TARGETS.get(target).label)
    return str(RESOURCES.get(target).label_plural) if target in RESOURCES else target


def _target(key: str, _: Piece) -> str:
    return key.split("/", maxsplit=1)[0]


def _field_title(key: str, piece: Piece) -> str:
    return f"{title_of_target(_target(key, piece))} · {piece['label']}"


def _field_needs(key: str, piece: Piece) -> list[Ref]:
    return [*type_refs(_target(key, piece)), *type_refs(str(piece.get("refers_to") or ""))]


def _field_uses(key: str, piece: Piece) -> list[FieldUse]:
    base = _target(key, piece).split(":")[0]
    return [
        use
        for name in ("required_when", "default_formula", "shown_when", "locked_when", "must_hold")
        for use in formula_uses(base, str(piece.get(name) or ""))
    ]


def _read_designs() -> dict[str, Piece]:
    rows = FormDesign.objects.order_by("target")
    return {row.target: {"fields": row.fields, "layout": row.layout} for row in rows if row.fields or row.layout}


def _apply_design(act: Act, key: str, piece: Piece | None) -> None:
    wanted = piece or {}
    now = FormDesign.objects.filter(target=key).first()
    fields, layout = wanted.get("fields") or {}, wanted.get("layout")
    if now is None and piece is None:
        return
    if now is None or (now.fields, now.layout) != (fields, layout):
        save_design(act=act, target=key, rev=now.rev if now else 0, fields=fields, layout=layout)


def _design_uses(key: str, piece: Piece) -> list[FieldUse]:
    names = [*(piece.get("fields") or {}), *texts_in(piece.get("layout"))]
    return [FieldUse(key, name) for name in dict.fromkeys(names)]


def _listed(resource: str) -> dict[str, FieldSpec]:
    """Fields of a list by name."""
    known = definitions()
    if resource in OWN_TARGETS:
        fields = [*OWN_TARGETS.get(resource).fields, *(known.own.get(resource, ()) if known else ())]
    else:
        fields = list(RESOURCES.get(resource).fields) if resource in RESOURCES else []
    return {one.name: one for one in fields}


def _shared_views() -> dict[str, SavedView]:
    return {f"{one.resource}/{one.name}": one for one in SavedView.objects.filter(shared=True).order_by("-id")}


def _read_views() -> dict[str, Piece]:
    found: dict[str, Piece] = {}
    for key, view in sorted(_shared_views().items()):
        settings = deepcopy(view.settings)
        codes_for_ids(settings, _listed(view.resource))
        found[key] = {"settings": settings, "position": view.position}
    return found


def _apply_view(act: Act, key: str, piece: Piece | None) -> None:
    """A view that somebody else shared is replaced, or shared no more: it stays theirs."""
    require(act.viewer, VIEWS, "share")
    view = _shared_views().get(key)
    resource, _, name = key.partition("/")
    if piece is None:
        SavedView.objects.filter(pk=view.pk if view else 0).update(shared=False, updated_at=act.at)
    elif view is not None:
        SavedView.objects.filter(pk=view.pk).update(
            settings=piece["settings"], position=piece.get("position") or 0, updated_at=act.at
        )
    else:
        save_view(
            act=act, resource=resource, name=name, settings=piece["settings"], shared=True,
            position=int(piece.get("position") or 0),
        )  # fmt: skip


def _view_uses(key: str, piece: Piece) -> list[FieldUse]:
    known = _listed(_target(key, piece))
    names = [name for name in texts_in(piece.get("settings")) if name.lstrip("-") in known or name.startswith("x_")]
    return named_uses(_target(key, piece), [name.lstrip("-") for name in dict.fromkeys(names)])


def _view_needs(key: str, piece: Piece) -> Iterable[Ref]:
    return [
        *type_refs(key.split("/", maxsplit=1)[0]),
        *clause_refs(piece.get("settings"), _listed(_target(key, piece))),
    ]


def offer_own_parts() -> None:
    """Called once at start."""
    offer_part(Part(
        OWN_FIELDS, Text("自定义字段", "Own fields"), 20, _FIELDS.read, _FIELDS.apply, _field_title, about=_target,
        needs=_field_needs, uses=_field_uses, words=_FIELD_WORDS, page="/records/custom-fields",
    ))  # fmt: skip
    offer_part(Part(
        FORMS, Text("表单设计", "Forms"), 30, _read_designs, _apply_design, lambda key, _: title_of_target(key), about=_target,
        needs=lambda key, _: type_refs(key), uses=_design_uses, words=_DESIGN_WORDS, page="/settings/form-designs",
    ))  # fmt: skip
    offer_part(Part(
        VIEWS, Text("共享视图", "Shared views"), 70, _read_views, _apply_view,
        lambda key, piece: f"{title_of_target(_target(key, piece))} · {key.partition('/')[2]}", about=_target, needs=_view_needs,
        uses=_view_uses, words=_VIEW_WORDS,
    ))  # fmt: skip
