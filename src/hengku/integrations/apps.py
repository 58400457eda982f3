from django.apps import AppConfig


class IntegrationsApp(AppConfig):
    name = "hengku.integrations"
    label = "integrations"
    default_auto_field = "django.db.models.BigAutoField"
