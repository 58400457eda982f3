from django.apps import AppConfig


class MetadataApp(AppConfig):
    name = "hengku.metadata"
    label = "metadata"
    default_auto_field = "django.db.models.BigAutoField"
