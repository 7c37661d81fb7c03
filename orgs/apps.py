"""Configuration of the app that holds the core registers."""

from django.apps import AppConfig


class OrgsConfig(AppConfig):
    """单位与党组织."""

    name = "orgs"
    verbose_name = "单位与党组织"
    default_auto_field = "django.db.models.BigAutoField"

    def ready(self):
        from liangxin.defaults import fill_empty
        from orgs import defaults
        from orgs.models import TermRule, VenueItem

        fill_empty(self, {TermRule: defaults.term_rules, VenueItem: defaults.venue_items})
