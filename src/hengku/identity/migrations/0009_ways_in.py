"""Passkeys, sign-in at providers, what was taken out, and what a release had for a preset role."""

import django.db.models.deletion
from django.db import migrations, models

MAKE = """
CREATE TRIGGER taken_out_is_append_only BEFORE UPDATE OR DELETE ON identity_taken_out
    FOR EACH ROW EXECUTE FUNCTION identity_refuse_audit_change();
CREATE TRIGGER taken_out_is_never_truncated BEFORE TRUNCATE ON identity_taken_out
    FOR EACH STATEMENT EXECUTE FUNCTION identity_refuse_audit_change();
DO $$ BEGIN
    IF EXISTS (SELECT FROM pg_roles WHERE rolname = 'hengku_app') AND current_user <> 'hengku_app' THEN
        REVOKE UPDATE, DELETE, TRUNCATE ON identity_taken_out FROM hengku_app;
    END IF;
END $$;
"""
UNMAKE = """
DROP TRIGGER taken_out_is_never_truncated ON identity_taken_out;
DROP TRIGGER taken_out_is_append_only ON identity_taken_out;
"""


class Migration(migrations.Migration):
    dependencies = [
        ("identity", "0008_notices"),
    ]

    operations = [
        migrations.CreateModel(
            name="TakenOut",
            fields=[
                ("id", models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name="ID")),
                ("at", models.DateTimeField(db_index=True)),
                ("actor_id", models.BigIntegerField(db_index=True, null=True)),
                ("actor_name", models.CharField(blank=True, default="", max_length=100)),
                ("address", models.CharField(blank=True, default="", max_length=60)),
                ("request_id", models.CharField(blank=True, default="", max_length=60)),
                ("kind", models.CharField(max_length=12)),
                ("what", models.CharField(max_length=60)),
                ("format", models.CharField(blank=True, default="", max_length=12)),
                ("filters", models.JSONField(default=dict)),
                ("rows", models.IntegerField(null=True)),
            ],
            options={
                "db_table": "identity_taken_out",
            },
        ),
        migrations.AddField(
            model_name="signinentry",
            name="way",
            field=models.CharField(default="PASSWORD", max_length=12),
        ),
        migrations.AddField(
            model_name="role",
            name="known_grants",
            field=models.JSONField(blank=True, null=True),
        ),
        migrations.CreateModel(
            name="Passkey",
            fields=[
                ("id", models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name="ID")),
                ("name", models.CharField(max_length=100)),
                ("key_id", models.CharField(max_length=1400, unique=True)),
                ("public_key", models.TextField()),
                ("sign_count", models.BigIntegerField(default=0)),
                ("transports", models.JSONField(default=list)),
                ("created_at", models.DateTimeField()),
                ("last_used_at", models.DateTimeField(null=True)),
                (
                    "user",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.CASCADE, related_name="+", to="identity.user"
                    ),
                ),
            ],
            options={
                "db_table": "identity_passkey",
            },
        ),
        migrations.CreateModel(
            name="SignInProvider",
            fields=[
                ("id", models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name="ID")),
                ("rev", models.IntegerField(default=1)),
                ("created_by_id", models.BigIntegerField(blank=True, null=True)),
                ("created_at", models.DateTimeField()),
                ("updated_by_id", models.BigIntegerField(blank=True, null=True)),
                ("updated_at", models.DateTimeField()),
                ("code", models.CharField(max_length=40, unique=True)),
                ("name", models.CharField(max_length=100)),
                ("kind", models.CharField(max_length=12)),
                ("issuer", models.CharField(blank=True, default="", max_length=300)),
                ("client_id", models.CharField(max_length=200)),
                ("agent_id", models.CharField(blank=True, default="", max_length=40)),
                ("secret", models.CharField(blank=True, default="", max_length=1000)),
                ("links_by_mail", models.BooleanField(default=False)),
                ("creates_people", models.BooleanField(default=False)),
                ("is_active", models.BooleanField(default=True)),
                (
                    "role",
                    models.ForeignKey(
                        blank=True,
                        null=True,
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="+",
                        to="identity.role",
                    ),
                ),
            ],
            options={
                "db_table": "identity_sign_in_provider",
            },
        ),
        migrations.CreateModel(
            name="SignInTicket",
            fields=[
                ("id", models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name="ID")),
                ("secret_hash", models.CharField(max_length=64, unique=True)),
                ("kind", models.CharField(max_length=40)),
                ("data", models.JSONField(default=dict)),
                ("expires_at", models.DateTimeField(db_index=True)),
                (
                    "user",
                    models.ForeignKey(
                        null=True, on_delete=django.db.models.deletion.CASCADE, related_name="+", to="identity.user"
                    ),
                ),
            ],
            options={
                "db_table": "identity_sign_in_ticket",
            },
        ),
        migrations.CreateModel(
            name="LinkedAccount",
            fields=[
                ("id", models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name="ID")),
                ("subject", models.CharField(max_length=255)),
                ("label", models.CharField(blank=True, default="", max_length=200)),
                ("linked_at", models.DateTimeField()),
                ("last_used_at", models.DateTimeField(null=True)),
                (
                    "user",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.CASCADE, related_name="+", to="identity.user"
                    ),
                ),
                (
                    "provider",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.CASCADE, related_name="+", to="identity.signinprovider"
                    ),
                ),
            ],
            options={
                "db_table": "identity_linked_account",
                "constraints": [models.UniqueConstraint(fields=("provider", "subject"), name="account_linked_once")],
            },
        ),
        migrations.RunSQL(MAKE, UNMAKE),
    ]
