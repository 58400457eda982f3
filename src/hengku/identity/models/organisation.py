"""How the company is divided: departments in a tree with their heads, and positions."""

from django.db import models

from hengku.identity.models.base import Tracked


class Department(Tracked):
    """A part of the company. parent: the department it belongs to; head: who leads it and is asked for approval."""

    code = models.CharField(max_length=40, unique=True)
    name = models.CharField(max_length=100)
    parent = models.ForeignKey("self", null=True, blank=True, on_delete=models.PROTECT, related_name="+")
    head = models.ForeignKey("identity.User", null=True, blank=True, on_delete=models.PROTECT, related_name="+")
    is_active = models.BooleanField(default=True)

    class Meta:
        db_table = "identity_department"


class Position(Tracked):
    """What somebody is in the company (purchasing manager); approvals may ask its holders."""

    code = models.CharField(max_length=40, unique=True)
    name = models.CharField(max_length=100)

    class Meta:
        db_table = "identity_position"
