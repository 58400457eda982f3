from hengku.reports.models.print_templates import PrintTemplate

__all__ = ["PrintTemplate"]
