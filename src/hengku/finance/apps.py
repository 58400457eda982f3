from django.apps import AppConfig


class FinanceApp(AppConfig):
    name = "hengku.finance"
    label = "finance"
    default_auto_field = "django.db.models.BigAutoField"
