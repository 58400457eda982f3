from django.apps import AppConfig


class ManufacturingApp(AppConfig):
    name = "hengku.manufacturing"
    label = "manufacturing"
    default_auto_field = "django.db.models.BigAutoField"
