"""People, the roles they hold and what the roles allow."""

from typing import ClassVar

from django.contrib.auth.base_user import AbstractBaseUser
from django.db import models

from hengku.identity.models.base import Tracked


class User(AbstractBaseUser, Tracked):
    """Somebody who signs in.

    is_owner: may do everything. session_version: one more ends all sessions at once. warehouse_ids: the warehouses
    this person works in, whatever the roles allow (null = all). superior: whom this person answers to. successor: who took
    over when this person left.
    """

    username = models.CharField(max_length=60, unique=True)
    name = models.CharField(max_length=100)
    email = models.CharField(max_length=200, blank=True, default="")
    language = models.CharField(max_length=8, blank=True, default="zh-CN")
    is_active = models.BooleanField(default=True)
    is_owner = models.BooleanField(default=False)
    must_change_password = models.BooleanField(default=False)
    session_version = models.IntegerField(default=1)
    warehouse_ids = models.JSONField(null=True, blank=True)
    department = models.ForeignKey(
        "identity.Department", null=True, blank=True, on_delete=models.PROTECT, related_name="+"
    )
    position = models.ForeignKey("identity.Position", null=True, blank=True, on_delete=models.PROTECT, related_name="+")
    superior = models.ForeignKey("self", null=True, blank=True, on_delete=models.PROTECT, related_name="+")
    successor = models.ForeignKey("self", null=True, blank=True, on_delete=models.PROTECT, related_name="+")
    roles: "models.ManyToManyField[Role, UserRole]" = models.ManyToManyField(
        "identity.Role", through="identity.UserRole", related_name="+"
    )

    USERNAME_FIELD = "username"
    REQUIRED_FIELDS: ClassVar[list[str]] = []

    class Meta:
        db_table = "identity_user"


class Role(Tracked):
    """A named set of grants. masked: classes of values (cost, purchase_price, margin) that its holders do not see.

    department_ids: whose members (and those below) hold it too. field_rights: target -> field -> hidden | read | required |
    deny. row_rules: [{resource, formula, tree, effect only | except, changes}]. denied: ["resource:action"], which win. second_factor: holders must sign in in two steps.
    known_grants: ["resource:action"] the release had for this preset when it was last followed or looked at; null: not known.
    """

    code = models.CharField(max_length=40, unique=True)
    name = models.CharField(max_length=100)
    builtin = models.BooleanField(default=False)
    masked = models.JSONField(default=list, blank=True)
    department_ids = models.JSONField(default=list, blank=True)
    field_rights = models.JSONField(default=dict, blank=True)
    row_rules = models.JSONField(default=list, blank=True)
    denied = models.JSONField(default=list, blank=True)
    second_factor = models.BooleanField(default=False)
    known_grants = models.JSONField(null=True, blank=True)

    class Meta:
        db_table = "identity_role"


class UserRole(models.Model):
    user = models.ForeignKey(User, on_delete=models.CASCADE, related_name="+")
    role = models.ForeignKey(Role, on_delete=models.PROTECT, related_name="+")

    class Meta:
        db_table = "identity_user_role"
        constraints = [models.UniqueConstraint(fields=["user", "role"], name="role_once_per_user")]


class Grant(models.Model):
    """`action` on `resource` ("*" = any), within the named books and warehouses (null = all), on one's own records only, or
    on those made in one's department and below."""

    role = models.ForeignKey(Role, on_delete=models.CASCADE, related_name="grants")
    resource = models.CharField(max_length=60)
    action = models.CharField(max_length=40)
    book_ids = models.JSONField(null=True, blank=True)
    warehouse_ids = models.JSONField(null=True, blank=True)
    own = models.BooleanField(default=False)
    department = models.BooleanField(default=False)

    class Meta:
        db_table = "identity_grant"
