"""What sign-in asks besides the password, and who came in when."""

from django.db import models

from hengku.identity.models.base import Tracked
from hengku.identity.models.people import User


class SecondFactor(models.Model):
    """Somebody's authenticator. secret: encrypted with the installation's key; last_step: the last time step that was used, so
    that no code works twice; recovery: hashes of codes that work once; confirmed_at: null until the first code fitted."""

    user = models.OneToOneField(User, on_delete=models.CASCADE, related_name="+")
    secret = models.CharField(max_length=200)
    last_step = models.BigIntegerField(default=0)
    recovery = models.JSONField(default=list)
    confirmed_at = models.DateTimeField(null=True)

    class Meta:
        db_table = "identity_second_factor"


class SignInEntry(models.Model):
    """One attempt to come in. outcome: ok, or the code of the refusal."""

    at = models.DateTimeField(db_index=True)
    username = models.CharField(max_length=60)
    user_id = models.BigIntegerField(null=True, db_index=True)
    address = models.CharField(max_length=60, blank=True, default="")
    agent = models.CharField(max_length=200, blank=True, default="")
    outcome = models.CharField(max_length=40)

    class Meta:
        db_table = "identity_sign_in_entry"


class DutyConflict(Tracked):
    """Two rights that must not be in one hand, as "resource:action"."""

    name = models.CharField(max_length=100, unique=True)
    first = models.CharField(max_length=110)
    second = models.CharField(max_length=110)
    is_active = models.BooleanField(default=True)

    class Meta:
        db_table = "identity_duty_conflict"
