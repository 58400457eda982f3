"""What sign-in asks besides the password, who came in when, and who took what out."""

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
    """One attempt to come in. outcome: ok, or the code of the refusal; way: PASSWORD, PASSKEY or PROVIDER."""

    at = models.DateTimeField(db_index=True)
    username = models.CharField(max_length=60)
    user_id = models.BigIntegerField(null=True, db_index=True)
    address = models.CharField(max_length=60, blank=True, default="")
    agent = models.CharField(max_length=200, blank=True, default="")
    outcome = models.CharField(max_length=40)
    way = models.CharField(max_length=12, default="PASSWORD")

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


class Passkey(models.Model):
    """A key on somebody's device. key_id, public_key: as the device gave them, base64url; sign_count: its own counter, which a copy
    of the key would turn back; transports: how browsers reach it."""

    user = models.ForeignKey(User, on_delete=models.CASCADE, related_name="+")
    name = models.CharField(max_length=100)
    key_id = models.CharField(max_length=1400, unique=True)
    public_key = models.TextField()
    sign_count = models.BigIntegerField(default=0)
    transports = models.JSONField(default=list)
    created_at = models.DateTimeField()
    last_used_at = models.DateTimeField(null=True)

    class Meta:
        db_table = "identity_passkey"


class SignInTicket(models.Model):
    """Something sent to a browser that has to come back soon, and once: the challenge of a passkey, the way to a provider.
    secret_hash: of what the browser holds; kind: what it may be used for; data: what has to fit when it is back."""

    secret_hash = models.CharField(max_length=64, unique=True)
    kind = models.CharField(max_length=40)
    user = models.ForeignKey(User, null=True, on_delete=models.CASCADE, related_name="+")
    data = models.JSONField(default=dict)
    expires_at = models.DateTimeField(db_index=True)

    class Meta:
        db_table = "identity_sign_in_ticket"


class SignInProvider(Tracked):
    """Who else may say who somebody is. kind: OIDC, WECOM, DINGTALK, FEISHU; issuer: the address of an OIDC provider; client_id: its name
    for us (of 企业微信 the corp id); agent_id: the app inside 企业微信; secret: encrypted with the installation's key; links_by_mail:
    whose verified mail is known here is that person; creates_people: strangers get an account, with this role."""

    code = models.CharField(max_length=40, unique=True)
    name = models.CharField(max_length=100)
    kind = models.CharField(max_length=12)
    issuer = models.CharField(max_length=300, blank=True, default="")
    client_id = models.CharField(max_length=200)
    agent_id = models.CharField(max_length=40, blank=True, default="")
    secret = models.CharField(max_length=1000, blank=True, default="")
    links_by_mail = models.BooleanField(default=False)
    creates_people = models.BooleanField(default=False)
    role = models.ForeignKey("identity.Role", null=True, blank=True, on_delete=models.PROTECT, related_name="+")
    is_active = models.BooleanField(default=True)

    class Meta:
        db_table = "identity_sign_in_provider"


class LinkedAccount(models.Model):
    """Somebody's account at a provider. subject: what the provider calls them, for ever; label: how people recognise it."""

    provider = models.ForeignKey(SignInProvider, on_delete=models.CASCADE, related_name="+")
    user = models.ForeignKey(User, on_delete=models.CASCADE, related_name="+")
    subject = models.CharField(max_length=255)
    label = models.CharField(max_length=200, blank=True, default="")
    linked_at = models.DateTimeField()
    last_used_at = models.DateTimeField(null=True)

    class Meta:
        db_table = "identity_linked_account"
        constraints = [models.UniqueConstraint(fields=["provider", "subject"], name="account_linked_once")]


class TakenOut(models.Model):
    """Data that left the system: who exported or printed what, narrowed how, how many rows. Appended only (trigger). kind: EXPORT,
    PRINT, REPORT; what: kind of record, document type or report; filters: the question as it was asked; rows: null = not counted."""

    at = models.DateTimeField(db_index=True)
    actor_id = models.BigIntegerField(null=True, db_index=True)
    actor_name = models.CharField(max_length=100, blank=True, default="")
    address = models.CharField(max_length=60, blank=True, default="")
    request_id = models.CharField(max_length=60, blank=True, default="")
    kind = models.CharField(max_length=12)
    what = models.CharField(max_length=60)
    format = models.CharField(max_length=12, blank=True, default="")
    filters = models.JSONField(default=dict)
    rows = models.IntegerField(null=True)

    class Meta:
        db_table = "identity_taken_out"
