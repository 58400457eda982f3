"""Who uses a field besides pieces of configuration: roles, views people keep for themselves, programs that read it."""

from collections.abc import Sequence

from hengku.identity.models import ApiToken, Role
from hengku.kernel.texts import Text
from hengku.metadata.models import SavedView
from hengku.metadata.rules.configuration import offer_field_users
from hengku.metadata.rules.field_uses import FieldUse, formula_uses, texts_in

ANYTHING = "*"


def _roles(asked: FieldUse) -> Sequence[str]:
    """Roles with a right on the field, or with a condition on rows that reads it."""
    return [role.name for role in Role.objects.order_by("code") if _names(role, asked)]


def _names(role: Role, asked: FieldUse) -> bool:
    if asked.name in (role.field_rights or {}).get(asked.target, {}):
        return True
    rules = role.row_rules or ()
    return any(
        use.means(asked)
        for one in rules
        for use in formula_uses(str(one.get("resource")), str(one.get("formula") or ""))
    )


def _views(asked: FieldUse) -> Sequence[str]:
    """Views of a list that are not shared; shared ones are pieces of configuration."""
    rows = SavedView.objects.filter(resource=asked.target, shared=False).order_by("name", "id")
    return [row.name for row in rows if asked.name in {text.lstrip("-") for text in texts_in(row.settings)}]


def _tokens(asked: FieldUse) -> Sequence[str]:
    """Programs that may read what the field belongs to."""
    resource = asked.target.split(":")[0]
    rows = ApiToken.objects.filter(revoked_at__isnull=True).order_by("id")
    return [row.name for row in rows if {one.split(":")[0] for one in row.scope} & {resource, ANYTHING}]


def offer_users() -> None:
    """Called once at start."""
    offer_field_users(Text("角色", "Roles"), _roles)
    offer_field_users(Text("个人视图", "Personal views"), _views)
    offer_field_users(Text("API 令牌", "API tokens"), _tokens)
