from django.apps import AppConfig


class MasterdataApp(AppConfig):
    name = "hengku.masterdata"
    label = "masterdata"
    default_auto_field = "django.db.models.BigAutoField"
