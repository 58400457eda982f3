"""How people and programs get in: sessions, API tokens, the brake on guessing."""

from django.db import models

from hengku.identity.models.base import Tracked
from hengku.identity.models.people import User


class Session(models.Model):
    """One signed-in browser. Only the hash of the secret in the cookie is kept."""

    secret_hash = models.CharField(max_length=64, unique=True)
    user = models.ForeignKey(User, on_delete=models.CASCADE, related_name="+")
    session_version = models.IntegerField()
    created_at = models.DateTimeField()
    last_seen_at = models.DateTimeField()
    expires_at = models.DateTimeField(db_index=True)
    address = models.CharField(max_length=60, blank=True, default="")
    agent = models.CharField(max_length=200, blank=True, default="")

    class Meta:
        db_table = "identity_session"


class ApiToken(Tracked):
    """A program's key, `hk_<account set>_<id>_<secret>`; it may do what its user may, narrowed to `scope`.

    scope: list of "resource:action" ("*" = any); prefix: the first letters, to recognise it by.
    """

    name = models.CharField(max_length=100)
    user = models.ForeignKey(User, on_delete=models.CASCADE, related_name="+")
    prefix = models.CharField(max_length=100)
    secret_hash = models.CharField(max_length=64)
    scope = models.JSONField(default=list)
    expires_at = models.DateTimeField(null=True, blank=True)
    last_used_at = models.DateTimeField(null=True, blank=True)
    revoked_at = models.DateTimeField(null=True, blank=True)

    class Meta:
        db_table = "identity_api_token"


class SignInBrake(models.Model):
    """Attempts to sign in per user name ("user:…") and per address ("address:…") within the present window."""

    key = models.CharField(max_length=200, unique=True)
    attempts = models.IntegerField(default=0)
    window_started_at = models.DateTimeField()

    class Meta:
        db_table = "identity_sign_in_brake"
