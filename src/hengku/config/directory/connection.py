"""The connection with the tenant layer's own attributes, which Django's types do not know."""

from typing import Any, Protocol, cast

from django.db import connection


class TenantConnection(Protocol):
    """What django-tenants adds to a connection."""

    schema_name: str
    tenant: Any

    def set_tenant(self, tenant: Any) -> None: ...

    def set_schema(self, schema_name: str) -> None: ...


tenants = cast(TenantConnection, connection)
