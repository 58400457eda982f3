from django.apps import AppConfig


class PurchasingApp(AppConfig):
    name = "hengku.purchasing"
    label = "purchasing"
    default_auto_field = "django.db.models.BigAutoField"
