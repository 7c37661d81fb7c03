"""Configuration of the app that reads surveys and tells figures."""

from django.apps import AppConfig


class ReportsConfig(AppConfig):
    """摸排、覆盖率与台账."""

    name = "reports"
    verbose_name = "摸排与报表"
    default_auto_field = "django.db.models.BigAutoField"
