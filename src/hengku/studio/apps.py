from django.apps import AppConfig


class StudioApp(AppConfig):
    name = "hengku.studio"
    label = "studio"
    default_auto_field = "django.db.models.BigAutoField"
