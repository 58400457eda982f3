"""Who holds a right: for refusals that say whom to ask."""

from hengku.identity.models import Role


def roles_that_may(*, resource: str, action: str) -> list[str]:
    """Names of the roles that grant `action` on `resource` somewhere, by name."""
    found = Role.objects.filter(grants__resource__in=(resource, "*"), grants__action__in=(action, "*"))
    return list(found.order_by("name").values_list("name", flat=True).distinct())
