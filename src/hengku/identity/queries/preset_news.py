"""What this release gives a preset role that somebody edited before."""

from hengku.identity.models import Grant, Role
from hengku.identity.rules.grants import news_of_preset
from hengku.identity.rules.presets import PRESETS
from hengku.kernel.errors import refuse

_GRANTS = {preset.code: preset.grants for preset in PRESETS}


def news_of_role(*, role_id: int) -> list[tuple[str, str]]:
    """Pairs (resource, action) the role neither holds nor was offered before. Raises Refused not_found (404)."""
    role = Role.objects.filter(pk=role_id).first()
    if role is None:
        raise refuse("not_found", status=404)
    return news_for(role=role)


def news_for(*, role: Role) -> list[tuple[str, str]]:
    """The same of a role at hand."""
    preset = _GRANTS.get(role.code) if role.builtin else None
    if preset is None:
        return []
    held = list(Grant.objects.filter(role=role).values_list("resource", "action"))
    return news_of_preset(preset=preset, held=held, known=role.known_grants or ())
