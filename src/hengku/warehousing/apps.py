from django.apps import AppConfig


class WarehousingApp(AppConfig):
    name = "hengku.warehousing"
    label = "warehousing"
    default_auto_field = "django.db.models.BigAutoField"
