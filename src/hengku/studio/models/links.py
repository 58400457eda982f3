"""Doors for people outside: links that fill in a form or answer a question without signing in."""

from typing import ClassVar

from django.db import models

from hengku.masterdata.models.base import Record


class PublicLink(Record):
    """外部链接. kind: FILL (a document of the own form `target` is made) or QUERY (rows of a document type or kind of record are
    shown). field_names: of a fill link what may be filled in ("x_why", rows as "row.x_many"), of a query link what is shown;
    conditions: fields a query has to name exactly, all of them.

    runner: whose rights count. on_fill: draft or submit. most: how often it may be filled in, None for any number. per_address,
    per_link: uses within one window of the brake. revoked_at: taken back for good.
    """

    name = models.CharField(max_length=60, unique=True)
    kind = models.CharField(max_length=10)
    target = models.CharField(max_length=60)
    field_names = models.JSONField(default=list)
    conditions = models.JSONField(default=list)
    intro = models.CharField(max_length=300, blank=True, default="")
    on_fill = models.CharField(max_length=10, default="draft")
    expires_at = models.DateTimeField(null=True)
    most = models.IntegerField(null=True)
    per_address = models.IntegerField(default=20)
    per_link = models.IntegerField(default=300)
    runner = models.ForeignKey("identity.User", on_delete=models.PROTECT, related_name="+")
    active = models.BooleanField(default=True)
    revoked_at = models.DateTimeField(null=True)

    class Meta:
        db_table = "studio_public_link"
        constraints: ClassVar[list[models.BaseConstraint]] = [
            models.CheckConstraint(
                condition=models.Q(per_address__gte=1, per_link__gte=1)
                & (models.Q(most__isnull=True) | models.Q(most__gte=1)),
                name="public_link_limits_positive",
            ),
        ]


class PublicLinkKey(models.Model):
    """What opens a link. The secret itself is kept nowhere: it is worked out of `nonce` and the installation's own key to show it
    again, and known by its hash. password: argon2, empty for none."""

    link = models.OneToOneField(PublicLink, on_delete=models.CASCADE, related_name="key", primary_key=True)
    nonce = models.CharField(max_length=60)
    secret_hash = models.CharField(max_length=64)
    password = models.CharField(max_length=200, blank=True, default="")

    class Meta:
        db_table = "studio_public_link_key"


class PublicLinkUse(models.Model):
    """One use of a link: from where, when, which document it made or how many rows it showed. once: the page's own key of a
    submission, so that one sent twice counts once."""

    link = models.ForeignKey(PublicLink, on_delete=models.CASCADE, related_name="+")
    at = models.DateTimeField()
    address = models.CharField(max_length=60, blank=True, default="")
    document_id = models.BigIntegerField(null=True)
    shown = models.IntegerField(default=0)
    once = models.CharField(max_length=64, null=True)

    class Meta:
        db_table = "studio_public_link_use"
        constraints: ClassVar[list[models.BaseConstraint]] = [
            models.UniqueConstraint(fields=["link", "once"], name="public_link_use_once"),
        ]
