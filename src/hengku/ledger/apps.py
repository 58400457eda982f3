from django.apps import AppConfig


class LedgerApp(AppConfig):
    name = "hengku.ledger"
    label = "ledger"
    default_auto_field = "django.db.models.BigAutoField"
