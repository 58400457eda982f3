"""Whom one may sign in with, and one's accounts there."""

from hengku.identity.models import LinkedAccount, SignInProvider


def open_providers() -> list[SignInProvider]:
    """Providers that are switched on."""
    return list(SignInProvider.objects.filter(is_active=True).order_by("name"))


def links_of(*, user_id: int) -> list[LinkedAccount]:
    """Somebody's accounts at providers."""
    return list(LinkedAccount.objects.filter(user_id=user_id).select_related("provider").order_by("pk"))
