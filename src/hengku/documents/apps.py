from django.apps import AppConfig


class DocumentsApp(AppConfig):
    name = "hengku.documents"
    label = "documents"
    default_auto_field = "django.db.models.BigAutoField"
