"""Configuration of the app that reads surveys and tells figures."""

from django.apps import AppConfig


class ReportsConfig(AppConfig):
    """摸排、覆盖率与台账."""

    name = "reports"
    verbose_name = "摸排与报表"
    default_auto_field = "django.db.models.BigAutoField"

    def ready(self):
        from liangxin.starting import AT_START
        from reports.jobs import look_after_all

        AT_START.append(look_after_all)
