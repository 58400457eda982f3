from django.apps import AppConfig


class WorkflowApp(AppConfig):
    name = "hengku.workflow"
    label = "workflow"
    default_auto_field = "django.db.models.BigAutoField"
