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
        from members.queries_moving import dissolving
        from members.services.moving import end_posts
        from members.services.rosters import restate
        from orgs.queries import TOLD_OF_DISSOLVING
        from orgs.services.branches import ENDS_WITH_BRANCH
        from orgs.services.merging import SETTLING

        TOLD_OF_DISSOLVING.append(dissolving)
        ENDS_WITH_BRANCH.append(end_posts)
        SETTLING.append(restate)
        fill_empty(self, {DuesBand: defaults.dues_bands})
