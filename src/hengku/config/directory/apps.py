from django.apps import AppConfig


class DirectoryApp(AppConfig):
    name = "hengku.config.directory"
    label = "directory"
    default_auto_field = "django.db.models.BigAutoField"
