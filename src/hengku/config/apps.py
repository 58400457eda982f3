from django.apps import AppConfig


class ConfigApp(AppConfig):
    """The composition root; last in INSTALLED_APPS, so that every room is there when the wires are drawn."""

    name = "hengku.config"
    label = "config"

    def ready(self) -> None:
        from hengku.config import wiring

        wiring.wire()
