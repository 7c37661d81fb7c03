"""Configuration of the app that holds Party members, their development, transfers and dues."""

from django.apps import AppConfig


class MembersConfig(AppConfig):
    """党员."""

    name = "members"
    verbose_name = "党员队伍"
    default_auto_field = "django.db.models.BigAutoField"

    def ready(self):
        from liangxin.defaults import fill_empty
        from members import defaults
        from members.models import DuesBand

        fill_empty(self, {DuesBand: defaults.dues_bands})
