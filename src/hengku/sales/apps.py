from django.apps import AppConfig


class SalesApp(AppConfig):
    name = "hengku.sales"
    label = "sales"
    default_auto_field = "django.db.models.BigAutoField"
