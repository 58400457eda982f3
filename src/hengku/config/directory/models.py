"""Account sets: one PostgreSQL schema each, isolated by construction."""

from datetime import datetime

from django.db import models
from django_tenants.models import TenantMixin


class AccountSet(TenantMixin):  # type: ignore[misc]  # django-tenants carries no types
    """账套: schema_name is its name in cookies, tokens and folders; archived sets are kept and closed to sign-in."""

    label: "models.CharField[str, str]" = models.CharField(max_length=200)
    sandbox: "models.BooleanField[bool, bool]" = models.BooleanField(default=False)
    created_at: "models.DateTimeField[datetime, datetime]" = models.DateTimeField()
    archived_at: "models.DateTimeField[datetime | None, datetime | None]" = models.DateTimeField(null=True)

    auto_create_schema = False
    auto_drop_schema = False

    class Meta:
        db_table = "directory_account_set"
