"""Endpoints of metadata: generated pages of every registered resource, the description of everything, saved views."""

from ninja import NinjaAPI


def mount_resources(api: NinjaAPI) -> None:
    """Add the generated routes of every registered resource."""
