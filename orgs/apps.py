"""Configuration of the app that holds the core registers."""

from django.apps import AppConfig


class OrgsConfig(AppConfig):
    """单位与党组织."""

    name = "orgs"
    verbose_name = "单位与党组织"
    default_auto_field = "django.db.models.BigAutoField"
