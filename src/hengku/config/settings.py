"""Django settings. Everything a user may change comes from the environment or from the home folder; nothing secret is here."""

import os
from pathlib import Path
from typing import Any

from hengku.config.embedded.connection import Connection, django_database, resolve
from hengku.config.embedded.errors import NotRunning
from hengku.config.embedded.home import resolve_home
from hengku.config.embedded.secrets import load_or_make
from hengku.config.error_log import ERROR_LOG_VARIABLE, handlers_to

SOURCE_ROOT = Path(__file__).resolve().parent.parent
REPOSITORY_ROOT = SOURCE_ROOT.parent.parent

# Type checkers, linters and `--help` load settings where no home and no database exist; they never connect.
_OFFLINE = os.environ.get("HENGKU_OFFLINE") == "1"
SECRET_KEY = "offline" if _OFFLINE else load_or_make(resolve_home().secrets_file).secret_key
FILES_FOLDER = resolve_home().files
DEBUG = False
INTERNAL_TARGETS = [one for one in os.environ.get("HENGKU_INTERNAL_TARGETS", "").split(",") if one]
"""Inner addresses and networks that webhooks and robots may be sent to all the same."""
ALLOWED_HOSTS = os.environ.get("HENGKU_HOSTS", "*").split(",")
USE_TZ = True
TIME_ZONE = "UTC"  # the book's zone is the only "today"; see masterdata.queries.books
LANGUAGE_CODE = "zh-hans"
USE_I18N = False  # texts are kernel.texts.Text
DEFAULT_AUTO_FIELD = "django.db.models.BigAutoField"


def _connection() -> Connection:
    try:
        return resolve()
    except NotRunning:
        nowhere = "postgresql://nobody@127.0.0.1:1/none"
        return Connection(dsn=nowhere, owner_dsn=nowhere, source="environment")


def _database() -> dict[str, Any]:
    connection = _connection()
    as_owner = os.environ.get("HENGKU_DATABASE_ROLE") == "owner"
    database = django_database(connection.owner_dsn if as_owner else connection.dsn)
    options: dict[str, Any] = {"prepare_threshold": 3, **database.pop("OPTIONS", {})}
    pool_size = int(os.environ.get("HENGKU_POOL_SIZE", "0"))
    if pool_size:
        options["pool"] = {"min_size": 1, "max_size": pool_size, "max_lifetime": 1800, "timeout": 20}
    return {
        "ENGINE": "django_tenants.postgresql_backend",
        **database,
        "OPTIONS": options,
        "CONN_MAX_AGE": 0 if pool_size else None,
        "CONN_HEALTH_CHECKS": not pool_size,
        "DISABLE_SERVER_SIDE_CURSORS": False,
    }


DATABASES = {"default": _database()}
DATABASE_ROUTERS = ("django_tenants.routers.TenantSyncRouter",)

TENANT_MODEL = "directory.AccountSet"
TENANT_LIMIT_SET_CALLS = True
SHARED_APPS = ["hengku.config.directory", "django_tenants", "django.contrib.postgres", "procrastinate.contrib.django"]
TENANT_APPS = [
    "django.contrib.contenttypes",
    "hengku.identity",
    "hengku.metadata",
    "hengku.masterdata",
    "hengku.ledger",
    "hengku.workflow",
    "hengku.documents",
    "hengku.purchasing",
    "hengku.sales",
    "hengku.manufacturing",
    "hengku.warehousing",
    "hengku.finance",
    "hengku.reports",
    "hengku.integrations",
    "hengku.studio",
    "hengku.config",
]
INSTALLED_APPS = [*SHARED_APPS, *TENANT_APPS]

AUTH_USER_MODEL = "identity.User"
PASSWORD_HASHERS = ["django.contrib.auth.hashers.Argon2PasswordHasher"]
AUTH_PASSWORD_VALIDATORS = [
    {"NAME": "django.contrib.auth.password_validation.MinimumLengthValidator", "OPTIONS": {"min_length": 8}},
    {"NAME": "django.contrib.auth.password_validation.CommonPasswordValidator"},
]
SESSION_COOKIE_NAME = "hengku_session"
SESSION_COOKIE_AGE = 14 * 24 * 3600
SESSION_COOKIE_HTTPONLY = True
SESSION_COOKIE_SAMESITE = "Lax"
CSRF_COOKIE_NAME = "hengku_csrf"
CSRF_COOKIE_SAMESITE = "Lax"
SECURE_CONTENT_TYPE_NOSNIFF = True
SECURE_REFERRER_POLICY = "same-origin"
X_FRAME_OPTIONS = "SAMEORIGIN"  # PDF previews are shown in a frame of our own pages
if os.environ.get("HENGKU_HTTPS") == "1":
    SESSION_COOKIE_SECURE = CSRF_COOKIE_SECURE = True
    SECURE_PROXY_SSL_HEADER = ("HTTP_X_FORWARDED_PROTO", "https")
    SECURE_HSTS_SECONDS = 31_536_000

MIDDLEWARE = [
    "django.middleware.security.SecurityMiddleware",
    "hengku.identity.api.middleware.EdgeMiddleware",
    "hengku.config.directory.middleware.AccountSetMiddleware",
    "django.middleware.csrf.CsrfViewMiddleware",
    "django.middleware.clickjacking.XFrameOptionsMiddleware",
]
ROOT_URLCONF = "hengku.config.urls"
WSGI_APPLICATION = "hengku.config.applications.wsgi"
ASGI_APPLICATION = "hengku.config.applications.asgi"
TEMPLATES: list[dict[str, Any]] = []
APPEND_SLASH = False
DATA_UPLOAD_MAX_MEMORY_SIZE = 32 * 1024 * 1024
FILE_UPLOAD_MAX_MEMORY_SIZE = 4 * 1024 * 1024

PROCRASTINATE_AUTODISCOVER_MODULE_NAME = ""
PROCRASTINATE_ON_APP_READY = "hengku.config.wiring.offer_jobs"

_LOG_HANDLERS = handlers_to(os.environ.get(ERROR_LOG_VARIABLE))
LOGGING = {
    "version": 1,
    "disable_existing_loggers": False,
    "formatters": {"line": {"format": "%(asctime)s %(levelname)s %(name)s %(message)s"}},
    "handlers": _LOG_HANDLERS,
    "root": {"handlers": list(_LOG_HANDLERS), "level": os.environ.get("HENGKU_LOG_LEVEL", "WARNING")},
    "loggers": {"django.request": {"level": "ERROR"}},
}
