from django.apps import AppConfig


class IdentityApp(AppConfig):
    name = "hengku.identity"
    label = "identity"
    default_auto_field = "django.db.models.BigAutoField"
