"""Own forms as parts of the configuration: what they are, and the drafts they make (which name fields, so they come after those)."""

from collections.abc import Iterable

from hengku.documents.models import UserForm
from hengku.documents.operations.user_forms import ENTITY, delete_form, update_form
from hengku.documents.rules.pushes import pushed_fields
from hengku.identity.queries.restrict import require
from hengku.identity.types import Act
from hengku.kernel.errors import Refused, refuse
from hengku.kernel.texts import Text
from hengku.metadata.operations.configured import title_of_target
from hengku.metadata.operations.record_parts import RecordPart
from hengku.metadata.rules.configuration import USER_FORMS, Part, Piece, Ref, offer_part
from hengku.metadata.rules.field_uses import FieldUse

DRAFTS = "form-drafts"
_WORDS = {
    "name": Text("名称", "Name"), "name_en": Text("英文名称", "English name"), "code": Text("代码", "Code"),
    "prefix": Text("流水号前缀", "Prefix of numbers"), "pattern": Text("流水号格式", "Pattern of numbers"),
    "menu": Text("菜单位置", "In the menu under"), "has_rows": Text("有明细", "Has rows"), "help": Text("说明", "Help"),
}  # fmt: skip
_DRAFT_WORDS = {
    "pushes": Text("下推", "Drafts"), "target": Text("生成", "Makes"), "header": Text("表头", "Header"), "lines": Text("明细行", "Lines"),
    "each": Text("每行或整单", "By row or in all"),
}  # fmt: skip
_FORMS = RecordPart(resource=ENTITY, keyed_by=("code",), kept=tuple(_WORDS), chosen={"archived": False})


def _apply_form(act: Act, key: str, piece: Piece | None) -> None:
    """A form that was used is archived where it shall go: its documents stay, and it may come back."""
    form = UserForm.objects.filter(code=key).first()
    if piece is not None or form is None:
        _FORMS.apply(act, key, piece)
        return
    require(act.viewer, ENTITY, "delete")
    try:
        delete_form(act=act, record_id=form.pk)
    except Refused as refused:
        if refused.code != "form_used":
            raise
        update_form(act=act, record_id=form.pk, values={"archived": True})


def _read_drafts() -> dict[str, Piece]:
    rows = UserForm.objects.filter(archived=False).exclude(pushes=[]).order_by("code")
    return {form.code: {"pushes": form.pushes} for form in rows}


def _apply_drafts(act: Act, key: str, piece: Piece | None) -> None:
    require(act.viewer, ENTITY, "update")
    form = UserForm.objects.filter(code=key).first()
    if form is None and piece is not None:
        raise refuse("not_found", status=404)
    if form is not None:
        update_form(act=act, record_id=form.pk, values={"pushes": piece["pushes"] if piece else []})


def _draft_uses(key: str, piece: Piece) -> Iterable[FieldUse]:
    for push in piece.get("pushes") or ():
        for target, name in pushed_fields(key, push):
            yield FieldUse(target, name)


def offer_form_parts() -> None:
    """Called once at start."""
    offer_part(Part(
        USER_FORMS, Text("自定义表单", "Own forms"), 10, _FORMS.read, _apply_form, lambda _, piece: str(piece["name"]),
        about=lambda key, _: key, words=_WORDS, page="/forms",
    ))  # fmt: skip
    offer_part(Part(
        DRAFTS, Text("表单下推", "Drafts of forms"), 35, _read_drafts, _apply_drafts, lambda key, _: title_of_target(key),
        about=lambda key, _: key, needs=lambda key, _: [Ref(USER_FORMS, key)], uses=_draft_uses, words=_DRAFT_WORDS, page="/forms",
    ))  # fmt: skip
